//! The sandbox's own certificate: it signed itself, so that a client must be given its pin.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use heyan_case::upload::SpkiPin;
use rcgen::{CertificateParams, KeyPair};
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};

/// A certificate with its key, kept in two files.
#[derive(Debug, Clone)]
pub struct Certificate {
    /// PEM.
    pub certificate: PathBuf,
    /// PEM.
    pub key: PathBuf,
}

impl Certificate {
    /// The one in `folder`, made where there is none, for `names` and ten years.
    pub fn in_folder(folder: &Path, names: &[&str]) -> io::Result<Self> {
        let paths = Self { certificate: folder.join("certificate.pem"), key: folder.join("certificate.key") };
        if paths.certificate.exists() && paths.key.exists() {
            return Ok(paths);
        }
        let mut params = CertificateParams::new(names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>())
            .map_err(io::Error::other)?;
        params.not_before = rcgen::date_time_ymd(2025, 1, 1);
        params.not_after = rcgen::date_time_ymd(2036, 1, 1);
        paths.write(params)?;
        Ok(paths)
    }

    /// Signs `params` with a new key of its own and writes both.
    pub fn write(&self, params: CertificateParams) -> io::Result<()> {
        let key = KeyPair::generate().map_err(io::Error::other)?;
        let certificate = params.self_signed(&key).map_err(io::Error::other)?;
        fs::write(&self.certificate, certificate.pem())?;
        private(&self.key, key.serialize_pem().as_bytes())
    }

    /// DER.
    pub fn der(&self) -> io::Result<CertificateDer<'static>> {
        CertificateDer::from_pem_file(&self.certificate).map_err(io::Error::other)
    }

    /// Its pin.
    pub fn pin(&self) -> io::Result<SpkiPin> {
        SpkiPin::of(&self.der()?).ok_or_else(|| io::Error::other("the certificate has no key"))
    }

    /// Settings of a TLS server that shows it.
    pub fn server(&self) -> io::Result<Arc<ServerConfig>> {
        let key = PrivateKeyDer::from_pem_file(&self.key).map_err(io::Error::other)?;
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let chain = vec![self.der()?];
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .and_then(|builder| builder.with_no_client_auth().with_single_cert(chain, key));
        Ok(Arc::new(config.map_err(io::Error::other)?))
    }
}

/// Writes what only the owner may read.
pub(crate) fn private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    use std::io::Write;
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)?.write_all(bytes)
}

//! Which server is believed: a certificate by the usual rules, and a key that is known beforehand.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::digest;
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::CryptoProvider;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, Error, OtherError, RootCertStore, SignatureScheme,
};

use super::transport::Distrust;

/// SHA-256 of a certificate's SubjectPublicKeyInfo (RFC 7469), written `sha256/BASE64`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SpkiPin([u8; 32]);

/// A pin that is none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "a pin is `sha256/` and the base64 of 32 bytes, as `openssl … | openssl dgst -sha256 -binary | base64` prints it"
)]
pub struct PinSyntax;

impl FromStr for SpkiPin {
    type Err = PinSyntax;

    fn from_str(text: &str) -> Result<Self, PinSyntax> {
        let encoded = text.strip_prefix("sha256/").unwrap_or(text);
        let bytes = STANDARD.decode(encoded).map_err(|_| PinSyntax)?;
        Ok(Self(bytes.try_into().map_err(|_| PinSyntax)?))
    }
}

impl fmt::Display for SpkiPin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "sha256/{}", STANDARD.encode(self.0))
    }
}

impl SpkiPin {
    /// The pin of a certificate.
    pub fn of(certificate: &CertificateDer<'_>) -> Option<Self> {
        let spki = webpki::EndEntityCert::try_from(certificate).ok()?.subject_public_key_info();
        let hash = digest::digest(&digest::SHA256, spki.as_ref());
        Some(Self(hash.as_ref().try_into().ok()?))
    }
}

/// Whom to believe.
#[derive(Debug, Clone, Default)]
pub struct Trust {
    /// The key must be one of these. Two, so that the server can change its key: the one in use and the one kept in the
    /// safe. Empty: any key with a right certificate.
    pub pins: Vec<SpkiPin>,
    /// Issuers beside the public ones: a company's own, or a test's. DER.
    pub extra_roots: Vec<Vec<u8>>,
}

impl Trust {
    /// The certificates in a PEM file, for [`extra_roots`](Self::extra_roots).
    ///
    /// # Errors
    /// When there is none, or one is damaged.
    pub fn roots_of_pem(pem: &[u8]) -> Result<Vec<Vec<u8>>, PemSyntax> {
        use rustls::pki_types::pem::PemObject;
        let found: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem).collect();
        let roots: Vec<Vec<u8>> = found.map_err(|_| PemSyntax)?.iter().map(|der| der.to_vec()).collect();
        if roots.is_empty() { Err(PemSyntax) } else { Ok(roots) }
    }
}

/// A file without a certificate.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("holds no certificate in PEM form")]
pub struct PemSyntax;

/// The handshake's settings for `trust`, on `ring` given explicitly: neither a process-wide default nor the platform's
/// verifier is asked, since on Android that one panics unless the app has initialised it.
pub(super) fn client_config(trust: &Trust) -> Result<ClientConfig, Error> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    for der in &trust.extra_roots {
        roots.add(CertificateDer::from(der.clone()))?;
    }
    let by_rules = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider.clone())
        .build()
        .map_err(|e| Error::General(e.to_string()))?;
    let verifier = Pinned { by_rules, pins: trust.pins.clone(), provider: provider.clone() };
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier))
        .with_no_client_auth();
    Ok(config)
}

/// The usual rules first, then the pin.
#[derive(Debug)]
struct Pinned {
    by_rules: Arc<WebPkiServerVerifier>,
    pins: Vec<SpkiPin>,
    provider: Arc<CryptoProvider>,
}

impl Pinned {
    /// A certificate that signed itself has no issuer to ask. When its key is pinned, its name and dates still count
    /// (as DANE's usage 3 has it, but with those two checked).
    fn signed_by_itself(
        &self,
        certificate: &CertificateDer<'_>,
        name: &ServerName<'_>,
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let mut roots = RootCertStore::empty();
        roots.add(certificate.clone().into_owned())?;
        WebPkiServerVerifier::builder_with_provider(Arc::new(roots), self.provider.clone())
            .build()
            .map_err(|e| Error::General(e.to_string()))?
            .verify_server_cert(certificate, &[], name, &[], now)
    }
}

impl ServerCertVerifier for Pinned {
    fn verify_server_cert(
        &self,
        certificate: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let pinned = SpkiPin::of(certificate).is_some_and(|pin| self.pins.contains(&pin));
        let wrong_pin = || Error::InvalidCertificate(CertificateError::Other(OtherError(Arc::new(Distrust::WrongPin))));
        match self.by_rules.verify_server_cert(certificate, intermediates, name, ocsp, now) {
            Ok(verified) if pinned || self.pins.is_empty() => Ok(verified),
            Ok(_) => Err(wrong_pin()),
            Err(Error::InvalidCertificate(CertificateError::UnknownIssuer | CertificateError::BadSignature))
                if pinned =>
            {
                self.signed_by_itself(certificate, name, now)
            }
            // Nobody trusted issued it and its key is not pinned: with pins set, the pin is what the person knows of.
            Err(Error::InvalidCertificate(CertificateError::UnknownIssuer | CertificateError::BadSignature))
                if !self.pins.is_empty() =>
            {
                Err(wrong_pin())
            }
            Err(error) => Err(error),
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.by_rules.verify_tls12_signature(message, certificate, signed)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.by_rules.verify_tls13_signature(message, certificate, signed)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.by_rules.supported_verify_schemes()
    }
}

/// What a handshake's error says about the server. `None`: it broke off, which says nothing.
pub(super) fn distrust(error: &Error) -> Option<Distrust> {
    let Error::InvalidCertificate(certificate) = error else {
        return match error {
            Error::PeerIncompatible(_) | Error::InvalidMessage(_) | Error::AlertReceived(_) | Error::General(_) => {
                Some(Distrust::Handshake)
            }
            _ => None,
        };
    };
    Some(match certificate {
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => Distrust::Expired,
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => Distrust::NotYetValid,
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => Distrust::OtherName,
        // A signature that does not hold is of somebody who took a trusted issuer's name.
        CertificateError::UnknownIssuer | CertificateError::BadSignature => Distrust::UnknownIssuer,
        CertificateError::Other(other) => other.0.downcast_ref::<Distrust>().copied().unwrap_or(Distrust::Handshake),
        _ => Distrust::Handshake,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pin_is_read_as_it_is_written() {
        let text = "sha256/47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
        assert_eq!(text.parse::<SpkiPin>().map(|pin| pin.to_string()), Ok(text.to_owned()));
        assert!(text.trim_start_matches("sha256/").parse::<SpkiPin>().is_ok());
        for wrong in ["", "sha256/", "sha1/47DEQpj8HBSa", "sha256/AAAA", "sha256/!!!!"] {
            assert_eq!(wrong.parse::<SpkiPin>(), Err(PinSyntax), "{wrong}");
        }
    }
}

//! What the tests of the gateway share.
#![allow(dead_code, reason = "each test file uses its part")]

use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex};

use heyan_case::seal::{AppBuild, ConsentNote};
use heyan_case::shipment::{Material, Shipment};
use heyan_case::upload::{Control, HttpTransport, JournalStore, Submission, Trust, UploadLimits};
use heyan_gateway::{Options, Running, start};

/// A journal in memory.
#[derive(Default)]
pub struct Memory(pub Mutex<Option<Vec<u8>>>);

impl JournalStore for Memory {
    fn load(&self) -> io::Result<Option<Vec<u8>>> {
        Ok(self.0.lock().expect("lock").clone())
    }

    fn save(&self, record: &[u8]) -> io::Result<()> {
        *self.0.lock().expect("lock") = Some(record.to_vec());
        Ok(())
    }
}

/// Numbers that make a test of a bad network short.
pub fn quick() -> UploadLimits {
    UploadLimits {
        backoff_first_ms: 20,
        backoff_most_ms: 200,
        no_progress_ms: 10_000,
        connect_ms: 2_000,
        idle_ms: 700,
        ..UploadLimits::default()
    }
}

/// A client that believes `gateway`.
pub fn client(gateway: &Running, limits: &UploadLimits) -> Arc<HttpTransport> {
    let trust = Trust { pins: vec![gateway.pin], extra_roots: Vec::new() };
    Arc::new(HttpTransport::new(trust, limits.clone(), None).expect("client"))
}

/// Bytes that look like nothing, the same for the same seed.
pub fn noise(seed: u64, bytes: usize) -> Vec<u8> {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    let mut out: Vec<u8> = (0..bytes.div_ceil(8)).flat_map(|_| next().to_le_bytes()).collect();
    out.truncate(bytes);
    out
}

/// A file of the case.
pub fn material(slot: &str, content: Vec<u8>) -> Material {
    let content: Arc<[u8]> = content.into();
    let source = format!("{slot} {}", content.len());
    let open = move || Ok(Box::new(io::Cursor::new(content.clone())) as Box<dyn io::Read + Send>);
    Material::new(slot, slot, "application/octet-stream", &source, Arc::new(open))
}

/// All that is sent.
pub fn shipment(materials: Vec<Material>) -> Shipment {
    let app = AppBuild { name: "tests".to_owned(), version: "0".to_owned(), platform: "linux".to_owned() };
    let consent = ConsentNote {
        purpose: "filing".to_owned(),
        recipient: "sandbox".to_owned(),
        text_version: "1".to_owned(),
        given_at_ms: 1,
    };
    Shipment::new("generic", app, consent, materials)
}

/// A gateway in `folder`.
pub async fn gateway(folder: &Path) -> Running {
    start(Options::in_folder(folder)).await.expect("the gateway starts; is tusd set up?")
}

/// A submission to `gateway`, its outbox in `folder`.
pub fn submission(gateway: &Running, folder: &Path, limits: &UploadLimits) -> Submission {
    Submission {
        transport: client(gateway, limits),
        journal: Arc::new(Memory::default()),
        outbox: folder.join("outbox"),
        gateway: gateway.address.clone(),
        limits: limits.clone(),
        control: Control::default(),
    }
}

//! What the tests of the gateway share.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex};

use heyan_case::seal::AppBuild;
use heyan_case::upload::{Control, HttpTransport, JournalStore, Submission, Trust, UploadLimits};
use heyan_case::{Case, Judgement, KeyFile, NewCase, NewStep, NoGuard, Person, Purpose, Shipment};
use heyan_gateway::{Options, Running, start};
use heyan_rules::Sensitive;
use heyan_rules::filing::{IdentityDocument, Order, OrderKind, PersonKind, Step};
use jiff::Timestamp;

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
        idle_ms: 1_500,
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

/// A case in `folder` with these files, its consents given.
pub fn case(folder: &Path, files: &[(Step, Vec<u8>)]) -> Case {
    let mut case = bare_case(folder, files);
    for purpose in Purpose::ALL {
        case.agree(purpose, PROVIDER, "as shown", now()).expect("agrees");
    }
    case
}

/// The provider of these cases.
pub const PROVIDER: &str = "huawei";

/// A case in `folder` with these files, and no consent.
pub fn bare_case(folder: &Path, files: &[(Step, Vec<u8>)]) -> Case {
    let key = folder.join("case.key");
    if !key.exists() {
        KeyFile::create(&key).expect("key");
    }
    let keys = || Box::new(KeyFile::read(&key).expect("key"));
    let path = folder.join("case");
    let sensitive = |text: &str| Sensitive::new(text.to_owned());
    let new = NewCase {
        profile_text: None,
        site: None,
        profile: PROVIDER.to_owned(),
        province: None,
        unit: false,
        not_legal_representative: false,
        person_kind: PersonKind::Mainland,
        identity: IdentityDocument::ResidentId,
        unit_kind: None,
        person: Person { name: sensitive("测试"), id_number: sensitive("110105194912310021") },
        order: Order::new(OrderKind::Filing, Case::day_of(now())),
    };
    let mut case = Case::create(&path, keys(), Box::new(NoGuard), new, now()).expect("case");
    for (step, content) in files {
        put(&mut case, *step, content);
    }
    case
}

/// Stores a step of one file.
pub fn put(case: &mut Case, step: Step, content: &[u8]) {
    let mut source = io::Cursor::new(content);
    let (fields, findings) = (BTreeMap::new(), Vec::new());
    let new = NewStep {
        judgement: Judgement::Accepted,
        files: vec![&mut source],
        fields,
        findings,
        filing: Vec::new(),
        challenge: None,
        face: None,
    };
    case.put(step, new, now()).expect("stores");
}

/// The time.
pub fn now() -> Timestamp {
    Timestamp::now()
}

/// What is sent of `case`.
pub fn shipment(case: &Case) -> Shipment<'_> {
    let app = AppBuild { name: "tests".to_owned(), version: "0".to_owned(), platform: "linux".to_owned() };
    Shipment::of(case, PROVIDER, app).expect("agreed to")
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

//! What somebody might hand in who is not honest, made with the real sealing and sent by hand.
#![allow(clippy::expect_used, clippy::print_stdout, reason = "a panic in a test is the report")]

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use crate::common::{client, gateway, noise, quick};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use heyan_case::api::{CaseOpened, Challenge, OpenCase, ProblemCode, Receipt, Submit, UploadPlace};
use heyan_case::seal::{
    AppBuild, Binding, CaseKey, FileEntry, MANIFEST_SCHEMA, MANIFEST_SLOT, Manifest, Recipient, Signed, seal,
};
use heyan_case::upload::tus::{Features, Resource};
use heyan_case::upload::{
    Control, FileError, FileUpload, Gateway, GatewayError, HttpTransport, UploadLimits, Watch, hex,
};
use heyan_gateway::Running;

/// One case, in the hands of somebody who can change everything.
struct Hand {
    transport: Arc<HttpTransport>,
    limits: UploadLimits,
    address: String,
    key: CaseKey,
    opened: CaseOpened,
    challenge: Challenge,
    place: UploadPlace,
    folder: PathBuf,
}

struct Quiet;

impl Watch for Quiet {
    fn note(&self, _: &'static str, _: &Resource) -> std::io::Result<()> {
        Ok(())
    }

    fn moved(&self, _: u64, _: u64) {}
}

impl Hand {
    async fn new(running: &Running, folder: &std::path::Path) -> Self {
        let limits = quick();
        let transport = client(running, &limits);
        let key = CaseKey::generate().expect("key");
        let gateway = Gateway { transport: &*transport, address: &running.address, limits: &limits };
        let control = Control::default();
        let open = OpenCase { profile: "huawei".to_owned(), province: None, key: key.public() };
        let opened = gateway.open_case(&open, &control).await.expect("opens");
        let challenge = gateway.challenge(&opened.case, &opened.token, &control).await.expect("challenge");
        let place = gateway.upload_place(&opened.case, &opened.token, &control).await.expect("place");
        let address = running.address.clone();
        Self { transport, limits, address, key, opened, challenge, place, folder: folder.to_owned() }
    }

    fn recipient(&self) -> Recipient {
        Recipient::parse(&self.place.key).expect("key")
    }

    /// Seals for `slot` of `case` and uploads as this case's `slot`.
    async fn upload(&self, case: &str, slot: &str, plain: &[u8]) -> (FileEntry, String) {
        let mut sealed = Vec::new();
        let digests = seal(&mut &plain[..], &mut sealed, &self.recipient(), Binding { case, slot }).expect("seals");
        let path = self.folder.join(format!("{}.{slot}", self.opened.case));
        std::fs::write(&path, &sealed).expect("written");
        let entry = FileEntry {
            slot: slot.to_owned(),
            step: slot.to_owned(),
            media_type: "image/jpeg".to_owned(),
            bytes: digests.bytes,
            sha256: hex(&digests.sha256),
            sealed_bytes: digests.sealed_bytes,
            sealed_sha256: hex(&digests.sealed_sha256),
        };
        let resource = self.send(&path, slot, &self.opened.token).await.expect("arrives");
        (entry, resource.url.expect("address"))
    }

    async fn send(&self, path: &std::path::Path, slot: &str, token: &str) -> Result<Resource, FileError> {
        let upload = FileUpload {
            transport: &*self.transport,
            limits: &self.limits,
            features: Features::default(),
            endpoint: &self.place.endpoint,
            token,
            path,
            bytes: path.metadata().expect("there").len(),
            metadata: &[("slot", slot)],
        };
        upload.run(Resource::default(), &Control::default(), &Quiet).await
    }

    fn manifest(&self, submission: &str, files: Vec<FileEntry>) -> Manifest {
        Manifest {
            schema: MANIFEST_SCHEMA.to_owned(),
            submission: submission.to_owned(),
            case: self.opened.case.clone(),
            profile: "huawei".to_owned(),
            province: None,
            nonce: self.challenge.nonce.clone(),
            app: AppBuild::default(),
            made_at_ms: 0,
            consents: Vec::new(),
            steps: Vec::new(),
            files,
            traces: Vec::new(),
        }
    }

    fn sealed(&self, signed: &Signed) -> String {
        let json = serde_json::to_vec(signed).expect("json");
        let mut sealed = Vec::new();
        let binding = Binding { case: &self.opened.case, slot: MANIFEST_SLOT };
        seal(&mut &json[..], &mut sealed, &self.recipient(), binding).expect("seals");
        URL_SAFE_NO_PAD.encode(sealed)
    }

    async fn hand_in(&self, manifest: String, uploads: &[(&str, &str)]) -> Result<Receipt, ProblemCode> {
        let uploads: BTreeMap<String, String> =
            uploads.iter().map(|(slot, url)| ((*slot).to_owned(), (*url).to_owned())).collect();
        let submit = Submit { manifest, key_id: self.place.key_id.clone(), uploads };
        let gateway = Gateway { transport: &*self.transport, address: &self.address, limits: &self.limits };
        match gateway.submit(&self.opened.case, &self.opened.token, &submit, &Control::default()).await {
            Ok(receipt) => Ok(receipt),
            Err(GatewayError::Refused(code)) => Err(code),
            Err(other) => panic!("{other}"),
        }
    }

    async fn signed(&self, manifest: &Manifest, uploads: &[(&str, &str)]) -> Result<Receipt, ProblemCode> {
        self.hand_in(self.sealed(&Signed::sign(manifest, &self.key).expect("signs")), uploads).await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_honest_is_refused_and_leaves_the_case_as_it_was() {
    let folder = tempfile::tempdir().expect("folder");
    let running = gateway(folder.path()).await;
    let (hand, other) = (Hand::new(&running, folder.path()).await, Hand::new(&running, folder.path()).await);
    let (front, url) = hand.upload(&hand.opened.case, "id_front.0", &noise(1, 70_000)).await;
    let uploads = [("id_front.0", url.as_str())];
    let honest = hand.manifest("s", vec![front.clone()]);
    let with = |change: &dyn Fn(&mut Manifest)| {
        let mut manifest = honest.clone();
        change(&mut manifest);
        manifest
    };

    // Tampered manifest: its text under the old signature, another's signature, another's key, a bit of the seal.
    let signed = Signed::sign(&honest, &hand.key).expect("signs");
    let tampered = Signed::sign(&with(&|m| m.profile = "aliyun".to_owned()), &hand.key).expect("signs").manifest;
    let tampered = Signed { manifest: tampered, ..signed.clone() };
    assert_eq!(hand.hand_in(hand.sealed(&tampered), &uploads).await, Err(ProblemCode::Signature));
    let others = Signed::sign(&honest, &other.key).expect("signs");
    assert_eq!(hand.hand_in(hand.sealed(&others), &uploads).await, Err(ProblemCode::OtherKey));
    let forged = Signed { key: hand.key.public(), ..others };
    assert_eq!(hand.hand_in(hand.sealed(&forged), &uploads).await, Err(ProblemCode::Signature));
    let mut bent = URL_SAFE_NO_PAD.decode(hand.sealed(&signed)).expect("base64");
    if let Some(byte) = bent.get_mut(100) {
        *byte ^= 1;
    }
    assert_eq!(hand.hand_in(URL_SAFE_NO_PAD.encode(bent), &uploads).await, Err(ProblemCode::ManifestBroken));
    assert_eq!(hand.hand_in(other.sealed(&signed), &uploads).await, Err(ProblemCode::ManifestBroken));

    // Another case's, in every way.
    let named = with(&|m| m.case = other.opened.case.clone());
    assert_eq!(hand.signed(&named, &uploads).await, Err(ProblemCode::OtherCase));
    let nonce = with(&|m| m.nonce = other.challenge.nonce.clone());
    assert_eq!(hand.signed(&nonce, &uploads).await, Err(ProblemCode::NonceUnknown));
    let (theirs, their_url) = other.upload(&other.opened.case, "id_front.0", &noise(2, 70_000)).await;
    let listed = with(&|m| m.files = vec![theirs.clone()]);
    assert_eq!(
        hand.signed(&listed, &[("id_front.0", &their_url)]).await,
        Err(ProblemCode::FileMissing),
        "an upload of another case is none of this one's"
    );
    let (copied, copy_url) = hand.upload(&other.opened.case, "id_back.0", &noise(3, 70_000)).await;
    let copied = with(&|m| m.files = vec![copied.clone()]);
    assert_eq!(
        hand.signed(&copied, &[("id_back.0", &copy_url)]).await,
        Err(ProblemCode::FileBroken),
        "a file sealed for another case does not open here"
    );

    // Files that are not what is listed.
    let changed = with(&|m| m.files.iter_mut().for_each(|file| file.sha256 = "0".repeat(64)));
    assert_eq!(hand.signed(&changed, &uploads).await, Err(ProblemCode::FileChanged));
    let longer = with(&|m| m.files.iter_mut().for_each(|file| file.sealed_bytes += 1));
    assert_eq!(hand.signed(&longer, &uploads).await, Err(ProblemCode::FileMissing));
    assert_eq!(hand.signed(&honest, &[]).await, Err(ProblemCode::FileMissing));
    for path in ["../gateway.key", "/etc/passwd", "https://localhost/files/..%2fgateway.key", ""] {
        assert_eq!(hand.signed(&honest, &[("id_front.0", path)]).await, Err(ProblemCode::FileMissing), "{path}");
    }
    assert_eq!(running.submissions(), 0, "nothing was taken in, and no challenge used up");

    // The honest one is taken in, once; then its nonce is spent.
    assert!(hand.signed(&honest, &uploads).await.is_ok());
    let again = with(&|m| m.submission = "t".to_owned());
    assert_eq!(hand.signed(&again, &uploads).await, Err(ProblemCode::AlreadySubmitted));
    assert_eq!(running.submissions(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_uploads_without_a_cases_token_or_more_than_is_taken() {
    let folder = tempfile::tempdir().expect("folder");
    let options = heyan_gateway::Options { most_bytes: 100_000, ..heyan_gateway::Options::in_folder(folder.path()) };
    let running = heyan_gateway::start(options).await.expect("starts");
    let hand = Hand::new(&running, folder.path()).await;
    let path = folder.path().join("file");
    std::fs::write(&path, noise(1, 1_000)).expect("written");
    let ended = |result: Result<Resource, FileError>| match result {
        Err(FileError::Ended(ending)) => ending,
        other => panic!("{other:?}"),
    };
    use heyan_case::upload::tus::Ending;
    assert_eq!(ended(hand.send(&path, "id_front.0", "0123456789abcdef").await), Ending::NotAllowed(401));
    assert_eq!(ended(hand.send(&path, "", &hand.opened.token).await), Ending::Refused(400));
    std::fs::write(&path, noise(1, 100_001)).expect("written");
    assert_eq!(ended(hand.send(&path, "id_front.0", &hand.opened.token).await), Ending::TooLarge);
}

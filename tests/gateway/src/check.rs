//! Whether a submission is what it says: opened, signed, complete. Keeps nothing of what it opens.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufReader};
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use heyan_case::api::{ProblemCode, Submit};
use heyan_case::seal::{self, Binding, MANIFEST_SLOT, Manifest, RecipientSecret, Refusal, Signed, StepChallenge};
use heyan_case::upload::hex;
use heyan_rules::filing::Step;

/// Opens and verifies the manifest of `case`, whose public key is `key`.
pub fn manifest(submit: &Submit, case: &str, key: &str, secret: &RecipientSecret) -> Result<Manifest, ProblemCode> {
    let sealed = URL_SAFE_NO_PAD.decode(&submit.manifest).map_err(|_| ProblemCode::ManifestBroken)?;
    let mut signed = Vec::new();
    seal::open(&mut &sealed[..], &mut signed, secret, Binding { case, slot: MANIFEST_SLOT })
        .map_err(|_| ProblemCode::ManifestBroken)?;
    let signed: Signed = serde_json::from_slice(&signed).map_err(|_| ProblemCode::ManifestBroken)?;
    let manifest = signed.verify(key).map_err(|refusal| match refusal {
        Refusal::OtherKey => ProblemCode::OtherKey,
        Refusal::Signature => ProblemCode::Signature,
        Refusal::Unreadable | Refusal::Schema => ProblemCode::ManifestBroken,
    })?;
    if manifest.case != case {
        return Err(ProblemCode::OtherCase);
    }
    let slots: BTreeMap<&str, ()> = manifest.files.iter().map(|file| (file.slot.as_str(), ())).collect();
    if slots.len() != manifest.files.len() || !slots.keys().copied().eq(submit.uploads.keys().map(String::as_str)) {
        return Err(ProblemCode::FileMissing);
    }
    Ok(manifest)
}

/// What a challenge asked, by its nonce.
pub type AskedOf<'a> = dyn Fn(&str) -> Result<Option<Vec<String>>, ProblemCode> + 'a;

/// Whether every recording in `manifest` was made for a challenge of this gateway. `asked` gives the actions of one that was
/// given to the case and is not too old; none where the device was to draw them. `drawn_here` takes a face check for which the device drew the actions itself.
pub fn recordings(manifest: &Manifest, drawn_here: bool, asked: &AskedOf<'_>) -> Result<(), ProblemCode> {
    for step in &manifest.steps {
        let face_check = step.step == Step::Liveness.as_str();
        let bound = match &step.challenge {
            Some(StepChallenge::Gateway { nonce, actions }) => {
                // Of a statement the digits follow from the nonce: who hears it compares them.
                let suits = |asked: Vec<String>| !face_check || asked.is_empty() || asked == *actions;
                asked(nonce)?.is_some_and(suits)
            }
            Some(StepChallenge::Here { .. }) | None => drawn_here || !face_check,
        };
        if !bound {
            return Err(ProblemCode::RecordingUnbound);
        }
    }
    Ok(())
}

/// Opens each file of `manifest` where `place` says it lies, and compares it with what is listed. Gives the bytes opened.
pub fn files(
    manifest: &Manifest,
    secret: &RecipientSecret,
    place: &dyn Fn(&str) -> Option<std::path::PathBuf>,
) -> Result<u64, ProblemCode> {
    let mut bytes = 0;
    for file in &manifest.files {
        let path = place(&file.slot).ok_or(ProblemCode::FileMissing)?;
        let arrived = path.metadata().map_err(|_| ProblemCode::FileMissing)?.len();
        if arrived < file.sealed_bytes {
            return Err(ProblemCode::FileMissing);
        }
        if arrived != file.sealed_bytes {
            return Err(ProblemCode::FileChanged);
        }
        let digests = opened(&path, secret, Binding { case: &manifest.case, slot: &file.slot })?;
        let same = hex(&digests.sealed_sha256) == file.sealed_sha256
            && hex(&digests.sha256) == file.sha256
            && digests.bytes == file.bytes;
        if !same {
            return Err(ProblemCode::FileChanged);
        }
        bytes += digests.bytes;
    }
    Ok(bytes)
}

fn opened(path: &Path, secret: &RecipientSecret, binding: Binding<'_>) -> Result<seal::Digests, ProblemCode> {
    let file = File::open(path).map_err(|_| ProblemCode::FileMissing)?;
    seal::open(&mut BufReader::new(file), &mut io::sink(), secret, binding).map_err(|_| ProblemCode::FileBroken)
}

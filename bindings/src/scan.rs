//! Scanning a document.

use std::path::Path;

use heyan::case::Judge;
use heyan::rules::Date;
use heyan::rules::document::DocumentKind as Kind;
use heyan::rules::document::guide::{CardHint as Hint, CardLive};
use heyan::rules::words::Words;
use heyan::{ScanOptions, ScanReport as Report, ScanSession as Session};

use crate::error::HeyanError;
use crate::filing::{Rules, Step, profile_of};
use crate::finding::{Finding, Lang, Point, Verdict, findings, points};
use crate::frame::FrameMeta;
use crate::guard::{Guarded, no_panic};
use crate::mirror::mirror;

mirror! {
    /// A document, one side of it where it has two.
    DocumentKind of Kind {
        /// Resident identity card, portrait side (人像面).
        ResidentIdFront,
        /// Resident identity card, emblem side (国徽面).
        ResidentIdBack,
        /// Temporary resident identity card: told, not read, as all below.
        TemporaryId,
        /// Resident identity card of the first generation.
        FirstGenerationId,
        /// Residence permit of people from Hong Kong, Macao and Taiwan, portrait side.
        ResidencePermitFront,
        /// The same, emblem side.
        ResidencePermitBack,
        /// Foreigner's permanent residence card, portrait side.
        ForeignPermanentResidentFront,
        /// Passport.
        Passport,
        /// Mainland travel permit.
        MainlandTravelPermit,
        /// Driving licence.
        DrivingLicence,
        /// Vehicle licence.
        VehicleLicence,
        /// Business licence.
        BusinessLicence,
        /// Certificate of another unit.
        UnitCertificate,
        /// A signed letter.
        SignedLetter,
        /// Nothing recognised.
        Unknown,
    }
}

mirror! {
    /// What to tell the person while the camera looks for the card.
    CardHint of Hint {
        /// No card is seen.
        ShowCard,
        /// Part of it lies outside.
        MoveBack,
        /// Too small.
        ComeCloser,
        /// Seen at too steep an angle, or askew.
        HoldFlat,
        /// Too dark.
        MoreLight,
        /// Too bright.
        LessLight,
        /// It moves, or is not in focus yet.
        HoldStill,
        /// It was taken: call `judge`.
        Ready,
    }
}

/// How it stands after a frame.
#[derive(Debug, Clone, PartialEq, uniffi::Record)]
pub struct ScanLive {
    /// What to tell the person.
    pub hint: CardHint,
    /// The same in words.
    pub say: String,
    /// The card's corners, to draw; empty when it is not seen.
    pub outline: Vec<Point>,
    /// How far the wait for a still hand has come, 0 to 1.
    pub progress: f32,
    /// Whether the person should be given a shutter.
    pub offer_shutter: bool,
}

/// A field that was read. Personal data.
#[derive(Clone, PartialEq, uniffi::Record)]
pub struct Field {
    /// Its name, as `id_number`.
    pub key: String,
    /// Its heading in words.
    pub label: String,
    /// What was read.
    pub value: String,
    /// How sure, 0 to 1.
    pub confidence: f32,
    /// Its outline.
    pub region: Vec<Point>,
}

/// The outcome of one scan.
#[derive(Clone, PartialEq, uniffi::Record)]
pub struct ScanReport {
    /// What a reviewer would say.
    pub verdict: Verdict,
    /// Which document.
    pub kind: DocumentKind,
    /// How sure the kind is, 0 to 1.
    pub confidence: f32,
    /// The card's own corners, from the top left of the upright card; empty when none was found.
    pub corners: Vec<Point>,
    /// The fields that were read, in the document's order.
    pub fields: Vec<Field>,
    /// Everything to say about it, gravest first.
    pub findings: Vec<Finding>,
    /// From picture to verdict, ms.
    pub total_ms: f64,
}

/// The document that `step` takes a picture of, for [`ScanSession::open`].
#[uniffi::export]
pub fn expected_document(step: Step) -> Option<DocumentKind> {
    match Judge::of(step) {
        Judge::Document(kind) => Some(kind),
        Judge::Liveness | Judge::Portrait | Judge::Statement | Judge::Letter | Judge::Holding(_) => None,
    }
}

/// One document being photographed.
#[derive(uniffi::Object)]
pub struct ScanSession {
    session: Guarded<Session, ScanLive>,
    words: Words,
}

#[uniffi::export]
impl ScanSession {
    /// Loads the models of the folder `pack`. `today`, as `2026-11-24`, is the day on which validity is judged;
    /// `rules` are those it is judged by.
    #[uniffi::constructor(default(rules = None))]
    pub fn open(
        pack: String,
        threads: u8,
        expect: Option<DocumentKind>,
        today: String,
        lang: Lang,
        rules: Option<Rules>,
    ) -> Result<Self, HeyanError> {
        no_panic(|| {
            let limits = profile_of(rules.as_ref())?.step_limits().document;
            let today: Date = today.parse().map_err(|_| HeyanError::BadArgument {
                reason: format!("`{today}` is no date: write it as 2026-11-24"),
            })?;
            let options = ScanOptions { expect, today };
            let session = Session::open(Path::new(&pack), threads.into(), options)?.judging_by(limits);
            Ok(Self { session: Guarded::new(session), words: Words::new(lang) })
        })
    }

    /// Takes the next camera frame, on the camera's thread. While another call is at work the frame is dropped and the last
    /// report comes back. `bytes` are borrowed for the call; on Android a direct buffer at position 0 (`slice()`).
    pub fn submit(&self, bytes: &[u8], meta: FrameMeta) -> Result<Option<ScanLive>, HeyanError> {
        self.session.frame(|session| Ok(live(session.submit(&meta.frame(bytes)?)?, &self.words)))
    }

    /// Judges the frame that was ready; `None` when none was. Takes a second on a phone: not on the camera's thread.
    pub fn judge(&self) -> Result<Option<ScanReport>, HeyanError> {
        self.session.wait(|session| Ok(session.judge()?.map(|r| report(&r, &self.words))))
    }

    /// Judges a still: the bytes of a JPEG, PNG or WebP.
    pub fn judge_still(&self, bytes: &[u8]) -> Result<ScanReport, HeyanError> {
        self.session.wait(|session| Ok(report(&session.judge_still(bytes)?, &self.words)))
    }

    /// Judges a frame, as when the person releases the shutter.
    pub fn judge_frame(&self, bytes: &[u8], meta: FrameMeta) -> Result<ScanReport, HeyanError> {
        self.session.wait(|session| Ok(report(&session.judge_frame(&meta.frame(bytes)?)?, &self.words)))
    }
}

fn live(live: CardLive, words: &Words) -> ScanLive {
    ScanLive {
        hint: live.hint,
        say: words.card_hint(live.hint),
        outline: live.outline.map(|corners| points(&corners)).unwrap_or_default(),
        progress: live.progress,
        offer_shutter: live.offer_shutter,
    }
}

fn report(report: &Report, words: &Words) -> ScanReport {
    ScanReport {
        verdict: report.verdict,
        kind: report.kind,
        confidence: report.confidence,
        corners: report.corners.map(|corners| points(&corners)).unwrap_or_default(),
        fields: report.fields.iter().map(|placed| field(placed, words)).collect(),
        findings: findings(&report.findings, words),
        total_ms: report.timing.total_ms,
    }
}

fn field(placed: &heyan::report::PlacedField, words: &Words) -> Field {
    Field {
        key: placed.field.key.as_str().to_owned(),
        label: words.field(placed.field.key),
        value: placed.field.value.expose().clone(),
        confidence: placed.field.confidence,
        region: points(&placed.region),
    }
}

//! The way to a good photograph: what to tell the person while the camera looks for the card, and when to take it.

use serde::Serialize;

use super::judge::capture;
use super::limits::Limits;
use super::{CardCapture, DocumentKind, Fields, Judged};
use crate::finding::Code;
use crate::geometry::Point;

/// When a card in front of a live camera is good enough to be photographed.
#[derive(Debug, Clone, PartialEq)]
pub struct GuideLimits {
    /// How long the card must lie still, ms. Half a second is felt as at once, and longer than a hand's tremor (8 to
    /// 12 Hz) takes to come round.
    pub steady_ms: u64,
    /// How far a corner may move in that time, over the card's diagonal: about 2 mm on the card, which 1/100 s of
    /// exposure turns into less than its print's strokes.
    pub max_move_ratio: f32,
    /// How long an outline is kept after the card was last seen, ms: outlines are missed in single frames.
    pub keep_ms: u64,
    /// How long nothing good was seen before the person may release the shutter, ms.
    pub manual_after_ms: u64,
}

impl Default for GuideLimits {
    fn default() -> Self {
        Self { steady_ms: 500, max_move_ratio: 0.02, keep_ms: 300, manual_after_ms: 8000 }
    }
}

/// What to tell the person now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CardHint {
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
    /// All is well but it moves, or is not in focus yet.
    HoldStill,
    /// Take it.
    Ready,
}

impl CardHint {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::ShowCard,
        Self::MoveBack,
        Self::ComeCloser,
        Self::HoldFlat,
        Self::MoreLight,
        Self::LessLight,
        Self::HoldStill,
        Self::Ready,
    ];

    /// The name others rely on, as `come_closer`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ShowCard => "show_card",
            Self::MoveBack => "move_back",
            Self::ComeCloser => "come_closer",
            Self::HoldFlat => "hold_flat",
            Self::MoreLight => "more_light",
            Self::LessLight => "less_light",
            Self::HoldStill => "hold_still",
            Self::Ready => "ready",
        }
    }

    /// What to do about what a reviewer would refuse the picture for, if it can be said before the shutter.
    fn against(code: Code) -> Option<Self> {
        match code {
            Code::DocumentCutOff => Some(Self::MoveBack),
            Code::DocumentTooSmall => Some(Self::ComeCloser),
            Code::DocumentSkewed => Some(Self::HoldFlat),
            Code::DocumentUnderexposed => Some(Self::MoreLight),
            Code::DocumentOverexposed => Some(Self::LessLight),
            Code::DocumentBlurred => Some(Self::HoldStill),
            _ => None,
        }
    }
}

/// How it stands after a frame.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CardLive {
    /// What to tell the person.
    pub hint: CardHint,
    /// The card's corners in frame pixels, to draw; `None` when it is not seen.
    pub outline: Option<[Point; 4]>,
    /// How far the wait for a still hand has come, 0 to 1.
    pub progress: f32,
    /// Whether all is well but the sharpness of the full frame, which [`CardGuide::sharpness`] wants to hear of.
    pub wants_sharpness: bool,
    /// Whether it has taken so long that the person should be given a shutter.
    pub offer_shutter: bool,
}

/// Watches one card come into place. Pure: time comes with each view.
pub struct CardGuide {
    limits: Limits,
    guide: GuideLimits,
    begun_ms: Option<u64>,
    still: Option<Still>,
    seen: Option<([Point; 4], u64)>,
}

/// Where the card has been lying, and since when.
#[derive(Debug, Clone, Copy)]
struct Still {
    corners: [Point; 4],
    since_ms: u64,
}

impl CardGuide {
    /// Guides to a picture that `limits` would let pass.
    pub fn new(limits: Limits, guide: GuideLimits) -> Self {
        Self { limits, guide, begun_ms: None, still: None, seen: None }
    }

    /// Takes what was seen at `at_ms` in frame pixels; `None` without a card.
    pub fn step(&mut self, at_ms: u64, card: Option<&CardCapture>) -> CardLive {
        let begun = *self.begun_ms.get_or_insert(at_ms);
        let offer_shutter = at_ms.saturating_sub(begun) >= self.guide.manual_after_ms;
        let Some(card) = card else {
            self.still = None;
            self.seen = self.seen.filter(|(_, seen)| at_ms.saturating_sub(*seen) <= self.guide.keep_ms);
            let outline = self.seen.map(|(corners, _)| corners);
            let hint = outline.map_or(CardHint::ShowCard, |_| CardHint::HoldStill);
            return CardLive { hint, outline, progress: 0.0, wants_sharpness: false, offer_shutter };
        };
        self.seen = Some((card.corners, at_ms));
        let outline = Some(card.corners);
        if let Some(hint) = self.refused(card) {
            self.still = None;
            return CardLive { hint, outline, progress: 0.0, wants_sharpness: false, offer_shutter };
        }
        let near = self.still.filter(|still| moved(&still.corners, &card.corners) <= self.guide.max_move_ratio);
        let still = *self.still.insert(near.unwrap_or(Still { corners: card.corners, since_ms: at_ms }));
        let waited = at_ms.saturating_sub(still.since_ms);
        let progress = (waited as f32 / self.guide.steady_ms.max(1) as f32).min(1.0);
        CardLive { hint: CardHint::HoldStill, outline, progress, wants_sharpness: progress >= 1.0, offer_shutter }
    }

    /// `live` after the card was measured in the full frame; `card` is `None` when it was not found there.
    pub fn sharpness(&mut self, live: CardLive, card: Option<&CardCapture>) -> CardLive {
        match card.map(|card| self.refused(card)) {
            Some(None) => CardLive { hint: CardHint::Ready, wants_sharpness: false, ..live },
            Some(Some(hint)) => CardLive { hint, wants_sharpness: false, ..live },
            None => CardLive { wants_sharpness: false, ..live },
        }
    }

    /// The first thing to mend, in the order in which a person mends things.
    fn refused(&self, card: &CardCapture) -> Option<CardHint> {
        let nothing =
            Fields { kind: DocumentKind::Unknown, fields: Vec::new(), missing: Vec::new(), watermarked: false };
        let findings = capture::findings(
            &Judged {
                kind: DocumentKind::Unknown,
                expect: None,
                fields: &nothing,
                capture: Some(card),
                picture_light: None,
                limits: &self.limits,
                // Nothing that depends on a date is judged here.
                today: jiff::civil::Date::ZERO,
                to_picture: &|_| Vec::new(),
            },
            card,
        );
        findings.into_iter().filter_map(|f| CardHint::against(f.code)).min_by_key(|hint| *hint as u8)
    }
}

/// The farthest that a corner lies from where it was, over the diagonal. A card that is found the other way up has moved.
fn moved(was: &[Point; 4], is: &[Point; 4]) -> f32 {
    let [a, b, c, d] = was;
    let diagonal = a.distance(*c).max(b.distance(*d)).max(1.0);
    was.iter().zip(is).map(|(a, b)| a.distance(*b)).fold(0.0, f32::max) / diagonal
}

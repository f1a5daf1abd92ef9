//! The limits of all steps under one profile: the rooms' own defaults, and what the profile sets otherwise.

use crate::document::limits::{AskedBy, DataLimits};
use crate::{document, letter, liveness, portrait, statement};

/// How long papers must be valid for this filing. The holder's age is judged with the document: [`DataLimits`].
///
/// [`DataLimits`]: document::limits::DataLimits
#[derive(Debug, Clone, PartialEq)]
pub struct FilingLimits {
    /// Months that an identity document must be valid for still, on the day it is handed in.
    pub id_months_left: f64,
    /// Months that a business licence must be valid for still.
    pub licence_months_left: f64,
    /// Months that a residence permit must be valid for still.
    pub residence_months_left: f64,
    /// Months that a permit for residents of Hong Kong, Macao and Taiwan must be valid for still.
    pub hmt_months_left: f64,
}

impl Default for FilingLimits {
    /// "≥ 3 months left" (Tencent's upload guide; Huawei's list of materials).
    fn default() -> Self {
        Self { id_months_left: 3.0, licence_months_left: 3.0, residence_months_left: 3.0, hmt_months_left: 3.0 }
    }
}

impl FilingLimits {
    fn named(&mut self, name: &str) -> Option<&mut f64> {
        match name {
            "id_months_left" => Some(&mut self.id_months_left),
            "licence_months_left" => Some(&mut self.licence_months_left),
            "residence_months_left" => Some(&mut self.residence_months_left),
            "hmt_months_left" => Some(&mut self.hmt_months_left),
            _ => None,
        }
    }
}

/// Sets the age that the responsible person must have; years that are begun count whole.
fn set_age(data: &mut DataLimits, name: &str, value: f64) -> bool {
    let years = value.max(0.0).ceil() as i16;
    match name {
        "min_age_years" => data.min_age = years,
        "income_proof_below_years" => data.full_age = years,
        _ => return false,
    }
    true
}

/// The limits that each step is judged by.
#[derive(Debug, Clone, PartialEq)]
pub struct StepLimits {
    /// Of the filing itself.
    pub filing: FilingLimits,
    /// Of pictures of documents.
    pub document: document::Limits,
    /// Of the face check.
    pub liveness: liveness::Limits,
    /// Of the portrait.
    pub portrait: portrait::Limits,
    /// Of the statement, where its text does not say otherwise.
    pub statement: statement::StatementLimits,
    /// Of letters and other papers.
    pub paper: letter::LetterLimits,
}

impl Default for StepLimits {
    /// Those of every step alone; the holder's age is held against what a filing asks.
    fn default() -> Self {
        let data = DataLimits { asked_by: AskedBy::Filing, ..DataLimits::default() };
        Self {
            filing: FilingLimits::default(),
            document: document::Limits { data, ..document::Limits::default() },
            liveness: liveness::Limits::default(),
            portrait: portrait::Limits::default(),
            statement: statement::StatementLimits::default(),
            paper: letter::LetterLimits::default(),
        }
    }
}

impl StepLimits {
    /// Sets the figure called `name`, as `liveness.motion.turn_min_deg`; `false` when there is none of that name, or `value` is
    /// not finite.
    pub fn set(&mut self, name: &str, value: f64) -> bool {
        let Some((room, rest)) = name.split_once('.') else { return false };
        let place = match room {
            "filing" if value.is_finite() && set_age(&mut self.document.data, rest, value) => return true,
            "filing" => self.filing.named(rest),
            "liveness" => return self.liveness.set(rest, value),
            "document" => return set_document(&mut self.document, rest, value),
            "portrait" => return self.portrait.set(rest, value),
            "statement" => return self.statement.set(rest, value),
            "paper" => return self.paper.set(rest, value),
            _ => None,
        };
        place.filter(|_| value.is_finite()).map(|place| *place = value).is_some()
    }
}

/// Figures of pictures of documents that depend on who receives them.
fn set_document(limits: &mut document::Limits, name: &str, value: f64) -> bool {
    let capture = &mut limits.capture;
    let place = match name {
        "min_card_width_px" => &mut capture.min_card_width_px,
        "max_tilt_deg" => &mut capture.max_tilt_deg,
        "max_blur_mm" => &mut capture.max_blur_mm,
        "max_screen_margin_ratio" => &mut capture.max_screen_margin_ratio,
        "max_outside_ratio" => &mut capture.max_outside_ratio,
        _ => return false,
    };
    if value.is_finite() {
        *place = value as f32;
    }
    value.is_finite()
}

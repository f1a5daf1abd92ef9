//! Which character of a value may be another than was read.

use crate::document::limits::ReadingLimits;
use crate::document::{Certainty, DocumentKind, Field, FieldKey, name, pick, place};
use crate::geometry::Rect;

/// A character that is not sure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Doubt {
    /// Its place in the value, from 0; `None` where it is only known that there is one.
    pub(super) position: Option<usize>,
    /// Where it stands, mm.
    pub(super) bounds_mm: Option<Rect>,
    /// Its probability.
    pub(super) confidence: f32,
    /// How unlike its print is, where that is what speaks against it.
    pub(super) unlikeness: Option<f32>,
}

/// The first character of `field` that is not sure. A name is sure when each of its characters is: it has nothing else that
/// could speak for it. The characters of an address and of an authority belong to words.
pub(super) fn doubt(field: &Field, kind: DocumentKind, limits: &ReadingLimits) -> Option<Doubt> {
    let value = field.value.expose();
    let is_name = field.key == FieldKey::Name;
    // Values that are not gathered character by character, as in a test, have only their least sure one.
    let whole = Doubt { position: None, bounds_mm: None, confidence: field.min_confidence, unlikeness: None };
    // Names of Hong Kong, Macao and Taiwan are printed in forms of their own.
    let mainland = kind == DocumentKind::ResidentIdFront;
    let max = if is_name { limits.max_name_unlikeness } else { limits.max_text_unlikeness };
    // Where nothing is known of any character, nothing is known at all.
    let is_measured = mainland && field.characters.iter().any(|c| c.unlikeness.is_some());
    let is_unsure = |ch: char, c: &Certainty| {
        let exceeds = |most: f32| c.unlikeness.is_some_and(|unlikeness| unlikeness.is_nan() || unlikeness > most);
        let doubted = is_name && c.confidence < limits.clear_name_confidence && exceeds(limits.doubted_name_unlikeness);
        let unlike = exceeds(max) || doubted;
        let unknown = is_measured && c.unlikeness.is_none() && pick::is_han(ch);
        let improbable = c.confidence < least_of(c, limits);
        c.unread_beside || (pick::is_han(ch) && unlike) || (is_name && (unknown || improbable))
    };
    // What is read as the name of a division that exists is sure by that.
    let known = if field.key == FieldKey::Address { place::known_characters(value) } else { 0 };
    let characters = value.chars().zip(&field.characters).enumerate().skip(known);
    let by_print = characters.filter(|(_, (ch, c))| is_unsure(*ch, c)).map(|(at, _)| at).next();
    let by_use = if is_name { name::unusual(value, mainland) } else { None };
    let position = match (by_print, by_use) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    };
    let told = position.map(|at| match field.characters.get(at) {
        Some(c) => Doubt {
            position: Some(at),
            bounds_mm: Some(c.bounds_mm),
            confidence: c.confidence,
            unlikeness: c
                .unlikeness
                .filter(|unlikeness| *unlikeness > if is_name { limits.doubted_name_unlikeness } else { max }),
        },
        None => Doubt { position: Some(at), ..whole },
    });
    told.or_else(|| (is_name && !is_measured && field.min_confidence < limits.sure_name_confidence).then_some(whole))
}

/// Least probability of a character of a name: print that was compared with what the character looks like speaks for itself.
pub(super) fn least_of(c: &Certainty, limits: &ReadingLimits) -> f32 {
    if c.unlikeness.is_some() { limits.compared_name_confidence } else { limits.sure_name_confidence }
}

//! The figures of a portrait beside their limits, for people to look at.

use super::judge::{is_dark, lower_covered};
use super::{Limits, Measurements};

/// How a figure is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Share of something, as per cent.
    Share,
    /// Degrees.
    Degrees,
    /// Pixels.
    Pixels,
    /// A number without a unit.
    Plain,
}

/// A figure with the range in which it passes.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Key of its name among the words, without `figure-`.
    pub key: &'static str,
    /// What was measured; `None` when it could not be.
    pub value: Option<f64>,
    /// How it is written.
    pub unit: Unit,
    /// Least that passes.
    pub least: Option<f64>,
    /// Most that passes.
    pub most: Option<f64>,
}

impl Row {
    /// Whether the figure passes. `None` when there is none.
    pub fn passes(&self) -> Option<bool> {
        let value = self.value?;
        Some(self.least.is_none_or(|l| value >= l) && self.most.is_none_or(|m| value <= m))
    }
}

/// The figures that decide, in the order of the hints: place, light, wall, dress.
pub fn table(measured: &Measurements, l: &Limits) -> Vec<Row> {
    let row = |key, value: Option<f32>, unit, least, most| Row { key, value: value.map(f64::from), unit, least, most };
    let face = measured.face.as_ref();
    let framing = measured.framing.as_ref();
    let wall = measured.backdrop.as_ref();
    let tilt = framing.and_then(|f| f.shoulders.as_ref()).and_then(|s| s.tilt_deg);
    // Dark skin passes where there is light on it.
    let darkest = face.is_some_and(|f| is_dark(measured, f, l)).then_some(l.face_dark_with_wall);
    let both = |limit: f64| (Some(-limit), Some(limit));
    let (off_least, off_most) = both(l.offset_error);
    let (yaw_least, yaw_most) = both(l.yaw_error_deg);
    let (pitch_least, pitch_most) = (Some(-l.chin_down_error_deg), Some(l.chin_up_error_deg));
    let (roll_least, roll_most) = both(l.roll_error_deg);
    let (tilt_least, tilt_most) = both(l.shoulder_tilt_error_deg);
    let shadow = wall.map(|w| w.shadows.iter().map(|s| s.area_ratio).sum());
    vec![
        row("eye-distance", face.map(|f| f.eye_distance_px), Unit::Pixels, Some(l.eye_distance_min_px), None),
        row(
            "head-height",
            framing.map(|f| f.head_height_ratio),
            Unit::Share,
            Some(l.head_small_error),
            Some(l.head_large_error),
        ),
        row("headroom", framing.map(|f| f.headroom_ratio), Unit::Share, Some(l.headroom_error), None),
        row("centre-offset", framing.map(|f| f.centre_offset_ratio), Unit::Share, off_least, off_most),
        row("yaw", face.map(|f| f.yaw_deg), Unit::Degrees, yaw_least, yaw_most),
        row("pitch", face.map(|f| f.pitch_deg), Unit::Degrees, pitch_least, pitch_most),
        row("roll", face.map(|f| f.roll_deg), Unit::Degrees, roll_least, roll_most),
        row("shoulder-tilt", tilt, Unit::Degrees, tilt_least, tilt_most),
        row("exposure", face.map(|f| f.luminance), Unit::Share, darkest, Some(l.face_luminance_max)),
        row("clipped", face.map(|f| f.bright_ratio), Unit::Share, None, Some(l.face_bright_error)),
        row("side-light", face.map(|f| f.side_light), Unit::Plain, None, Some(l.side_light_error)),
        row("blur", face.map(|f| f.blur_ratio), Unit::Share, None, Some(l.blur_error)),
        row("wall-lightness", wall.map(|w| w.lightness), Unit::Plain, Some(l.wall_lightness_error), None),
        row("wall-chroma", wall.map(|w| w.chroma), Unit::Plain, None, Some(l.wall_chroma_error)),
        row("wall-share", wall.map(|w| w.wall_ratio), Unit::Share, Some(l.wall_ratio_error), None),
        row("clutter", wall.map(|w| w.clutter_ratio), Unit::Share, None, Some(l.clutter_area_min)),
        row("shadow", shadow, Unit::Share, None, Some(l.shadow_area_min)),
        row("eyes-open", face.map(|f| f.eyes_open), Unit::Share, Some(l.eyes_open_min), None),
        row("mouth-open", face.map(|f| f.mouth_open), Unit::Share, None, Some(l.mouth_open_error)),
        row("head-covered", face.map(|f| f.head_covered_ratio), Unit::Share, None, Some(l.head_covered_error)),
        row("face-covered", face.map(|f| lower_covered(f, l) as f32), Unit::Share, None, Some(l.lower_covered_error)),
        row("glare", face.map(|f| f.glare_ratio), Unit::Share, None, Some(l.glare_error)),
        row("bare", face.map(|f| f.bare_ratio), Unit::Share, None, Some(l.bare_error)),
    ]
}

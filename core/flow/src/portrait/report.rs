//! What a portrait session hands to its shell.

use heyan_rules::portrait::{BackdropMeasures, FaceMeasures, Framing, Measurements, Patch, ShoulderMeasures};
use heyan_rules::words::{Lang, Words};
use heyan_rules::{Finding, Verdict};
use heyan_vision::frame::Picture;
use serde_json::{Value, json};

use crate::report::{findings, rounded};

/// Where the time of one judgement went, ms.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct PortraitTiming {
    /// From bytes, or from the frame, to verdict.
    pub total_ms: f64,
    /// Bytes to pixels.
    pub decode_ms: f64,
    /// Inside the models.
    pub inference_ms: f64,
}

/// The outcome of one judgement, ready for any language.
#[derive(Debug, Clone, PartialEq)]
pub struct PortraitReport {
    /// What a reviewer would say.
    pub verdict: Verdict,
    /// What was measured.
    pub measurements: Measurements,
    /// Everything to say about it, gravest first.
    pub findings: Vec<Finding>,
    /// Where the time went.
    pub timing: PortraitTiming,
}

impl PortraitReport {
    /// With the time that `picture` took to decode.
    pub(super) fn after_decoding(mut self, picture: &Picture) -> Self {
        self.timing.decode_ms = picture.decoded_in_ms();
        self.timing.total_ms += picture.decoded_in_ms();
        self
    }

    /// The contract's JSON object, schema `heyan.portrait/1`, with the words of `lang`, and with OFIQ's scores where they were
    /// asked for. `input` names the picture.
    pub fn to_json(&self, input: &str, lang: Lang) -> Value {
        let mut all = json!({
            "schema": "heyan.portrait/1",
            "input": input,
            "verdict": self.verdict.as_str(),
            "measurements": measurements_json(&self.measurements),
            "findings": findings(&self.findings, &Words::new(lang)),
            "timing_ms": {
                "total": rounded(self.timing.total_ms, 2),
                "decode": rounded(self.timing.decode_ms, 2),
                "inference": rounded(self.timing.inference_ms, 2),
            },
        });
        let quality = self.measurements.face.as_ref().and_then(|face| face.quality.as_ref());
        if let (Some(quality), Value::Object(all)) = (quality, &mut all) {
            all.insert("ofiq".into(), json!(quality));
        }
        all
    }
}

/// The contract's figures by their names, what was not measured as null, and those beyond.
fn measurements_json(m: &Measurements) -> Value {
    let figure = |value: f32| json!(rounded(f64::from(value), 4));
    let face = m.face.as_ref();
    let framing = m.framing.as_ref();
    let backdrop = m.backdrop.as_ref();
    let shoulders = framing.and_then(|f| f.shoulders.as_ref());
    let of_face = |pick: fn(&FaceMeasures) -> f32| face.map_or(Value::Null, |f| figure(pick(f)));
    let of_framing = |pick: fn(&Framing) -> f32| framing.map_or(Value::Null, |f| figure(pick(f)));
    let of_wall = |pick: fn(&BackdropMeasures) -> f32| backdrop.map_or(Value::Null, |b| figure(pick(b)));
    // A picture that ends above the shoulders shows neither.
    let visible = |pick: fn(&ShoulderMeasures) -> bool| framing.map(|_| shoulders.is_some_and(pick));
    let area = |patches: &[Patch]| patches.iter().map(|p| p.area_ratio).sum::<f32>();
    let mut all = json!({
        "face_count": m.face_count,
        "eye_distance_px": of_face(|f| f.eye_distance_px),
        "head_height_ratio": of_framing(|f| f.head_height_ratio),
        "headroom_ratio": of_framing(|f| f.headroom_ratio),
        "centre_offset_ratio": of_framing(|f| f.centre_offset_ratio),
        "yaw_deg": of_face(|f| f.yaw_deg),
        "pitch_deg": of_face(|f| f.pitch_deg),
        "roll_deg": of_face(|f| f.roll_deg),
        "background_lightness": of_wall(|b| b.lightness),
        "background_chroma": of_wall(|b| b.chroma),
        "background_clutter_ratio": of_wall(|b| b.clutter_ratio),
        "left_shoulder_visible": visible(|s| s.left_visible),
        "right_shoulder_visible": visible(|s| s.right_visible),
        "shoulder_tilt_deg": shoulders.and_then(|s| s.tilt_deg).map(figure),
        "sharpness": face.map(|f| f.sharpness),
        "exposure": of_face(|f| f.luminance),
        "illumination_uniformity": of_face(|f| f.illumination_uniformity),
        "eyes_open": of_face(|f| f.eyes_open),
        "mouth_open": of_face(|f| f.mouth_open),
    });
    let more = json!({
        "width_px": m.width_px,
        "height_px": m.height_px,
        "colourfulness": figure(m.colourfulness),
        "background_seen_ratio": of_wall(|b| b.seen_ratio),
        "background_wall_ratio": of_wall(|b| b.wall_ratio),
        "background_raw_lightness": of_wall(|b| b.raw_lightness),
        "background_raw_ab": backdrop.map(|b| b.raw_ab.map(figure)),
        "light_ab": backdrop.map(|b| b.light_ab.map(figure)),
        "background_gradient": of_wall(|b| b.gradient),
        "shadow_ratio": backdrop.map(|b| figure(area(&b.shadows))),
        "face_dark_ratio": of_face(|f| f.dark_ratio),
        "face_bright_ratio": of_face(|f| f.bright_ratio),
        "side_light": of_face(|f| f.side_light),
        "blur_ratio": of_face(|f| f.blur_ratio),
        "eyes_seen": of_face(|f| f.eyes_seen),
        "mouth_dark_ratio": of_face(|f| f.mouth_dark_ratio),
        "glare_ratio": of_face(|f| f.glare_ratio),
        "lower_covered_ratio": of_face(|f| f.lower_covered_ratio),
        "eyes_covered_ratio": of_face(|f| f.upper_covered_ratio),
        "head_covered_ratio": of_face(|f| f.head_covered_ratio),
        "bare_ratio": of_face(|f| f.bare_ratio),
        "face_presence": of_face(|f| f.presence),
    });
    if let (Value::Object(all), Value::Object(more)) = (&mut all, more) {
        all.extend(more);
    }
    all
}

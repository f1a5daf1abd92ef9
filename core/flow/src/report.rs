//! What a session hands to its shell: figures and findings, ready for any language.

use heyan_rules::document::paper::PaperCapture;
use heyan_rules::document::{CardCapture, DocumentKind, Field};
use heyan_rules::guide;
use heyan_rules::words::{Lang, Words};
use heyan_rules::{Finding, Point, Polygon, Verdict};
use serde_json::{Map, Value, json};

/// Where the time of a scan went, milliseconds.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Timing {
    /// From bytes to verdict.
    pub total_ms: f64,
    /// Bytes to pixels.
    pub decode_ms: f64,
    /// Finding the card and its lines of text.
    pub locate_ms: f64,
    /// Reading the lines.
    pub read_ms: f64,
    /// Measuring the capture.
    pub measure_ms: f64,
    /// Of all the above, inside the models.
    pub inference_ms: f64,
}

/// A field with its value, and where it stands in the picture.
#[derive(Debug, Clone, PartialEq)]
pub struct PlacedField {
    /// The field itself.
    pub field: Field,
    /// Its outline in input pixels.
    pub region: Polygon,
}

/// The outcome of one scan.
#[derive(Debug, Clone, PartialEq)]
pub struct ScanReport {
    /// What a reviewer would say.
    pub verdict: Verdict,
    /// Which document, [`DocumentKind::Unknown`] when none was recognised.
    pub kind: DocumentKind,
    /// How sure the kind is, 0 to 1.
    pub confidence: f32,
    /// The card's own corners in input pixels, from the top left of the upright card, clockwise.
    pub corners: Option<[Point; 4]>,
    /// The fields that were read, in the document's order.
    pub fields: Vec<PlacedField>,
    /// Everything to say about it, gravest first.
    pub findings: Vec<Finding>,
    /// What was measured of the capture.
    pub capture: Option<CardCapture>,
    /// The same of a paper.
    pub paper: Option<PaperCapture>,
    /// The further documents in the picture that were read, each judged by itself.
    pub further: Vec<ScanReport>,
    /// Where the time went.
    pub timing: Timing,
}

/// `value` to `digits` decimals.
pub(crate) fn rounded(value: f64, digits: i32) -> f64 {
    let unit = 10f64.powi(digits);
    (value * unit).round() / unit
}

fn polygon(points: &[Point]) -> Value {
    points.iter().map(|p| json!([rounded(f64::from(p.x), 1), rounded(f64::from(p.y), 1)])).collect()
}

impl ScanReport {
    /// The contract's JSON object, schema `heyan.scan/1`, with the words of `lang`. `input` names the picture.
    pub fn to_json(&self, input: &str, lang: Lang) -> Value {
        let words = Words::new(lang);
        let (document, fields) = (self.document_json(), self.fields_json());
        let findings = findings(&self.findings, &words);
        let measurements = self.capture.as_ref().map(measurements);
        let measurements = measurements.or_else(|| self.paper.as_ref().map(page_measurements));
        let mut object = json!({
            "schema": "heyan.scan/1",
            "input": input,
            "verdict": self.verdict.as_str(),
            "document": document,
            "fields": fields,
            "findings": findings,
            "measurements": measurements,
            "timing_ms": {
                "total": rounded(self.timing.total_ms, 1),
                "decode": rounded(self.timing.decode_ms, 1),
                "locate": rounded(self.timing.locate_ms, 1),
                "read": rounded(self.timing.read_ms, 1),
                "measure": rounded(self.timing.measure_ms, 1),
                "inference": rounded(self.timing.inference_ms, 1),
            },
        });
        if let Some(object) = object.as_object_mut().filter(|_| !self.further.is_empty()) {
            let all = std::iter::once(self).chain(&self.further).map(|report| report.entry_json(&words)).collect();
            object.insert("documents".into(), Value::Array(all));
        }
        object
    }

    /// Kind, corners and confidence.
    fn document_json(&self) -> Map<String, Value> {
        let mut document = Map::new();
        document.insert("kind".into(), json!(self.kind.as_str()));
        if let Some(corners) = &self.corners {
            document.insert("corners".into(), polygon(corners));
        }
        document.insert("confidence".into(), json!(rounded(f64::from(self.confidence), 3)));
        document
    }

    fn fields_json(&self) -> Map<String, Value> {
        let fields = self.fields.iter().map(|placed| {
            let value = json!({
                "value": placed.field.value.expose(),
                "confidence": rounded(f64::from(placed.field.confidence), 3),
                "region": polygon(&placed.region),
            });
            (placed.field.key.as_str().to_owned(), value)
        });
        fields.collect()
    }

    /// One of several documents in a picture: as `document`, with its own verdict, fields and findings.
    fn entry_json(&self, words: &Words) -> Value {
        let mut entry = self.document_json();
        entry.insert("verdict".into(), json!(self.verdict.as_str()));
        entry.insert("fields".into(), Value::Object(self.fields_json()));
        entry.insert("findings".into(), findings(&self.findings, words));
        Value::Object(entry)
    }
}

/// Findings as the contract has them.
pub fn findings(findings: &[Finding], words: &Words) -> Value {
    findings.iter().map(|finding| finding_json(finding, words)).collect()
}

fn finding_json(finding: &Finding, words: &Words) -> Value {
    let said = words.finding(finding);
    let mut object = Map::new();
    object.insert("code".into(), json!(finding.code.as_str()));
    object.insert("severity".into(), json!(finding.severity));
    object.insert("message".into(), json!(said.message));
    object.insert("advice".into(), json!(said.advice));
    if let Some(field) = finding.field {
        object.insert("field".into(), json!(field.as_str()));
    }
    if let Some(name) = finding.near {
        object.insert("near".into(), json!(name));
    }
    if let Some(kind) = finding.kind {
        object.insert("kind".into(), json!(kind.as_str()));
    }
    if let Some(cause) = &finding.cause {
        let texts = [
            ("word", cause.word.as_deref()),
            ("rule", Some(cause.rule.as_str())),
            ("source", Some(cause.source.as_str()).filter(|source| !source.is_empty())),
            ("date", Some(cause.date.as_str()).filter(|date| !date.is_empty())),
            ("authority", cause.authority.as_deref()),
        ];
        for (key, text) in texts {
            object.extend(text.map(|text| (key.to_owned(), json!(text))));
        }
        if let Some((from, to)) = cause.from.zip(cause.to) {
            object.insert("characters".into(), json!([from, to]));
        }
        if cause.partial {
            object.insert("partial".into(), json!(true));
        }
    }
    let topics = guide::of_findings(std::slice::from_ref(finding));
    if !topics.is_empty() {
        object.insert("topics".into(), json!(topics));
    }
    if let Some(region) = &finding.region {
        object.insert("region".into(), polygon(region));
    }
    if let Some(step) = finding.step {
        object.insert("step".into(), json!(step.as_str()));
    }
    if let Some(at_ms) = finding.at_ms {
        object.insert("at_ms".into(), json!(at_ms));
    }
    if !finding.figures.is_empty() {
        let figures: Map<String, Value> =
            finding.figures.iter().map(|(name, value)| ((*name).to_owned(), json!(rounded(*value, 3)))).collect();
        object.insert("figures".into(), Value::Object(figures));
    }
    Value::Object(object)
}

/// The plain figures of a capture, by the names they have in the core.
fn measurements(capture: &CardCapture) -> Value {
    let figure = |value: f32| json!(rounded(f64::from(value), 3));
    json!({
        "card_width_px": figure(capture.card_width_px),
        "width_ratio": figure(capture.width_ratio),
        "tilt_deg": figure(capture.tilt_deg),
        "rotation_deg": figure(capture.rotation_deg),
        "outside_ratio": figure(capture.outside_ratio),
        "blur_mm": capture.blur_mm.map(figure),
        "paper_lightness": figure(capture.paper_lightness),
        "clipped_ratio": figure(capture.clipped_ratio),
        "print_contrast": capture.print_contrast.map(figure),
        "chroma_spread": figure(capture.chroma_spread.min(1000.0)),
        "moire_db": figure(capture.moire_db),
        "moire_shared_db": figure(capture.moire_shared_db),
        "moire_fringe_db": figure(capture.moire_fringe_db),
        "moire_lattice_db": figure(capture.moire_lattice_db),
        "bands_chroma": figure(capture.bands_chroma),
    })
}

/// The same of a page.
fn page_measurements(capture: &PaperCapture) -> Value {
    let figure = |value: f32| json!(rounded(f64::from(value), 3));
    json!({
        "side_ratio": figure(capture.evenness),
        "line_height_px": capture.line_height_px.map(figure),
        "blur_ratio": capture.blur_ratio.map(figure),
        "paper_lightness": figure(capture.paper_lightness),
        "print_contrast": capture.print_contrast.map(figure),
        "colour_chroma": figure(capture.colour),
        "moire_db": figure(capture.moire_db),
        "moire_shared_db": figure(capture.moire_shared_db),
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a panic in a test is the report")]

    use heyan_rules::document::FieldKey;
    use heyan_rules::geometry::Rect;
    use heyan_rules::{Code, Sensitive};

    use super::*;

    fn report(kind: DocumentKind, key: FieldKey, value: &str, findings: Vec<Finding>) -> ScanReport {
        let field = Field {
            key,
            value: Sensitive::new(value.to_owned()),
            confidence: 0.99,
            min_confidence: 0.98,
            bounds_mm: Rect::default(),
            overwritten: None,
            characters: Vec::new(),
        };
        ScanReport {
            verdict: Verdict::of(&findings),
            kind,
            confidence: 0.97,
            corners: Some([Point::default(); 4]),
            fields: vec![PlacedField { field, region: Vec::new() }],
            findings,
            capture: None,
            paper: None,
            further: Vec::new(),
            timing: Timing::default(),
        }
    }

    #[test]
    fn several_documents_are_told_one_by_one_and_one_alone_as_ever() {
        let front = report(DocumentKind::ResidentIdFront, FieldKey::Name, "孙熙博", Vec::new());
        let alone = front.to_json("a.jpg", Lang::En);
        assert!(alone.get("documents").is_none());

        let found = vec![Finding::error(Code::DocumentExpired).field(FieldKey::ValidUntil)];
        let back = report(DocumentKind::ResidentIdBack, FieldKey::ValidUntil, "2020-01-01", found);
        let both = ScanReport { further: vec![back], ..front };
        let json = both.to_json("a.jpg", Lang::En);
        assert_eq!((&json["document"], &json["fields"]), (&alone["document"], &alone["fields"]));
        let documents = json["documents"].as_array().unwrap();
        assert_eq!(documents.len(), 2);
        assert_eq!(documents[0]["fields"], json["fields"]);
        assert_eq!((&documents[1]["kind"], &documents[1]["verdict"]), (&json!("resident_id_back"), &json!("reject")));
        assert_eq!(documents[1]["findings"][0]["code"], "document.expired");
        // What is wrong with another document is no fault of this one.
        assert_eq!(json["verdict"], "accept");
    }
}

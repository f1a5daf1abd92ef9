//! Which of several pictures is the best.

use std::cmp::Ordering;

use super::Measurements;
use crate::finding::{Code, Finding, Severity};

/// How good a picture is; the greater is the better.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rank {
    errors: usize,
    warnings: usize,
    blur: f32,
    has_face: bool,
}

/// The rank of a picture with these findings: a face first, then the fewest things to mend, then the sharpest.
pub fn rank(findings: &[Finding], measured: &Measurements) -> Rank {
    let codes = |severity| {
        let mut codes: Vec<Code> = findings.iter().filter(|f| f.severity == severity).map(|f| f.code).collect();
        codes.sort();
        codes.dedup();
        codes.len()
    };
    Rank {
        errors: codes(Severity::Error),
        warnings: codes(Severity::Warning),
        blur: measured.face.as_ref().map_or(1.0, |f| f.blur_ratio),
        has_face: measured.face.is_some(),
    }
}

impl Rank {
    /// Whether this one is better than `other`.
    pub fn beats(&self, other: &Self) -> bool {
        let order = self.has_face.cmp(&other.has_face).then(other.errors.cmp(&self.errors));
        order.then(other.warnings.cmp(&self.warnings)).then(other.blur.total_cmp(&self.blur)) == Ordering::Greater
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_face(blur_ratio: f32) -> Measurements {
        let face = crate::portrait::FaceMeasures { blur_ratio, ..crate::portrait::FaceMeasures::default() };
        Measurements { face: Some(face), ..Measurements::default() }
    }

    #[test]
    fn fewer_faults_go_before_sharpness_and_a_face_before_all() {
        let fault = [Finding::error(Code::PortraitEyesClosed)];
        let none = [Finding::error(Code::PortraitNoFace)];
        let sharp = rank(&fault, &with_face(0.0));
        let soft = rank(&[], &with_face(0.02));
        let empty = rank(&none, &Measurements::default());
        assert!(soft.beats(&sharp) && sharp.beats(&empty) && !empty.beats(&sharp) && !soft.beats(&soft));
        assert!(rank(&[], &with_face(0.01)).beats(&soft));
        // Three sockets are one thing to mend.
        let clutter = Finding::error(Code::PortraitBackgroundClutter);
        let three = rank(&[clutter.clone(), clutter.clone(), clutter], &with_face(0.0));
        assert!(!three.beats(&sharp) && !sharp.beats(&three));
    }
}

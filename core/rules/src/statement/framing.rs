//! Whether the head stands where a reviewer can see it: the portrait's gates of place and size, taken at a low rate while
//! somebody reads. The wall is not asked.

use super::limits::StatementLimits;
use crate::finding::{Code, Finding, Severity};
use crate::liveness::{FaceSeen, Observation};

/// Where the middle of the hairline and the chin stand in [`FaceSeen::points`] (points 10 and 152 of the mesh).
const HAIRLINE: usize = 2;
const CHIN: usize = 34;
/// Crown to chin over hairline to chin: 232 mm (ISO 7250-1, face and head heights of adults) over the 180 mm that the mesh
/// spans. Hair comes on top and is not asked.
const CROWN_RATIO: f64 = 1.28;

/// The head in one picture.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Placed {
    /// Middle of the head from the picture's middle over its width; + is the person's left, which is the picture's right.
    offset_ratio: f64,
    /// Crown to chin over the picture's height.
    height_ratio: f64,
    /// Part of that above the picture.
    cut_ratio: f64,
}

impl Placed {
    fn of(o: &Observation, face: &FaceSeen) -> Option<Self> {
        let at = |i: usize| face.points.get(i).map(|p| p.map(f64::from));
        let ([x, y], [chin_x, chin_y]) = (at(HAIRLINE)?, at(CHIN)?);
        let crown_y = chin_y + (y - chin_y) * CROWN_RATIO;
        // A head that leans has its length along itself.
        let length = (x - chin_x).hypot(y - chin_y) * CROWN_RATIO;
        let (width, height) = (f64::from(o.width_px), f64::from(o.height_px));
        let placed = Self {
            offset_ratio: (x + chin_x) / 2.0 / width - 0.5,
            height_ratio: length / height,
            cut_ratio: (-crown_y / length).clamp(0.0, 1.0),
        };
        (length > 0.0 && placed.offset_ratio.is_finite() && placed.height_ratio.is_finite()).then_some(placed)
    }
}

/// One gate: how often it was passed by, and the worst of it.
#[derive(Debug, Clone, Copy, Default)]
struct Gate {
    /// Looks at which it was worth a warning, and an error.
    looks: [usize; 2],
    worst: f64,
    worst_ms: u64,
    /// Of the last look.
    now: Option<Severity>,
}

impl Gate {
    /// Takes `value`, which is bad above `warn` and worse above `error`.
    fn feed(&mut self, at_ms: u64, value: f64, warn: f64, error: f64) {
        self.now = if value > error { Some(Severity::Error) } else { (value > warn).then_some(Severity::Warning) };
        let [warnings, errors] = &mut self.looks;
        *warnings += usize::from(self.now.is_some());
        *errors += usize::from(self.now == Some(Severity::Error));
        if self.now.is_some() && (*warnings == 1 || value > self.worst) {
            (self.worst, self.worst_ms) = (value, at_ms);
        }
    }

    fn severity(&self, looks: usize, told_ratio: f64) -> Option<Severity> {
        let often = |count: usize| count > 0 && count as f64 >= told_ratio * looks as f64;
        let [warnings, errors] = self.looks;
        if often(errors) { Some(Severity::Error) } else { often(warnings).then_some(Severity::Warning) }
    }
}

/// The head through a recording.
#[derive(Debug, Clone, Default)]
pub(super) struct Framing {
    looked_ms: Option<u64>,
    looks: usize,
    left: Gate,
    right: Gate,
    small: Gate,
    large: Gate,
    cut: Gate,
}

impl Framing {
    /// Takes a frame with a face, when a look is due.
    pub(super) fn feed(&mut self, o: &Observation, face: &FaceSeen, limits: &StatementLimits) {
        let due = self.looked_ms.is_none_or(|then| o.at_ms.saturating_sub(then) as f64 >= limits.frame_every_ms);
        let Some(placed) = Placed::of(o, face).filter(|_| due) else { return };
        self.looked_ms = Some(o.at_ms);
        self.looks += 1;
        let at = o.at_ms;
        let offset = placed.offset_ratio;
        self.left.feed(at, offset, limits.offset_warn, limits.offset_error);
        self.right.feed(at, -offset, limits.offset_warn, limits.offset_error);
        // What must not fall is fed with its sign turned.
        self.small.feed(at, -placed.height_ratio, -limits.head_small_warn, -limits.head_small_error);
        self.large.feed(at, placed.height_ratio, limits.head_large_warn, limits.head_large_error);
        self.cut.feed(at, placed.cut_ratio, limits.head_cut_warn, limits.head_cut_error);
    }

    fn gates(&self) -> [(&Gate, Code, &'static str, f64); 5] {
        [
            (&self.cut, Code::PortraitNoHeadroom, "cut_ratio", 1.0),
            (&self.small, Code::PortraitTooFar, "head_height_ratio", -1.0),
            (&self.large, Code::PortraitTooNear, "head_height_ratio", 1.0),
            (&self.left, Code::PortraitOffCentre, "left_offset_ratio", 1.0),
            (&self.right, Code::PortraitOffCentre, "right_offset_ratio", 1.0),
        ]
    }

    /// What the person should mend now.
    pub(super) fn hint(&self) -> Option<Code> {
        let of =
            |wanted| self.gates().into_iter().find(|(gate, ..)| gate.now == Some(wanted)).map(|(_, code, ..)| code);
        of(Severity::Error).or_else(|| of(Severity::Warning))
    }

    /// What held at so many looks that it is told.
    pub(super) fn findings(&self, limits: &StatementLimits) -> Vec<Finding> {
        let told = self.gates().into_iter().filter_map(|(gate, code, figure, sign)| {
            let severity = gate.severity(self.looks, limits.framing_told_ratio)?;
            Some(Finding::new(code, severity).figure(figure, sign * gate.worst).at_ms(gate.worst_ms as f64))
        });
        told.collect()
    }
}

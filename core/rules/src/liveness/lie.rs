//! Whether the picture lies on its side or on its head.

use super::observation::FaceSeen;
use super::statistics::median;
use crate::finding::{Code, Finding};

/// Faces that are remembered: the first ones tell how a recording lies.
const MOST: usize = 256;
/// Tilt of a face in a picture that lies on its side, degrees: least and most. Nobody tilts the head by 60.
const ASIDE_DEG: [f32; 2] = [62.0, 118.0];
/// Tilt from which a face stands on its head, degrees.
const OVER_DEG: f32 = 145.0;
/// Least faces to say so.
const FEWEST: usize = 5;

/// How faces are tilted in the picture.
#[derive(Debug, Clone, Default)]
pub(super) struct Lie {
    rolls: Vec<f32>,
}

impl Lie {
    /// Takes a face.
    pub(super) fn feed(&mut self, face: &FaceSeen) {
        if self.rolls.len() < MOST {
            self.rolls.push(face.angles.roll_deg.abs());
        }
    }

    /// Whether there is something to tell.
    pub(super) fn is_told(&self) -> bool {
        self.finding().is_some()
    }

    /// What is wrong with how the picture lies.
    pub(super) fn finding(&self) -> Option<Finding> {
        let roll = median(self.rolls.iter().copied()).filter(|_| self.rolls.len() >= FEWEST)?;
        let code = if roll >= OVER_DEG {
            Code::LivenessUpsideDown
        } else if (ASIDE_DEG[0]..=ASIDE_DEG[1]).contains(&roll) {
            Code::LivenessSideways
        } else {
            return None;
        };
        Some(Finding::error(code).figure("roll_deg", f64::from(roll)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(roll: f32) -> Option<Code> {
        let mut lie = Lie::default();
        lie.rolls.extend([roll, -roll, roll, roll + 3.0, 0.0, roll].map(f32::abs));
        lie.finding().map(|f| f.code)
    }

    #[test]
    fn a_face_on_its_side_and_one_on_its_head_are_told() {
        assert_eq!(told(0.0), None);
        assert_eq!(told(50.0), None, "a head can be tilted so far");
        assert_eq!(told(88.0), Some(Code::LivenessSideways));
        assert_eq!(told(177.0), Some(Code::LivenessUpsideDown));
    }
}

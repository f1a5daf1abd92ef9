//! How frames are stored: turned, mirrored, or at an angle that no frame of ours can be.

use heyan::vision::frame::Rotation;

/// Largest part of a matrix's other direction, or of a turn in degrees, that is a writer's rounding.
const ROUNDING: f64 = 0.01;

/// What makes a stored picture the one that is shown.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Turn {
    /// By whole quarters.
    Upright {
        /// Clockwise turn.
        rotation: Rotation,
        /// Whether it is mirrored left to right after it.
        mirrored: bool,
    },
    /// By something else: an angle between, a projection.
    Slanted,
}

impl Default for Turn {
    fn default() -> Self {
        Self::Upright { rotation: Rotation::None, mirrored: false }
    }
}

impl Turn {
    /// Of a matrix of ISO/IEC 14496-12, 6.2.2: `[a, b]` is where the picture's right goes, `[c, d]` its down, in right and
    /// down. A matrix of zeros, as some writers leave it, turns nothing; how much one enlarges does not matter here.
    pub fn of_matrix([a, b, c, d]: [f64; 4]) -> Self {
        let most = [a, b, c, d].into_iter().map(f64::abs).fold(0.0, f64::max);
        if most == 0.0 {
            return Self::default();
        }
        let mirrored = a * d - b * c < 0.0;
        // What is mirrored at the end was turned before.
        let right = if mirrored { [-a, b] } else { [a, b] };
        let none = |v: f64| v.abs() <= ROUNDING * most;
        let rotation = match right {
            [x, y] if none(y) && none(c) && !none(d) => {
                if x > 0.0 {
                    Rotation::None
                } else {
                    Rotation::Half
                }
            }
            [x, y] if none(x) && none(d) && !none(c) => {
                if y > 0.0 {
                    Rotation::Quarter
                } else {
                    Rotation::ThreeQuarters
                }
            }
            _ => return Self::Slanted,
        };
        Self::Upright { rotation, mirrored }
    }

    /// Of a pose of RFC 9559, 5.1.4.1.28.41 and on, in degrees: `yaw` of half a turn mirrors, then `roll` turns
    /// counter-clockwise.
    pub fn of_pose(yaw: f64, pitch: f64, roll: f64) -> Self {
        let quarters = roll / 90.0;
        let mirrored = (yaw.abs() - 180.0).abs() <= ROUNDING;
        let whole = (quarters - quarters.round()).abs() * 90.0 <= ROUNDING;
        if !(whole && pitch.abs() <= ROUNDING && (mirrored || yaw.abs() <= ROUNDING)) {
            return Self::Slanted;
        }
        // To mirror after a turn is to turn the other way after mirroring.
        let clockwise = if mirrored { quarters } else { -quarters };
        match Rotation::from_degrees(clockwise.round() as i32 * 90) {
            Some(rotation) => Self::Upright { rotation, mirrored },
            None => Self::Slanted,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn upright(rotation: Rotation, mirrored: bool) -> Turn {
        Turn::Upright { rotation, mirrored }
    }

    #[test]
    fn a_matrix_tells_where_right_and_down_go() {
        let one = 65536.0;
        for (matrix, turn) in [
            ([1.0, 0.0, 0.0, 1.0], upright(Rotation::None, false)),
            ([0.0, 1.0, -1.0, 0.0], upright(Rotation::Quarter, false)),
            ([-1.0, 0.0, 0.0, -1.0], upright(Rotation::Half, false)),
            ([0.0, -1.0, 1.0, 0.0], upright(Rotation::ThreeQuarters, false)),
            ([-1.0, 0.0, 0.0, 1.0], upright(Rotation::None, true)),
            // Top and bottom exchanged: half a turn, then left and right.
            ([1.0, 0.0, 0.0, -1.0], upright(Rotation::Half, true)),
            ([0.0, 1.0, 1.0, 0.0], upright(Rotation::Quarter, true)),
            ([0.0, -1.0, -1.0, 0.0], upright(Rotation::ThreeQuarters, true)),
            ([0.0; 4], upright(Rotation::None, false)),
            ([2.0, 0.0, 0.0, 1.0], upright(Rotation::None, false)),
            ([0.7, 0.7, -0.7, 0.7], Turn::Slanted),
            ([1.0, 0.0, 0.5, 1.0], Turn::Slanted),
            ([1.0, 0.0, 0.0, 0.0], Turn::Slanted),
        ] {
            assert_eq!(Turn::of_matrix(matrix.map(|v| v * one)), turn, "{matrix:?}");
        }
    }

    #[test]
    fn a_pose_mirrors_first_and_then_turns_against_the_clock() {
        for (yaw, roll, turn) in [
            (0.0, 0.0, upright(Rotation::None, false)),
            (0.0, -90.0, upright(Rotation::Quarter, false)),
            (0.0, 90.0, upright(Rotation::ThreeQuarters, false)),
            (0.0, 180.0, upright(Rotation::Half, false)),
            (180.0, 0.0, upright(Rotation::None, true)),
            (-180.0, 90.0, upright(Rotation::Quarter, true)),
            (0.0, 45.0, Turn::Slanted),
            (90.0, 0.0, Turn::Slanted),
            (0.0, f64::NAN, Turn::Slanted),
        ] {
            assert_eq!(Turn::of_pose(yaw, 0.0, roll), turn, "{yaw} {roll}");
        }
        assert_eq!(Turn::of_pose(0.0, 30.0, 0.0), Turn::Slanted);
    }
}

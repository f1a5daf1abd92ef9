//! A solid head and no picture of one.

use super::limits;

limits! {
    /// A solid head and no picture of one. What the figures mean stands in [`crate::liveness::presence`].
    PresenceLimits {
        /// Least rotation out of the picture's plane that gives evidence, degrees. Below it depth moves the landmarks by
        /// less than their noise.
        evidence_min_deg = 6.5,
        /// Least share of the tilt that it must reach as well: a tilt of 25° is read as a turn of up to 5.
        evidence_over_tilt = 0.5,
        /// Frames that must show it.
        evidence_min_frames = 4.0,
        /// Least depth of the landmarks against the canonical head's, after planes and bends are taken out. Persons' noses
        /// differ by a third, the mesh under-reads by 16 %; a card shows 0.
        relief_min = 0.4,
        /// Greatest of the same.
        relief_max = 2.2,
        /// Least correlation of the depth with the canonical head's over the landmarks.
        relief_corr_min = 0.65,
        /// Least share of the foreshortening that parallax accounts for: 1 for a solid, 0 for a plane. Simulated heads reach
        /// 0.82 and more. A net that reads a card turned by 25° as a face turned by 2.7° makes 0.11; where it reads up to
        /// 0.35 of the card's angle, and its landmarks show all of that, 0.59 at most.
        rigid_min = 0.68,
        /// Least of the rotation claimed over what the foreshortening asks for, the same from the other side. Heads whose
        /// yaw is read short by 16 % reach 0.6.
        agrees_min = 0.5,
        /// How far the face may lean from the canonical one, degrees: pitch is read up to 5 off, chins recede.
        lean_max_deg = 8.0,
        /// Foreshortening that counts, 1 less the square of the aspect: 0.05 is a slant of 13°.
        foreshortened_min = 0.05,
        /// Foreshortening without parallax that alone tells a plane: 0.12 is a slant of 20°. Expressions make less.
        plane_min = 0.12,
        /// Share of it that parallax may explain and it still tells one.
        plane_rigid_max = 0.5,
        /// Frames that must show it.
        plane_min_frames = 8.0,
        /// Least parallax of the nose against the line between the ears over that of the yaw claimed.
        nose_min = 0.4,
    }
}

//! A solid head and no picture of one.

use super::limits;

limits! {
    /// A solid head and no picture of one. What the figures mean stands in [`crate::liveness::presence`].
    PresenceLimits {
        /// 1: a drill. A challenge whose actions cannot show depth is accepted with a warning.
        drill = 0.0,
        /// A frame within so many degrees of the neutral pose, as the camera sees it, shows the face at rest: half of what gives
        /// evidence, and above the sway of a head held still.
        rest_deg = 3.5,
        /// Least rotation out of the picture's plane that gives evidence, degrees. Below it depth moves the landmarks by
        /// less than their noise.
        evidence_min_deg = 6.5,
        /// Least share of the tilt that it must reach as well: a tilt of 25° is read as a turn of 5, with glasses of 14. A turn
        /// that passes has at most half as much tilt.
        evidence_over_tilt = 0.7,
        /// Rotation that the farthest of them must reach, degrees: little evidence about an axis is none.
        evidence_peak_deg = 8.3,
        /// Frames that must show it.
        evidence_min_frames = 4.0,
        /// Least depth of the landmarks against the canonical head's, after planes and bends are taken out. Persons' noses
        /// differ by a third, the mesh under-reads by 16 %; a card shows 0.
        relief_min = 0.4,
        /// Greatest of the same.
        relief_max = 2.2,
        /// Least correlation of the depth with the canonical head's over the landmarks.
        relief_corr_min = 0.65,
        /// Movement of mouth and eyes at one pose, from which a face is not called a picture (see
        /// [`crate::liveness::Presence::expression`]). Photographs that are turned, bent and shaken reach 0.057; real people
        /// whose movement fits no head, since they talk or are badly tracked, have 0.08 and more.
        expression_min = 0.07,
        /// Rotation below which nothing is called a picture, degrees: expressions and noise weigh as much as depth there.
        picture_peak_deg = 9.5,
        /// Narrowing at rest that is taken out of the narrowing seen while the head turns: what a face that talks makes of
        /// itself. More, a slant of 12°, would hide a picture that is waved.
        usual_max = 0.04,
        /// Least narrowing for each square of the sine of the rotation, slope and curve together, of what is called a picture:
        /// 1 for a head. Photographs that are turned and bent have 2.8 to 10; talk that narrows a face at random -0.5 to 1.
        picture_curve_min = 1.6,
        /// Correlation from which a movement that is rigid but fits a head in no other way is a doubt and no picture: 18 of 19
        /// real heads have 0.95 and more.
        relief_corr_sure = 0.9,
        /// Least share of the foreshortening that parallax accounts for, when the head turns: 1 for a solid, 0 for a plane.
        /// Rendered heads reach 0.79 and mostly 0.95; flat and cut cards 0.2 to 0.58, rolled ones up to 0.99.
        turning_rigid_min = 0.72,
        /// The share from which a turn alone is believed without a sign of life.
        turning_rigid_sure = 0.9,
        /// Share of the foreshortening from which a turn that is not quite a head's is a doubt and no picture.
        turning_doubt_rigid = 0.6,
        /// The same of the mean of the two shares: flat, cut and bent cards reach 0.68.
        turning_doubt_both = 0.68,
        /// Greatest change of proportions when the head turns. Heads reach 0.085, mostly 0.03; cards 0.05 to 0.17.
        turning_form_max = 0.12,
        /// The change up to which a turn alone is believed without a sign of life.
        turning_form_sure = 0.05,
        /// The same for a change beyond it: the mean of the two shares, less what the change costs. Rendered heads reach 0.87, mostly 0.96; rolled cards whose parallax fits give way in form.
        turning_fit_sure = 0.86,
        /// Least share of the foreshortening when the head nods, where depth is under-read by a third: heads reach 0.49 and
        /// more, cards 0.1 to 0.43.
        nodding_rigid_min = 0.46,
        /// Greatest change of proportions when the head nods: heads reach 0.13, cards 0.07 to 0.18.
        nodding_form_max = 0.15,
        /// Least of the rotation claimed over what the foreshortening asks for: heads reach 0.74 and more, flat cards 0.2 to
        /// 0.55.
        agrees_min = 0.55,
        /// Least mean (geometric) of the two shares when the head turns. Heads reach 0.8, mostly 0.96; flat, cut and bent cards
        /// 0.3 to 0.68.
        turning_both_min = 0.74,
        /// The same when the head nods and it is not down. Heads that look up reach 0.56, mostly 0.8; cards 0.2 to 0.5.
        nodding_both_min = 0.54,
        /// Share of the nodding that goes down from which it is a nod down.
        down_share = 0.8,
        /// Least share of the foreshortening when the head nods down: heads reach 0.83, cards bent for it 0.6.
        down_rigid_min = 0.6,
        /// Least mean of the two shares there: rendered heads reach 1.0, flatter ones 0.76, cards bent for it 0.75 with a form that
        /// gives way.
        down_both_min = 0.74,
        /// Change of proportions that costs nothing. Heads mostly stay below 0.035.
        form_free = 0.035,
        /// What the mean of the two shares must be more for each change beyond it. Heads whose form changes by 0.06 have 1.1,
        /// cards with 0.04 to 0.17 at most 0.75.
        form_cost = 5.0,
        /// Greatest narrowing for each sine of the rotation claimed, at rest. Heads reach 0.83 (a lean of 22°), cards 0.1 to 9.
        slope_max = 0.95,
        /// Greatest narrowing for each square of the sine. Heads reach 2.5, and 3.4 with little rotation; cards -35 to 27.
        curve_max = 2.7,
        /// What is added to it over the square of the sine of the greatest rotation, for noise.
        curve_noise = 0.032,
        /// Least of the same. Heads reach -0.95.
        curve_min = -1.3,
        /// How far the face may lean from the canonical one, degrees: pitch is read up to 5 off, chins recede.
        lean_max_deg = 8.0,
        /// Foreshortening that counts, 1 less the square of the aspect: 0.05 is a slant of 13°.
        foreshortened_min = 0.05,
        /// Foreshortening without parallax that alone tells a plane: 0.12 is a slant of 20°. Faces that talk while they turn a
        /// little reach 0.105 (21 real people).
        plane_min = 0.12,
        /// The least that the pose must have turned there, degrees: a card turned by 20° and more is read to turn by 3 to 12.
        /// Mouths and lids narrow a face that does not turn by up to 0.17.
        plane_turn_min_deg = 2.5,
        /// Share of it that parallax may explain and it still tells one.
        plane_rigid_max = 0.5,
        /// Frames that must show it.
        plane_min_frames = 8.0,
        /// Least parallax of the nose against the line between the ears over that of the yaw claimed.
        nose_min = 0.4,
    }
}

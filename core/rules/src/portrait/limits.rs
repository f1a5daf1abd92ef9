//! Every figure that a portrait is judged by.

use crate::liveness::limits::limits;

limits! {
    /// Every figure that a portrait is judged by. A profile overrides single figures by name. Where a limit comes in two,
    /// beyond `warn` a reviewer may ask, beyond `error` one would refuse.
    Limits {
        /// Eye distance, px, of a warning: ISO/IEC 19794-5 asks for 90, OFIQ scores that 73 of 100.
        eye_distance_warn_px = 90.0,
        /// The same of an error: access providers take pictures of 800 × 600, in which a half-body head of 35 % has 56.
        eye_distance_min_px = 48.0,
        /// Crown to chin over the picture's height, least of an error. Half-body pictures have a head of 25 to 45 %.
        head_small_error = 0.19,
        /// Least of a warning.
        head_small_warn = 0.23,
        /// Greatest of a warning.
        head_large_warn = 0.48,
        /// Greatest of an error: a passport's head has 60 % at least (Doc 9303), there is no room for shoulders.
        head_large_error = 0.55,
        /// Free height above the crown over the picture's height: 上方留白 asks for visible room; hair is measured to 1 %.
        headroom_error = 0.03,
        /// The same of a warning.
        headroom_warn = 0.05,
        /// Free height above the skull over the picture's height from which hair alone stands too high: a bun, not a cut head.
        skull_room_min = 0.09,
        /// Middle of the head from the picture's middle over its width. ISO 19794-5 asks for 45 to 55 % of the width of
        /// a passport picture, where the head fills it; here the body does.
        offset_warn = 0.08,
        /// The same of an error.
        offset_error = 0.13,
        /// Turn of the head. The passport rule is 5°, which is the warning; the landmarks of one picture are sure to 5°
        /// more.
        yaw_warn_deg = 5.0,
        /// The same of an error.
        yaw_error_deg = 12.0,
        /// Chin up, of a warning. The zero of one picture's pitch is off by up to 5° between persons.
        chin_up_warn_deg = 6.0,
        /// The same of an error: the mesh under-reads a raised chin by a third, so this is about 14°; one of 29 real people who
        /// looked straight is read as 9.5°.
        chin_up_error_deg = 10.5,
        /// Chin down, of a warning.
        chin_down_warn_deg = 8.0,
        /// The same of an error; a lowered chin is read nearly in full.
        chin_down_error_deg = 13.0,
        /// Lean of the head: the passport rule, measured to 1°.
        roll_error_deg = 8.0,
        /// The same of a warning.
        roll_warn_deg = 6.0,
        /// 1 when both shoulders must be in the picture; 0 when the top of them is enough.
        shoulders_needed = 1.0,
        /// Slope of the line of the shoulders of a warning: people hold one higher by up to 4 to 5°.
        shoulder_tilt_warn_deg = 4.5,
        /// The same of an error.
        shoulder_tilt_error_deg = 6.5,
        /// Nothing is said of it when a shadow lies nearer to a shoulder than this, over the height of the head.
        shoulder_shadow_apart = 0.2,
        /// CIELAB chroma of the wall beyond which it has a colour, in the light on the person. Paint sold as off-white has
        /// up to 7; the light is known to 3.
        wall_chroma_error = 9.0,
        /// The same of a warning.
        wall_chroma_warn = 7.0,
        /// CIELAB lightness below which a wall is grey. White paint has 90 to 97; a wall behind a person gets up to a third
        /// less light, and a ruddy person tells the light wrongly by 5.
        wall_lightness_error = 77.0,
        /// The same of a warning.
        wall_lightness_warn = 82.0,
        /// Share of the backdrop that must be wall: below it there is no wall.
        wall_ratio_error = 0.35,
        /// Area of a thing over that of the picture that counts: a switch of 8 cm beside a head of 35 % has 1.5 %, a hook
        /// of 3 cm 0.15 %.
        clutter_area_min = 0.0006,
        /// What may be loose hair is warned of and no error: share of it that lies where hair may, at least.
        hair_within_min = 0.9,
        /// Distance from the person's rim that nine tenths of it lie within, over the height of the face.
        hair_reach_max = 0.4,
        /// Distance at which it begins, over the same: strands hang together with the head.
        hair_gap_max = 0.03,
        /// Breadth of it where it is broadest, over the same: strands are thin, things are not. Tufts of real people have 0.076.
        hair_breadth_max = 0.1,
        /// Share of it that has a colour between the wall's and the hair's.
        hair_colour_min = 0.8,
        /// Length of a line of such hair over the picture's height of the head, at most.
        hair_line_max = 0.6,
        /// Length of a line over the longer side of the picture that counts.
        line_length_min = 0.18,
        /// Area of a shadow over that of the picture that counts.
        shadow_area_min = 0.006,
        /// Loss of lightness in it that counts: below it nobody sees it.
        shadow_contrast_min = 5.0,
        /// Mean linear luminance of the face below which it may be too dark when the wall, which is white, is dark too.
        face_dark_with_wall = 0.13,
        /// Mean linear luminance of the face below which it may be too dark before a wall that is light: skin alone must not
        /// decide it. The darkest skins of real people before a well lit wall have 0.044.
        face_dark_error = 0.055,
        /// What one pixel in fifty of such a face exceeds, over the luminance of the wall, below which the light does not reach
        /// it: skin of any tone shines, 0.15 and more on the darkest of real people. A light face against the light has so
        /// little at a mean of 0.024.
        face_shine_error = 0.06,
        /// Of a warning: generated faces of the darkest skin have 0.09.
        face_shine_warn = 0.1,
        /// Lightness of the wall, as it stands in the picture, that counts as dark.
        wall_dark_lightness = 68.0,
        /// Share of the face that may be plain white: OFIQ's OverExposurePrevention is 22 there, shine on a forehead has 1 %.
        face_bright_error = 0.035,
        /// Mean luminance of the face above which it is too bright.
        face_luminance_max = 0.68,
        /// The same when the wall is washed out as well.
        face_luminance_with_wall = 0.56,
        /// Lightness of the wall, as it stands in the picture, from which it is washed out.
        wall_clipped_lightness = 98.5,
        /// Brighter side of the face over the darker one: 0.75 of a stop shows as a shadow on the face; even light has 1.4 at most.
        side_light_error = 1.7,
        /// The same of a warning.
        side_light_warn = 1.5,
        /// The same from which nothing is said of covers, hats and dress: 1.5 stops turn half of a face into shadow.
        side_light_hides = 2.8,
        /// Blur over the distance of the eyes: lashes and brows are gone.
        blur_error = 0.021,
        /// The same of a warning.
        blur_warn = 0.0185,
        /// Gap of the lids over the distance from eyes to chin: OFIQ's EyesOpen is 50 at 0.02.
        eyes_open_min = 0.02,
        /// How much darker the middle between the lids must be than the sides where the gap is that of the next: irises
        /// show 0.08 and more, lids -0.05 and less, a drawn lash line up to 0.05.
        eyes_seen_min = 0.06,
        /// Gap of the lids to which it belongs: open eyes of 192 pictures have 0.051 and more, shut ones 0.064 and less.
        eyes_open_narrow = 0.045,
        /// How much less must show for each bit that the gap is wider: a smile with wide eyes shows 0.013.
        eyes_seen_slope = 2.2,
        /// What must show however wide the gap: the mesh draws some shut lids wide open; open eyes of 53 real people show 0.03
        /// and more, nineteen in twenty 0.12.
        eyes_seen_least = 0.01,
        /// Gap of the lips over the distance from eyes to chin: OFIQ's MouthClosed is 50 at 0.2. A smile that shows teeth
        /// reaches 0.15.
        mouth_open_error = 0.2,
        /// The same of a mouth that is dark inside: OFIQ's MouthClosed is 88 there, a jaw that hangs by 8° shows it.
        mouth_gap_error = 0.08,
        /// Share of what shows between the lips from which it is dark inside: an open mouth shows 0.65 and more, a smile with
        /// teeth up to 0.46, at its corners.
        mouth_dark_min = 0.55,
        /// The same gap of a warning: reviewers ask for a calm face.
        mouth_open_warn = 0.1,
        /// Share of the eyes' region that may be glare.
        glare_error = 0.06,
        /// Share of nose, mouth and chin that may be covered.
        lower_covered_error = 0.55,
        /// Lightness of skin, L*, that the next seven limits are of: on darker skin, and in less light, all differs by less in
        /// proportion.
        mouth_skin_lightness = 62.0,
        /// ΔE between lips and what is about them up to which there are no lips: lips show 5 and more.
        lips_none_max = 3.3,
        /// The same up to which they may be gaps between fingers when they are not redder.
        lips_faint_max = 5.0,
        /// How much darker or brighter than what is about it the line between the lips is, L*, up to which there is none.
        mouth_line_none_max = 2.0,
        /// The same up to which it may be a gap between fingers; the teeth of a smile are brighter by more.
        mouth_line_faint_max = 5.0,
        /// How much brighter the line between the lips is, L*, from which teeth show: gaps between fingers are darker.
        teeth_min = 3.0,
        /// How much darker than its tip the foot of the nose is, L*, up to which no nose shows.
        nose_none_max = 6.0,
        /// ln(R/G) of lips over that of what is about them from which they are redder: a cloth has no lips on it.
        lips_redder_min = 0.05,
        /// The same up to which they are not redder; fingers of a hand are shades of one colour.
        lips_redder_none_max = 0.02,
        /// Share of the eyes that may be covered: deep-set eyes under dark brows reach 0.52, dark glasses leave nothing.
        upper_covered_error = 0.6,
        /// Probability of a face below which something covers it. Small and blurred faces have 0.65, a face is told from 0.5.
        presence_error = 0.6,
        /// Share of the head above the hairline that may be neither skin nor hair.
        head_covered_error = 0.35,
        /// Share of the head above the hairline that may be chequered: hair of real people shines and is dyed, up to 0.14.
        head_marked_error = 0.25,
        /// Share of the forehead that shows skin from which nothing is said to cover it.
        forehead_half_min = 0.5,
        /// Share of it that shows below most hair; less is a fringe or a hat.
        forehead_seen_min = 0.12,
        /// Pitch, degrees, from which nothing is said of the forehead: it is seen so short that its landmarks lie in the hair.
        forehead_pitch_max_deg = 12.0,
        /// Median distance of the edge of what lies on it from a parabola, over the breadth between the brows' middles, up to
        /// which it is a brim: most have up to 0.0025, a short and smooth fringe 0.0041 (of two persons' fringes, the hats of
        /// eighteen pictures).
        brim_off_max = 0.003,
        /// Blur over the distance of the eyes from which nothing is said of that edge: blur makes a fringe smooth.
        brim_blur_max = 0.0185,
        /// Difference in a, b from all mixtures of hair and skin from which what lies on a forehead is no fringe: 2.4 at most in
        /// 27 pictures of generated fringes, 6.5 in real ones, 8.3 and more in hats.
        fringe_mixture_max = 7.5,
        /// ΔE between what hides the whole forehead and the hair beside the face up to which it is that hair.
        fringe_beside_max = 14.0,
        /// 1 when a covering round the head that leaves the face free is refused, 0 when it is only mentioned: China's guide to
        /// pictures for exit-entry documents lets it be for reasons of faith or health; the filing's own sources forbid hats
        /// and what covers the face.
        head_wrap_refused = 0.0,
        /// Share of skin beside the cheeks up to which such a covering lies there.
        wrap_beside_max = 0.2,
        /// Share of skin in the place of the neck up to which it lies there.
        wrap_neck_max = 0.25,
        /// ΔE between the places about the face up to which they are one cloth, in folds and shade.
        wrap_difference_max = 22.0,
        /// Share of the shoulders that may be bare.
        bare_error = 0.45,
        /// Chroma that one pixel in fifty exceeds in any colour picture: skin alone has 15 and more.
        grey_chroma_max = 3.0,
        /// Side of another face over that of the first from which it counts.
        other_face_min = 0.2,
    }
}

impl Limits {
    /// Sets the figure called `name`; `false` when there is none of that name or `value` is no finite number.
    pub fn set(&mut self, name: &str, value: f64) -> bool {
        match self.named(name) {
            Some(place) if value.is_finite() => {
                *place = value;
                true
            }
            _ => false,
        }
    }

    /// All figures by name, in the order of declaration.
    pub fn all(&self) -> Vec<(&'static str, f64)> {
        self.pairs()
    }
}

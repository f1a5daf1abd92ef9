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
        /// The same of an error: the mesh under-reads a raised chin by a third, so this is about 12°.
        chin_up_error_deg = 9.0,
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
        /// less light.
        wall_lightness_error = 80.0,
        /// The same of a warning.
        wall_lightness_warn = 83.0,
        /// Share of the backdrop that must be wall: below it there is no wall.
        wall_ratio_error = 0.35,
        /// Area of a thing over that of the picture that counts: a switch of 8 cm beside a head of 35 % has 1.5 %, a hook
        /// of 3 cm 0.15 %.
        clutter_area_min = 0.0006,
        /// Length of a line over the longer side of the picture that counts.
        line_length_min = 0.18,
        /// Area of a shadow over that of the picture that counts.
        shadow_area_min = 0.006,
        /// Loss of lightness in it that counts: below it nobody sees it.
        shadow_contrast_min = 5.0,
        /// Mean linear luminance of the face below which it is too dark. Dark skin in good light has 0.06.
        face_dark_error = 0.05,
        /// The same below which it is too dark when the wall, which is white, is dark too.
        face_dark_with_wall = 0.13,
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
        /// How much less must show for each bit that the gap is wider: a smile with wide eyes shows 0.01.
        eyes_seen_slope = 2.2,
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
        /// Share of the eyes that may be covered: deep-set eyes under dark brows reach 0.52, dark glasses leave nothing.
        upper_covered_error = 0.6,
        /// Probability of a face below which something covers it. Small and blurred faces have 0.65, a face is told from 0.5.
        presence_error = 0.6,
        /// Share of the head above the brows that may be neither skin nor hair.
        head_covered_error = 0.35,
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

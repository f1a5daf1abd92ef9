//! One face, the same one, without a gap.

use super::limits;

limits! {
    /// One face, the same one, without a gap. Times in ms.
    ContinuityLimits {
        /// Longest time without a face. Smile ID resets after 500; a swap of persons takes longer than a frame or two.
        gap_max_ms = 400.0,
        /// Shortest time for which a second face must be seen.
        second_face_ms = 0.0,
        /// Probability below which the face followed counts as none.
        presence_min = 0.5,
        /// Longest step between frames.
        step_max_ms = 600.0,
        /// The same in running frame intervals: both must be exceeded.
        step_max_intervals = 4.0,
        /// Frames whose time is that of the frame before, after which the clock counts as broken.
        stale_max_frames = 10.0,
        /// Change of the whole picture, luma of 255, below which nothing changed. Noise of a live sensor moves the mean of
        /// the absolute change by 0.2 and more even after compression.
        frozen_change = 0.02,
        /// How long a picture may stand still. Recordings repeat a frame or two.
        frozen_ms = 500.0,
        /// Greatest change by which a codec makes the same picture anew (key frames of MPEG-4 and H.264 at usual rates).
        flicker_change = 2.0,
        /// Least stillness between two of them: 12 frames and more at 30 a second lie between key frames, and no sensor gives
        /// the same picture for so long. Frames that are doubled to a higher rate are the same for 40 ms.
        flicker_apart_ms = 180.0,
        /// How long a picture that flickers may stand still.
        flicker_frozen_ms = 900.0,
        /// Length of what must repeat to be a loop, when frames are the same.
        loop_window_ms = 1000.0,
        /// Length of what must repeat when only the movement is.
        loop_movement_ms = 1800.0,
        /// Shortest loop.
        loop_min_lag_ms = 700.0,
        /// The same movement: motion that the window must hold, spread of an angle in degrees.
        loop_motion_deg = 6.0,
        /// Root mean square of the difference of angles, degrees. Nobody repeats a movement to 1° throughout a second.
        loop_angle_deg = 0.22,
        /// The same of the face's place, in eye distances.
        loop_place_ratio = 0.004,
        /// The same of the openings of eyes and mouth.
        loop_opening = 0.04,
        /// The same frames: motion that the window must hold, spread of an angle in degrees.
        loop_slight_deg = 1.5,
        /// Mean square of the difference over that of two samples of the noise, which is 1 and more in a live run and 0 for
        /// frames played again.
        loop_noise_ratio = 0.3,
        /// Units that are allowed for each degree that a head has turned beyond [`Self::person_step_deg`] while it was not seen.
        person_units_per_deg = 0.05,
        /// Turn that changes a face's look by no more than it differs anyway, degrees.
        person_step_deg = 10.0,
        /// Share of the face outside the picture beyond which it is not compared.
        person_outside_ratio = 0.25,
        /// One unit of difference of proportions: root mean square of relative differences. Medians of five frames of one
        /// rendered person differ by 0.02, at most 0.05 (an open mouth); of two persons by 0.08.
        person_proportion_unit = 0.045,
        /// One unit of difference of appearance: 1 less the correlation of the cells. One person 0.01, at most 0.15; two
        /// persons 0.8 and more.
        person_appearance_unit = 0.28,
        /// One unit of difference of skin: CIELAB a, b. One person 1, at most 3; two persons 12 to 14.
        person_skin_unit = 7.0,
        /// Weighed as a fade is, the step from three frames to the next three from which it is no movement, unless the face comes
        /// back. Real people who talk, laugh and turn by up to 23° reach 1.42; of pairs of two 98 % have more than 1.5.
        person_jump_units = 1.5,
        /// Units up to which a face after a step is one of those before it.
        person_back_units = 1.0,
        /// Time in which it must have come back, ms: landmarks that have lost their hold find it again within half a second or so.
        person_back_ms = 1200.0,
        /// A cut: least change of the whole picture, luma of 255. Cuts make 19 to 54, a lamp that is switched on as much.
        cut_change = 12.0,
        /// The same over the greatest of the frames before it, which heads and hands that move make 1 to 7.
        cut_times = 3.0,
        /// Units from which it is another person after a cut. One person (a lamp, a pause) reaches 0.54 in the same pose; two
        /// persons 1.05, mostly 2 and more.
        cut_max_units = 0.75,
        /// What skin may tell over a cut at most: not enough by itself, since light that clips a channel moves it by 20 and
        /// more. Two persons differ in proportions and appearance by 1.5 units and more.
        cut_skin_units = 0.5,
        /// What is added for each degree that the head has turned meanwhile.
        cut_units_per_deg = 0.03,
        /// Turn beyond which nothing more is allowed, degrees.
        cut_most_deg = 15.0,
        /// Mean luma of a picture, 0 to 1, up to which it is black, as no room is.
        black_max = 0.03,
        /// Mean luma from which there is light again.
        light_min = 0.08,
        /// A fade: what one person's proportions differ by within a second and a half, units (smiles and vowels).
        fade_proportion_units = 1.7,
        /// The same of appearance.
        fade_appearance_units = 0.8,
        /// The same of skin.
        fade_skin_units = 0.6,
        /// Yaw or pitch beyond which a face is too different from itself to tell a fade, degrees.
        fade_aside_deg = 25.0,
        /// Root of the sum of squares of the three from which it is another person. Real people reach 1.82 where the picture
        /// changes as in a fade; of pairs of two 95 % have 2.3 and more.
        fade_max_units = 2.0,
        /// Distance from the run's first face, cosine, from which it is another person: of 5 512 pairs of two among 53 real people
        /// 1 % lie below 0.62 and none below 0.5; one person's neutral and smiling pictures differ by 0.05, 95 % by 0.28 at
        /// most. See [`crate::liveness::FaceSeen::person_distance`].
        distance_max = 0.6,
        /// The same within [`Self::distance_after_break_ms`] of a break.
        distance_after_break_max = 0.45,
        /// How long a break makes the comparison stricter, ms.
        distance_after_break_ms = 4000.0,
        /// Measures that must lie beyond, one after the other.
        distance_measures = 2.0,
        /// Longest time between a cut and the looks after it, ms.
        cut_within_ms = 1500.0,
    }
}

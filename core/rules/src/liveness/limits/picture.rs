//! Light, distance, cover.

use super::limits;

limits! {
    /// Light, distance and cover. A person who is still followed well passes with a warning; the error limits are where
    /// landmarks or the comparison of persons can no longer be trusted.
    PictureLimits {
        /// Dark: mean luma of the face, 0 to 1, of a warning. Smile ID asks for 50 of 255.
        dark_warn = 0.196,
        /// Dark: error. Yoti refuses below 40 of 255 (RGB mean); landmarks still hold there, so half of it.
        dark_error = 0.08,
        /// Bright: mean luma of the face of a warning. Yoti's upper bound is 215 of 255.
        bright_warn = 0.84,
        /// Bright: error.
        bright_error = 0.93,
        /// Share of clipped pixels of the face of a warning.
        clipped_warn_ratio = 0.25,
        /// Share of clipped pixels: error.
        clipped_error_ratio = 0.5,
        /// Eye distance of a warning, px: below 60 the angles' noise doubles.
        far_warn_px = 34.0,
        /// Eye distance: error. A face of 50 px (Baidu's least) has 22.
        far_error_px = 22.0,
        /// Width of the face over the picture's shorter side of a warning.
        near_warn_ratio = 0.9,
        /// Width over the shorter side: error. Beyond it part of the face is outside whenever the head moves.
        near_error_ratio = 1.15,
        /// Share of the face's box outside the picture of a warning.
        outside_warn_ratio = 0.15,
        /// Share outside the picture: error, and a swing that brings it there is too large.
        outside_error_ratio = 0.35,
        /// Probability of a face of a warning: something lies over it.
        covered_warn = 0.8,
        /// Probability: error.
        covered_error = 0.6,
        /// Detail of mouth or eye (see [`crate::liveness::FaceSeen::detail`]) of a warning. Bare mouths of 25 persons have
        /// 0.05 and more, eyes 0.08 and more; plain covers 0.02 and less. Folds and prints on a cover may have more.
        hidden_warn_detail = 0.034,
        /// Detail: error.
        hidden_error_detail = 0.026,
        /// Yaw or pitch beyond which the detail says nothing: parts turn away from the camera. To 40° bare ones keep 0.045 and
        /// more; a mask makes the pose read 25° too high.
        hidden_pose_deg = 40.0,
        /// Share of the frames with a face that a state must hold to be told.
        told_ratio = 0.3,
        /// Or so long at a stretch, ms.
        told_ms = 1500.0,
    }
}

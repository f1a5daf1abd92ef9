//! The figures that steer how a portrait is measured and that belong to no single part's own limits. None of them judges a
//! portrait: the rules judge what is measured.

/// How the blur of a face is measured.
pub(super) struct BlurLimits {
    /// Distance of the eyes in the crop, px.
    pub(super) eyes: f32,
    /// Deviation of the second blur, px.
    pub(super) again: f32,
    /// Share of the pixels that are strong edges.
    pub(super) strong: f32,
    /// Least slope of an edge, luma of 0 to 1 a pixel: below it there is only noise.
    pub(super) least_slope: f32,
    /// Blur that a picture of this size keeps for its pixels, px; what is below is none.
    pub(super) own: f32,
}

/// The limits in force.
pub(super) const BLUR: BlurLimits = BlurLimits { eyes: 80.0, again: 2.0, strong: 0.03, least_slope: 0.01, own: 0.6 };

/// How densely a portrait is sampled, and what of it counts as seen.
pub(super) struct MeasureLimits {
    /// Share of the picture that must be free of the person for a wall to be seen.
    pub(super) least_seen: f32,
    /// Of the scene's pixels one in so many is looked at for how colourful the picture is; a prime, so that it falls
    /// on few columns only where the scene is just so many times as wide.
    pub(super) colours_apart: usize,
    /// Of the wall's pixels one in so many is looked at for how light it is: it is smooth.
    pub(super) wall_apart: usize,
}

/// The limits in force.
pub(super) const MEASURE: MeasureLimits = MeasureLimits { least_seen: 0.02, colours_apart: 37, wall_apart: 41 };

/// How the outline of a blob is drawn.
pub(super) struct BlobLimits {
    /// Outline over the area of its convex hull, below which the hull is the better guess of the whole thing.
    pub(super) filled: f64,
    /// Corners are left out that lie within this of the outline, over the longer side of the blob.
    pub(super) corner: f64,
}

/// The limits in force.
pub(super) const BLOB: BlobLimits = BlobLimits { filled: 0.55, corner: 0.015 };

/// How the light of a face is summed up.
pub(super) struct FaceLimits {
    /// Share of white pixels from which OFIQ's score of them no longer falls by a point in a thousandth.
    pub(super) white_counted: f64,
    /// Share of the face's pixels that is brighter than what counts as its highlights.
    pub(super) highlight: f64,
}

/// The limits in force.
pub(super) const FACE: FaceLimits = FaceLimits { white_counted: 0.1, highlight: 0.02 };

/// What detail is held against.
pub(super) struct EvidenceLimits {
    /// Side of the surroundings that detail is held against, over the longer side of the scene.
    pub(super) fine_reach: f32,
}

/// The limits in force.
pub(super) const EVIDENCE: EvidenceLimits = EvidenceLimits { fine_reach: 0.05 };

/// How an edge is fitted on a forehead.
pub(super) struct FittingLimits {
    /// Rounds of the fit of an edge.
    pub(super) rounds: usize,
}

/// The limits in force.
pub(super) const FITTING: FittingLimits = FittingLimits { rounds: 6 };

/// How a face is sampled about its landmarks.
pub(super) struct CropLimits {
    /// Half the side of the square that is read about a landmark, px.
    pub(super) about: i32,
}

/// The limits in force.
pub(super) const CROPPING: CropLimits = CropLimits { about: 2 };

//! The figures that steer how a card's outline is placed and its surface measured. None of them judges a picture: the rules
//! judge what is measured. Values without a source of their own were set by measuring on generated cards, tuning set.

/// How proposed outlines are moved onto the sides of a card.
pub(super) struct PlacingLimits {
    /// Scale of a copy below which every second row of the picture is left out.
    pub(super) rows_to_spare: f32,
    /// Support from which on an edge found near the picture's own moves a side that runs along it.
    pub(super) clear_at_border: f32,
    /// How far a fit moves a side, over the card's diagonal: 6 mm of 101.
    pub(super) largest_move: f32,
    /// Share of a side along which the paper must be seen to end.
    pub(super) least_paper_end: f32,
    /// Support below which a side that text has placed stays where text wants it.
    pub(super) least_near_text: f32,
    /// Angle between two opposite sides of a card that is seen steeply from near, radians: 60° and filling the frame.
    pub(super) most_convergent: f32,
}

/// The limits in force.
pub(super) const PLACING: PlacingLimits = PlacingLimits {
    rows_to_spare: 0.55,
    clear_at_border: 0.85,
    largest_move: 0.06,
    least_paper_end: 0.3,
    least_near_text: 0.4,
    most_convergent: 0.8,
};

/// Which straight line near its proposed place is the side of a card.
pub(super) struct EdgeLimits {
    /// Points looked at along each side of a proposal.
    pub(super) samples: usize,
    /// Weight of the colour channels against lightness: chroma is sampled at half the resolution and its edges are
    /// softer.
    pub(super) chroma_weight: f32,
    /// Pixels a mm in the upright view of the rough rounds.
    pub(super) rough_scale: f32,
    /// Pixels a mm in the upright view of the last round.
    pub(super) fine_scale: f32,
    /// How far outside its proposed place a side is looked for, mm.
    pub(super) reach_out_mm: f32,
    /// How far inside: print begins 5 mm from the edge.
    pub(super) reach_in_mm: f32,
    /// Rough rounds at most: a side that lay beyond reach comes into it as its neighbours settle.
    pub(super) max_rounds: usize,
    /// Movement of a corner over the card's width below which the rough rounds end.
    pub(super) settled: f32,
    /// Reach of the second round, mm.
    pub(super) fine_reach_mm: f32,
    /// Reach around an outline that text has given, mm: layouts vary by about this much.
    pub(super) near_reach_mm: f32,
    /// Reach of the last round, mm.
    pub(super) last_reach_mm: f32,
    /// Border of the view around the proposed card, mm.
    pub(super) margin_mm: f32,
    /// Gradient (8-bit levels a view pixel) at which an edge counts as clear.
    pub(super) clear: f32,
    /// One pixel counts at most this much: a single strong spot must not carry a side.
    pub(super) spot_limit: f32,
    /// How far inside a side its card is looked at, mm.
    pub(super) inside_mm: f32,
    /// Spread of brightness along the inside of a side, its trend taken out, that halves the side's score: paper with
    /// guilloche and noise stays below 6, a side that lies on a pattern has 20 to 90.
    pub(super) patchy: f32,
    /// Steepest side against its proposed place, mm from end to end. Both ends at the limits of the reach are
    /// likelier two lines than one.
    pub(super) most_turn_mm: f32,
}

/// The limits in force.
pub(super) const EDGES: EdgeLimits = EdgeLimits {
    samples: 32,
    chroma_weight: 1.5,
    rough_scale: 2.0,
    fine_scale: 4.0,
    reach_out_mm: 6.0,
    reach_in_mm: 4.0,
    max_rounds: 3,
    settled: 0.012,
    fine_reach_mm: 2.0,
    near_reach_mm: 2.6,
    last_reach_mm: 1.0,
    margin_mm: 8.0,
    clear: 6.0,
    spot_limit: 48.0,
    inside_mm: 1.5,
    patchy: 22.0,
    most_turn_mm: 7.0,
};

/// Where the paper of a card ends.
pub(super) struct PaperEdgeLimits {
    /// Pixels a mm in the upright view.
    pub(super) view_scale: f32,
    /// Border of the view around the proposed card, mm.
    pub(super) margin_mm: f32,
    /// Places looked at along a side.
    pub(super) samples: usize,
    /// Share of a side left out at both ends: corners are round.
    pub(super) corner_share: f32,
    /// Where the colour of the paper is taken, mm inside the proposed side: print begins at 5 mm.
    pub(super) paper_mm: (f32, f32),
    /// Samples to each side that share their colour of the paper: light changes slowly along a side.
    pub(super) neighbours: usize,
    /// Least difference of colour (8-bit levels) at which paper ends; a guilloche stays below.
    pub(super) least_step: f32,
    /// Least difference of colour at which paper ends, in spreads of the paper's own colour.
    pub(super) step_spreads: f32,
    /// Weight of the colour channels against lightness.
    pub(super) chroma_weight: f32,
    /// How far outwards and inwards an end is looked for in the first round and in the second, mm.
    pub(super) reach_mm: [(f32, f32); 2],
    /// Ends this near to a line lie on it, mm.
    pub(super) on_line_mm: f32,
    /// Ends this far inside a line speak against it, mm: something lies on the card, or the line is the ground's.
    pub(super) inside_mm: f32,
    /// What each of those costs, in ends that lie on the line.
    pub(super) inside_cost: f32,
    /// Least distance of two ends that a line is drawn through, share of the side.
    pub(super) least_span: f32,
}

/// The limits in force.
pub(super) const PAPER_EDGE: PaperEdgeLimits = PaperEdgeLimits {
    view_scale: 4.0,
    margin_mm: 14.0,
    samples: 48,
    corner_share: 0.06,
    paper_mm: (1.5, 4.5),
    neighbours: 5,
    least_step: 9.0,
    step_spreads: 3.5,
    chroma_weight: 1.5,
    reach_mm: [(12.0, 3.0), (3.0, 2.5)],
    on_line_mm: 0.45,
    inside_mm: 0.8,
    inside_cost: 1.0,
    least_span: 0.35,
};

/// Which lines of text stand together.
pub(super) struct ClusterLimits {
    /// Gap between lines of one cluster over the median height of the lines: on a card the number stands up to five
    /// heights below the address.
    pub(super) gap: f32,
}

/// The limits in force.
pub(super) const CLUSTER: ClusterLimits = ClusterLimits { gap: 5.5 };

/// What lies on the portrait or the emblem.
pub(super) struct PictureLimits {
    /// Largest difference of colour between parts of one object: CIELAB, lightness at half weight (it is rounded and
    /// shaded).
    pub(super) same_object: f32,
    /// Least difference of an object's colour from the paper's: what is nearer goes on as paper.
    pub(super) least_from_paper: f32,
    /// Gap between the search outside the picture and the picture, bridged, px of the tone image.
    pub(super) bridge_px: i32,
    /// Growth of an object into the picture that counts, mm².
    pub(super) least_growth_mm2: f32,
    /// a* over the paper's from which a pixel belongs to the emblem's red: worn and pale prints begin at 18.
    pub(super) red: f32,
    /// a* over the paper's from which a patch is the emblem's own: skin under any lamp stays below 20.
    pub(super) solid_red: f32,
    /// Red on the poorer half of the emblem over the richer one below which something lies on the poorer.
    pub(super) least_half: f32,
    /// Share of the emblem's zone that is red at least. A grey copy has none: the rules know what is one.
    pub(super) least_red: f32,
    /// Chroma and L* of a note or a wrapper; skin, hair and clothes of a portrait are duller or darker over such an
    /// area.
    pub(super) note: (f32, f32),
    /// Share of the portrait that a note covers at least.
    pub(super) least_note: f32,
    /// The middle of a face over the portrait's zone (left, top, right, bottom): skin, hair and features wherever a
    /// print puts the head, never the white behind it.
    pub(super) face: (f32, f32, f32, f32),
    /// Strips of paper beside the portrait: how far from it they begin and end, mm.
    pub(super) beside_mm: (f32, f32),
    /// L* below the paper beside it, as a share of the card's whole range of lightness and at most, up to which a
    /// pixel is blank as paper.
    pub(super) blank_light: (f32, f32),
    /// Chroma (CIELAB) away from it up to which it is. The palest skin is 9 away.
    pub(super) blank_chroma: f32,
    /// L* over the paper's below which a pixel is darker than any skin; the darkest skin in print has 0.45 of it.
    pub(super) dark: f32,
    /// L* of the paper from which that can be told.
    pub(super) least_paper: f32,
    /// Share of the middle of a face that may be dark: hair and beard leave the rest.
    pub(super) most_dark: f32,
    /// Share of the middle of a face that may be blank: heads set off by 2 mm leave a quarter.
    pub(super) most_blank: f32,
}

/// The limits in force.
pub(super) const PICTURE: PictureLimits = PictureLimits {
    same_object: 14.0,
    least_from_paper: 20.0,
    bridge_px: 13,
    least_growth_mm2: 15.0,
    red: 12.0,
    solid_red: 24.0,
    least_half: 0.3,
    least_red: 0.10,
    note: (34.0, 55.0),
    least_note: 0.12,
    face: (0.36, 0.24, 0.64, 0.62),
    beside_mm: (1.5, 6.5),
    blank_light: (0.2, 6.0),
    blank_chroma: 8.0,
    dark: 0.33,
    least_paper: 40.0,
    most_dark: 0.7,
    most_blank: 0.45,
};

/// Labels of the paper's own colour.
pub(super) struct PlainLimits {
    /// Side of the window that structure is looked for in, px of the tone image: 1.25 mm, the pitch of a guilloche.
    pub(super) structure_px: i32,
    /// Share of all places that have less structure than what counts as the paper's own.
    pub(super) paper_share: f32,
    /// Structure of the paper (standard deviation of L*) below which nothing can be told: no guilloche, or too dim to
    /// see.
    pub(super) least_structure: f32,
    /// Structure over the paper's below which a place is plain: labels have the sensor's noise, a third at most.
    pub(super) plain_share: f32,
    /// Share of a patch that may be plain and the paper's structure be seen all over it all the same: a guilloche has
    /// gaps.
    pub(super) shows_share: f32,
    /// Least plain area, mm²: a label that hides one character of a name.
    pub(super) least_plain_mm2: f32,
    /// Share of a plain area that must lie where print belongs: of three rows of an address, one.
    pub(super) plain_on_text: f32,
    /// 8-bit level in all channels from which paper is too bright to show its guilloche.
    pub(super) too_bright: u8,
}

/// The limits in force.
pub(super) const PLAIN: PlainLimits = PlainLimits {
    structure_px: 5,
    paper_share: 0.4,
    least_structure: 0.6,
    plain_share: 0.45,
    shows_share: 0.25,
    least_plain_mm2: 9.0,
    plain_on_text: 0.2,
    too_bright: 248,
};

/// How the ink of a character is measured.
pub(super) struct InkLimits {
    /// Half the width of a character over the line's height. Boxes reach a little above and below the print.
    pub(super) half_width: f32,
    /// Share of a character's place that its darkest strokes take.
    pub(super) strokes: f32,
    /// Share of a line's place that is lighter than its paper: specks, the white beside strokes that sharpening
    /// leaves.
    pub(super) lighter_than_paper: f32,
    /// Difference of the channels, as shares of the paper, from which a place is of a strong colour. Guilloches reach
    /// 0.2.
    pub(super) strong_colour: f32,
    /// Least level of a channel of paper by which ink is told: darker, noise is as strong.
    pub(super) least_paper: f32,
}

/// When print stands in a line of which no character was read. Lengths over the line's height, which is 1.2 to 1.4 times that
/// of a Chinese character.
pub(super) struct GapLimits {
    /// Half the place of a character that was read: its print is about there.
    pub(super) half_place: f32,
    /// What is left between two of them from which a character can stand there: 0.1 is left between characters that follow each
    /// other, 0.7 where one is left out.
    pub(super) between: f32,
    /// The same before the first and behind the last.
    pub(super) beside: f32,
    /// Depth of strokes over that of the characters that were read, from which on they are print.
    pub(super) depth_share: f32,
    /// Share of a gap's columns that print takes: guilloche is paler, specks are narrower. A dot takes a twelfth.
    pub(super) inked_share: f32,
    /// The same before the first and behind the last, where a label or a frame may reach in.
    pub(super) inked_share_beside: f32,
}

/// The limits in force.
pub(super) const GAP: GapLimits = GapLimits {
    half_place: 0.44,
    between: 0.36,
    beside: 0.36,
    depth_share: 0.55,
    inked_share: 0.08,
    inked_share_beside: 0.6,
};

/// The limits in force.
pub(super) const INK: InkLimits =
    InkLimits { half_width: 0.36, strokes: 0.06, lighter_than_paper: 0.8, strong_colour: 0.33, least_paper: 24.0 };

/// How the blur of print is measured.
pub(super) struct SharpnessLimits {
    /// Smoothing before slopes are taken, px: noise would otherwise pass for sharpness. Taken out of the result
    /// again.
    pub(super) smooth_px: f32,
    /// Lines with less contrast than this (8-bit grey levels) say nothing.
    pub(super) min_contrast: f32,
    /// The share of pixels of a line that are steeper than its steepest edge is taken to be.
    pub(super) steepest: f32,
}

/// The limits in force.
pub(super) const SHARPNESS: SharpnessLimits = SharpnessLimits { smooth_px: 0.8, min_contrast: 24.0, steepest: 0.985 };

/// Which peaks of a spectrum are lines of a screen.
pub(super) struct RecaptureLimits {
    /// Windows looked at, at most.
    pub(super) windows: usize,
    /// Windows beside the card, at most.
    pub(super) windows_beside: usize,
    /// Lowest frequency looked at, cycles a window: below, light and print dominate.
    pub(super) lowest: i32,
    /// Cells beside an axis that count as on it.
    pub(super) axis: i32,
    /// Lines weaker than this are not looked at, dB.
    pub(super) weak_db: f32,
    /// Lines looked at, the strongest first: a screen's grid shows as four and more.
    pub(super) most_lines: usize,
    /// Strongest line below which nothing else is measured, dB: screens begin at 18.
    pub(super) worth_comparing_db: f32,
    /// How far a line may stay behind the strongest and say all the same whether what the card shows goes on beside it, dB: a
    /// cloth meets one of many lines of a guilloche by chance, not its strongest.
    pub(super) as_strong_db: f32,
    /// Angle between the colours of a line, degrees, of a screen: a third of a pixel is 120, less where the camera's mosaic
    /// has mixed them. Guilloches of generated cards stay below 23.
    pub(super) colours_apart_deg: f32,
    /// How much of two colours' waves keeps one angle over all windows, 0 to 1, for that angle to mean anything.
    pub(super) least_agreement: f32,
    /// Cosine of the angle between two lines up to which they lie across each other: perspective skews a grid by 17°.
    pub(super) across: f32,
    /// Logarithm of the ratio of their spacings up to which these are one: perspective takes 8 %.
    pub(super) same_spacing: f32,
}

/// The limits in force.
pub(super) const RECAPTURE: RecaptureLimits = RecaptureLimits {
    windows: 4,
    windows_beside: 3,
    lowest: 16,
    axis: 3,
    weak_db: 12.0,
    most_lines: 12,
    worth_comparing_db: 16.0,
    as_strong_db: 6.0,
    colours_apart_deg: 40.0,
    least_agreement: 0.8,
    across: 0.3,
    same_spacing: 0.08,
};

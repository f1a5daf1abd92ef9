//! Words of the portrait: what to tell before the shutter, and what makes the sentence of a finding another one.

use fluent_bundle::FluentArgs;

use super::{Words, dashed, figure_of};
use crate::finding::{Code, Finding};
use crate::portrait::PortraitHint;

impl Words {
    /// What to tell the person before the shutter.
    pub fn portrait_hint(&self, hint: PortraitHint) -> String {
        match hint {
            PortraitHint::Mend(code) => self.lookup(&format!("hint-{}", dashed(code.as_str()))),
            PortraitHint::Ready => self.lookup("hint-portrait-ready"),
        }
    }

    /// The name of a figure of [`crate::portrait::table`].
    pub fn portrait_figure(&self, key: &str) -> String {
        self.lookup(&format!("figure-{key}"))
    }

    /// Where in the picture something is; `x` and `y` are shares of its width and height.
    pub fn whereabouts(&self, x: f64, y: f64) -> String {
        let third = |value: f64, names: [&'static str; 3]| match value {
            v if v < 1.0 / 3.0 => names[0],
            v if v < 2.0 / 3.0 => names[1],
            _ => names[2],
        };
        let (row, column) = (third(y, ["top", "middle", "bottom"]), third(x, ["left", "centre", "right"]));
        self.lookup(&format!("where-{row}-{column}"))
    }

    /// What the words of a finding of the portrait speak of.
    pub(super) fn set_portrait_args(&self, finding: &Finding, args: &mut FluentArgs<'_>) {
        if let (Some(x), Some(y)) = (figure_of(finding, "place_x_ratio"), figure_of(finding, "place_y_ratio")) {
            args.set("where", self.whereabouts(x, y));
        }
    }
}

/// What makes the sentence of a finding of the portrait another one: the first of these figures that it has.
pub(super) fn variant(finding: &Finding) -> &'static str {
    let choices: &[(&str, &'static str)] = match finding.code {
        Code::PortraitBackgroundNotWhite => &[("wall_ratio", "-none"), ("coloured", "-colour"), ("grey", "-grey")],
        Code::PortraitBackgroundClutter => &[("loose_hair", "-hair"), ("line_length_ratio", "-line")],
        Code::PortraitShoulderCut => &[("left_cut", "-left"), ("right_cut", "-right")],
        Code::PortraitShouldersUneven => &[("left_higher_deg", "-left"), ("right_higher_deg", "-right")],
        Code::PortraitOffCentre => &[("left_offset_ratio", "-left"), ("right_offset_ratio", "-right")],
        Code::PortraitOverexposed => &[("clipped_ratio", "-clipped")],
        Code::PortraitNotFrontal => &[
            ("turned_left_deg", "-turned-left"),
            ("turned_right_deg", "-turned-right"),
            ("chin_up_deg", "-chin-up"),
            ("chin_down_deg", "-chin-down"),
            ("leaning_left_deg", "-leaning-left"),
            ("leaning_right_deg", "-leaning-right"),
        ],
        Code::PortraitFaceCovered => &[("lower_covered_ratio", "-mouth"), ("eyes_covered_ratio", "-eyes")],
        Code::PortraitHeadCovered => &[("wrapped", "-wrapped")],
        _ => &[],
    };
    choices.iter().find(|(name, _)| figure_of(finding, name).is_some()).map_or("", |(_, variant)| variant)
}

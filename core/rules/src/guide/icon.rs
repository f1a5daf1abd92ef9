//! The icon of an app or mini program, by what was measured of it.

use serde::Serialize;

use crate::filing::export::{ExportRule, FileFacts};
use crate::finding::{Cause, Code, Finding};
use crate::geometry::{Point, Polygon};

/// A system app whose icon must not be imitated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SystemApp {
    /// A receiver.
    Phone,
    /// A speech bubble.
    Message,
    /// A camera.
    Camera,
    /// A cog wheel.
    Settings,
    /// An envelope.
    Mail,
    /// A clock's face.
    Clock,
}

impl SystemApp {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::Phone, Self::Message, Self::Camera, Self::Settings, Self::Mail, Self::Clock];

    /// The name others rely on.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::Message => "message",
            Self::Camera => "camera",
            Self::Settings => "settings",
            Self::Mail => "mail",
            Self::Clock => "clock",
        }
    }
}

/// A round patch in a corner that stands out.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct CornerPatch {
    /// Where it lies, pixels: left, top, right, bottom.
    pub bounds_px: [f32; 4],
    /// Its height, of the icon's side.
    pub size_ratio: f64,
    /// Its width, of its height: 1 for a disc, more for a pill.
    pub aspect: f64,
    /// How much of the disc or pill within its bounds it fills.
    pub fill_ratio: f64,
    /// How far its middle is from the icon's nearest corner along the farther side, of the icon's side.
    pub corner_distance_ratio: f64,
    /// Chroma of its colour, CIELAB.
    pub chroma: f64,
    /// Hue of its colour, degrees of CIELAB; 0 to 60 and from 330 on are reds and oranges.
    pub hue_deg: f64,
    /// How far its colour is from what is round it, CIELAB.
    pub contrast: f64,
    /// How much of it is of a light colour of its own, as a number in it is.
    pub mark_ratio: f64,
    /// How many other patches of about its colour and size there are elsewhere: ornament, and no badge.
    pub alike: u32,
}

/// What was measured of an icon.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct IconFigures {
    /// Pixels.
    pub width_px: u32,
    /// Pixels.
    pub height_px: u32,
    /// How much of it is transparent.
    pub transparent_ratio: f64,
    /// How much of it is transparent that is not cut off its corners.
    pub transparent_inside_ratio: f64,
    /// How much of it differs from its commonest colour.
    pub drawn_ratio: f64,
    /// Patches in corners that stand out.
    pub corner_patches: Vec<CornerPatch>,
    /// Likeness of its shape to the icons of system apps, 0 to 1.
    pub likeness: Vec<(SystemApp, f64)>,
}

/// Figures by which an icon is judged.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct IconLimits {
    /// Sides may differ by this much, of the longer one. Rounding of an export, no more.
    pub max_side_difference_ratio: f64,
    /// A badge's height, of the icon's side: a dot of 7 % is seen as one at 64 pixels (4.5 px), and what takes more than 45 % is the
    /// picture itself.
    pub min_badge_ratio: f64,
    /// See above.
    pub max_badge_ratio: f64,
    /// The widest pill: "99+" is a little over twice as wide as high.
    pub max_badge_aspect: f64,
    /// A disc or pill fills its outline; a letter or a star does not.
    pub min_badge_fill_ratio: f64,
    /// Its middle is in the corner's third of the icon.
    pub max_badge_corner_ratio: f64,
    /// Colour of a badge, CIELAB chroma: the systems' badges are strong reds; grey and pastel ornaments are below it.
    pub min_badge_chroma: f64,
    /// How far it stands out from what is round it, CIELAB: a red badge on a red icon differs by 20 and is seen; fields of one picture
    /// that compression has split differ by less than 14.
    pub min_badge_contrast: f64,
    /// A patch with so much of a light mark in it is a badge whatever its colour.
    pub min_mark_ratio: f64,
    /// A badge is one of its kind: with more patches alike elsewhere it is a pattern.
    pub max_alike: u32,
    /// An icon of less than this drawn is an empty field.
    pub min_drawn_ratio: f64,
    /// Transparent within, beyond what rounded corners cut off.
    pub max_transparent_ratio: f64,
    /// From this likeness on a reviewer may take it for a system app's (0 to 1; drawn system icons reach 0.75 and more, others stay
    /// below 0.6).
    pub min_likeness: f64,
}

impl Default for IconLimits {
    fn default() -> Self {
        Self {
            max_side_difference_ratio: 0.01,
            min_badge_ratio: 0.07,
            max_badge_ratio: 0.45,
            max_badge_aspect: 2.6,
            min_badge_fill_ratio: 0.86,
            max_badge_corner_ratio: 0.34,
            min_badge_chroma: 45.0,
            min_badge_contrast: 18.0,
            min_mark_ratio: 0.06,
            max_alike: 0,
            min_drawn_ratio: 0.01,
            max_transparent_ratio: 0.02,
            min_likeness: 0.7,
        }
    }
}

/// Where the demands on icons stand.
fn cited(rule: &str) -> Cause {
    Cause {
        rule: rule.to_owned(),
        source: "SEED APP图标有何要求, HP-ICON".to_owned(),
        date: "2026-11".to_owned(),
        ..Cause::default()
    }
}

/// What the provider's form refuses of the file.
pub fn judge_file(rule: &ExportRule, file: &FileFacts) -> Vec<Finding> {
    let cause = |name: &str| Cause {
        rule: name.to_owned(),
        source: rule.source.clone(),
        date: rule.date.clone(),
        ..Cause::default()
    };
    let mut findings = Vec::new();
    if !rule.formats.is_empty() && file.form.is_none_or(|form| !rule.formats.contains(&form)) {
        findings.push(Finding::error(Code::FilingIconForm).because(cause("icon_form")));
    }
    let kib = |bytes: u64| bytes as f64 / 1024.0;
    if let Some(most) = rule.max_bytes.filter(|most| file.bytes > *most) {
        let finding = Finding::error(Code::FilingIconLarge).figure("size_kib", kib(file.bytes).ceil());
        findings.push(finding.figure("max_size_kib", kib(most)).because(cause("icon_bytes")));
    }
    if let (Some(least), Some((width, height))) = (rule.min_side_px, file.size_px)
        && width.min(height) < least
    {
        let finding = Finding::error(Code::FilingIconSmall).figure("side_px", width.min(height).into());
        findings.push(finding.figure("min_side_px", least.into()).because(cause("icon_side")));
    }
    findings
}

/// Whether `patch` is a badge as the systems draw them.
fn is_badge(patch: &CornerPatch, limits: &IconLimits) -> bool {
    let size = (limits.min_badge_ratio..=limits.max_badge_ratio).contains(&patch.size_ratio);
    let round = patch.fill_ratio >= limits.min_badge_fill_ratio
        && patch.aspect <= limits.max_badge_aspect
        && patch.aspect >= 0.75;
    let place =
        patch.corner_distance_ratio <= limits.max_badge_corner_ratio && patch.contrast >= limits.min_badge_contrast;
    let red = patch.hue_deg <= 60.0 || patch.hue_deg >= 330.0;
    let colour = (red && patch.chroma >= limits.min_badge_chroma) || patch.mark_ratio >= limits.min_mark_ratio;
    size && round && place && colour && patch.alike <= limits.max_alike
}

/// What a reviewer would say of the icon.
pub fn judge(icon: &IconFigures, limits: &IconLimits) -> Vec<Finding> {
    let mut findings = Vec::new();
    let (width, height) = (f64::from(icon.width_px), f64::from(icon.height_px));
    if (width - height).abs() > limits.max_side_difference_ratio * width.max(height) {
        let finding = Finding::warning(Code::FilingIconNotSquare).figure("width_px", width).figure("height_px", height);
        findings.push(finding.because(cited("icon_square")));
    }
    if icon.drawn_ratio < limits.min_drawn_ratio {
        findings.push(Finding::warning(Code::FilingIconPlain).because(cited("icon_plain")));
    }
    if icon.transparent_inside_ratio > limits.max_transparent_ratio {
        let finding = Finding::warning(Code::FilingIconTransparent);
        let finding = finding.figure("transparent_ratio", icon.transparent_inside_ratio);
        findings.push(finding.because(cited("icon_transparent")));
    }
    for patch in icon.corner_patches.iter().filter(|patch| is_badge(patch, limits)) {
        let code = Finding::error(Code::FilingIconBadge).figure("badge_ratio", patch.size_ratio);
        findings.push(code.at(outline(patch.bounds_px)).because(cited("icon_badge")));
    }
    let most = icon.likeness.iter().max_by(|a, b| a.1.total_cmp(&b.1));
    if let Some((app, likeness)) = most.filter(|(_, likeness)| *likeness >= limits.min_likeness) {
        let cause = Cause { word: Some(app.as_str().to_owned()), ..cited("icon_system") };
        findings.push(Finding::warning(Code::FilingIconSystem).figure("likeness_ratio", *likeness).because(cause));
    }
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    findings
}

fn outline([left, top, right, bottom]: [f32; 4]) -> Polygon {
    vec![Point::new(left, top), Point::new(right, top), Point::new(right, bottom), Point::new(left, bottom)]
}

//! The section of one portrait.

use heyan::portrait::Moment;
use heyan::rules::portrait::{Framing, Limits, PortraitHint, Quality, Row, Unit, table};
use heyan::rules::words::{Lang, Words};
use heyan::rules::{Point, Verdict};
use heyan::vision::person::WallMap;
use image::{Rgb, RgbImage};
use maud::{Markup, html};
use tiny_skia::PathBuilder;

use super::overlay::{self, Overlay};
use super::paint::{WHITE, painted_by};
use super::{PICTURE_LIMIT_PX, ReportError, THUMBNAIL_LIMIT_PX, parts, raster, svg};
use crate::judged::Judged;
use crate::labels::{self, Label};

/// Longer side of the map of the wall, px.
const MAP_LIMIT_PX: u32 = 900;
/// Colours of the map of the wall by difference to the wall, ΔE; between them it blends. Two is just noticeable.
const RAMP: [(f32, [u8; 3]); 5] = [
    (2.0, [238, 243, 239]),
    (5.0, [250, 225, 140]),
    (10.0, [244, 160, 62]),
    (20.0, [214, 74, 46]),
    (40.0, [128, 20, 48]),
];
/// Colour of the person there.
const PERSON: [u8; 3] = [92, 110, 140];
/// The same blue as everywhere, and the orange of the face's axes.
const BLUE: (u8, u8, u8) = (0x2f, 0x6f, 0xde);
const ORANGE: (u8, u8, u8) = (0xff, 0x9f, 0x1c);

/// The pixels of one portrait's section.
pub struct Shown {
    picture: Option<(RgbImage, Overlay, Guides)>,
    map: Option<RgbImage>,
    /// For the overview.
    pub thumbnail: Option<String>,
}

/// Lines that show how the person stands in the frame, in pixels of the picture shown.
struct Guides {
    width: f32,
    height: f32,
    head: Option<[f32; 4]>,
    shoulders: Option<[Point; 2]>,
}

impl Guides {
    fn of(framing: Option<&Framing>, (width, height): (u32, u32), scale: f32) -> Self {
        let head = framing.map(|f| [f.head.left, f.head.top, f.head.right, f.head.bottom].map(|v| v * scale));
        let to = |p: Point| Point::new(p.x * scale, p.y * scale);
        let shoulders = framing.and_then(|f| f.shoulders.as_ref()).map(|s| [to(s.right), to(s.left)]);
        let sound = |v: &f32| v.is_finite();
        Self {
            width: width as f32,
            height: height as f32,
            head: head.filter(|h| h.iter().all(sound)),
            shoulders: shoulders.filter(|s| s.iter().all(|p| p.x.is_finite() && p.y.is_finite())),
        }
    }
}

impl Shown {
    /// Of `judged`.
    pub fn of(judged: &Judged) -> Result<Self, ReportError> {
        let Some(view) = raster::view(&judged.picture) else {
            return Ok(Self { picture: None, map: None, thumbnail: None });
        };
        let small = raster::within(&view, PICTURE_LIMIT_PX);
        let scale = small.width() as f32 / view.width() as f32;
        let overlay = Overlay::of_findings(&judged.report.findings, small.width(), small.height(), scale);
        let framing = judged.report.measurements.framing.as_ref();
        let guides = Guides::of(framing, small.dimensions(), scale);
        let thumbnail = raster::view_of(&small).map(|small| raster::within(&small, THUMBNAIL_LIMIT_PX));
        let thumbnail = thumbnail.as_ref().map(raster::data_address).transpose()?;
        let map = judged.map.as_ref().map(|map| wall_map(&raster::within(&view, MAP_LIMIT_PX), map));
        Ok(Self { picture: Some((small, overlay, guides)), map, thumbnail })
    }

    /// The drawn pictures, each with what its file's name ends in.
    pub fn files(&self) -> Vec<(&'static str, RgbImage)> {
        let picture = self.picture.as_ref().map(|(image, overlay, guides)| ("", drawn(image, overlay, guides)));
        let map = self.map.as_ref().map(|map| ("-wall", map.clone()));
        picture.into_iter().chain(map).collect()
    }
}

/// The picture with guides and findings.
fn drawn(image: &RgbImage, overlay: &Overlay, guides: &Guides) -> RgbImage {
    painted_by(image, overlay.badge_radius / 18.0, |canvas| {
        let line = |points: &[(f32, f32)], closed: bool| {
            let mut builder = PathBuilder::new();
            for (i, &(x, y)) in points.iter().enumerate() {
                if i == 0 { builder.move_to(x, y) } else { builder.line_to(x, y) }
            }
            if closed {
                builder.close();
            }
            builder.finish()
        };
        let middle = guides.width / 2.0;
        let step = guides.height / 60.0;
        for k in 0..30 {
            let y = k as f32 * 2.0 * step;
            if let Some(path) = line(&[(middle, y), (middle, y + step)], false) {
                canvas.stroke(&path, (10, 14, 22), 0.3, 3.6);
                canvas.stroke(&path, WHITE, 0.9, 2.0);
            }
        }
        if let Some([l, t, r, b]) = guides.head
            && let Some(path) = line(&[(l, t), (r, t), (r, b), (l, b)], true)
        {
            canvas.stroke(&path, WHITE, 0.85, 5.0);
            canvas.stroke(&path, BLUE, 1.0, 2.6);
        }
        if let Some([a, b]) = guides.shoulders
            && let Some(path) = line(&[(a.x, a.y), (b.x, b.y)], false)
        {
            canvas.stroke(&path, (10, 14, 22), 0.5, 8.0);
            canvas.stroke(&path, ORANGE, 1.0, 4.6);
        }
        canvas.overlay(overlay);
    })
}

/// The picture in grey under the colours of `map`.
fn wall_map(picture: &RgbImage, map: &WallMap) -> RgbImage {
    let mut out = picture.clone();
    let factor = map.factor.max(1.0);
    let per_pixel = map.width as f32 * factor / picture.width() as f32;
    // The map leaves out what fills no square at the far edges: the scale is that of the picture it was made of.
    let per_pixel = if per_pixel.is_finite() { per_pixel } else { 1.0 };
    for (x, y, pixel) in out.enumerate_pixels_mut() {
        let column = ((x as f32 + 0.5) * per_pixel / factor) as usize;
        let row = ((y as f32 + 0.5) * per_pixel / factor) as usize;
        let at = row.min(map.height.saturating_sub(1)) * map.width + column.min(map.width.saturating_sub(1));
        let off = map.off.get(at).copied().unwrap_or(-1.0);
        let [r, g, b] = pixel.0.map(f32::from);
        let grey = 0.299 * r + 0.587 * g + 0.114 * b;
        let mix = |colour: [u8; 3], share: f32, base: f32| {
            Rgb(colour.map(|c| (f32::from(c) * share + base * (1.0 - share)).clamp(0.0, 255.0) as u8))
        };
        *pixel = if off < 0.0 { mix(PERSON, 0.55, grey) } else { mix(ramp(off), 0.88, grey) };
    }
    out
}

fn ramp(off: f32) -> [u8; 3] {
    let mut last = RAMP[0];
    for next in RAMP {
        if off < next.0 {
            let share = ((off - last.0) / (next.0 - last.0).max(f32::EPSILON)).clamp(0.0, 1.0);
            let mut colour = [0; 3];
            for (out, (a, b)) in colour.iter_mut().zip(last.1.iter().zip(next.1)) {
                *out = (f32::from(*a) + (f32::from(b) - f32::from(*a)) * share) as u8;
            }
            return colour;
        }
        last = next;
    }
    last.1
}

/// All about the portrait `name`, the `number`th input of the report.
pub fn article(
    number: usize,
    name: &str,
    judged: &Judged,
    limits: &Limits,
    shown: &Shown,
    lang: Lang,
) -> Result<Markup, ReportError> {
    let report = &judged.report;
    let said = parts::told(&report.findings, overlay::letters(&report.findings), lang);
    let m = &report.measurements;
    let about = html! {
        (m.width_px) " × " (m.height_px) " px"
        @if let Some((at_ms, _)) = &judged.moments {
            span.soft { " · " (Label::Best.text(lang)) " " (labels::seconds(*at_ms, lang)) }
        }
    };
    let picture = match &shown.picture {
        Some((image, overlay, guides)) => Some(figure(image, overlay, guides, number, name, lang)?),
        None => None,
    };
    let map = match &shown.map {
        Some(map) => Some(heat_figure(map, name, lang)?),
        None => None,
    };
    Ok(html! {
        article.portrait id={ "p" (number) } {
            (parts::title(number, name))
            (parts::banner(report.verdict, &about, &said, lang))
            @if let Some((at_ms, moments)) = &judged.moments { (strip(*at_ms, moments, report.verdict, lang)) }
            div.columns {
                div.pictures {
                    @if let Some(picture) = picture { (picture) }
                    @if let Some(map) = map { (map) }
                }
                div.words {
                    (parts::findings(&said, lang))
                    (figures(&table(m, limits), lang))
                    @if let Some(quality) = m.face.as_ref().and_then(|face| face.quality.as_ref()) { (scores(quality, lang)) }
                    (timing(judged, lang))
                }
            }
        }
    })
}

fn figure(
    image: &RgbImage,
    overlay: &Overlay,
    guides: &Guides,
    number: usize,
    name: &str,
    lang: Lang,
) -> Result<Markup, ReportError> {
    let source = raster::data_address(image)?;
    let text = Label::Portrait.text(lang);
    let (w, h) = (guides.width, guides.height);
    Ok(html! {
        figure {
            div.frame {
                img src=(source) alt={ (text) ": " (name) } width=(image.width()) height=(image.height());
                svg.overlay.guides viewBox={ "0 0 " (w) " " (h) } aria-hidden="true" {
                    line.middle.dark x1=(w / 2.0) y1="0" x2=(w / 2.0) y2=(h) {}
                    line.middle x1=(w / 2.0) y1="0" x2=(w / 2.0) y2=(h) {}
                    @if let Some([l, t, r, b]) = guides.head {
                        rect.halo x=(l) y=(t) width=((r - l).max(0.0)) height=((b - t).max(0.0)) rx=(w * 0.012) {}
                        rect.head x=(l) y=(t) width=((r - l).max(0.0)) height=((b - t).max(0.0)) rx=(w * 0.012) {}
                    }
                    @if let Some([a, b]) = guides.shoulders {
                        line.shoulder.dark x1=(a.x) y1=(a.y) x2=(b.x) y2=(b.y) {}
                        line.shoulder x1=(a.x) y1=(a.y) x2=(b.x) y2=(b.y) {}
                        @for p in [a, b] { circle.shoulder cx=(p.x) cy=(p.y) r=(w * 0.011) {} }
                    }
                }
                (svg::overlay(overlay, &format!("p{number}")))
            }
            figcaption {
                span { (text) }
                span.legend {
                    @if guides.head.is_some() { span.key.headbox { (Label::HeadBox.text(lang)) } }
                    @if guides.shoulders.is_some() { span.key.shoulderline { (Label::ShoulderLine.text(lang)) } }
                    span.key.middleline { (Label::MiddleLine.text(lang)) }
                    @if !overlay.defects.is_empty() { span.key.bad { (Label::DefectPlace.text(lang)) } }
                }
            }
        }
    })
}

fn heat_figure(map: &RgbImage, name: &str, lang: Lang) -> Result<Markup, ReportError> {
    let source = raster::data_address(map)?;
    let text = Label::HeatMap.text(lang);
    Ok(html! {
        figure {
            div.frame { img src=(source) alt={ (text) ": " (name) } width=(map.width()) height=(map.height()); }
            figcaption {
                span { (text) }
                span.legend {
                    span.ramp { (Label::EvenWall.text(lang)) i {} (Label::Differs.text(lang)) }
                    span.key.person { (Label::Person.text(lang)) }
                }
            }
        }
    })
}

/// A figure with its unit.
fn written(value: f64, unit: Unit) -> String {
    let minus = if value < 0.0 { "−" } else { "" };
    let value = value.abs();
    match unit {
        Unit::Share if value < 0.0995 => format!("{minus}{:.1} %", value * 100.0),
        Unit::Share => format!("{minus}{:.0} %", value * 100.0),
        Unit::Degrees => format!("{minus}{value:.1}°"),
        Unit::Pixels => format!("{minus}{value:.0} px"),
        Unit::Plain => format!("{minus}{value:.1}"),
    }
}

/// What is asked of a figure.
fn wanted(row: &Row) -> String {
    let of = |v: f64| written(v, row.unit);
    match (row.least, row.most) {
        (Some(least), Some(most)) if (least + most).abs() < 1e-9 => format!("± {}", of(most)),
        (Some(least), Some(most)) => format!("{} – {}", of(least), of(most)),
        (Some(least), None) => format!("≥ {}", of(least)),
        (None, Some(most)) => format!("≤ {}", of(most)),
        (None, None) => String::new(),
    }
}

/// Where on a bar of 100 the range begins and ends and the figure lies.
fn bar(row: &Row, value: f64) -> [f64; 3] {
    let (low, high) = match (row.least, row.most) {
        (Some(least), Some(most)) => (least - (most - least) * 0.35, most + (most - least) * 0.35),
        (Some(least), None) => (0.0, least.abs().max(1e-9) * 2.0),
        (None, Some(most)) => (0.0, most.abs().max(1e-9) * 2.0),
        (None, None) => (0.0, 1.0),
    };
    let place = |v: f64| ((v - low) / (high - low) * 100.0).clamp(0.0, 100.0);
    [row.least.map_or(0.0, place), row.most.map_or(100.0, place), place(value)]
}

fn figures(rows: &[Row], lang: Lang) -> Markup {
    let words = Words::new(lang);
    html! {
        section.figures-table {
            h3 { (Label::Measured.text(lang)) }
            table {
                thead {
                    tr {
                        @for label in [Label::Figure, Label::Value, Label::Limit] {
                            th scope="col" { (label.text(lang)) }
                        }
                    }
                }
                tbody {
                    @for row in rows {
                        tr .missed[row.passes() == Some(false)] {
                            th scope="row" { (words.portrait_figure(row.key)) }
                            @match row.value.filter(|v| v.is_finite()) {
                                Some(value) => {
                                    td.measure {
                                        b { (written(value, row.unit)) }
                                        @let [from, to, at] = bar(row, value);
                                        svg.range viewBox="-3 0 106 12" aria-hidden="true" {
                                            rect.track x="0" y="4" width="100" height="4" rx="2" {}
                                            rect.good x=(from) y="4" width=((to - from).max(0.0)) height="4" rx="2" {}
                                            circle cx=(at) cy="6" r="3.6" {}
                                        }
                                    }
                                    td.wanted {
                                        @if row.passes() == Some(true) { span.ok { "✓ " } } @else { span.no { "✗ " } }
                                        (wanted(row))
                                    }
                                }
                                None => {
                                    td.measure { span.soft { (Label::NotMeasured.text(lang)) } }
                                    td.wanted { (wanted(row)) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn scores(quality: &Quality, lang: Lang) -> Markup {
    let q = quality;
    // OFIQ's own names: they are what its users search for.
    let rows: [(&'static str, Option<u8>); 20] = [
        ("BackgroundUniformity", q.background_uniformity),
        ("IlluminationUniformity", q.illumination_uniformity),
        ("LuminanceMean", q.luminance_mean),
        ("LuminanceVariance", q.luminance_variance),
        ("UnderExposurePrevention", q.under_exposure_prevention),
        ("OverExposurePrevention", q.over_exposure_prevention),
        ("DynamicRange", q.dynamic_range),
        ("NaturalColour", q.natural_colour),
        ("SingleFacePresent", q.single_face_present),
        ("EyesOpen", q.eyes_open),
        ("MouthClosed", q.mouth_closed),
        ("InterEyeDistance", q.inter_eye_distance),
        ("HeadSize", q.head_size),
        ("LeftwardCrop", q.leftward_crop),
        ("RightwardCrop", q.rightward_crop),
        ("MarginAbove", q.margin_above),
        ("MarginBelow", q.margin_below),
        ("HeadPoseYaw", q.head_pose_yaw),
        ("HeadPosePitch", q.head_pose_pitch),
        ("HeadPoseRoll", q.head_pose_roll),
    ];
    html! {
        details {
            summary { (Label::Scores.text(lang)) }
            dl.scores {
                @for (name, score) in rows {
                    div {
                        dt { (name) }
                        dd { @match score { Some(score) => (score), None => (Label::NotMeasured.text(lang)) } }
                    }
                }
            }
        }
    }
}

/// The recording as a strip: where it would do, where not and why.
fn strip(best_ms: u64, moments: &[Moment], verdict: Verdict, lang: Lang) -> Markup {
    let words = Words::new(lang);
    let end = moments.iter().map(|m| m.to_ms).max().unwrap_or(0).max(1) as f64;
    let share = |ms: u64| ms as f64 / end * 1000.0;
    html! {
        section.moments {
            h3 { (Label::Moments.text(lang)) }
            svg.strip viewBox="-8 0 1016 40" aria-hidden="true" {
                @for (i, moment) in moments.iter().enumerate() {
                    @let to = moments.get(i + 1).map_or(end as u64, |next| next.from_ms);
                    @let (x, width) = (share(moment.from_ms), (share(to) - share(moment.from_ms)).max(2.0));
                    rect .usable[moment.codes.is_empty()] .faulty[!moment.codes.is_empty()]
                        x=(format!("{x:.1}")) y="14" width=(format!("{width:.1}")) height="16" {}
                }
                path .best .(parts::tone(verdict)) d={ "M" (format!("{:.1}", share(best_ms))) " 12l-7-10h14z" } {}
            }
            ul {
                @for moment in moments {
                    li {
                        span.soft {
                            (labels::seconds(moment.from_ms, lang)) " – " (labels::seconds(moment.to_ms, lang))
                        }
                        " "
                        @if moment.codes.is_empty() {
                            b.usable { (Label::Usable.text(lang)) }
                        } @else {
                            @for code in &moment.codes { " " (words.portrait_hint(PortraitHint::Mend(*code))) }
                        }
                    }
                }
            }
        }
    }
}

fn timing(judged: &Judged, lang: Lang) -> Markup {
    let t = &judged.report.timing;
    let ms = |value: f64| format!("{value:.1} ms");
    let rows = [("total", ms(t.total_ms)), ("decode", ms(t.decode_ms)), ("inference", ms(t.inference_ms))];
    parts::details(&format!("{} · {:.0} ms", Label::Timing.text(lang), t.total_ms), &rows, lang)
}

//! The angles of a head over time, as inline SVG, with what was asked and what was found.

use std::fmt::Write;

use heyan::rules::liveness::limits::MotionLimits;
use heyan::rules::liveness::{Action, ActionResult, Limits};
use heyan::rules::words::{Lang, Words};
use heyan::rules::{Finding, Severity};
use maud::{Markup, html};

use super::parts::{degrees, seen};
use super::svg;
use crate::labels::{self, Angle, Label};
use crate::record::Sample;

/// Size of the drawing, units: on a wide screen one is about a CSS px.
const WIDTH: f64 = 1000.0;
/// Room left of the plot, for degrees.
const LEFT: f64 = 52.0;
/// Room right of it, for the lines' names.
const RIGHT: f64 = 92.0;
/// Room above it: what was asked and seen.
const TOP: f64 = 58.0;
/// Height of the angles' plot.
const HEIGHT: f64 = 300.0;
/// Height of a strip for eyes or mouth, and the room above it.
const STRIP: (f64, f64) = (54.0, 26.0);
/// Room below everything, for seconds.
const BOTTOM: f64 = 44.0;
/// Least angle that the axis reaches both ways, degrees: at a smaller scale noise would look like movement.
const LEAST_DEG: f64 = 20.0;
/// Greatest angle drawn: no head turns farther.
const MOST_DEG: f64 = 90.0;
/// A longer time without a frame is a gap, ms.
const GAP_MS: u64 = 500;
/// Least opening of eyes or mouth that fills a strip: at a smaller scale noise would look like a blink.
const LEAST_OPENING: f64 = 0.06;
/// Least distance between the lines' names.
const NAME_STEP: f64 = 19.0;

/// A finding with a time, to be marked.
pub struct PlotMark {
    at_ms: u64,
    letter: String,
    severity: Severity,
}

impl PlotMark {
    /// The marks of `findings`, which go by `letters`.
    pub fn all(findings: &[Finding], letters: &[Option<String>]) -> Vec<Self> {
        let marks = findings.iter().zip(letters).filter_map(|(finding, letter)| {
            Some(Self { at_ms: finding.at_ms?, letter: letter.clone()?, severity: finding.severity })
        });
        marks.collect()
    }
}

/// The axis of a movement of the head, its sign and the least swing that is asked, degrees.
fn asked_of(action: Action, limits: &MotionLimits) -> Option<(Angle, f64, f64)> {
    match action {
        Action::TurnLeft => Some((Angle::Yaw, 1.0, limits.turn_min_deg)),
        Action::TurnRight => Some((Angle::Yaw, -1.0, limits.turn_min_deg)),
        Action::TiltLeft => Some((Angle::Roll, 1.0, limits.tilt_min_deg)),
        Action::TiltRight => Some((Angle::Roll, -1.0, limits.tilt_min_deg)),
        Action::LookUp => Some((Angle::Pitch, 1.0, limits.up_min_deg)),
        Action::Nod | Action::LookDown => Some((Angle::Pitch, -1.0, limits.nod_min_deg)),
        Action::Blink | Action::OpenMouth | Action::ComeCloser => None,
    }
}

/// The track of a movement of the face: its place in [`Sample::openness`] and its name.
fn track_of(action: Action) -> Option<(usize, Label)> {
    match action {
        Action::Blink => Some((0, Label::Eyes)),
        Action::OpenMouth => Some((1, Label::Mouth)),
        _ => None,
    }
}

/// The class that colours an angle.
fn class(angle: Angle) -> &'static str {
    match angle {
        Angle::Yaw => "yaw",
        Angle::Pitch => "pitch",
        Angle::Roll => "roll",
    }
}

fn angle_of(sample: &Sample, angle: Angle) -> Option<f64> {
    let value = f64::from(angle.of(sample.angles.as_ref()?));
    value.is_finite().then(|| value.clamp(-MOST_DEG, MOST_DEG))
}

/// From times and angles to places.
struct Scale {
    from_ms: f64,
    span_ms: f64,
    low: f64,
    high: f64,
}

impl Scale {
    fn of(samples: &[Sample], actions: &[ActionResult], marks: &[PlotMark], limits: &MotionLimits) -> Self {
        let times = samples.iter().map(|s| s.at_ms).chain(actions.iter().flat_map(|a| [a.start_ms, a.end_ms]));
        let times = times.chain(marks.iter().map(|m| m.at_ms));
        let (from, to) = times.fold((u64::MAX, 0), |(low, high), t| (low.min(t), high.max(t)));
        let from_ms = from.min(to) as f64;
        let angles = samples.iter().flat_map(|s| Angle::ALL.into_iter().filter_map(|a| angle_of(s, a)));
        let asked = actions.iter().filter_map(|a| asked_of(a.asked, limits)).map(|(_, sign, least)| sign * least);
        let (low, high) =
            angles.chain(asked).fold((-LEAST_DEG, LEAST_DEG), |(low, high), v| (low.min(v - 1.0), high.max(v + 1.0)));
        let ten = |v: f64| v / 10.0;
        Self {
            from_ms,
            span_ms: (to as f64 - from_ms).max(1000.0),
            low: ten(low).floor() * 10.0,
            high: ten(high).ceil() * 10.0,
        }
    }

    fn x(&self, at_ms: u64) -> f64 {
        LEFT + (at_ms as f64 - self.from_ms).clamp(0.0, self.span_ms) / self.span_ms * (WIDTH - LEFT - RIGHT)
    }

    fn y(&self, deg: f64) -> f64 {
        TOP + (self.high - deg) / (self.high - self.low) * HEIGHT
    }

    /// The times to write, ms: at most twelve, at round steps.
    fn times(&self) -> Vec<u64> {
        let steps = [500, 1000, 2000, 5000, 10_000, 20_000, 30_000, 60_000, 120_000, 300_000, 600_000];
        let step = steps.into_iter().find(|&s| self.span_ms / s as f64 <= 12.0);
        // Longer than two hours: a twelfth of it.
        let step = step.unwrap_or((self.span_ms / 12.0) as u64).max(1);
        let to = (self.from_ms + self.span_ms) as u64;
        let first = (self.from_ms as u64).div_ceil(step);
        (0..=13).map_while(|i| (first + i).checked_mul(step)).take_while(|&t| t <= to).collect()
    }

    fn angles(&self) -> Vec<i32> {
        let step = if self.high - self.low > 80.0 { 20 } else { 10 };
        let (low, high) = (self.low as i32, self.high as i32);
        (low..=high).filter(|deg| deg % step == 0).collect()
    }
}

/// The line through `points`, broken where there is none or where no frame came for long.
fn line(points: impl Iterator<Item = (u64, Option<(f64, f64)>)>) -> String {
    let mut d = String::new();
    let mut last: Option<u64> = None;
    for (at_ms, point) in points {
        let Some((x, y)) = point else {
            last = None;
            continue;
        };
        let joined = last.is_some_and(|t| at_ms.saturating_sub(t) <= GAP_MS);
        // Writing into a string cannot fail. A point alone is a dot, by its round ends.
        let _ = if joined { write!(d, "L{x:.1} {y:.1}") } else { write!(d, "M{x:.1} {y:.1}h0") };
        last = Some(at_ms);
    }
    d
}

/// The stretches without a face.
fn gaps(samples: &[Sample]) -> Vec<(u64, u64)> {
    let mut gaps: Vec<(u64, u64)> = Vec::new();
    let mut open = false;
    for sample in samples {
        let gone = sample.openness.is_none();
        match gaps.last_mut() {
            // Up to the next frame with a face.
            Some(gap) if open => gap.1 = sample.at_ms,
            _ if gone => gaps.push((sample.at_ms, sample.at_ms)),
            _ => {}
        }
        open = gone;
    }
    gaps
}

/// The plot of `samples`; a sentence when there is nothing to draw.
pub fn plot(samples: &[Sample], actions: &[ActionResult], marks: &[PlotMark], lang: Lang) -> Markup {
    if samples.is_empty() {
        return html! { p.none { (Label::NoMovement.text(lang)) } };
    }
    let limits = Limits::default().motion;
    let scale = Scale::of(samples, actions, marks, &limits);
    let strip = actions.iter().any(|a| track_of(a.asked).is_some());
    let strips = if strip { STRIP.0 + STRIP.1 } else { 0.0 };
    let floor = TOP + HEIGHT + strips;
    let right = WIDTH - RIGHT;
    let any = samples.iter().any(|s| Angle::ALL.into_iter().any(|a| angle_of(s, a).is_some()));
    html! {
        ul.plot-legend {
            @for angle in Angle::ALL {
                @let [name, signs] = labels::axis(angle, lang);
                li .(class(angle)) {
                    svg viewBox="0 0 30 8" aria-hidden="true" { path .line .(class(angle)) d="M2 4H28" {} }
                    b { (name) } " " span { (signs) }
                }
            }
        }
        div.plot {
            svg viewBox={ "0 0 " (WIDTH) " " (floor + BOTTOM) } role="img" aria-label=(Label::Movement.text(lang)) {
                @for (i, action) in actions.iter().enumerate() { (band(i + 1, action, &scale, floor, lang)) }
                @for (from, to) in gaps(samples) {
                    g.gap {
                        rect x=(tidy(scale.x(from))) y=(TOP) width=(tidy((scale.x(to) - scale.x(from)).max(2.0))) height=(HEIGHT) {}
                        @if scale.x(to) - scale.x(from) > 60.0 {
                            text x=(tidy(scale.x(from) + 6.0)) y=(TOP + HEIGHT - 8.0) { (Label::NoFace.text(lang)) }
                        }
                    }
                }
                @for deg in scale.angles() {
                    @let y = tidy(scale.y(f64::from(deg)));
                    line .grid .zero[deg == 0] x1=(LEFT) x2=(right) y1=(y) y2=(y) {}
                    text.tick x=(LEFT - 8.0) y=(y) text-anchor="end" dominant-baseline="central" { (degrees(deg as f32)) }
                }
                @for at_ms in scale.times() {
                    @let x = tidy(scale.x(at_ms));
                    line.grid x1=(x) x2=(x) y1=(floor) y2=(floor + 5.0) {}
                    text.tick x=(x) y=(floor + 20.0) text-anchor="middle" { (at_ms as f64 / 1000.0) }
                }
                text.tick x=(right + 14.0) y=(floor + 20.0) { (Label::SecondsAxis.text(lang)) }
                @for action in actions { (asked_line(action, &scale, &limits, lang)) }
                @for angle in Angle::ALL {
                    path .line .(class(angle)) d=(line(samples.iter().map(|s| {
                        (s.at_ms, angle_of(s, angle).map(|deg| (scale.x(s.at_ms), scale.y(deg))))
                    }))) {}
                }
                @for (angle, y) in names(samples, &scale) {
                    text .name .(class(angle)) x=(right + 10.0) y=(tidy(y)) dominant-baseline="central" {
                        (labels::axis(angle, lang)[0])
                    }
                }
                @for action in actions { (peak(action, samples, &scale, &limits, lang)) }
                @for action in actions { (track(action, samples, &scale, lang)) }
                @for mark in marks {
                    @let x = tidy(scale.x(mark.at_ms));
                    g .mark .(svg::tone(mark.severity)) {
                        line x1=(x) x2=(x) y1=(TOP) y2=(floor) {}
                        rect x=(tidy(x - 10.0)) y=(TOP + HEIGHT - 24.0) width="20" height="20" rx="4" {}
                        text x=(x) y=(TOP + HEIGHT - 14.0) text-anchor="middle" dominant-baseline="central" { (mark.letter) }
                    }
                }
            }
        }
        @if !any { p.none { (Label::NoMovement.text(lang)) } }
    }
}

/// What was asked and seen, over the time that it took.
fn band(number: usize, action: &ActionResult, scale: &Scale, floor: f64, lang: Lang) -> Markup {
    let (from, to) = (scale.x(action.start_ms), scale.x(action.end_ms));
    let width = (to - from).max(2.0);
    let sign = if action.passed { "✓" } else { "✗" };
    let words = Words::new(lang);
    let (asked, was) = (words.action(action.asked), seen(action, lang));
    // About 7 units a letter and 14 a Han character; a narrow band keeps its number and sign.
    let (letter, colon) = match lang {
        Lang::Zh => (14.0, "："),
        Lang::En => (7.2, ": "),
    };
    let room = width - 10.0;
    let fits = |text: &str| text.chars().count() as f64 * letter < room;
    let (first, second) =
        (format!("{}{colon}{asked}", Label::Asked.text(lang)), format!("{}{colon}{was}", Label::Seen.text(lang)));
    html! {
        g .band .passed[action.passed] .failed[!action.passed] {
            title { (number) " " (sign) " " (first) " · " (second) }
            rect.wash x=(tidy(from)) y=(TOP) width=(tidy(width)) height=(tidy(floor - TOP)) {}
            rect.bar x=(tidy(from + 1.0)) y=(TOP - 5.0) width=(tidy((width - 2.0).max(1.0))) height="5" {}
            text.asked x=(tidy(from + 4.0)) y=(TOP - 32.0) {
                (number)
                @if fits(&first) { " " (first) } @else if fits(&asked) { " " (asked) }
            }
            text.seen x=(tidy(from + 4.0)) y=(TOP - 13.0) {
                (sign)
                @if fits(&second) { " " (second) } @else if fits(&was) { " " (was) }
            }
        }
    }
}

/// The least swing that was asked, in its band.
fn asked_line(action: &ActionResult, scale: &Scale, limits: &MotionLimits, lang: Lang) -> Markup {
    let Some((angle, sign, least)) = asked_of(action.asked, limits) else { return html! {} };
    let (from, to) = (scale.x(action.start_ms), scale.x(action.end_ms));
    let y = scale.y(sign * least);
    let text =
        format!("{} {} {}", labels::axis(angle, lang)[0], Label::AtLeast.text(lang), degrees((sign * least) as f32));
    html! {
        g .least .(class(angle)) {
            line x1=(tidy(from)) x2=(tidy(to)) y1=(tidy(y)) y2=(tidy(y)) {}
            @if to - from > 110.0 {
                text x=(tidy(from + 5.0)) y=(tidy(if sign > 0.0 { y - 6.0 } else { y + 15.0 })) { (text) }
            }
        }
    }
}

/// The peak of the movement that was seen, with its angle; when another was asked, also how little there was of that.
fn peak(action: &ActionResult, samples: &[Sample], scale: &Scale, limits: &MotionLimits, lang: Lang) -> Markup {
    let Some((angle, sign, _)) = action.seen.and_then(|seen| asked_of(seen, limits)) else { return html! {} };
    let told = f64::from(angle.of(&action.peak));
    let inside = samples.iter().filter(|s| (action.start_ms..=action.end_ms).contains(&s.at_ms));
    // Not the greatest: the movement before may still go on when this one is asked.
    let farthest = inside
        .filter_map(|s| angle_of(s, angle).map(|deg| (s.at_ms, deg)))
        .min_by(|a, b| (a.1 - told).abs().total_cmp(&(b.1 - told).abs()));
    let Some((at_ms, deg)) = farthest else { return html! {} };
    let asked = asked_of(action.asked, limits).map(|(asked, ..)| asked).filter(|asked| *asked != angle);
    let missed = asked.and_then(|asked| {
        let sample = samples.iter().find(|s| s.at_ms == at_ms)?;
        Some((asked, angle_of(sample, asked)?))
    });
    let dot = |angle: Angle, deg: f64, above: bool| {
        let (x, y) = (scale.x(at_ms), scale.y(deg));
        html! {
            g .peak .(class(angle)) {
                circle cx=(tidy(x)) cy=(tidy(y)) r="4.5" {}
                text x=(tidy(x + 9.0)) y=(tidy(if above { y - 7.0 } else { y + 17.0 })) {
                    (labels::axis(angle, lang)[0]) " " (degrees(deg as f32))
                }
            }
        }
    };
    html! {
        // Away from the movement that was seen.
        @if let Some((asked, deg)) = missed { (dot(asked, deg, sign < 0.0)) }
        (dot(angle, deg, sign > 0.0))
    }
}

/// How far eyes or mouth were open, below the band of an action that asks for it.
fn track(action: &ActionResult, samples: &[Sample], scale: &Scale, lang: Lang) -> Markup {
    let Some((index, label)) = track_of(action.asked) else { return html! {} };
    let value = |s: &Sample| {
        let open = f64::from(*s.openness.as_ref()?.get(index)?);
        open.is_finite().then_some(open.clamp(0.0, 10.0))
    };
    let inside = || samples.iter().filter(|s| (action.start_ms..=action.end_ms).contains(&s.at_ms));
    let (least, most) = inside().filter_map(value).fold((f64::MAX, f64::MIN), |(l, m), v| (l.min(v), m.max(v)));
    if most < least {
        return html! {};
    }
    let span = (most - least).max(LEAST_OPENING);
    let base = TOP + HEIGHT + STRIP.1 + STRIP.0 - 6.0;
    let place = |s: &Sample| {
        (s.at_ms, value(s).map(|open| (scale.x(s.at_ms), base - (open - least) / span * (STRIP.0 - 10.0))))
    };
    let from = scale.x(action.start_ms);
    html! {
        g.track {
            text x=(tidy(from + 5.0)) y=(TOP + HEIGHT + 16.0) { (label.text(lang)) " " (format!("{least:.2} – {most:.2}")) }
            path d=(line(inside().map(place))) {}
        }
    }
}

/// Where the names of the lines stand at their ends, pushed apart.
fn names(samples: &[Sample], scale: &Scale) -> Vec<(Angle, f64)> {
    let last = |angle| samples.iter().rev().find_map(|s| angle_of(s, angle));
    let mut names: Vec<(Angle, f64)> =
        Angle::ALL.into_iter().filter_map(|a| last(a).map(|deg| (a, scale.y(deg)))).collect();
    names.sort_by(|a, b| a.1.total_cmp(&b.1));
    let middle = names.iter().map(|n| n.1).sum::<f64>() / names.len().max(1) as f64;
    let mut least = middle - NAME_STEP * (names.len() as f64 - 1.0) / 2.0;
    least = names.first().map_or(least, |first| first.1.min(least)).max(TOP + 8.0);
    for (_, y) in &mut names {
        *y = y.max(least);
        least = *y + NAME_STEP;
    }
    names
}

/// One decimal is enough for a place.
fn tidy(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

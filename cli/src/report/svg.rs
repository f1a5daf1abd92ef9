//! An overlay as inline SVG, and the signs of the page.

use std::fmt::Write;

use heyan::rules::{Point, Severity, Verdict};
use maud::{Markup, html};

use super::overlay::{Marked, Overlay};

/// The class that colours a severity.
pub fn tone(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    }
}

/// `overlay` over a picture of the same size. `id` keeps its patterns apart from those of other overlays.
pub fn overlay(overlay: &Overlay, id: &str) -> Markup {
    let radius = overlay.badge_radius;
    let view_box = format!("0 0 {} {}", overlay.width, overlay.height);
    html! {
        svg.overlay viewBox=(view_box) aria-hidden="true" {
            defs {
                @for (i, (severity, defect)) in overlay.defects.iter().enumerate() {
                    @let step = radius * if defect.vast { 1.9 } else { 0.62 };
                    pattern id={ (id) "-" (i) } width=(step) height=(step)
                        patternUnits="userSpaceOnUse" patternTransform="rotate(45)" {
                        line .hatch .vast[defect.vast] .(tone(*severity)) x1="0" y1="0" x2="0" y2=(step)
                            stroke-width=(radius * 0.26) {}
                    }
                }
            }
            @if let Some(outline) = &overlay.outline {
                path.outside fill-rule="evenodd"
                    d={ "M0 0H" (overlay.width) "V" (overlay.height) "H0Z" (path(outline)) } {}
                path.halo d=(path(outline)) {}
                path.outline d=(path(outline)) {}
            }
            @for field in &overlay.fields { path.field d=(path(&field.shape)) {} }
            @for (i, (severity, defect)) in overlay.defects.iter().enumerate() {
                path.halo d=(path(&defect.shape)) {}
                path .defect .(tone(*severity)) d=(path(&defect.shape)) style={ "fill:url(#" (id) "-" (i) ")" } {}
            }
            @if overlay.field_badges {
                @for field in &overlay.fields {
                    g.badge {
                        circle cx=(field.badge.x) cy=(field.badge.y) r=(radius) stroke-width=(radius * 0.14) {}
                        (mark(field, radius))
                    }
                }
            }
            @for (severity, defect) in &overlay.defects {
                g .badge .(tone(*severity)) {
                    rect x=(defect.badge.x - radius) y=(defect.badge.y - radius) width=(radius * 2.0)
                        height=(radius * 2.0) rx=(radius * 0.3) stroke-width=(radius * 0.14) {}
                    (mark(defect, radius))
                }
            }
        }
    }
}

fn mark(marked: &Marked, radius: f32) -> Markup {
    html! {
        text x=(marked.badge.x) y=(marked.badge.y) font-size=(radius * 1.3) text-anchor="middle"
            dominant-baseline="central" { (marked.mark) }
    }
}

fn path(points: &[Point]) -> String {
    let mut d = String::new();
    for (i, p) in points.iter().enumerate() {
        // Writing into a string cannot fail.
        let _ = write!(d, "{}{:.1} {:.1}", if i == 0 { 'M' } else { 'L' }, p.x, p.y);
    }
    d + "Z"
}

/// The sign of a verdict: a tick, a turning arrow, a cross.
pub fn verdict_sign(verdict: Verdict) -> Markup {
    let d = match verdict {
        Verdict::Accept => "M7 12.5l3.4 3.4L17 9",
        Verdict::Retry => "M17 12a5 5 0 1 1-1.6-3.7M17 6.2v3h-3",
        Verdict::Reject => "M8 8l8 8M16 8l-8 8",
    };
    html! {
        svg.sign viewBox="0 0 24 24" aria-hidden="true" {
            circle cx="12" cy="12" r="12" {}
            path d=(d) {}
        }
    }
}

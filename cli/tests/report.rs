//! The report on made-up scans: what it holds, what it must never hold, what it leaves on the disk.

// Helpers of tests state what must hold, as the tests themselves do.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::print_stdout)]

use std::fs;
use std::path::Path;

use crate::fixture::{nothing_found, picture, region, report};
use heyan::ScanReport;
use heyan::rules::document::FieldKey;
use heyan::rules::words::{Lang, Words};
use heyan::rules::{Code, Date, Finding, Point};
use heyan::vision::frame::Picture;
use heyan_cli::report::{Report, raster};

const TODAY: Date = Date::constant(2026, 3, 1);

fn samples() -> Vec<(&'static str, ScanReport)> {
    vec![
        ("front.jpg", report(vec![])),
        (
            "photos/反光 的照片.jpg",
            report(vec![
                Finding::error(Code::DocumentGlare).at(region(40.0, 42.0, 60.0, 51.0)).figure("area_ratio", 0.062),
                Finding::error(Code::DocumentFieldUnreadable)
                    .field(FieldKey::IdNumber)
                    .at(region(29.0, 45.2, 75.5, 49.6)),
                Finding::warning(Code::DocumentExpiresSoon).figure("days_left", 41.0),
            ]),
        ),
        (
            "expired.png",
            report(vec![
                Finding::error(Code::DocumentExpired).figure("days_past", 812.0),
                Finding::warning(Code::DocumentSkewed).at(crate::fixture::CORNERS.to_vec()).figure("tilt_deg", 17.25),
            ]),
        ),
        ("table.jpg", nothing_found()),
    ]
}

fn write(dir: &Path, lang: Lang) -> String {
    let picture = picture();
    let mut page = Report::create(dir, lang, Some(TODAY)).unwrap();
    for (name, scanned) in samples() {
        page.add(name, &picture, &scanned).unwrap();
    }
    page.unreadable("notes<b>.jpg", "is empty: copy it again");
    page.finish().unwrap();
    fs::read_to_string(dir.join("report.html")).unwrap()
}

/// As the page writes it.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[test]
fn the_page_says_everything_in_both_languages() {
    for lang in [Lang::Zh, Lang::En] {
        let dir = tempfile::tempdir().unwrap();
        let html = write(dir.path(), lang);
        let words = Words::new(lang);
        for (name, scanned) in samples() {
            assert!(html.contains(&escaped(name)), "{name}");
            for finding in &scanned.findings {
                let said = words.finding(finding);
                assert!(html.contains(&escaped(&said.message)), "{}", said.message);
                assert!(html.contains(&escaped(&said.advice)), "{}", said.advice);
                assert!(html.contains(finding.code.as_str()));
            }
            for placed in &scanned.fields {
                assert!(html.contains(placed.field.value.expose().as_str()));
            }
        }
        assert!(html.contains("is empty: copy it again"));
        assert!(html.ends_with("</html>\n"));
    }
}

#[test]
fn the_page_needs_and_reaches_nothing_outside() {
    let dir = tempfile::tempdir().unwrap();
    let html = write(dir.path(), Lang::En);
    let lower = html.to_lowercase();
    for bad in ["http:", "https:", "//www", "<script", "<link", "@import", "file:", "javascript:", "<iframe"] {
        assert!(!lower.contains(bad), "{bad}");
    }
    for address in html.split("src=\"").skip(1).chain(html.split("url(").skip(1)) {
        assert!(address.starts_with("data:image/jpeg;base64,") || address.starts_with('#'));
    }
}

#[test]
fn names_and_values_cannot_become_markup() {
    let dir = tempfile::tempdir().unwrap();
    let mut page = Report::create(dir.path(), Lang::En, Some(TODAY)).unwrap();
    let mut scanned = report(vec![]);
    scanned.fields[0].field.value = heyan::rules::Sensitive::new("</td><script>alert(2)</script>\"'".into());
    page.add("<script>alert(1)</script>.jpg", &picture(), &scanned).unwrap();
    page.unreadable("\"><img src=x>", "</main><script>");
    page.finish().unwrap();
    let html = fs::read_to_string(dir.path().join("report.html")).unwrap();
    assert!(!html.contains("<script"));
    assert!(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;.jpg"));
    assert!(!html.contains("<img src=x"));
}

fn names(dir: &Path) -> Vec<String> {
    let mut names: Vec<_> =
        fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn the_folder_holds_the_page_and_the_drawn_pictures() {
    let dir = tempfile::tempdir().unwrap();
    write(dir.path(), Lang::En);
    let expected = [
        "1-front-card.png",
        "1-front.png",
        "2-反光 的照片-card.png",
        "2-反光 的照片.png",
        "3-expired-card.png",
        "3-expired.png",
        "4-table.png",
        "report.html",
    ];
    assert_eq!(names(dir.path()), expected);
    let drawn = image::open(dir.path().join("1-front.png")).unwrap();
    assert_eq!((drawn.width(), drawn.height()), (1000, 750));
    // Again over what is there.
    write(dir.path(), Lang::Zh);
    assert_eq!(names(dir.path()), expected);
}

#[test]
fn the_drawing_marks_the_card_and_the_defect() {
    let dir = tempfile::tempdir().unwrap();
    write(dir.path(), Lang::En);
    let plain = image::open(dir.path().join("4-table.png")).unwrap().into_rgb8();
    let marked = image::open(dir.path().join("2-反光 的照片.png")).unwrap().into_rgb8();
    let changed = |p: Point| {
        let (x, y) = (p.x as u32, p.y as u32);
        plain.get_pixel(x, y) != marked.get_pixel(x, y)
    };
    assert!(changed(Point::new(20.0, 20.0)), "outside is dimmed");
    let [a, b, ..] = crate::fixture::CORNERS;
    assert!(changed(Point::new((a.x + b.x) / 2.0, (a.y + b.y) / 2.0)), "the edge is drawn");
    let glare = region(40.0, 42.0, 60.0, 45.0);
    assert!(
        changed(Point::new((glare[0].x + glare[2].x) / 2.0, (glare[0].y + glare[2].y) / 2.0)),
        "the defect is drawn"
    );
}

#[test]
fn a_report_given_up_leaves_nothing() {
    let root = tempfile::tempdir().unwrap();
    let dir = root.path().join("new/report");
    let mut page = Report::create(&dir, Lang::En, Some(TODAY)).unwrap();
    page.add("a.jpg", &picture(), &report(vec![])).unwrap();
    drop(page);
    assert!(names(root.path()).is_empty());
}

#[test]
fn large_pictures_are_shown_smaller_and_small_ones_as_they_are() {
    for (width, height, shown) in
        [(4000, 1000, (1400, 350)), (1500, 2000, (1050, 1400)), (1401, 3, (1400, 3)), (200, 90, (200, 90))]
    {
        let image = image::RgbImage::new(width, height);
        let view = raster::view_of(&image).unwrap();
        assert_eq!(raster::within(&view, 1400).dimensions(), shown);
    }
}

#[test]
fn odd_geometry_is_left_out_and_does_no_harm() {
    let dir = tempfile::tempdir().unwrap();
    let nan = Point::new(f32::NAN, 1.0);
    let far = Point::new(4e9, -4e9);
    let mut odd = Vec::new();
    for corners in [[nan; 4], [far; 4], [Point::new(5.0, 5.0); 4], [Point::new(-900.0, -900.0); 4]] {
        let regions = [vec![], vec![nan; 3], vec![far; 4], corners.to_vec()];
        let findings = regions.iter().map(|r| Finding::error(Code::DocumentGlare).at(r.clone())).collect();
        let mut scanned = report(findings);
        scanned.corners = Some(corners);
        for (placed, region) in scanned.fields.iter_mut().zip(&regions) {
            placed.region = region.clone();
        }
        odd.push(scanned);
    }
    let mut page = Report::create(dir.path(), Lang::En, Some(TODAY)).unwrap();
    for scanned in &odd {
        page.add("tiny.png", &Picture::new(1, 1, vec![9; 3]).unwrap(), scanned).unwrap();
        page.add("wide.png", &Picture::new(3000, 2, vec![9; 18000]).unwrap(), scanned).unwrap();
    }
    page.finish().unwrap();
}

/// `HEYAN_LOOK=DIR cargo test -p heyan-cli report::look` writes the reports to look at.
#[test]
fn look() {
    if let Some(dir) = std::env::var_os("HEYAN_LOOK") {
        for (lang, name) in [(Lang::Zh, "zh"), (Lang::En, "en")] {
            write(&Path::new(&dir).join(name), lang);
        }
    }
}

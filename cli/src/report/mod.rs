//! The report: a folder with one page for a person to look at, and the drawn pictures.

mod article;
mod face;
mod folder;
mod glyphs;
pub mod icon;
mod matching;
mod overlay;
mod page;
mod paint;
mod parts;
mod plot;
mod portrait;
pub mod raster;
mod run;
mod statement;
mod svg;

use std::fs::File;
use std::io::{self, BufWriter, Seek, Write};
use std::path::Path;

use heyan::{LivenessReport, MatchReport, ScanReport, StatementReport};

use heyan::rules::document::{CARD_HEIGHT_MM, CARD_WIDTH_MM};
use heyan::rules::portrait::Limits;
use heyan::rules::words::Lang;
use heyan::rules::{Date, Verdict};
use heyan::vision::frame::Picture;
use image::{ImageError, RgbImage};

use crate::judged::Judged;
use crate::record::Record;
use crate::strip::Strip;
use folder::Folder;
use overlay::Overlay;

/// Longer side of a picture in the report, px: sharp on a wide screen, small enough to mail.
const PICTURE_LIMIT_PX: u32 = 1400;
/// Longer side of a thumbnail in the overview, px: twice its size on the page.
const THUMBNAIL_LIMIT_PX: u32 = 400;
/// Width of the straightened card, px, when the picture has as many for it.
const CARD_WIDTH_PX: f32 = 1200.0;
/// Width of the straightened card when the picture has fewer pixels for it, px: enough for the drawing on it.
const CARD_LEAST_WIDTH_PX: f32 = 640.0;
/// Height of a field's cutting, px.
const CUTTING_HEIGHT_PX: (f32, f32) = (16.0, 220.0);
/// Name of the page in the folder.
const PAGE: &str = "report.html";

/// Why a report could not be written.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// The folder or the disk.
    #[error("{}", reason(.0))]
    Io(#[from] io::Error),
    /// A picture could not be encoded.
    #[error("a picture could not be encoded: {0}")]
    Encode(#[from] ImageError),
}

/// The system's words without its number.
fn reason(error: &io::Error) -> String {
    let text = error.to_string().to_lowercase();
    // A temporary folder's path adds nothing that a person can act on.
    let text = text.split(" at path ").next().unwrap_or_default();
    text.split(" (os error").next().unwrap_or_default().to_owned()
}

/// A report under way. Dropped before [`Report::finish`], it leaves nothing behind.
pub struct Report {
    folder: Folder,
    lang: Lang,
    today: Option<Date>,
    entries: Vec<Entry>,
    /// The pictures' own sections: on disk, because a long list of pictures would not fit in memory.
    articles: BufWriter<File>,
}

/// What an input is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Source {
    Picture,
    Recording,
    Statement,
    Portrait,
}

/// What the overview says of one input.
pub(crate) struct Entry {
    name: String,
    source: Source,
    /// `None`: it could not be read, and why.
    verdict: Result<Verdict, String>,
    thumbnail: Option<String>,
}

impl Report {
    /// A report to stand in `dir`, which is made when missing. Says at once when it cannot be written.
    pub fn create(dir: &Path, lang: Lang, today: Option<Date>) -> Result<Self, ReportError> {
        let folder = Folder::open(dir)?;
        let articles = BufWriter::new(folder.scratch()?);
        Ok(Self { folder, lang, today, entries: Vec::new(), articles })
    }

    /// Adds the picture `name` with what came of it.
    pub fn add(&mut self, name: &str, picture: &Picture, report: &ScanReport) -> Result<(), ReportError> {
        let number = self.entries.len() + 1;
        let stem = stem(name);
        let shown = Shown::of(picture, report)?;
        if let Some((image, overlay)) = &shown.picture {
            self.folder.write(&format!("{number}-{stem}.png"), &raster::png(&paint::painted(image, overlay))?)?;
        }
        if let Some((image, overlay)) = &shown.card {
            self.folder.write(&format!("{number}-{stem}-card.png"), &raster::png(&paint::painted(image, overlay))?)?;
        }
        let article = article::article(number, name, report, &shown, self.lang)?;
        self.articles.write_all(article.0.as_bytes())?;
        self.entries.push(Entry {
            name: name.to_owned(),
            source: Source::Picture,
            verdict: Ok(report.verdict),
            thumbnail: shown.thumbnail,
        });
        Ok(())
    }

    /// Adds the run of the face check on the video `name`.
    pub fn add_run(&mut self, name: &str, report: &LivenessReport, record: &Record) -> Result<(), ReportError> {
        let number = self.entries.len() + 1;
        let stem = stem(name);
        let frames = run::frames(report, record);
        for frame in &frames {
            self.folder.write(&format!("{number}-{stem}-{}.png", frame.file_part), &raster::png(&frame.drawn)?)?;
        }
        let article = run::article(number, name, report, record, &frames, self.lang)?;
        self.articles.write_all(article.0.as_bytes())?;
        // What was done tells recordings apart better than a face at rest.
        let thumbnail = frames.iter().find(|f| f.action.is_some()).or(frames.first());
        let thumbnail =
            thumbnail.and_then(|f| raster::view_of(&f.drawn)).map(|v| raster::within(&v, THUMBNAIL_LIMIT_PX));
        let thumbnail = thumbnail.as_ref().map(raster::data_address).transpose()?;
        let verdict = Ok(report.outcome.verdict);
        self.entries.push(Entry { name: name.to_owned(), source: Source::Recording, verdict, thumbnail });
        Ok(())
    }

    /// Adds the portrait `name`, judged by `limits`.
    pub fn add_portrait(&mut self, name: &str, judged: &Judged, limits: &Limits) -> Result<(), ReportError> {
        let number = self.entries.len() + 1;
        let stem = stem(name);
        let shown = portrait::Shown::of(judged)?;
        for (part, drawn) in shown.files() {
            self.folder.write(&format!("{number}-{stem}{part}.png"), &raster::png(&drawn)?)?;
        }
        let article = portrait::article(number, name, judged, limits, &shown, self.lang)?;
        self.articles.write_all(article.0.as_bytes())?;
        let verdict = Ok(judged.report.verdict);
        let source = Source::Portrait;
        self.entries.push(Entry { name: name.to_owned(), source, verdict, thumbnail: shown.thumbnail });
        Ok(())
    }

    /// Adds the comparison of the document `names.0` with the face in the picture `names.1`.
    pub fn add_match(&mut self, names: (&str, &str), face: &Picture, report: &MatchReport) -> Result<(), ReportError> {
        let number = self.entries.len() + 1;
        let faces = matching::Faces::of(face, report);
        for (part, image) in [("document", &faces.printed), ("face", &faces.live)] {
            if let Some(image) = image {
                self.folder.write(&format!("{number}-{part}.png"), &raster::png(image)?)?;
            }
        }
        let article = matching::article(number, names, report, &faces, self.lang)?;
        self.articles.write_all(article.0.as_bytes())?;
        let thumbnail = faces.live.as_ref().map(raster::data_address).transpose()?;
        let verdict = Ok(report.verdict());
        self.entries.push(Entry { name: names.1.to_owned(), source: Source::Portrait, verdict, thumbnail });
        Ok(())
    }

    /// Adds the recording `name` of a statement.
    pub fn add_statement(&mut self, name: &str, report: &StatementReport, strip: &Strip) -> Result<(), ReportError> {
        let number = self.entries.len() + 1;
        let picture = strip.picture();
        if let Some(picture) = &picture {
            self.folder.write(&format!("{number}-{}-faces.png", stem(name)), &raster::png(picture)?)?;
        }
        let article = statement::article(number, name, report, strip, picture.as_ref(), self.lang)?;
        self.articles.write_all(article.0.as_bytes())?;
        let middle = strip.shots.get(strip.shots.len() / 2);
        let thumbnail = middle.map(|shot| raster::data_address(&shot.picture)).transpose()?;
        let verdict = Ok(report.outcome.verdict);
        self.entries.push(Entry { name: name.to_owned(), source: Source::Statement, verdict, thumbnail });
        Ok(())
    }

    /// Adds an input that could not be read, so that the overview is complete.
    pub fn unreadable(&mut self, name: &str, cause: &str) {
        let verdict = Err(cause.to_owned());
        self.entries.push(Entry { name: name.to_owned(), source: Source::Picture, verdict, thumbnail: None });
    }

    /// Writes the page and puts everything in place.
    pub fn finish(mut self) -> Result<(), ReportError> {
        let mut page = BufWriter::new(self.folder.file(PAGE)?);
        page.write_all(page::head(&self.entries, self.lang, self.today).as_bytes())?;
        self.articles.flush()?;
        let articles = self.articles.get_mut();
        articles.rewind()?;
        io::copy(articles, &mut page)?;
        page.write_all(page::foot(self.lang).as_bytes())?;
        page.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
        Ok(self.folder.publish()?)
    }
}

/// The pixels of one picture's section.
pub(crate) struct Shown {
    picture: Option<(RgbImage, Overlay)>,
    card: Option<(RgbImage, Overlay)>,
    /// The place of each field, cut out and upright, as a `data:` address; in the fields' order.
    cuttings: Vec<Option<String>>,
    thumbnail: Option<String>,
}

impl Shown {
    fn of(picture: &Picture, report: &ScanReport) -> Result<Self, ReportError> {
        let Some(view) = raster::view(picture) else {
            return Ok(Self { picture: None, card: None, cuttings: Vec::new(), thumbnail: None });
        };
        let small = raster::within(&view, PICTURE_LIMIT_PX);
        let scale = small.width() as f32 / view.width() as f32;
        let overlay = Overlay::of_picture(report, small.width(), small.height(), scale);

        let card = report.corners.and_then(|corners| {
            let [a, b, c, d] = corners;
            let there = (a.distance(b) + d.distance(c)) / 2.0;
            let width = there.clamp(CARD_LEAST_WIDTH_PX, CARD_WIDTH_PX).round() as u32;
            let height = (width as f32 * CARD_HEIGHT_MM / CARD_WIDTH_MM).round() as u32;
            let image = raster::straightened(&view, &corners, width, height)?;
            Some((image, Overlay::of_card(report, width, height)))
        });

        let mut cuttings = Vec::new();
        for placed in &report.fields {
            let cutting = <&[_; 4]>::try_from(placed.region.as_slice()).ok().and_then(|quad| {
                let [a, b, c, d] = quad;
                let (w, h) = ((a.distance(*b) + d.distance(*c)) / 2.0, (a.distance(*d) + b.distance(*c)) / 2.0);
                let height = h.clamp(CUTTING_HEIGHT_PX.0, CUTTING_HEIGHT_PX.1);
                let width = (w * height / h.max(1.0)).clamp(1.0, CARD_WIDTH_PX);
                raster::straightened(&view, quad, width.round() as u32, height.round() as u32)
            });
            cuttings.push(cutting.as_ref().map(raster::data_address).transpose()?);
        }

        let thumbnail = raster::view_of(&small).map(|small| raster::within(&small, THUMBNAIL_LIMIT_PX));
        let thumbnail = thumbnail.as_ref().map(raster::data_address).transpose()?;
        Ok(Self { picture: Some((small, overlay)), card, cuttings, thumbnail })
    }
}

/// The name of `path` without folder and extension, fit to be part of a file name here.
fn stem(name: &str) -> String {
    let stem = Path::new(name).file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
    // File names have at most 255 bytes, a character up to four.
    stem.chars().take(48).map(|c| if c.is_control() || "/\\:*?\"<>|".contains(c) { '_' } else { c }).collect()
}

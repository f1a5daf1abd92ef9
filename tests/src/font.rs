//! Debian's fonts, found through a table, and text drawn with them.

use std::collections::HashMap;
use std::sync::{Mutex, OnceLock};

use tiny_skia::{Path, PathBuilder, Pixmap, Transform};
use ttf_parser::{Face, GlyphId, OutlineBuilder};

use crate::paint::{Rgb, fill, stroke};

/// The typefaces used, each from a Debian package.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Type {
    NotoSans,
    NotoSansBold,
    NotoSerif,
    NotoSerifBold,
    ZenHei,
    MicroHei,
    Uming,
    Ukai,
    OcrB,
    DejaVuMono,
    NotoMono,
    Mongolian,
    Tibetan,
    Arabic,
    Yi,
}

impl Type {
    /// Every typeface.
    pub const ALL: [Self; 15] = [
        Self::NotoSans,
        Self::NotoSansBold,
        Self::NotoSerif,
        Self::NotoSerifBold,
        Self::ZenHei,
        Self::MicroHei,
        Self::Uming,
        Self::Ukai,
        Self::OcrB,
        Self::DejaVuMono,
        Self::NotoMono,
        Self::Mongolian,
        Self::Tibetan,
        Self::Arabic,
        Self::Yi,
    ];
}

/// Package, face in the collection (the simplified Chinese one), and where the file may lie.
type Place = (&'static str, &'static str, &'static [&'static str]);

fn place(t: Type) -> Place {
    match t {
        Type::NotoSans => ("fonts-noto-cjk", "SC", &["opentype/noto/NotoSansCJK-Regular.ttc"]),
        Type::NotoSansBold => ("fonts-noto-cjk", "SC", &["opentype/noto/NotoSansCJK-Bold.ttc"]),
        Type::NotoSerif => ("fonts-noto-cjk", "SC", &["opentype/noto/NotoSerifCJK-Regular.ttc"]),
        Type::NotoSerifBold => ("fonts-noto-cjk", "SC", &["opentype/noto/NotoSerifCJK-Bold.ttc"]),
        Type::ZenHei => ("fonts-wqy-zenhei", "Hei", &["truetype/wqy/wqy-zenhei.ttc"]),
        Type::MicroHei => ("fonts-wqy-microhei", "Hei", &["truetype/wqy/wqy-microhei.ttc"]),
        Type::Uming => ("fonts-arphic-uming", "CN", &["truetype/arphic/uming.ttc"]),
        Type::Ukai => ("fonts-arphic-ukai", "CN", &["truetype/arphic/ukai.ttc"]),
        Type::Mongolian => ("fonts-noto-core", "", &["truetype/noto/NotoSansMongolian-Regular.ttf"]),
        Type::Tibetan => ("fonts-noto-core", "", &["truetype/noto/NotoSerifTibetan-Regular.ttf"]),
        Type::Arabic => ("fonts-noto-core", "", &["truetype/noto/NotoNaskhArabic-Regular.ttf"]),
        Type::Yi => ("fonts-noto-core", "", &["truetype/noto/NotoSansYi-Regular.ttf"]),
        Type::OcrB => ("fonts-ocr-b", "", &["opentype/ocr-b/OCRB.otf"]),
        Type::DejaVuMono => ("fonts-dejavu-core", "", &["truetype/dejavu/DejaVuSansMono.ttf"]),
        Type::NotoMono => {
            ("fonts-noto-mono", "", &["truetype/noto/NotoSansMono-Regular.ttf", "truetype/noto/NotoMono-Regular.ttf"])
        }
    }
}

/// Roots under which Debian, other Linuxes and Homebrew put fonts.
const ROOTS: &[&str] = &["/usr/share/fonts", "/usr/local/share/fonts", "/opt/homebrew/share/fonts"];

/// A font ready to draw with; glyph outlines are kept.
pub struct Font {
    face: Face<'static>,
    glyphs: Mutex<HashMap<char, Option<(Path, f32)>>>,
}

/// The font of a typeface, loaded once.
///
/// # Panics
/// When the font is not installed, naming the Debian package.
pub fn font(t: Type) -> &'static Font {
    static ALL: OnceLock<Mutex<HashMap<Type, &'static Font>>> = OnceLock::new();
    let mut all = ALL.get_or_init(Mutex::default).lock().expect("no panic while loading");
    all.entry(t).or_insert_with(|| Box::leak(Box::new(load(t))))
}

/// Typefaces whose files are missing, as the Debian packages to install.
#[must_use]
pub fn missing(types: &[Type]) -> Vec<&'static str> {
    let mut out: Vec<_> = types.iter().filter(|t| find(**t).is_none()).map(|t| place(*t).0).collect();
    out.dedup();
    out
}

fn find(t: Type) -> Option<std::path::PathBuf> {
    let (_, _, names) = place(t);
    ROOTS.iter().flat_map(|root| names.iter().map(move |n| std::path::Path::new(root).join(n))).find(|p| p.is_file())
}

fn load(t: Type) -> Font {
    let (package, want, names) = place(t);
    let path = find(t)
        .unwrap_or_else(|| panic!("font {names:?} not found under {ROOTS:?}: install the Debian package {package}"));
    let data = std::fs::read(&path).unwrap_or_else(|e| panic!("cannot read {}: {e}", path.display()));
    let data: &'static [u8] = Box::leak(data.into_boxed_slice());
    let count = ttf_parser::fonts_in_collection(data).unwrap_or(1);
    let named = |i: u32| {
        let face = Face::parse(data, i).ok()?;
        let name = face
            .names()
            .into_iter()
            .filter(|n| n.name_id == ttf_parser::name_id::FULL_NAME)
            .find_map(|n| n.to_string())
            .unwrap_or_default();
        (name.contains(want) && !name.contains("Mono") && !name.contains("Sharp")).then_some(i)
    };
    let index = (0..count).find_map(named).unwrap_or(0);
    let face = Face::parse(data, index).unwrap_or_else(|e| panic!("{} is not a font: {e}", path.display()));
    Font { face, glyphs: Mutex::default() }
}

struct Pen(PathBuilder);

impl OutlineBuilder for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.0.move_to(x, -y);
    }
    fn line_to(&mut self, x: f32, y: f32) {
        self.0.line_to(x, -y);
    }
    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        self.0.quad_to(x1, -y1, x, -y);
    }
    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        self.0.cubic_to(x1, -y1, x2, -y2, x, -y);
    }
    fn close(&mut self) {
        self.0.close();
    }
}

/// How a run of text is drawn.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// Size of the em square in pixels.
    pub em: f32,
    /// Distance from glyph to glyph in pixels; 0 takes the font's own.
    pub pitch: f32,
    /// Added weight, in ems.
    pub bold: f32,
    /// Colour.
    pub color: Rgb,
    /// Opacity.
    pub alpha: f32,
}

impl Style {
    /// Plain text of a size and colour.
    #[must_use]
    pub fn new(em: f32, color: Rgb) -> Self {
        Self { em, pitch: 0.0, bold: 0.0, color, alpha: 1.0 }
    }
    /// With a fixed pitch in pixels.
    #[must_use]
    pub fn pitch(self, pitch: f32) -> Self {
        Self { pitch, ..self }
    }
    /// With added weight in ems.
    #[must_use]
    pub fn bold(self, bold: f32) -> Self {
        Self { bold, ..self }
    }
    /// With an opacity.
    #[must_use]
    pub fn alpha(self, alpha: f32) -> Self {
        Self { alpha, ..self }
    }
}

impl Font {
    /// Whether the font draws this character.
    #[must_use]
    pub fn has(&self, c: char) -> bool {
        c == ' ' || self.face.glyph_index(c).is_some_and(|g| g != GlyphId(0))
    }

    /// Whether the font draws every character.
    #[must_use]
    pub fn has_all(&self, text: &str) -> bool {
        text.chars().all(|c| self.has(c))
    }

    /// Outline (in font units, y down) and advance of a character.
    fn glyph(&self, c: char) -> Option<(Path, f32)> {
        let mut glyphs = self.glyphs.lock().expect("no panic while drawing");
        glyphs
            .entry(c)
            .or_insert_with(|| {
                let id = self.face.glyph_index(c)?;
                let mut pen = Pen(PathBuilder::new());
                self.face.outline_glyph(id, &mut pen)?;
                Some((pen.0.finish()?, f32::from(self.face.glyph_hor_advance(id)?)))
            })
            .clone()
    }

    /// Width of a run in pixels.
    #[must_use]
    pub fn width(&self, text: &str, style: Style) -> f32 {
        text.chars().map(|c| self.advance(c, style)).sum()
    }

    fn advance(&self, c: char, style: Style) -> f32 {
        if style.pitch > 0.0 {
            return style.pitch;
        }
        let own = self
            .face
            .glyph_index(c)
            .and_then(|g| self.face.glyph_hor_advance(g))
            .map_or(0.5, |a| f32::from(a) / f32::from(self.face.units_per_em()));
        own * style.em
    }

    /// Draws a run from `x` with its em squares centred on `y`; gives the x where it ended.
    pub fn draw(&self, map: &mut Pixmap, text: &str, x: f32, y: f32, style: Style) -> f32 {
        self.draw_at(map, text, x, y, style, Transform::identity())
    }

    /// As [`Font::draw`], the whole run moved by `at` (turned text).
    pub fn draw_at(&self, map: &mut Pixmap, text: &str, x: f32, y: f32, style: Style, at: Transform) -> f32 {
        let k = style.em / f32::from(self.face.units_per_em());
        let base = y + style.em * 0.37;
        let mut pen = x;
        for c in text.chars() {
            let step = self.advance(c, style);
            if let Some((path, advance)) = self.glyph(c) {
                let side = if style.pitch > 0.0 { (step - advance * k) / 2.0 } else { 0.0 };
                let t = Transform::from_row(k, 0.0, 0.0, k, pen + side, base).post_concat(at);
                if let Some(path) = path.transform(t) {
                    fill(map, &path, style.color, style.alpha);
                    if style.bold > 0.0 {
                        stroke(map, &path, style.color, style.alpha, style.bold * style.em);
                    }
                }
            }
            pen += step;
        }
        pen
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn set_up_installs_the_package_of_every_typeface() {
        let listed = include_str!("../../xtask/src/system.rs");
        for t in Type::ALL {
            let (package, ..) = place(t);
            assert!(listed.contains(&format!("\"{package}\"")), "{package} is not in xtask's list");
        }
    }
}

//! What is seen on an app's icon: transparency, patches in its corners, likeness to icons of systems. Figures only.

mod canvas;
mod likeness;
mod patches;

use heyan_rules::guide::icon::IconFigures;

use crate::frame::{DecodeLimits, Picture, PictureError, decode};
use canvas::Canvas;

/// Side, px, at which an icon is measured: a dot of 7 % has nine pixels across, and all is done in milliseconds.
const SIDE: usize = 128;
/// How much of its square a circle leaves free, 1 - π/4: cut off corners, and no hole.
const CUT_CORNERS: f64 = 0.22;

/// An icon: its picture, and what was measured of it.
pub struct Icon {
    /// Its pixels, transparent ones over white.
    pub picture: Picture,
    /// What was measured.
    pub figures: IconFigures,
}

/// Opens and measures the icon in `bytes`.
///
/// # Errors
/// As [`decode`].
pub fn measure(bytes: &[u8], limits: &DecodeLimits) -> Result<Icon, PictureError> {
    // Bounds and form are checked there; what it gives back has no transparency any more.
    let opaque = decode(bytes, limits)?;
    let alpha = alpha_of(bytes, &opaque);
    let picture = over_white(&opaque, alpha.as_deref()).unwrap_or(opaque);
    let canvas = Canvas::of(&picture, alpha.as_deref(), SIDE);
    let (transparent, connected) = canvas.transparent();
    let figures = IconFigures {
        width_px: picture.width(),
        height_px: picture.height(),
        transparent_ratio: transparent,
        transparent_inside_ratio: (transparent - connected.min(CUT_CORNERS)).max(0.0),
        drawn_ratio: canvas.drawn(),
        corner_patches: patches::in_corners(&canvas, picture.width(), picture.height()),
        likeness: likeness::to_system_apps(&canvas),
    };
    Ok(Icon { picture, figures })
}

/// The transparency of each pixel, 0 to 255, when the file has any; JPEGs and files turned by their metadata have none.
fn alpha_of(bytes: &[u8], opaque: &Picture) -> Option<Vec<u8>> {
    let image = image::load_from_memory(bytes).ok().filter(|image| image.color().has_alpha())?;
    let same = image.width() == opaque.width() && image.height() == opaque.height();
    same.then(|| image.to_rgba8().pixels().map(|pixel| pixel.0[3]).collect())
}

/// The picture over white, by the colours of the file and their transparency.
fn over_white(picture: &Picture, alpha: Option<&[u8]>) -> Option<Picture> {
    let alpha = alpha?;
    let pixels = picture.rgb().chunks_exact(3).zip(alpha);
    let mix = |value: u8, alpha: u8| {
        let (value, alpha) = (u32::from(value), u32::from(alpha));
        u8::try_from((value * alpha + 255 * (255 - alpha)) / 255).unwrap_or(255)
    };
    let rgb =
        pixels.flat_map(|(rgb, alpha)| rgb.iter().map(|value| mix(*value, *alpha)).collect::<Vec<u8>>()).collect();
    Picture::new(picture.width(), picture.height(), rgb)
}

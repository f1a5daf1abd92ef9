//! All of a portrait at once.

use heyan_rules::geometry::Rect;
use heyan_rules::portrait::{BackdropMeasures, HiddenFace, Measurements, PatchKind};

use super::bare::bare;
use super::blur::blur_ratio;
use super::canvas::Canvas;
use super::colour::{lab, lab_of, length, linear_of_lab, luminance};
use super::cover;
use super::crop::FaceCrop;
use super::eyes::eyes;
use super::face::face_figures;
use super::hair::HairColours;
use super::head::head as head_measures;
use super::light::{Light, light_of};
use super::limits::MEASURE;
use super::mask_runs::count;
use super::models::PortraitModels;
use super::ofiq;
use super::scene::{SCENE_SIDE, Scene};
use super::shoulders::framing;
use super::surface::Surface;
use super::uniform::background_gradient;
use super::wall::on_wall;
use super::wall_map::WallMap;
use crate::error::VisionError;
use crate::face::StillFaces;
use crate::frame::Frame;

/// What is wanted beside the figures that are judged.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Wanted {
    /// How far each place differs from the wall.
    pub map: bool,
    /// OFIQ's scores.
    pub scores: bool,
}

/// What was seen of a portrait.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Seen {
    /// The figures.
    pub measured: Measurements,
    /// How far each place differs from the wall, when there is one and it is wanted.
    pub map: Option<WallMap>,
}

/// Measures the portrait in `frame`.
pub fn measure(models: &mut PortraitModels, frame: &Frame<'_>, wanted: Wanted) -> Result<Seen, VisionError> {
    let mut map = None;
    let measured = measurements(models, frame, wanted.scores, wanted.map.then_some(&mut map))?;
    Ok(Seen { measured, map })
}

fn measurements(
    models: &mut PortraitModels,
    frame: &Frame<'_>,
    scores: bool,
    map: Option<&mut Option<WallMap>>,
) -> Result<Measurements, VisionError> {
    let small = frame.shrunk(SCENE_SIDE);
    let StillFaces { faces, seen, hidden } = models.faces.still(frame, &small)?;
    let mut measured = Measurements {
        width_px: frame.width(),
        height_px: frame.height(),
        face_count: faces.len() as u32,
        hidden_face: hidden.filter(|_| faces.is_empty()).map(|(bounds, presence)| HiddenFace { bounds, presence }),
        ..Measurements::default()
    };
    let boxes = faces.iter().map(|f| {
        let [l, t, r, b] = f.bounds();
        Rect::new(l, t, r, b)
    });
    measured.other_faces = boxes.skip(1).collect();
    let Some(face) = faces.first() else { return Ok(measured) };
    let Some((image, points)) = seen else { return Ok(measured) };
    let Some(crop) = FaceCrop::of(image, &points) else { return Ok(measured) };
    let Some(mut of_face) = face_figures(frame, face, &crop, scores) else { return Ok(measured) };
    let close = eyes(frame, face, crop.skin());
    of_face.eyes_seen = close.seen;
    of_face.glare_ratio = close.glare_ratio;
    of_face.glare = close.glare;
    of_face.upper_covered_ratio = close.dark_ratio;
    of_face.mouth_dark_ratio = cover::mouth_dark(&crop);
    let (lower_covered, mouth) = cover::lower_face(&crop);
    of_face.lower_covered_ratio = lower_covered;
    of_face.mouth = Some(mouth);
    let [right, left] = of_face.eyes;
    // A face without any edge is as blurred as can be.
    of_face.blur_ratio = blur_ratio(frame, [right.x, right.y], [left.x, left.y])?.unwrap_or(1.0);
    of_face.sharpness = sharpness(of_face.blur_ratio);
    let light = light_of(crop.skin(), close.sclera);

    let mask = models.segmenter.run(&small)?;
    if let Some(quality) = &mut of_face.quality {
        let area = |r: &Rect| f64::from(r.area());
        let second = measured.other_faces.iter().map(area).fold(0.0, f64::max);
        quality.single_face_present = Some(ofiq::single_face_present(second / area(&of_face.bounds).max(1.0)));
        let behind = Canvas::of(face).and_then(|canvas| background_gradient(frame, &canvas, mask));
        quality.background_uniformity = behind.map(ofiq::background_uniformity);
    }
    if let Some(scene) = Scene::of(&small, face, mask)? {
        measured.colourfulness = colourfulness(&scene);
        let framing = framing(&scene);
        let crown = (framing.head.top + 0.5) / scene.factor - 0.5;
        let head = framing.head.height() / scene.factor;
        let [_, wa, wb] = lab(white(&light));
        let (covered, on_head) = head_measures(&scene, &crop, crown, [wa, wb]);
        of_face.head_covered_ratio = covered;
        of_face.head = Some(on_head);
        of_face.bare_ratio = bare(&scene, &crop, head);
        measured.backdrop = backdrop(&scene, &light, map)?;
        measured.framing = Some(framing);
    }
    measured.face = Some(of_face);
    Ok(measured)
}

/// White in the light, at full exposure.
fn white(light: &Light) -> [f32; 3] {
    let level = luminance(light.white).max(1e-3);
    light.white.map(|v| v / level)
}

/// Score of sharpness: 100 for no blur, 50 at a fiftieth of the distance of the eyes, where lashes are gone.
fn sharpness(blur: f32) -> u8 {
    (100.0 / (1.0 + (blur / 0.02).powi(2))).round() as u8
}

/// CIELAB chroma that one pixel in fifty exceeds: a face before a white wall may be as little.
fn colourfulness(scene: &Scene) -> f32 {
    let pixels = scene.rgb.iter().step_by(MEASURE.colours_apart).map(|rgb| lab_of(*rgb));
    let mut all: Vec<f32> = pixels.map(|[_, a, b]| length(a, b)).collect();
    let at = all.len() * 49 / 50;
    if all.is_empty() { 0.0 } else { *all.select_nth_unstable_by(at, f32::total_cmp).1 }
}

fn backdrop(
    scene: &Scene<'_>,
    light: &Light,
    map: Option<&mut Option<WallMap>>,
) -> Result<Option<BackdropMeasures>, VisionError> {
    let all = (scene.width * scene.height).max(1) as f32;
    let seen = count(&scene.outside) as f32;
    if seen < MEASURE.least_seen * all {
        return Ok(None);
    }
    let Some(wall) = Surface::of(scene) else { return Ok(None) };
    let found = on_wall(scene, &wall, &HairColours::of(scene))?;
    if let Some(map) = map {
        let off = found.evidence.off(scene);
        *map = Some(WallMap { width: scene.width, height: scene.height, factor: scene.factor, off });
    }
    // The wall's colours over what is seen of it, and its brightest part: light falls off, paint does not.
    let mut walls: Vec<[f32; 3]> = Vec::new();
    for at in (0..scene.outside.len()).step_by(MEASURE.wall_apart).filter(|at| scene.outside.get(*at) == Some(&255)) {
        walls.push(wall.at(at % scene.width, at / scene.width));
    }
    walls.sort_by(|a, b| a[0].total_cmp(&b[0]));
    let quantile = |share: f32| walls.get((walls.len().saturating_sub(1) as f32 * share) as usize).copied();
    let (Some(dark), Some(bright), Some([raw, a, b])) = (quantile(0.05), quantile(0.95), quantile(0.7)) else {
        return Ok(None);
    };
    // What the camera made of the light may be right already, or half right: the wall is as white as any light between
    // that and the person's own can make it.
    let steps = (0..=8).map(|k| light.between(k as f32 / 8.0));
    let lights = steps.map(|light| (under(&[raw, a, b], &light), light));
    let best = lights.min_by(|(x, _), (y, _)| x[1].hypot(x[2]).total_cmp(&y[1].hypot(y[2])));
    let (in_light, light) = best.unwrap_or(([raw, a, b], *light));
    let [_, light_a, light_b] = lab(white(&light));
    let clutter_area: f32 = found.clutter.iter().filter(|p| p.kind == PatchKind::Object).map(|p| p.area_ratio).sum();
    Ok(Some(BackdropMeasures {
        seen_ratio: seen / all,
        lightness: in_light[0],
        chroma: in_light[1].hypot(in_light[2]),
        raw_lightness: raw,
        raw_ab: [a, b],
        light_ab: [light_a, light_b],
        gradient: bright[0] - dark[0],
        wall_ratio: found.evidence.wall_ratio,
        clutter_ratio: (clutter_area / (seen / all)).min(1.0),
        clutter: found.clutter,
        shadows: found.shadows,
    }))
}

/// CIELAB of a colour of the picture as it is under neutral light.
fn under(seen: &[f32; 3], light: &Light) -> [f32; 3] {
    let linear = linear_of_lab(*seen);
    let mut own = [0.0; 3];
    for ((own, value), white) in own.iter_mut().zip(linear).zip(light.white) {
        *own = value / white.max(1e-3);
    }
    let over = own.iter().copied().fold(1.0, f32::max);
    lab(own.map(|v| v / over))
}

//! Evidence that a solid head moves, and no picture of one.
//!
//! When a solid head turns, points of it shift against each other by their depth; points of a plane do not, and a bent
//! sheet shifts smoothly. So from the tracks of the landmarks through the run, centred, against their places at rest:
//!
//! * **Relief.** Whatever a plane, its perspective, and a smooth bend can do to a picture is a low polynomial of the place in
//!   it. All polynomials up to the third degree are taken out of the shifts and of the canonical head's depth; what is left of
//!   the head is the relief of nose, eyes and cheeks. Regressing the shifts on the rotation that the pose claims gives the
//!   depth of each point; its slope on the canonical relief ([`Figures::relief`]) is 1 for a head and 0 for a sheet, and its
//!   correlation ([`Figures::relief_corr`]) tells a head's relief from distortions.
//! * **Rigidity.** A turned solid is narrowed by the cosine of the angle whose sine its parallax shows. Perception's net reads
//!   a turned card as a hardly turned face, and its landmarks show the relief of that face: slope and correlation then are a
//!   head's. But the card is narrowed by all of its own angle ([`Figures::rigid`] and [`Figures::agrees`]: parallax, and the
//!   rotation claimed, over what the narrowing asks for). This is what tells cards in practice.
//! * **Nose against the line between the ears**: the parallax of one pair of depths, that a person can follow with a ruler.
//!
//! Paper rolled to the roundness of a face is narrowed as a face is when it turns about the roll, and is flat when it nods.
//! So turns and nods are weighed apart, and a challenge that is drawn asks for both. Where only a turn was seen and the
//! figures leave a doubt, a blink or an opening mouth must have been seen as well, which paper has none of. Another
//! doubt is the form: the lengths of the face, turned back to the front by the pose claimed, stay a head's, while a net that
//! fits a face to a turned picture fits another form to it ([`Figures::form`]).
//!
//! A nod down fits a solid better than a look up does, of which perception under-reads the depth; so it is held to more.
//!
//! A face that moves its mouth or eyes while the head is held alike is not called a picture, however badly its movement fits
//! a head: it is asked to turn once more. Nothing but a movement that fits makes it a head.
//!
//! A tilt turns head and picture alike; without rotation out of the plane nothing is claimed ([`Solid::Unknown`]).
//!
//! This does not stop a mask or a model of a head, which are solid; a video of a live head, played on a screen held still or
//! fed in place of the camera (a random challenge makes it hard to have the right one); faces made or swapped by a
//! program; rolled paper with holes for living eyes, where only one axis is asked. Those want the camera's attestation, or other evidence than motion.

mod figures;
mod geometry;
mod tracks;

use serde::{Deserialize, Serialize};

pub(super) use tracks::Tracks;

use super::limits::PresenceLimits;
use super::observation::HeadAngles;
use figures::{Measured, measure};
use geometry::{Rest, Shift};

/// Whether a solid head was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Solid {
    /// The landmarks moved as those of a head.
    Yes,
    /// They moved as those of a picture.
    No,
    /// Too little rotation out of the picture's plane, about one axis only and without a sign of life, or too few
    /// landmarks, to say.
    Unknown,
}

/// What was measured about one axis; figures are 0 where there was nothing to measure.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Figures {
    /// Frames with enough rotation.
    pub frames: usize,
    /// Greatest rotation out of the picture's plane that the pose claims, degrees.
    pub rotation_deg: f64,
    /// Slope of the depth seen on the canonical head's, planes and bends taken out: 1 for a head, 0 for a sheet.
    pub relief: f64,
    /// Correlation of the same over the landmarks.
    pub relief_corr: f64,
    /// Parallax over what the narrowing of the face asks for: 1 for a solid, 0 for a plane.
    pub rigid: f64,
    /// Rotation claimed over what the narrowing of the face asks for: 1 for a head, 0.1 to 0.5 for a picture of one.
    pub agrees: f64,
    /// Parallax of the nose against the ears over that of the rotation claimed.
    pub nose: f64,
    /// Change of the face's proportions, turned back to the front, against rest, root mean square: little for a head.
    pub form: f64,
    /// Narrowing for each sine of the rotation claimed, at rest: twice the tangent of how far the face leans there.
    pub slope: f64,
    /// Narrowing for each square of that sine: 1 for a head; for a picture of which a share is read, 1 over its square.
    pub curve: f64,
}

/// What is known of the head's depth.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Presence {
    /// The answer.
    pub solid: Solid,
    /// From frames that are turned more than nodded.
    pub turning: Figures,
    /// From frames that are nodded more than turned.
    pub nodding: Figures,
    /// Blinks and openings of the mouth.
    pub signs_of_life: usize,
    /// Frames narrowed beyond any expression, without parallax that explains it.
    pub plane_frames: usize,
    /// How much mouth and eyes move while the head is held alike.
    pub expression: f64,
}

impl Presence {
    /// How far the movement fits a solid head, 0 to 1: the least of what was measured about either axis.
    pub fn solid_share(&self) -> f64 {
        let shown = [&self.turning, &self.nodding].into_iter().filter(|f| f.frames > 0);
        let least = shown.map(|f| f.relief.min(f.rigid).min((f.rigid * f.agrees).sqrt())).reduce(f64::min);
        least.unwrap_or(0.0).clamp(0.0, 1.0)
    }

    /// The figures of the axis that was shown most.
    pub fn leading(&self) -> &Figures {
        if self.turning.frames >= self.nodding.frames { &self.turning } else { &self.nodding }
    }
}

impl Tracks {
    /// Weighs the evidence, with the neutral pose that the rotations are measured from.
    pub(super) fn judge(&self, neutral: &HeadAngles, signs_of_life: usize, limits: &PresenceLimits) -> Presence {
        let none = Measured { turning: Figures::default(), nodding: Figures::default(), plane_frames: 0, down: 0.0 };
        let kept = self.kept();
        let rest = Rest::of(kept, neutral, limits.rest_deg).map(|rest| (rest, *neutral)).or_else(|| {
            // Who began in motion rests somewhere else.
            let neutral = self.densest(limits.rest_deg as f32)?;
            Rest::of(kept, &neutral, limits.rest_deg).map(|rest| (rest, neutral))
        });
        let measured = rest.map_or(none, |(rest, neutral)| {
            let shifts: Vec<Shift> = kept.iter().filter_map(|frame| rest.shift(frame, &neutral)).collect();
            measure(&rest, &shifts, limits)
        });
        let Measured { turning, nodding, plane_frames, .. } = measured;
        let expression = self.expression(limits.rest_deg as f32);
        let moves = signs_of_life > 0 || expression >= limits.expression_min;
        let solid = match answer(&measured, signs_of_life, limits) {
            // Badly tracked, or hardly turned: no picture talks or blinks.
            Solid::No if moves => Solid::Unknown,
            other => other,
        };
        Presence { solid, turning, nodding, signs_of_life, plane_frames, expression }
    }
}

fn answer(m: &Measured, signs_of_life: usize, limits: &PresenceLimits) -> Solid {
    let shown =
        |f: &Figures| f.frames as f64 >= limits.evidence_min_frames && f.rotation_deg >= limits.evidence_peak_deg;
    let (turned, nodded) = (shown(&m.turning), shown(&m.nodding));
    let plane = m.plane_frames as f64 >= limits.plane_min_frames
        && (!turned || m.turning.rigid < limits.plane_rigid_max && narrows_by_turning(&m.turning, limits))
        && (!nodded || m.nodding.rigid < limits.plane_rigid_max && narrows_by_turning(&m.nodding, limits));
    // The more the form gives way, the better the movement must fit.
    let judged = |f: &Figures, [rigid, both, form]: [f64; 3], doubt: [f64; 2]| {
        let both = both + limits.form_cost * (f.form - limits.form_free).max(0.0);
        let share = (f.rigid * f.agrees).sqrt();
        if is_of_a_head(f, limits) && f.rigid >= rigid && share >= both && f.form <= form {
            Solid::Yes
        } else if f.rotation_deg < limits.picture_peak_deg
            || !narrows_by_turning(f, limits) && f.relief >= limits.relief_min
            || f.rigid >= doubt[0] && share >= doubt[1] && f.relief_corr >= limits.relief_corr_sure
        {
            // Too little to call it a picture; or as solid as a head and yet not quite one: what talks while it turns is so,
            // and what is rolled.
            Solid::Unknown
        } else {
            Solid::No
        }
    };
    let l = limits;
    let turn = turned.then(|| {
        judged(
            &m.turning,
            [l.turning_rigid_min, l.turning_both_min, l.turning_form_max],
            [l.turning_doubt_rigid, l.turning_doubt_both],
        )
    });
    let downwards = m.down >= l.down_share;
    let (rigid, both) =
        if downwards { (l.down_rigid_min, l.down_both_min) } else { (l.nodding_rigid_min, l.nodding_both_min) };
    let nod = nodded
        .then(|| judged(&m.nodding, [rigid, both, l.nodding_form_max], [l.nodding_rigid_min, l.nodding_both_min]));
    let either = |answer| turn == Some(answer) || nod == Some(answer);
    if plane || either(Solid::No) {
        return Solid::No;
    }
    if either(Solid::Unknown) {
        return Solid::Unknown;
    }
    // Rolled paper turns much as a head does.
    let t = &m.turning;
    let fit = (t.rigid * t.agrees).sqrt() - limits.form_cost * (t.form - limits.form_free).max(0.0);
    let holds_form = t.form <= limits.turning_form_sure || fit >= limits.turning_fit_sure;
    let sure = t.rigid >= limits.turning_rigid_sure && holds_form;
    match (turned, nodded) {
        (false, false) => Solid::Unknown,
        (true, false) if !sure && signs_of_life == 0 => Solid::Unknown,
        _ => Solid::Yes,
    }
}

/// Whether the face is narrowed the more the farther it turns, and by more than a head: a picture is. What a mouth that talks
/// or hair before a cheek narrows has nothing to do with the turn.
fn narrows_by_turning(f: &Figures, limits: &PresenceLimits) -> bool {
    let sine = f.rotation_deg.to_radians().sin().max(1e-3);
    f.curve + f.slope.abs() / sine >= limits.picture_curve_min
}

fn is_of_a_head(f: &Figures, limits: &PresenceLimits) -> bool {
    // The smaller the rotation, the less surely its square is told.
    let sine = f.rotation_deg.to_radians().sin();
    let curve_max = limits.curve_max + limits.curve_noise / sine.powi(2).max(1e-3);
    f.relief >= limits.relief_min
        && f.relief <= limits.relief_max
        && f.relief_corr >= limits.relief_corr_min
        && f.agrees >= limits.agrees_min
        && f.nose >= limits.nose_min
        && f.slope.abs() <= limits.slope_max
        && (limits.curve_min..=curve_max).contains(&f.curve)
}

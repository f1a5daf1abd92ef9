//! A scarf round head and neck that leaves the face free.

use super::dress::noise;
use super::layer::light_of;
use super::wear::{Axes, Spot};
use crate::heads::space::unit;
use crate::paint::{Rgb, scale, smooth};
use crate::rng::Rng;

const TUNING: &[Rgb] = &[[0.10, 0.10, 0.11], [0.55, 0.50, 0.44], [0.24, 0.30, 0.44], [0.62, 0.40, 0.42]];
const HELD: &[Rgb] = &[[0.14, 0.14, 0.16], [0.70, 0.66, 0.58], [0.20, 0.36, 0.34], [0.44, 0.30, 0.46]];

/// The scarf, in cm about the bridge of the nose.
pub(super) fn scarf(rng: &mut Rng, held: bool) -> impl Fn(&Axes, f32, f32, f32, u64) -> Option<Spot> + use<> {
    let all = if held { HELD } else { TUNING };
    let cloth = light_of(all[rng.index(all.len())]);
    let (over, high, slack) = (rng.range(0.6, 1.6), rng.range(3.6, 5.2), rng.range(0.8, 2.0));
    move |a, u, v, aa, seed| {
        // The face is free from the forehead to under the chin.
        let (top, low) = (high, a.chin - 0.4);
        let (middle, tall, wide) = ((top + low) / 2.0, (top - low) / 2.0, a.half * 0.86);
        let oval = libm::hypotf(u / wide, (v - middle) / tall);
        let open = (oval - 1.0) * wide;
        // Over the skull, down past the cheeks and out over the breast.
        let skull = (1.0 - libm::hypotf(u / (a.hair + over), (v - 1.0) / (a.crown + over - 1.0))) * a.hair;
        let falls = (a.hair + over + slack * smooth(-2.0, -9.0, v) + 0.55 * (-v - 11.0).max(0.0)).min(16.0) - u.abs();
        let outer = if v > 1.0 { skull } else { falls.min(v + 27.0 - 0.02 * u * u) };
        let dist = outer.min(open);
        let alpha = smooth(-aa, aa, dist);
        (alpha > 0.0).then(|| {
            let along = noise(seed, u * 0.35 + v * 0.12, v * 0.45 - u * 0.1);
            let fold = 0.8 + 0.35 * along;
            let hem = 0.75 + 0.25 * smooth(0.0, 0.5, open);
            let below = 1.0 - 0.3 * smooth(a.chin + 0.5, a.chin - 2.5, v) * smooth(5.0, 0.0, u.abs());
            let weave = 1.0 + 0.06 * (noise(seed ^ 1, u * 7.0, v * 7.0) - 0.5);
            let normal = unit([u / (a.hair + 2.0) + 0.4 * (along - 0.5), 0.2, 0.8]);
            Spot { colour: scale(cloth, fold * hem * below * weave), alpha, normal, glow: 0.0 }
        })
    }
}

//! The light on the person, told by their skin and the white of their eyes.
//!
//! A picture alone cannot tell a cream wall in daylight from a white one in lamp light; the person in the same light can.
//! Light is taken to vary along the colours of lamps and sky only, by one number: 0 is neutral, 1 a warm white of about
//! 3500 K that a camera has half corrected. Skin has a line of colours from light to dark (melanin), along which its
//! place says nothing, and off which it moves with the light; sclera is nearly white. Both and a prior that cameras
//! balance colours fairly well are weighed by how sure they are.

/// What is known of skin, eyes, lamps and cameras before a picture is seen.
#[derive(Debug, Clone, Copy)]
pub struct LightLimits {
    /// What the light at 1 adds to ln(R/G) and ln(B/G), linear light: the black-body locus near 5000 K.
    pub warm: [f32; 2],
    /// What ln(R/G) is multiplied by, so that with ln(B/G) it gives one sum for skin of any melanin in neutral light: from sRGB
    /// skin swatches, light (227, 184, 160) to dark (130, 90, 70).
    pub skin_slope: f32,
    /// What that is on the mean.
    pub skin: f32,
    /// Its standard deviation over persons and cameras.
    pub skin_spread: f32,
    /// ln(R/G) and ln(B/G) of sclera in neutral light, a little pink.
    pub sclera: [f32; 2],
    /// Their standard deviations.
    pub sclera_spread: [f32; 2],
    /// Difference of the light by sclera and by skin from which one of them is something else.
    pub disagree: f32,
    /// Spread of what a camera leaves of the light.
    pub camera_spread: f32,
    /// Warmest and coldest light.
    pub range: (f32, f32),
    /// ln of luminance of white in a picture as cameras expose, and its spread.
    pub exposure: (f32, f32),
    /// ln of skin's reflectance: at ln(R/G) of 0.47, what each 1 of it takes away, and its spread with the shape of the face.
    pub reflectance: (f32, f32, f32, f32),
    /// Bounds of ln of skin's reflectance: very dark and very light skin.
    pub reflectance_range: (f32, f32),
}

/// The limits that are used.
pub const LIGHT: LightLimits = LightLimits {
    warm: [0.15, -0.235],
    skin_slope: 0.65,
    skin: -0.03,
    skin_spread: 0.09,
    sclera: [0.07, -0.04],
    sclera_spread: [0.06, 0.08],
    disagree: 1.5,
    camera_spread: 0.7,
    range: (-1.3, 2.2),
    exposure: (-0.12, 0.3),
    reflectance: (0.47, -0.75, -3.2, 0.5),
    reflectance_range: (-2.5, -0.55),
};

/// Light on a person.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Light {
    /// Linear R, G, B of white in it.
    pub white: [f32; 3],
    /// How warm it is: 0 neutral.
    pub warmth: f32,
}

/// The light that shows `skin` and `sclera` (linear R, G, B) as they are seen.
pub fn light_of(skin: [f32; 3], sclera: Option<[f32; 3]>) -> Light {
    let ratios = |[r, g, b]: [f32; 3]| [(r.max(1e-4) / g.max(1e-4)).ln(), (b.max(1e-4) / g.max(1e-4)).ln()];
    let [skin_red, skin_blue] = ratios(skin);
    let [warm_red, warm_blue] = LIGHT.warm;
    let mut weight = 1.0 / (LIGHT.camera_spread * LIGHT.camera_spread);
    let mut sum = 0.0;
    let mut observe = |seen: f32, by_light: f32, spread: f32| {
        let precision = (by_light / spread).powi(2);
        weight += precision;
        sum += precision * (seen / by_light);
    };
    let by_skin = (skin_blue + LIGHT.skin_slope * skin_red - LIGHT.skin) / (warm_blue + LIGHT.skin_slope * warm_red);
    observe(
        skin_blue + LIGHT.skin_slope * skin_red - LIGHT.skin,
        warm_blue + LIGHT.skin_slope * warm_red,
        LIGHT.skin_spread,
    );
    let ([red_0, blue_0], [red_spread, blue_spread]) = (LIGHT.sclera, LIGHT.sclera_spread);
    // What says the opposite of the skin is no sclera but lid, lash or a reflection.
    let agrees = |[_, blue]: &[f32; 2]| ((blue - blue_0) / warm_blue - by_skin).abs() < LIGHT.disagree;
    if let Some([red, blue]) = sclera.map(ratios).filter(agrees) {
        observe(red - red_0, warm_red, red_spread);
        observe(blue - blue_0, warm_blue, blue_spread);
    }
    let warmth = (sum / weight).clamp(LIGHT.range.0, LIGHT.range.1);
    let (at, reflectance, slope, spread) = LIGHT.reflectance;
    let melanin = skin_red - warmth * warm_red;
    let expected = (reflectance + slope * (melanin - at)).clamp(LIGHT.reflectance_range.0, LIGHT.reflectance_range.1);
    let seen = super::colour::luminance(skin).max(1e-3).ln() - expected;
    let (usual, usual_spread) = LIGHT.exposure;
    let (by_camera, by_face) = (usual_spread.powi(-2), spread.powi(-2));
    let level = ((usual * by_camera + seen * by_face) / (by_camera + by_face)).exp().clamp(0.2, 1.1);
    Light::new(warmth, level)
}

impl Light {
    fn new(warmth: f32, level: f32) -> Self {
        let [red, blue] = LIGHT.warm.map(|w| (warmth * w).exp());
        let scale = level / super::colour::luminance([red, 1.0, blue]);
        Self { white: [red * scale, scale, blue * scale], warmth }
    }

    /// As bright, and `share` (0 to 1) as far from neutral.
    pub fn between(&self, share: f32) -> Self {
        Self::new(self.warmth * share, super::colour::luminance(self.white))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SKIN_SEEN: [f32; 3] = [0.565, 0.305, 0.205];

    fn in_light(colour: [f32; 3], warmth: f32) -> [f32; 3] {
        let [r, g, b] = colour;
        [r * (warmth * LIGHT.warm[0]).exp(), g, b * (warmth * LIGHT.warm[1]).exp()]
    }

    #[test]
    fn neutral_light_shows_skin_and_sclera_as_they_are() {
        let light = light_of(SKIN_SEEN, Some([0.64, 0.6, 0.58]));
        assert!(light.warmth.abs() < 0.2, "{light:?}");
    }

    #[test]
    fn warm_and_cold_light_are_told_from_the_person() {
        for warmth in [-0.8, 0.6, 1.2] {
            let sclera = in_light([0.64, 0.6, 0.58], warmth);
            let light = light_of(in_light(SKIN_SEEN, warmth), Some(sclera));
            assert!((light.warmth - warmth).abs() < 0.35, "{warmth}: {light:?}");
        }
    }

    #[test]
    fn dark_skin_is_not_taken_for_little_light() {
        let dark = light_of([0.223, 0.102, 0.061], None);
        let light = light_of([0.768, 0.479, 0.352], None);
        let of = |l: Light| super::super::colour::luminance(l.white);
        assert!((of(dark) - of(light)).abs() < 0.2, "{dark:?} {light:?}");
    }
}

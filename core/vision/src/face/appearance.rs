//! What a face looks like: brightness over its own axes, colour of its skin, light on it.

use heyan_rules::liveness::APPEARANCE_CELLS;

use super::mesh::SIDE;
use crate::colour::{lab, linear};
use crate::frame::luma;

/// Where each cell is sampled: four places, each midway between two landmarks, so that it stays the same place of the
/// skin however the head is turned. Rows from the hairline to the chin, six cells from the person's right to their left.
/// Found on MediaPipe's canonical face: the pairs nearest to a regular grid over 86 % of its width at each height.
const CELLS: [[[u16; 2]; 4]; APPEARANCE_CELLS] = [
    [[104, 104], [69, 104], [68, 68], [104, 105]],
    [[69, 69], [69, 108], [69, 105], [66, 108]],
    [[108, 108], [108, 151], [107, 108], [107, 151]],
    [[337, 337], [337, 151], [336, 337], [336, 151]],
    [[299, 299], [299, 337], [299, 334], [296, 337]],
    [[333, 333], [299, 333], [298, 298], [333, 334]],
    [[68, 70], [63, 105], [70, 156], [46, 53]],
    [[52, 105], [65, 66], [52, 224], [65, 222]],
    [[107, 107], [9, 107], [55, 221], [8, 55]],
    [[336, 336], [9, 336], [285, 441], [8, 285]],
    [[282, 334], [295, 296], [282, 444], [295, 442]],
    [[298, 300], [293, 334], [300, 383], [276, 283]],
    [[35, 156], [113, 113], [35, 143], [31, 31]],
    [[30, 160], [158, 158], [24, 24], [22, 153]],
    [[189, 190], [168, 193], [233, 233], [122, 196]],
    [[413, 414], [168, 417], [453, 453], [351, 419]],
    [[260, 387], [385, 385], [254, 254], [252, 380]],
    [[265, 383], [342, 342], [265, 372], [261, 261]],
    [[111, 116], [117, 228], [117, 123], [50, 117]],
    [[119, 229], [119, 120], [101, 118], [100, 101]],
    [[47, 121], [196, 236], [126, 209], [51, 51]],
    [[277, 350], [419, 456], [355, 429], [281, 281]],
    [[348, 449], [348, 349], [330, 347], [329, 330]],
    [[340, 345], [346, 448], [346, 352], [280, 346]],
    [[50, 123], [50, 50], [123, 187], [187, 205]],
    [[101, 205], [36, 36], [205, 205], [203, 206]],
    [[48, 49], [44, 45], [98, 98], [99, 242]],
    [[278, 279], [274, 275], [327, 327], [328, 462]],
    [[330, 425], [266, 266], [425, 425], [423, 426]],
    [[280, 352], [280, 280], [352, 411], [411, 425]],
    [[147, 192], [187, 207], [192, 213], [207, 214]],
    [[206, 207], [92, 206], [212, 216], [40, 186]],
    [[165, 165], [164, 167], [39, 39], [72, 72]],
    [[391, 391], [164, 393], [269, 269], [302, 302]],
    [[426, 427], [322, 426], [432, 436], [270, 410]],
    [[376, 416], [411, 427], [416, 433], [427, 434]],
    [[138, 192], [212, 214], [135, 214], [210, 214]],
    [[57, 212], [61, 146], [202, 202], [106, 106]],
    [[90, 179], [87, 87], [181, 182], [18, 84]],
    [[320, 403], [317, 317], [405, 406], [18, 314]],
    [[287, 432], [291, 375], [422, 422], [335, 335]],
    [[367, 416], [432, 434], [364, 434], [430, 434]],
    [[135, 169], [210, 211], [169, 170], [170, 211]],
    [[204, 211], [194, 194], [32, 32], [32, 208]],
    [[182, 201], [83, 200], [201, 208], [200, 208]],
    [[406, 421], [313, 200], [421, 428], [200, 428]],
    [[424, 431], [418, 418], [262, 262], [262, 428]],
    [[364, 394], [430, 431], [394, 395], [395, 431]],
];
/// Landmarks of both cheeks, away from nose, mouth and beard line.
const CHEEKS: [usize; 12] = [50, 101, 118, 117, 123, 36, 280, 330, 347, 346, 352, 266];
/// From here on a value counts as clipped: 250 of 255.
const CLIPPED: f32 = 250.0 / 255.0;

/// What the pixels of a face say.
#[derive(Debug, Clone, PartialEq)]
pub struct Look {
    /// Mean luma, 0 to 1.
    pub luminance: f32,
    /// Share of clipped pixels, 0 to 1.
    pub clipped_ratio: f32,
    /// Luma of the cells, mean 0 and spread 1; all 0 for a face without any contrast.
    pub appearance: Vec<f32>,
    /// CIELAB a and b of the cheeks.
    pub skin_ab: [f32; 2],
}

/// Sums of pixels in squares of three by three.
#[derive(Default)]
struct Tally {
    rgb: [f32; 3],
    luma: f32,
    clipped: u32,
    pixels: u32,
}

impl Tally {
    /// Takes in the square about `x`, `y`, moved inside the image where it would leave it.
    fn add(&mut self, image: &[f32], x: f32, y: f32) {
        let first = |n: f32| (n - 0.5).clamp(0.0, (SIDE - 3) as f32) as usize;
        for row in first(y)..first(y) + 3 {
            let at = (row * SIDE + first(x)) * 3;
            for pixel in image.get(at..at + 9).unwrap_or_default().chunks_exact(3) {
                let &[r, g, b] = pixel else { continue };
                let value = luma([r, g, b]);
                self.luma += value;
                self.clipped += u32::from(value >= CLIPPED);
                self.pixels += 1;
                for (sum, value) in self.rgb.iter_mut().zip([r, g, b]) {
                    *sum += value;
                }
            }
        }
    }

    fn mean(&self) -> f32 {
        self.luma / self.pixels.max(1) as f32
    }
}

/// Looks at `image`, the mesh network's input (R G B, 0 to 1), with its `points` in px of it.
pub fn look(image: &[f32], points: &[[f32; 3]]) -> Look {
    let at = |index: usize| points.get(index).map_or((0.0, 0.0), |&[x, y, _]| (x, y));
    let mut appearance = Vec::with_capacity(APPEARANCE_CELLS);
    let (mut luminance, mut clipped, mut pixels) = (0.0, 0, 0);
    for cell in &CELLS {
        let mut tally = Tally::default();
        for [first, second] in cell {
            let ((ax, ay), (bx, by)) = (at(usize::from(*first)), at(usize::from(*second)));
            tally.add(image, (ax + bx) / 2.0, (ay + by) / 2.0);
        }
        luminance += tally.luma;
        clipped += tally.clipped;
        pixels += tally.pixels;
        appearance.push(tally.mean());
    }
    standardise(&mut appearance);
    let mut cheeks = Tally::default();
    for index in CHEEKS {
        let (x, y) = at(index);
        cheeks.add(image, x, y);
    }
    let share = 1.0 / cheeks.pixels.max(1) as f32;
    let [_, a, b] = lab(cheeks.rgb.map(|sum| linear(sum * share)));
    let pixels = pixels.max(1) as f32;
    Look { luminance: luminance / pixels, clipped_ratio: clipped as f32 / pixels, appearance, skin_ab: [a, b] }
}

/// Mean 0, standard deviation 1; all 0 where they do not differ.
fn standardise(values: &mut [f32]) {
    let count = values.len().max(1) as f32;
    let mean = values.iter().sum::<f32>() / count;
    let spread = (values.iter().map(|v| (v - mean).powi(2)).sum::<f32>() / count).sqrt();
    // Half a code of 8 bits: below it there is nothing but rounding.
    let scale = if spread > 0.5 / 255.0 { 1.0 / spread } else { 0.0 };
    for value in values {
        *value = (*value - mean) * scale;
    }
}

//! An upright colour picture in memory.

use heyan_rules::Point;

/// An upright RGB picture, 8 bits a channel, rows packed.
pub struct Picture {
    width: u32,
    height: u32,
    rgb: Vec<u8>,
    decoded_in_ms: f64,
}

impl Picture {
    /// A picture of `width` × `height` over `rgb`; `None` when the bytes are not exactly `width * height * 3`.
    pub fn new(width: u32, height: u32, rgb: Vec<u8>) -> Option<Self> {
        let needed = (width as usize).checked_mul(height as usize)?.checked_mul(3)?;
        (width > 0 && height > 0 && rgb.len() == needed).then_some(Self { width, height, rgb, decoded_in_ms: 0.0 })
    }

    /// A copy of the part of `width` × `height` px whose top left pixel is (`left`, `top`); `None` when it does not lie
    /// inside.
    pub fn part(&self, left: u32, top: u32, width: u32, height: u32) -> Option<Self> {
        if left.checked_add(width)? > self.width || top.checked_add(height)? > self.height {
            return None;
        }
        let stride = self.width as usize * 3;
        let columns = left as usize * 3..(left + width) as usize * 3;
        let rows = self.rgb.chunks_exact(stride).skip(top as usize).take(height as usize);
        Self::new(width, height, rows.filter_map(|row| row.get(columns.clone())).flatten().copied().collect())
    }

    /// A copy in which a convex quadrilateral, its sides moved out by `beyond` of its size, is of one colour: the mean of all.
    pub fn without(&self, corners: &[Point; 4], beyond: f32) -> Self {
        let middle = corners.iter().fold(Point::default(), |m, p| Point::new(m.x + p.x / 4.0, m.y + p.y / 4.0));
        let grown = corners.map(|p| {
            let out = |c: f32, m: f32| m + (c - m) * (1.0 + 2.0 * beyond);
            Point::new(out(p.x, middle.x), out(p.y, middle.y))
        });
        let mean = [0, 1, 2].map(|channel| {
            let sum: u64 = self.rgb.iter().skip(channel).step_by(3).map(|v| u64::from(*v)).sum();
            (sum / (u64::from(self.width) * u64::from(self.height)).max(1)) as u8
        });
        let mut rgb = self.rgb.clone();
        for (y, row) in rgb.chunks_exact_mut(self.width as usize * 3).enumerate() {
            let Some((from, to)) = span(&grown, y as f32 + 0.5) else { continue };
            let columns = (from.max(0.0) as usize)..(to.max(0.0).ceil() as usize).min(self.width as usize);
            row.chunks_exact_mut(3)
                .take(columns.end)
                .skip(columns.start)
                .for_each(|pixel| pixel.copy_from_slice(&mean));
        }
        Self { width: self.width, height: self.height, rgb, decoded_in_ms: self.decoded_in_ms }
    }

    /// With the time that decoding took, ms, for the report.
    #[must_use]
    pub fn timed(mut self, decoded_in_ms: f64) -> Self {
        self.decoded_in_ms = decoded_in_ms;
        self
    }

    /// How long decoding took, ms; 0 when the picture did not come from a file.
    pub fn decoded_in_ms(&self) -> f64 {
        self.decoded_in_ms
    }

    /// Width, px, at least 1.
    pub fn width(&self) -> u32 {
        self.width
    }

    /// Height, px, at least 1.
    pub fn height(&self) -> u32 {
        self.height
    }

    /// `width * height * 3` bytes, R G B.
    pub fn rgb(&self) -> &[u8] {
        &self.rgb
    }
}

/// Where the line at height `y` runs through a convex quadrilateral.
fn span(corners: &[Point; 4], y: f32) -> Option<(f32, f32)> {
    let [a, b, c, d] = *corners;
    let crossings = [(a, b), (b, c), (c, d), (d, a)].into_iter().filter_map(|(p, q)| {
        let share = (y - p.y) / (q.y - p.y);
        (0.0..=1.0).contains(&share).then_some(p.x + (q.x - p.x) * share)
    });
    crossings.fold(None, |seen: Option<(f32, f32)>, x| Some(seen.map_or((x, x), |(from, to)| (from.min(x), to.max(x)))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_taken_out_is_of_one_colour_and_the_rest_is_as_it_was() {
        let mut rgb = vec![0; 10 * 8 * 3];
        rgb.iter_mut().take(240).for_each(|v| *v = 40);
        let picture = Picture::new(10, 8, rgb).unwrap();
        let corners = [(2.0, 2.0), (6.0, 2.0), (6.0, 5.0), (2.0, 5.0)].map(|(x, y)| Point::new(x, y));
        let mut other = picture.part(0, 0, 10, 8).unwrap();
        other.rgb.chunks_exact_mut(3).enumerate().for_each(|(i, p)| {
            let (x, y) = (i % 10, i / 10);
            if (2..6).contains(&x) && (2..5).contains(&y) {
                p.copy_from_slice(&[200, 0, 0]);
            }
        });
        let without = other.without(&corners, 0.0);
        assert!(without.rgb().chunks_exact(3).all(|p| p != [200, 0, 0]));
        assert_eq!(without.rgb().chunks_exact(3).filter(|p| **p == [40, 40, 40]).count(), 80 - 12);
        // A quadrilateral beyond the picture takes nothing out and nothing down.
        let far = corners.map(|p| Point::new(p.x - 50.0, p.y - 50.0));
        assert_eq!(other.without(&far, 0.1).rgb(), other.rgb());
    }

    #[test]
    fn a_part_has_the_pixels_of_its_place_and_none_from_beyond_the_edge() {
        let picture = Picture::new(4, 3, (0..36).collect()).unwrap();
        let part = picture.part(1, 1, 2, 2).unwrap();
        assert_eq!((part.width(), part.height()), (2, 2));
        assert_eq!(part.rgb(), [15, 16, 17, 18, 19, 20, 27, 28, 29, 30, 31, 32]);
        assert!(picture.part(3, 0, 2, 1).is_none());
        assert!(picture.part(0, u32::MAX, 1, 1).is_none());
        assert!(picture.part(0, 0, 0, 1).is_none());
    }
}

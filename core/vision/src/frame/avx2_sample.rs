//! Eight samples of packed pixels at a time, by AVX2's gathered reads: a third of the time of one after the other. Phones have
//! no such reads, and neither have old desks: there nothing is done here, and the callers go on as they would.
#![cfg_attr(not(target_arch = "x86_64"), allow(dead_code))]

use super::codes::Code;
use super::sample::Levels;
use super::walk::Walk;

/// Bytes of packed pixels: `bytes` each, red first or, `reversed`, blue first.
#[derive(Clone, Copy)]
pub struct Bytes<'a> {
    pub data: &'a [u8],
    pub stride: usize,
    pub bytes: usize,
    pub reversed: bool,
}

/// Asks for the memory at these places of `data`, which will be read soon; does nothing where none is, or on other processors.
#[inline(always)]
pub fn ask_for(data: &[u8], places: std::ops::Range<usize>) {
    #[cfg(target_arch = "x86_64")]
    for at in places.step_by(super::pixels::LINE) {
        use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
        // Nothing is read through the pointer. Every processor of this kind has the instruction.
        unsafe { _mm_prefetch::<_MM_HINT_T0>(data.as_ptr().wrapping_add(at).cast()) };
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = (data, places);
}

/// As [`super::pixels::Source::line`] of the first pixels; returns how many are done, a multiple of eight.
pub fn line(pixels: &Bytes<'_>, walk: Walk, levels: Levels, out: &mut [f32]) -> usize {
    #[cfg(target_arch = "x86_64")]
    if std::arch::is_x86_feature_detected!("avx2") {
        // The processor has what the function is compiled for.
        return unsafe { avx2::line(pixels, walk, levels, out) };
    }
    let _ = (pixels, walk, levels, out);
    0
}

/// As [`super::pixels::Source::line_codes`] of the first pixels; returns how many are done, a multiple of eight.
pub fn line_codes(pixels: &Bytes<'_>, walk: Walk, out: &mut [Code]) -> usize {
    #[cfg(target_arch = "x86_64")]
    if std::arch::is_x86_feature_detected!("avx2") {
        // The processor has what the function is compiled for.
        return unsafe { avx2::line_codes(pixels, walk, out) };
    }
    let _ = (pixels, walk, out);
    0
}

#[cfg(target_arch = "x86_64")]
mod avx2 {
    use std::arch::x86_64::{
        __m256i, _mm256_add_epi32, _mm256_add_ps, _mm256_and_si256, _mm256_cmpgt_epi32, _mm256_cvtepi32_ps,
        _mm256_extract_epi32, _mm256_i32gather_epi32, _mm256_madd_epi16, _mm256_movemask_epi8, _mm256_mul_ps,
        _mm256_mullo_epi32, _mm256_or_si256, _mm256_set1_epi32, _mm256_set1_ps, _mm256_setr_epi32, _mm256_slli_epi32,
        _mm256_srli_epi32, _mm256_sub_epi32,
    };

    use super::{Bytes, Code, Levels, Walk};
    use crate::frame::walk::{PART_BITS, PARTS, POINT};

    /// Pixels at a time.
    const EIGHT: usize = 8;
    /// Bytes that a pixel is read with.
    const WORD: usize = 4;

    #[target_feature(enable = "avx2")]
    pub fn line(pixels: &Bytes<'_>, walk: Walk, levels: Levels, out: &mut [f32]) -> usize {
        let scale = _mm256_set1_ps(levels.scale / f32::from(PARTS) / f32::from(PARTS));
        let offset = _mm256_set1_ps(levels.offset);
        let mut groups = Groups::new(pixels, walk);
        let mut done = 0;
        for out in out.as_chunks_mut::<{ EIGHT * 3 }>().0 {
            let Some(sums) = groups.next() else { break };
            let [r, g, b]: [[f32; EIGHT]; 3] =
                sums.map(|sum| bytemuck::cast(_mm256_add_ps(_mm256_mul_ps(_mm256_cvtepi32_ps(sum), scale), offset)));
            for (pixel, ((r, g), b)) in out.as_chunks_mut::<3>().0.iter_mut().zip(r.into_iter().zip(g).zip(b)) {
                *pixel = [r, g, b];
            }
            done += EIGHT;
        }
        done
    }

    #[target_feature(enable = "avx2")]
    pub fn line_codes(pixels: &Bytes<'_>, walk: Walk, out: &mut [Code]) -> usize {
        const HALF: i32 = 1 << (2 * PART_BITS - 1);
        let (half, all) = (_mm256_set1_epi32(HALF), _mm256_set1_epi32(0xFF << 24));
        let mut groups = Groups::new(pixels, walk);
        let mut done = 0;
        for out in out.as_chunks_mut::<EIGHT>().0 {
            let Some(sums) = groups.next() else { break };
            let [r, g, b] = sums.map(|sum| _mm256_srli_epi32::<{ 2 * PART_BITS as i32 }>(_mm256_add_epi32(sum, half)));
            let [g, b] = [_mm256_slli_epi32::<8>(g), _mm256_slli_epi32::<16>(b)];
            *out = bytemuck::cast(_mm256_or_si256(_mm256_or_si256(r, g), _mm256_or_si256(b, all)));
            done += EIGHT;
        }
        done
    }

    /// Groups of eight along a walk.
    struct Groups<'a> {
        pixels: Bytes<'a>,
        /// Where the eight stand, in 2^-16 px, and how far they go.
        x: __m256i,
        y: __m256i,
        on: [__m256i; 2],
        /// The last place from which all four pixels can be read; below 0 when there is none.
        last: i32,
    }

    impl<'a> Groups<'a> {
        #[target_feature(enable = "avx2")]
        fn new(pixels: &Bytes<'a>, walk: Walk) -> Self {
            // What is farther out than 32 bits reach is left to the caller.
            let whole = walk.numbers().map(i32::try_from);
            let reach = pixels.stride + pixels.bytes + WORD;
            let last = pixels.data.len().checked_sub(reach).and_then(|last| i32::try_from(last).ok());
            let (last, [x, y, dx, dy]) = match (last, whole, i32::try_from(pixels.stride)) {
                (Some(last), [Ok(x), Ok(y), Ok(dx), Ok(dy)], Ok(_)) => (last, [x, y, dx, dy]),
                _ => (-1, [0; 4]),
            };
            let lanes = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7);
            let from = |v: i32, step: i32| {
                _mm256_add_epi32(_mm256_set1_epi32(v), _mm256_mullo_epi32(lanes, _mm256_set1_epi32(step)))
            };
            let on = [dx, dy].map(|step| _mm256_set1_epi32(step.wrapping_mul(EIGHT as i32)));
            Self { pixels: *pixels, x: from(x, dx), y: from(y, dy), on, last }
        }

        /// Between four pixels at each of eight places, red, green and blue, times [`PARTS`] twice; `None` when one of them
        /// cannot be read.
        #[target_feature(enable = "avx2")]
        fn next(&mut self) -> Option<[__m256i; 3]> {
            let Self { pixels: Bytes { data, stride, bytes, reversed }, x, y, on: [across, down], last } = *self;
            let column = _mm256_srli_epi32::<{ POINT as i32 }>(x);
            let row = _mm256_mullo_epi32(_mm256_srli_epi32::<{ POINT as i32 }>(y), _mm256_set1_epi32(stride as i32));
            let at = _mm256_add_epi32(row, _mm256_mullo_epi32(column, _mm256_set1_epi32(bytes as i32)));
            let (before, after) =
                (_mm256_cmpgt_epi32(_mm256_set1_epi32(0), at), _mm256_cmpgt_epi32(at, _mm256_set1_epi32(last)));
            if _mm256_movemask_epi8(_mm256_or_si256(before, after)) != 0 {
                return None;
            }
            let read = |beyond: usize| {
                // Each of the eight places is at least 0 and at most `last`, from where `stride + bytes + WORD` bytes can be
                // read; `beyond` is at most `stride + bytes`.
                debug_assert!(beyond <= stride + bytes);
                unsafe { _mm256_i32gather_epi32::<1>(data.as_ptr().add(beyond).cast(), at) }
            };
            // The next line of samples lies one or two rows on, as a rule; asking for what is not there does nothing.
            let ahead = _mm256_extract_epi32::<0>(at) as usize + 2 * stride;
            super::ask_for(data, ahead..ahead + 1);
            let corners = [[read(0), read(bytes)], [read(stride), read(stride + bytes)]];
            let (ones, low) = (_mm256_set1_epi32(i32::from(PARTS)), _mm256_set1_epi32(0xFF));
            // Weights of the nearer and the farther one, side by side.
            let weights = |place: __m256i| {
                let part = _mm256_srli_epi32::<{ (POINT - PART_BITS) as i32 }>(place);
                let part = _mm256_and_si256(part, _mm256_set1_epi32(i32::from(PARTS) - 1));
                _mm256_or_si256(_mm256_sub_epi32(ones, part), _mm256_slli_epi32::<16>(part))
            };
            let (of_x, of_y) = (weights(x), weights(y));
            let high = _mm256_set1_epi32(0xFF << 16);
            let mut rows = [[low; 3]; 2];
            for (sums, [left, right]) in rows.iter_mut().zip(corners) {
                let lefts = [left, _mm256_srli_epi32::<8>(left), _mm256_srli_epi32::<16>(left)];
                let rights = [_mm256_slli_epi32::<16>(right), _mm256_slli_epi32::<8>(right), right];
                for (sum, (left, right)) in sums.iter_mut().zip(lefts.into_iter().zip(rights)) {
                    let pair = _mm256_or_si256(_mm256_and_si256(left, low), _mm256_and_si256(right, high));
                    // At most 255 * 128: fits 15 bits.
                    *sum = _mm256_madd_epi16(pair, of_x);
                }
            }
            let [mut sums, below] = rows;
            for (top, bottom) in sums.iter_mut().zip(below) {
                *top = _mm256_madd_epi16(_mm256_or_si256(*top, _mm256_slli_epi32::<16>(bottom)), of_y);
            }
            let [a, b, c] = sums;
            (self.x, self.y) = (_mm256_add_epi32(x, across), _mm256_add_epi32(y, down));
            Some(if reversed { [c, b, a] } else { [a, b, c] })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::affine::Affine;
    use super::*;

    #[test]
    fn eight_at_a_time_are_what_one_after_the_other_gives_and_nothing_is_read_beyond_the_buffer() {
        let data: Vec<u8> = (0..64 * 20 * 4).map(|i: u32| (i.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
        for (bytes, reversed) in [(3, false), (3, true), (4, true)] {
            let stride = 64 * bytes;
            let pixels = Bytes { data: data.get(..stride * 20).unwrap(), stride, bytes, reversed };
            let map = Affine { x: [1.3, 0.0, 2.2], y: [0.2, 0.0, 5.1] };
            let mut floats = [0.0; 43 * 3];
            let done = line(&pixels, Walk::along(&map, 0), Levels { scale: 1.0, offset: 0.0 }, &mut floats);
            let mut codes = [[0; 4]; 43];
            assert_eq!(line_codes(&pixels, Walk::along(&map, 0), &mut codes), done);
            assert!(done == 0 || done == 40, "{done}");
            for k in 0..done {
                let (x, y) = map.apply(k as f64, 0.0);
                let (left, top) = (x as usize, y as usize);
                let (fx, fy) = (x.fract() as f32, y.fract() as f32);
                for channel in 0..3 {
                    let place = if reversed { 2 - channel } else { channel };
                    let at = |x: usize, y: usize| f32::from(data[y * stride + x * bytes + place]);
                    let row = |y: usize| at(left, y) * (1.0 - fx) + at(left + 1, y) * fx;
                    let wanted = row(top) * (1.0 - fy) + row(top + 1) * fy;
                    assert!((floats[k * 3 + channel] - wanted).abs() < 4.0, "{bytes} {k}");
                    assert!((floats[k * 3 + channel] - f32::from(codes[k][channel])).abs() <= 0.51, "{bytes} {k}");
                }
            }
            // Off the buffer, at its end, and before it.
            for off in [[0.0, 19.5], [60.0, 18.9], [-3.0, 2.0], [0.0, -1.0], [1e9, 1e9]] {
                let map = Affine { x: [1.0, 0.0, off[0]], y: [0.0, 0.0, off[1]] };
                assert_eq!(line_codes(&pixels, Walk::along(&map, 0), &mut codes), 0, "{off:?}");
            }
        }
    }
}

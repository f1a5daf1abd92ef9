#![allow(clippy::all, missing_docs, clippy::unwrap_used, clippy::print_stdout)]
use heyan_rules::geometry::Rect;
use heyan_vision::document::*;
use heyan_vision::frame::*;
use heyan_vision::model::*;
fn main() {
    let mut a = std::env::args().skip(1);
    let pack = std::env::var("HEYAN_PACK").unwrap();
    let mut reader = CardReader::open(&Pack::new(std::path::Path::new(&pack)), 1).unwrap();
    while let Some(f) = a.next() {
        let p = decode(&std::fs::read(&f).unwrap(), &DecodeLimits::default()).unwrap();
        let t = std::time::Instant::now();
        let l = Locator::new(&p, Default::default()).unwrap();
        let t1 = t.elapsed();
        let mut c = l.candidates().unwrap();
        let t2 = t.elapsed();
        println!("{f} {}x{} new {:?} cand {:?}", p.width(), p.height(), t1, t2 - t1);
        if let Some(w) = l.whole_picture() {
            c.push(w)
        }
        let mut im = image::RgbImage::from_raw(p.width(), p.height(), p.rgb().to_vec()).unwrap();
        for (i, c) in c.iter().enumerate() {
            let t = std::time::Instant::now();
            let flat = FlatCard::new(&p, &c.placement, &Default::default()).unwrap();
            let t1 = t.elapsed();
            let found = reader.find_lines(&flat).unwrap();
            let t2 = t.elapsed();
            let boxes: Vec<Rect> = found.iter().map(|f| f.bounds_mm()).collect();
            let m = heyan_rules::document::match_boxes(&boxes);
            println!(
                "  {i} rank {:.2} score {:.2} support {:?} border {:?} w {:.0} boxes {} {:?} {:.2} flat {:?} det {:?}",
                l.rank(c),
                c.score(),
                c.support,
                c.at_border,
                c.placement.width_px(),
                boxes.len(),
                m[0].kind,
                m[0].score,
                t1,
                t2 - t1
            );
            let col =
                [[255, 0, 0], [0, 255, 0], [0, 0, 255], [255, 255, 0], [255, 0, 255], [0, 255, 255], [255, 128, 0]]
                    [i % 7];
            let q = c.placement.corners;
            for k in 0..4 {
                let (a, b) = (q[k], q[(k + 1) % 4]);
                let n = 2000;
                for s in 0..n {
                    let u = s as f32 / n as f32;
                    let x = a.x + (b.x - a.x) * u;
                    let y = a.y + (b.y - a.y) * u;
                    let r = (p.width() / 500) as i32;
                    for dx in -r..=r {
                        for dy in -r..=r {
                            let (x, y) = (x as i32 + dx, y as i32 + dy);
                            if x >= 0 && y >= 0 && (x as u32) < p.width() && (y as u32) < p.height() {
                                im.put_pixel(x as u32, y as u32, image::Rgb(col));
                            }
                        }
                    }
                }
            }
        }
        let o = format!("/tmp/w/dbg-{}.jpg", std::path::Path::new(&f).file_stem().unwrap().to_str().unwrap());
        im.save(&o).unwrap();
    }
}

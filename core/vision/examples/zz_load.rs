#![allow(clippy::all, missing_docs, clippy::unwrap_used, clippy::print_stdout)]
use heyan_vision::document::*;
use heyan_vision::frame::*;
use heyan_vision::model::*;
fn rss() -> String {
    std::fs::read_to_string("/proc/self/status")
        .unwrap()
        .lines()
        .filter(|l| l.starts_with("VmHWM") || l.starts_with("VmRSS"))
        .map(|l| l.replace("\t", " "))
        .collect::<Vec<_>>()
        .join(" ")
}
fn main() {
    let pack = std::env::var("HEYAN_PACK").unwrap();
    let p = Pack::new(std::path::Path::new(&pack));
    let t = std::time::Instant::now();
    println!("start {}", rss());
    let d = OrtModel::open(&p, "d", "text_detection.onnx", 1).unwrap();
    println!("det {:?} {}", t.elapsed(), rss());
    let r = OrtModel::open(&p, "r", "text_recognition.onnx", 1).unwrap();
    println!("rec {:?} {}", t.elapsed(), rss());
    let mut reader = CardReader::new(
        heyan_vision::text::TextDetector::new(Box::new(d)),
        heyan_vision::text::TextRecogniser::new(Box::new(r)).unwrap(),
    );
    println!("reader {:?} {}", t.elapsed(), rss());
    for f in std::env::args().skip(1) {
        let t = std::time::Instant::now();
        let pic = decode(&std::fs::read(&f).unwrap(), &DecodeLimits::default()).unwrap();
        println!("decode {:?}", t.elapsed());
        let l = Locator::new(&pic, Default::default()).unwrap();
        println!("loc new {:?}", t.elapsed());
        let c = l.candidates().unwrap();
        println!("cand {:?} {}", t.elapsed(), rss());
        let flat = FlatCard::new(&pic, &c[0].placement, &Default::default()).unwrap();
        println!("flat {:?}", t.elapsed());
        reader.take_time_ms();
        let found = reader.find_lines(&flat).unwrap();
        println!("lines {:?} model {:.0} {}", t.elapsed(), reader.take_time_ms(), rss());
        let lines = reader.read_lines(&flat, &found).unwrap();
        println!("read {:?} model {:.0} n {} {}", t.elapsed(), reader.take_time_ms(), lines.len(), rss());
        let b: Vec<_> = lines.iter().map(|l| l.bounds_mm).collect();
        let z = Zones { text: &[], picture: heyan_rules::geometry::Rect::new(54., 6.8, 76.4, 36.8), emblem: false };
        let _ = capture::measure(&pic, &flat, &c[0], &b, &z, vec![]).unwrap();
        println!("measure {:?} {}", t.elapsed(), rss());
    }
}

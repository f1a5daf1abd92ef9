//! Recordings made by ffmpeg, and what a player makes of them.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use heyan::vision::frame::{Picture, Rotation};
use heyan_cli::video::Video;
use image::{Rgb, RgbImage, imageops};

/// Largest mean difference of a channel between what was coded and what is read, 0 to 255: codecs lose a little, and
/// chroma is halved. A picture turned the wrong way differs by more than 50.
pub const CODED: f64 = 6.0;

pub fn ffmpeg(args: &[&str], output: &Path) {
    let mut command = Command::new("ffmpeg");
    command.args(["-nostdin", "-v", "error", "-y"]).args(args).arg(output);
    let out = command.output().unwrap_or_else(|e| panic!("ffmpeg: {e}; `cargo xtask setup` installs it"));
    assert!(out.status.success(), "{args:?}: {}", String::from_utf8_lossy(&out.stderr));
}

/// A picture that no turn and no mirror leaves as it is.
pub fn upright() -> RgbImage {
    RgbImage::from_fn(160, 96, |x, y| match (x < 80, y < 48) {
        (true, true) if x < 32 && y < 32 => Rgb([250, 250, 250]),
        (true, true) => Rgb([200, 40, 40]),
        (false, true) => Rgb([40, 180, 60]),
        (true, false) => Rgb([40, 60, 200]),
        (false, false) => Rgb([(x / 2) as u8, (y / 2) as u8, 20]),
    })
}

/// How `shown` is stored so that `rotation` and then `mirrored` show it.
pub fn stored(shown: &RgbImage, rotation: Rotation, mirrored: bool) -> RgbImage {
    let turned = if mirrored { imageops::flip_horizontal(shown) } else { shown.clone() };
    match rotation {
        Rotation::None => turned,
        Rotation::Quarter => imageops::rotate270(&turned),
        Rotation::Half => imageops::rotate180(&turned),
        Rotation::ThreeQuarters => imageops::rotate90(&turned),
    }
}

/// `picture` as a video of a second at `path`.
pub fn film(picture: &RgbImage, path: &Path) {
    let size = format!("{}x{}", picture.width(), picture.height());
    let mut command = Command::new("ffmpeg");
    command.args(["-v", "error", "-y", "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", &size, "-r", "10", "-i", "-"]);
    command.args(["-c:v", "libx264", "-crf", "4", "-preset", "ultrafast", "-pix_fmt", "yuv420p"]).arg(path);
    let mut child = command.stdin(Stdio::piped()).spawn().unwrap();
    let mut pipe = child.stdin.take().unwrap();
    for _ in 0..10 {
        pipe.write_all(picture.as_raw()).unwrap();
    }
    drop(pipe);
    assert!(child.wait().unwrap().success());
}

/// Writes a display matrix over that of the only track: where right goes, and down.
pub fn turn(path: &Path, [a, b, c, d]: [i32; 4]) {
    let mut bytes = fs::read(path).unwrap();
    let at = bytes.windows(4).position(|four| four == b"tkhd").unwrap() + 4;
    assert_eq!(bytes[at], 0);
    let one = 1 << 16;
    let matrix = [a * one, b * one, 0, c * one, d * one, 0, 0, 0, 1 << 30];
    for (n, value) in matrix.into_iter().enumerate() {
        bytes[at + 40 + 4 * n..][..4].copy_from_slice(&value.to_be_bytes());
    }
    fs::write(path, bytes).unwrap();
}

/// All frames with their times, ms.
pub fn frames(path: &Path) -> Vec<(u64, Picture)> {
    let mut video = Video::open(path).unwrap_or_else(|e| panic!("{}: {e:?}", path.display()));
    let mut all = Vec::new();
    while let Some(frame) = video.frame().unwrap_or_else(|e| panic!("{}: {e:?}", path.display())) {
        all.push((frame.at_ms(), frame.picture().unwrap()));
    }
    all
}

/// All frames as a player shows them.
pub fn shown(path: &Path, (width, height): (u32, u32)) -> Vec<Vec<u8>> {
    let out = Command::new("ffmpeg")
        .args(["-nostdin", "-v", "error", "-i"])
        .arg(path)
        .args(["-map", "0:v:0", "-fps_mode", "passthrough", "-f", "rawvideo", "-pix_fmt", "rgb24", "-"])
        .output()
        .unwrap();
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    out.stdout.chunks_exact((width * height * 3) as usize).map(<[u8]>::to_vec).collect()
}

/// Times of all frames from the first, ms, as a player has them.
pub fn times(path: &Path) -> Vec<f64> {
    let out = Command::new("ffprobe")
        .args(["-v", "error", "-select_streams", "v:0", "-show_entries", "frame=pts_time", "-of", "csv=p=0"])
        .arg(path)
        .output()
        .unwrap();
    let text = String::from_utf8(out.stdout).unwrap();
    let all: Vec<f64> =
        text.lines().filter_map(|line| line.split(',').next()?.trim().parse::<f64>().ok()).map(|s| s * 1e3).collect();
    all.iter().map(|at| at - all[0]).collect()
}

pub fn difference(a: &[u8], b: &[u8]) -> f64 {
    assert_eq!(a.len(), b.len());
    a.iter().zip(b).map(|(a, b)| f64::from(a.abs_diff(*b))).sum::<f64>() / a.len() as f64
}

/// That the reader gives the frames of the file, each at its time, as a player shows them.
pub fn agrees(path: &Path) -> Vec<(u64, Picture)> {
    let read = frames(path);
    let name = path.display();
    let (_, first) = &read[0];
    let (pictures, at_ms) = (shown(path, (first.width(), first.height())), times(path));
    assert_eq!((read.len(), read.len()), (pictures.len(), at_ms.len()), "{name}");
    for ((at, picture), (player, player_ms)) in read.iter().zip(pictures.iter().zip(&at_ms)) {
        assert!((*at as f64 - player_ms).abs() <= 1.0, "{name}: {at} ms is {player_ms} ms");
        let far = difference(picture.rgb(), player);
        assert!(far < CODED, "{name}: {far} at {at} ms");
    }
    read
}

pub fn folder() -> (tempfile::TempDir, impl Fn(&str) -> PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().to_path_buf();
    (dir, move |name: &str| root.join(name))
}

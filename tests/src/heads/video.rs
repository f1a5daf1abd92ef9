//! Clips as video files.

use std::io::{Error, Result, Write};
use std::path::{Path, PathBuf};

use heyan_rules::liveness::HeadAngles;
use opencv::core::{Mat, Size, Vec3b};
use opencv::imgproc;
use opencv::prelude::*;
use opencv::videoio::{CAP_FFMPEG, VideoCapture, VideoWriter};

use super::clip::{Clip, Shot};

/// How a file is coded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Coding {
    /// H.264 in MP4.
    Mp4,
    /// Motion JPEG in AVI.
    Avi,
    /// Raw 4:2:0.
    Y4m,
}

impl Coding {
    /// Ending of the file's name.
    #[must_use]
    pub fn ending(self) -> &'static str {
        match self {
            Self::Mp4 => "mp4",
            Self::Avi => "avi",
            Self::Y4m => "y4m",
        }
    }
}

/// Writes `clip` into `folder`, its angles beside it as CSV, and gives the video's path.
///
/// A video file has one rate: what a clip leaves out of time is left out of its frames too.
///
/// # Errors
/// When a file cannot be written, or this OpenCV has no encoder for it.
pub fn write(clip: &Clip, folder: &Path, coding: Coding) -> Result<PathBuf> {
    let path = folder.join(format!("{}.{}", clip.truth.name, coding.ending()));
    let mut angles = String::from(ANGLES);
    let mut out = Out::open(&path, clip, coding)?;
    for shot in clip.shots() {
        angles += &row(shot.at_ms, &shot.angles);
        out.frame(clip.scene.camera.w, clip.scene.camera.h, &shot.rgb)?;
    }
    out.close()?;
    std::fs::write(path.with_extension("csv"), angles)?;
    Ok(path)
}

/// The frames of `clip` after H.264 at the encoder's usual quality.
///
/// # Errors
/// When this OpenCV cannot write or read such a file.
pub fn through_h264(clip: &Clip, mut each: impl FnMut(Shot)) -> Result<()> {
    let path = std::env::temp_dir().join(format!("heyan-heads-{}-{}.mp4", std::process::id(), clip.truth.name));
    let (w, h) = (clip.scene.camera.w, clip.scene.camera.h);
    let mut out = Out::open(&path, clip, Coding::Mp4)?;
    let mut known = Vec::new();
    for shot in clip.shots() {
        out.frame(w, h, &shot.rgb)?;
        known.push((shot.at_ms, shot.angles));
    }
    out.close()?;
    let name = path.to_str().ok_or_else(|| Error::other("OpenCV takes file names of UTF-8 only"))?;
    let mut video = VideoCapture::from_file(name, CAP_FFMPEG).map_err(other)?;
    let (mut bgr, mut rgb) = (Mat::default(), Mat::default());
    for (at_ms, angles) in known {
        if !video.read(&mut bgr).map_err(other)? {
            return Err(Error::other(format!("{name} ends before its time")));
        }
        imgproc::cvt_color_def(&bgr, &mut rgb, imgproc::COLOR_BGR2RGB).map_err(other)?;
        each(Shot { at_ms, rgb: rgb.data_bytes().map_err(other)?.to_vec(), angles });
    }
    drop(video);
    std::fs::remove_file(&path)
}

/// Columns of a clip's angles: seen from the camera, then by the neck.
pub const ANGLES: &str = "at_ms,yaw_deg,pitch_deg,roll_deg,neck_yaw_deg,neck_pitch_deg,neck_roll_deg\n";

/// One row of [`ANGLES`].
#[must_use]
pub fn row(at_ms: u64, angles: &[HeadAngles; 2]) -> String {
    let three = |a: &HeadAngles| format!("{:.3},{:.3},{:.3}", a.yaw_deg, a.pitch_deg, a.roll_deg);
    format!("{at_ms},{},{}\n", three(&angles[0]), three(&angles[1]))
}

enum Out {
    Coded(VideoWriter),
    Raw(std::io::BufWriter<std::fs::File>),
}

fn other(e: opencv::Error) -> Error {
    Error::other(e.to_string())
}

impl Out {
    fn open(path: &Path, clip: &Clip, coding: Coding) -> Result<Self> {
        let (w, h) = (clip.scene.camera.w, clip.scene.camera.h);
        if coding == Coding::Y4m {
            let mut file = std::io::BufWriter::new(std::fs::File::create(path)?);
            let rate = (clip.scene.fps * 1000.0) as u32;
            writeln!(file, "YUV4MPEG2 W{w} H{h} F{rate}:1000 Ip A1:1 C420jpeg")?;
            return Ok(Self::Raw(file));
        }
        let code = match coding {
            Coding::Mp4 => VideoWriter::fourcc('a', 'v', 'c', '1'),
            _ => VideoWriter::fourcc('M', 'J', 'P', 'G'),
        };
        let name = path.to_str().ok_or_else(|| Error::other("OpenCV takes file names of UTF-8 only"))?;
        let writer = VideoWriter::new_with_backend(
            name,
            CAP_FFMPEG,
            code.map_err(other)?,
            f64::from(clip.scene.fps),
            Size::new(w as i32, h as i32),
            true,
        )
        .map_err(other)?;
        if writer.is_opened().map_err(other)? {
            Ok(Self::Coded(writer))
        } else {
            Err(Error::other(format!("{name}: this OpenCV cannot write {coding:?}; try --coding y4m")))
        }
    }

    fn frame(&mut self, w: usize, h: usize, rgb: &[u8]) -> Result<()> {
        let source = Mat::new_rows_cols_with_bytes::<Vec3b>(h as i32, w as i32, rgb).map_err(other)?;
        let mut out = Mat::default();
        match self {
            Self::Coded(writer) => {
                imgproc::cvt_color_def(&source, &mut out, imgproc::COLOR_RGB2BGR).map_err(other)?;
                writer.write(&out).map_err(other)
            }
            Self::Raw(file) => {
                imgproc::cvt_color_def(&source, &mut out, imgproc::COLOR_RGB2YUV_I420).map_err(other)?;
                file.write_all(b"FRAME\n")?;
                file.write_all(out.data_bytes().map_err(other)?)
            }
        }
    }

    fn close(self) -> Result<()> {
        match self {
            Self::Coded(mut writer) => writer.release().map_err(other),
            Self::Raw(mut file) => file.flush(),
        }
    }
}

//! Videos and cameras in: one frame after the other, never a whole file in memory.

use std::fs;
use std::path::Path;
use std::time::Instant;

use heyan::vision::frame::{Frame, FrameMeta, PixelFormat, Rotation};
use opencv::core::Mat;
use opencv::prelude::*;
use opencv::videoio::{
    CAP_ANY, CAP_FFMPEG, CAP_PROP_FPS, CAP_PROP_FRAME_COUNT, CAP_PROP_FRAME_HEIGHT, CAP_PROP_FRAME_WIDTH,
    CAP_PROP_ORIENTATION_AUTO, CAP_PROP_POS_MSEC, VideoCapture,
};

use crate::input::InputError;
use crate::recording::{Recording, Turn};

/// Longest side of a frame that is taken, px: 8K video. More is no recording of a face, and memory must stay bounded.
const MAX_SIDE_PX: f64 = 8192.0;
/// What OpenCV's FFmpeg reader takes its log level from; -8 is FFmpeg's `AV_LOG_QUIET`.
const FFMPEG_LEVEL: &str = "OPENCV_FFMPEG_LOGLEVEL";
/// Share of its declared length that a whole file may lack: containers round, and rates vary.
const MISSING_SHARE: f64 = 0.1;
/// What a whole file may lack of its declared length at least, ms, however short it is.
const MISSING_MS: f64 = 500.0;

/// Why a video gives no frames.
#[derive(Debug)]
pub enum VideoError {
    /// The file itself.
    Input(InputError),
    /// No video that can be read is in it.
    NoVideo,
    /// Not a frame in it.
    NoFrames,
    /// One frame: a picture.
    Picture,
    /// Larger frames than are taken; width and height.
    TooLarge(u32, u32),
    /// It ends before the length that it declares; both in s.
    CutShort {
        /// Where it ends.
        read_s: f64,
        /// Where it says that it ends.
        declared_s: f64,
    },
    /// No camera, or none that may be used.
    NoCamera,
    /// A file name that the video reader cannot take.
    Name,
    /// It is to be shown at an angle that is no quarter turn.
    Slanted,
    /// The reader failed.
    Reader(String),
}

impl From<opencv::Error> for VideoError {
    fn from(error: opencv::Error) -> Self {
        Self::Reader(error.message)
    }
}

/// Keeps the video reader's own talk off standard error: one cause, one line, and that is ours. Call before any thread
/// starts.
pub fn quiet() {
    // Its own log level is read as the library loads, before `main`; that of the decoders when the first video is opened.
    let _ = opencv::core::set_log_level(opencv::core::LogLevel::LOG_LEVEL_SILENT);
    if std::env::var_os(FFMPEG_LEVEL).is_none() {
        // Sound: nothing else runs yet.
        unsafe { std::env::set_var(FFMPEG_LEVEL, "-8") };
    }
}

/// A video under way.
pub struct Video {
    capture: VideoCapture,
    picture: Mat,
    /// `None` for a file, whose frames carry their time; a camera's are timed as they come.
    since: Option<Instant>,
    recording: Recording,
    rotation: Rotation,
    mirrored: bool,
    interlaced: bool,
    fps: f64,
    /// Added to the times of frames: the reader counts from the first one.
    begin_ms: f64,
    declared_ms: f64,
    frames: u64,
    last_ms: f64,
    step_ms: f64,
}

impl Video {
    /// The file at `path`.
    pub fn open(path: &Path) -> Result<Self, VideoError> {
        let metadata = fs::metadata(path).map_err(|e| VideoError::Input(e.into()))?;
        if metadata.is_dir() {
            return Err(VideoError::Input(InputError::Folder));
        }
        if !metadata.is_file() {
            return Err(VideoError::Input(InputError::Special));
        }
        if metadata.len() == 0 {
            return Err(VideoError::Input(InputError::Empty));
        }
        fs::File::open(path).map_err(|e| VideoError::Input(e.into()))?;
        let name = path.to_str().ok_or(VideoError::Name)?;
        // A name like `http:…` or `concat:…` is a file here, and nothing else.
        let name = if path.is_absolute() { name.to_owned() } else { format!("./{name}") };
        let mut capture = VideoCapture::from_file(&name, CAP_FFMPEG)?;
        if !capture.is_opened()? {
            return Err(VideoError::NoVideo);
        }
        // Up to 4.6 at least the reader turns by the opposite of a quarter, and it never mirrors: see `Turn`.
        capture.set(CAP_PROP_ORIENTATION_AUTO, 0.0)?;
        let (width, height) = (capture.get(CAP_PROP_FRAME_WIDTH)?, capture.get(CAP_PROP_FRAME_HEIGHT)?);
        if width.max(height) > MAX_SIDE_PX {
            return Err(VideoError::TooLarge(width as u32, height as u32));
        }
        let recording = Recording::of(path);
        let track = recording.picture.clone().unwrap_or_default();
        let Turn::Upright { rotation, mirrored } = track.turn else { return Err(VideoError::Slanted) };
        let rate = capture.get(CAP_PROP_FPS)?;
        let fps = track.rate_hz.unwrap_or(rate);
        // Of a container that is not looked into, the reader's guess.
        let count = capture.get(CAP_PROP_FRAME_COUNT)?;
        let guessed_s = if rate > 0.0 && count > 0.0 { count / rate } else { 0.0 };
        Ok(Self {
            rotation,
            mirrored,
            interlaced: track.interlaced,
            fps: if fps.is_finite() && fps > 0.0 { fps } else { 0.0 },
            declared_ms: track.times.length_s.unwrap_or(guessed_s) * 1e3,
            recording,
            ..Self::of(capture, None)
        })
    }

    /// The first webcam.
    pub fn camera() -> Result<Self, VideoError> {
        let capture = VideoCapture::new(0, CAP_ANY)?;
        if !capture.is_opened()? {
            return Err(VideoError::NoCamera);
        }
        Ok(Self::of(capture, Some(Instant::now())))
    }

    fn of(capture: VideoCapture, since: Option<Instant>) -> Self {
        Self {
            capture,
            picture: Mat::default(),
            since,
            recording: Recording::default(),
            rotation: Rotation::None,
            mirrored: false,
            interlaced: false,
            fps: 0.0,
            begin_ms: 0.0,
            declared_ms: 0.0,
            frames: 0,
            last_ms: 0.0,
            step_ms: 0.0,
        }
    }

    /// What the file says of itself; nothing of a camera.
    pub fn recording(&self) -> &Recording {
        &self.recording
    }

    /// Frames a second that the file declares; 0 when it declares none.
    pub fn fps(&self) -> f64 {
        self.fps
    }

    /// Says that the first frame is shown at `begin_s` on the file's own clock, which its sound goes by.
    pub fn begins_at(&mut self, begin_s: f64) {
        self.begin_ms = begin_s.max(0.0) * 1e3;
    }

    /// Whether it is a camera and has no end.
    pub fn is_camera(&self) -> bool {
        self.since.is_some()
    }

    /// The next frame; `None` at the end. Size and rate may change from frame to frame.
    pub fn frame(&mut self) -> Result<Option<Frame<'_>>, VideoError> {
        if !self.capture.read(&mut self.picture)? || self.picture.empty() {
            return self.ended().map(|()| None);
        }
        let time = match self.since {
            Some(since) => since.elapsed().as_secs_f64() * 1e3,
            None => match self.capture.get(CAP_PROP_POS_MSEC)? {
                at if self.frames == 0 || at > self.last_ms => at.max(0.0),
                // A stream without times has a rate at least.
                _ if self.frames == 1 && self.fps > 0.0 => self.last_ms + 1e3 / self.fps,
                // The reader loses the times of frames that the decoder gives up only at the end.
                _ => self.last_ms + self.step_ms,
            },
        };
        self.frames += 1;
        self.step_ms = time - self.last_ms;
        self.last_ms = time;
        let (width, height) = (self.picture.cols() as u32, self.picture.rows() as u32);
        if self.interlaced {
            first_field(self.picture.data_bytes_mut()?, width as usize * 3);
        }
        let mut meta = FrameMeta::new(PixelFormat::Bgr, width, height, (time + self.begin_ms).round() as u64);
        (meta.rotation, meta.mirrored) = (self.rotation, self.mirrored);
        let bytes = self.picture.data_bytes()?;
        Frame::new(&meta, bytes).map(Some).map_err(|e| VideoError::Reader(e.to_string()))
    }

    /// Whether what came was a whole video.
    fn ended(&self) -> Result<(), VideoError> {
        let missing = self.declared_ms - self.last_ms - if self.fps > 0.0 { 1e3 / self.fps } else { 0.0 };
        match self.frames {
            0 if self.since.is_some() => Err(VideoError::NoCamera),
            0 => Err(VideoError::NoFrames),
            1 => Err(VideoError::Picture),
            _ if missing > MISSING_MS.max(MISSING_SHARE * self.declared_ms) => {
                Err(VideoError::CutShort { read_s: self.last_ms / 1e3, declared_s: self.declared_ms / 1e3 })
            }
            _ => Ok(()),
        }
    }
}

/// Leaves of a picture woven of two fields the upper one, which is a moment and not two: each second row, of `stride` bytes,
/// becomes the mean of its neighbours.
fn first_field(rows: &mut [u8], stride: usize) {
    let mut rest = rows.chunks_mut(stride.max(1));
    let Some(mut above) = rest.next() else { return };
    while let (Some(row), below) = (rest.next(), rest.next()) {
        match &below {
            Some(below) => {
                for ((value, a), b) in row.iter_mut().zip(above.iter()).zip(below.iter()) {
                    *value = a.midpoint(*b);
                }
            }
            None => row.copy_from_slice(above),
        }
        match below {
            Some(below) => above = below,
            None => return,
        }
    }
}

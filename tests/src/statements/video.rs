//! Recordings as files: H.264 and AAC in MP4, by ffmpeg.

use std::io::{Error, Result, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::speak::write_wav;
use super::stage::Recording;

/// Writes `made` into `folder`, its text beside it, and gives the video's path.
///
/// A file has one rate: what a recording leaves out of time is left out of its frames too.
///
/// # Errors
/// When ffmpeg is missing (`cargo xtask setup` installs it) or fails, or a file cannot be written.
pub fn write(made: &Recording, folder: &Path) -> Result<PathBuf> {
    let path = folder.join(format!("{}.mp4", made.truth.name));
    std::fs::write(path.with_extension("txt"), &made.truth.script)?;
    let (w, h) = (made.scene.camera.w, made.scene.camera.h);
    let track = path.with_extension("wav");
    let mut ffmpeg = Command::new("ffmpeg");
    ffmpeg.args(["-nostdin", "-v", "error", "-y", "-f", "rawvideo", "-pix_fmt", "rgb24"]);
    ffmpeg.args(["-s", &format!("{w}x{h}"), "-r", &made.scene.fps.to_string(), "-i", "-"]);
    if let Some(sound) = &made.sound {
        write_wav(&track, sound, made.rate)?;
        ffmpeg.arg("-i").arg(&track).args(["-c:a", "aac", "-b:a", "96k"]);
    }
    // One thread: the same bytes on every machine.
    ffmpeg.args(["-c:v", "libx264", "-preset", "veryfast", "-threads", "1", "-pix_fmt", "yuv420p"]).arg(&path);
    let mut child = ffmpeg
        .stdin(Stdio::piped())
        .spawn()
        .map_err(|e| Error::new(e.kind(), format!("ffmpeg: {e}; `cargo xtask setup` installs it")))?;
    let mut pipe = child.stdin.take().ok_or_else(|| Error::other("ffmpeg takes no input"))?;
    let fed = (0..made.len()).try_for_each(|number| pipe.write_all(&made.frame(number).1));
    drop(pipe);
    let status = child.wait()?;
    let _ = std::fs::remove_file(&track);
    fed?;
    if status.success() { Ok(path) } else { Err(Error::other(format!("ffmpeg failed on {}", path.display()))) }
}

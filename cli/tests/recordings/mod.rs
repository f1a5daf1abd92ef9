//! Recordings as phones, editors and converters write them, through the reader: pixels, times and sound are those that a
//! player shows.

mod film;

use std::fs;
use std::path::Path;

use heyan::vision::frame::{Picture, Rotation};
use heyan_cli::recording::{Recording, Turn};
use heyan_cli::sound::SoundTrack;
use heyan_cli::video::{Video, VideoError};

use self::film::{CODED, agrees, difference, ffmpeg, film, folder, frames, shown, stored, turn, upright};

#[test]
fn a_phone_held_upright_gives_upright_pictures() {
    let (_dir, at) = folder();
    let picture = upright();
    for ending in ["mp4", "mov"] {
        let plain = at(&format!("plain.{ending}"));
        film(&picture, &plain);
        for degrees in ["0", "90", "180", "270"] {
            let turned = at(&format!("{degrees}.{ending}"));
            let tag = format!("rotate={degrees}");
            ffmpeg(&["-i", plain.to_str().unwrap(), "-c", "copy", "-metadata:s:v", &tag], &turned);
            let (_, first) = &agrees(&turned)[0];
            let (wide, high) = (first.width(), first.height());
            assert_eq!(matches!(degrees, "90" | "270"), high > wide, "{degrees} {ending}: {wide} x {high}");
        }
    }
}

#[test]
fn every_turn_and_mirror_of_a_display_matrix_is_undone() {
    let (_dir, at) = folder();
    let picture = upright();
    let turns = [
        ([1, 0, 0, 1], Rotation::None, false),
        ([0, 1, -1, 0], Rotation::Quarter, false),
        ([-1, 0, 0, -1], Rotation::Half, false),
        ([0, -1, 1, 0], Rotation::ThreeQuarters, false),
        ([-1, 0, 0, 1], Rotation::None, true),
        ([0, 1, 1, 0], Rotation::Quarter, true),
        ([1, 0, 0, -1], Rotation::Half, true),
        ([0, -1, -1, 0], Rotation::ThreeQuarters, true),
    ];
    for ending in ["mp4", "mov"] {
        for (matrix, rotation, mirrored) in turns {
            let path = at(&format!("turned.{ending}"));
            film(&stored(&picture, rotation, mirrored), &path);
            turn(&path, matrix);
            let read = agrees(&path);
            for (_, frame) in &read {
                assert_eq!((frame.width(), frame.height()), (160, 96));
                let far = difference(frame.rgb(), picture.as_raw());
                assert!(far < CODED, "{matrix:?} {ending}: {far}");
            }
            assert_eq!(read.len(), 10);
        }
    }
    let path = at("slanted.mp4");
    film(&picture, &path);
    turn(&path, [1, 1, -1, 1]);
    assert!(matches!(Video::open(&path), Err(VideoError::Slanted)));
}

/// An element of Matroska with a length of 8 bytes.
fn element(id: &[u8], content: &[u8]) -> Vec<u8> {
    [id, &[0x01], &(content.len() as u64).to_be_bytes()[1..], content].concat()
}

/// Where the first element `id` between two places stands, its content, and its end.
fn child(bytes: &[u8], (mut at, to): (usize, usize), id: &[u8]) -> (usize, usize, usize) {
    while at < to {
        let begin = at + bytes[at].leading_zeros() as usize + 1;
        let width = bytes[begin].leading_zeros() as usize + 1;
        let length = bytes[begin..begin + width].iter().fold(0_u64, |value, byte| (value << 8) | u64::from(*byte));
        let length = length & ((1 << (7 * width)) - 1);
        // All ones: to the end of what holds it.
        let open = length == (1 << (7 * width)) - 1;
        let (content, end) = (begin + width, if open { to } else { begin + width + length as usize });
        if &bytes[at..begin] == id {
            return (at, content, end);
        }
        at = end;
    }
    panic!("no {id:x?}")
}

#[test]
fn the_pose_of_a_matroska_picture_is_undone() {
    let (_dir, at) = folder();
    let picture = upright();
    for (yaw, roll, rotation, mirrored) in [
        (0.0_f32, -90.0_f32, Rotation::Quarter, false),
        (0.0, 90.0, Rotation::ThreeQuarters, false),
        (0.0, 180.0, Rotation::Half, false),
        (180.0, 90.0, Rotation::Quarter, true),
    ] {
        let (plain, live, path) = (at("plain.mp4"), at("live.mkv"), at("posed.mkv"));
        film(&stored(&picture, rotation, mirrored), &plain);
        // Without an index nothing else says where anything stands.
        ffmpeg(
            &["-i", plain.to_str().unwrap(), "-c", "copy", "-f", "matroska", "-live", "1", "-write_crc32", "0"],
            &live,
        );
        let bytes = fs::read(&live).unwrap();
        let (_, segment, segment_end) = child(&bytes, (0, bytes.len()), &[0x18, 0x53, 0x80, 0x67]);
        let (tracks_at, tracks, tracks_end) = child(&bytes, (segment, segment_end), &[0x16, 0x54, 0xae, 0x6b]);
        let (entry_at, entry, entry_end) = child(&bytes, (tracks, tracks_end), &[0xae]);
        let (video_at, video, video_end) = child(&bytes, (entry, entry_end), &[0xe0]);
        let pose = |id: u8, angle: f32| element(&[0x76, id], &angle.to_be_bytes());
        let projection = element(&[0x76, 0x70], &[pose(0x73, yaw), pose(0x75, roll)].concat());
        let picture_part = element(&[0xe0], &[&bytes[video..video_end], &projection].concat());
        let track = [&bytes[entry..video_at], &picture_part, &bytes[video_end..entry_end]].concat();
        let all = [&bytes[tracks..entry_at], &element(&[0xae], &track), &bytes[entry_end..tracks_end]].concat();
        let made = [&bytes[..tracks_at], &element(&[0x16, 0x54, 0xae, 0x6b], &all), &bytes[tracks_end..]].concat();
        fs::write(&path, made).unwrap();
        let read = frames(&path);
        assert_eq!(read.len(), 10);
        let far = difference(read[5].1.rgb(), picture.as_raw());
        assert!(far < CODED, "{yaw} {roll}: {far}");
    }
}

/// Black and silent for 3 s, then white with a tone for 2 s, with one key frame.
fn clap(path: &Path) {
    let picture = "color=black:s=160x96:r=25:d=3[a];color=white:s=160x96:r=25:d=2[b];[a][b]concat=n=2:v=1:a=0";
    let sound = "aevalsrc='if(gte(t,3),0.5*sin(2*PI*440*t),0)':s=44100:d=5";
    let codecs = ["-c:v", "libx264", "-g", "500", "-pix_fmt", "yuv420p", "-c:a", "aac"];
    ffmpeg(&[&["-f", "lavfi", "-i", picture, "-f", "lavfi", "-i", sound], &codecs[..]].concat(), path);
}

/// When the tone begins, and the length of all that is heard, s.
fn tone(path: &Path) -> (f64, f64) {
    let sound = SoundTrack::open(path, &Recording::of(path)).unwrap().unwrap();
    let (mut heard_s, mut begins) = (0.0, None);
    let mut each = |sound: &heyan::vision::speech::Sound<'_>| {
        let heyan::vision::speech::Samples::F32(samples) = sound.samples() else { return Ok(()) };
        let rate = f64::from(sound.rate_hz());
        let wide = sound.channels();
        let loud = samples.iter().position(|sample| sample.abs() > 0.1).map(|n| (n / wide) as f64 / rate);
        begins = begins.or(loud.map(|at| heard_s + at));
        heard_s += (samples.len() / wide) as f64 / rate;
        Ok(())
    };
    sound.read(&mut each).unwrap();
    (begins.unwrap(), heard_s)
}

#[test]
fn a_trimmed_clip_is_whole_and_its_sound_stays_with_its_picture() {
    let (_dir, at) = folder();
    let whole = at("whole.mp4");
    clap(&whole);
    for (ending, from_s) in [("mp4", "1.3"), ("mov", "1.3"), ("mp4", "2.72"), ("mp4", "0")] {
        let trimmed = at(&format!("trimmed.{ending}"));
        ffmpeg(&["-ss", from_s, "-i", whole.to_str().unwrap(), "-c", "copy"], &trimmed);
        let read = agrees(&trimmed);
        let white_s = read.iter().find(|(_, p)| p.rgb()[0] > 128).unwrap().0 as f64 / 1e3;
        let wanted_s = 3.0 - from_s.parse::<f64>().unwrap();
        let (tone_s, heard_s) = tone(&trimmed);
        assert!((white_s - wanted_s).abs() <= 0.05, "{ending} {from_s}: white at {white_s} s");
        assert!((tone_s - white_s).abs() <= 0.045, "{ending} {from_s}: white at {white_s} s, tone at {tone_s} s");
        assert!((heard_s - (wanted_s + 2.0)).abs() <= 0.05, "{ending} {from_s}: {heard_s} s heard");
    }
}

#[test]
fn a_clock_that_does_not_begin_at_0_is_no_missing_part() {
    let (_dir, at) = folder();
    let whole = at("whole.mp4");
    clap(&whole);
    for name in ["late.mkv", "late.mp4", "late.webm"] {
        let late = at(name);
        let copied = ["-i", whole.to_str().unwrap(), "-output_ts_offset", "7.3"];
        let codecs: &[&str] = match name {
            "late.webm" => &["-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8", "-c:a", "libopus"],
            _ => &["-c", "copy"],
        };
        ffmpeg(&[&copied[..], codecs].concat(), &late);
        assert_eq!(agrees(&late).len(), 125, "{name}");
    }
}

#[test]
fn a_file_that_ends_early_is_cut_short_all_the_same() {
    let (_dir, at) = folder();
    let (whole, trimmed) = (at("whole.mp4"), at("trimmed.mp4"));
    ffmpeg(&["-f", "lavfi", "-i", "testsrc=s=160x96:r=25:d=6", "-c:v", "libx264", "-g", "25"], &whole);
    ffmpeg(&["-ss", "1.3", "-i", whole.to_str().unwrap(), "-c", "copy", "-movflags", "+faststart"], &trimmed);
    assert!(frames(&trimmed).len() > 100);
    let bytes = fs::read(&trimmed).unwrap();
    fs::write(&trimmed, &bytes[..bytes.len() * 6 / 10]).unwrap();
    let mut video = Video::open(&trimmed).unwrap();
    let end = loop {
        match video.frame() {
            Ok(Some(_)) => {}
            Ok(None) => panic!("taken as whole"),
            Err(error) => break error,
        }
    };
    assert!(matches!(end, VideoError::CutShort { declared_s, .. } if (declared_s - 4.7).abs() < 0.1), "{end:?}");
}

#[test]
fn a_picture_that_ends_before_its_sound_is_not_cut_short() {
    let (_dir, at) = folder();
    for ending in ["mp4", "mkv", "avi"] {
        let path = at(&format!("long.{ending}"));
        let inputs = ["-f", "lavfi", "-i", "testsrc=s=160x96:r=25:d=3", "-f", "lavfi", "-i", "sine=d=6"];
        ffmpeg(&[&inputs[..], &["-c:v", "mpeg4", "-c:a", "aac"]].concat(), &path);
        assert_eq!(agrees(&path).len(), 75);
    }
}

/// A second of moving picture.
fn moving(rate: &str, codec: &[&str], path: &Path) {
    let source = format!("testsrc2=s=160x96:r={rate}:d=1");
    ffmpeg(&[&["-f", "lavfi", "-i", &source][..], codec].concat(), path);
}

#[test]
fn rates_from_5_to_120_are_read_frame_for_frame() {
    let (_dir, at) = folder();
    for rate in ["5", "10", "24000/1001", "30", "60", "120"] {
        let path = at("rate.mp4");
        moving(rate, &["-c:v", "libx264", "-preset", "ultrafast", "-bf", "2", "-pix_fmt", "yuv420p"], &path);
        agrees(&path);
        let declared = Video::open(&path).unwrap().fps();
        let wanted = rate.split('/').map(|n| n.parse::<f64>().unwrap()).reduce(|a, b| a / b).unwrap();
        assert!((declared - wanted).abs() < 0.02 * wanted, "{declared} for {rate}");
    }
}

#[test]
fn codecs_of_phones_and_editors_are_read_frame_for_frame() {
    let (_dir, at) = folder();
    for (name, codec, known) in [
        ("hevc.mp4", &["-c:v", "libx265", "-tag:v", "hvc1", "-x265-params", "log-level=none"][..], "hevc"),
        ("hevc10.mov", &["-c:v", "libx265", "-pix_fmt", "yuv420p10le", "-x265-params", "log-level=none"], "hevc"),
        ("av1.mp4", &["-c:v", "libaom-av1", "-cpu-used", "8", "-usage", "realtime"], "av1"),
        ("av1.webm", &["-c:v", "libaom-av1", "-cpu-used", "8", "-usage", "realtime"], "av1"),
        ("vp9.webm", &["-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8"], "vp9"),
        ("vp8.webm", &["-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8"], "vp8"),
        ("prores.mov", &["-c:v", "prores_ks", "-profile:v", "0"], "prores"),
        ("mpeg4.avi", &["-c:v", "mpeg4", "-q:v", "2"], "mpeg4"),
        ("mjpeg.avi", &["-c:v", "mjpeg", "-q:v", "2"], "mjpeg"),
    ] {
        let path = at(name);
        moving("24", codec, &path);
        assert_eq!(agrees(&path).len(), 24, "{name}");
        assert_eq!(Recording::of(&path).picture_codec(), Some(known), "{name}");
    }
}

#[test]
fn a_variable_rate_keeps_its_times() {
    let (_dir, at) = folder();
    for name in ["variable.mp4", "variable.mkv"] {
        let path = at(name);
        // 30 frames a second, then 5, then a hole of half a second.
        let picked = "select='lt(t,1)+gte(t,1)*lt(t,2)*not(mod(n,6))+gte(t,2.5)'";
        let source = format!("testsrc2=s=160x96:r=30:d=3,{picked}");
        ffmpeg(&["-f", "lavfi", "-i", &source, "-fps_mode", "vfr", "-c:v", "libx264", "-pix_fmt", "yuv420p"], &path);
        let read = agrees(&path);
        assert_eq!(read.len(), 30 + 5 + 15, "{name}");
        let longest = read.windows(2).map(|pair| pair[1].0 - pair[0].0).max().unwrap();
        assert!((690..=710).contains(&longest), "{name}: {longest} ms");
    }
}

/// How much more rows differ from their neighbours than from those beyond: woven fields of what moves are combed.
fn combed(picture: &Picture) -> f64 {
    let stride = picture.width() as usize * 3;
    let rows: Vec<&[u8]> = picture.rgb().chunks_exact(stride).collect();
    let apart = |n: usize| rows.iter().zip(&rows[n..]).map(|(a, b)| difference(a, b)).sum::<f64>();
    apart(1) / apart(2).max(1.0)
}

#[test]
fn of_woven_fields_one_moment_is_read() {
    let (_dir, at) = folder();
    // A grating that moves by 6 px from field to field.
    let source = "nullsrc=s=160x96:r=50:d=1,geq=lum='128+100*sin((X+6*N)*2*PI/24)':cb=128:cr=128";
    let woven = format!("{source},tinterlace=interleave_top,setfield=tff");
    let fields = ["-flags", "+ilme+ildct"];
    for (name, codec) in [
        ("fields.mp4", &["-c:v", "libx264", "-x264-params", "tff=1"][..]),
        ("fields.mkv", &["-c:v", "libx264", "-x264-params", "tff=1"]),
        ("fields.mov", &["-c:v", "prores_ks", "-profile:v", "1", "-field_order", "tt"]),
    ] {
        let path = at(name);
        ffmpeg(&[&["-f", "lavfi", "-i", &woven][..], &fields, codec].concat(), &path);
        let recording = Recording::of(&path);
        assert!(recording.picture.unwrap().interlaced, "{name}");
        let read = frames(&path);
        let player = shown(&path, (160, 96));
        assert_eq!((read.len(), player.len()), (25, 25), "{name}");
        for ((_, picture), woven) in read.iter().zip(player) {
            let whole = Picture::new(160, 96, woven).unwrap();
            assert!(combed(&whole) > 2.0 && combed(picture) < 1.0, "{name}: {} {}", combed(&whole), combed(picture));
            let upper =
                |p: &Picture| p.rgb().chunks_exact(960).flat_map(|two| two[..480].to_vec()).collect::<Vec<u8>>();
            assert!(difference(&upper(picture), &upper(&whole)) < CODED, "{name}");
        }
    }
}

#[test]
fn an_upright_file_says_so() {
    let (_dir, at) = folder();
    let path = at("plain.mp4");
    film(&upright(), &path);
    let picture = Recording::of(&path).picture.unwrap();
    assert_eq!((picture.turn, picture.rate_hz), (Turn::default(), Some(10.0)));
    assert!((picture.times.length_s.unwrap() - 1.0).abs() < 0.01);
}

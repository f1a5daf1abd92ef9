//! Headings about runs of the face check.

use heyan::rules::liveness::presence::Solid;
use heyan::rules::liveness::{ActionResult, HeadAngles, Outcome};
use heyan::rules::words::{Lang, Words};

use super::pick;

/// One of the three angles of a head.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Angle {
    /// Turn.
    Yaw,
    /// Chin.
    Pitch,
    /// Lean.
    Roll,
}

impl Angle {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Yaw, Self::Pitch, Self::Roll];

    /// This angle of `angles`, degrees.
    pub fn of(self, angles: &HeadAngles) -> f32 {
        match self {
            Self::Yaw => angles.yaw_deg,
            Self::Pitch => angles.pitch_deg,
            Self::Roll => angles.roll_deg,
        }
    }
}

/// What an angle is called, and what its signs mean.
pub fn axis(angle: Angle, lang: Lang) -> [&'static str; 2] {
    match angle {
        Angle::Yaw => [pick(lang, "转头", "Turn"), pick(lang, "+ 向左，− 向右", "+ left, − right")],
        Angle::Pitch => [pick(lang, "俯仰", "Chin"), pick(lang, "+ 抬头，− 低头", "+ up, − down")],
        Angle::Roll => [pick(lang, "歪头", "Lean"), pick(lang, "+ 向左，− 向右", "+ left, − right")],
    }
}

/// How many recordings.
pub fn recordings(count: usize, lang: Lang) -> String {
    match (lang, count) {
        (Lang::Zh, _) => format!("{count} 段录像"),
        (Lang::En, 1) => "1 recording".to_owned(),
        (Lang::En, _) => format!("{count} recordings"),
    }
}

/// A time in a recording.
pub fn seconds(ms: u64, lang: Lang) -> String {
    let seconds = ms as f64 / 1000.0;
    match lang {
        Lang::Zh => format!("{seconds:.1} 秒"),
        Lang::En => format!("{seconds:.1} s"),
    }
}

/// The answer about the head's depth.
pub fn solid(solid: Solid, lang: Lang) -> &'static str {
    match solid {
        Solid::Yes => pick(lang, "是：各点随转动的位移符合立体的头。", "Yes: it moved as a solid head does."),
        Solid::No => pick(
            lang,
            "否：移动方式像平面上的照片或屏幕。",
            "No: it moved as something flat, like a picture or a screen.",
        ),
        Solid::Unknown => pick(lang, "证据不足，无法判断。", "There is not enough evidence to tell."),
    }
}

/// The heading of the figures about depth: of turns, or of nods.
pub fn presence(turning: bool, lang: Lang) -> &'static str {
    if turning { pick(lang, "转头时", "While turning") } else { pick(lang, "点头时", "While nodding") }
}

/// A figure about depth, by its name in the result.
pub fn presence_figure(name: &str, lang: Lang) -> &'static str {
    match name {
        "frames" => pick(lang, "可用的帧", "Frames of use"),
        "rotation" => pick(lang, "最大转动", "Greatest rotation"),
        "relief" => pick(lang, "面部起伏（真人为 100 %）", "Relief (a head: 100 %)"),
        "rigid" => pick(lang, "视差与变窄相符（真人为 100 %）", "Parallax against narrowing (a head: 100 %)"),
        "agrees" => pick(lang, "转动与变窄相符（真人为 100 %）", "Rotation against narrowing (a head: 100 %)"),
        "nose" => pick(lang, "鼻与耳的视差（真人为 100 %）", "Nose against ears (a head: 100 %)"),
        "life" => pick(lang, "明显的生命迹象（眨眼、张嘴）", "Clear signs of life (deep blinks, open mouth)"),
        "plane" => pick(lang, "像平面的帧", "Frames like a plane’s"),
        _ => pick(lang, "总计", "In all"),
    }
}

/// How many frames a run had, and how many showed a face.
pub fn frames(outcome: &Outcome, lang: Lang) -> String {
    let (read, with_face) = (outcome.frames_read, outcome.frames_with_face);
    match lang {
        Lang::Zh => format!("{read} 帧，其中 {with_face} 帧有人脸"),
        Lang::En => format!("{read} frames, {with_face} with a face"),
    }
}

/// What was seen where an action was asked.
pub fn seen(action: &ActionResult, lang: Lang) -> String {
    match (action.seen, lang) {
        (None, _) => pick(lang, "没有看到动作", "nothing was seen").to_owned(),
        (Some(seen), Lang::Zh) => format!("看到：{}", Words::new(lang).action(seen)),
        (Some(seen), Lang::En) => format!("seen: {}", Words::new(lang).action(seen)),
    }
}

/// The greatest angles of a movement.
pub fn peak(peak: &HeadAngles, lang: Lang) -> String {
    let HeadAngles { yaw_deg, pitch_deg, roll_deg } = peak;
    match lang {
        Lang::Zh => format!("转头 {yaw_deg:+.0}° 俯仰 {pitch_deg:+.0}° 歪头 {roll_deg:+.0}°"),
        Lang::En => format!("yaw {yaw_deg:+.0}° pitch {pitch_deg:+.0}° roll {roll_deg:+.0}°"),
    }
}

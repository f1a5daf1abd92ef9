//! The few headings and file complaints of the desk. What is said of verdicts, findings and fields never lives
//! here: that is the same on every device and comes from [`heyan::rules::words`].

pub mod case;
pub mod guide;
mod profile;
mod run;
#[cfg(feature = "serve")]
pub mod serve;
mod statement;

use std::borrow::Cow;
use std::path::Path;

use heyan::rules::Verdict;
use heyan::rules::matching::Band;
use heyan::rules::words::{Lang, Words};

use crate::input::{InputError, LIMIT_BYTES};
use crate::terminal::shown;
use crate::video::VideoError;
pub use profile::{drawn, export, good_for, no_profile, providers, provinces, statement_text};
pub use run::{Angle, axis, frames, peak, presence, presence_figure, recordings, seconds, seen, solid};
pub use statement::{heard_error, script_error, sound_error, statement_about, statement_figures, steps_s};

fn pick(lang: Lang, zh: &'static str, en: &'static str) -> &'static str {
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
}

macro_rules! headings {
    (
        core { $($(#[$core_doc:meta])* $core:ident: $key:literal;)* }
        desk { $($(#[$desk_doc:meta])* $desk:ident: $zh:literal, $en:literal;)* }
    ) => {
        /// A heading or short text of the desk.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Label { $($(#[$core_doc])* $core,)* $($(#[$desk_doc])* $desk,)* }

        impl Label {
            /// Every one there is.
            pub const ALL: &[Self] = &[$(Self::$core,)* $(Self::$desk,)*];

            /// The text in `lang`.
            pub fn text(self, lang: Lang) -> Cow<'static, str> {
                match self {
                    $(Self::$core => Words::new(lang).ui($key).into(),)*
                    $(Self::$desk => pick(lang, $zh, $en).into(),)*
                }
            }
        }
    };
}

headings! {
    // Also said on other devices.
    core {
        /// Title of the report.
        Title: "title";
        /// The day judged on.
        JudgedOn: "checked_on";
        /// Heading of the advice.
        First: "advice";
        /// Heading of the fields.
        Fields: "fields";
        /// Heading of the findings.
        Findings: "findings";
        /// No findings.
        NoFindings: "no_findings";
        /// Table head.
        Field: "field";
        /// Table head.
        Value: "value";
        /// Table head.
        Confidence: "confidence";
        /// Details.
        Timing: "timing";
        /// Caption.
        Photo: "picture";
        /// A date without end.
        LongTerm: "long_term";
        /// The standing note: what this is not.
        NotePrecheck: "precheck";
    }
    desk {
        /// Heading over all pictures.
        Summary: "总览", "Overview";
        /// Title of a report on runs of the face check only.
        TitleRuns: "人脸动作检查", "Face check";
        /// Title of a report on recordings of the promise statement only.
        TitleStatements: "承诺视频检查", "Statement video check";
        /// Title of a report on pictures and recordings.
        TitleBoth: "身份核验检查", "Identity check";
        /// Under an accepted picture.
        NothingToDo: "无需重拍，可以直接使用。", "Nothing to do: use it as it is.";
        /// No fields.
        NoFields: "没有读到任何内容。", "Nothing was read.";
        /// Details.
        Capture: "拍摄数据", "Capture measurements";
        /// Caption.
        Card: "校正后的证件", "The card, straightened";
        /// Legend.
        Outline: "证件边缘", "card outline";
        /// Legend.
        FieldPlace: "项目位置", "field";
        /// Legend.
        DefectPlace: "问题位置", "problem";
        /// Heading of the plot.
        Movement: "头部动作", "How the head moved";
        /// Under the plot's heading.
        MovementNote: "与正视时相比的角度，按本人的左右。", "Change from looking straight ahead; left and right are the person’s own.";
        /// Plot.
        SecondsAxis: "秒", "seconds";
        /// Plot: no angle can be given.
        NoFace: "没有人脸", "no face";
        /// Plot: the least that is asked.
        AtLeast: "至少", "at least";
        /// Plot: nothing to draw.
        NoMovement: "没有测得任何角度。", "No angles were measured.";
        /// Plot.
        Eyes: "眼睛睁开程度", "eyes open";
        /// Plot.
        Mouth: "嘴张开程度", "mouth open";
        /// Heading of the actions.
        Actions: "要求的动作", "What was asked";
        /// Table head, plot.
        Asked: "要求", "Asked";
        /// Table head, plot.
        Seen: "看到", "Seen";
        /// Table head.
        Peak: "最大角度", "Greatest angles";
        /// Table head.
        Period: "时段", "When";
        /// Table head.
        Result: "结果", "Result";
        /// An action done as asked.
        Passed: "通过", "passed";
        /// An action not done as asked.
        NotPassed: "未通过", "not passed";
        /// Nothing seen.
        Nothing: "没有动作", "nothing";
        /// Heading of the frames.
        KeyFrames: "关键画面", "Key frames";
        /// Caption.
        Rest: "正视", "At rest";
        /// Legend.
        FaceAxes: "脸的方向", "the face’s own axes";
        /// Legend.
        TrueAxes: "水平与竖直", "level and upright";
        /// Heading of the figures about depth.
        Presence: "是不是立体的头", "A solid head?";
        /// Title of a report on portraits only.
        TitlePortraits: "人像照片检查", "Portrait check";
        /// Caption.
        Portrait: "照片与问题位置", "The picture, and where to look";
        /// Caption.
        HeatMap: "墙面均匀程度", "How even the wall is";
        /// Legend.
        HeadBox: "头部", "head";
        /// Legend.
        ShoulderLine: "肩线", "shoulders";
        /// Legend.
        MiddleLine: "画面中线", "middle of the picture";
        /// Legend of the map of the wall, its one end.
        EvenWall: "平整的墙", "even wall";
        /// Its other end.
        Differs: "有差别", "differs";
        /// The person in the map of the wall.
        Person: "本人", "the person";
        /// Heading of the figures.
        Measured: "测量结果", "What was measured";
        /// Table head.
        Figure: "项目", "Figure";
        /// Table head.
        Limit: "要求", "Wanted";
        /// Heading of the scores.
        Scores: "图像质量得分（OFIQ，0–100）", "Image quality (OFIQ, 0–100)";
        /// Heading of the strip of a recording.
        Moments: "录像中的各个时刻", "The moments of the recording";
        /// Best of them.
        Best: "最佳时刻", "best moment";
        /// Nothing to mend there.
        Usable: "可以使用", "usable";
        /// Heading of the curves.
        VoiceAndLips: "声音与口型", "Voice and lips";
        /// Under it.
        VoiceAndLipsNote: "绿色是说话的时段，短线是听到的音节。", "Green: somebody speaks. Ticks: syllables heard.";
        /// Curve.
        Voice: "声音", "voice";
        /// Curve.
        Lips: "张嘴", "lips";
        /// Heading of the text.
        ScriptRead: "朗读文字", "The text";
        /// Under it.
        SampleText: "这是示例文字，不是任何机关发布的正式文本。", "This is a sample, not the official text of any authority.";
        /// Heading of the faces.
        Faces: "画面中的脸", "The face throughout";
        /// Details.
        HeardAndSeen: "测得的数据", "Figures";
        /// An input without a report.
        Unreadable: "无法读取", "Not readable";
        /// A count of those, for the overview.
        UnreadableCount: "无法读取", "not readable";
        /// No figure.
        NotMeasured: "未测得", "not measured";
        /// The standing note: where it was made.
        NoteDevice: "所有计算都在本机完成，没有上传任何内容。", "Everything was computed on this device; nothing was sent anywhere.";
        /// The standing note: what it holds.
        NotePersonal: "本报告含有个人信息，请妥善保管。", "This report contains personal data: keep it safe.";
    }
}

/// A count of a verdict, for the overview.
pub fn verdict_count(verdict: Verdict, lang: Lang) -> &'static str {
    match verdict {
        Verdict::Accept => pick(lang, "可用", "ready"),
        Verdict::Retry => pick(lang, "需重拍", "to retake"),
        Verdict::Reject => pick(lang, "不可用", "not usable"),
    }
}

/// A field's value as a person reads it: only the contract's `long_term` differs.
pub fn value(text: &str, lang: Lang) -> Cow<'_, str> {
    if text == "long_term" { Label::LongTerm.text(lang) } else { text.into() }
}

/// A measurement of the capture, by its place in [`crate::report`]'s table.
pub fn measurement(name: &str, lang: Lang) -> &'static str {
    match name {
        "picture" => pick(lang, "照片尺寸", "Picture"),
        "card_width" => pick(lang, "证件宽度", "Card width"),
        "tilt" => pick(lang, "倾斜角度", "Tilt"),
        "rotation" => pick(lang, "旋转角度", "Rotation"),
        "outside" => pick(lang, "画面外的部分", "Outside the picture"),
        "blur" => pick(lang, "模糊程度", "Blur"),
        "paper" => pick(lang, "纸面亮度 L*", "Paper lightness L*"),
        "clipped" => pick(lang, "过曝面积", "Clipped area"),
        "contrast" => pick(lang, "字迹对比度 ΔL*", "Print contrast ΔL*"),
        "chroma" => pick(lang, "色彩丰富度 C*", "Colour spread C*"),
        "moire" => pick(lang, "屏幕纹路", "Screen pattern"),
        "patches" => pick(lang, "遮挡与反光", "Patches hidden"),
        "face_distance" => pick(lang, "两张脸的差异", "Distance of the faces"),
        "printed_eyes_px" => pick(lang, "证件：双眼间距（像素）", "Document: eyes apart, px"),
        "printed_yaw_deg" => pick(lang, "证件：转头角度", "Document: turned, degrees"),
        "printed_fine_ratio" => pick(lang, "证件：细节比例", "Document: fine detail"),
        "live_eyes_px" => pick(lang, "照片：双眼间距（像素）", "Picture: eyes apart, px"),
        "live_yaw_deg" => pick(lang, "照片：转头角度", "Picture: turned, degrees"),
        "live_fine_ratio" => pick(lang, "照片：细节比例", "Picture: fine detail"),
        "decode" => pick(lang, "解码", "Decoding"),
        "locate" => pick(lang, "定位", "Finding the card"),
        "read" => pick(lang, "识别", "Reading"),
        "measure" => pick(lang, "测量", "Measuring"),
        "speech" => pick(lang, "说话 / 总长", "Speech / length"),
        "syllables" => pick(lang, "音节：听到 / 应有", "Syllables: heard / asked"),
        "coverage" => pick(lang, "读完的比例", "Read"),
        "rate" => pick(lang, "语速", "Speed"),
        "loudness" => pick(lang, "说话响度", "Loudness of the speech"),
        "noise" => pick(lang, "信噪比", "Speech over noise"),
        "face_share" => pick(lang, "单人出镜的时间", "Time with one face"),
        "lip_sync" => pick(lang, "口型与声音的相关", "Lips and voice, correlation"),
        "frame" => pick(lang, "每帧（中位）", "A frame, median"),
        "slow_frame" => pick(lang, "每帧（95 %）", "A frame, 95 % below"),
        "inference" => pick(lang, "其中模型推理", "Of these, in models"),
        _ => pick(lang, "总计", "In all"),
    }
}

/// How many pictures.
pub fn pictures(count: usize, lang: Lang) -> String {
    match (lang, count) {
        (Lang::Zh, _) => format!("{count} 张照片"),
        (Lang::En, 1) => "1 picture".to_owned(),
        (Lang::En, _) => format!("{count} pictures"),
    }
}

/// Why a file was not read, and the way out.
pub fn input_error(error: &InputError, lang: Lang) -> String {
    let limit = LIMIT_BYTES >> 20;
    let fixed = match error {
        InputError::Missing => pick(lang, "文件不存在：请检查文件名", "no such file: check the name"),
        InputError::Folder => pick(lang, "这是文件夹：请指定其中的照片", "is a directory: name the pictures in it"),
        InputError::Special => pick(
            lang,
            "这是管道或设备：请先保存为文件",
            "is a pipe or device, not a regular file: save it to a file first",
        ),
        InputError::Empty => pick(lang, "文件是空的：请重新复制", "is empty: copy it again"),
        InputError::Denied => pick(lang, "没有读取权限：请授予权限", "permission denied: allow reading it"),
        InputError::TooLarge(bytes) => {
            let size = bytes.div_ceil(1 << 20);
            return match lang {
                Lang::Zh => format!("文件过大（{size} MiB，上限 {limit} MiB）：请导出较小的照片"),
                Lang::En => {
                    format!("is too large ({size} MiB, at most {limit} MiB are read): export a smaller picture")
                }
            };
        }
        InputError::Io(cause) => {
            return match lang {
                Lang::Zh => format!("读取失败（{cause}）：请复制到其他磁盘后再试"),
                Lang::En => {
                    format!("cannot be read ({cause}): copy it to another disk and try again")
                }
            };
        }
    };
    fixed.to_owned()
}

/// Why a video gives no frames, and the way out.
pub fn video_error(error: &VideoError, lang: Lang) -> String {
    let fixed = match error {
        VideoError::Input(error) => return input_error(error, lang),
        VideoError::NoVideo => pick(
            lang,
            "不是可以读取的视频：请另存为 mp4（H.264）",
            "is not a video that can be read, or is cut short: save it as mp4 (H.264) again",
        ),
        VideoError::NoFrames => pick(lang, "视频里没有画面：请重新录制", "holds no picture: record or export it again"),
        VideoError::Picture => {
            pick(lang, "这是照片，不是视频：请录制视频", "is a picture, not a video: record a video")
        }
        VideoError::NoCamera => pick(
            lang,
            "没有可用的摄像头：请接好摄像头并允许使用",
            "no camera can be used: plug one in and allow its use",
        ),
        VideoError::Name => pick(
            lang,
            "文件名不是 UTF-8：请重命名",
            "its name is not UTF-8, which the video reader cannot take: rename it",
        ),
        VideoError::Slanted => pick(
            lang,
            "视频被设置为倾斜播放：请旋正后重新导出",
            "is to be shown at an angle: turn it upright and export it again",
        ),
        VideoError::TooLarge(width, height) => {
            return match lang {
                Lang::Zh => format!("画面过大（{width}×{height}）：请导出较小的视频"),
                Lang::En => format!("has frames of {width} x {height} pixels, which is too many: export it smaller"),
            };
        }
        VideoError::CutShort { read_s, declared_s } => {
            return match lang {
                Lang::Zh => format!("视频不完整（{declared_s:.1} 秒中只有 {read_s:.1} 秒）：请重新复制或录制"),
                Lang::En => format!("is cut short ({read_s:.1} of {declared_s:.1} s): copy or record it again"),
            };
        }
        VideoError::Reader(cause) => {
            return match lang {
                Lang::Zh => format!("视频已损坏（{cause}）：请重新复制或录制"),
                Lang::En => format!("is damaged ({cause}): copy or record it again"),
            };
        }
    };
    fixed.to_owned()
}

/// A trace cannot be written.
pub fn trace_error(path: &Path, cause: &str, lang: Lang) -> String {
    let path = shown(path);
    match lang {
        Lang::Zh => format!("{path}：无法写入（{cause}）；请用 --trace 指定其他文件"),
        Lang::En => format!("{path}: the trace cannot be written ({cause}); name another file"),
    }
}

/// A file is no trace.
pub fn no_trace(cause: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("不是 heyan liveness --trace 保存的记录（{cause}）"),
        Lang::En => format!("is no trace that `heyan liveness --trace` saves ({cause})"),
    }
}

/// No models: what to run. `named` is the folder that somebody asked for.
pub fn pack_missing(named: Option<&Path>, lang: Lang) -> String {
    match (named.map(shown), lang) {
        (Some(dir), Lang::Zh) => {
            format!("{dir}：没有这个模型文件夹；请运行 `cargo xtask setup`，或用 --pack 指定")
        }
        (Some(dir), Lang::En) => {
            format!("{dir}: no such folder of models; run `cargo xtask setup`, or name it with --pack")
        }
        (None, Lang::Zh) => "找不到模型（models/pack）；请运行 `cargo xtask setup`".to_owned(),
        (None, Lang::En) => "the models (models/pack) are missing; run `cargo xtask setup`".to_owned(),
    }
}

/// The models are there but do not run.
pub fn pack_broken(cause: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("模型无法使用（{cause}）；请运行 `cargo xtask setup`"),
        Lang::En => format!("the models cannot be used ({cause}); run `cargo xtask setup`"),
    }
}

/// The network that tells persons apart is missing: it is an optional part of the pack.
pub fn no_match_network(folder: &Path, lang: Lang) -> String {
    let folder = shown(folder);
    match lang {
        Lang::Zh => {
            format!("{folder}：缺少用于比对人脸的模型 face_embedding.onnx；请安装 npm 后运行 `cargo xtask setup`")
        }
        Lang::En => {
            format!(
                "{folder}: the network that compares faces, face_embedding.onnx, is missing; with npm installed, run `cargo xtask setup`"
            )
        }
    }
}

/// What a comparison of faces came to, with its figure.
pub fn matched(band: Option<Band>, distance: Option<f32>, lang: Lang) -> String {
    let band = match band {
        Some(Band::Same) => pick(lang, "同一人", "the same person"),
        Some(Band::Unsure) => pick(lang, "无法判断", "not to be told"),
        Some(Band::Other) => pick(lang, "不是同一人", "another person"),
        None => pick(lang, "未比对", "not compared"),
    };
    match (distance, lang) {
        (Some(distance), Lang::Zh) => format!("{band}（差异 {distance:.2}）"),
        (Some(distance), Lang::En) => format!("{band} (distance {distance:.2})"),
        (None, _) => band.to_owned(),
    }
}

/// The report's folder cannot be written.
pub fn report_error(dir: &Path, cause: &str, lang: Lang) -> String {
    let dir = shown(dir);
    match lang {
        Lang::Zh => format!("{dir}：无法写入报告（{cause}）；请用 --report 指定其他文件夹"),
        Lang::En => format!("{dir}: the report cannot be written ({cause}); name another folder"),
    }
}

/// Standard output cannot be written.
pub fn output_error(cause: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("无法写出结果（{cause}）"),
        Lang::En => format!("the result cannot be written to standard output ({cause})"),
    }
}

/// Several inputs and one file to write.
pub fn one_export(lang: Lang) -> String {
    pick(lang, "--export 只能用于一个输入：请分别运行", "--export takes one input: run it once for each picture")
        .to_owned()
}

/// A picture is not accepted, so nothing is handed in.
pub fn not_exported(name: &str, path: &Path, lang: Lang) -> String {
    let path = shown(path);
    match lang {
        Lang::Zh => format!("{name}：未通过，没有写入 {path}；请先按提示重拍"),
        Lang::En => format!("{name}: is not accepted, so {path} was not written: mend what was found first"),
    }
}

/// The picture to hand in cannot be written.
pub fn export_error(path: &Path, cause: &str, lang: Lang) -> String {
    let path = shown(path);
    match lang {
        Lang::Zh => format!("{path}：无法写入（{cause}）；请用 --export 指定其他文件"),
        Lang::En => format!("{path}: cannot be written ({cause}); name another file with --export"),
    }
}

/// The demo has nothing to scan.
pub fn demo_empty(dir: &Path, lang: Lang) -> String {
    let dir = shown(dir);
    match lang {
        Lang::Zh => format!("{dir}：没有示例；请运行 `cargo xtask demo` 生成"),
        Lang::En => {
            format!("{dir}: no samples there; run `cargo xtask demo`, which makes them")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_label_has_its_words_in_both_languages() {
        for label in Label::ALL {
            for lang in [Lang::Zh, Lang::En] {
                assert!(!label.text(lang).is_empty(), "{label:?} {lang:?}");
            }
            assert_ne!(label.text(Lang::Zh), label.text(Lang::En), "{label:?}");
        }
    }
}

//! The usual names of codecs, of what each container calls them.

/// Printable characters of a container's own name, lower case.
pub fn own(name: &[u8]) -> String {
    name.iter().filter(|b| b.is_ascii_graphic()).map(|b| char::from(b.to_ascii_lowercase())).collect()
}

/// Of a picture, by the four letters of MP4, MOV and AVI.
pub fn picture(four: [u8; 4]) -> String {
    let known = match own(&four).as_str() {
        "avc1" | "avc3" | "h264" | "x264" => "h264",
        "hvc1" | "hev1" | "hevc" | "h265" | "x265" => "hevc",
        "vp08" | "vp80" => "vp8",
        "vp09" | "vp90" => "vp9",
        "av01" => "av1",
        "mp4v" | "xvid" | "divx" | "dx50" | "fmp4" => "mpeg4",
        "jpeg" | "mjpg" | "mjpa" | "mjpb" => "mjpeg",
        "ap4h" | "ap4x" | "apch" | "apcn" | "apcs" | "apco" => "prores",
        "s263" | "h263" => "h263",
        other => return other.to_owned(),
    };
    known.to_owned()
}

/// Of a sound, by the four letters of MP4 and MOV.
pub fn sound(four: [u8; 4]) -> String {
    let known = match own(&four).as_str() {
        "mp4a" => "aac",
        "samr" | "sawb" => "amr",
        "sowt" | "twos" | "lpcm" | "ipcm" | "fpcm" | "in24" | "in32" | "fl32" | "fl64" | "raw" => "pcm",
        "flac" => "flac",
        ".mp3" => "mp3",
        "ac-3" => "ac3",
        "ec-3" => "eac3",
        other => return other.to_owned(),
    };
    known.to_owned()
}

/// Of a sound, by the format tags of AVI and WAV (RFC 2361).
pub fn tagged(tag: u16) -> String {
    let known = match tag {
        0x0001 | 0x0003 | 0xfffe => "pcm",
        0x0002 | 0x0011 => "adpcm",
        0x0055 => "mp3",
        0x00ff | 0x1610 | 0x706d => "aac",
        0x2000 => "ac3",
        0x0161 | 0x0162 => "wma",
        other => return format!("0x{other:04x}"),
    };
    known.to_owned()
}

/// Of either, by Matroska's identities.
pub fn matroska(codec: &str) -> String {
    let known = match codec {
        "V_MPEG4/ISO/AVC" => "h264",
        "V_MPEGH/ISO/HEVC" => "hevc",
        "V_VP8" => "vp8",
        "V_VP9" => "vp9",
        "V_AV1" => "av1",
        "V_MPEG4/ISO/ASP" | "V_MPEG4/ISO/SP" => "mpeg4",
        "V_MJPEG" => "mjpeg",
        "V_PRORES" => "prores",
        "A_OPUS" => "opus",
        "A_VORBIS" => "vorbis",
        "A_MPEG/L3" => "mp3",
        "A_FLAC" => "flac",
        "A_AC3" => "ac3",
        other if other.starts_with("A_AAC") => "aac",
        other if other.starts_with("A_PCM") => "pcm",
        other => return other.get(2..).unwrap_or_default().to_ascii_lowercase(),
    };
    known.to_owned()
}

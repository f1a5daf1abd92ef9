//! What a file must be to be handed in, and what this one is.

use serde::{Deserialize, Serialize};

use super::step::Step;
use crate::finding::{Code, Finding};

/// The form of a file, by what is in it and not by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileForm {
    /// JPEG.
    Jpg,
    /// PNG.
    Png,
    /// GIF.
    Gif,
    /// Windows bitmap.
    Bmp,
    /// TIFF.
    Tif,
    /// WebP.
    Webp,
    /// MPEG-4.
    Mp4,
    /// QuickTime.
    Mov,
    /// WebM or Matroska.
    Webm,
    /// AVI.
    Avi,
    /// Flash video.
    Flv,
    /// PDF.
    Pdf,
}

impl FileForm {
    /// The form of a file that begins with `bytes`; 16 of them are enough.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        let at = |from: usize, wanted: &[u8]| bytes.get(from..from + wanted.len()) == Some(wanted);
        // Magic numbers as the formats' own documents have them; `ftyp` is ISO/IEC 14496-12.
        let table: [(bool, Self); 12] = [
            (at(0, &[0xff, 0xd8, 0xff]), Self::Jpg),
            (at(0, b"\x89PNG\r\n\x1a\n"), Self::Png),
            (at(0, b"GIF8"), Self::Gif),
            (at(0, b"BM"), Self::Bmp),
            (at(0, b"II*\0") || at(0, b"MM\0*"), Self::Tif),
            (at(0, b"RIFF") && at(8, b"WEBP"), Self::Webp),
            (at(0, b"RIFF") && at(8, b"AVI "), Self::Avi),
            (at(4, b"ftypqt"), Self::Mov),
            (at(4, b"ftyp"), Self::Mp4),
            (at(0, &[0x1a, 0x45, 0xdf, 0xa3]), Self::Webm),
            (at(0, b"FLV\x01"), Self::Flv),
            (at(0, b"%PDF-"), Self::Pdf),
        ];
        table.into_iter().find(|(is, _)| *is).map(|(_, form)| form)
    }
}

/// What a provider takes. All figures are optional: what no source gives is not asked.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExportRule {
    /// Forms that are taken; any when there are none.
    #[serde(default)]
    pub formats: Vec<FileForm>,
    /// Fewest bytes.
    pub min_bytes: Option<u64>,
    /// Most bytes.
    pub max_bytes: Option<u64>,
    /// Fewest pixels along the shorter side.
    pub min_side_px: Option<u32>,
    /// Most pixels along the longer side.
    pub max_side_px: Option<u32>,
    /// Shortest recording, s.
    pub min_duration_s: Option<f64>,
    /// Longest recording, s.
    pub max_duration_s: Option<f64>,
    /// Where this stands.
    pub source: String,
    /// When it stood there.
    pub date: String,
    /// Providers it is asked by; all when there are none.
    #[serde(default)]
    pub providers: Vec<String>,
}

/// What is known of a file.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct FileFacts {
    /// Its form, when it is one that is known.
    pub form: Option<FileForm>,
    /// Its bytes.
    pub bytes: u64,
    /// Width and height, px, of a picture.
    pub size_px: Option<(u32, u32)>,
    /// Length, s, of a recording.
    pub duration_s: Option<f64>,
}

impl ExportRule {
    /// What keeps `file` from being handed in for `step`.
    pub fn judge(&self, step: Step, file: &FileFacts) -> Vec<Finding> {
        let mut findings = Vec::new();
        if !self.formats.is_empty() && file.form.is_none_or(|form| !self.formats.contains(&form)) {
            findings.push(Finding::error(Code::FilingFileForm).step(step));
        }
        let mib = |bytes: u64| bytes as f64 / f64::from(1 << 20);
        if let Some(most) = self.max_bytes.filter(|most| file.bytes > *most) {
            let finding = Finding::error(Code::FilingFileTooLarge).step(step);
            findings.push(finding.figure("size_mib", mib(file.bytes)).figure("max_size_mib", mib(most)));
        }
        if let Some(least) = self.min_bytes.filter(|least| file.bytes < *least) {
            // A small file is refused by the provider's form, and a larger copy of the same picture would not be better: it
            // is to be known, not to stop.
            let finding = Finding::warning(Code::FilingFileTooSmall).step(step);
            findings.push(
                finding.figure("size_kib", file.bytes as f64 / 1024.0).figure("min_size_kib", least as f64 / 1024.0),
            );
        }
        if let (Some(least), Some((width, height))) = (self.min_side_px, file.size_px)
            && width.min(height) < least
        {
            let finding = Finding::error(Code::FilingTooFewPixels).step(step);
            findings.push(finding.figure("side_px", width.min(height).into()).figure("min_side_px", least.into()));
        }
        let recorded = |code, name, limit| {
            let seconds = file.duration_s.unwrap_or_default();
            Finding::error(code).step(step).figure("recorded_s", seconds).figure(name, limit)
        };
        if let Some(least) = self.min_duration_s.filter(|least| file.duration_s.is_some_and(|s| s < *least)) {
            findings.push(recorded(Code::FilingRecordingShort, "min_recorded_s", least));
        }
        if let Some(most) = self.max_duration_s.filter(|most| file.duration_s.is_some_and(|s| s > *most)) {
            findings.push(recorded(Code::FilingRecordingLong, "max_recorded_s", most));
        }
        findings
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a panic in a test is the report")]

    use super::*;

    #[test]
    fn forms_are_known_by_what_is_in_the_file() {
        for (bytes, form) in [
            (&b"\xff\xd8\xff\xe0\0\x10JFIF"[..], Some(FileForm::Jpg)),
            (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", Some(FileForm::Png)),
            (b"\0\0\0\x20ftypisom\0\0\x02\0", Some(FileForm::Mp4)),
            (b"\0\0\0\x14ftypqt  \0\0\0\0", Some(FileForm::Mov)),
            (b"RIFF\0\0\0\0WEBPVP8 ", Some(FileForm::Webp)),
            (b"RIFF\0\0\0\0AVI LIST", Some(FileForm::Avi)),
            (b"%PDF-1.7", Some(FileForm::Pdf)),
            (b"hello", None),
            (b"", None),
            (b"\xff\xd8", None),
        ] {
            assert_eq!(FileForm::of(bytes), form, "{bytes:?}");
        }
    }

    #[test]
    fn a_limit_itself_is_within() {
        let rule = ExportRule {
            formats: vec![FileForm::Jpg],
            min_bytes: Some(200 << 10),
            max_bytes: Some(4 << 20),
            min_side_px: Some(300),
            ..ExportRule::default()
        };
        let codes = |form, bytes, size_px| {
            let found = rule.judge(Step::IdFront, &FileFacts { form, bytes, size_px, duration_s: None });
            found.into_iter().map(|f| f.code).collect::<Vec<_>>()
        };
        assert!(codes(Some(FileForm::Jpg), 4 << 20, Some((300, 8000))).is_empty());
        assert!(codes(Some(FileForm::Jpg), 200 << 10, None).is_empty());
        assert_eq!(
            codes(Some(FileForm::Jpg), (4 << 20) + 1, Some((299, 400))),
            [Code::FilingFileTooLarge, Code::FilingTooFewPixels]
        );
        assert_eq!(codes(Some(FileForm::Png), (200 << 10) - 1, None), [Code::FilingFileForm, Code::FilingFileTooSmall]);
        assert_eq!(codes(None, 1 << 20, None), [Code::FilingFileForm]);
    }
}

//! What is handed in of a portrait: cut out and sized as the receiver of the filing takes it.

use heyan_rules::Verdict;
use heyan_rules::filing::{self, Step};
use heyan_rules::portrait::{Export, Profile};
use heyan_vision::frame::{DecodeLimits, Picture, decode};

use super::{PortraitError, PortraitReport, PortraitSession, export};

/// The size of the portrait for the provider of `filing`: the usual one, made as large as its rule for the file asks and as
/// small as it allows.
pub fn size_for(filing: &filing::Profile) -> Export {
    let usual = Profile::default().export;
    let Some(rule) = filing.export(Step::Portrait) else { return usual };
    let (short, long) = (usual.width_px.min(usual.height_px), usual.width_px.max(usual.height_px));
    let grow = rule.min_side_px.map_or(1.0, |least| f64::from(least) / f64::from(short)).max(1.0);
    let most = rule.max_side_px.map_or(f64::INFINITY, |most| f64::from(most) / f64::from(long));
    let scaled = |px: u32| (f64::from(px) * grow.min(most)).round() as u32;
    let bytes = rule.max_bytes.and_then(|most| usize::try_from(most).ok()).unwrap_or(usual.max_bytes);
    Export {
        width_px: scaled(usual.width_px),
        height_px: scaled(usual.height_px),
        max_bytes: bytes.min(usual.max_bytes),
    }
}

/// A portrait as it would be handed in.
pub struct HandedIn {
    /// What a reviewer would say: of the picture as it was taken, and once that will do, of what was cut from it.
    pub report: PortraitReport,
    /// The cut picture, a JPEG without metadata; `None` when it cannot be cut, as without a face.
    pub cut: Option<(Vec<u8>, Picture)>,
}

impl PortraitSession {
    /// Judges `picture` and cuts it to `size`. A picture that was too small or blurred is not made better by scaling it: what
    /// was taken is judged first.
    ///
    /// # Errors
    /// When the models cannot run.
    pub fn hand_in(&mut self, picture: &Picture, size: &Export) -> Result<HandedIn, PortraitError> {
        let report = self.judge(picture)?;
        let jpeg = match export(picture, &report, size) {
            Err(PortraitError::Export) => return Ok(HandedIn { report, cut: None }),
            cut => cut?,
        };
        let seen = decode(&jpeg, &DecodeLimits::default()).map_err(|error| PortraitError::Models(error.to_string()))?;
        let report = if report.verdict == Verdict::Accept { self.judge(&seen)? } else { report };
        Ok(HandedIn { report, cut: Some((jpeg, seen)) })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a panic in a test is the report")]

    use super::*;

    fn own(rule: &str) -> filing::Profile {
        let text = format!(
            "schema = 1\nname = \"own\"\nlevel = \"provider\"\nextends = \"generic\"\n[exports.portrait]\nsource = \"OURS\"\n\
             date = \"2026\"\n{rule}"
        );
        filing::Profile::parse(&text, None).unwrap()
    }

    #[test]
    fn the_size_is_as_the_provider_takes_it() {
        let of = |profile: &filing::Profile| {
            let size = size_for(profile);
            (size.width_px, size.height_px, size.max_bytes)
        };
        assert_eq!(of(&filing::Profile::named("aliyun", None).unwrap()), (600, 800, 4_000_000));
        assert_eq!(of(&own("min_side_px = 900\nmax_bytes = 300000\n")), (900, 1200, 300_000));
        assert_eq!(of(&own("max_side_px = 400\n")), (300, 400, 4_000_000));
        for name in filing::Profile::names() {
            let size = size_for(&filing::Profile::named(name, None).unwrap());
            assert!(size.width_px >= 300 && size.max_bytes > 100_000, "{name}: {size:?}");
        }
    }
}

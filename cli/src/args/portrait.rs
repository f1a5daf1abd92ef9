//! `heyan portrait`.

use std::path::{Path, PathBuf};

use clap::Args;
use heyan::rules::filing;
use heyan::rules::portrait::Profile;

use super::common::HostArgs;
use crate::{locale, profile};

/// `heyan portrait`.
#[derive(Debug, Args)]
pub struct PortraitArgs {
    /// Pictures (JPEG, PNG, WebP) or recordings (mp4, mov, avi, webm)
    #[arg(required = true, value_name = "IMAGE|VIDEO")]
    pub inputs: Vec<PathBuf>,
    /// By whose limits to judge, and the size to export: icp, icp-landscape, passport, a provider, or a profile file
    #[arg(long, value_name = "P|FILE", default_value = Profile::NAMES[0], value_parser = portrait_profile)]
    pub profile: Profile,
    /// Add the scores of ISO/IEC 29794-5 (OFIQ) to JSON and report; no verdict hangs on them
    #[arg(long)]
    pub ofiq: bool,
    /// Print one JSON object per input and line
    #[arg(long)]
    pub json: bool,
    /// Write report.html with drawn pictures into this folder
    #[arg(long, value_name = "DIR")]
    pub report: Option<PathBuf>,
    /// Write the accepted picture, cut out and sized for the profile, without metadata (one input only)
    #[arg(long, value_name = "FILE")]
    pub export: Option<PathBuf>,
    /// How to compute and to speak.
    #[command(flatten)]
    pub host: HostArgs,
}

/// Limits and size by one of the names for portraits, or the limits of a provider's profile, built-in or in a file, with the
/// usual size.
fn portrait_profile(word: &str) -> Result<Profile, String> {
    if let Some(profile) = Profile::named(word) {
        return Ok(profile);
    }
    let path = Path::new(word);
    if !filing::Profile::names().contains(&word) && !path.exists() && !word.ends_with(".toml") {
        let providers = filing::Profile::names().join(", ");
        return Err(format!("choose among {}, {providers}, or name a profile file", Profile::NAMES.join(", ")));
    }
    let (provider, _) = profile::load(word, None, locale::lang())?;
    Ok(Profile { name: provider.name.clone().into(), limits: provider.step_limits().portrait, ..Profile::default() })
}

//! `heyan statement`.

use std::path::PathBuf;

use clap::Args;

use super::common::{HostArgs, parse_field};

/// `heyan statement`.
#[derive(Debug, Args)]
pub struct StatementArgs {
    /// A video file with sound (mp4, mov, mkv, webm)
    #[arg(value_name = "VIDEO")]
    pub video: PathBuf,
    /// The text: plain text in UTF-8, or a statement profile (`.toml`)
    #[arg(long, value_name = "FILE", required = true)]
    pub script: PathBuf,
    /// A value for a blank of the profile's text, as `--field date=2026年11月24日`
    #[arg(long, value_name = "NAME=VALUE", value_parser = parse_field)]
    pub field: Vec<(String, String)>,
    /// Print one JSON object
    #[arg(long)]
    pub json: bool,
    /// Write report.html with the curves of voice and lips into this folder
    #[arg(long, value_name = "DIR")]
    pub report: Option<PathBuf>,
    /// How to compute and to speak.
    #[command(flatten)]
    pub host: HostArgs,
}

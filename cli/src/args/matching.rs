//! `heyan match`.

use std::path::PathBuf;

use clap::Args;

use super::common::CommonArgs;

/// `heyan match`.
#[derive(Debug, Args)]
pub struct MatchArgs {
    /// Picture of the document's portrait side: JPEG, PNG, WebP or HEIC
    #[arg(value_name = "CARD")]
    pub card: PathBuf,
    /// Picture of a face, from the front
    #[arg(value_name = "FACE")]
    pub face: PathBuf,
    /// Print one JSON object
    #[arg(long)]
    pub json: bool,
    /// Write report.html with the two faces side by side into this folder
    #[arg(long, value_name = "DIR")]
    pub report: Option<PathBuf>,
    /// How to scan and to speak.
    #[command(flatten)]
    pub common: CommonArgs,
}

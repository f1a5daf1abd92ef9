//! `heyan liveness` and `heyan replay`: the face check.

use std::path::PathBuf;

use clap::Args;
use heyan::rules::liveness::Action;
use heyan::rules::words::Lang;

use super::common::{HostArgs, action_parser, lang_parser};

/// `heyan liveness`.
#[derive(Debug, Args)]
pub struct LivenessArgs {
    /// A video file (mp4, mov, avi, webm), or `camera` for the first webcam
    #[arg(value_name = "VIDEO")]
    pub video: PathBuf,
    /// What to ask, in this order [default: three drawn at random]
    #[arg(long, value_name = "ACTION,...", value_delimiter = ',', num_args = 1.., value_parser = action_parser())]
    pub actions: Vec<Action>,
    /// Fixes the draw of actions
    #[arg(long, value_name = "N", conflicts_with = "actions")]
    pub seed: Option<u64>,
    /// A drill: accept, with a warning, actions that cannot show whether a head or a picture of one does them
    #[arg(long)]
    pub drill: bool,
    /// Print one JSON object
    #[arg(long)]
    pub json: bool,
    /// Write report.html with the angles over time and key frames into this folder
    #[arg(long, value_name = "DIR")]
    pub report: Option<PathBuf>,
    /// Save what was seen of every frame, to judge it again with `heyan replay`
    #[arg(long, value_name = "FILE")]
    pub trace: Option<PathBuf>,
    /// How to compute and to speak.
    #[command(flatten)]
    pub host: HostArgs,
}

/// `heyan replay`.
#[derive(Debug, Args)]
pub struct ReplayArgs {
    /// The trace
    #[arg(value_name = "TRACE")]
    pub trace: PathBuf,
    /// Print one JSON object
    #[arg(long)]
    pub json: bool,
    /// Language of the messages [default: from the locale, else en]
    #[arg(long, value_name = "zh|en", value_parser = lang_parser())]
    pub lang: Option<Lang>,
}

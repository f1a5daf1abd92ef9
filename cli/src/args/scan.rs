//! `heyan scan` and `heyan demo`: pictures of documents.

use std::path::PathBuf;

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use heyan::rules::document::DocumentKind;

use super::common::CommonArgs;

/// `heyan scan`.
#[derive(Debug, Args)]
pub struct ScanArgs {
    /// Pictures to scan: JPEG, PNG or WebP
    #[arg(required = true, value_name = "IMAGE")]
    pub images: Vec<PathBuf>,
    /// The document that every picture should show
    #[arg(long, value_name = "KIND", value_parser = kind_parser())]
    pub expect: Option<DocumentKind>,
    /// Print one JSON object per picture and line
    #[arg(long)]
    pub json: bool,
    /// Write report.html and drawn pictures into this folder
    #[arg(long, value_name = "DIR")]
    pub report: Option<PathBuf>,
    /// How to scan and to speak.
    #[command(flatten)]
    pub common: CommonArgs,
}

/// `heyan demo`.
#[derive(Debug, Args)]
pub struct DemoArgs {
    /// Folder with the samples (`pictures/`, `clips/`, `portraits/`, `statements/`); the report is written into it
    #[arg(long, value_name = "DIR", default_value = "target/demo")]
    pub out: PathBuf,
    /// How to scan and to speak.
    #[command(flatten)]
    pub common: CommonArgs,
}

fn kind_parser() -> impl TypedValueParser<Value = DocumentKind> {
    PossibleValuesParser::new(DocumentKind::KNOWN.iter().map(|kind| kind.as_str())).map(|name| {
        // The parser before lets only these names through.
        DocumentKind::KNOWN.iter().copied().find(|kind| kind.as_str() == name).unwrap_or(DocumentKind::Unknown)
    })
}

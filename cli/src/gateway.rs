//! `heyan gateway`: the sandbox gateway on this machine.

use std::path::PathBuf;

use clap::Args;
use heyan_gateway::{Options, Play, start};
use serde_json::json;

use crate::scan::Outcome;
use crate::terminal::{Output, complain, shown};

/// `heyan gateway`.
#[derive(Debug, Args)]
pub struct GatewayArgs {
    /// Folder for its books, keys and uploads
    #[arg(long, value_name = "DIR")]
    pub dir: PathBuf,
    /// Port of the interface [default: any]
    #[arg(long, value_name = "PORT", default_value_t = 0)]
    pub port: u16,
    /// Port of the upload server [default: any]
    #[arg(long, value_name = "PORT", default_value_t = 0)]
    pub upload_port: u16,
    /// How orders end: approve, initial-reject or authority-reject
    #[arg(long, value_name = "PLAY", default_value = "approve")]
    pub play: Play,
    /// Milliseconds between an order’s statuses
    #[arg(long, value_name = "MS", default_value_t = 2_000)]
    pub pace_ms: u64,
    /// Take no face check but for a challenge that was asked here before it
    #[arg(long)]
    pub asked_only: bool,
}

/// Runs until Ctrl-C. Prints one JSON line once it listens.
pub fn run(args: &GatewayArgs) -> Outcome {
    let options = Options {
        port: args.port,
        upload_port: args.upload_port,
        play: args.play,
        pace_ms: args.pace_ms,
        takes_drawn_here: !args.asked_only,
        ..Options::in_folder(&args.dir)
    };
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            complain(&error.to_string());
            return Outcome::Failed;
        }
    };
    runtime.block_on(async {
        let running = match start(options).await {
            Ok(running) => running,
            Err(error) => {
                complain(&format!("{}: {error}", shown(&args.dir)));
                return Outcome::Failed;
            }
        };
        let line = json!({"schema": "heyan.gateway/1", "address": running.address, "pin": running.pin.to_string(),
            "certificate": running.certificate.certificate});
        // Whoever started it and does not read its line stops it all the same.
        let _ = Output::default().line(&line.to_string());
        let _ = tokio::signal::ctrl_c().await;
        Outcome::Accepted
    })
}

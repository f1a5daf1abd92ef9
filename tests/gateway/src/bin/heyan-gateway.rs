//! The sandbox gateway as a program. Prints one JSON line once it listens, and runs until it is stopped.
#![allow(clippy::print_stdout, reason = "a command's prints are its work")]

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use heyan_gateway::{Options, Play, start};

/// A sandbox gateway: takes sealed cases in, checks them, and plays an order through its statuses
#[derive(Debug, Parser)]
struct Arguments {
    /// Folder for its books, keys and uploads
    #[arg(long, value_name = "DIR")]
    dir: PathBuf,
    /// Port of the interface [default: any]
    #[arg(long, value_name = "PORT", default_value_t = 0)]
    port: u16,
    /// Port of the upload server [default: any]
    #[arg(long, value_name = "PORT", default_value_t = 0)]
    upload_port: u16,
    /// How orders end: approve, initial-reject or authority-reject
    #[arg(long, value_name = "PLAY", default_value = "approve")]
    play: Play,
    /// Milliseconds between an order's statuses
    #[arg(long, value_name = "MS", default_value_t = 2_000)]
    pace_ms: u64,
    /// Take no face check but for a challenge that was asked here before it
    #[arg(long)]
    asked_only: bool,
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let options = Options {
        port: arguments.port,
        upload_port: arguments.upload_port,
        play: arguments.play,
        pace_ms: arguments.pace_ms,
        takes_drawn_here: !arguments.asked_only,
        ..Options::in_folder(&arguments.dir)
    };
    let running = match start(options).await {
        Ok(running) => running,
        Err(error) => {
            eprintln!("error: {}: {error}", arguments.dir.display());
            return ExitCode::from(2);
        }
    };
    println!(
        "{}",
        serde_json::json!({
            "schema": "heyan.gateway/1",
            "address": running.address,
            "pin": running.pin.to_string(),
            "certificate": running.certificate.certificate,
            "upload": format!("https://localhost:{}/files/", running.tusd.port),
        })
    );
    // Without a way to hear Ctrl-C it runs until it is killed.
    let _ = tokio::signal::ctrl_c().await;
    ExitCode::SUCCESS
}

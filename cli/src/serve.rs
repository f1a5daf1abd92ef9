//! `heyan serve`: the whole verification in a browser on this computer.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use clap::Args;
use heyan::vault::seal::AppBuild;
use heyan_app::device::{Carrier, Gateway};
use heyan_web::{Options, Server};

use crate::args::common::HostArgs;
use crate::case::args::ServerArgs;
use crate::case::keys;
use crate::labels::serve as labels;
use crate::outcome::Outcome;
use crate::pack;
use crate::terminal::{Output, complain, shown};

/// `heyan serve`.
#[derive(Debug, Args)]
pub struct ServeArgs {
    /// Port to listen on [default: any that is free]
    #[arg(long, value_name = "PORT", default_value_t = 0, hide_default_value = true)]
    pub port: u16,
    /// Folder of the cases [default: `web` where the desk keeps what it remembers]
    #[arg(long, value_name = "DIR")]
    pub cases: Option<PathBuf>,
    /// Open the address in the browser
    #[arg(long)]
    pub open: bool,
    /// Take the passphrase of the cases from the first line of this file [default: the page asks for it]
    #[arg(long, value_name = "FILE")]
    pub passphrase_file: Option<PathBuf>,
    /// Address of the gateway that cases are sent to: https://… [default: none, nothing can be sent]
    #[arg(long, value_name = "URL")]
    pub gateway: Option<String>,
    /// Which gateway is believed.
    #[command(flatten)]
    pub server: ServerArgs,
    /// How to compute and to speak.
    #[command(flatten)]
    pub host: HostArgs,
}

/// Serves until Ctrl-C. Prints one line with the address once it listens.
pub fn run(args: &ServeArgs) -> Outcome {
    served(args).unwrap_or_else(|cause| {
        complain(&cause);
        Outcome::Failed
    })
}

fn options(args: &ServeArgs) -> Result<Options, String> {
    let lang = args.host.lang();
    let state = keys::state();
    let cases = args.cases.clone().or_else(|| Some(state.as_ref()?.join("web")));
    let cases = cases.ok_or_else(|| labels::no_folder(lang).to_owned())?;
    // Where no variable says where: beside the cases, which notices less, since one backup may carry both.
    let rollback_guard = state.map_or_else(|| cases.join(".state"), |state| state.join("cases"));
    std::fs::create_dir_all(&cases).map_err(|error| format!("{}: {error}", shown(&cases)))?;
    let passphrase = args
        .passphrase_file
        .as_deref()
        .map(|path| keys::first_line(path).map_err(|error| format!("{}: {error}", shown(path))));
    let roots_pem = args
        .server
        .ca
        .as_deref()
        .map(|path| std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", shown(path))));
    let gateway = Gateway {
        address: args.gateway.clone().unwrap_or_default(),
        app: AppBuild {
            name: "heyan-web".to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            platform: std::env::consts::OS.to_owned(),
        },
        carrier: Carrier::Http {
            pins: args.server.pin.iter().map(ToString::to_string).collect(),
            roots_pem: roots_pem.transpose()?,
        },
    };
    Ok(Options {
        port: args.port,
        cases,
        rollback_guard,
        pack: pack::find(args.host.pack.as_deref(), lang)?,
        threads: args.host.threads(),
        gateway,
        lang,
        passphrase: passphrase.transpose()?,
    })
}

fn served(args: &ServeArgs) -> Result<Outcome, String> {
    let options = options(args)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.map_err(|error| error.to_string())?;
    let ended = runtime.block_on(async {
        let server = Server::listen(options).await.map_err(|error| error.to_string())?;
        let address = server.address();
        // Whoever started it and does not read its line stops it all the same.
        let _ = Output::default().line(&address);
        if args.open && !opened(&address) {
            complain(labels::no_browser(args.host.lang()));
        }
        tokio::select! {
            ended = server.run() => ended.map_err(|error| error.to_string()).map(|()| Outcome::Failed),
            _ = tokio::signal::ctrl_c() => Ok(Outcome::Accepted),
        }
    });
    // What is at work, as a model that loads, is not waited for.
    runtime.shutdown_background();
    ended
}

/// Whether a browser was asked to show `address`.
fn opened(address: &str) -> bool {
    let program = if cfg!(target_os = "macos") {
        "open"
    } else if cfg!(windows) {
        "explorer"
    } else {
        "xdg-open"
    };
    let mut command = Command::new(program);
    command.arg(address).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().is_ok()
}

//! What can be asked for on the command line.

pub mod common;
pub mod liveness;
pub mod matching;
pub mod portrait;
pub mod scan;
pub mod statement;

use clap::{Parser, Subcommand};

use crate::case::args::{CaseArgs, ProfileArgs};
use liveness::{LivenessArgs, ReplayArgs};
use matching::MatchArgs;
use portrait::PortraitArgs;
use scan::{DemoArgs, ScanArgs};
use statement::StatementArgs;

/// Checks identity pictures before they are handed in. Everything is computed on this machine.
#[derive(Debug, Parser)]
#[command(name = "heyan", version, arg_required_else_help = true)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The jobs there are.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Read and check pictures of documents
    ///
    /// Prints a verdict with fields and findings for every picture.
    /// Exit code: 0 all accepted, 1 any to be retaken or rejected, 2 any that cannot be read.
    Scan(ScanArgs),
    /// Judge a recording of the face check: nod, turn, tilt
    ///
    /// Follows the face through the video, or through what a webcam sees (`camera`), and tells for every action that is
    /// asked what was seen. An action is asked as soon as the one before it has ended.
    /// Exit code: 0 accepted, 1 to be done again or rejected, 2 a video that cannot be read.
    Liveness(LivenessArgs),
    /// Judge portraits: white wall, both shoulders, room above the head
    ///
    /// Says of every picture what a reviewer would refuse, where, and how to mend it. Of a recording the best moment is
    /// judged, and why the others were worse is told.
    /// Exit code: 0 all accepted, 1 any to be taken again, 2 any that cannot be read.
    Portrait(Box<PortraitArgs>),
    /// Compare the portrait on a document with a face: the same person, another, or not to be told
    ///
    /// Finds the document in CARD, lays its portrait flat and measures how far it is from the largest face in FACE, by a network
    /// that runs on this machine. Only the distance is told; nothing is kept.
    /// Exit code: 0 the same person, 1 another person, not to be told or nothing to compare, 2 a file that cannot be read.
    Match(MatchArgs),
    /// Judge a saved trace of the face check again, without pictures or models
    Replay(ReplayArgs),
    /// Judge a recording of the person reading the promise statement
    ///
    /// Counts what is heard against the text, and looks whether one person was there all the time whose lips go with
    /// the voice. Exit code: 0 accepted, 1 to be done again, 2 a file that cannot be read.
    Statement(StatementArgs),
    /// Keep the material of a filing order, encrypted on this device
    Case(CaseArgs),
    /// What providers and provinces ask for
    Profile(ProfileArgs),
    /// What the filing wants: names, icons, restrictions, help, statuses
    Guide(crate::guide::args::GuideArgs),
    /// Run a sandbox gateway on this machine, to try a submission with
    #[cfg(feature = "sandbox")]
    Gateway(crate::gateway::GatewayArgs),
    /// Go through the whole verification in a browser, before this computer’s own camera
    ///
    /// Listens on this computer alone and prints the address to open; the address works once. Ends with Ctrl-C.
    #[cfg(feature = "serve")]
    Serve(crate::serve::ServeArgs),
    /// Scan the sample pictures and write a report to look at
    ///
    /// Reads `pictures/` in the folder and writes `report.html` beside it. The samples hold defects on
    /// purpose: exit code 0 says that the report stands, whatever the verdicts.
    Demo(DemoArgs),
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_well_formed() {
        Cli::command().debug_assert();
    }
}

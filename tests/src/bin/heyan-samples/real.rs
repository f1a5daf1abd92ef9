//! Judges recordings and portraits of real people, from a folder that is not part of the project.

use std::io::{Error, Result};
use std::path::{Path, PathBuf};

use clap::Args;
use heyan_rules::portrait::Limits;
use heyan_tests::real::{matching, portraits, table, traces};
use heyan_tests::set::{Split, Splits};

/// Tables of the checks on real people.
#[derive(Args)]
pub struct Command {
    /// A folder with `traces/` (truth.tsv) or `portraits/` (people.tsv), or both.
    folder: PathBuf,
    /// Every second person, the others, or both one after the other.
    #[arg(long, default_value = "both")]
    split: Splits,
    /// Codes without `portrait.` that are true of the portraits: they are cut close.
    #[arg(long, value_delimiter = ',', default_value = "too_near,shoulder_cut")]
    ignore: Vec<String>,
    /// Another limit of the portrait than the product's, `NAME=VALUE`; as often as wanted.
    #[arg(long, value_parser = named_limit)]
    limit: Vec<(String, f64)>,
    /// Write what was measured of each portrait, one JSON object a line, of all splits.
    #[arg(long)]
    figures: Option<PathBuf>,
    /// Compare faces instead: the portraits, printed on cards drawn with `--seed`, with the others of each person.
    #[arg(long)]
    faces: bool,
    /// Draws those cards.
    #[arg(long, default_value_t = 7)]
    seed: u64,
    /// Exit with 1 when a limit is missed.
    #[arg(long)]
    gate: bool,
    /// Folder of ONNX Runtime and the networks; the traces need none.
    #[arg(long, env = "HEYAN_PACK", default_value = "models/pack")]
    pack: PathBuf,
    /// Threads; each judges portraits of its own.
    #[arg(long, default_value_t = 2)]
    threads: usize,
}

/// Does it. Whether all held.
pub fn run(command: &Command) -> Result<bool> {
    let (films, pictures) = (command.folder.join("traces"), command.folder.join("portraits"));
    if !films.is_dir() && !pictures.is_dir() {
        return Err(Error::other(format!("{}: neither traces/ nor portraits/ in it", command.folder.display())));
    }
    let mut kept = true;
    if films.is_dir() && !command.faces {
        let traces = traces::read(&films)?;
        for split in command.split.list() {
            kept &= table::print(*split, &traces);
        }
    }
    if pictures.is_dir() {
        kept &= if command.faces { faces_of(command, &pictures)? } else { portraits_of(command, &pictures)? };
    }
    Ok(kept || !command.gate)
}

fn faces_of(command: &Command, folder: &Path) -> Result<bool> {
    let mut kept = true;
    for split in command.split.list() {
        let compared = matching::compare(folder, *split, command.seed, &command.pack, command.threads)?;
        let name = if *split == Split::Held { "the others" } else { "every second person" };
        println!("\n== Faces on cards, {name}: {} ==", compared.len());
        let missed = matching::print(&compared);
        missed.iter().for_each(|missed| println!("limit missed: {missed}"));
        kept &= missed.is_empty();
    }
    Ok(kept)
}

fn portraits_of(command: &Command, folder: &Path) -> Result<bool> {
    let mut limits = Limits::default();
    for (name, value) in &command.limit {
        if !limits.set(name, *value) {
            return Err(Error::other(format!("no limit is called {name}")));
        }
    }
    let (mut kept, mut lines) = (true, String::new());
    for split in command.split.list() {
        let judged = portraits::judge(folder, *split, &limits, &command.pack, command.threads)?;
        let name = if *split == Split::Held { "the others" } else { "every second person" };
        println!("\n== Portraits, {name}: {} ==", judged.len());
        let missed = portraits::print(&judged, &command.ignore);
        missed.iter().for_each(|missed| println!("limit missed: {missed}"));
        kept &= missed.is_empty();
        for judged in &judged {
            let line = serde_json::json!({ "file": judged.portrait.file, "measured": judged.measured });
            lines += &format!("{line}\n");
        }
    }
    if let Some(path) = &command.figures {
        std::fs::write(path, lines)?;
    }
    Ok(kept)
}

/// A limit's name and value.
pub fn named_limit(text: &str) -> std::result::Result<(String, f64), String> {
    let (name, value) = text.split_once('=').ok_or("expected NAME=VALUE")?;
    let value = value.parse().map_err(|_| format!("expected a number after {name}=, got {value}"))?;
    Ok((name.to_owned(), value))
}

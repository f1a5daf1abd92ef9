//! The sandbox gateway: checked against its description, and measured.

use std::process::Command;

use crate::fault::Result;
use crate::rival::{self, SCHEMATHESIS};
use crate::run;

/// Asks the gateway everything that its description allows and forbids, as schemathesis makes it up from a fixed seed.
pub fn check() -> Result<()> {
    let python = SCHEMATHESIS.python()?;
    run::build_programs(&["heyan-gateway"])?;
    let mut command = Command::new(python);
    command
        .current_dir(run::root())
        .arg(rival::script("gateway_api.py"))
        .arg(run::binary("heyan-gateway"))
        .args(["docs/gateway.openapi.yaml", "7"]);
    run::succeed(&mut command)
}

/// `bench upload`: our client beside curl, both to the same tusd; `--load` instead: what a case costs the servers.
pub fn bench(arguments: &[String]) -> Result<()> {
    run::build_programs(&["heyan-gateway-load", "heyan-upload-bench"])?;
    if let Some((_, rest)) = arguments.split_first().filter(|(first, _)| *first == "--load") {
        return run::succeed(run::ours("heyan-gateway-load").args(rest));
    }
    run::succeed(run::ours("heyan-upload-bench").args(arguments))
}

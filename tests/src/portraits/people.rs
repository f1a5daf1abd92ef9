//! The persons of the portraits: the heads of the face check, cut out more finely.

use std::path::Path;

use super::matte;
use crate::heads::cast::Cast;

/// Heads that others stand so close to that no mask tells them apart.
const CROWDED: [&str; 2] = ["group1", "group2"];
/// Between the outer corners of the eyes, cm on the canonical face.
const EYES_CM: f32 = 8.9;

/// Reads and lifts all persons with the networks in the folder `pack`.
///
/// # Errors
/// When set-up has not been run, or a picture shows no face.
pub fn open(pack: &Path) -> std::io::Result<Cast> {
    let mut cast = Cast::open_with(pack, &mut |picture| {
        let (a, b) = (picture.mesh[33], picture.mesh[263]);
        let cm = (a[0] - b[0]).hypot(a[1] - b[1]) / EYES_CM;
        matte::refine(picture, cm);
        // Stills are looked at longer than frames of a clip.
        picture.alike = 0.3;
    })?;
    cast.leave_out(&CROWDED);
    Ok(cast)
}

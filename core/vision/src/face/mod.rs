//! The face: where it is, its 468 landmarks, how the head is held, and what the rules may know of it.
//!
//! Networks are MediaPipe's BlazeFace (short range) and face mesh; what surrounds them follows MediaPipe 0.10.14's graphs.

mod appearance;
mod crowd;
mod detail;
mod detect;
mod embed;
mod likeness;
mod mesh;
mod models;
mod openness;
pub mod outline;
mod persons;
pub mod pose;
mod proportions;
mod region;
mod track;

pub use detect::{Detection, Detector, Square};
pub use likeness::{FaceComparer, MeasuredFace};
pub use mesh::{MESH_POINTS, MeshFace};
pub use models::FaceModels;
pub(crate) use models::{StillFaces, answer};
pub use pose::{HeadFit, fit_head, head_angles};
pub use region::Region;
pub use track::{FaceTracker, TrackLimits};

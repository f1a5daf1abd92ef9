//! What the report shows of a portrait.

use heyan::PortraitReport;
use heyan::portrait::Moment;
use heyan::vision::frame::Picture;
use heyan::vision::person::WallMap;

/// A portrait that was judged, and of a recording when it was and what the rest was like.
pub struct Judged {
    /// Its pixels.
    pub picture: Picture,
    /// What came of it.
    pub report: PortraitReport,
    /// How far each place differs from the wall.
    pub map: Option<WallMap>,
    /// When it was and all that was looked at; `None` of a picture.
    pub moments: Option<(u64, Vec<Moment>)>,
}

//! Names to be read: as most people have them, and with characters that few have.

use crate::card::Faces;
use crate::font::font;
use crate::people::{FIRST, GIVEN, SECOND, WHOLE};
use crate::rng::Rng;

static SURNAMES: &str = include_str!("../../../core/rules/data/surnames.txt");
static USUAL: &str = include_str!("../../../core/rules/data/name_characters.txt");
static PLACES: &str = include_str!("../../../core/rules/data/region_names.txt");
static RARE: &str = include_str!("../../data/rare_characters.txt");
/// Of the surnames in the list, the commonest.
const COMMON_SURNAMES: usize = 300;

/// What a name is like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// As most people have it: every surname of the 300 commonest, given names of few and of all usual
    /// characters, names with a dot.
    Common,
    /// With a character of GB 2312 that few names have.
    Seldom,
    /// With one that the recogniser's dictionary has and GB 2312 has not.
    Rare,
    /// With one that the dictionary lacks.
    Unknown,
}

impl Kind {
    /// All of them, with their names.
    pub const ALL: [(Self, &'static str); 4] =
        [(Self::Common, "common"), (Self::Seldom, "seldom"), (Self::Rare, "rare"), (Self::Unknown, "unknown")];
}

/// What names are drawn from.
pub struct Pool {
    surnames: Vec<&'static str>,
    given: Vec<char>,
    usual: Vec<char>,
    seldom: Vec<char>,
    rare: Vec<char>,
    unknown: Vec<char>,
}

fn listed(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines().filter(|line| !line.starts_with('#'))
}

/// Blocks of Chinese characters, those for compatibility left out: their shapes are others' again.
fn ideographs() -> impl Iterator<Item = char> {
    (0x3400..0xA000).chain(0x20000..0x2F800).chain(0x30000..0x32400).filter_map(char::from_u32)
}

impl Pool {
    /// Of what a recogniser can read, as `knows` says; `of_gb_2312` says which characters that standard has.
    pub fn new(knows: &dyn Fn(char) -> bool, of_gb_2312: &dyn Fn(char) -> bool) -> Self {
        let usual: Vec<char> = listed(USUAL).flat_map(str::chars).collect();
        let all = || ideographs();
        Self {
            given: GIVEN.chars().collect(),
            surnames: listed(SURNAMES).flat_map(str::split_whitespace).collect(),
            seldom: all().filter(|c| knows(*c) && of_gb_2312(*c) && !usual.contains(c)).collect(),
            rare: listed(RARE).flat_map(str::chars).collect(),
            unknown: all().filter(|c| !knows(*c)).collect(),
            usual,
        }
    }

    /// Characters that names and addresses usually have.
    pub fn usual(&self) -> impl Iterator<Item = char> {
        let names = [FIRST, SECOND, WHOLE].into_iter().flatten().flat_map(|name| name.chars());
        self.usual.iter().copied().chain(self.surnames.iter().flat_map(|name| name.chars())).chain(names)
    }

    /// Characters of the names of places.
    pub fn of_places() -> impl Iterator<Item = char> {
        listed(PLACES).flat_map(str::chars)
    }

    /// Name number `index` of its kind, in characters that the print's typeface has.
    pub fn name(&self, rng: &mut Rng, kind: Kind, index: usize, faces: Faces) -> String {
        let text = font(faces.text);
        loop {
            let name = match kind {
                Kind::Common => self.common(rng, index),
                Kind::Seldom => self.with(rng, &self.seldom),
                Kind::Rare => self.with(rng, &self.rare),
                Kind::Unknown => self.with(rng, &self.unknown),
            };
            if text.has_all(&name) {
                return name;
            }
        }
    }

    fn common(&self, rng: &mut Rng, index: usize) -> String {
        if rng.chance(0.1) {
            return format!("{}·{}", rng.pick(FIRST), rng.pick(SECOND));
        }
        if rng.chance(0.03) {
            return rng.pick(WHOLE).to_owned();
        }
        let mut name = self.surnames[index % COMMON_SURNAMES].to_owned();
        for _ in 0..if rng.chance(0.3) { 1 } else { 2 } {
            // Half of them as people choose them, half of all that are usual alike.
            let from = if rng.chance(0.5) { &self.given } else { &self.usual };
            name.push(from[rng.index(from.len())]);
        }
        name
    }

    fn with(&self, rng: &mut Rng, from: &[char]) -> String {
        let surname = self.surnames[rng.index(COMMON_SURNAMES)];
        let mut given = vec![from[rng.index(from.len())]];
        if rng.chance(0.6) {
            given.insert(rng.index(2), self.usual[rng.index(self.usual.len())]);
        }
        surname.chars().chain(given).collect()
    }
}

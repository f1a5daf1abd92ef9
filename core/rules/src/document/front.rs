//! The portrait side of a resident card: which row is which, and what the values say.

use crate::geometry::{Point, Rect};

use super::ink::OwnInk;
use super::layout::{self, Entry};
use super::pick::{self, Trust};
use super::plane;
use super::rows::{self, Gather, Hit, Row, RowGlyph};
use super::table::{ADDRESS, BIRTH, ETHNICITY, NAME, NUMBER, SEX};
use super::values::{read_address, read_birth, read_ethnicity, read_name, read_sex};
use super::{DocumentKind, Field, FieldKey, TextLine};

/// A label further from its place than this is taken for something else, mm.
const FARTHEST_LABEL_MM: f32 = 6.5;
/// How far a half-read label may stand from where the other rows put it, mm.
const WEAK_LABEL_MM: f32 = 3.0;
/// A first character right of this, its middle in mm, is no label's: the last of one is printed at 11 mm.
const LABELS_END_MM: f32 = 12.0;
/// An anchor whose shift differs more than this from the others' is wrong, mm.
const ANCHOR_SPREAD_MM: f32 = 4.5;

/// The rows of a portrait side, their labels found.
pub(crate) struct Front<'a> {
    pub(crate) rows: Vec<Row<'a>>,
    pub(crate) name: Option<Hit>,
    pub(crate) sex: Option<Hit>,
    pub(crate) ethnicity: Option<Hit>,
    pub(crate) birth: Option<Hit>,
    pub(crate) address: Option<Hit>,
    pub(crate) number_label: Option<Hit>,
    /// Row and characters of the eighteen of the number.
    pub(crate) number: Option<(usize, usize)>,
    /// Layout height and seen height of rows that are certain, from top to bottom.
    anchors: Vec<(f32, f32)>,
    /// How far to the right of the layout things stand, mm.
    dx: f32,
}

impl<'a> Front<'a> {
    pub(crate) fn analyse(lines: &'a [TextLine]) -> Self {
        let portrait = layout::picture_zone(DocumentKind::ResidentIdFront);
        // Noise in the portrait; the number below it and long values that end in it stay.
        let in_portrait = |b: &Rect| b.left > portrait.left - 2.5 && b.centre().y < portrait.bottom + 1.0;
        let print = plane::on_card(DocumentKind::ResidentIdFront, lines);
        let rows = rows::rows(print.into_iter().filter(|l| !in_portrait(&l.bounds_mm)));
        let mut front = Self {
            rows,
            name: None,
            sex: None,
            ethnicity: None,
            birth: None,
            address: None,
            number_label: None,
            number: None,
            anchors: Vec::new(),
            dx: 0.0,
        };
        front.number_label = front.find(&NUMBER, 4, 6.5);
        front.number = front.find_number();
        front.name = front.find(&NAME, 2, FARTHEST_LABEL_MM);
        front.sex = front.find(&SEX, 2, FARTHEST_LABEL_MM);
        front.ethnicity = front.find(&ETHNICITY, 2, FARTHEST_LABEL_MM);
        front.birth = front.find(&BIRTH, 2, FARTHEST_LABEL_MM);
        front.address = front.find(&ADDRESS, 2, FARTHEST_LABEL_MM);
        if let (Some(sex), Some(ethnicity)) = (front.sex, front.ethnicity) {
            // 民族 may also stand in an address.
            if sex.row != ethnicity.row && (sex.left.y - ethnicity.left.y).abs() > 2.5 {
                front.ethnicity = None;
            }
        }
        front.settle();
        front.find_weak();
        front.settle();
        front.tell_inks();
        front
    }

    /// Marks what is not written with the ink of most values. The number is larger and bolder than they.
    fn tell_inks(&mut self) {
        let number = self.number.map(|(row, _)| row);
        let rows = self.rows.iter().enumerate().filter(|(i, _)| Some(*i) != number);
        let values: Vec<RowGlyph<'a>> = rows.flat_map(|(i, row)| self.value_marks(i, row)).collect();
        if let Some(ink) = OwnInk::of(values.iter()) {
            ink.mark(&mut self.rows);
        }
    }

    /// The best place of a label of which at least `least` characters agree.
    fn find(&self, entry: &Entry, least: usize, farthest: f32) -> Option<Hit> {
        let expected = rows::label_glyph_x(entry, 0);
        let near = |m: &RowGlyph<'_>| (m.x - expected).abs() < farthest;
        let off = |hit: &Hit| (hit.left.y - entry.y).abs();
        self.rows
            .iter()
            .enumerate()
            .filter(|(_, row)| (row.y - entry.y).abs() < farthest)
            .filter_map(|(i, row)| rows::find_label(row, i, entry.label, near))
            .filter(|hit| hit.agree >= least)
            .min_by(|a, b| b.agree.cmp(&a.agree).then(off(a).total_cmp(&off(b))))
    }

    /// Works out the shift of the print from the labels that are certain.
    fn settle(&mut self) {
        let labelled = [
            (&NAME, self.name),
            (&SEX, self.sex),
            (&SEX, self.ethnicity),
            (&BIRTH, self.birth),
            (&ADDRESS, self.address),
            (&NUMBER, self.number_label),
        ];
        let mut anchors: Vec<(f32, f32)> = Vec::new();
        for (entry, hit) in labelled {
            if let Some(row) = hit.and_then(|h| self.rows.get(h.row)) {
                anchors.push((entry.y, row.y));
            }
        }
        if let Some(row) = self.number.and_then(|(i, _)| self.rows.get(i)) {
            anchors.push((NUMBER.y, row.y));
        }
        if let Some(row) = self.rows.iter().find(|r| looks_like_birth(r)) {
            anchors.push((BIRTH.y, row.y));
        }
        let shift = rows::median(anchors.iter().map(|(wanted, seen)| seen - wanted).collect()).unwrap_or(0.0);
        anchors.retain(|(wanted, seen)| (seen - wanted - shift).abs() < ANCHOR_SPREAD_MM);
        anchors.sort_by(|a, b| a.0.total_cmp(&b.0));
        anchors.dedup_by(|a, b| a.0 == b.0);
        self.anchors = anchors;
        let shifts = [(&NAME, self.name), (&SEX, self.sex), (&BIRTH, self.birth), (&ADDRESS, self.address)]
            .into_iter()
            .filter_map(|(entry, hit)| {
                let hit = hit.filter(|h| h.agree == 2 && h.end - h.start == 2)?;
                let last = self.rows.get(hit.row)?.marks.get(hit.end - 1)?;
                Some(last.x - rows::label_glyph_x(entry, 1))
            });
        self.dx = rows::median(shifts.collect()).or_else(|| self.shift_of_values()).unwrap_or(0.0).clamp(-5.0, 5.0);
    }

    /// The shift by the left edge of the values, when no label is seen left of them.
    fn shift_of_values(&self) -> Option<f32> {
        let above_number = self.rows.iter().filter(|row| row.y < 40.0);
        let left = above_number.filter_map(|row| row.marks.first()).map(|m| m.x).min_by(f32::total_cmp)?;
        // The first character of a value is at 16 mm.
        (left > LABELS_END_MM && left < 20.0).then_some(left - ADDRESS.value_left - 1.1)
    }

    /// Labels with one of two characters wrong, where the certain rows put them.
    fn find_weak(&mut self) {
        let weak = |front: &Self, entry: &Entry| {
            let y = front.seen_y(entry.y);
            let x = rows::label_glyph_x(entry, 0) + front.dx;
            front
                .rows
                .iter()
                .enumerate()
                .filter(|(_, row)| (row.y - y).abs() < 2.2)
                .filter_map(|(i, row)| rows::find_label(row, i, entry.label, |m| (m.x - x).abs() < WEAK_LABEL_MM))
                .filter(|hit| hit.end - hit.start == 2)
                .min_by(|a, b| (a.left.y - y).abs().total_cmp(&(b.left.y - y).abs()))
        };
        self.name = self.name.or_else(|| weak(self, &NAME));
        self.sex = self.sex.or_else(|| weak(self, &SEX));
        self.ethnicity = self.ethnicity.or_else(|| weak(self, &ETHNICITY));
        self.birth = self.birth.or_else(|| weak(self, &BIRTH));
        self.address = self.address.or_else(|| weak(self, &ADDRESS));
    }

    /// Where a row that the layout puts at `wanted` is seen, by its nearest certain neighbours.
    fn seen_y(&self, wanted: f32) -> f32 {
        let before = self.anchors.iter().rev().find(|a| a.0 <= wanted);
        let after = self.anchors.iter().find(|a| a.0 >= wanted);
        match (before, after) {
            (Some(a), Some(b)) if b.0 > a.0 => a.1 + (wanted - a.0) * (b.1 - a.1) / (b.0 - a.0),
            (Some(a), _) | (None, Some(a)) => a.1 + wanted - a.0,
            (None, None) => wanted,
        }
    }

    /// The row and first character of eighteen in the number's alphabet, the lowest on the card.
    fn find_number(&self) -> Option<(usize, usize)> {
        let labelled = self.number_label.map(|h| h.row);
        let mut found = None;
        for (i, row) in self.rows.iter().enumerate() {
            if row.y < 33.0 && labelled != Some(i) {
                continue;
            }
            let mut run = 0;
            let mut start = 0;
            for at in 0..=row.marks.len() {
                let fits = row.marks.get(at).is_some_and(|m| pick::check_character(m.glyph).is_some());
                if fits {
                    start = if run == 0 { at } else { start };
                    run += 1;
                } else {
                    if run == 18 {
                        found = Some((i, start));
                    }
                    run = 0;
                }
            }
        }
        found
    }

    fn is_label(&self, row: usize, at: usize) -> bool {
        [self.name, self.sex, self.ethnicity, self.birth, self.address, self.number_label]
            .iter()
            .flatten()
            .any(|hit| hit.row == row && (hit.start..hit.end).contains(&at))
    }

    /// Whether the character stands left of the values: what is left of a label there is no value.
    fn in_label_column(&self, row: usize, mark: &RowGlyph<'_>) -> bool {
        let labels = [self.name, self.sex, self.birth, self.address];
        let after_label = labels.iter().flatten().find(|h| h.row == row).and_then(|h| {
            // A label that was found ends the column itself.
            self.rows.get(row)?.marks.get(h.end.checked_sub(1)?).map(|m| m.x)
        });
        match after_label {
            Some(x) => mark.x <= x,
            None => mark.x < (ADDRESS.label_right + ADDRESS.value_left) / 2.0 + self.dx,
        }
    }

    /// Values of the rows between `top` and `bottom`, and of the rows of `own` label, label characters left out.
    fn values(&self, top: f32, bottom: f32, own: Option<Hit>, further: Further) -> Vec<Vec<RowGlyph<'a>>> {
        let foreign = |i: usize| {
            [self.name, self.sex, self.birth, self.address, self.number_label]
                .iter()
                .flatten()
                .any(|h| h.row == i && own.is_none_or(|o| o.row != i))
                || self.number.is_some_and(|(row, _)| row == i)
        };
        // A second script stands above the value.
        let top = own.map_or(top, |h| top.max(h.left.y - ABOVE_LABEL_MM));
        let height = self.value_height(top, bottom, own);
        let mut values = Vec::new();
        for (i, row) in self.rows.iter().enumerate() {
            let mine = own.is_some_and(|h| h.row == i);
            if !mine && (row.y <= top || row.y >= bottom || foreign(i)) {
                continue;
            }
            let least = match further {
                _ if mine => 0.0,
                // A line of an address may be as low as 一 alone; only the other script's labels begin left of it.
                Further::Lines if !row.marks.first().is_some_and(|m| self.in_label_column(i, m)) => 0.0,
                _ => height,
            };
            let marks: Vec<RowGlyph> = self.value_marks(i, row).filter(|m| rows::is_of_value(m, least)).collect();
            let begins = marks.first().is_some_and(|m| m.x < ADDRESS.value_left + self.dx + VALUE_BEGINS_MM);
            if !mine && further == Further::InColumn && !begins {
                continue;
            }
            // What a detector takes for print in the portrait stands apart from the row.
            let mut before = f32::MIN;
            let in_row = |m: &RowGlyph| {
                let apart = m.x > ROWS_END_MM + self.dx && m.x - before > PORTRAIT_GAP_MM;
                before = m.x;
                !apart
            };
            values.push(marks.into_iter().take_while(in_row).collect());
        }
        values
    }

    /// The characters of row number `i` that are no label's and right of the labels.
    fn value_marks<'s>(&'s self, i: usize, row: &'s Row<'a>) -> impl Iterator<Item = RowGlyph<'a>> + 's {
        let marks = row.marks.iter().enumerate();
        marks.filter(move |(at, m)| !self.is_label(i, *at) && !self.in_label_column(i, m)).map(|(_, m)| *m)
    }

    /// How high the value's line is, mm: of the row of its label, or of the highest line in its place.
    fn value_height(&self, top: f32, bottom: f32, own: Option<Hit>) -> f32 {
        let rows = || self.rows.iter().enumerate();
        let highest = |marks: &mut dyn Iterator<Item = RowGlyph<'_>>| {
            marks.filter(|m| !m.foreign).map(|m| m.height()).fold(0.0, f32::max)
        };
        let labelled = own.and_then(|h| self.rows.get(h.row).map(|row| highest(&mut self.value_marks(h.row, row))));
        labelled.filter(|height| *height > 0.0).unwrap_or_else(|| {
            let inside = rows().filter(|(_, row)| row.y > top && row.y < bottom);
            highest(&mut inside.flat_map(|(i, row)| self.value_marks(i, row)))
        })
    }

    /// The boundaries between the rows: above name, name to sex, sex to birth, birth to address, address to number.
    fn boundaries(&self) -> [f32; 5] {
        let [name, sex, birth, address] = [NAME.y, SEX.y, BIRTH.y, ADDRESS.y].map(|y| self.seen_y(y));
        let number = self.number.and_then(|(i, _)| self.rows.get(i)).map_or_else(|| self.seen_y(NUMBER.y), |row| row.y);
        // A long name takes a second line that comes near the row of the sex.
        [name - 4.5, name + 0.68 * (sex - name), (sex + birth) / 2.0, (birth + address) / 2.0, number - 1.7]
    }

    /// The values that could be read.
    pub(crate) fn fields(&self) -> Vec<Field> {
        let [top, name_end, sex_end, birth_end, address_end] = self.boundaries();
        let mut fields = Vec::with_capacity(6);
        fields.extend(read_name(&self.values(top, name_end, self.name, Further::InColumn)));
        let own = |value: Vec<Vec<RowGlyph<'a>>>| -> Vec<RowGlyph<'a>> {
            value.into_iter().flatten().filter(|m| !m.strange).collect()
        };
        let sex_row = own(self.values(name_end, sex_end, self.sex.or(self.ethnicity), Further::Beside));
        let (sex, ethnicity) = self.split_sex_row(&sex_row);
        fields.extend(read_sex(&sex));
        fields.extend(read_ethnicity(&ethnicity));
        fields.extend(read_birth(&own(self.values(sex_end, birth_end, self.birth, Further::Beside))));
        fields.extend(read_address(&self.values(birth_end, address_end, self.address, Further::Lines)));
        fields.extend(self.read_number());
        fields
    }

    /// Parts the row at the label 民族, or at the place where it should be.
    fn split_sex_row(&self, row: &[RowGlyph<'a>]) -> (Vec<RowGlyph<'a>>, Vec<RowGlyph<'a>>) {
        let label = self.ethnicity.and_then(|h| {
            let marks = &self.rows.get(h.row)?.marks;
            Some((marks.get(h.start)?.x, marks.get(h.end.checked_sub(1)?)?.x))
        });
        let (left, right) = label.unwrap_or((
            (SEX.value_right + ETHNICITY.label_left) / 2.0 + self.dx,
            (ETHNICITY.label_right + ETHNICITY.value_left) / 2.0 + self.dx,
        ));
        (row.iter().filter(|m| m.x < left).copied().collect(), row.iter().filter(|m| m.x > right).copied().collect())
    }

    fn read_number(&self) -> Option<Field> {
        let (row, start) = self.number?;
        let marks = self.rows.get(row)?.marks.get(start..start + 18)?;
        let mut number = Gather::new();
        for (i, mark) in marks.iter().enumerate() {
            let (ch, p) = if i == 17 { pick::check_character(mark.glyph)? } else { pick::digit(mark.glyph)? };
            number.push(mark, ch, p);
        }
        number.into_field(FieldKey::IdNumber)
    }
}

/// How far above its label's middle a value may begin, mm: names on two lines stand 1.6 above and below it, another script
/// 3 above.
const ABOVE_LABEL_MM: f32 = 2.4;
/// A further line of a name begins left of this, mm right of the values' left edge: one character.
const VALUE_BEGINS_MM: f32 = 4.5;

/// What further rows a value may have beside its label's own.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Further {
    /// Parts of the same row that a slant has set apart.
    Beside,
    /// A second line, which begins where the first does.
    InColumn,
    /// Lines of an address.
    Lines,
}

/// Where the rows beside the portrait end, mm: an address line of twelve characters at its widest.
const ROWS_END_MM: f32 = 48.0;
/// Distance of two characters between which a row beside the portrait has ended, mm: twice an address's pitch.
const PORTRAIT_GAP_MM: f32 = 5.5;

/// A row with a year, or with digits around 月, and not in the lower half.
fn looks_like_birth(row: &Row<'_>) -> bool {
    let digits = row.marks.iter().filter(|m| m.glyph.ch.is_ascii_digit()).count();
    let parts = ['年', '月', '日'].iter().filter(|c| row.marks.iter().any(|m| m.can_be(**c))).count();
    row.y > 13.0 && row.y < 29.0 && (4..=8).contains(&digits) && parts >= 2
}

impl Front<'_> {
    /// Whether the number begins as those of residence permits do.
    pub(crate) fn is_permit_number(&self) -> bool {
        self.number.and_then(|(row, start)| self.rows.get(row)?.marks.get(start)).is_some_and(|m| m.glyph.ch == '8')
    }

    /// Whether a date of birth stands in its row.
    pub(crate) fn has_birth(&self) -> bool {
        self.rows.iter().any(looks_like_birth)
    }

    /// How sure the digits of the number are.
    pub(crate) fn number_trust(&self) -> Option<Trust> {
        let (row, start) = self.number?;
        let mut trust = Trust::new();
        for mark in self.rows.get(row)?.marks.get(start..start + 18)? {
            trust.add(pick::check_character(mark.glyph)?.1);
        }
        Some(trust)
    }
}

/// The fields that could be read.
pub(crate) fn parse(lines: &[TextLine]) -> Vec<Field> {
    Front::analyse(lines).fields()
}

/// How much speaks for this side, in points.
pub(crate) fn evidence(lines: &[TextLine]) -> f32 {
    let front = Front::analyse(lines);
    // Residence permits of people from Hong Kong, Macao and Taiwan: the same labels but 民族.
    if front.ethnicity.is_none() && front.is_permit_number() { 0.0 } else { points(&front) }
}

/// Points of the labels in their places, the number and the birth.
pub(crate) fn points(front: &Front<'_>) -> f32 {
    let label = |hit: &Option<Hit>| match hit {
        Some(h) if h.agree >= 2 => 1.0,
        Some(_) => 0.4,
        None => 0.0,
    };
    let labels: f32 =
        [&front.name, &front.sex, &front.ethnicity, &front.birth, &front.address].into_iter().map(label).sum();
    let number_label = front.number_label.map_or(0.0, |h| if h.agree >= 5 { 2.0 } else { 1.5 });
    let number = front.number_trust().map_or(0.0, |t| if t.mean() > 0.5 { 2.0 } else { 1.0 });
    labels + number_label + number + if front.has_birth() { 1.0 } else { 0.0 }
}

/// Left ends of labels and values and the ends of the number, at the rows' middles.
pub(crate) fn anchors(lines: &[TextLine]) -> Vec<(Point, Point)> {
    let front = Front::analyse(lines);
    let mut pairs = Vec::new();
    let labels = [
        (&NAME, front.name),
        (&SEX, front.sex),
        (&ETHNICITY, front.ethnicity),
        (&BIRTH, front.birth),
        (&ADDRESS, front.address),
        (&NUMBER, front.number_label),
    ];
    for (entry, hit) in labels {
        if let Some(hit) = hit.filter(|h| h.is_whole(entry)) {
            pairs.push((Point::new(entry.label_left, entry.y), hit.left));
            let value = front.rows.get(hit.row).and_then(|r| r.marks.get(hit.end));
            // The number's left end is taken from the number itself.
            if let Some(value) = value.filter(|m| entry.length.is_none() && m.x > hit.left.x + 4.0) {
                pairs.push((Point::new(entry.value_left, entry.y), Point::new(value.bounds().left, value.y)));
            }
        }
    }
    if let Some(marks) = front.number.and_then(|(row, start)| front.rows.get(row)?.marks.get(start..start + 18))
        && let [first, .., last] = marks
    {
        let entry = &NUMBER;
        pairs.push((Point::new(entry.value_left, entry.y), Point::new(first.bounds().left, first.y)));
        pairs.push((Point::new(entry.value_right, entry.y), Point::new(last.bounds().right, last.y)));
    }
    pairs
}

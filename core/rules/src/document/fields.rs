//! From text lines to the fields of a document, by place on the card.
//!
//! Labels come first, the order of rows second, absolute places third: a card whose outline was found a
//! few mm off still reads. Sex, ethnicity, dates and the number choose among each glyph's candidates;
//! name, address and authority stay exactly as read.

use super::{DocumentKind, Field, FieldKey, TextLine, watermark};

/// What a document says.
#[derive(Debug, Clone, PartialEq)]
pub struct Fields {
    /// The side that was read.
    pub kind: DocumentKind,
    /// What was read, in reading order.
    pub fields: Vec<Field>,
    /// What the document must have and was not read.
    pub missing: Vec<FieldKey>,
    /// Whether words of a watermark are read on it.
    pub watermarked: bool,
}

impl Fields {
    /// The field `key`, if it was read.
    pub fn get(&self, key: FieldKey) -> Option<&Field> {
        self.fields.iter().find(|f| f.key == key)
    }

    /// The value of `key`, if it was read. Personal data.
    pub fn expose(&self, key: FieldKey) -> Option<&str> {
        self.get(key).map(|f| f.value.expose().as_str())
    }
}

/// Reads the fields of `kind` from upright lines in the card plane. Never panics, whatever the lines.
pub fn parse(kind: DocumentKind, lines: &[TextLine]) -> Fields {
    let fields = (kind.row().parse)(lines);
    let missing = kind.fields().iter().copied().filter(|key| !fields.iter().any(|f| f.key == *key)).collect();
    Fields { kind, fields, missing, watermarked: watermark::is_on(lines) }
}

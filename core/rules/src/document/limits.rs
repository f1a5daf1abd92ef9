//! Every figure that documents are judged by, in one place.

/// What a picture of a card must reach. Values without another source are first settings, to be set
/// by measuring on generated cards.
#[derive(Debug, Clone, PartialEq)]
pub struct CaptureLimits {
    /// Least length of the card's long edge, px. Address characters are 2.7 mm: 9 px high at 280 px, the
    /// least that reads.
    pub min_card_width_px: f32,
    /// Least share of the picture's shorter side that the long edge takes. Below it the card is an accessory.
    pub min_width_ratio: f32,
    /// Greatest angle off square, degrees: print is then foreshortened to three quarters. Cards tilted by 20° about each
    /// axis, which must be read, reach 30 (`cargo xtask eval scan`).
    pub max_tilt_deg: f32,
    /// Shorter over longer of two opposite sides. Cards tilted by up to 25° keep 0.8 even when they fill the frame.
    pub min_side_ratio: f32,
    /// Greatest rotation off the nearest quarter turn, degrees. A reviewer must be able to read it.
    pub max_rotation_deg: f32,
    /// Greatest share of the card outside the picture. The outline itself is sure to about 0.5 %.
    pub max_outside_ratio: f32,
    /// Greatest standard deviation of blur, mm on the card. Strokes of the address are 0.25 mm apart at least.
    pub max_blur_mm: f32,
    /// Least L* of the paper. A grey card in room light is at 60.
    pub min_paper_lightness: f32,
    /// Greatest share of card pixels at full white, patches of glare left out.
    pub max_clipped_ratio: f32,
    /// Greatest share of a picture's pixels at full white when no card was found in it: a white page in good light has
    /// none.
    pub max_picture_clipped_ratio: f32,
    /// L* of the paper from which weak print counts as washed out.
    pub bright_paper_lightness: f32,
    /// Least L* between paper and print when the paper is bright.
    pub min_print_contrast: f32,
    /// Greatest share of the card on which print may be hidden: 0.0015 is 7 mm², one digit of the number.
    pub max_hidden_text_ratio: f32,
    /// Greatest share of portrait or emblem that may be hidden: an eye is about 0.02 of the portrait.
    pub max_hidden_picture_ratio: f32,
    /// Least spread of chroma (CIELAB) of a colour print. Grey copies reach 2.9 by sensor noise and uneven light, colour
    /// cards with dull portraits begin at 3.6 (`cargo xtask eval scan`).
    pub min_chroma_spread: f32,
    /// Strength of the strongest line in the spectrum of the card from which it may be a screen's, dB. Of 114 screens of three
    /// makes at 1.2 to 4.2 pixels of the camera to one of theirs the weakest has 19 (`heyan-samples cards write --only
    /// any_screen`). It takes a second sign: families of straight lines on generated cards reach 36 (`--only lined`).
    pub max_moire_db: f32,
    /// Strength of such a line beside the card, where no guilloche goes on, dB: cloth and patterns reach 17, screens begin at 19.
    pub max_shared_moire_db: f32,
    /// Strength of a line whose colours stand beside each other, dB: on 160 generated cards there is none, screens begin at 17.
    pub max_fringe_moire_db: f32,
    /// Strength of the weaker of two lines across each other with one spacing, dB: guilloches reach 19, screens that show no other
    /// second sign have 27 and more.
    pub max_lattice_moire_db: f32,
    /// Greatest chroma (CIELAB) by which paper swings to all sides of its tint. Holograms on generated cards reach 2.2,
    /// screens photographed at two pixels of the camera to one of theirs have 6 to 23 (`cargo xtask eval scan`).
    pub max_bands_chroma: f32,
    /// Share of the picture's height that a screen's margins take from which it is told as a screenshot: a bar with the time
    /// is 0.03 of it, what is above and below a picture in a gallery 0.3 to 0.6.
    pub min_screen_margin_ratio: f32,
    /// The greatest that is accepted. Who asks for the picture that the camera took sets it to the same
    /// (`document.max_screen_margin_ratio` in a profile); others see what a screenshot shows.
    pub max_screen_margin_ratio: f32,
}

impl Default for CaptureLimits {
    fn default() -> Self {
        Self {
            min_card_width_px: 280.0,
            min_width_ratio: 0.22,
            max_tilt_deg: 40.0,
            min_side_ratio: 0.72,
            max_rotation_deg: 30.0,
            max_outside_ratio: 0.01,
            max_blur_mm: 0.22,
            min_paper_lightness: 45.0,
            max_clipped_ratio: 0.30,
            max_picture_clipped_ratio: 0.5,
            bright_paper_lightness: 92.0,
            min_print_contrast: 18.0,
            max_hidden_text_ratio: 0.0015,
            max_hidden_picture_ratio: 0.06,
            min_chroma_spread: 3.2,
            max_moire_db: 18.0,
            max_shared_moire_db: 18.5,
            max_fringe_moire_db: 16.0,
            max_lattice_moire_db: 26.0,
            max_bands_chroma: 5.0,
            min_screen_margin_ratio: 0.08,
            max_screen_margin_ratio: 1.0,
        }
    }
}

/// How sure a reading must be.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadingLimits {
    /// Least probability of the least certain character of name, address and authority. Rare characters read rightly
    /// fall to 0.2 (`cargo xtask eval scan`); the person confirms what was read.
    pub min_text_confidence: f32,
    /// Probability of a character of a name below which it may be one that looks like it, where its print was not compared
    /// with what it looks like. Of 46 names with rare characters 6 were read as another and had means of 0.59 to 0.91 over
    /// three characters: 0.2 to 0.75 where one of them alone was in doubt. Characters that stand in few names are unsure at
    /// any confidence.
    pub sure_name_confidence: f32,
    /// The same where its print was compared: below it another one is as likely. 500 names of usual characters have 0.44 at
    /// the least, and 1 of them less than this (`heyan-samples names eval --only common --split tuning`, seeds 71 and 72).
    pub compared_name_confidence: f32,
    /// Distance of a character's print in a name from what the character looks like, in mean squares of the spread of its own
    /// print, above which it may be another one. Of those 500 names 4 have a character above it; of 349 rare ones that were
    /// read wrong (`--only rare` and `--only unknown`, seeds 71 and 73) the median is 7.
    pub max_name_unlikeness: f32,
    /// The distance above which a character's probability must be [`Self::clear_name_confidence`]: a misread one is seldom
    /// both near what it is taken for and certain.
    pub doubted_name_unlikeness: f32,
    /// Probability of a character of a name that is beyond such doubt: those of the same sets that are read rightly have less
    /// in one name of 250 where their print is as far.
    pub clear_name_confidence: f32,
    /// The greatest distance for an address and an authority: their characters are ten times as many, smaller, and mostly
    /// words. No right character of the names above has more than 3.6.
    pub max_text_unlikeness: f32,
    /// The same for sex and ethnicity: closed sets, where a wrong character seldom fits.
    pub min_choice_confidence: f32,
    /// The same for the birth date and the validity.
    pub min_date_confidence: f32,
    /// The same for the identity number: one wrong digit is another person.
    pub min_number_confidence: f32,
}

impl Default for ReadingLimits {
    fn default() -> Self {
        Self {
            min_text_confidence: 0.15,
            sure_name_confidence: 0.85,
            compared_name_confidence: 0.5,
            max_name_unlikeness: 3.3,
            doubted_name_unlikeness: 2.4,
            clear_name_confidence: 0.85,
            max_text_unlikeness: 6.0,
            min_choice_confidence: 0.02,
            min_date_confidence: 0.4,
            min_number_confidence: 0.7,
        }
    }
}

/// What a picture of a paper must reach. Its print is measured by its own height: papers are of any size.
#[derive(Debug, Clone, PartialEq)]
pub struct PaperLimits {
    /// Least height of a line's box, px: characters of Chinese need 12 px, and the box is 1.6 times as high as its print.
    pub min_line_px: f32,
    /// Greatest smear over the height of the line's box, as of letters: strokes of the denser characters run into one
    /// another there.
    pub max_blur_ratio: f32,
    /// Least of the shorter over the longer of two opposite sides. Print at the far side is then two thirds as high.
    pub min_side_ratio: f32,
    /// Least L* of the paper, as of cards.
    pub min_paper_lightness: f32,
    /// Least L* between paper and print, as of cards.
    pub min_print_contrast: f32,
    /// Least chroma (CIELAB) of the most coloured places about the page's tint. Emblem and seal are red on every form
    /// (`cargo xtask eval documents`).
    pub min_colour: f32,
    /// Strength of a line in the spectrum that only a screen leaves, dB, as of cards.
    pub max_moire_db: f32,
    /// The same of a line that goes on beside the page, dB, as of cards.
    pub max_shared_moire_db: f32,
    /// Share of the columns of a character's place with ink from which one may stand there, and height of the ink over that of the
    /// place: half a character is as much.
    pub min_lost_columns_ratio: f32,
    /// See above.
    pub min_lost_height_ratio: f32,
    /// Least probability of the least certain character of an address, a type or a scope, below which one may be another
    /// that looks like it (`cargo xtask eval documents`).
    pub sure_words_confidence: f32,
}

impl Default for PaperLimits {
    fn default() -> Self {
        Self {
            min_line_px: 19.0,
            max_blur_ratio: 0.036,
            min_side_ratio: 0.65,
            min_paper_lightness: 45.0,
            min_print_contrast: 18.0,
            min_colour: 14.0,
            max_moire_db: 24.0,
            max_shared_moire_db: 14.0,
            min_lost_columns_ratio: 0.3,
            min_lost_height_ratio: 0.4,
            sure_words_confidence: 0.5,
        }
    }
}

/// What a picture of a person with their document in the hand must reach.
#[derive(Debug, Clone, PartialEq)]
pub struct HoldingLimits {
    /// Least length of the document's long edge over the picture's shorter side: held before the chest in a picture down to the
    /// waist it takes a fifth to an eighth.
    pub min_card_ratio: f32,
    /// Least height of the face over the picture's shorter side: below it a reviewer cannot hold it beside the portrait. A face in
    /// a picture down to the waist takes a fifth.
    pub min_face_ratio: f32,
    /// Height of a further face over the largest from which it is another person's beside the holder.
    pub other_face_ratio: f32,
}

impl Default for HoldingLimits {
    fn default() -> Self {
        Self { min_card_ratio: 0.1, min_face_ratio: 0.1, other_face_ratio: 0.4 }
    }
}

/// Who asks what the data must fulfil: that decides what a shortfall weighs and how it is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AskedBy {
    /// Nobody yet: what providers usually ask.
    Anyone,
    /// The provider and province of the filing at hand.
    Filing,
}

/// What the data of a card must fulfil.
#[derive(Debug, Clone, PartialEq)]
pub struct DataLimits {
    /// Whose limits these are.
    pub asked_by: AskedBy,
    /// Months that must be left, or a provider may refuse ("≥ 3 months left", Tencent's upload guide). A filing judges that
    /// itself.
    pub months_left: i32,
    /// Years of age below which a filing is refused everywhere seen (Guangdong, Jiangsu: under 16).
    pub min_age: i16,
    /// Years of age below which some provinces refuse or ask for proof of income (Hebei, Hunan and others: 18).
    pub full_age: i16,
}

impl Default for DataLimits {
    fn default() -> Self {
        Self { asked_by: AskedBy::Anyone, months_left: 3, min_age: 16, full_age: 18 }
    }
}

/// All limits for documents.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Limits {
    /// The picture.
    pub capture: CaptureLimits,
    /// The picture of a paper.
    pub paper: PaperLimits,
    /// The picture of a person who holds a document.
    pub holding: HoldingLimits,
    /// The reading.
    pub reading: ReadingLimits,
    /// The data.
    pub data: DataLimits,
}

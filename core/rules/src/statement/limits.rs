//! Every figure that a statement is judged by. A profile overrides single ones by name.

/// Declares the limits: each a number with its reason and its default.
macro_rules! figures {
    ($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident = $default:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
        #[serde(default, deny_unknown_fields)]
        pub struct $name {
            $($(#[$field_doc])* pub $field: f64,)*
        }

        impl Default for $name {
            fn default() -> Self {
                Self { $($field: $default,)* }
            }
        }

        impl $name {
            /// Sets the figure called `name`; `false` when there is none of that name or `value` is not finite.
            pub fn set(&mut self, name: &str, value: f64) -> bool {
                let place = match name {
                    $(stringify!($field) => &mut self.$field,)*
                    _ => return false,
                };
                if value.is_finite() {
                    *place = value;
                }
                value.is_finite()
            }
        }
    };
}

figures! {
    /// By which figures a statement is judged. Figures said to be measured come from generated readings in the tuning set
    /// of `cargo xtask eval statement`; real rooms and voices will differ.
    StatementLimits {
        /// Share of the text's syllables that must be heard. Complete readings in quiet rooms count 0.93 to 1.06 of
        /// their syllables (measured), what stops at 0.8 counts at most 0.85.
        coverage_min = 0.88,
        /// What is taken off for each dB that the noise comes nearer than `coverage_noise_db`: weak syllables drown.
        coverage_noise_slack = 0.007,
        /// Signal-to-noise ratio, dB, from which on noise hides no syllable.
        coverage_noise_db = 18.0,
        /// Share heard above which more was said than the text holds.
        coverage_max = 1.35,
        /// Share of the text's characters that a recogniser must have heard in their place. Published Mandarin recognisers get
        /// 5 to 12 % of characters wrong on read speech; another text agrees in less than a third.
        text_match_min = 0.75,
        /// Most characters lost in one stretch: a name that a recogniser does not know has up to 4.
        left_out_max = 5.0,
        /// Syllables a second of speech, pauses left out, above which a listener cannot follow. Mandarin is read at 4 to 6
        /// (news readers 5 to 6); what a slow reader says at twice the speed begins here.
        rate_error = 6.5,
        /// The same of a warning.
        rate_warn = 6.0,
        /// Shortest recording, s: no promise is read in less.
        short_s = 3.0,
        /// Fastest reading that a recording's length allows, syllables a second with pauses: below, it is too short for
        /// its text whatever is in it.
        short_rate = 9.0,
        /// Slowest reading, syllables a second with pauses, beyond which a recording is too long for its text.
        long_rate = 1.2,
        /// Added to that for beginning and end, s.
        long_extra_s = 20.0,
        /// Shortest speech that is speech at all, s.
        speech_min_s = 0.5,
        /// Loudness of the speech, LUFS (ITU-R BS.1770 weighting over the stretches of speech), of an error. Broadcast aims
        /// at -23 (EBU R 128), telephones' recorders give -30 to -16; 17 below the broadcast level a reviewer turns up the
        /// volume and still misses words.
        quiet_error_lufs = -40.0,
        /// The same of a warning.
        quiet_warn_lufs = -34.0,
        /// Speech over noise, dB, of an error. Below it words are guessed (IEC 60268-16 calls less than 3 dB poor); syllables
        /// are counted wrongly too.
        noise_error_db = 7.0,
        /// The same of a warning.
        noise_warn_db = 13.0,
        /// Share of speech samples at the rails of the scale, of an error. Speech with its peaks at full scale has 0.0002;
        /// twice as loud, cut off and coded anew 0.0005 to 0.005 (measured).
        clipped_error_ratio = 0.004,
        /// The same of a warning.
        clipped_warn_ratio = 0.0005,
        /// Peak over mean of the speech, dB, below which it was cut flat however loud it is now. Speech has 12 to 17,
        /// cut at 8 times its range 5 to 8 (measured).
        crest_error_db = 8.0,
        /// Longest time without the face, ms.
        gap_max_ms = 1000.0,
        /// Shortest time for which a second face must be seen, ms: two looks at the whole picture.
        second_face_ms = 600.0,
        /// How long a picture may stand still while there is speech, ms. Cameras repeat a frame or two; lips in speech do not
        /// rest for so long.
        frozen_speech_ms = 700.0,
        /// How long it may stand still at all, ms.
        frozen_ms = 1200.0,
        /// The same where nobody speaks, ms.
        frozen_silent_ms = 4000.0,
        /// Share of the time with exactly one face below which the face is lost, whatever the single gaps.
        face_share_min = 0.85,
        /// Share of the speech in which lips were seen, below which nothing is said of them.
        lips_seen_min = 0.3,
        /// Shortest speech with lips for a word on them, s: below it chance correlates.
        lips_min_s = 3.0,
        /// Spread of the mouth's opening during speech (gap of the inner lips over the mouth's width, 10th to 90th
        /// percentile) of a tracker's noise: closed lips give 0 to 0.01 (measured), a mumbling mouth as little.
        lips_still = 0.012,
        /// Correlation from which so little is speech all the same: chance reaches 0.3 in 12 s.
        lips_still_sync = 0.5,
        /// Spread below which lips must follow the voice closely (`lips_slight_sync`) to count as moving.
        lips_slight = 0.03,
        /// Correlation that such slight motion must reach.
        lips_slight_sync = 0.35,
        /// Least correlation of lips and voice of one person, beside what chance brings. Generated mouths reach 0.5 to 0.8
        /// in 12 s; real ones move for what is silent too and are expected to reach 0.3 to 0.6, so the limits lie well below
        /// what generated ones show.
        lips_sync_min = 0.08,
        /// What chance brings, times the square root of a second: over `T` seconds of speech that moves at some 3 Hz, the best
        /// of the delays allowed reaches 0.75 / √T by chance once in ten times (0.22 in 12 s, 0.1 in a minute).
        lips_chance = 0.75,
        /// Above the limit by so much there is no warning.
        lips_warn_gain = 0.06,
        /// Greatest delay between lips and voice, ms. ITU-R BT.1359 calls 185 ms late and 90 ms early acceptable; recorders
        /// of telephones add up to a frame or two.
        lips_lag_ms = 260.0,
        /// How much better another delay must fit for the sound to be called shifted.
        lips_lag_gain = 0.12,
    }
}

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
        /// Syllables a second of speech, pauses left out, above which a listener cannot follow. Mandarin is read at 3.5 to 5;
        /// the Putonghua test (普通话水平测试) calls more than 270 a minute, pauses and all, too fast. What the slowest
        /// reader says at twice the speed begins at 6.2.
        rate_error = 6.0,
        /// Syllables a second of speech of a warning.
        rate_warn = 5.5,
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
        /// Loudness of the speech, LUFS, of a warning.
        quiet_warn_lufs = -34.0,
        /// Speech over noise, dB, of an error. Below it words are guessed (IEC 60268-16 calls less than 3 dB poor); syllables
        /// are counted wrongly too.
        noise_error_db = 7.0,
        /// Speech over noise, dB, of a warning.
        noise_warn_db = 13.0,
        /// Share of speech samples at the rails of the scale, of an error. Speech with its peaks at full scale has 0.0002;
        /// twice as loud, cut off and coded anew 0.0005 to 0.005 (measured).
        clipped_error_ratio = 0.004,
        /// Share of speech samples at the rails of the scale, of a warning.
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
        /// How long it may stand still where nobody speaks, ms.
        frozen_silent_ms = 4000.0,
        /// Share of the time with exactly one face below which the face is lost, whatever the single gaps.
        face_share_min = 0.85,
        /// Time between two looks at the head's place and size, ms: people do not change it faster.
        frame_every_ms = 500.0,
        /// Share of the looks at which something must be wrong to be told.
        framing_told_ratio = 0.3,
        /// Middle of the head from the picture's middle over its width, of a warning. A reader sways and holds the telephone
        /// in one hand: wider than the portrait's 0.08.
        offset_warn = 0.17,
        /// Middle of the head from the picture's middle over its width, of an error: on a picture held upright an ear is at
        /// its edge.
        offset_error = 0.27,
        /// Crown to chin over the picture's height below which a warning is due: what a portrait is refused for
        /// (`head_small_error`).
        head_small_warn = 0.19,
        /// Crown to chin over the picture's height below which nobody can judge: at 480 px of height a mouth has 12 px then, and
        /// a reviewer sees no lips.
        head_small_error = 0.12,
        /// Crown to chin over the picture's height above which a warning is due. A portrait needs room for shoulders, a reader
        /// does not.
        head_large_warn = 0.8,
        /// Crown to chin over the picture's height, of an error: whenever the head moves, part of it is outside.
        head_large_error = 1.0,
        /// Share of the head above the picture's upper edge, of a warning: hair may be, the forehead begins at 0.22.
        head_cut_warn = 0.08,
        /// Share of the head above the picture's upper edge, of an error: part of the forehead is gone.
        head_cut_error = 0.25,
        /// Share of the speech in which lips were seen, below which nothing is said of them.
        lips_seen_min = 0.3,
        /// Shortest speech with lips for a word on them, s: below it chance correlates.
        lips_min_s = 3.0,
        /// Movement of the mouth from syllable to syllable (see [`super::LipSync::motion`]) below which the lips rest. Closed
        /// ones reach 0 to 0.005 on swaying heads before noisy cameras, generated mouths that mumble 0.008 and more
        /// (measured), real ones open much wider.
        lips_still = 0.0061,
        /// Correlation from which so little is speech all the same.
        lips_still_sync = 0.45,
        /// Least correlation of lips and voice of one person, beside what chance brings. Generated mouths reach 0.5 to 0.85
        /// in 12 s; real ones move for what is silent too and are expected to reach 0.3 to 0.6, so the limits lie well below
        /// what generated ones show.
        lips_sync_min = 0.08,
        /// What chance brings, times the square root of a second: over `T` seconds of speech a stranger's voice correlates with a
        /// deviation of 0.32 / √T (measured), the best of the delays allowed reaches 0.75 / √T less than once in twenty times.
        lips_chance = 0.75,
        /// What chance brings over the many delays beyond, times the square root of a second: the best of them reaches 1.1 / √T
        /// less than once in twenty times.
        lips_far_chance = 1.1,
        /// Above the limit by so much there is no warning.
        lips_warn_gain = 0.06,
        /// Greatest delay between lips and voice, ms. ITU-R BT.1359 calls 185 ms late and 90 ms early acceptable; recorders
        /// of telephones add up to a frame or two.
        lips_lag_ms = 260.0,
        /// How much better another delay must fit for the sound to be called shifted.
        lips_lag_gain = 0.12,
    }
}

//! Every figure that the face check is judged by, in four groups. A profile overrides single figures by name; a trace
//! carries all of them, so that it is judged by the same ones for ever.

mod continuity;
mod motion;
mod picture;
mod presence;

pub use continuity::ContinuityLimits;
pub use motion::MotionLimits;
pub use picture::PictureLimits;
pub use presence::PresenceLimits;

/// Declares a group of limits: each a number with its reason, its default, and its name for profiles and traces.
macro_rules! limits {
    ($(#[$doc:meta])* $group:ident { $($(#[$field_doc:meta])* $field:ident = $default:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
        #[serde(default, deny_unknown_fields)]
        pub struct $group {
            $($(#[$field_doc])* pub $field: f64,)*
        }

        impl Default for $group {
            fn default() -> Self {
                Self { $($field: $default,)* }
            }
        }

        impl $group {
            /// All of them by name, in the order of declaration.
            pub(crate) fn pairs(&self) -> Vec<(&'static str, f64)> {
                vec![$((stringify!($field), self.$field),)*]
            }

            /// The figure called `name`.
            pub(crate) fn named(&mut self, name: &str) -> Option<&mut f64> {
                match name {
                    $(stringify!($field) => Some(&mut self.$field),)*
                    _ => None,
                }
            }
        }
    };
}
pub(crate) use limits;

/// All limits of the face check.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// What makes a movement.
    pub motion: MotionLimits,
    /// One face, the same one, without a gap.
    pub continuity: ContinuityLimits,
    /// Light, distance, cover.
    pub picture: PictureLimits,
    /// A solid head and no picture of one.
    pub presence: PresenceLimits,
}

impl Limits {
    /// For a person in front of a live camera: nothing is asked before the head has been still, and the run is over at
    /// the first thing that spoils it, so that the person can begin again.
    pub fn live() -> Self {
        let mut limits = Self::default();
        limits.motion.wait_for_stillness = 1.0;
        limits.motion.stop_at_failure = 1.0;
        limits
    }

    /// All figures by name, as `motion.turn_min_deg`.
    pub fn pairs(&self) -> Vec<(String, f64)> {
        let groups = [
            ("motion", self.motion.pairs()),
            ("continuity", self.continuity.pairs()),
            ("picture", self.picture.pairs()),
            ("presence", self.presence.pairs()),
        ];
        let named = |(group, pairs): (&str, Vec<(&'static str, f64)>)| -> Vec<(String, f64)> {
            pairs.into_iter().map(|(name, value)| (format!("{group}.{name}"), value)).collect()
        };
        groups.into_iter().flat_map(named).collect()
    }

    /// Sets the figure called `name`; `false` when there is none of that name or `value` is no finite number.
    pub fn set(&mut self, name: &str, value: f64) -> bool {
        let Some((group, name)) = name.split_once('.') else { return false };
        let place = match group {
            "motion" => self.motion.named(name),
            "continuity" => self.continuity.named(name),
            "picture" => self.picture.named(name),
            "presence" => self.presence.named(name),
            _ => None,
        };
        match place {
            Some(place) if value.is_finite() => {
                *place = value;
                true
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a panic in a test is the report")]

    use super::*;

    #[test]
    fn every_limit_can_be_set_by_its_name() {
        let mut limits = Limits::default();
        let names: Vec<String> = limits.pairs().into_iter().map(|(name, _)| name).collect();
        assert!(names.len() > 60 && names.contains(&"motion.turn_min_deg".to_owned()));
        for (i, name) in names.iter().enumerate() {
            assert!(limits.set(name, i as f64 + 0.5), "{name}");
        }
        assert!(limits.pairs().iter().enumerate().all(|(i, (_, value))| *value == i as f64 + 0.5));
        assert!(!limits.set("motion.turn_min_deg", f64::NAN));
        assert!(!limits.set("turn_min_deg", 1.0) && !limits.set("motion.nonsense", 1.0) && !limits.set("x.y", 1.0));
    }

    #[test]
    fn a_profile_names_only_what_it_changes() {
        let limits: Limits = serde_json::from_str(r#"{"motion":{"turn_min_deg":20}}"#).unwrap();
        assert_eq!(limits.motion.turn_min_deg, 20.0);
        assert_eq!(limits.picture, PictureLimits::default());
        assert!(serde_json::from_str::<Limits>(r#"{"motion":{"turn":20}}"#).is_err());
    }
}

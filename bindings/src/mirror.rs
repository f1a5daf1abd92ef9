//! Enums that stand for the core's own, variant by variant: one more there does not compile here.

/// An enum of the same variants as `$theirs`, with the conversion from it.
macro_rules! mirror {
    ($(#[$meta:meta])* $name:ident of $theirs:path { $($(#[$doc:meta])* $variant:ident),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
        pub enum $name { $($(#[$doc])* $variant),+ }

        const _: () = {
            type Theirs = $theirs;
            impl From<Theirs> for $name {
                fn from(theirs: Theirs) -> Self {
                    match theirs { $(Theirs::$variant => Self::$variant),+ }
                }
            }
        };
    };
}

/// The same with the conversion back.
macro_rules! mirror_both {
    ($(#[$meta:meta])* $name:ident of $theirs:path { $($(#[$doc:meta])* $variant:ident),+ $(,)? }) => {
        mirror! { $(#[$meta])* $name of $theirs { $($(#[$doc])* $variant),+ } }

        const _: () = {
            type Theirs = $theirs;
            impl From<$name> for Theirs {
                fn from(ours: $name) -> Self {
                    match ours { $($name::$variant => Self::$variant),+ }
                }
            }
        };
    };
}

pub(crate) use {mirror, mirror_both};

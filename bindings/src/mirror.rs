//! Enums of the core under the shells' names, variant by variant: one more there does not compile here.

/// The core's own `$theirs`, as `$name`.
macro_rules! mirror {
    ($(#[$meta:meta])* $name:ident of $theirs:path { $($(#[$doc:meta])* $variant:ident),+ $(,)? }) => {
        $(#[$meta])*
        pub type $name = $theirs;

        $(#[$meta])*
        #[uniffi::remote(Enum)]
        pub enum $name { $($(#[$doc])* $variant),+ }
    };
}

/// Records of `heyan-app`, field by field, under their own names. What the fields mean stands there.
macro_rules! remote_records {
    ($($name:ident { $($field:ident: $type:ty),* $(,)? })*) => {
        $(
            #[uniffi::remote(Record)]
            pub struct $name { $(pub $field: $type),* }
        )*
    };
}

/// The same of enums, variant by variant.
macro_rules! remote_enums {
    ($($name:ident { $($variants:tt)* })*) => {
        $(
            #[uniffi::remote(Enum)]
            pub enum $name { $($variants)* }
        )*
    };
}

pub(crate) use {mirror, remote_enums, remote_records};

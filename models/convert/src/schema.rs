//! The parts of TFLite's FlatBuffers schema (`tensorflow/compiler/mlir/lite/schema/schema.fbs`, version 3) that are
//! read here. Each table is declared once: what is verified and what is read come from the same line.

use flatbuffers::{Follow, ForwardsUOffset, InvalidFlatbuffer, Table, Vector, Verifiable, Verifier, VerifierOptions};

use crate::error::{ConvertError, Result};

type Verified = std::result::Result<(), InvalidFlatbuffer>;
type List<'a, T> = ForwardsUOffset<Vector<'a, T>>;
type Tables<'a, T> = ForwardsUOffset<Vector<'a, ForwardsUOffset<T>>>;
type Text<'a> = ForwardsUOffset<&'a str>;

/// Where a vtable keeps the offset of field number `field`: two 16-bit sizes stand before the first.
const fn slot(field: u16) -> u16 {
    4 + 2 * field
}

/// One of several tables; which one, a byte beside it says.
trait Union<'a>: Sized {
    fn verify(key: u8, verifier: &mut Verifier<'_, '_>, position: usize) -> Verified;

    /// # Safety
    /// `verify` accepted field `value` of `table` with this `key`.
    unsafe fn read(key: u8, table: &Table<'a>, value: u16) -> Option<Self>;
}

/// A line with `|` is a union: the field that says which, and the field itself.
macro_rules! table {
    ($(#[$doc:meta])* $name:ident<$life:lifetime> {
        $($field:ident: $number:literal => $kind:ty,)*
        $(| $union:ident: $key:literal, $value:literal => $variants:ty,)*
    }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy)]
        pub struct $name<$life>(Table<$life>);

        impl<$life> Follow<$life> for $name<$life> {
            type Inner = Self;
            unsafe fn follow(buffer: &$life [u8], location: usize) -> Self {
                // SAFETY: the caller vouches for a table at `location`.
                Self(unsafe { Table::new(buffer, location) })
            }
        }

        impl<$life> Verifiable for $name<$life> {
            fn run_verifier(verifier: &mut Verifier<'_, '_>, position: usize) -> Verified {
                verifier
                    .visit_table(position)?
                    $(.visit_field::<$kind>(stringify!($field), slot($number), false)?)*
                    $(.visit_union::<u8, _>(
                        concat!(stringify!($union), "_type"), slot($key),
                        stringify!($union), slot($value), false,
                        |key, verifier, position| <$variants as Union<'_>>::verify(key, verifier, position),
                    )?)*
                    .finish();
                Ok(())
            }
        }

        impl<$life> $name<$life> {
            $(pub fn $field(&self) -> Option<<$kind as Follow<$life>>::Inner> {
                // SAFETY: tables are reached from a verified root only, and verification visits this field as this type.
                unsafe { self.0.get::<$kind>(slot($number), None) }
            })*
            $(pub fn $union(&self) -> Option<$variants> {
                // SAFETY: as above; the byte says which type was verified.
                unsafe {
                    let key = self.0.get::<u8>(slot($key), None)?;
                    <$variants as Union<$life>>::read(key, &self.0, slot($value))
                }
            })*
        }
    };
}

macro_rules! union {
    ($(#[$doc:meta])* $name:ident<$life:lifetime> { $($variant:ident: $key:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy)]
        pub enum $name<$life> {
            $($variant($variant<$life>),)*
        }

        impl<$life> Union<$life> for $name<$life> {
            fn verify(key: u8, verifier: &mut Verifier<'_, '_>, position: usize) -> Verified {
                match key {
                    $($key => ForwardsUOffset::<$variant<'_>>::run_verifier(verifier, position),)*
                    // Not read, so not followed.
                    _ => Ok(()),
                }
            }

            unsafe fn read(key: u8, table: &Table<$life>, value: u16) -> Option<Self> {
                match key {
                    // SAFETY: the caller vouches that `verify` accepted this variant.
                    $($key => unsafe { table.get::<ForwardsUOffset<$variant<$life>>>(value, None) }.map(Self::$variant),)*
                    _ => None,
                }
            }
        }
    };
}

table!(Model<'a> {
    operator_codes: 1 => Tables<'a, OperatorCode<'a>>,
    subgraphs: 2 => Tables<'a, SubGraph<'a>>,
    buffers: 4 => Tables<'a, Buffer<'a>>,
});

table!(OperatorCode<'a> {
    // Codes up to 127; newer ones stand in `builtin_code`.
    deprecated_builtin_code: 0 => i8,
    custom_code: 1 => Text<'a>,
    builtin_code: 3 => i32,
});

table!(SubGraph<'a> {
    tensors: 0 => Tables<'a, Tensor<'a>>,
    inputs: 1 => List<'a, i32>,
    outputs: 2 => List<'a, i32>,
    operators: 3 => Tables<'a, Operator<'a>>,
});

table!(Tensor<'a> {
    shape: 0 => List<'a, i32>,
    kind: 1 => i8,
    buffer: 2 => u32,
    name: 3 => Text<'a>,
    sparsity: 6 => ForwardsUOffset<Sparsity<'a>>,
});

table!(Buffer<'a> {
    data: 0 => List<'a, u8>,
    // Data outside the FlatBuffer, as files beyond 2 GB have.
    offset: 1 => u64,
});

table!(Sparsity<'a> {
    traversal_order: 0 => List<'a, i32>,
    block_map: 1 => List<'a, i32>,
    dimensions: 2 => Tables<'a, Dimension<'a>>,
});

table!(Dimension<'a> {
    // 0 dense, 1 compressed sparse rows.
    format: 0 => i8,
    dense_size: 1 => i32,
    | segments: 2, 3 => Indices<'a>,
    | indices: 4, 5 => Indices<'a>,
});

table!(Int32<'a> { values: 0 => List<'a, i32>, });
table!(Uint16<'a> { values: 0 => List<'a, u16>, });
table!(Uint8<'a> { values: 0 => List<'a, u8>, });

union!(Indices<'a> {
    Int32: 1,
    Uint16: 2,
    Uint8: 3,
});

table!(Operator<'a> {
    code: 0 => u32,
    inputs: 1 => List<'a, i32>,
    outputs: 2 => List<'a, i32>,
    custom_options: 5 => List<'a, u8>,
    | options: 3, 4 => Options<'a>,
});

union!(Options<'a> {
    Conv2D: 1,
    DepthwiseConv2D: 2,
    Pool2D: 5,
    Concatenation: 10,
    Add: 11,
    ResizeBilinear: 15,
    Mul: 21,
    Sub: 28,
    DepthToSpace: 94,
});

table!(Conv2D<'a> {
    padding: 0 => i8,
    stride_w: 1 => i32,
    stride_h: 2 => i32,
    activation: 3 => i8,
    dilation_w: 4 => i32,
    dilation_h: 5 => i32,
});

table!(DepthwiseConv2D<'a> {
    padding: 0 => i8,
    stride_w: 1 => i32,
    stride_h: 2 => i32,
    activation: 4 => i8,
    dilation_w: 5 => i32,
    dilation_h: 6 => i32,
});

table!(Pool2D<'a> {
    padding: 0 => i8,
    stride_w: 1 => i32,
    stride_h: 2 => i32,
    window_w: 3 => i32,
    window_h: 4 => i32,
    activation: 5 => i8,
});

table!(Concatenation<'a> {
    axis: 0 => i32,
    activation: 1 => i8,
});

table!(Add<'a> { activation: 0 => i8, });
table!(Mul<'a> { activation: 0 => i8, });
table!(Sub<'a> { activation: 0 => i8, });

table!(ResizeBilinear<'a> {
    align_corners: 2 => bool,
    half_pixel_centers: 3 => bool,
});

table!(DepthToSpace<'a> { block: 0 => i32, });

/// A network has some hundred tables; a file made to exhaust the reader has more.
const MAX_TABLES: usize = 100_000;
/// The deepest way here is model, subgraph, tensor, sparsity, dimension, indices.
const MAX_DEPTH: usize = 16;

/// The verified root of `file`.
pub fn read(file: &[u8]) -> Result<Model<'_>> {
    if file.get(4..8) != Some(b"TFL3") {
        return Err(ConvertError::NotTflite);
    }
    let options = VerifierOptions {
        max_depth: MAX_DEPTH,
        max_tables: MAX_TABLES,
        // Tables may be shared; following all of them must not read the file many times over.
        max_apparent_size: file.len().saturating_mul(4),
        ignore_missing_null_terminator: false,
    };
    Ok(flatbuffers::root_with_opts::<Model<'_>>(&options, file)?)
}

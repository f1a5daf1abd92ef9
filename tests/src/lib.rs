//! Generators, evaluation and benchmarks.

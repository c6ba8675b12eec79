//! What has to hold whatever bytes a parser is given: one module a parser, each with `check` (it panics where something does not hold)
//! and `SEEDS` to begin with. The fuzz targets call these; so does a test of the sea engine, on stable Rust, so that they stay in step.

pub mod application;
pub mod csv;
pub mod lines;
pub mod mapping;
pub mod message;
pub mod parquet;
pub mod tags;

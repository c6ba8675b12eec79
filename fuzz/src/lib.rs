//! What has to hold whatever bytes a parser is given: one module a parser, each with `check` (it panics where something does not hold)
//! and `SEEDS` to begin with. The fuzz targets call these; so do tests of the engines, on stable Rust, so that they stay in step.

pub mod application;
pub mod csv;
pub mod lines;
pub mod list_bytes;
pub mod list_check;
pub mod list_ftm;
pub mod list_ofac;
pub mod list_tables;
pub mod list_xml;
pub mod mapping;
pub mod message;
pub mod owners;
pub mod parquet;
pub mod search;
pub mod tags;

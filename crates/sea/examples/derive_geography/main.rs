//! Derives the geography of the sea engine: `data/sea/coast.bin`, `depth.bin` and `ports.bin`.
//!
//! ```text
//! npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz          # Natural Earth 1:10m land, public domain
//! # etopo5.cdf: ETOPO5 (NOAA NGDC 1988, public domain), in Debian's package ferret-datasets
//! # world_port_index.csv: the World Port Index (NGA, public domain) as CSV, unpacked
//! cargo run --release -p thalweg-sea --example derive_geography -- \
//!     package/land-10m.json etopo5.cdf world_port_index.csv data/sea
//! cargo run --release -p thalweg-sea --example derive_geography -- check package/land-10m.json
//! ```
//!
//! The same input gives the same bytes. The second command measures at random points how far the embedded distances err; the documentation
//! of `Geography::coast` quotes it.

mod check;
mod coast;
mod depth;
mod land;
mod pack;
mod ports;

use std::error::Error;
use std::fs;
use std::io::Write;
use std::path::Path;

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match &arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["check", land] => report(check::errors(&land::Land::read(&fs::read_to_string(land)?)?)),
        [land, relief, index, folder] => derive(land, relief, index, Path::new(folder)),
        _ => Err("four arguments are needed: land-10m.json etopo5.cdf world_port_index.csv FOLDER".into()),
    }
}

fn derive(land: &str, relief: &str, index: &str, folder: &Path) -> Outcome<()> {
    let grid = coast::Grid::of(&land::Land::read(&fs::read_to_string(land)?)?);
    fs::write(folder.join("coast.bin"), pack::deflated(&grid.encode())?)?;
    fs::write(folder.join("depth.bin"), pack::deflated(&depth::encode(&fs::read(relief)?)?)?)?;
    fs::write(folder.join("ports.bin"), pack::deflated(&ports::encode(&fs::read(index)?)?)?)?;
    report(vec![grid.summary()])
}

fn report(lines: Vec<String>) -> Outcome<()> {
    let mut out = std::io::stdout().lock();
    lines.iter().try_for_each(|line| writeln!(out, "{line}"))?;
    Ok(())
}

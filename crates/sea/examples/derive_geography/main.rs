//! Derives the geography of the sea engine: `data/sea/coast.bin`, `depth.bin` and `ports.bin`.
//!
//! ```text
//! npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz          # Natural Earth 1:10m land, public domain
//! # etopo5.cdf: ETOPO5 (NOAA NGDC 1988, public domain), in Debian's package ferret-datasets
//! # world_port_index.csv: the World Port Index (NGA, public domain) as CSV, unpacked
//! cargo run --release -p thalweg-sea --example derive_geography -- \
//!     package/land-10m.json etopo5.cdf world_port_index.csv data/sea
//! ```
//!
//! The same input gives the same bytes. How far the distances err is measured at random points and printed; the documentation of
//! `Geography::coast` quotes it.

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
    let [land, relief, index, folder] = &arguments[..] else {
        return Err("four arguments are needed: land-10m.json etopo5.cdf world_port_index.csv FOLDER".into());
    };
    let folder = Path::new(folder);
    let land = land::Land::read(&fs::read_to_string(land)?)?;
    let grid = coast::Grid::of(&land);
    fs::write(folder.join("coast.bin"), pack::deflated(&grid.encode())?)?;
    fs::write(folder.join("depth.bin"), pack::deflated(&depth::encode(&fs::read(relief)?)?)?)?;
    fs::write(folder.join("ports.bin"), pack::deflated(&ports::encode(&fs::read(index)?)?)?)?;
    let mut out = std::io::stdout().lock();
    writeln!(out, "{}", grid.summary())?;
    for line in coast::errors(&land, &grid) {
        writeln!(out, "{line}")?;
    }
    Ok(())
}

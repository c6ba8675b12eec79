//! Packs a baseline folder into one file, as `thalweg baseline pack FOLDER -o FILE` does:
//! `cargo run --release -p thalweg-trade --example repack -- FOLDER FILE`.

use thalweg_trade::{Baseline, baseline};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(folder), Some(file)) = (arguments.next(), arguments.next()) else {
        return Err("two arguments are needed: a folder and a file".into());
    };
    let (world, _) = Baseline::read_folder(folder.as_ref())?;
    std::fs::write(file, baseline::pack(&world))?;
    Ok(())
}

//! Depth classes of the sea floor at five minutes, from ETOPO5.

use crate::Outcome;
use crate::pack::put;

/// Metres below which each class but the first begins; the same stand in the reader, `src/geography/depth.rs`.
const LIMITS: [f32; 4] = [50.0, 200.0, 1000.0, 3000.0];
/// Points around a parallel, and from the south pole to the north pole.
const POINTS: (usize, usize) = (4320, 2161);

/// `TWSD1`, then runs of classes, row by row from the south pole, each row eastwards from Greenwich.
pub(crate) fn encode(netcdf: &[u8]) -> Outcome<Vec<u8>> {
    let mut bytes = b"TWSD1".to_vec();
    let classes: Vec<u8> = relief(netcdf)?.map(|metres| class(-metres)).collect();
    for run in classes.chunk_by(|a, b| a == b) {
        put(&mut bytes, u32::from(run[0]));
        put(&mut bytes, run.len() as u32);
    }
    Ok(bytes)
}

fn class(depth: f32) -> u8 {
    LIMITS.iter().filter(|limit| depth >= **limit).count() as u8
}

/// Heights in metres of the only variable of two dimensions, `ROSE`, which the file has last.
///
/// NetCDF classic writes big-endian floats without any packing; of its header only the offset of the variable is needed, which is the last
/// four bytes of the variable's entry, after its type (5: float) and its size.
fn relief(netcdf: &[u8]) -> Outcome<impl Iterator<Item = f32>> {
    let size = POINTS.0 * POINTS.1 * 4;
    let entry: Vec<u8> = [5_u32.to_be_bytes(), (size as u32).to_be_bytes()].concat();
    let at =
        netcdf.windows(8).position(|bytes| bytes == entry).ok_or("no variable of 4320 by 2161 floats")?;
    let begin = netcdf.get(at + 8..at + 12).ok_or("the header is cut")?;
    let begin = u32::from_be_bytes(begin.try_into()?) as usize;
    let heights = netcdf.get(begin..begin + size).ok_or("the variable is cut")?;
    Ok(heights.chunks_exact(4).map(|b| f32::from_be_bytes([b[0], b[1], b[2], b[3]])))
}

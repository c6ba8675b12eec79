//! Vessels as bytes of a scratch file. The form is nobody's but this program's, and lives as long as one run.

use crate::fix::Fix;
use crate::message::field::Letters;
use crate::vessel::{Fleet, Saying, Trait};
use std::io::{self, Read, Write};

/// Bytes of a saying.
const SAYING: usize = 48;

/// Writes one vessel: its number, how many fixes and sayings, and these.
pub(super) fn write(out: &mut impl Write, mmsi: u32, fixes: &[Fix], sayings: &[Saying]) -> io::Result<()> {
    for number in [mmsi, fixes.len() as u32, sayings.len() as u32] {
        out.write_all(&number.to_le_bytes())?;
    }
    for fix in fixes {
        out.write_all(&fix.bytes())?;
    }
    for saying in sayings {
        out.write_all(&saying_bytes(saying))?;
    }
    Ok(())
}

/// Reads vessels to the end of a file.
pub(super) fn read(bytes: &mut impl Read, fleet: &mut Fleet) -> io::Result<()> {
    let mut room = Vec::new();
    while let Some(mmsi) = first(bytes)? {
        let (fixes, sayings) = (number(bytes)? as usize, number(bytes)? as usize);
        room.resize(fixes * Fix::BYTES, 0);
        bytes.read_exact(&mut room)?;
        let (chunks, _) = room.as_chunks();
        let fixes: Vec<Fix> = chunks.iter().map(Fix::from_bytes).collect();
        room.resize(sayings * SAYING, 0);
        bytes.read_exact(&mut room)?;
        let (chunks, _) = room.as_chunks();
        let sayings: Option<Vec<Saying>> = chunks.iter().map(saying).collect();
        let sayings = sayings.ok_or_else(|| io::Error::from(io::ErrorKind::InvalidData))?;
        fleet.restore(mmsi, fixes, sayings);
    }
    Ok(())
}

fn number(bytes: &mut impl Read) -> io::Result<u32> {
    let mut four = [0; 4];
    bytes.read_exact(&mut four)?;
    Ok(u32::from_le_bytes(four))
}

/// The next number, or none at the end.
fn first(bytes: &mut impl Read) -> io::Result<Option<u32>> {
    let mut four = [0; 4];
    match bytes.read(&mut four[..1])? {
        0 => Ok(None),
        _ => {
            bytes.read_exact(&mut four[1..])?;
            Ok(Some(u32::from_le_bytes(four)))
        }
    }
}

fn saying_bytes(saying: &Saying) -> [u8; SAYING] {
    let mut out = [0; SAYING];
    out[0] = saying.trait_.which() as u8;
    let mut put = |bytes: &[u8]| out[1..=bytes.len()].copy_from_slice(bytes);
    match &saying.trait_ {
        Trait::Imo(number) => put(&number.to_le_bytes()),
        Trait::Name(name) | Trait::Destination(name) => put(name.codes()),
        Trait::CallSign(sign) => put(sign.codes()),
        Trait::ShipType(kind) => put(&[*kind]),
        Trait::Dimensions(metres) => put(metres.map(u16::to_le_bytes).as_flattened()),
        Trait::Draught(tenths) => put(&tenths.to_le_bytes()),
    }
    out[22..30].copy_from_slice(&saying.first.to_le_bytes());
    out[30..38].copy_from_slice(&saying.last.to_le_bytes());
    out[38..42].copy_from_slice(&saying.count.to_le_bytes());
    out[42..44].copy_from_slice(&saying.record.0.to_le_bytes());
    out[44..48].copy_from_slice(&saying.record.1.to_le_bytes());
    out
}

fn saying(bytes: &[u8; SAYING]) -> Option<Saying> {
    let value = &bytes[1..22];
    let pair = |at: usize| u16::from_le_bytes([value[at], value[at + 1]]);
    let trait_ = match bytes[0] {
        0 => Trait::Imo(u32::from_le_bytes(array(value))),
        1 => Trait::Name(Letters::of_codes(array(value))),
        2 => Trait::CallSign(Letters::of_codes(array(value))),
        3 => Trait::ShipType(value[0]),
        4 => Trait::Dimensions([pair(0), pair(2), pair(4), pair(6)]),
        5 => Trait::Draught(pair(0)),
        6 => Trait::Destination(Letters::of_codes(array(value))),
        _ => return None,
    };
    Some(Saying {
        trait_,
        first: i64::from_le_bytes(array(&bytes[22..])),
        last: i64::from_le_bytes(array(&bytes[30..])),
        count: u32::from_le_bytes(array(&bytes[38..])),
        record: (u16::from_le_bytes(array(&bytes[42..])), u32::from_le_bytes(array(&bytes[44..]))),
    })
}

/// The first bytes of a longer run of them.
fn array<const N: usize>(bytes: &[u8]) -> [u8; N] {
    let mut array = [0; N];
    for (to, from) in array.iter_mut().zip(bytes) {
        *to = *from;
    }
    array
}

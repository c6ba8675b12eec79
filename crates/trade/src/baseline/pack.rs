//! A baseline as one file: versioned, checksummed, compressed.
//!
//! ```text
//! bytes   what
//!  8      magic: 0x89 "THALWEG"
//!  4      format version, little-endian
//!  8      length of the compressed content
//!  8      length of the content
//!  4      CRC-32 of all other bytes from the version on
//!  ...    the content, a zlib stream (RFC 1950)
//! ```

use super::codec::{Decoder, Encoder, Malformed};
use super::{About, Baseline, Country, Sector};
use crate::cube::{Cube, Grid, InputShares};
use crate::error::{Error, ErrorKind};
use flate2::{Compress, Compression, Decompress, FlushCompress, FlushDecompress, Status};
use thalweg_core::{Problem, Unit};

/// The first bytes of a packed baseline; the first of them is no letter, so that no text is taken for one.
const MAGIC: &[u8; 8] = b"\x89THALWEG";
/// The version of the format that this code writes.
const VERSION: u32 = 1;
const HEADER: usize = 32;
/// The largest content that is read: 256 MiB.
const LARGEST_CONTENT: u64 = 256 << 20;
/// The most that a zlib stream can grow by, rounded up: one bit pair for 258 bytes.
const LARGEST_RATIO: u64 = 1040;

/// Packs a baseline into one file that [`unpack`] gives back bit for bit. The same baseline gives the same bytes.
///
/// ```
/// use thalweg_trade::{Baseline, baseline};
/// let world = Baseline::embedded("world-2023")?;
/// assert_eq!(baseline::unpack(&baseline::pack(&world))?, world);
/// # Ok::<(), thalweg_trade::Error>(())
/// ```
pub fn pack(baseline: &Baseline) -> Vec<u8> {
    seal(&encode(baseline))
}

/// Reads a packed baseline.
///
/// # Errors
/// [`ErrorKind::Baseline`] when the bytes are no packed baseline, are of a newer format, are cut off or damaged, claim
/// to hold more than 256 MiB, or hold something that is no valid baseline. No bytes make it panic or take more memory
/// than a small multiple of that.
///
/// ```
/// use thalweg_trade::baseline::unpack;
/// let error = unpack(b"importer,exporter,sector,value").unwrap_err();
/// assert!(error.to_string().starts_with("this is no packed baseline"));
/// ```
pub fn unpack(bytes: &[u8]) -> Result<Baseline, Error> {
    let content = open(bytes).map_err(|problem| Error::new(ErrorKind::Baseline, vec![problem]))?;
    let broken =
        |_| Error::one(ErrorKind::Baseline, "the packed baseline is damaged: its content is not well formed");
    let baseline = decode(&content).map_err(broken)?;
    let problems = baseline.problems();
    if problems.is_empty() { Ok(baseline) } else { Err(Error::new(ErrorKind::Baseline, problems)) }
}

/// Compresses content and puts the header before it.
fn seal(content: &[u8]) -> Vec<u8> {
    let mut stream = Vec::with_capacity(content.len() / 2 + 1024);
    let mut zlib = Compress::new(Compression::best(), true);
    // compressing in memory has no way to fail; were it to end early, `unpack` would refuse the file
    while let Ok(Status::Ok | Status::BufError) = {
        stream.reserve(content.len() / 4 + 1024);
        zlib.compress_vec(&content[zlib.total_in() as usize..], &mut stream, FlushCompress::Finish)
    } {}
    let mut bytes = Vec::with_capacity(HEADER + stream.len());
    bytes.extend_from_slice(MAGIC);
    bytes.extend_from_slice(&VERSION.to_le_bytes());
    bytes.extend_from_slice(&(stream.len() as u64).to_le_bytes());
    bytes.extend_from_slice(&(content.len() as u64).to_le_bytes());
    let checksum = checksum(&bytes[MAGIC.len()..], &stream);
    bytes.extend_from_slice(&checksum.to_le_bytes());
    bytes.extend_from_slice(&stream);
    bytes
}

/// The checksum of a file: of what stands between the magic and the checksum, and of what follows it.
fn checksum(fields: &[u8], stream: &[u8]) -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(fields);
    hasher.update(stream);
    hasher.finalize()
}

/// Checks the header and gives the content.
fn open(bytes: &[u8]) -> Result<Vec<u8>, Problem> {
    let header = Header::read(bytes)?;
    let stream = &bytes[HEADER..];
    let have = stream.len() as u64;
    if have < header.stream_length {
        let message =
            format!("the packed baseline is cut off: {have} of {} bytes are there", header.stream_length);
        return Err(Problem::new(message).help("copy or download it again"));
    }
    if have > header.stream_length {
        let more = have - header.stream_length;
        return Err(Problem::new(format!("the packed baseline is damaged: {more} bytes too many follow it")));
    }
    if header.content_length > LARGEST_CONTENT || header.content_length / LARGEST_RATIO > have {
        let claim = header.content_length;
        let message = format!("the packed baseline claims to hold {claim} bytes in {have}");
        return Err(Problem::new(message).help(format!("at most {} MiB are read", LARGEST_CONTENT >> 20)));
    }
    if checksum(&bytes[MAGIC.len()..HEADER - 4], stream) != header.checksum {
        return Err(Problem::new("the packed baseline is damaged: its checksum is not that of its content")
            .help("copy or download it again"));
    }
    inflate(stream, header.content_length as usize)
}

struct Header {
    stream_length: u64,
    content_length: u64,
    checksum: u32,
}

impl Header {
    fn read(bytes: &[u8]) -> Result<Self, Problem> {
        if bytes.is_empty() {
            return Err(Problem::new("the packed baseline is empty").help("copy or download it again"));
        }
        let known = bytes.len().min(MAGIC.len());
        if bytes[..known] != MAGIC[..known] {
            let help = "pack a folder of CSV files with `thalweg baseline pack FOLDER -o FILE`";
            return Err(
                Problem::new("this is no packed baseline: its first bytes are not those of one").help(help)
            );
        }
        let Some((header, _)) = bytes.split_first_chunk::<HEADER>() else {
            return Err(Problem::new("the packed baseline is cut off within its header")
                .help("copy or download it again"));
        };
        let version = u32::from_le_bytes(part(header, 8));
        if version > VERSION {
            let message =
                format!("the packed baseline is of format {version}, and this program reads up to {VERSION}");
            return Err(
                Problem::new(message).help("take a newer thalweg, or unpack it with the one that packed it")
            );
        }
        if version == 0 {
            return Err(Problem::new("the packed baseline is damaged: there is no format 0"));
        }
        Ok(Self {
            stream_length: u64::from_le_bytes(part(header, 12)),
            content_length: u64::from_le_bytes(part(header, 20)),
            checksum: u32::from_le_bytes(part(header, 28)),
        })
    }
}

/// The bytes of a header from `start` on.
fn part<const N: usize>(header: &[u8; HEADER], start: usize) -> [u8; N] {
    std::array::from_fn(|index| header[start + index])
}

/// Decompresses a stream of a known length; takes no more memory than that.
fn inflate(stream: &[u8], length: usize) -> Result<Vec<u8>, Problem> {
    let mut content = Vec::with_capacity(length);
    let mut zlib = Decompress::new(true);
    let status = zlib.decompress_vec(stream, &mut content, FlushDecompress::Finish);
    let whole = zlib.total_in() == stream.len() as u64 && content.len() == length;
    match status {
        Ok(Status::StreamEnd) if whole => Ok(content),
        _ => Err(Problem::new("the packed baseline is damaged: its content does not decompress")
            .help("copy or download it again")),
    }
}

fn encode(baseline: &Baseline) -> Vec<u8> {
    let mut to = Encoder::default();
    encode_about(&baseline.about, &mut to);
    encode_countries(&baseline.countries, &mut to);
    encode_sectors(baseline, &mut to);
    to.numbers(baseline.flows.values());
    to.numbers(baseline.tariffs.values());
    to.flag(baseline.export_taxes.is_some());
    baseline.export_taxes.iter().for_each(|taxes| to.numbers(taxes.values()));
    to.numbers(baseline.value_added_shares.values());
    to.numbers(baseline.subsidies.values());
    to.numbers(baseline.inputs.values());
    to.flag(baseline.final_shares.is_some());
    baseline.final_shares.iter().for_each(|shares| to.numbers(shares.values()));
    to.finish()
}

fn encode_about(about: &About, to: &mut Encoder) {
    to.text(&about.name);
    to.whole(about.year.max(0) as u64); // a valid year is at least one
    to.whole(u64::from(about.unit.power));
    to.text(&about.unit.currency);
    to.text(&about.source);
    to.optional_text(about.licence.as_deref());
    to.optional_text(about.note.as_deref());
}

fn encode_countries(countries: &[Country], to: &mut Encoder) {
    to.whole(countries.len() as u64);
    countries.iter().for_each(|c| to.text(&c.code));
    countries.iter().for_each(|c| to.text(&c.name));
    countries.iter().for_each(|c| to.optional_text(c.group.as_deref()));
    to.optional_numbers(&countries.iter().map(|c| c.gdp).collect::<Vec<_>>());
    to.optional_numbers(&countries.iter().map(|c| c.population).collect::<Vec<_>>());
}

fn encode_sectors(baseline: &Baseline, to: &mut Encoder) {
    let sectors = &baseline.sectors;
    to.whole(sectors.len() as u64);
    sectors.iter().for_each(|s| to.text(&s.code));
    sectors.iter().for_each(|s| to.text(&s.name));
    sectors.iter().for_each(|s| to.optional_text(s.group.as_deref()));
    sectors.iter().for_each(|s| to.flag(s.tradable));
    to.numbers(&sectors.iter().map(|s| s.elasticity).collect::<Vec<_>>());
    to.optional_numbers(&sectors.iter().map(|s| s.substitution).collect::<Vec<_>>());
    to.numbers(&sectors.iter().map(|s| s.scale).collect::<Vec<_>>());
    to.optional_numbers(&sectors.iter().map(|s| s.elasticity_se).collect::<Vec<_>>());
    let sets = baseline.elasticity_sets();
    to.whole(sets.len() as u64);
    for (index, name) in sets.iter().enumerate() {
        to.text(name);
        let of_set = |s: &Sector| s.elasticity_sets.get(index).map_or(f64::NAN, |(_, value)| *value);
        to.numbers(&sectors.iter().map(of_set).collect::<Vec<_>>());
    }
}

fn decode(content: &[u8]) -> Result<Baseline, Malformed> {
    let mut from = Decoder::new(content);
    let about = decode_about(&mut from)?;
    let countries = decode_countries(&mut from)?;
    let sectors = decode_sectors(&mut from)?;
    let (n, j) = (countries.len(), sectors.len());
    if n == 0 || j == 0 || !super::folder::fits(n, j) {
        return Err(Malformed);
    }
    let baseline = Baseline {
        about,
        countries,
        sectors,
        flows: decode_cube(&mut from, j, n)?,
        tariffs: decode_cube(&mut from, j, n)?,
        export_taxes: if from.flag()? { Some(decode_cube(&mut from, j, n)?) } else { None },
        value_added_shares: decode_grid(&mut from, j, n)?,
        subsidies: decode_grid(&mut from, j, n)?,
        inputs: decode_inputs(&mut from, j, n)?,
        final_shares: if from.flag()? { Some(decode_grid(&mut from, j, n)?) } else { None },
    };
    if from.is_done() { Ok(baseline) } else { Err(Malformed) }
}

fn decode_about(from: &mut Decoder<'_>) -> Result<About, Malformed> {
    Ok(About {
        name: from.text()?,
        year: i32::try_from(from.whole()?).map_err(|_| Malformed)?,
        unit: Unit { power: u32::try_from(from.whole()?).map_err(|_| Malformed)?, currency: from.text()? },
        source: from.text()?,
        licence: from.optional_text()?,
        note: from.optional_text()?,
    })
}

fn decode_countries(from: &mut Decoder<'_>) -> Result<Vec<Country>, Malformed> {
    let count = from.count()?;
    let codes = many(count, || from.text())?;
    let names = many(count, || from.text())?;
    let groups = many(count, || from.optional_text())?;
    let gdp = from.optional_numbers(count)?;
    let population = from.optional_numbers(count)?;
    let rows = codes.into_iter().zip(names).zip(groups).zip(gdp).zip(population);
    Ok(rows
        .map(|((((code, name), group), gdp), population)| Country { code, name, group, gdp, population })
        .collect())
}

fn decode_sectors(from: &mut Decoder<'_>) -> Result<Vec<Sector>, Malformed> {
    let count = from.count()?;
    let codes = many(count, || from.text())?;
    let names = many(count, || from.text())?;
    let groups = many(count, || from.optional_text())?;
    let tradable = many(count, || from.flag())?;
    let elasticity = from.numbers(count)?;
    let substitution = from.optional_numbers(count)?;
    let scale = from.numbers(count)?;
    let elasticity_se = from.optional_numbers(count)?;
    let words = codes.into_iter().zip(names).zip(groups).enumerate();
    let mut sectors: Vec<Sector> = words
        .map(|(at, ((code, name), group))| Sector {
            code,
            name,
            group,
            elasticity: elasticity[at],
            substitution: substitution[at],
            scale: scale[at],
            tradable: tradable[at],
            elasticity_sets: Vec::new(),
            elasticity_se: elasticity_se[at],
        })
        .collect();
    decode_sets(from, &mut sectors)?;
    Ok(sectors)
}

fn decode_sets(from: &mut Decoder<'_>, sectors: &mut [Sector]) -> Result<(), Malformed> {
    for _ in 0..from.count()? {
        let name = from.text()?;
        let values = from.numbers(sectors.len())?;
        sectors.iter_mut().zip(values).for_each(|(s, value)| s.elasticity_sets.push((name.clone(), value)));
    }
    Ok(())
}

fn many<T>(count: usize, mut one: impl FnMut() -> Result<T, Malformed>) -> Result<Vec<T>, Malformed> {
    (0..count).map(|_| one()).collect()
}

fn decode_cube(from: &mut Decoder<'_>, sectors: usize, countries: usize) -> Result<Cube, Malformed> {
    let mut cube = Cube::filled(sectors, countries, 0.0);
    from.fill(cube.values_mut())?;
    Ok(cube)
}

fn decode_grid(from: &mut Decoder<'_>, sectors: usize, countries: usize) -> Result<Grid, Malformed> {
    let mut grid = Grid::filled(sectors, countries, 0.0);
    from.fill(grid.values_mut())?;
    Ok(grid)
}

fn decode_inputs(from: &mut Decoder<'_>, sectors: usize, countries: usize) -> Result<InputShares, Malformed> {
    let mut inputs = InputShares::none(sectors, countries);
    from.fill(inputs.values_mut())?;
    Ok(inputs)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn content() -> Vec<u8> {
        encode(&Baseline::embedded("world-2023").map(|world| first_countries(&world)).unwrap())
    }

    /// A world of three countries: small enough that random damage hits every field.
    fn first_countries(world: &Baseline) -> Baseline {
        let (j, n) = (1, 3);
        Baseline {
            about: world.about.clone(),
            countries: world.countries[..n].to_vec(),
            sectors: world.sectors.clone(),
            flows: Cube::filled(j, n, 1.5),
            tariffs: Cube::filled(j, n, 0.0),
            export_taxes: None,
            value_added_shares: Grid::filled(j, n, 1.0),
            subsidies: Grid::filled(j, n, 0.0),
            inputs: InputShares::none(j, n),
            final_shares: None,
        }
    }

    #[test]
    fn content_that_does_not_decompress() {
        let mut bytes = seal(&content());
        bytes[40] ^= 0xff;
        let checksum = checksum(&bytes[8..28], &bytes[32..]);
        bytes[28..32].copy_from_slice(&checksum.to_le_bytes());
        let error = unpack(&bytes).unwrap_err().to_string();
        assert!(
            error.starts_with("the packed baseline is damaged: its content does not decompress"),
            "{error}"
        );
    }

    #[test]
    fn content_that_is_cut_off_or_too_long() {
        let content = content();
        let broken = "the packed baseline is damaged: its content is not well formed";
        assert_eq!(unpack(&seal(&content[..content.len() - 1])).unwrap_err().to_string(), broken);
        assert_eq!(unpack(&seal(&[content.as_slice(), &[0]].concat())).unwrap_err().to_string(), broken);
        assert_eq!(unpack(&seal(&[])).unwrap_err().to_string(), broken);
    }

    proptest! {
        /// Damage under a right checksum: whatever comes out, it is an error or a valid baseline, and no panic.
        #[test]
        fn no_content_makes_it_panic(damage in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4)) {
            let mut content = content();
            for (at, byte) in damage {
                let index = at.index(content.len());
                content[index] = byte;
            }
            if let Ok(baseline) = unpack(&seal(&content)) {
                prop_assert!(baseline.problems().is_empty());
                prop_assert_eq!(unpack(&pack(&baseline)).unwrap(), baseline);
            }
        }
    }
}

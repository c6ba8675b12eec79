use super::{Projection, filed_under};
use std::collections::BTreeMap;

/// The outlines of countries, from Natural Earth 1:110m (public domain), as borders that neighbours share.
///
/// `examples/derive_outlines.rs` writes the file that this reads: `TWOL1`, then variable-length integers.
#[derive(Debug, Clone, Default)]
pub struct Outlines {
    arcs: Vec<Vec<(i64, i64)>>,
    countries: BTreeMap<String, Vec<Vec<i64>>>,
}

/// Why bytes are no outlines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OutlineError {
    /// The first five bytes are not `TWOL1`.
    #[error("outlines begin with `TWOL1`; these bytes do not")]
    Foreign,
    /// The bytes end inside a number or a name.
    #[error("outlines end at byte {0}, inside a value")]
    Truncated(usize),
    /// A ring names an arc that is not there.
    #[error("a ring of `{0:?}` names arc {1}, which is not there")]
    NoSuchArc([u8; 3], i64),
}

/// Grid steps per degree; the same number stands in the writer.
const STEPS_PER_DEGREE: f64 = 20.0;

impl Outlines {
    /// The outlines in `data/geography/outlines-110m.bin`.
    ///
    /// ```
    /// let outlines = thalweg_brief::geography::Outlines::embedded();
    /// assert!(outlines.has("CHN") && !outlines.has("SGP"));
    /// ```
    pub fn embedded() -> Self {
        Self::read(include_bytes!("../../../../data/geography/outlines-110m.bin")).unwrap_or_default()
    }

    /// Reads outlines.
    ///
    /// # Errors
    /// When the bytes are foreign, cut short, or name arcs that they do not have.
    pub fn read(bytes: &[u8]) -> Result<Self, OutlineError> {
        let body = bytes.strip_prefix(b"TWOL1").ok_or(OutlineError::Foreign)?;
        let mut cursor = Cursor { bytes: body, at: 0 };
        let mut outlines = Self::default();
        for _ in 0..cursor.number()? {
            outlines.arcs.push(cursor.arc()?);
        }
        for _ in 0..cursor.number()? {
            let code = cursor.code()?;
            let rings = cursor.rings(code, outlines.arcs.len() as i64)?;
            outlines.countries.insert(String::from_utf8_lossy(&code).into_owned(), rings);
        }
        Ok(outlines)
    }

    /// Whether a country is large enough to have an outline at this scale.
    pub fn has(&self, code: &str) -> bool {
        self.countries.contains_key(filed_under(code))
    }

    /// The codes of all countries that have an outline, in order.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        self.countries.keys().map(String::as_str)
    }

    /// The SVG path of a country, in whole drawing units; empty where it has no outline.
    pub fn path(&self, code: &str, projection: Projection) -> String {
        let rings = self.countries.get(filed_under(code)).map_or(&[][..], Vec::as_slice);
        rings.iter().map(|ring| closed_path(&self.ring(ring), projection)).collect()
    }

    /// The SVG path of all land borders between two different countries.
    pub fn borders(&self, projection: Projection) -> String {
        let shared = self.owners().into_iter().filter(|(_, owners)| owners.iter().any(|o| *o != owners[0]));
        shared.map(|(arc, _)| open_path(&self.arcs[arc], projection)).collect()
    }

    fn owners(&self) -> BTreeMap<usize, Vec<&str>> {
        let mut owners: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
        for (code, rings) in &self.countries {
            for &arc in rings.iter().flatten() {
                owners.entry(unsigned(arc)).or_default().push(code);
            }
        }
        owners
    }

    /// The points of a ring, arcs laid end to end; the point where two meet stands once.
    fn ring(&self, ring: &[i64]) -> Vec<(i64, i64)> {
        let mut points: Vec<(i64, i64)> = Vec::new();
        for &arc in ring {
            let steps = &self.arcs[unsigned(arc)];
            if arc < 0 { points.extend(steps.iter().rev()) } else { points.extend(steps) }
        }
        points.dedup();
        points
    }
}

fn unsigned(arc: i64) -> usize {
    (if arc < 0 { !arc } else { arc }) as usize
}

fn closed_path(points: &[(i64, i64)], projection: Projection) -> String {
    let mut placed = place(points, projection);
    placed.dedup();
    if placed.first() == placed.last() {
        placed.pop();
    }
    if placed.len() < 3 { String::new() } else { relative_path(&placed) + "z" }
}

fn open_path(points: &[(i64, i64)], projection: Projection) -> String {
    let mut placed = place(points, projection);
    placed.dedup();
    if placed.len() < 2 { String::new() } else { relative_path(&placed) }
}

/// Places points; a ring is moved round the globe as a whole or not at all.
fn place(points: &[(i64, i64)], projection: Projection) -> Vec<(i64, i64)> {
    let degrees = |steps: i64| steps as f64 / STEPS_PER_DEGREE;
    let longitudes = unbroken(points.iter().map(|(x, _)| degrees(*x)));
    let middle = longitudes.iter().sum::<f64>() / longitudes.len().max(1) as f64;
    let turn = Projection::turn(middle);
    let place = |(&(_, y), longitude): (&(i64, i64), &f64)| {
        let (x, y) = projection.place_as_is(longitude + turn, degrees(y));
        (x.round() as i64, y.round() as i64)
    };
    points.iter().zip(&longitudes).map(place).collect()
}

/// Longitudes without the jump from 180 to −180, so that a ring over the date line stays in one piece.
fn unbroken(longitudes: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut last: Option<f64> = None;
    let follow = |longitude: f64| {
        let turns = last.map_or(0.0, |last: f64| ((last - longitude) / 360.0).round());
        last = Some(longitude + turns * 360.0);
        longitude + turns * 360.0
    };
    longitudes.map(follow).collect()
}

/// `M` to the first point, then relative steps: `M12 7l3-4 1 0`.
fn relative_path(points: &[(i64, i64)]) -> String {
    let mut path = String::new();
    for pair in points.windows(2) {
        if path.is_empty() {
            path = format!("M{} {}l", pair[0].0, pair[0].1);
        }
        push_step(&mut path, pair[1].0 - pair[0].0);
        push_step(&mut path, pair[1].1 - pair[0].1);
    }
    path
}

fn push_step(path: &mut String, step: i64) {
    if step >= 0 && !path.ends_with('l') {
        path.push(' ');
    }
    path.push_str(&step.to_string());
}

struct Cursor<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Cursor<'_> {
    fn byte(&mut self) -> Result<u8, OutlineError> {
        let byte = self.bytes.get(self.at).copied().ok_or(OutlineError::Truncated(self.at + 5))?;
        self.at += 1;
        Ok(byte)
    }

    fn number(&mut self) -> Result<u64, OutlineError> {
        let (mut value, mut shift) = (0u64, 0);
        loop {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f).checked_shl(shift).unwrap_or(0);
            shift += 7;
            if byte < 0x80 {
                return Ok(value);
            }
        }
    }

    fn signed(&mut self) -> Result<i64, OutlineError> {
        let value = self.number()?;
        Ok((value >> 1) as i64 ^ -((value & 1) as i64))
    }

    fn arc(&mut self) -> Result<Vec<(i64, i64)>, OutlineError> {
        let (mut x, mut y, mut points) = (0i64, 0i64, Vec::new());
        for _ in 0..self.number()? {
            x = x.wrapping_add(self.signed()?);
            y = y.wrapping_add(self.signed()?);
            points.push((x, y));
        }
        Ok(points)
    }

    fn code(&mut self) -> Result<[u8; 3], OutlineError> {
        Ok([self.byte()?, self.byte()?, self.byte()?])
    }

    fn rings(&mut self, code: [u8; 3], arcs: i64) -> Result<Vec<Vec<i64>>, OutlineError> {
        let mut rings = Vec::new();
        for _ in 0..self.number()? {
            let mut ring = Vec::new();
            for _ in 0..self.number()? {
                let arc = self.signed()?;
                if unsigned(arc) as i64 >= arcs {
                    return Err(OutlineError::NoSuchArc(code, arc));
                }
                ring.push(arc);
            }
            rings.push(ring);
        }
        Ok(rings)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BYTES: &[u8] = include_bytes!("../../../../data/geography/outlines-110m.bin");

    #[test]
    fn the_embedded_file_holds_the_world() {
        let outlines = Outlines::read(BYTES).unwrap();
        assert_eq!(outlines.countries.len(), 174);
        assert!(BYTES.len() < 20_480);
        for code in outlines.codes() {
            assert!(
                super::super::Positions::embedded().of(code).is_some() || code == "ATF",
                "{code} has no position"
            );
        }
    }

    #[test]
    fn a_whole_map_is_small() {
        let (outlines, projection) = (Outlines::embedded(), Projection { width: 1400.0 });
        let paths: usize = outlines.codes().map(|code| outlines.path(code, projection).len()).sum();
        let bytes = paths + outlines.borders(projection).len();
        assert!(bytes < 60_000, "{bytes}");
    }

    #[test]
    fn damage_is_an_error_and_never_a_panic() {
        assert_eq!(Outlines::read(b"PNG").unwrap_err(), OutlineError::Foreign);
        for end in 5..BYTES.len() {
            assert!(matches!(Outlines::read(&BYTES[..end]), Err(OutlineError::Truncated(at)) if at == end));
        }
    }

    #[test]
    fn every_ring_closes() {
        let outlines = Outlines::embedded();
        for ring in outlines.countries.values().flatten() {
            let points = outlines.ring(ring);
            assert_eq!(points.first(), points.last());
        }
    }
}

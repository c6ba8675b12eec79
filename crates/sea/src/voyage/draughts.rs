//! How deep a ship lies, laden and in ballast.

use serde::Serialize;

/// How deep a ship lies laden and in ballast, and what a centimetre of draught weighs.
///
/// ```
/// use thalweg_sea::voyage::{How, Particulars};
/// let stated = [8.5, 14.2, 8.6, 14.0, 8.5];
/// let ship = Particulars::of(&stated, Some(250.0), Some(44.0)).unwrap();
/// assert_eq!(ship.how, How::Stated);
/// assert!((ship.ballast - 8.53).abs() < 0.01 && (ship.laden - 14.1).abs() < 0.01);
/// assert_eq!(ship.tonnes(8.5, 14.0).map(f64::round), Some(52_785.0));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Particulars {
    /// Draught in ballast, metres.
    pub ballast: f64,
    /// Draught laden, metres.
    pub laden: f64,
    /// What a change of draught by one centimetre weighs in sea water, tonnes; where length and beam are known.
    pub tonnes_per_centimetre: Option<f64>,
    /// Where the draughts are from.
    pub how: How,
}

/// Where ballast and laden draughts are from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// Both from what the ship itself stated.
    Stated,
    /// One from what the ship stated, the other from its length.
    Mixed,
    /// Both from its length.
    Length,
}

/// Length between perpendiculars as a share of length over all: 0.96 to 0.97 for tankers (Kristensen 2012, DTU, regression for tankers).
const BETWEEN_PERPENDICULARS: f64 = 0.96;

/// Water plane area as a share of length by breadth: two thirds of the block coefficient (0.83 for tankers) and one third (Barrass and Derrett 2012,
/// Ship Stability for Masters and Mates).
const WATER_PLANE: f64 = 0.83 * 2.0 / 3.0 + 1.0 / 3.0;

/// Tonnes in a cubic metre of sea water.
const SEA_WATER: f64 = 1.025;

/// Two draughts of one ship are those of two loads if they differ by this share of the larger one. What bunkers and stores change is less.
const APART: f64 = 0.18;

impl Particulars {
    /// From stated draughts, and from length and beam over all, metres. None where neither tells anything.
    ///
    /// In ballast by length: MARPOL Annex I, regulation 18.3: 2.0 m and 2 percent of the length amidships, trimmed by 1.5 percent of it at most, so half
    /// of that more at the stern, where a ship is deepest. Tankers of 220 to 259 m that came to Westridge to load state it to 0.2 m at the
    /// median. Laden by length: a sixteenth of it, as for the usual classes of tankers (183 by 12, 250 by 15, 274 by 17, 333 by 21).
    pub fn of(stated: &[f64], length: Option<f64>, beam: Option<f64>) -> Option<Self> {
        let length = length.filter(|metres| *metres >= 40.0);
        let by_length = length.map(|length| (2.0 + 0.0275 * BETWEEN_PERPENDICULARS * length, length / 16.0));
        let by_length = by_length.map(|(ballast, laden)| (ballast.min(0.75 * laden), laden));
        let (ballast, laden, how) = match (two_levels(stated), by_length) {
            (Levels::Two(low, high), None) => (low, high, How::Stated),
            (Levels::Two(low, high), Some((ballast, laden))) => both(low, high, ballast, laden),
            (Levels::One(level), Some((ballast, laden))) => one(level, ballast, laden),
            (Levels::None, Some((ballast, laden))) => (ballast, laden, How::Length),
            (Levels::One(_) | Levels::None, None) => return None,
        };
        let area =
            length.zip(beam).map(|(length, beam)| BETWEEN_PERPENDICULARS * length * beam * WATER_PLANE);
        Some(Self { ballast, laden, tonnes_per_centimetre: area.map(|area| area * SEA_WATER / 100.0), how })
    }

    /// A draught on the scale from ballast (0) to laden (1).
    pub fn depth(&self, draught: f64) -> f64 {
        (draught - self.ballast) / (self.laden - self.ballast)
    }

    /// What a change of draught weighs, tonnes. Cargo weighs more where ballast water goes out as it comes in: take it for the least.
    pub fn tonnes(&self, before: f64, after: f64) -> Option<f64> {
        Some(self.tonnes_per_centimetre? * 100.0 * (after - before))
    }

    /// How far stated draughts scatter about both, as a share of the way between: more where one is only guessed from the length.
    pub(crate) fn spread(&self, own: f64) -> f64 {
        match self.how {
            How::Stated => own,
            How::Mixed => 1.5 * own,
            How::Length => 2.0 * own,
        }
    }
}

/// Two levels of a ship of which the length is known: are they ballast and laden, or both on one side?
fn both(low: f64, high: f64, ballast: f64, laden: f64) -> (f64, f64, How) {
    let middle = f64::midpoint(ballast, laden);
    match (low < middle, high >= middle) {
        (true, true) => (low, high, How::Stated),
        (false, _) => (ballast, high, How::Mixed),
        (true, false) => (low, laden.max(high), How::Mixed),
    }
}

/// One level: whichever it is nearer to.
fn one(level: f64, ballast: f64, laden: f64) -> (f64, f64, How) {
    if level < f64::midpoint(ballast, laden) {
        (level, laden.max(level / 0.75), How::Mixed)
    } else {
        (ballast.min(0.75 * level), level, How::Mixed)
    }
}

enum Levels {
    None,
    One(f64),
    Two(f64, f64),
}

/// The two levels about which numbers lie: the split that leaves the least sum of squares (Otsu 1979; Fisher 1958 for the line).
fn two_levels(stated: &[f64]) -> Levels {
    let mut sorted: Vec<f64> = stated.iter().copied().filter(|metres| *metres > 0.0).collect();
    sorted.sort_by(f64::total_cmp);
    let mean = |part: &[f64]| part.iter().sum::<f64>() / part.len() as f64;
    let squares = |part: &[f64]| {
        let mean = mean(part);
        part.iter().map(|metres| (metres - mean).powi(2)).sum::<f64>()
    };
    let cost = |cut: &usize| squares(&sorted[..*cut]) + squares(&sorted[*cut..]);
    let Some(cut) = (1..sorted.len()).min_by(|a, b| cost(a).total_cmp(&cost(b))) else {
        return sorted.first().map_or(Levels::None, |only| Levels::One(*only));
    };
    let (low, high) = (mean(&sorted[..cut]), mean(&sorted[cut..]));
    if high - low >= APART * high { Levels::Two(low, high) } else { Levels::One(mean(&sorted)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_length_where_nothing_is_stated() {
        let ship = Particulars::of(&[], Some(250.0), None).unwrap();
        assert!((ship.ballast - 8.6).abs() < 0.01 && (ship.laden - 15.625).abs() < 1e-9);
        assert_eq!((ship.how, ship.tonnes(8.0, 9.0)), (How::Length, None));
    }

    #[test]
    fn one_level_is_one_of_both() {
        let ship = Particulars::of(&[14.1, 14.3, 14.2], Some(250.0), None).unwrap();
        assert!((ship.laden - 14.2).abs() < 1e-9 && (ship.ballast - 8.6).abs() < 0.01);
        assert!(Particulars::of(&[14.1, 14.3], None, None).is_none());
    }

    #[test]
    fn part_laden_and_laden_are_not_ballast_and_laden() {
        let ship = Particulars::of(&[12.4, 15.6], Some(250.0), None).unwrap();
        assert!((ship.ballast - 8.6).abs() < 0.01 && ship.how == How::Mixed);
    }

    #[test]
    fn numbers_that_are_none_do_no_harm() {
        assert!(Particulars::of(&[0.0, -3.0], Some(2.0), Some(0.0)).is_none());
    }
}

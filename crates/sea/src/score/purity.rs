use crate::track::Track;
use serde::Serialize;
use std::collections::BTreeMap;

/// How well tracks keep ships apart that share a number.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Purity {
    /// Positions looked at.
    pub positions: usize,
    /// Positions that are in a track which mostly has their own ship's.
    pub pure: usize,
    /// Tracks.
    pub tracks: usize,
    /// Ships that truly sent them: as many tracks would be best.
    pub ships: usize,
}

impl Purity {
    /// Part of the positions that are with their own ship's; none where there are none. One track for each position would have 1, so that it
    /// says nothing without the number of tracks.
    pub fn share(&self) -> Option<f64> {
        (self.positions > 0).then(|| self.pure as f64 / self.positions as f64)
    }

    /// Of several numbers together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            positions: self.positions + other.positions,
            pure: self.pure + other.pure,
            tracks: self.tracks + other.tracks,
            ships: self.ships + other.ships,
        }
    }
}

/// The purity of the tracks of one number; `sender` tells which ship truly sent what stands in a line.
pub fn purity(tracks: &[Track], sender: impl Fn(u32) -> Option<u32>) -> Purity {
    let mut all: BTreeMap<u32, usize> = BTreeMap::new();
    let mut purity = Purity { tracks: tracks.len(), ..Purity::default() };
    for track in tracks {
        let mut senders: BTreeMap<u32, usize> = BTreeMap::new();
        for ship in track.fixes.iter().filter_map(|fix| sender(fix.record().line)) {
            *senders.entry(ship).or_default() += 1;
            *all.entry(ship).or_default() += 1;
        }
        purity.positions += senders.values().sum::<usize>();
        purity.pure += senders.values().max().copied().unwrap_or(0);
    }
    purity.ships = all.len();
    purity
}

//! The search for meetings over days and pairs, each in its turn, so that a month needs the memory of a day.

use super::scratch::{Bytes, Row, Scratch};
use crate::copied::{Copied, CopiedRules, Twin, copies, paces, twins};
use crate::encounter::{Contact, EncounterRules, Meeting, PairPoint, contacts, meetings, runs};
use rayon::prelude::*;
use std::io;

/// Parts into which pairs are divided on disk.
const PARTS: i64 = 32;

/// Where every ship was at every look, by days.
pub(super) struct Looks {
    points: Scratch<PairPoint>,
    contacts: Scratch<Contact>,
    /// Pairs are divided, because their contacts may be too many for memory.
    divided: bool,
}

/// Ships that did something together, by the numbers of their cards.
pub(super) struct Pairs {
    /// In order of pairs.
    pub(super) meetings: Vec<Meeting>,
    /// In order of pairs.
    pub(super) copied: Vec<Copied>,
}

impl Looks {
    /// None yet; in a folder where there is one, else in memory.
    pub(super) fn new(folder: Option<&std::path::Path>) -> Self {
        match folder {
            None => Self { points: Scratch::in_memory(), contacts: Scratch::in_memory(), divided: false },
            Some(folder) => Self {
                points: Scratch::on_disk(folder.to_owned(), "looks"),
                contacts: Scratch::on_disk(folder.to_owned(), "contacts"),
                divided: true,
            },
        }
    }

    /// Adds the looks at one track.
    pub(super) fn add(&mut self, points: Vec<PairPoint>, rules: &EncounterRules) -> io::Result<()> {
        let step = (rules.step_minutes * 60_000.0) as i64;
        for point in points {
            self.points.add((i64::from(point.bucket) * step).div_euclid(crate::civil::DAY), point)?;
        }
        Ok(())
    }

    /// All meetings, in order of pairs, and all tracks that are copies of others. `ranks` has the number of each track in the order of all, by the number that it was added with.
    pub(super) fn pairs(
        mut self,
        ranks: &[u32],
        rules: &EncounterRules,
        copied: &CopiedRules,
    ) -> io::Result<Pairs> {
        let mut alike = Vec::new();
        for day in self.points.parts() {
            let mut points = self.points.take(day)?;
            for point in &mut points {
                point.track = ranks.get(point.track as usize).copied().unwrap_or(point.track);
            }
            alike.extend(twins_of(&mut points, copied));
            points.par_sort_unstable();
            let looks: Vec<&[PairPoint]> = points.chunk_by(|a, b| a.bucket == b.bucket).collect();
            let found: Vec<Vec<Contact>> = looks.into_par_iter().map(|look| contacts(look, rules)).collect();
            for contact in found.into_iter().flatten() {
                let part = if self.divided { i64::from(contact.pair[0]) % PARTS } else { 0 };
                self.contacts.add(part, contact)?;
            }
        }
        let mut met = Vec::new();
        for part in self.contacts.parts() {
            let mut contacts = self.contacts.take(part)?;
            contacts.par_sort_unstable();
            let pairs: Vec<&[Contact]> = contacts.chunk_by(|a, b| a.pair == b.pair).collect();
            let of_pair = |pair: &[Contact]| meetings(&runs(pair, rules), rules);
            let found: Vec<Vec<Meeting>> = pairs.into_par_iter().map(of_pair).collect();
            met.extend(found.into_iter().flatten());
        }
        met.sort_by_key(|meeting| (meeting.pair, meeting.start, meeting.end));
        let step = (rules.step_minutes * 60_000.0) as i64;
        Ok(Pairs { meetings: met, copied: copies(alike, step, copied) })
    }
}

/// Ships that went the same way in the looks of a day. A window across midnight is in neither day: an hour of 24 is lost.
fn twins_of(points: &mut [PairPoint], rules: &CopiedRules) -> Vec<Twin> {
    points.par_sort_unstable_by_key(|point| (point.track, point.bucket));
    let tracks: Vec<&[PairPoint]> = points.chunk_by(|a, b| a.track == b.track).collect();
    let found: Vec<_> = tracks.into_par_iter().map(|looks| paces(looks, rules)).collect();
    let mut all: Vec<_> = found.into_iter().flatten().collect();
    all.par_sort_by_key(|pace| (pace.window, pace.track));
    let windows: Vec<_> = all.chunk_by(|a, b| a.window == b.window).collect();
    let found: Vec<Vec<Twin>> = windows.into_par_iter().map(|paces| twins(paces.to_vec(), rules)).collect();
    found.into_iter().flatten().collect()
}

impl Row for PairPoint {
    const BYTES: usize = 25;

    fn put(&self, out: &mut Vec<u8>) {
        for number in [self.bucket, self.track.cast_signed(), self.lat, self.lon] {
            out.extend(number.to_le_bytes());
        }
        for number in [self.speed, self.since, self.slack] {
            out.extend(number.to_le_bytes());
        }
        out.extend([self.weight, u8::from(self.still), u8::from(self.berthed)]);
    }

    fn get(bytes: &mut Bytes<'_>) -> Self {
        Self {
            bucket: bytes.i32(),
            track: bytes.u32(),
            lat: bytes.i32(),
            lon: bytes.i32(),
            speed: bytes.u16(),
            since: bytes.u16(),
            slack: bytes.u16(),
            weight: bytes.u8(),
            still: bytes.u8() == 1,
            berthed: bytes.u8() == 1,
        }
    }
}

impl Row for Contact {
    const BYTES: usize = 43;

    fn put(&self, out: &mut Vec<u8>) {
        for number in [self.pair[0], self.pair[1], self.bucket.cast_unsigned(), self.centimetres] {
            out.extend(number.to_le_bytes());
        }
        for number in [self.lat[0], self.lat[1], self.lon[0], self.lon[1]] {
            out.extend(number.to_le_bytes());
        }
        for number in [self.since[0], self.since[1], self.speed[0], self.speed[1]] {
            out.extend(number.to_le_bytes());
        }
        out.extend([self.weight[0], self.weight[1], u8::from(self.widened)]);
    }

    fn get(bytes: &mut Bytes<'_>) -> Self {
        Self {
            pair: [bytes.u32(), bytes.u32()],
            bucket: bytes.i32(),
            centimetres: bytes.u32(),
            lat: [bytes.i32(), bytes.i32()],
            lon: [bytes.i32(), bytes.i32()],
            since: [bytes.u16(), bytes.u16()],
            speed: [bytes.u16(), bytes.u16()],
            weight: [bytes.u8(), bytes.u8()],
            widened: bytes.u8() == 1,
        }
    }
}

//! Reports by vessel, in memory or, where they are too many, on disk by parts.

mod packed;

use crate::fix::Fix;
use crate::report::Report;
use crate::track::{SegmentRules, Split};
use crate::vessel::{Drained, Fleet, Vessel};
use rayon::prelude::*;
use std::fs::{File, OpenOptions};
use std::io::{self, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

/// Parts into which vessels are divided on disk.
const PARTS: usize = 128;

/// Takes reports in any order, any number of them, in bounded memory.
///
/// As long as they fit into the room that is given, they stay in memory; else they go to files in a folder, by parts of vessels, each of
/// which fits. What comes out is the same.
///
/// ```
/// use thalweg_sea::{Class, How, Report, Rules, Store, Time};
/// let folder = tempfile::tempdir()?;
/// let mut store = Store::new(folder.path(), 1 << 30);
/// let file = store.file("feed.csv");
/// let time = |second: i64| Some(Time { milliseconds: 1_641_168_000_000 + second * 1000, how: How::Column, error: 1000 });
/// for second in 0..10 {
///     let report = Report { lat: Some(54.0), lon: Some(10.0), ..Report::new(211_000_000, Class::A, time(second * 60), 1) };
///     store.add(&report, file)?;
/// }
/// let mut parts = store.finish(&Rules::default().segment)?;
/// let mut fixes = 0;
/// parts.each(&mut |splits| fixes += splits.iter().flat_map(|split| &split.tracks).map(|track| track.fixes.len()).sum::<usize>())?;
/// assert_eq!(fixes, 10);
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug)]
pub struct Store {
    fleet: Fleet,
    room: usize,
    folder: PathBuf,
    spilled: bool,
}

impl Store {
    /// A store with so many bytes of memory for positions, and a folder for what is more. The folder must be there and this store's own;
    /// whoever made it removes it.
    pub fn new(folder: &Path, room: usize) -> Self {
        Self { fleet: Fleet::default(), room, folder: folder.to_owned(), spilled: false }
    }

    /// Notes a file whose reports come next, and gives its number.
    pub fn file(&mut self, name: &str) -> u16 {
        self.fleet.file(name)
    }

    /// Takes a report of a file.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn add(&mut self, report: &Report, file: u16) -> io::Result<()> {
        self.fleet.add(report, file);
        if self.fleet.bytes() > self.room { self.spill() } else { Ok(()) }
    }

    /// Takes a position that says no more.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn add_fix(&mut self, mmsi: u32, fix: Fix) -> io::Result<()> {
        self.fleet.add_fix(mmsi, fix);
        if self.fleet.bytes() > self.room { self.spill() } else { Ok(()) }
    }

    /// All reports are in: takes them apart into the tracks of ships.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn finish(mut self, rules: &SegmentRules) -> io::Result<Parts> {
        if self.spilled {
            self.spill()?;
        }
        let (untimed, not_ships) = (self.fleet.untimed(), self.fleet.not_ships());
        let files = self.fleet.files().to_vec();
        let rules = rules.clone();
        let place = if self.spilled {
            PartPlace::Disk(self.folder)
        } else {
            PartPlace::Memory(split(self.fleet.vessels(), &rules))
        };
        Ok(Parts { place, rules, files, untimed, not_ships })
    }

    /// Writes all that is in memory to the files of its parts.
    fn spill(&mut self) -> io::Result<()> {
        self.spilled = true;
        let mut parts: Vec<Vec<Drained>> = (0..PARTS).map(|_| Vec::new()).collect();
        for vessel in self.fleet.drain() {
            parts[part_of(vessel.0)].push(vessel);
        }
        for (part, vessels) in parts.into_iter().enumerate() {
            let file = OpenOptions::new().create(true).append(true).open(path(&self.folder, part))?;
            let mut out = BufWriter::with_capacity(1 << 18, file);
            for (mmsi, fixes, sayings) in vessels {
                packed::write(&mut out, mmsi, &fixes, &sayings)?;
            }
            out.flush()?;
        }
        Ok(())
    }
}

/// The ships of all reports, by parts.
#[derive(Debug)]
pub struct Parts {
    place: PartPlace,
    rules: SegmentRules,
    files: Vec<String>,
    untimed: u64,
    not_ships: u64,
}

#[derive(Debug)]
enum PartPlace {
    Memory(Vec<Split>),
    Disk(PathBuf),
}

impl Parts {
    /// Gives every part once, in order: the numbers of vessels of a part and their tracks. Within a part they are in order of their numbers.
    ///
    /// # Errors
    /// When a file of the folder cannot be read.
    pub fn each(&mut self, work: &mut impl FnMut(&[Split])) -> io::Result<()> {
        match &self.place {
            PartPlace::Memory(splits) => work(splits),
            PartPlace::Disk(folder) => {
                for part in 0..PARTS {
                    work(&split(load(folder, part)?, &self.rules));
                }
            }
        }
        Ok(())
    }

    /// How many parts there are.
    pub fn count(&self) -> usize {
        if matches!(self.place, PartPlace::Memory(_)) { 1 } else { PARTS }
    }

    /// The folder that the parts are in, where they are on disk.
    pub(crate) fn folder(&self) -> Option<&Path> {
        match &self.place {
            PartPlace::Memory(_) => None,
            PartPlace::Disk(folder) => Some(folder),
        }
    }

    /// Names of the files, by their numbers in records.
    pub fn files(&self) -> &[String] {
        &self.files
    }

    /// Reports without a time, which are in no track.
    pub fn untimed(&self) -> u64 {
        self.untimed
    }

    /// Reports of base stations, aids to navigation and aircraft.
    pub fn not_ships(&self) -> u64 {
        self.not_ships
    }
}

fn split(vessels: Vec<Vessel>, rules: &SegmentRules) -> Vec<Split> {
    vessels.into_par_iter().map(|vessel| vessel.split(rules)).collect()
}

fn load(folder: &Path, part: usize) -> io::Result<Vec<Vessel>> {
    let mut fleet = Fleet::default();
    match File::open(path(folder, part)) {
        Ok(file) => packed::read(&mut BufReader::with_capacity(1 << 18, file), &mut fleet)?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(error),
    }
    Ok(fleet.vessels())
}

fn path(folder: &Path, part: usize) -> PathBuf {
    folder.join(format!("vessels-{part:03}"))
}

/// Neighbouring numbers go to different parts.
fn part_of(mmsi: u32) -> usize {
    mmsi.wrapping_mul(0x9e37_79b1) as usize >> 8 & (PARTS - 1)
}

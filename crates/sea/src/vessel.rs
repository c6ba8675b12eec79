//! All that one number said: positions, and what it called itself.

use crate::fix::Fix;
use crate::message::field::Letters;
use crate::report::{Class, Report};
use crate::sphere::KNOT;
use rayon::prelude::*;
use serde::Serialize;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// One transmitter: its positions in order, and all that it said of itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Vessel {
    /// The number.
    pub mmsi: u32,
    /// Where it was, in order, without duplicates.
    pub fixes: Vec<Fix>,
    /// What it called itself, in order of trait and time.
    pub sayings: Vec<Saying>,
    /// Positions that were heard more than once.
    pub duplicates: u64,
}

/// Something that a ship said of itself, over a stretch of time within one hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Saying {
    /// What it said.
    pub trait_: Trait,
    /// When it first said so in this hour, milliseconds since 1970, UTC.
    pub first: i64,
    /// When it last did.
    pub last: i64,
    /// How often.
    pub count: u32,
    /// File and line that first say so.
    pub record: (u16, u32),
}

/// What a ship can say of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Trait {
    /// IMO number as entered, right or wrong, but not zero.
    Imo(u32),
    /// Name.
    Name(Letters<20>),
    /// Call sign.
    CallSign(Letters<7>),
    /// Type of ship and cargo (ITU-R M.1371-5, table 53).
    ShipType(u8),
    /// Metres from the antenna to bow, stern, port and starboard.
    Dimensions([u16; 4]),
    /// Draught, decimetres.
    Draught(u16),
    /// Destination.
    Destination(Letters<20>),
}

impl Trait {
    /// Which it is, without its value.
    pub(crate) fn which(&self) -> usize {
        match self {
            Self::Imo(_) => 0,
            Self::Name(_) => 1,
            Self::CallSign(_) => 2,
            Self::ShipType(_) => 3,
            Self::Dimensions(_) => 4,
            Self::Draught(_) => 5,
            Self::Destination(_) => 6,
        }
    }

    /// How many there are.
    const COUNT: usize = 7;
}

const HOUR: i64 = 3_600_000;

/// A vessel while its reports come in, in any order.
#[derive(Debug, Clone, Default)]
struct Gathering {
    fixes: Vec<Fix>,
    sayings: Vec<Saying>,
    /// Where the last saying of each trait stands, one more than its index.
    recent: [u32; Trait::COUNT],
    /// How many sayings there may be before equal ones are merged.
    room: usize,
}

/// Gathers reports by transmitter.
///
/// Reports may come in any order: what comes out is the same.
///
/// ```
/// use thalweg_sea::{Decoder, Fleet, Options, Report};
/// let mut fleet = Fleet::default();
/// let file = fleet.file("feed.nmea");
/// let mut decoder = Decoder::new("feed.nmea", Options::default());
/// decoder.line(b"!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4A,1663000000", &mut |received| {
///     if let Some(report) = Report::of(received) {
///         fleet.add(&report, file);
///     }
/// });
/// let vessels = fleet.vessels();
/// assert_eq!((vessels.len(), vessels[0].mmsi, vessels[0].fixes.len()), (1, 371_798_000, 1));
/// ```
#[derive(Debug, Clone, Default)]
pub struct Fleet {
    files: Vec<String>,
    vessels: HashMap<u32, Gathering, BuildHasherDefault<Spread>>,
    room: usize,
    untimed: u64,
    elsewhere: u64,
}

impl Fleet {
    /// Notes a file whose reports come next, and gives its number. The 65,536th file and all after it share one number.
    pub fn file(&mut self, name: &str) -> u16 {
        self.files.push(name.to_owned());
        u16::try_from(self.files.len() - 1).unwrap_or(u16::MAX)
    }

    /// The files, by their numbers.
    pub fn files(&self) -> &[String] {
        &self.files
    }

    /// Reports without a time: they are no part of any track, and counted here.
    pub fn untimed(&self) -> u64 {
        self.untimed
    }

    /// Reports of base stations and aids to navigation: no ships, and counted here.
    pub fn not_ships(&self) -> u64 {
        self.elsewhere
    }

    /// Bytes that positions and sayings take, about.
    pub fn bytes(&self) -> usize {
        self.room
    }

    /// Takes a report of a file.
    pub fn add(&mut self, report: &Report, file: u16) {
        if matches!(report.class, Class::Base | Class::Aid | Class::Aircraft) {
            self.elsewhere += 1;
            return;
        }
        let Some(time) = report.time else {
            self.untimed += 1;
            return;
        };
        let vessel = self.vessels.entry(report.mmsi).or_default();
        let before = vessel.bytes();
        vessel.fixes.extend(Fix::of(report, file));
        vessel.say(report, time.milliseconds, file);
        self.room = self.room + vessel.bytes() - before;
    }

    /// Takes a position that says no more.
    pub fn add_fix(&mut self, mmsi: u32, fix: Fix) {
        let vessel = self.vessels.entry(mmsi).or_default();
        let before = vessel.bytes();
        vessel.fixes.push(fix);
        self.room = self.room + vessel.bytes() - before;
    }

    /// The vessels in order of their numbers.
    pub fn vessels(self) -> Vec<Vessel> {
        let settle = |(mmsi, gathering): (u32, Gathering)| gathering.settle(mmsi);
        let mut gathered: Vec<_> = self.vessels.into_iter().collect();
        gathered.sort_unstable_by_key(|(mmsi, _)| *mmsi);
        gathered.into_par_iter().map(settle).collect()
    }

    /// Takes all that was gathered out, in order of the numbers, positions and sayings as they came. Files stay.
    pub(crate) fn drain(&mut self) -> Vec<Drained> {
        self.room = 0;
        let drained = self.vessels.drain().map(|(mmsi, vessel)| (mmsi, vessel.fixes, vessel.sayings));
        let mut drained: Vec<_> = drained.collect();
        drained.sort_unstable_by_key(|(mmsi, ..)| *mmsi);
        drained
    }

    /// Puts back what was drained, from here or from elsewhere.
    pub(crate) fn restore(
        &mut self,
        mmsi: u32,
        fixes: impl IntoIterator<Item = Fix>,
        sayings: impl IntoIterator<Item = Saying>,
    ) {
        let vessel = self.vessels.entry(mmsi).or_default();
        vessel.fixes.extend(fixes);
        vessel.sayings.extend(sayings);
    }
}

/// Number, positions and sayings of a vessel, as they came.
pub(crate) type Drained = (u32, Vec<Fix>, Vec<Saying>);

/// Spreads numbers over a map: the last steps of SplitMix64.
#[derive(Debug, Clone, Default)]
struct Spread(u64);

impl Hasher for Spread {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.write_u32(u32::from(*byte)));
    }

    fn write_u32(&mut self, number: u32) {
        let mixed = (self.0 ^ u64::from(number)).wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        self.0 = mixed ^ (mixed >> 31);
    }
}

impl Gathering {
    fn bytes(&self) -> usize {
        self.fixes.capacity() * size_of::<Fix>() + self.sayings.capacity() * size_of::<Saying>()
    }

    fn say(&mut self, report: &Report, time: i64, file: u16) {
        let line = u32::try_from(report.line).unwrap_or(u32::MAX);
        let mut say = |said: Option<Trait>| {
            if let Some(said) = said {
                self.note(said, time, (file, line));
            }
        };
        say(report.imo.map(Trait::Imo));
        say(report.name.map(Trait::Name));
        say(report.call_sign.map(Trait::CallSign));
        say(report.ship_type.map(Trait::ShipType));
        say(report.dimensions.map(Trait::Dimensions));
        say(report.draught.map(|metres| Trait::Draught((metres * 10.0).round() as u16)));
        say(report.destination.map(Trait::Destination));
    }

    /// Adds to the last saying of this kind, if it says the same in the same hour; else begins another. Equal ones are merged when
    /// room runs out, and at the end.
    fn note(&mut self, said: Trait, time: i64, record: (u16, u32)) {
        let recent = &mut self.recent[said.which()];
        let last = (*recent as usize).checked_sub(1).and_then(|index| self.sayings.get_mut(index));
        if let Some(last) = last
            && last.trait_ == said
            && last.first.div_euclid(HOUR) == time.div_euclid(HOUR)
        {
            last.join(&Saying { trait_: said, first: time, last: time, count: 1, record });
            return;
        }
        self.sayings.push(Saying { trait_: said, first: time, last: time, count: 1, record });
        *recent = self.sayings.len() as u32;
        if self.sayings.len() > self.room.max(64) {
            self.merge();
            self.room = 2 * self.sayings.len();
        }
    }

    /// Makes one saying of those that say the same in the same hour.
    fn merge(&mut self) {
        self.sayings.sort_unstable_by_key(|saying| (saying.trait_, saying.first, saying.record));
        self.sayings.dedup_by(|next, kept| {
            let same =
                next.trait_ == kept.trait_ && next.first.div_euclid(HOUR) == kept.first.div_euclid(HOUR);
            if same {
                kept.join(next);
            }
            same
        });
        self.recent = [0; Trait::COUNT];
    }

    fn settle(mut self, mmsi: u32) -> Vessel {
        self.merge();
        self.sayings.sort_unstable_by_key(|saying| (saying.trait_.which(), saying.first, saying.trait_));
        self.fixes.sort_unstable();
        let before = self.fixes.len();
        let fixes = distinct(self.fixes);
        let duplicates = (before - fixes.len()) as u64;
        Vessel { mmsi, fixes, sayings: self.sayings, duplicates }
    }
}

impl Saying {
    fn join(&mut self, other: &Self) {
        self.record = if other.first < self.first { other.record } else { self.record };
        self.first = self.first.min(other.first);
        self.last = self.last.max(other.last);
        self.count += other.count;
    }
}

/// Fixes without those that repeat an earlier one: one message, heard by several receivers, or passed on late.
///
/// Within ten seconds whatever says the same while the ship moves is the same. Later, up to half an hour, only what would take the ship back faster
/// than it says it goes.
fn distinct(fixes: Vec<Fix>) -> Vec<Fix> {
    const SOON: i64 = 10_000;
    const LATE: i64 = 1_800_000;
    let mut kept: Vec<Fix> = Vec::with_capacity(fixes.len());
    for fix in fixes {
        // a ship that lies still says the same again and again: only what moves, or is of the same time, is a repetition
        let moves = fix.speed().is_none_or(|knots| knots > 0.5);
        let repeats = |before: &Fix| before.says_the_same(&fix) && (moves || before.time == fix.time);
        let within = |reach: i64| {
            kept.iter().rev().take_while(move |before| fix.time - before.time <= reach + fix.clock_error())
        };
        let soon = within(SOON).take(8).any(repeats);
        let late =
            !soon && kept.last().is_some_and(|last| goes_back(last, &fix)) && within(LATE).any(repeats);
        if !soon && !late {
            kept.push(fix);
        }
    }
    kept.shrink_to_fit();
    kept
}

/// Whether a fix is farther from where the last one leads than a ship strays on the way.
fn goes_back(last: &Fix, fix: &Fix) -> bool {
    let speed = last.speed().unwrap_or(0.0).max(fix.speed().unwrap_or(0.0)) * KNOT;
    let seconds = (last.seconds_to(fix) + fix.clock_error() as f64 / 1000.0).max(1.0);
    let there =
        last.course().map_or(last.point(), |course| last.point().destination(course, speed * seconds));
    there.distance(fix.point()) > 30.0 + (speed + 0.5) * seconds
}

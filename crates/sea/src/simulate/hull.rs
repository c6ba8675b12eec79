//! Ships: what they are, and what they call themselves.

use super::random::{Key, Random};
use crate::message::field::Letters;
use thalweg_core::Imo;

/// What a ship does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trade {
    Tanker,
    Cargo,
    /// A small tanker that brings fuel to others.
    Bunker,
    Tug,
    Pilot,
    /// Small craft with a class B station.
    Pleasure,
}

/// A ship.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hull {
    pub(super) trade: Trade,
    /// Length and width, metres.
    pub(super) length: f64,
    pub(super) width: f64,
    /// Metres from the antenna to bow, stern, port and starboard.
    pub(super) dimensions: [u16; 4],
    /// Speed in service, knots.
    pub(super) knots: f64,
    /// Draughts laden and in ballast, metres.
    pub(super) laden: f64,
    pub(super) ballast: f64,
    /// ITU-R M.1371-5, table 53.
    pub(super) ship_type: u8,
    /// Whether it sends message 27 for satellites.
    pub(super) long_range: bool,
    /// How well its radio carries: 1 as it should.
    pub(super) radio: f64,
    pub(super) name: Named,
}

/// What a ship calls itself.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Named {
    pub(super) mmsi: u32,
    /// 0 where it states none.
    pub(super) imo: u32,
    pub(super) name: Letters<20>,
    pub(super) call_sign: Letters<7>,
}

/// Length, width, draught laden and in ballast, metres; speed, knots; how many there are of it.
type Kind = (f64, f64, f64, f64, f64, f64);

const TANKERS: [Kind; 5] = [
    (144.0, 23.0, 8.8, 5.5, 12.5, 2.0),
    (183.0, 32.0, 12.4, 7.0, 13.0, 4.0),
    (244.0, 42.0, 14.9, 8.2, 12.5, 3.0),
    (274.0, 48.0, 16.6, 9.0, 12.5, 2.0),
    (333.0, 60.0, 21.0, 10.6, 12.0, 1.0),
];

const CARGO: [Kind; 5] = [
    (89.0, 13.0, 5.6, 3.8, 10.5, 3.0),
    (136.0, 21.0, 8.2, 5.4, 14.0, 2.0),
    (190.0, 32.0, 12.6, 6.6, 12.5, 3.0),
    (229.0, 32.0, 14.2, 7.4, 12.0, 1.0),
    (300.0, 43.0, 13.8, 11.0, 18.5, 1.5),
];

/// Maritime identification digits of flags, and how many ships fly them (UNCTAD, merchant fleet by flag, 2024, rounded).
pub(super) const FLAGS: [(u32, f64); 26] = [
    (351, 5.0),
    (372, 5.0),
    (636, 9.0),
    (538, 8.0),
    (477, 5.0),
    (563, 3.0),
    (565, 2.0),
    (215, 2.0),
    (249, 2.0),
    (311, 2.5),
    (413, 4.0),
    (237, 2.0),
    (240, 1.5),
    (209, 1.5),
    (257, 1.5),
    (219, 1.5),
    (273, 3.0),
    (422, 0.8),
    (620, 0.5),
    (613, 0.4),
    (626, 0.6),
    (511, 0.5),
    (271, 1.0),
    (440, 1.0),
    (419, 1.0),
    (235, 1.0),
];

const FIRST: [&str; 32] = [
    "OCEAN", "NORDIC", "GOLDEN", "PACIFIC", "STELLA", "BLUE", "ATLANTIC", "EAGLE", "SILVER", "AEGEAN",
    "BALTIC", "CAPE", "CORAL", "CRYSTAL", "DELTA", "EASTERN", "FAIR", "GRAND", "GULF", "HIGH", "IONIC",
    "JADE", "LUCKY", "MARINE", "NOBLE", "ORIENT", "PEARL", "ROYAL", "SEA", "SOUTHERN", "UNITED", "VICTORY",
];

const SECOND: [&str; 32] = [
    "STAR", "SPIRIT", "WIND", "DAWN", "GRACE", "HORIZON", "TRADER", "PIONEER", "HOPE", "LEADER", "FORTUNE",
    "GLORY", "HARMONY", "CHAMPION", "BREEZE", "COURAGE", "DIAMOND", "FALCON", "GENESIS", "HERON", "ISLAND",
    "JOURNEY", "KESTREL", "LEGEND", "MERCY", "NOVA", "ODYSSEY", "PRIDE", "QUEST", "RIVER", "SUMMIT",
    "TREASURE",
];

impl Trade {
    /// What ordinary ships do.
    pub(super) fn any(random: &mut Random, tankers: f64, class_b: f64) -> Self {
        if random.chance(class_b) {
            Self::Pleasure
        } else if random.chance(tankers) {
            Self::Tanker
        } else if random.chance(0.06) {
            Self::Tug
        } else {
            Self::Cargo
        }
    }

    fn kind(self, random: &mut Random) -> Kind {
        let of = |random: &mut Random, kinds: &[Kind; 5]| {
            kinds[random.weighted(kinds.iter().map(|kind| kind.5)).min(4)]
        };
        match self {
            Self::Tanker => of(random, &TANKERS),
            Self::Cargo => of(random, &CARGO),
            Self::Bunker => (86.0, 14.0, 5.4, 3.4, 9.5, 1.0),
            Self::Tug => (32.0, 11.0, 4.9, 4.9, 11.0, 1.0),
            Self::Pilot => (18.0, 5.0, 1.6, 1.6, 20.0, 1.0),
            Self::Pleasure => (13.0, 4.0, 2.0, 2.0, 6.5, 1.0),
        }
    }

    fn ship_type(self, random: &mut Random) -> u8 {
        match self {
            Self::Tanker => random.pick(&[80, 80, 80, 81, 82, 84, 89], 80),
            Self::Cargo => random.pick(&[70, 70, 70, 71, 72, 79], 70),
            Self::Bunker => 80,
            Self::Tug => 52,
            Self::Pilot => 50,
            Self::Pleasure => random.pick(&[36, 37], 37),
        }
    }
}

impl Hull {
    /// The ship of a number, of a trade; larger than most if `large`.
    pub(super) fn new(world: Key, index: u32, trade: Trade, large: bool) -> Self {
        let mut random = world.with(0x48).with(u64::from(index)).stream();
        let mut kind = trade.kind(&mut random);
        if large && trade == Trade::Tanker {
            kind = random.pick(&TANKERS[2..], TANKERS[3]);
        }
        let (length, width, laden, ballast, knots, _) = kind;
        let (length, width) = ((length * random.between(0.96, 1.04)).round(), width);
        let stern = (length * if length > 60.0 { 0.17 } else { 0.4 }).round();
        let port = (width / 2.0).floor();
        let seagoing = matches!(trade, Trade::Tanker | Trade::Cargo);
        Self {
            trade,
            length,
            width,
            dimensions: [length - stern, stern, port, width - port].map(|metres| metres as u16),
            knots: knots * random.between(0.93, 1.06),
            laden: tenth(laden * random.between(0.92, 1.0)),
            ballast: tenth(ballast * random.between(0.95, 1.08)),
            ship_type: trade.ship_type(&mut random),
            long_range: seagoing && random.chance(0.5),
            radio: if random.chance(0.05) { random.between(0.1, 0.4) } else { random.between(0.85, 1.0) },
            name: Named::new(world, index, trade, &mut random),
        }
    }

    pub(super) fn class_b(&self) -> bool {
        self.trade == Trade::Pleasure
    }
}

fn tenth(metres: f64) -> f64 {
    (metres * 10.0).round() / 10.0
}

impl Named {
    fn new(world: Key, index: u32, trade: Trade, random: &mut Random) -> Self {
        let seagoing = matches!(trade, Trade::Tanker | Trade::Cargo | Trade::Bunker);
        Self {
            mmsi: number(world, index, flag(random)),
            imo: if seagoing { imo(world, index) } else { 0 },
            name: a_name(random, trade),
            call_sign: call_sign(random),
        }
    }

    /// With another flag, and the number that goes with it.
    pub(super) fn reflagged(self, world: Key, index: u32, random: &mut Random) -> Self {
        let old = self.mmsi / 1_000_000;
        let flags: Vec<u32> = FLAGS.iter().map(|flag| flag.0).filter(|digits| *digits != old).collect();
        let mmsi = number(world, index, random.pick(&flags, 636));
        Self { mmsi, call_sign: call_sign(random), ..self }
    }

    /// With another name.
    pub(super) fn renamed(self, random: &mut Random) -> Self {
        Self { name: a_name(random, Trade::Tanker), ..self }
    }

    /// With the number of another hull, rightly formed but its own of nobody.
    pub(super) fn rehulled(self, world: Key, index: u32) -> Self {
        Self { imo: imo(world.with(0x1a), index), ..self }
    }
}

fn flag(random: &mut Random) -> u32 {
    let index = random.weighted(FLAGS.iter().map(|flag| flag.1));
    FLAGS.get(index).map_or(636, |flag| flag.0)
}

/// A number that no other ship has: its last six digits run through all there are.
fn number(world: Key, index: u32, digits: u32) -> u32 {
    let offset = (world.with(0x6d).unit() * 1e6) as u64;
    digits * 1_000_000 + ((u64::from(index) * 7919 + offset) % 1_000_000) as u32
}

/// A hull number that no other ship has, with its check digit.
fn imo(world: Key, index: u32) -> u32 {
    let offset = (world.with(0x69).unit() * 9e5) as u64;
    let first = 100_000 + ((u64::from(index) * 7919 + offset) % 900_000) as u32;
    first * 10 + u32::from(Imo::check_digit(first))
}

fn a_name(random: &mut Random, trade: Trade) -> Letters<20> {
    let (first, second) = (random.pick(&FIRST, "SEA"), random.pick(&SECOND, "STAR"));
    let text = match trade {
        Trade::Pilot => format!("PILOT {}", 1 + random.below(40)),
        Trade::Tug => format!("{second} TUG {}", 1 + random.below(9)),
        _ if random.chance(0.3) => format!("{first} {second} {}", 1 + random.below(20)),
        _ => format!("{first} {second}"),
    };
    Letters::new(&text)
}

fn call_sign(random: &mut Random) -> Letters<7> {
    let mut text = String::new();
    for place in 0..random.pick(&[4, 5, 6], 5) {
        let letter = if place == 1 { b'2' + random.below(8) as u8 } else { b'A' + random.below(26) as u8 };
        text.push(char::from(letter));
    }
    Letters::new(&text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_of_one_ship_and_right() {
        let world = Key::new(4);
        let (mut numbers, mut hulls) = (std::collections::BTreeSet::new(), std::collections::BTreeSet::new());
        for index in 0..20_000 {
            let hull = Hull::new(world, index, Trade::Tanker, false);
            let mmsi = thalweg_core::Mmsi::new(hull.name.mmsi).unwrap();
            assert!(mmsi.country().is_some() && Imo::new(hull.name.imo).is_some());
            assert!(numbers.insert(hull.name.mmsi) && hulls.insert(hull.name.imo));
            assert_eq!(f64::from(hull.dimensions[0] + hull.dimensions[1]), hull.length);
        }
    }
}

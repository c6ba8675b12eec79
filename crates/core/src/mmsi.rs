use serde::Serialize;
use std::fmt;

/// The nine digits by which a radio calls itself (maritime mobile service identity, ITU-R M.585-9).
///
/// Its form says what kind of station it is, and three of its digits which country gave it. Radios send what was typed into them: a
/// number of any kind, or of a country that does not exist, is a fact to report and not an error.
///
/// ```
/// use thalweg_core::{Mmsi, MmsiKind};
/// let ship = Mmsi::new(273_456_000).ok_or("nine digits")?;
/// assert_eq!((ship.kind(), ship.country()), (MmsiKind::Ship, Some("RUS")));
/// let aid = Mmsi::new(992_509_976).ok_or("nine digits")?;
/// assert_eq!((aid.kind(), aid.country()), (MmsiKind::AidToNavigation, Some("IRL")));
/// assert_eq!(Mmsi::new(222_000_000).and_then(Mmsi::country), None); // 222 was given to nobody
/// # Ok::<(), &str>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize)]
#[serde(transparent)]
pub struct Mmsi(u32);

/// What a station is, by the form of its number. M stands for the maritime identification digits, x for any digit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum MmsiKind {
    /// MMMxxxxxx, with M from 2 to 7 in front.
    Ship,
    /// 0MMMxxxxx: several ships called at once.
    Group,
    /// 00MMMxxxx.
    CoastStation,
    /// 111MMMxxx: aircraft that search and rescue.
    SearchAircraft,
    /// 8MMMxxxxx: a portable radio with satellite positioning.
    Handheld,
    /// 98MMMxxxx: a craft that belongs to a mother ship.
    CraftOfMotherShip,
    /// 99MMMxxxx: buoys, lights, beacons, real or virtual.
    AidToNavigation,
    /// 970xxxxxx: a search and rescue transmitter.
    SearchTransmitter,
    /// 972xxxxxx: a man overboard.
    ManOverboard,
    /// 974xxxxxx: an emergency beacon.
    EmergencyBeacon,
    /// 979xxxxxx: an autonomous device that is no matter of safety (net buoys).
    AutonomousDevice,
    /// A form that nobody is given.
    None,
}

impl MmsiKind {
    /// In one word, as in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Ship => "ship",
            Self::Group => "group",
            Self::CoastStation => "coast_station",
            Self::SearchAircraft => "search_aircraft",
            Self::Handheld => "handheld",
            Self::CraftOfMotherShip => "craft_of_mother_ship",
            Self::AidToNavigation => "aid_to_navigation",
            Self::SearchTransmitter => "search_transmitter",
            Self::ManOverboard => "man_overboard",
            Self::EmergencyBeacon => "emergency_beacon",
            Self::AutonomousDevice => "autonomous_device",
            Self::None => "none",
        }
    }
}

impl Mmsi {
    /// A number of at most nine digits.
    pub fn new(number: u32) -> Option<Self> {
        (number <= 999_999_999).then_some(Self(number))
    }

    /// The digits as a number: leading zeros are lost in it.
    pub fn number(self) -> u32 {
        self.0
    }

    /// What kind of station has such a number.
    pub fn kind(self) -> MmsiKind {
        match self.0 {
            200_000_000..=799_999_999 => MmsiKind::Ship,
            800_000_000..=899_999_999 => MmsiKind::Handheld,
            980_000_000..=989_999_999 => MmsiKind::CraftOfMotherShip,
            990_000_000..=999_999_999 => MmsiKind::AidToNavigation,
            970_000_000..=970_999_999 => MmsiKind::SearchTransmitter,
            972_000_000..=972_999_999 => MmsiKind::ManOverboard,
            974_000_000..=974_999_999 => MmsiKind::EmergencyBeacon,
            979_000_000..=979_999_999 => MmsiKind::AutonomousDevice,
            111_000_000..=111_999_999 => MmsiKind::SearchAircraft,
            20_000_000..=79_999_999 => MmsiKind::Group,
            2_000_000..=7_999_999 => MmsiKind::CoastStation,
            _ => MmsiKind::None,
        }
    }

    /// The maritime identification digits, where the form of the number has a place for them: 200 to 799 if they are any.
    pub fn identification_digits(self) -> Option<u16> {
        let digits = match self.kind() {
            MmsiKind::Ship => self.0 / 1_000_000,
            MmsiKind::Group => self.0 / 100_000,
            MmsiKind::CoastStation => self.0 / 10_000,
            MmsiKind::SearchAircraft => self.0 / 1_000 % 1_000,
            MmsiKind::Handheld => self.0 / 100_000 % 1_000,
            MmsiKind::CraftOfMotherShip | MmsiKind::AidToNavigation => self.0 / 10_000 % 1_000,
            _ => return None,
        };
        u16::try_from(digits).ok()
    }

    /// The country that gave the number, as ISO 3166 alpha-3 (of the territory where one has a code of its own); none where the
    /// digits are allocated to nobody or the form has no place for them.
    pub fn country(self) -> Option<&'static str> {
        self.identification_digits().and_then(allocation).map(|(code, _)| code)
    }

    /// The name of that country or territory.
    pub fn country_name(self) -> Option<&'static str> {
        self.identification_digits().and_then(allocation).map(|(_, name)| name)
    }

    /// Whether the number has a place for a country's digits and nobody holds those that stand there.
    pub fn is_unallocated(self) -> bool {
        self.identification_digits().is_some_and(|digits| allocation(digits).is_none())
    }
}

impl fmt::Display for Mmsi {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:09}", self.0)
    }
}

/// `mid,country,name`, one line for each allocated number, in order.
const TABLE: &str = include_str!("../../../data/sea/maritime_identification_digits.csv");

/// Where the line of each number begins in the table; 0 (the head) where it has none.
const STARTS: [u16; 1000] = starts();

const fn starts() -> [u16; 1000] {
    let bytes = TABLE.as_bytes();
    let mut starts = [0u16; 1000];
    let mut at = 0;
    while at + 4 < bytes.len() {
        if at > 0 && bytes[at - 1] == b'\n' {
            let mid = (bytes[at] - b'0') as usize * 100
                + (bytes[at + 1] - b'0') as usize * 10
                + (bytes[at + 2] - b'0') as usize;
            starts[mid] = at as u16;
        }
        at += 1;
    }
    starts
}

/// Code and name of whom the digits were given to.
fn allocation(digits: u16) -> Option<(&'static str, &'static str)> {
    let start = usize::from(*STARTS.get(usize::from(digits))?);
    if start == 0 {
        return None;
    }
    let line = TABLE.get(start..)?.lines().next()?;
    let (_, rest) = line.split_once(',')?;
    rest.split_once(',')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(number: u32) -> MmsiKind {
        Mmsi(number).kind()
    }

    #[test]
    fn the_form_tells_the_kind() {
        assert_eq!(kind(351_759_000), MmsiKind::Ship);
        assert_eq!(kind(2_190_064), MmsiKind::CoastStation);
        assert_eq!(kind(21_900_640), MmsiKind::Group);
        assert_eq!(kind(111_219_500), MmsiKind::SearchAircraft);
        assert_eq!(kind(982_190_001), MmsiKind::CraftOfMotherShip);
        assert_eq!(kind(992_191_001), MmsiKind::AidToNavigation);
        assert_eq!(kind(970_011_111), MmsiKind::SearchTransmitter);
        assert_eq!(kind(972_011_111), MmsiKind::ManOverboard);
        assert_eq!(kind(974_011_111), MmsiKind::EmergencyBeacon);
        assert_eq!(kind(979_011_111), MmsiKind::AutonomousDevice);
        assert_eq!(kind(821_900_000), MmsiKind::Handheld);
        assert_eq!([kind(0), kind(123_456_789), kind(960_000_000)], [MmsiKind::None; 3]);
        assert!(Mmsi::new(1_000_000_000).is_none());
    }

    #[test]
    fn three_digits_tell_the_country_wherever_they_stand() {
        let country = |number| Mmsi(number).country();
        for number in [219_000_001, 2_190_064, 21_900_640, 111_219_500, 982_190_001, 992_191_001, 821_900_000]
        {
            assert_eq!(country(number), Some("DNK"), "{number}");
        }
        assert_eq!(Mmsi(636_091_044).country_name(), Some("Liberia"));
        assert_eq!(country(970_011_111), None);
        assert!(Mmsi(217_000_000).is_unallocated() && !Mmsi(970_011_111).is_unallocated());
        assert_eq!(Mmsi(2_190_064).to_string(), "002190064");
    }

    #[test]
    fn the_table_is_sound() {
        let mut before = 0;
        for line in TABLE.lines().skip(1) {
            let (mid, rest) = line.split_once(',').unwrap();
            let (mid, (code, name)) = (mid.parse::<u16>().unwrap(), rest.split_once(',').unwrap());
            assert!(mid > before && code.len() == 3 && !name.is_empty(), "{line}");
            assert_eq!(allocation(mid), Some((code, name)));
            before = mid;
        }
    }
}

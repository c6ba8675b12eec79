use super::Role;
use crate::{Authority, Trace};
use jiff::civil::{Date, DateTime};
use serde::Serialize;
use thalweg_core::{CompanyImo, Imo, Mmsi};

/// What holds from a day on, before another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Spell<T> {
    /// What holds.
    pub value: T,
    /// The first day; none where the table does not say.
    pub from: Option<Date>,
    /// The day on which it ended and another can begin; none while it lasts.
    pub to: Option<Date>,
    /// Where it is said.
    pub trace: Trace,
}

impl<T> Spell<T> {
    /// Whether it held on a day: from its first day on, before the day of its end.
    pub fn holds(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day < to)
    }
}

/// A company in its role for a ship.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Service {
    /// The company.
    pub company: CompanyImo,
    /// What it is to the ship.
    pub role: Role,
}

/// A time in which a ship is known to have sailed without insurance of a known insurer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Uninsured {
    /// The first day.
    pub from: Date,
    /// The last day, itself included: the tables give ends of months.
    pub through: Date,
    /// Where it is said.
    pub trace: Trace,
}

/// What the tables say of a ship's insurance on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Insurance {
    /// It was known to be uninsured.
    KnownUninsured(Uninsured),
    /// No table says so. That is no proof of insurance.
    NotKnownUninsured,
    /// The tables end before that day, or hold nothing of insurance.
    BeyondTheRecord,
}

/// The day on which authorities first listed a ship, as the study has it: it does not say by which measure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sanction {
    /// The day.
    pub day: Date,
    /// Who listed it.
    pub authorities: Vec<Authority>,
    /// Where it is said.
    pub trace: Trace,
}

/// An inspection by the state of a port.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Inspection {
    /// The day.
    pub day: Date,
    /// The country, as written.
    pub country: String,
    /// The port, as written.
    pub port: String,
    /// What kind of inspection, as written.
    pub kind: String,
    /// How many deficiencies were found.
    pub deficiencies: u32,
    /// Whether the ship was detained.
    pub detained: bool,
    /// Where it is said.
    pub trace: Trace,
}

/// A time without a position of the ship.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Gap {
    /// The last position before it (UTC).
    pub start: DateTime,
    /// The first position after it (UTC).
    pub end: DateTime,
    /// How long, hours.
    pub hours: f64,
    /// Latitude and longitude of the last position, degrees.
    pub off: (f64, f64),
    /// Latitude and longitude of the first position after it, degrees.
    pub on: (f64, f64),
    /// Where it is said.
    pub trace: Trace,
}

/// A time in which the ship went nowhere.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Loitering {
    /// The first day.
    pub start: Date,
    /// The last day.
    pub end: Date,
    /// How long, hours.
    pub hours: f64,
    /// Latitude and longitude, degrees.
    pub place: (f64, f64),
    /// Where it is said.
    pub trace: Trace,
}

/// A visit to an area where ships transfer cargo: no partner is known, and a visit is no transfer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Transfer {
    /// The day.
    pub day: Date,
    /// What it is, as written: `possible_sts_start`.
    pub kind: String,
    /// In the words of the table.
    pub description: String,
    /// Where it is said.
    pub trace: Trace,
}

/// All that the tables say of one ship, each kind in the order of its dates.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Ship {
    /// Its number.
    pub imo: Imo,
    /// Its name when the tables were made; none where the table of ships does not have it.
    pub name: Option<String>,
    /// Its class of size, as written: `Aframax`.
    pub size: Option<String>,
    /// The year in which it was built.
    pub built: Option<i16>,
    /// Where the table of ships has it; none where only another table knows it.
    pub trace: Option<Trace>,
    /// Names.
    pub names: Vec<Spell<String>>,
    /// Flags, as written.
    pub flags: Vec<Spell<String>>,
    /// Radio numbers.
    pub radios: Vec<Spell<Mmsi>>,
    /// Owners and managers.
    pub companies: Vec<Spell<Service>>,
    /// When it was known to be uninsured; spells can overlap.
    pub uninsured: Vec<Uninsured>,
    /// When it was first listed.
    pub sanctions: Vec<Sanction>,
    /// Inspections.
    pub inspections: Vec<Inspection>,
    /// Times without a position.
    pub gaps: Vec<Gap>,
    /// Times in which it went nowhere.
    pub loitering: Vec<Loitering>,
    /// Visits to areas where cargo is transferred.
    pub transfers: Vec<Transfer>,
}

impl Ship {
    /// A ship of which nothing is known but its number.
    pub fn new(imo: Imo) -> Self {
        Self {
            imo,
            name: None,
            size: None,
            built: None,
            trace: None,
            names: Vec::new(),
            flags: Vec::new(),
            radios: Vec::new(),
            companies: Vec::new(),
            uninsured: Vec::new(),
            sanctions: Vec::new(),
            inspections: Vec::new(),
            gaps: Vec::new(),
            loitering: Vec::new(),
            transfers: Vec::new(),
        }
    }

    /// Who owned and managed it on a day.
    pub fn companies_on(&self, day: Date) -> impl Iterator<Item = &Spell<Service>> {
        self.companies.iter().filter(move |spell| spell.holds(day))
    }

    /// The name that it bore on a day.
    pub fn name_on(&self, day: Date) -> Option<&str> {
        self.names.iter().rev().find(|spell| spell.holds(day)).map(|spell| spell.value.as_str())
    }

    /// The flag that it flew on a day, as written.
    pub fn flag_on(&self, day: Date) -> Option<&str> {
        self.flags.iter().rev().find(|spell| spell.holds(day)).map(|spell| spell.value.as_str())
    }

    /// A name to call it by: that of the table of ships, or the last one, or the number.
    pub fn title(&self) -> String {
        let last = || self.names.last().map(|spell| spell.value.clone());
        self.name.clone().or_else(last).unwrap_or_else(|| format!("IMO {}", self.imo))
    }

    /// The day on which it was first listed by anybody.
    pub fn first_listed(&self) -> Option<Date> {
        self.sanctions.iter().map(|sanction| sanction.day).min()
    }

    pub(super) fn sort(&mut self) {
        self.names.sort_by_key(|spell| (spell.from, spell.to, spell.trace));
        self.flags.sort_by_key(|spell| (spell.from, spell.to, spell.trace));
        self.radios.sort_by_key(|spell| (spell.from, spell.to, spell.trace));
        self.companies.sort_by_key(|spell| (spell.from, spell.to, spell.value, spell.trace));
        self.uninsured.sort_by_key(|spell| (spell.from, spell.through, spell.trace));
        self.sanctions.sort_by_key(|sanction| (sanction.day, sanction.trace));
        self.sanctions.dedup_by(|b, a| (a.day, &a.authorities) == (b.day, &b.authorities));
        self.inspections.sort_by_key(|inspection| (inspection.day, inspection.trace));
        self.gaps.sort_by_key(|gap| (gap.start, gap.trace));
        self.loitering.sort_by_key(|loitering| (loitering.start, loitering.trace));
        self.transfers.sort_by_key(|transfer| (transfer.day, transfer.trace));
    }
}

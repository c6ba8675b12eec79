//! Which ships make the fleet: from files, from what `thalweg sea` saw, less those that lists have.

use super::text::table;
use crate::console::Console;
use crate::diagnose::{self, Failure};
use crate::verbs::screen::given;
use crate::verbs::screen::reading::{self, Tables};
use jiff::civil::Date;
use std::collections::BTreeSet;
use std::path::PathBuf;
use thalweg_core::{Cell, Imo, Measure, Problem, Table, nearest};
use thalweg_oil::{Cargoes, Carried, Designated, Listed, Muster, OnList, ShipList};
use thalweg_screen::{Country, Entity, EntityKind, IdentifierKind, Lists};

/// Which ships.
#[derive(clap::Args)]
#[command(next_help_heading = "Fleet")]
pub(super) struct Fleet {
    /// Ships that make the shadow fleet, and are ranked: a CSV file; may be given several times
    #[arg(long, value_name = "FILE")]
    ships: Vec<String>,
    /// Lists of sanctions: ships on them are listed already
    #[arg(long, value_name = "LIST", num_args = 1.., requires = "ships")]
    listed: Vec<PathBuf>,
    #[command(flatten)]
    tables: Tables,
    /// Listed as of this day, such as 2024-08-31 [default: today]
    #[arg(long, value_name = "DAY", value_parser = given::day, requires = "listed")]
    on: Option<Date>,
    /// Only ships that carried: cargoes or calls of `thalweg sea voyages`
    #[arg(long, value_name = "FILE", requires = "ships")]
    carried: Option<String>,
    /// From where they carried: countries or terminals [default: the seller]
    #[arg(long, value_name = "PLACES", value_delimiter = ',', requires = "carried")]
    from: Vec<String>,
    /// Least part of a cargo that must be from there, 0 to 1
    #[arg(long, value_name = "PART", default_value_t = 0.5, requires = "carried")]
    part: f64,
}

impl Fleet {
    /// Gathers the ships; none where none are given.
    pub(super) fn muster(&self, seller: &str, console: &Console) -> Result<Option<Muster>, Failure> {
        if self.ships.is_empty() {
            return Ok(None);
        }
        let mut list = ShipList::open(&self.ships)?;
        let carried = match &self.carried {
            Some(path) => Some(self.keep(&mut list, path, seller)?),
            None => None,
        };
        let (lists, designated) = list.designate(&self.listed(console)?);
        if list.ships.is_empty() {
            let problem = Problem::new("no ship is left in the fleet");
            let words = sentences(&Muster { list, carried, lists, designated }, 0).join(" ");
            return Err(problem.help(words).into());
        }
        Ok(Some(Muster { list, carried, lists, designated }))
    }

    fn keep(&self, list: &mut ShipList, path: &str, seller: &str) -> Result<Carried, Failure> {
        if !(self.part > 0.0 && self.part <= 1.0) {
            let problem = Problem::new(format!("--part {} is no part of a cargo", self.part));
            return Err(Failure::Arguments(problem.help("it must be above 0 and at most 1")));
        }
        let cargoes = Cargoes::open(path)?;
        let asked = if self.from.is_empty() { vec![seller.to_owned()] } else { self.from.clone() };
        let places: Vec<Origin> = asked.iter().map(|word| Origin::new(word)).collect();
        for (place, word) in places.iter().zip(&asked) {
            if !cargoes.places().iter().any(|(name, country)| place.is(name, country)) {
                return Err(nowhere(word, path, &cargoes).into());
            }
        }
        let from = |name: &str, country: &str| places.iter().any(|place| place.is(name, country));
        let carriers = cargoes.carriers(&from, self.part);
        Ok(list.keep(&carriers, cargoes.intake, asked, self.part))
    }

    /// The ships of all lists that are in force.
    fn listed(&self, console: &Console) -> Result<Vec<Listed>, Failure> {
        if self.listed.is_empty() {
            return Ok(Vec::new());
        }
        let lists = self.tables.read(&self.listed)?;
        diagnose::notes(&reading::notes(&lists), console);
        reading::close(&lists)?;
        let day = self.on.unwrap_or_else(given::today);
        let ships = lists.entities.iter().filter(|entity| entity.kind.agrees(EntityKind::Ship));
        Ok(ships.flat_map(|ship| listings(ship, &lists, day)).collect())
    }
}

/// A country or a terminal, as somebody wrote it.
struct Origin {
    word: String,
    country: Country,
}

impl Origin {
    fn new(word: &str) -> Self {
        Self { word: word.trim().to_lowercase(), country: Country::read(word) }
    }

    /// Whether a place of the voyages is meant.
    fn is(&self, place: &str, country: &str) -> bool {
        place.to_lowercase() == self.word
            || (!country.is_empty()
                && (country.to_lowercase() == self.word
                    || self.country.agrees(&Country::read(country)) == Some(true)))
    }
}

fn nowhere(word: &str, path: &str, cargoes: &Cargoes) -> Problem {
    let all = cargoes.places();
    let countries: BTreeSet<&str> = all.iter().map(|(_, c)| *c).filter(|c| !c.is_empty()).collect();
    let near = nearest(word, all.iter().map(|(place, _)| *place).chain(countries.iter().copied()));
    let some: Vec<&str> = countries.iter().copied().take(12).collect();
    let help = match near {
        Some(near) => format!("the nearest place there is `{near}`"),
        None => format!("it knows places in {}", some.join(", ")),
    };
    Problem::new(format!("`{path}` has no cargo from `{word}`")).help(help)
}

/// The listings of a ship that are in force on a day, one for each IMO number.
fn listings<'a>(ship: &'a Entity, lists: &'a Lists, day: Date) -> impl Iterator<Item = Listed> + 'a {
    // a table that is no list that is known has no name but that of its file
    let list =
        lists.source(ship.record.source).map_or_else(String::new, |source| match source.list.as_str() {
            "" | "table" => source.file.clone(),
            list => list.to_owned(),
        });
    let in_force = ship.listings.iter().filter(move |listing| listing.in_force(day));
    let from: Vec<Option<Date>> = in_force.map(|listing| listing.from).collect();
    let first = from.iter().flatten().min().map(ToString::to_string);
    let numbers = ship.identifiers.iter().filter(|one| one.kind == IdentifierKind::ShipImo);
    let hulls: BTreeSet<Imo> = numbers.filter_map(|one| one.value.parse().ok()).collect();
    let mut imos: Vec<Option<u32>> = hulls.into_iter().map(|imo| Some(imo.number())).collect();
    if imos.is_empty() && ship.kind == EntityKind::Ship {
        imos.push(None);
    }
    // a table without a column of listings lists whom it has
    let counts = !from.is_empty() || ship.listings.is_empty();
    imos.into_iter().filter(move |_| counts).map(move |imo| Listed {
        imo,
        list: list.clone(),
        from: first.clone(),
        tanker: says_tanker(ship),
    })
}

/// Whether a list calls a ship a tanker; none where it does not say what it is.
fn says_tanker(ship: &Entity) -> Option<bool> {
    let kinds = ship.remarks.iter().filter(|remark| {
        let text = remark.text.to_lowercase();
        text.contains("type") || text.contains("tanker")
    });
    kinds.map(|remark| remark.text.to_lowercase().contains("tanker")).max()
}

/// The ships that are listed already, as a table.
pub(super) fn designated(fleet: &Muster) -> Table {
    let columns = [
        ("imo", "IMO", Measure::Count),
        ("name", "Name", Measure::Text),
        ("class", "Class", Measure::Text),
        ("from", "Listed since", Measure::Text),
        ("lists", "Lists", Measure::Text),
    ];
    let row = |ship: &Designated| {
        vec![
            Cell::from(f64::from(ship.imo)),
            Cell::from(ship.name.as_str()),
            Cell::from(ship.class.word()),
            ship.from.as_deref().map_or(Cell::Absent, Cell::from),
            Cell::from(ship.lists.join("; ").as_str()),
        ]
    };
    let rows = fleet.designated.iter().map(row).collect();
    table("designated", "Ships of the fleet that are listed already", &columns, rows)
}

/// How the fleet came about.
pub(super) fn sentences(fleet: &Muster, already: usize) -> Vec<String> {
    let mut words = Vec::new();
    for file in &fleet.list.files {
        words.push(format!("{} rows read from {}, {} refused.", file.accepted, file.file, file.refused()));
        words.extend(file.refusals.iter().map(|one| format!("Refused: {} ({}).", one.reason, one.count)));
    }
    match &fleet.carried {
        Some(carried) => words.extend(of_carried(carried)),
        None if !fleet.list.of_no_class.is_empty() => {
            words.push(format!("{} ships of no known class are left out.", fleet.list.of_no_class.len()));
        }
        None => {}
    }
    if !fleet.list.classed_by_size.is_empty() {
        words.push(format!(
            "The class of {} ships comes from their length and beam, an assumption.",
            fleet.list.classed_by_size.len()
        ));
    }
    words.push(format!(
        "The fleet, all of the shadow channel here, has {} ships, {already} listed already.",
        fleet.list.ships.len()
    ));
    words.extend(fleet.lists.iter().map(of_list));
    words
}

fn of_carried(carried: &Carried) -> Vec<String> {
    let mut words = vec![format!(
        "{} ships carried a cargo of which at least {} percent was from {}: {} of them are in the fleet. Of {} others on the list \
         nothing of the kind was seen.",
        carried.radios,
        (1000.0 * carried.least).round() / 10.0,
        carried.from.join(", "),
        carried.ships,
        carried.others
    )];
    let mut left_out = |count: usize, what: &str| {
        if count > 0 {
            words.push(format!("Left out, though they carried: {count} {what}."));
        }
    };
    left_out(carried.of_no_class.len(), "of no known class");
    left_out(carried.of_no_hull.len(), "of no known IMO number");
    left_out(carried.of_several_hulls.len(), "whose radio number several ships have");
    words
}

fn of_list(list: &OnList) -> String {
    let dates = match list.in_fleet_undated {
        0 => String::new(),
        undated => format!(" ({undated} without a date)"),
    };
    let numbers = match list.without_imo {
        0 => String::new(),
        without => format!("; {without} more have no valid IMO number"),
    };
    format!(
        "{} has {} ships in force, {} of this fleet{dates}; of the others it calls {} tankers and does not say what {} are{numbers}.",
        list.list, list.ships, list.in_fleet, list.tankers_not_in_fleet, list.unsaid_not_in_fleet
    )
}

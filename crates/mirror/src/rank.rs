use crate::country::Countries;
use crate::gap::{Gap, Measure};
use crate::passage::Legs;
use crate::spread::{FEWEST, Habit};
use rayon::prelude::*;
use serde::Serialize;
use std::cmp::{Ordering, Reverse};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What a gap looks like. Statistics show *that* two reports differ; why, they do not show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The importer says it bought more than the exporter made and imported.
    Impossible,
    /// The importer says it bought more than the exporter says it sold to the whole world.
    MoreThanWorld,
    /// The importer says much more: goods of another origin under this name, or goods that the exporter booked to a third country.
    ImporterSaysMore,
    /// The exporter says much more: goods that never arrived, that went elsewhere, or that were under-declared.
    ExporterSaysMore,
    /// The exporter is a hub: its buyers book the goods as coming from where they were made.
    Hub,
    /// No further apart than these reporters always are.
    Usual,
}

impl Verdict {
    /// The verdict in a word or three.
    pub fn words(self) -> &'static str {
        match self {
            Self::Impossible => "physically impossible",
            Self::MoreThanWorld => "more than sold to the world",
            Self::ImporterSaysMore => "importer says more",
            Self::ExporterSaysMore => "exporter says more",
            Self::Hub => "hub: re-exports",
            Self::Usual => "usual",
        }
    }
}

/// What speaks for a gap, each part from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Evidence {
    /// `1 + log10(difference / largest difference) / 4`: a ten-thousandth of the largest counts nothing.
    pub size: f64,
    /// How far from usual, in tenths of ten spreads.
    pub surprise: f64,
    /// The part of all compared years that lie on the same side, at least a half apart.
    pub persistence: f64,
    /// How much the gap moved after the policy date: a tenfold change counts in full.
    pub sudden: f64,
    /// 1 where the exporter cannot have had the goods, a half where it says it sold less to the whole world.
    pub impossible: f64,
    /// `size * (1 + surprise + persistence + sudden) + 2 * impossible`.
    pub points: f64,
}

/// A flow whose two reports differ, with all that speaks for it.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Ranked {
    /// The place among all flows, from 1.
    pub rank: usize,
    /// The year that tells most.
    #[serde(flatten)]
    pub gap: Gap,
    /// What it looks like.
    pub verdict: Verdict,
    /// What speaks for it.
    pub evidence: Evidence,
    /// What is usual for the reporter that explains the gap better, where there are gaps enough.
    pub habit: Option<Habit>,
    /// How many spreads the gap is from usual.
    pub surprise: Option<f64>,
    /// Years in which both report.
    pub years: usize,
    /// Mean log gap after the policy date less that before, where both are known.
    pub shift: Option<f64>,
    /// Where the importer says more: a hub that the goods may have passed.
    pub through: Option<String>,
    /// How much can have passed it, at most.
    pub through_at_most: Option<f64>,
    /// All of this in one or two sentences.
    pub sentence: String,
}

/// A log gap of a half: the smaller report is two thirds of the larger.
const APART: f64 = 0.405_465_108_108_164_4;
/// Spreads from usual that a gap must be to be told.
const FAR: f64 = 3.0;
const TEN_SPREADS: f64 = 10.0;

/// What is usual for whom: for a reporter's product, for a reporter, for all.
pub(crate) struct Habits {
    importers: Of,
    exporters: Of,
    all: Option<Habit>,
}

/// Habits by reporter and product; all its products together under an empty one.
type Of = BTreeMap<String, BTreeMap<String, Habit>>;

impl Habits {
    /// What is usual; with a policy date, what was usual before the first year after it, where that can be told: otherwise what
    /// the policy brought about would count as usual itself.
    pub(crate) fn of(gaps: &[Gap], first_after: Option<u16>) -> Self {
        let told = |gap: &Gap| gap.gap.filter(|_| first_after.is_none_or(|first| gap.year < first));
        let enough = gaps.iter().filter_map(told).count() >= FEWEST;
        let log = |gap: &Gap| if enough { told(gap) } else { gap.gap };
        let (importers, exporters) =
            rayon::join(|| habits(gaps, |gap| &gap.importer, log), || habits(gaps, |gap| &gap.exporter, log));
        Self { importers, exporters, all: Habit::of(gaps.iter().filter_map(log).collect()) }
    }

    /// The habit that explains a gap better: that of its importer or that of its exporter.
    fn nearest(&self, gap: &Gap, log: f64) -> Option<Habit> {
        let find = |habits: &Of, who: &str| {
            let products = habits.get(who)?;
            products.get(&gap.product).or_else(|| products.get("")).copied()
        };
        let both = [find(&self.importers, &gap.importer), find(&self.exporters, &gap.exporter)];
        let near = |habit: &Habit| habit.surprise(log).abs();
        let nearest = both.into_iter().flatten().min_by(|a, b| near(a).total_cmp(&near(b)));
        nearest.or(self.all)
    }

    /// All of them: whose side, the reporter, the product, the habit.
    pub(crate) fn rows(&self) -> impl Iterator<Item = (&'static str, &str, &str, &Habit)> {
        let sides = [("importer", &self.importers), ("exporter", &self.exporters)];
        sides.into_iter().flat_map(|(side, of)| {
            of.iter().flat_map(move |(who, products)| {
                products.iter().map(move |(product, habit)| (side, who.as_str(), product.as_str(), habit))
            })
        })
    }
}

/// The habits of one side. A habit does not depend on the order of its gaps.
fn habits(gaps: &[Gap], who: fn(&Gap) -> &String, log: impl Fn(&Gap) -> Option<f64>) -> Of {
    let mut groups: HashMap<&str, HashMap<&str, Vec<f64>>> = HashMap::new();
    // the years of a flow stand together: one look for all of them
    for years in gaps.chunk_by(|a, b| who(a) == who(b) && a.product == b.product) {
        let Some(first) = years.first() else { continue };
        let logs = groups.entry(who(first)).or_default().entry(&first.product).or_default();
        logs.extend(years.iter().filter_map(&log));
    }
    let of = |(who, mut products): (&str, HashMap<&str, Vec<f64>>)| {
        let all = products.values().flatten().copied().collect();
        products.insert("", all);
        let habit = |(product, logs): (&str, _)| Some((product.to_owned(), Habit::of(logs)?));
        (who.to_owned(), products.into_iter().filter_map(habit).collect())
    };
    groups.into_iter().map(of).collect()
}

/// What a ranking is made with.
pub(crate) struct Ranking<'a> {
    pub(crate) countries: &'a Countries,
    pub(crate) habits: &'a Habits,
    pub(crate) hubs: &'a BTreeSet<&'a str>,
    pub(crate) legs: &'a Legs<'a>,
    /// The first year after the policy date.
    pub(crate) first_after: Option<u16>,
}

impl Ranking<'_> {
    /// Ranks all flows, each by the year that tells most. Usual gaps and hubs come last.
    pub(crate) fn rank(&self, gaps: &[&Gap]) -> Vec<Ranked> {
        let largest = largest(gaps, self.hubs);
        let flows: Vec<&[&Gap]> = gaps.chunk_by(|a, b| flow(a) == flow(b)).collect();
        let mut ranked: Vec<Ranked> =
            flows.into_par_iter().filter_map(|flow| self.flow(flow, &largest)).collect();
        // flows come sorted, and a stable sort leaves those of equal points so
        ranked.sort_by_cached_key(|one| {
            let last = matches!(one.verdict, Verdict::Hub | Verdict::Usual);
            (last, Reverse(Points(one.evidence.points)))
        });
        ranked.par_iter_mut().enumerate().for_each(|(place, one)| {
            one.rank = place + 1;
            one.sentence = crate::words::sentence(one, self.countries) + &one.sentence;
        });
        ranked
    }

    fn flow(&self, years: &[&Gap], largest: &BTreeMap<Measure, f64>) -> Option<Ranked> {
        let gap = telling(years)?;
        let habit = gap.gap.and_then(|log| self.habits.nearest(gap, log));
        let surprise = gap.gap.zip(habit).map(|(log, habit)| habit.surprise(log));
        let shift = self.first_after.and_then(|first| shift(years, first));
        let evidence = evidence(gap, years, surprise, shift, largest);
        let verdict = self.verdict(gap, surprise, evidence.impossible);
        let through = match verdict {
            Verdict::ImporterSaysMore => self.legs.through(gap, self.hubs.iter().copied()),
            _ => None,
        };
        let (through, through_at_most) = through.map_or((None, None), |(hub, most)| (Some(hub), Some(most)));
        Some(Ranked {
            rank: 0,
            gap: gap.clone(),
            verdict,
            evidence,
            habit,
            surprise,
            years: years.iter().filter(|gap| gap.gap.is_some()).count(),
            shift,
            through,
            through_at_most,
            // the other years of what cannot be, told behind it
            sentence: if verdict == Verdict::Impossible {
                crate::words::other_years(gap, years)
            } else {
                String::new()
            },
        })
    }

    fn verdict(&self, gap: &Gap, surprise: Option<f64>, impossible: f64) -> Verdict {
        if impossible == 1.0 {
            return Verdict::Impossible;
        }
        if impossible > 0.0 {
            return Verdict::MoreThanWorld;
        }
        let more = gap.gap.unwrap_or(0.0);
        if more < 0.0 && self.hubs.contains(gap.exporter.as_str()) {
            return Verdict::Hub;
        }
        if more.abs() < APART || surprise.is_some_and(|surprise| surprise.abs() < FAR) {
            return Verdict::Usual;
        }
        if more > 0.0 { Verdict::ImporterSaysMore } else { Verdict::ExporterSaysMore }
    }
}

/// Points in their order.
#[derive(PartialEq)]
struct Points(f64);

impl Eq for Points {}

impl Ord for Points {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.total_cmp(&other.0)
    }
}

impl PartialOrd for Points {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

fn flow(gap: &Gap) -> (&str, &str, &str) {
    (&gap.exporter, &gap.importer, &gap.product)
}

/// The largest difference of each measure, hubs apart.
fn largest(gaps: &[&Gap], hubs: &BTreeSet<&str>) -> BTreeMap<Measure, f64> {
    let mut largest: BTreeMap<Measure, f64> = BTreeMap::new();
    for gap in gaps.iter().filter(|gap| !hubs.contains(gap.exporter.as_str()) && is_told(gap)) {
        let most = largest.entry(gap.measure).or_default();
        *most = most.max(gap.difference.abs());
    }
    largest
}

/// Whether there is a gap: both report, or the importer alone claims more than there can be.
fn is_told(gap: &Gap) -> bool {
    gap.gap.is_some() || impossible(gap) > 0.0
}

/// The year that tells most: impossible before not, then the largest difference, then the latest.
fn telling<'a>(years: &[&'a Gap]) -> Option<&'a Gap> {
    let told = years.iter().filter(|gap| is_told(gap));
    let order = |a: &&&Gap, b: &&&Gap| {
        let size = a.difference.abs().total_cmp(&b.difference.abs());
        impossible(a).total_cmp(&impossible(b)).then(size).then(a.year.cmp(&b.year))
    };
    told.max_by(order).copied()
}

fn impossible(gap: &Gap) -> f64 {
    if gap.is_impossible() == Some(true) {
        return 1.0;
    }
    // rounding of a single buyer's total must not make a wonder
    if gap.times_world().is_some_and(|times| times > 1.25) { 0.5 } else { 0.0 }
}

/// The mean log gap from a year on, less that before.
fn shift(years: &[&Gap], first: u16) -> Option<f64> {
    let mean = |after: bool| {
        let logs: Vec<f64> =
            years.iter().filter(|gap| (gap.year >= first) == after).filter_map(|gap| gap.gap).collect();
        (!logs.is_empty()).then(|| logs.iter().sum::<f64>() / logs.len() as f64)
    };
    Some(mean(true)? - mean(false)?)
}

fn evidence(
    gap: &Gap,
    years: &[&Gap],
    surprise: Option<f64>,
    shift: Option<f64>,
    largest: &BTreeMap<Measure, f64>,
) -> Evidence {
    let part = |number: f64| number.clamp(0.0, 1.0);
    let most = largest.get(&gap.measure).copied().unwrap_or_default();
    let size = if most > 0.0 { part(1.0 + (gap.difference.abs() / most).log10() / 4.0) } else { 0.0 };
    let surprise = part(surprise.unwrap_or(0.0).abs() / TEN_SPREADS);
    let logs: Vec<f64> = years.iter().filter_map(|gap| gap.gap).collect();
    let side = gap.gap.unwrap_or(0.0);
    let same = logs.iter().filter(|log| log.abs() >= APART && (**log > 0.0) == (side > 0.0)).count();
    // one year alone shows nothing lasting
    let persistence = if logs.len() > 1 { same as f64 / logs.len() as f64 } else { 0.0 };
    let sudden = part(shift.unwrap_or(0.0).abs() / 10f64.ln());
    let impossible = impossible(gap);
    let points = size * (1.0 + surprise + persistence + sudden) + 2.0 * impossible;
    Evidence { size, surprise, persistence, sudden, impossible, points }
}

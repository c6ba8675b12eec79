use crate::arrival::{Arrival, arrivals};
use crate::complete::{self, Incomplete};
use crate::country::Countries;
use crate::error::{Error, ErrorKind};
use crate::gap::{Gap, Maker, Measure};
use crate::hub::{self, Hub};
use crate::ledger::Ledger;
use crate::margin::Margin;
use crate::pairs::{Group, Pairs};
use crate::passage::{Legs, Passage};
use crate::production::Production;
use crate::rank::{Habits, Ranked, Ranking};
use crate::said::Book;
use crate::spread::Habit;
use rayon::prelude::*;
use serde::Serialize;

/// A day from which a policy holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct PolicyDate {
    /// The year.
    pub year: u16,
    /// The month, 1 to 12.
    pub month: u8,
}

impl PolicyDate {
    /// Reads `2022`, `2022-02` or `2022-02-24`.
    ///
    /// # Errors
    /// [`ErrorKind::Settings`]: it is no such date.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let period = crate::period::Period::parse(text.as_bytes()).filter(|period| period.part <= 12);
        let period = period.ok_or_else(|| {
            Error::one(
                ErrorKind::Settings,
                format!("`{text}` is no date"),
                "write `2022-02-24`, `2022-02` or `2022`",
            )
        })?;
        Ok(Self { year: period.year, month: period.part.max(1) })
    }

    /// The first year that counts as after: the year itself where at least half of it is.
    pub fn first_after(self) -> u16 {
        if self.month <= 6 { self.year } else { self.year + 1 }
    }
}

/// What is asked.
#[derive(Debug, Clone)]
pub struct Question {
    /// What freight and insurance add to imports that are not free on board.
    pub margin: Margin,
    /// Economies that are taken as one, as the sum of their members.
    pub groups: Vec<Group>,
    /// What is compared; money where both sides tell it, else quantities, if this is not set.
    pub measure: Option<Measure>,
    /// What economies make.
    pub production: Production,
    /// The day of a policy.
    pub since: Option<PolicyDate>,
    /// Only gaps of these exporters; all, if there is none. What is usual is still told by all.
    pub exporters: Vec<String>,
    /// Only gaps of these importers.
    pub importers: Vec<String>,
    /// Routes to bound: origin, via, destination.
    pub routes: Vec<[String; 3]>,
    /// Whether years that are not whole are kept.
    pub keep_incomplete: bool,
}

impl Default for Question {
    fn default() -> Self {
        Self {
            margin: Margin::fixed(crate::margin::IMF_MARGIN),
            groups: Vec::new(),
            measure: None,
            production: Production::default(),
            since: None,
            exporters: Vec::new(),
            importers: Vec::new(),
            routes: Vec::new(),
            keep_incomplete: false,
        }
    }
}

/// What is usual for a reporter and a product.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct HabitOf {
    /// `importer` or `exporter`.
    pub side: &'static str,
    /// Whose habit.
    pub reporter: String,
    /// The product; empty: all of them.
    pub product: String,
    /// The habit.
    #[serde(flatten)]
    pub habit: Habit,
}

/// What the statistics give away.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
pub struct Mirror {
    /// All flows that both sides report, or that one side claims beyond what can be, by evidence.
    pub flows: Vec<Ranked>,
    /// Each year of them.
    pub gaps: Vec<Gap>,
    /// Places that goods pass.
    pub hubs: Vec<Hub>,
    /// Additional exports since the policy date that never arrive.
    pub arrivals: Vec<Arrival>,
    /// Bounds of what can have passed a third country.
    pub passages: Vec<Passage>,
    /// What is usual for whom.
    pub habits: Vec<HabitOf>,
    /// Years that are not whole.
    pub incomplete: Vec<Incomplete>,
    /// What was assumed and what was left out, in sentences.
    pub notes: Vec<String>,
    /// The currency of all values.
    pub currency: Option<String>,
}

impl Mirror {
    /// Holds both reports of every flow against each other.
    ///
    /// # Errors
    /// - [`ErrorKind::Settings`]: a margin that none can be.
    /// - [`ErrorKind::Data`]: there is no flow that two sides report, or none of those that are asked for.
    ///
    /// ```
    /// use thalweg_mirror::{Countries, Ledger, Mirror, Options, Question, read};
    /// let table = "year,reporter,partner,flow,hs,kg\n\
    ///              2020,CHN,MYS,import,2709,12463031000\n\
    ///              2020,MYS,CHN,export,2709,852349000\n";
    /// let countries = Countries::embedded();
    /// let mut ledger = Ledger::new();
    /// read(table.as_bytes(), "crude.csv", &Options::new(&countries), &mut ledger)?;
    /// let mirror = Mirror::of(&ledger, &countries, &Question::default())?;
    /// assert_eq!(format!("{:.1}", mirror.gaps[0].ratio.unwrap()), "14.6");
    /// # Ok::<(), thalweg_mirror::Error>(())
    /// ```
    pub fn of(ledger: &Ledger, countries: &Countries, question: &Question) -> Result<Self, Error> {
        question.margin.check()?;
        let mut book = Book::of(ledger);
        let (incomplete, out) = complete::incomplete(&book);
        if !question.keep_incomplete {
            complete::without(&mut book, &out);
        }
        let left_out: &[Incomplete] = if question.keep_incomplete { &[] } else { &incomplete };
        let pairs = Pairs::of(&book, &question.groups, left_out);
        let maker = Maker {
            pairs: &pairs,
            countries,
            margin: &question.margin,
            production: &question.production,
            measure: question.measure,
            currency: ledger.currency().unwrap_or_default(),
            quantity_unit: ledger.quantity_unit().unwrap_or_default(),
        };
        let gaps: Vec<Gap> = pairs.flows.par_iter().filter_map(|(way, both)| maker.gap(way, both)).collect();
        let mut mirror = question.answer(gaps, &pairs, countries)?;
        mirror.notes = notes(
            &Noted { question, book: &book, pairs: &pairs, incomplete: &incomplete, countries, ledger },
            &mirror,
        );
        mirror.incomplete = incomplete;
        mirror.currency = ledger.currency().map(str::to_owned);
        Ok(mirror)
    }
}

impl Question {
    fn answer(&self, mut gaps: Vec<Gap>, pairs: &Pairs, countries: &Countries) -> Result<Mirror, Error> {
        self.check(pairs)?;
        let hubs = hub::hubs(&gaps);
        let legs = Legs::of(&gaps);
        let names = hub::names(&hubs);
        let first_after = self.since.map(PolicyDate::first_after);
        let habits = Habits::of(&gaps, first_after);
        let asked: Vec<&Gap> = gaps.iter().filter(|gap| self.asks_for(gap)).collect();
        let ranking = Ranking { countries, habits: &habits, hubs: &names, legs: &legs, first_after };
        let flows = ranking.rank(&asked);
        let passages = self.routes.iter().flat_map(|[from, via, to]| legs.passages(from, via, to)).collect();
        gaps.retain(|gap| self.asks_for(gap));
        if gaps.is_empty() {
            let help = "give both sides of a flow: what one reports as exports and the other as imports";
            return Err(Error::one(ErrorKind::Data, "there is no flow to compare", help));
        }
        let row = |(side, reporter, product, habit): (&'static str, &str, &str, &Habit)| HabitOf {
            side,
            reporter: reporter.to_owned(),
            product: product.to_owned(),
            habit: *habit,
        };
        let habits = habits.rows().map(row).collect();
        Ok(Mirror {
            arrivals: first_after
                .map_or_else(Vec::new, |first| arrivals(&gaps, first.saturating_sub(1), first)),
            gaps,
            flows,
            hubs,
            passages,
            habits,
            incomplete: Vec::new(),
            notes: Vec::new(),
            currency: None,
        })
    }

    /// Whom a question names must be in the data.
    fn check(&self, pairs: &Pairs) -> Result<(), Error> {
        let named = self.exporters.iter().chain(&self.importers).chain(self.routes.iter().flatten());
        for name in named {
            if pairs.number(name).is_none() {
                let near = thalweg_core::nearest(name, pairs.parties.iter().map(String::as_str));
                let help = near.map_or_else(
                    || "give a code of ISO 3166, such as KGZ, or the name of a group".to_owned(),
                    |near| format!("did you mean `{near}`?"),
                );
                return Err(Error::one(ErrorKind::Data, format!("the data say nothing of `{name}`"), help));
            }
        }
        Ok(())
    }

    fn asks_for(&self, gap: &Gap) -> bool {
        let fits = |names: &[String], name: &String| names.is_empty() || names.contains(name);
        fits(&self.exporters, &gap.exporter) && fits(&self.importers, &gap.importer)
    }
}

/// What notes are made from.
struct Noted<'a> {
    question: &'a Question,
    book: &'a Book,
    pairs: &'a Pairs,
    incomplete: &'a [Incomplete],
    countries: &'a Countries,
    ledger: &'a Ledger,
}

fn notes(noted: &Noted<'_>, mirror: &Mirror) -> Vec<String> {
    let Noted { question, book, pairs, incomplete, countries, ledger } = *noted;
    let mut notes = Vec::new();
    if mirror.gaps.iter().any(|gap| gap.margin > 0.0) || question.margin.at == 0.0 {
        notes.push(sentence(&question.margin.words()));
    }
    if mirror
        .gaps
        .iter()
        .any(|gap| gap.measure == Measure::Value && gap.margin == 0.0 && gap.importer_said.is_some())
        && question.margin.at > 0.0
    {
        notes.push("Imports that are free on board already were not adjusted.".to_owned());
    }
    notes.extend(about_incomplete(incomplete, question.keep_incomplete, countries));
    if let (Some(made), Some(bought)) = (question.production.unit(), ledger.quantity_unit())
        && made != bought
    {
        notes
            .push(format!("Production is in {made} and what was bought in {bought}: they are not compared."));
    }
    if book.contradicted > 0 {
        notes.push(format!(
            "{} statements are left out because rows contradict each other.",
            book.contradicted
        ));
    }
    if pairs.nested > 0 {
        notes
            .push(format!("{} totals of products are left out beside the products they hold.", pairs.nested));
    }
    let nothing =
        |said: Option<f64>, other: Option<f64>| said == Some(0.0) && other.is_some_and(|other| other > 0.0);
    let of_nothing = mirror
        .gaps
        .iter()
        .filter(|gap| {
            nothing(gap.importer_said, gap.exporter_said) || nothing(gap.exporter_said, gap.importer_said)
        })
        .count();
    if of_nothing > 0 {
        notes.push(format!(
            "In {of_nothing} years of flows one side reports exactly nothing: these have no log gap and no rank; the table of gaps has them."
        ));
    }
    if let Some(since) = question.since.filter(|_| mirror.arrivals.is_empty()) {
        notes.push(format!(
            "No flow has a year before {} and one from then on with more exports: nothing is said of what never arrived.",
            since.first_after()
        ));
    }
    if !mirror.passages.is_empty() || mirror.flows.iter().any(|flow| flow.through.is_some()) {
        notes.push(crate::passage::HOW_LOOSE.to_owned());
    }
    if mirror.flows.iter().all(|flow| flow.habit.is_none()) {
        notes.push("Too few gaps to tell what is usual: gaps are ranked without that.".to_owned());
    }
    notes
}

fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).chain(['.']).collect())
}

/// One sentence for each flow and year, since a file that ends in August ends so for all reporters.
fn about_incomplete(incomplete: &[Incomplete], kept: bool, countries: &Countries) -> Vec<String> {
    let done = if kept { "kept" } else { "left out" };
    let mut notes = Vec::new();
    let mut by_month: Vec<&Incomplete> = incomplete.iter().filter(|one| one.months.is_some()).collect();
    by_month.sort_by_key(|one| (one.flow, one.year, one.months));
    for same in by_month.chunk_by(|a, b| (a.flow, a.year, a.months) == (b.flow, b.year, b.months)) {
        let who = match same {
            [one] => countries.name(&one.reporter).to_owned(),
            _ => format!("{} reporters", same.len()),
        };
        let months = same[0].months.unwrap_or_default();
        notes.push(format!(
            "{} of {} by {who} hold {months} of 12 months and are {done}.",
            flow(same[0]),
            same[0].year
        ));
    }
    for one in incomplete.iter().filter(|one| one.months.is_none()) {
        let percent = |ratio: Option<f64>| crate::words::digits(100.0 * ratio.unwrap_or(0.0), 0);
        let partners = one.partners_ratio.map_or_else(String::new, |_| {
            format!(", while its partners report {} percent", percent(one.partners_ratio))
        });
        notes.push(format!(
            "{} of {} by {} are incomplete and {done}: {} percent of {}, {} percent for the middle partner{partners}.",
            flow(one),
            one.year,
            countries.name(&one.reporter),
            percent(one.total_ratio),
            one.compared_with.unwrap_or_default(),
            percent(one.median_ratio)
        ));
    }
    notes
}

fn flow(one: &Incomplete) -> &'static str {
    if one.flow == "imports" { "Imports" } else { "Exports" }
}

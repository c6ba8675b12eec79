//! What the statistics say: where exporter and importer tell different stories of the same goods.

use super::facts::{Facts, capital, list, the};
use crate::chart::{BarRow, Bars, Caption, Dumbbell, Figure, Pair, Subject};
use crate::number::{Format, Kind};
use crate::page::{Block, Footnote, Prose, Section};
use thalweg_mirror::{Arrival, Countries, Findings, Measure, Ranked};

/// What the mirror engine answered.
#[derive(Debug, Clone)]
pub struct Statistics {
    /// The most telling gaps.
    pub findings: Findings,
    /// Additional exports that never arrive, exporter by exporter; empty without a policy date.
    pub arrivals: Vec<Arrival>,
    /// The same of exporters taken together as one group; empty where none was asked for.
    pub together: Vec<Arrival>,
    /// Currency of all values.
    pub currency: Option<String>,
}

/// Statistics with the names of those that they are about.
struct Told<'a> {
    said: &'a Statistics,
    countries: Countries,
}

/// Exporters that are drawn.
const DRAWN: usize = 10;

pub(super) fn section(facts: &Facts<'_>) -> Option<Section> {
    let told = Told::of(facts)?;
    let mut body = Vec::new();
    body.extend(told.by_importer().map(Block::Figure));
    body.extend(told.by_exporter().map(Block::Figure));
    if !told.said.findings.findings.is_empty() {
        body.push(Block::Heading("The most telling gaps".into()));
        body.extend(told.gaps().map(Block::Figure));
        body.extend(told.said.findings.findings.iter().map(|one| Block::Paragraph(sentence(one))));
    }
    if told.said.together.is_empty() {
        body.extend(told.said.findings.more.iter().map(|more| Block::Paragraph(more.as_str().into())));
    }
    let assumed = told.said.findings.notes.join(" ");
    if !assumed.is_empty() {
        body.push(Block::Caveat("What was assumed and left out.".into(), assumed.into()));
    }
    Some(Section {
        id: "statistics".into(),
        heading: "What the statistics say".into(),
        lead: told.lead().into(),
        body,
    })
}

/// What the answer at the top of the page says of it.
pub(super) fn answer(facts: &Facts<'_>) -> Option<Prose> {
    let told = Told::of(facts)?;
    let all = told.all_together()?;
    Some(format!("{}[^statistics]", told.lost(all)).into())
}

/// How its numbers were made.
pub(super) fn footnotes(facts: &Facts<'_>) -> Vec<Footnote> {
    let Some(told) = Told::of(facts) else { return Vec::new() };
    let sources: Vec<String> = told
        .said
        .findings
        .sources
        .iter()
        .map(|one| {
            format!(
                "{} ({}; {} statements, {} rows refused, {} set aside)",
                one.file, one.layout, one.accepted, one.refused, one.set_aside
            )
        })
        .collect();
    let text = format!(
        "Both reports of every flow are held against each other; a gap is told where it is far from what is usual for these reporters. What never \
         arrives is one less additional imports over additional exports, both against the last year before the policy and both as they were reported. \
         A gap is no proof: goods in transit and different systems of recording make gaps too. Tables: {}.",
        list(&sources)
    );
    vec![Footnote { id: "statistics".into(), text: text.into() }]
}

/// A finding, with its year and what it looks like told by the engine.
fn sentence(one: &Ranked) -> Prose {
    format!("{}. {}", one.rank, one.sentence).into()
}

impl<'a> Told<'a> {
    fn of(facts: &Facts<'a>) -> Option<Self> {
        Some(Self { said: facts.brief.statistics.as_ref()?, countries: Countries::embedded() })
    }

    fn name(&self, code: &str) -> String {
        match code {
            "EU27" => "European Union".to_owned(),
            code => self.countries.name(code).to_owned(),
        }
    }

    fn the(&self, code: &str) -> String {
        the(&self.name(code))
    }

    fn currency(&self) -> &str {
        self.said.currency.as_deref().unwrap_or("of the tables\u{2019} currency")
    }

    /// Billions of the currency.
    fn amount(&self, value: f64) -> String {
        format!("{} billion {}", Format::from(Kind::Amount).text(value / 1e9), self.currency())
    }

    /// All importers and all years of the group.
    fn all_together(&self) -> Option<&'a Arrival> {
        self.said.together.iter().filter(|one| one.importers.len() > 1).max_by_key(|one| one.years.len())
    }

    /// Each importer by itself, all its years together.
    fn by_itself(&self) -> Vec<&'a Arrival> {
        let mut alone: Vec<&Arrival> = self
            .said
            .together
            .iter()
            .filter(|one| {
                let longest = |other: &&Arrival| other.importers == one.importers;
                let most = self.said.together.iter().filter(longest).map(|other| other.years.len()).max();
                one.importers.len() == 1 && Some(one.years.len()) == most
            })
            .collect();
        alone.sort_by(|a, b| lost(b).total_cmp(&lost(a)));
        // an importer with one year alone stands for it
        alone.dedup_by(|a, b| a.importers == b.importers);
        alone
    }

    /// `Of the 12.3 billion EUR that … sold to … beyond 2021, 42 % never arrived`.
    fn lost(&self, one: &Arrival) -> String {
        let importers: Vec<String> = one.importers.iter().map(|code| self.the(code)).collect();
        format!(
            "Of **{}** that {} says it sold to {} in {} beyond {}, **{:.0} %** never arrived, by the importers\u{2019} own reports.",
            self.amount(one.additional_exports),
            self.the(&one.exporter),
            list(&importers),
            years(one),
            one.base,
            100.0 * one.never_arrived
        )
    }

    fn lead(&self) -> String {
        let first = "Every flow is reported twice, by who sells and by who buys; where the two part more than usual, goods took another way or another name.";
        let told = self.all_together().map(|all| self.lost(all)).unwrap_or_default();
        format!("{first} {told} Why two reports differ, statistics do not show.[^statistics]")
    }

    fn caption(&self, title: String, subtitle: String) -> Caption {
        let files: Vec<&str> = self.said.findings.sources.iter().map(|one| one.file.as_str()).collect();
        Caption {
            title,
            subtitle,
            source: format!("thalweg, from {}", files.join(", ")),
            notes: vec!["statistics".into()],
        }
    }

    fn by_importer(&self) -> Option<Figure> {
        let rows: Vec<Pair> = self
            .by_itself()
            .into_iter()
            .map(|one| {
                let name = format!("{}, {}", self.name(&one.importers[0]), years(one));
                let pair = Pair::new(
                    Subject::plain(name),
                    one.additional_exports / 1e9,
                    one.additional_imports / 1e9,
                );
                pair.changed_by(-100.0 * one.never_arrived)
            })
            .collect();
        let first =
            self.by_itself().into_iter().max_by(|a, b| a.never_arrived.total_cmp(&b.never_arrived))?;
        let title = format!(
            "{}: {:.0} % of what {} sold on top never arrived",
            self.name(&first.importers[0]),
            100.0 * first.never_arrived,
            self.the(&first.exporter)
        );
        let subtitle = format!(
            "Beyond {}, billion {}; at the right by how much importers fall short",
            first.base,
            self.currency()
        );
        let chart = Dumbbell {
            before: "exporters say they sold on top".into(),
            after: "importers say they bought on top".into(),
            rows,
            format: Kind::Amount.into(),
        };
        Some(Figure::new("never-arrived", self.caption(title, subtitle), chart))
    }

    /// Exporters by what of their additional exports is missing, over all importers.
    fn by_exporter(&self) -> Option<Figure> {
        let mut losses: Vec<&Arrival> = self
            .said
            .arrivals
            .iter()
            .filter(|one| one.importers.len() > 1 && one.exporter != "EU27" && lost(one) > 0.0)
            .collect();
        losses.sort_by(|a, b| lost(b).total_cmp(&lost(a)));
        losses.truncate(DRAWN);
        let first = losses.first()?;
        let title = format!("{} misses most", capital(&self.the(&first.exporter)));
        let subtitle = format!(
            "Sold beyond {} to {} and not reported there, billion {}; the {} largest",
            first.base,
            list(&first.importers.iter().map(|code| self.name(code)).collect::<Vec<_>>()),
            self.currency(),
            losses.len()
        );
        let row = |one: &&Arrival| {
            let name = format!("{} ({:.0} %)", self.name(&one.exporter), 100.0 * one.never_arrived);
            BarRow::new(Subject::plain(name), [(lost(one) / 1e9).into()])
        };
        let bars = Bars {
            series: vec!["missing".into()],
            rows: losses.iter().map(row).collect(),
            format: Kind::Amount.into(),
        };
        Some(Figure::new("missing-by-exporter", self.caption(title, subtitle), bars))
    }

    /// The gaps that are of one measure and unit with the first.
    fn gaps(&self) -> Option<Figure> {
        let first = self.said.findings.findings.first()?;
        let same = |one: &&Ranked| one.gap.measure == first.gap.measure && one.gap.unit == first.gap.unit;
        let numbers = || {
            self.said
                .findings
                .findings
                .iter()
                .filter(same)
                .flat_map(|one| [one.gap.exporter_said, one.gap.importer_said])
        };
        let largest = numbers().flatten().fold(0.0, f64::max);
        let (scale, unit, format) = match first.gap.measure {
            Measure::Value if largest < 5e9 => (1e6, format!("million {}", self.currency()), Kind::Amount),
            Measure::Value => (1e9, format!("billion {}", self.currency()), Kind::Amount),
            Measure::Quantity => (1e9, scaled(&first.gap.unit), Kind::Number),
        };
        let row = |one: &Ranked| {
            let gap = &one.gap;
            let all = gap.product.is_empty() || gap.product == "TOTAL";
            let goods = if all { String::new() } else { format!(", {}", gap.product) };
            let name = format!(
                "{} from {}{goods}, {}",
                self.name(&gap.importer),
                self.name(&gap.exporter),
                gap.year
            );
            let said = |number: Option<f64>| number.map_or(f64::NAN, |number| number / scale);
            Pair::new(Subject::plain(name), said(gap.exporter_said), said(gap.importer_said))
        };
        let rows: Vec<Pair> = self.said.findings.findings.iter().filter(same).map(row).collect();
        let title = match rows.len() {
            1 => "The most telling gap".to_owned(),
            many => format!("The {many} most telling gaps"),
        };
        let subtitle = format!(
            "What each side reports, {unit}; size, persistence, sudden change and what is usual decide the order"
        );
        let chart = Dumbbell {
            before: "the exporter says".into(),
            after: "the importer says".into(),
            rows,
            format: format.into(),
        };
        Some(Figure::new("mirror-gaps", self.caption(title, subtitle), chart))
    }
}

/// A unit of quantity a thousand million times as large.
fn scaled(unit: &str) -> String {
    match unit {
        "kg" => "million tonnes".to_owned(),
        unit => format!("billion {unit}"),
    }
}

fn lost(one: &Arrival) -> f64 {
    one.additional_exports - one.additional_imports
}

/// `2022 and 2023`.
fn years(one: &Arrival) -> String {
    let mut years: Vec<String> =
        one.years.iter().filter_map(|year| year.split(' ').nth(1)).map(str::to_owned).collect();
    years.sort();
    years.dedup();
    list(&years)
}

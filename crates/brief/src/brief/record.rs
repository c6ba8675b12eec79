//! How the model would have done in a trade war that happened.

use super::facts::{Facts, capital, list, possessive};
use crate::chart::{
    BarRow, Bars, Calibration, Caption, Cloud, Course, Estimate, Figure, Judged, Moment, Subject,
};
use crate::number::{Format, Kind};
use crate::page::{Block, Footnote, Section};
use thalweg_evidence::{CaseRow, Record, ScoreRow};

/// What is judged, and with which elasticities, in the words of the record.
const DIRECT: &str = "direct";
const REPLACED: &str = "replaced";
const OBSERVED: &str = "observed";
const OWN: &str = "own";

/// Names of the countries that the record is about, whatever the baseline of the page calls them.
const NAMES: [(&str, &str); 3] = [("USA", "United States"), ("CHN", "China"), ("VNM", "Vietnam")];

pub(super) fn section(facts: &Facts<'_>) -> Option<Section> {
    let told = Told { facts, record: facts.brief.record.as_ref()? };
    let sides = told.sides();
    let mut body = vec![Block::Figure(told.calibration(&sides))];
    body.extend(told.long_run(&sides).map(|text| Block::Paragraph(text.into())));
    body.push(Block::Figure(told.course()));
    body.push(Block::Figure(told.errors()));
    body.push(Block::Caveat("What a model of tariffs does not know.".into(), UNKNOWN.into()));
    body.push(Block::Paragraph(CHECK.into()));
    Some(Section {
        id: "record".into(),
        heading: "How far to trust this".into(),
        lead: format!("{} {}[^record]", told.did_well(&sides), told.failed(&sides)).into(),
        body,
    })
}

/// Why it misses what it misses.
const UNKNOWN: &str = "In these years China waived its tariffs for many buyers and, in January 2020, bound itself to buy \
    American goods; firms moved plants, and sent goods through third countries; a pandemic came. None of it is in tariffs, and \
    none of it is in any forecast on this page.";

/// Where to look further.
const CHECK: &str = "\u{201c}thalweg evidence record\u{201d} prints every number of this section, case by case; \
    \u{201c}thalweg evidence backtest\u{201d} makes them again from the data. \u{201c}thalweg evidence replicate\u{201d} reruns \
    results that others published, and prints published against computed.";

/// One side's tariffs, and what became of the flows that they fell on, in percent net of what moved both sides' other trade.
struct Side<'a> {
    score: &'a ScoreRow,
    cases: Vec<&'a CaseRow>,
    came: f64,
    said: f64,
    own: f64,
}

impl Side<'_> {
    /// Part of the error of a forecast that nothing changes that is taken away; below zero: added.
    fn gain(&self) -> f64 {
        1.0 - self.score.mean_error / self.score.mean_error_of_nothing
    }

    fn helps(&self) -> bool {
        self.gain() > 0.0
    }
}

struct Told<'a> {
    facts: &'a Facts<'a>,
    record: &'a Record,
}

/// Log points times 100 as a change in percent.
fn percent(points: f64) -> f64 {
    100.0 * (points / 100.0).exp_m1()
}

/// Mean of log changes in percent, weighted by the root of the flow before, as the record weighs its errors.
fn mean(cases: &[&CaseRow], of: impl Fn(&CaseRow) -> f64) -> f64 {
    let weight: f64 = cases.iter().map(|case| case.flow.sqrt()).sum();
    percent(cases.iter().map(|case| case.flow.sqrt() * of(case)).sum::<f64>() / weight)
}

/// A fall or a rise in whole percent: `45 % lower`.
fn size(change: f64) -> String {
    format!("**{:.0} %** {}", change.abs(), if change < 0.0 { "lower" } else { "higher" })
}

fn said(case: &CaseRow) -> f64 {
    case.observed.unwrap_or(case.own)
}

impl<'a> Told<'a> {
    fn name(&self, code: &str) -> String {
        let known = NAMES.iter().find(|(known, _)| *known == code);
        known.map_or_else(|| self.facts.name(code), |(_, name)| (*name).to_owned())
    }

    fn the(&self, code: &str) -> String {
        super::facts::the(&self.name(code))
    }

    /// `China’s purchases from the United States`.
    fn purchases(&self, row: &ScoreRow) -> String {
        format!("{} purchases from {}", possessive(&self.the(&row.importer)), self.the(&row.exporter))
    }

    /// The sides, the one that the model tells best first.
    fn sides(&self) -> Vec<Side<'a>> {
        let direct =
            self.record.scores.iter().filter(|row| row.question == DIRECT && row.forecast == OBSERVED);
        let side = |score: &'a ScoreRow| {
            let of = |case: &&CaseRow| {
                case.question == DIRECT && case.importer == score.importer && case.exporter == score.exporter
            };
            let cases: Vec<&CaseRow> = self.record.cases.iter().filter(of).collect();
            let means = [mean(&cases, |case| case.actual), mean(&cases, said), mean(&cases, |case| case.own)];
            Side { score, cases, came: means[0], said: means[1], own: means[2] }
        };
        let mut sides: Vec<Side<'a>> = direct.map(side).collect();
        sides.sort_by(|a, b| b.gain().total_cmp(&a.gain()));
        sides
    }

    /// The first sentence: where it did well.
    fn did_well(&self, sides: &[Side<'_>]) -> String {
        let (_, year) = Record::YEARS;
        match sides.first().filter(|side| side.helps()) {
            None => "Judged by the tariffs of 2018 and 2019, the model did no better than saying that nothing changes.".into(),
            Some(side) => format!(
                "Judged by the tariffs of 2018 and 2019, the model did well on {}: they were {} in {year} than all else \
                 explains, it says {}, and that takes away **{:.0} %** of the error of saying that nothing changes.",
                self.purchases(side.score),
                size(side.came),
                size(side.said),
                100.0 * side.gain()
            ),
        }
    }

    /// The second sentence: where it failed.
    fn failed(&self, sides: &[Side<'_>]) -> String {
        let worse = sides.iter().filter(|side| !side.helps()).map(|side| {
            format!(
                "{} (they were {} where it says {}, and saying nothing does better)",
                self.purchases(side.score),
                size(side.came),
                size(side.said)
            )
        });
        let third = self.replaced_more().map(|words| format!("who took the place: {words}"));
        let failures: Vec<String> = worse.chain(third).collect();
        if failures.is_empty() {
            return "Nothing moved beyond what it usually moves and the model did not say.".into();
        }
        format!("It failed on {}.", failures.join(", and on "))
    }

    /// The largest supplier that rose beyond what was said and what is usual.
    fn replaced_more(&self) -> Option<String> {
        let more = self
            .record
            .cases
            .iter()
            .filter(|case| case.question == REPLACED && case.verdict == "more than said");
        let case = more.max_by(|a, b| a.flow.total_cmp(&b.flow))?;
        Some(format!(
            "{} sales to {} were {} than its other trade explains, where it says {}",
            possessive(&self.the(&case.case)),
            self.the(&case.importer),
            size(percent(case.actual)),
            size(percent(said(case)))
        ))
    }

    /// What published long-run elasticities said of the side that is told best, and how well the order of cases is told.
    fn long_run(&self, sides: &[Side<'_>]) -> Option<String> {
        let side = sides.first()?;
        let far = if side.own.abs() > side.came.abs() {
            "more than had come by then: read the long-run numbers of this page as what may come later"
        } else {
            "no more than had come by then"
        };
        let ranks = side.score.rank_correlation.map_or(String::new(), |ranks| {
            let ranks = format!("{ranks:.2}").replace('-', "\u{2212}");
            format!(
                " Which sectors move most is told less well than how far all of them do: the correlation of ranks is \
                 {ranks}."
            )
        });
        Some(format!(
            "With published long-run elasticities instead, it says {} for {}, {far}.{ranks}",
            size(side.own),
            self.purchases(side.score)
        ))
    }

    fn caption(&self, title: String, subtitle: String) -> Caption {
        let (before, year) = Record::YEARS;
        Caption {
            title,
            subtitle,
            source: format!("thalweg evidence on OECD inter-country input-output tables, {before} to {year}"),
            notes: vec!["record".into()],
        }
    }

    /// What was said of every treated flow, against what came.
    fn calibration(&self, sides: &[Side<'_>]) -> Figure {
        let clouds = sides.iter().map(|side| Cloud {
            subject: Subject::new(&side.score.importer, capital(&self.purchases(side.score))),
            cases: side
                .cases
                .iter()
                .map(|case| {
                    Judged::new(
                        capital(&case.case.replace('-', " ")),
                        percent(said(case)),
                        percent(case.actual),
                        case.flow / 1000.0,
                    )
                })
                .collect(),
        });
        let verdicts: Vec<String> = sides
            .iter()
            .map(|side| {
                let verdict = match side.gain() {
                    gain if gain > 0.5 => "fell about as far as said",
                    gain if gain > 0.0 => "fell somewhat as said",
                    _ if side.came.abs() < side.said.abs() => "fell less than said",
                    _ => "moved otherwise than said",
                };
                format!("{} {verdict}", self.purchases(side.score))
            })
            .collect();
        let (before, year) = Record::YEARS;
        let caption = self.caption(
            capital(&list(&verdicts)),
            format!(
                "Trade under the tariffs of 2018 and 2019 by sector, change {before} to {year} in percent, net of what moved \
                 both sides\u{2019} other trade; larger dots: larger flows in {before}"
            ),
        );
        let drawing = Calibration {
            clouds: clouds.collect(),
            weight: format!("Flow in {before}, billion USD"),
            format: Kind::Change.into(),
        };
        Figure::new("said-and-came", caption, drawing)
    }

    /// The response by year with its placebo band.
    fn course(&self) -> Figure {
        let (base, year) = Record::YEARS;
        let pair = |low: Option<f64>, high: Option<f64>| low.zip(high);
        let mut moments: Vec<Moment> = self
            .record
            .years
            .iter()
            .map(|row| Moment {
                year: row.year,
                estimate: pair(row.low, row.high)
                    .map_or(row.response.into(), |(low, high)| Estimate::within(row.response, low, high)),
                band: pair(row.band_low, row.band_high),
            })
            .collect();
        moments.push(Moment { year: base, estimate: 0.0.into(), band: Some((0.0, 0.0)) });
        moments.sort_by_key(|moment| moment.year);
        let last = self.record.years.iter().find(|row| row.year == year);
        let title = last.map_or_else(
            || "What trade made of the tariffs, year by year".to_owned(),
            |row| {
                let clear = row.band_high.is_some_and(|high| row.response > high);
                let number = |value: f64| Format::from(Kind::Number).text(value);
                let theta = row
                    .theta
                    .map_or(String::new(), |theta| format!(", a trade elasticity of {}", number(theta)));
                let stands = if clear { "stands out from chance" } else { "does not stand out from chance" };
                format!("The response {stands}: {} in {year}{theta}", number(row.response))
            },
        );
        let caption = self.caption(
            title,
            format!(
                "Percent by which treated trade falls for one percent of tariff, against {base}; lines: 90 % intervals; the trade \
                 elasticity is the response less one"
            ),
        );
        let drawing = Course {
            what: "Response to the tariffs of 2018 and 2019".into(),
            band: "Same tariffs, other pairs: middle 90 %".into(),
            moments,
            format: Kind::Number.into(),
        };
        Figure::new("response-by-year", caption, drawing)
    }

    /// The errors of the model beside that of a forecast that nothing changes.
    fn errors(&self) -> Figure {
        let of = |row: &ScoreRow, forecast: &str| {
            let same = |other: &&ScoreRow| {
                let key = |row: &ScoreRow| (row.question.clone(), row.importer.clone(), row.exporter.clone());
                other.forecast == forecast && key(other) == key(row)
            };
            self.record.scores.iter().find(same).map_or(Estimate::ABSENT, |row| row.mean_error.into())
        };
        let asked: Vec<&ScoreRow> =
            self.record.scores.iter().filter(|row| row.forecast == OBSERVED).collect();
        let rows = asked.iter().map(|row| {
            let errors = vec![of(row, OBSERVED), of(row, OWN), row.mean_error_of_nothing.into()];
            BarRow::new(Subject::plain(format!("{}: {}", self.name(&row.importer), row.question)), errors)
        });
        // half a log point is nothing that a reader would act on
        let better = |row: &&&ScoreRow| row.mean_error + 0.5 < row.mean_error_of_nothing;
        let wins = asked.iter().filter(better).count();
        let caption = self.caption(
            format!("Clearly better than saying that nothing changes on {wins} of {} questions", asked.len()),
            "Mean error of net changes in log points times 100, by whose tariffs. Direct: what they fell on; replaced: others\u{2019} \
             sales to that country; flooded: the taxed exporter\u{2019}s sales elsewhere. The model with observed and with \
             published long-run elasticities, and a forecast that nothing changes; shorter is better"
                .into(),
        );
        let bars = Bars {
            series: vec!["Observed".into(), "Long run".into(), "Nothing changes".into()],
            rows: rows.collect(),
            format: Kind::Number.into(),
        };
        Figure::new("errors-of-forecasts", caption, bars)
    }
}

pub(super) fn footnote(facts: &Facts<'_>) -> Option<Footnote> {
    facts.brief.record.as_ref()?;
    let (before, year) = Record::YEARS;
    let text = format!(
        "The world of {before} is solved under the tariffs that the United States and China laid on each other in 2018 and 2019, \
         and compared with {year}: manufacturing without pharmaceuticals. A change is net of importer-sector and exporter-sector \
         effects that are fitted without the flow itself; percents of several flows are means of logs, weighted by the root of \
         the flow of {before}. No elasticity judges the flows that it was estimated on: each sector\u{2019}s comes from the other \
         sectors. The band gives the same tariffs to other pairs whose trade is above 5 billion dollars both ways. Two pairs of \
         countries were treated, in the years of a pandemic: this is one test, not many. Source: OECD inter-country \
         input-output tables of 2011 to 2022, 81 economies."
    );
    Some(Footnote { id: "record".into(), text: text.into() })
}

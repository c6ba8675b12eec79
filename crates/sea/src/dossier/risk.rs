//! Reasons to look closer at a ship, each with its weight, its evidence and what else it could be.

use crate::event::{Event, Kind};
use crate::origin::{Cargo, Judgement, Verdict};
use crate::rules::{RuleError, within};
use serde::{Deserialize, Serialize};

/// How much each reason counts, in points: ours, and for you to change. They order what to read first; they are no probabilities of anything.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RiskRules {
    /// Silences that others near by make deliberate.
    pub silences: f64,
    /// Meetings at sea with another ship that was heard.
    pub meetings: f64,
    /// Waiting at sea beside nobody that was heard.
    pub one_sided: f64,
    /// Positions at which it cannot have been.
    pub false_positions: f64,
    /// Numbers, names and flags that changed or cannot be.
    pub identity: f64,
    /// Cargo that came through other ships.
    pub transfers: f64,
    /// Cargo of which the record does not show where it was loaded.
    pub unknown_origin: f64,
    /// Declared origins that the record contradicts.
    pub declared: f64,
}

impl Default for RiskRules {
    fn default() -> Self {
        Self {
            silences: 3.0,
            meetings: 1.0,
            one_sided: 2.0,
            false_positions: 4.0,
            identity: 2.0,
            transfers: 2.0,
            unknown_origin: 1.0,
            declared: 4.0,
        }
    }
}

impl RiskRules {
    /// Whether every number is in its range.
    ///
    /// # Errors
    /// [`RuleError::Range`] names the first that is not.
    pub fn check(&self) -> Result<(), RuleError> {
        let points = "points from 0 to 100";
        within("risk.silences", self.silences, 0.0, 100.0, points)?;
        within("risk.meetings", self.meetings, 0.0, 100.0, points)?;
        within("risk.one_sided", self.one_sided, 0.0, 100.0, points)?;
        within("risk.false_positions", self.false_positions, 0.0, 100.0, points)?;
        within("risk.identity", self.identity, 0.0, 100.0, points)?;
        within("risk.transfers", self.transfers, 0.0, 100.0, points)?;
        within("risk.unknown_origin", self.unknown_origin, 0.0, 100.0, points)?;
        within("risk.declared", self.declared, 0.0, 100.0, points)
    }
}

/// Reasons to look closer, and their plain sum.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Risk {
    /// All reasons that are asked about, those without evidence too.
    pub parts: Vec<Part>,
    /// The sum of the points of the parts, and nothing else.
    pub total: f64,
    /// The sum if every reason were certain.
    pub most: f64,
}

/// One reason.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Part {
    /// What, as its key in a rules file.
    pub what: &'static str,
    /// Points if it is certain.
    pub weight: f64,
    /// How sure it is, 0 to 1: of claims that at least one holds, if they are independent; of cargoes the largest share.
    pub certainty: f64,
    /// Weight by certainty.
    pub points: f64,
    /// How many claims or cargoes it rests on.
    pub evidence: usize,
    /// What the record shows, in a sentence.
    pub sentence: String,
    /// What else it could be.
    pub innocent: Vec<&'static str>,
}

impl Risk {
    pub(super) fn of(events: &[Event], cargoes: &[Cargo], judged: &[Judgement], rules: &RiskRules) -> Self {
        let of = |kind: Kind| events.iter().filter(move |event| event.kind == kind);
        let parts = vec![
            claims(
                "silences",
                rules.silences,
                "silent while others near by were heard",
                of(Kind::Gap).filter(|gap| gap.verdict == "deliberate"),
            ),
            claims(
                "meetings",
                rules.meetings,
                "beside another ship long enough to hand over cargo",
                of(Kind::Encounter),
            ),
            claims(
                "one_sided",
                rules.one_sided,
                "waiting at sea while another ship near by was silent",
                of(Kind::OneSidedEncounter),
            ),
            claims(
                "false_positions",
                rules.false_positions,
                "reported at places where it cannot have been",
                of(Kind::FalsePosition),
            ),
            claims(
                "identity",
                rules.identity,
                "under a changed or impossible name, number or flag",
                of(Kind::Identity),
            ),
            transfers(cargoes, rules.transfers),
            unknown(cargoes, rules.unknown_origin),
            declared(judged, rules.declared),
        ];
        let total = parts.iter().map(|part| part.points).sum();
        let most = parts.iter().map(|part| part.weight).sum();
        Self { parts, total, most }
    }
}

impl Part {
    fn new(what: &'static str, weight: f64, certainty: f64, evidence: usize, sentence: String) -> Self {
        Self { what, weight, certainty, points: weight * certainty, evidence, sentence, innocent: Vec::new() }
    }
}

/// A reason from claims of one kind.
fn claims<'a>(what: &'static str, weight: f64, words: &str, events: impl Iterator<Item = &'a Event>) -> Part {
    let (mut none, mut count, mut innocent) = (1.0, 0, Vec::new());
    for event in events {
        none *= 1.0 - event.confidence.clamp(0.0, 1.0);
        count += 1;
        innocent.extend(event.innocent.iter().copied());
    }
    innocent.sort_unstable();
    innocent.dedup();
    let sentence = match count {
        0 => format!("The record does not show the ship {words}."),
        1 => format!("The record shows the ship once {words}."),
        _ => format!("The record shows the ship {count} times {words}."),
    };
    Part { innocent, ..Part::new(what, weight, 1.0 - none, count, sentence) }
}

/// Cargo that came through other ships: the largest share of one cargo.
fn transfers(cargoes: &[Cargo], weight: f64) -> Part {
    let share = |cargo: &Cargo| {
        let through = cargo.origin.loadings.iter().filter(|loading| loading.ship != cargo.ship);
        through.map(|loading| loading.probability).sum::<f64>()
    };
    let shares: Vec<f64> = cargoes.iter().map(share).filter(|share| *share >= 0.05).collect();
    let most = shares.iter().copied().fold(0.0, f64::max);
    let sentence = match shares.len() {
        0 => "No cargo that it discharged is seen to have come through another ship.".to_owned(),
        count => format!(
            "Of {} that it discharged, up to {:.0} % came through other ships.",
            several(count, "cargo", "cargoes"),
            100.0 * most
        ),
    };
    let innocent = if shares.is_empty() {
        Vec::new()
    } else {
        vec!["handing cargo over at sea is a lawful trade, and usual where ports are shallow"]
    };
    Part { innocent, ..Part::new("transfers", weight, most, shares.len(), sentence) }
}

/// Cargo of which nobody can tell where it was loaded.
fn unknown(cargoes: &[Cargo], weight: f64) -> Part {
    let shares: Vec<f64> =
        cargoes.iter().map(|cargo| cargo.origin.unknown).filter(|share| *share >= 0.05).collect();
    let most = shares.iter().copied().fold(0.0, f64::max);
    let sentence = match (cargoes.len(), shares.len()) {
        (0, _) => "The record shows no cargo that it discharged.".to_owned(),
        (_, 0) => "The record leads to a loading for all that it discharged.".to_owned(),
        (_, count) => format!(
            "Of {} that it discharged, for up to {:.0} % the record does not show where it was loaded.",
            several(count, "cargo", "cargoes"),
            100.0 * most
        ),
    };
    let innocent = if shares.is_empty() {
        Vec::new()
    } else {
        vec!["the record begins after the loading, or does not cover the place"]
    };
    Part { innocent, ..Part::new("unknown_origin", weight, most, shares.len(), sentence) }
}

fn declared(judged: &[Judgement], weight: f64) -> Part {
    let against: Vec<&Judgement> =
        judged.iter().filter(|judged| judged.verdict == Verdict::Inconsistent).collect();
    let most = against.iter().map(|judged| 1.0 - judged.probability - judged.unknown).fold(0.0, f64::max);
    let sentence = match (judged.len(), against.len()) {
        (0, _) => "No declared origin was given to compare.".to_owned(),
        (all, 0) => {
            format!("The record contradicts none of {}.", several(all, "declared origin", "declared origins"))
        }
        (all, count) => format!(
            "The record contradicts {count} of {}.",
            several(all, "declared origin", "declared origins")
        ),
    };
    let innocent = if against.is_empty() {
        Vec::new()
    } else {
        vec!["rules of origin may name the country where cargo was blended or stored"]
    };
    Part { innocent, ..Part::new("declared", weight, most, against.len(), sentence) }
}

fn several(count: usize, one: &str, more: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {more}") }
}

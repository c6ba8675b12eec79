//! What is asked of a panel, and the data that answer.

use crate::error::{Error, ErrorKind};
use crate::panel::Panel;
use crate::placebo::Placebo;
use crate::policy::Policy;
use crate::regressor::{Dose, Regressor, tariffs_of};
use crate::sample::{Sample, check_treated};
use crate::schedule::{Crosswalk, Schedule};
use std::collections::BTreeSet;
use thalweg_core::{Problem, nearest};
use thalweg_trade::{Baseline, Cube};

/// The data of an estimation.
#[derive(Debug, Clone, Copy)]
pub struct Data<'a> {
    /// The flows.
    pub panel: &'a Panel,
    /// The tariffs that came.
    pub policy: &'a Policy,
    /// The world before, with its tariffs; absent: no tariffs, and no groups of sectors.
    pub baseline: Option<&'a Baseline>,
    /// Lists by product and date, for a second answer with tariffs as they were in force.
    pub lists: Option<(&'a [Schedule], &'a Crosswalk)>,
}

/// What is asked.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// The year before the policy.
    pub base_year: i32,
    /// The sectors that are pooled, by code or by a group of the baseline; none: those that the policy touches.
    pub sectors: Vec<String>,
    /// Sectors that are left out of these.
    pub without: Vec<String>,
    /// Flows count if they are strictly above this in both years, in the panel's unit (million USD).
    pub floor: f64,
    /// How additions are measured.
    pub dose: Dose,
    /// The first year in which all of the policy was in force; none: no sets of elasticities.
    pub full_force: Option<i32>,
    /// How placebo policies are drawn.
    pub placebo: Placebo,
}

impl Question {
    /// The usual question: flows above one million, price doses, 5,000 placebo draws.
    pub fn new(base_year: i32) -> Self {
        Self {
            base_year,
            sectors: Vec::new(),
            without: Vec::new(),
            floor: 1.0,
            dose: Dose::Price,
            full_force: None,
            placebo: Placebo::default(),
        }
    }
}

/// Data and question made ready.
#[derive(Debug, Clone)]
pub(crate) struct Ready {
    pub(crate) sample: Sample,
    pub(crate) tariffs: Cube,
    pub(crate) regressor: Regressor,
}

impl Ready {
    pub(crate) fn new(data: &Data<'_>, question: &Question) -> Result<Self, Error> {
        data.panel.check_years(question.base_year)?;
        check_numbers(question)?;
        let panel = data.panel;
        let tariffs = match data.baseline {
            Some(baseline) => tariffs_of(panel, baseline)?,
            None => Cube::filled(panel.sectors.len(), panel.countries.len(), 0.0),
        };
        let regressor = Regressor::new(panel, data.policy, &tariffs, question.dose)?;
        let sectors = pooled(data, question, &regressor)?;
        let sample = Sample { base_year: question.base_year, sectors, floor: question.floor };
        check_treated(panel, &sample, &regressor)?;
        Ok(Self { sample, tariffs, regressor })
    }
}

fn check_numbers(question: &Question) -> Result<(), Error> {
    let usable = |value: f64| value.is_finite() && value >= 0.0;
    let wrong = if !usable(question.floor) {
        "the floor of flows must be a number of zero or more"
    } else if !usable(question.placebo.comparable) {
        "the size of comparable flows must be a number of zero or more"
    } else if question.placebo.draws == 0 {
        "there must be at least one placebo draw"
    } else {
        return Ok(());
    };
    Err(Error::one(ErrorKind::Question, Problem::new(wrong)))
}

/// The sectors that are pooled, sorted.
fn pooled(data: &Data<'_>, question: &Question, regressor: &Regressor) -> Result<Vec<usize>, Error> {
    let mut problems = Vec::new();
    let mut chosen = BTreeSet::new();
    if question.sectors.is_empty() {
        chosen.extend((0..data.panel.sectors.len()).filter(|j| !regressor.sectors[*j].is_empty()));
    }
    let mut find = |words: &[String], act: &mut dyn FnMut(usize)| {
        for word in words {
            match meant(data, word) {
                Ok(sectors) => sectors.into_iter().for_each(&mut *act),
                Err(problem) => problems.push(problem),
            }
        }
    };
    find(&question.sectors, &mut |j| {
        chosen.insert(j);
    });
    find(&question.without, &mut |j| {
        chosen.remove(&j);
    });
    if problems.is_empty() && chosen.is_empty() {
        problems.push(Problem::new("no sector is left to be pooled"));
    }
    let sectors = chosen.into_iter().collect();
    if problems.is_empty() { Ok(sectors) } else { Err(Error::new(ErrorKind::Question, problems)) }
}

/// The sectors that a word means: a sector of the panel, or a group of the baseline.
fn meant(data: &Data<'_>, word: &str) -> Result<Vec<usize>, Problem> {
    let codes = &data.panel.sectors;
    if let Some(j) = codes.iter().position(|code| code == word) {
        return Ok(vec![j]);
    }
    let sectors = data.baseline.map_or(&[][..], |baseline| &baseline.sectors);
    let group = |code: &String| {
        sectors.iter().any(|sector| &sector.code == code && sector.group.as_deref() == Some(word))
    };
    let found: Vec<usize> = (0..codes.len()).filter(|j| group(&codes[*j])).collect();
    if !found.is_empty() {
        return Ok(found);
    }
    let groups = sectors.iter().filter_map(|sector| sector.group.as_deref());
    let help = match nearest(word, codes.iter().map(String::as_str).chain(groups)) {
        Some(near) => format!("the nearest known word is `{near}`"),
        None => format!("the panel has {}", codes.join(", ")),
    };
    Err(Problem::new(format!("neither a sector of the panel nor a group of the baseline: `{word}`"))
        .help(help))
}

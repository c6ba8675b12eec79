//! A scenario put on a baseline: what holds for each origin, buyer and ship.

use crate::baseline::{Baseline, Fleet};
use crate::class::Class;
use crate::error::{Error, ErrorKind};
use crate::scenario::{Designation, FleetChange, Horizon, Scenario, Words};
use crate::sea_ways::Passage;
use crate::ships::Ship;
use std::collections::BTreeSet;
use thalweg_core::{Problem, nearest};

/// What holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Policy {
    /// How long everybody has had to respond.
    pub horizon: Horizon,
    /// What each pair may not use, `[origin][buyer]`.
    pub(crate) embargo: Vec<Vec<Forbidden>>,
    /// Cap by origin.
    pub cap: Vec<Option<f64>>,
    /// What mainstream ships want more for the cargoes of an origin under a cap, dollars a barrel.
    pub(crate) risk: Vec<f64>,
    /// Whether mainstream ships serve each origin.
    pub(crate) mainstream: Vec<bool>,
    /// Whether each origin uses the shadow fleet.
    pub(crate) shadow: Vec<bool>,
    /// Passages that are shut.
    pub(crate) closed: BTreeSet<Passage>,
    /// Ships.
    pub(crate) fleets: Vec<Fleet>,
    /// Refineries' capacity by buyer.
    pub(crate) refineries: Vec<Option<f64>>,
    /// Terminals' throughput by origin.
    pub(crate) terminals: Vec<Option<f64>>,
    /// ρ, `[origin][buyer]`.
    pub(crate) power: Vec<Vec<f64>>,
}

/// What a pair may not use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Forbidden {
    /// Nothing is forbidden.
    Nothing,
    /// Ships.
    Sea,
    /// Ships and pipes.
    All,
}

impl Policy {
    /// The baseline as it is.
    pub fn of(baseline: &Baseline) -> Self {
        let pairs = |value| vec![vec![value; baseline.buyers.len()]; baseline.origins.len()];
        let mut power = vec![vec![0.0; baseline.buyers.len()]; baseline.origins.len()];
        for (o, b, value) in &baseline.power {
            power[*o][*b] = *value;
        }
        Self {
            horizon: Horizon::Short,
            embargo: pairs(Forbidden::Nothing),
            cap: vec![None; baseline.origins.len()],
            risk: vec![0.0; baseline.origins.len()],
            mainstream: baseline.origins.iter().map(|origin| origin.mainstream).collect(),
            shadow: baseline.origins.iter().map(|origin| origin.shadow).collect(),
            closed: BTreeSet::new(),
            fleets: baseline.fleets.clone(),
            refineries: baseline.buyers.iter().map(|buyer| buyer.capacity).collect(),
            terminals: baseline.origins.iter().map(|origin| origin.throughput).collect(),
            power,
        }
    }
}

impl Policy {
    /// Puts a list of ships in the place of the shadow fleet; those listed already keep what designation leaves them.
    pub(crate) fn use_ships(&mut self, ships: &[Ship], effect: f64) {
        self.fleets.retain(|fleet| !fleet.shadow);
        self.fleets.extend(ships.iter().map(|ship| Fleet {
            shadow: true,
            class: ship.class,
            ships: if ship.designated { 1.0 - effect } else { 1.0 },
            deadweight: ship.deadweight,
            used: ship.used,
        }));
    }
}

impl Scenario {
    /// Puts the scenario on a baseline.
    ///
    /// # Errors
    /// Every word that the baseline does not know and every number that makes no sense, with its place.
    pub fn resolve(&self, baseline: &Baseline) -> Result<Policy, Error> {
        let mut resolving =
            Resolving { scenario: self, baseline, policy: Policy::of(baseline), problems: Vec::new() };
        resolving.all();
        match resolving.problems.is_empty() {
            true => Ok(resolving.policy),
            false => Err(Error::new(ErrorKind::Scenario, resolving.problems)),
        }
    }
}

/// Ships that a `[[fleet]]` can add: more than sail.
const MOST_SHIPS: f64 = 1e5;
/// Highest cap, dollars a barrel: nobody has paid a tenth of it.
const HIGHEST_CAP: f64 = 1e4;

struct Resolving<'a> {
    scenario: &'a Scenario,
    baseline: &'a Baseline,
    policy: Policy,
    problems: Vec<Problem>,
}

impl Resolving<'_> {
    fn all(&mut self) {
        let scenario = self.scenario;
        if let Some(horizon) = scenario.horizon {
            self.policy.horizon = horizon;
        }
        for embargo in &scenario.embargo {
            let what = if embargo.pipelines { Forbidden::All } else { Forbidden::Sea };
            let (origins, buyers) = (self.origins(&embargo.seller), self.buyers(&embargo.buyers));
            for o in origins {
                for b in &buyers {
                    self.policy.embargo[o][*b] = self.policy.embargo[o][*b].max(what);
                }
            }
        }
        for cap in &scenario.cap {
            if !(0.0..=1e3).contains(&cap.risk) {
                let message = format!("a risk of {} dollars a barrel is not between 0 and 1000", cap.risk);
                self.problems.push(scenario.problem(message, "risk"));
                continue;
            }
            if !(cap.price > 0.0 && cap.price <= HIGHEST_CAP) {
                let message = format!("a cap of {} is no price", short(cap.price));
                let problem = self.scenario.problem(message, "price");
                self.problems.push(problem.help("it must be above zero and at most 10,000 dollars a barrel"));
                continue;
            }
            for o in self.origins(&cap.seller) {
                self.put_cap(o, cap.price);
                self.policy.risk[o] = cap.risk;
            }
        }
        for ban in &scenario.ban {
            for o in self.origins(&ban.seller) {
                self.policy.mainstream[o] = false;
                self.policy.shadow[o] = true;
            }
        }
        for power in &scenario.power {
            if !(power.value >= 0.0 && power.value.is_finite()) {
                let message = format!("power is {}: it must be zero or a price above it", power.value);
                self.problems.push(scenario.problem(message, "value"));
                continue;
            }
            let (origins, buyers) = (self.origins(&power.seller), self.buyers(&power.buyers));
            for o in origins {
                for b in &buyers {
                    self.policy.power[o][*b] = power.value;
                }
            }
        }
        self.contradictions();
        self.passages();
        for change in &scenario.fleet {
            self.fleet(change);
        }
        for designation in &scenario.designate {
            self.designate(designation);
        }
    }

    /// A cap binds in the mainstream, and opens the other channel.
    fn put_cap(&mut self, o: usize, price: f64) {
        let origin = &self.baseline.origins[o];
        if let Some(first) = origin.first_cost.filter(|first| price <= *first) {
            let message = format!(
                "a cap of {price} is below the cost of every barrel of `{}`, whose first costs {first}",
                origin.code
            );
            let problem = self.scenario.problem(message, "price");
            self.problems.push(problem.help("nothing would be sold under it: write a `[[ban]]`"));
            return;
        }
        self.policy.cap[o] = Some(price);
        self.policy.shadow[o] = true;
    }

    /// A cap says under which price mainstream ships carry, a ban that they do not.
    fn contradictions(&mut self) {
        for (o, origin) in self.baseline.origins.iter().enumerate() {
            if self.policy.cap[o].is_some() && origin.mainstream && !self.policy.mainstream[o] {
                let message = format!("origin `{}` has both a cap and a ban", origin.code);
                self.problems.push(self.scenario.problem(message, "[[ban]]").help("leave one of them out"));
            }
        }
    }

    fn passages(&mut self) {
        for close in &self.scenario.close {
            match Passage::of_word(&close.passage) {
                Some(passage) => {
                    self.policy.closed.insert(passage);
                }
                None => {
                    let words = Passage::ALL.map(Passage::word);
                    self.unknown("passage", &close.passage, &words);
                }
            }
        }
    }

    fn class(&mut self, word: &str) -> Option<Class> {
        let class = Class::of_word(word);
        if class.is_none() {
            self.unknown("class", word, &Class::ALL.map(Class::word));
        }
        class
    }

    fn fleet(&mut self, change: &FleetChange) {
        let Some(class) = self.class(&change.class) else { return };
        let shadow = match change.channel.as_str() {
            "shadow" => true,
            "mainstream" => false,
            other => return self.unknown("channel", other, &["mainstream", "shadow"]),
        };
        let deadweight = change.deadweight.unwrap_or(class.deadweight());
        let used = change.used.unwrap_or(0.7);
        let sound = (1000.0..=600_000.0).contains(&deadweight) && (0.0..=1.0).contains(&used);
        if change.add.is_nan() || change.add.abs() > MOST_SHIPS || !sound {
            let message = "a fleet needs a number of ships up to 100,000, a deadweight of 1,000 to 600,000 tonnes, and a use of 0 to 1";
            self.problems.push(self.scenario.problem(message.to_owned(), &change.class));
            return;
        }
        if change.add >= 0.0 {
            self.policy.fleets.push(Fleet { shadow, class, ships: change.add, deadweight, used });
        } else {
            self.take(shadow, class, -change.add, 1.0);
        }
    }

    /// Takes ships from the rows of a class, from each the same part.
    fn take(&mut self, shadow: bool, class: Class, ships: f64, effect: f64) {
        let rows = |fleets: &[Fleet]| -> f64 {
            fleets.iter().filter(|row| row.shadow == shadow && row.class == class).map(|row| row.ships).sum()
        };
        let there = rows(&self.policy.fleets);
        if !(0.0..=there * (1.0 + 1e-9)).contains(&ships) {
            let channel = if shadow { "shadow" } else { "mainstream" };
            let message = format!(
                "{ships} ships of class `{}` are to go, and the {channel} fleet has {there}",
                class.word()
            );
            self.problems.push(self.scenario.problem(message, class.word()));
            return;
        }
        let gone = if there > 0.0 { effect * (ships / there).min(1.0) } else { 0.0 };
        for row in self.policy.fleets.iter_mut().filter(|row| row.shadow == shadow && row.class == class) {
            row.ships *= 1.0 - gone;
        }
    }

    fn designate(&mut self, one: &Designation) {
        let effect = one.effect.unwrap_or(self.baseline.parameters.designation_effect);
        if !(0.0..=1.0).contains(&effect) {
            let message = format!("an effect of {effect} is not between 0 and 1");
            return self.problems.push(self.scenario.problem(message, "effect"));
        }
        match (&one.class, one.ships, &one.refinery, &one.terminal, one.capacity) {
            (Some(class), Some(ships), None, None, None) => {
                if let Some(class) = self.class(class) {
                    self.take(true, class, ships, effect);
                }
            }
            (None, None, Some(refinery), None, Some(capacity)) => {
                for b in self.buyers(&Words::One(refinery.clone())) {
                    let there = self.policy.refineries[b];
                    self.policy.refineries[b] = self.less(there, capacity * effect, refinery).or(there);
                }
            }
            (None, None, None, Some(terminal), Some(capacity)) => {
                for o in self.origins(&Words::One(terminal.clone())) {
                    let there = self.policy.terminals[o];
                    self.policy.terminals[o] = self.less(there, capacity * effect, terminal).or(there);
                }
            }
            _ => {
                let message =
                    "a designation is `class` with `ships`, or `refinery` or `terminal` with `capacity`";
                self.problems.push(self.scenario.problem(message.to_owned(), "[[designate]]"));
            }
        }
    }

    fn less(&mut self, there: Option<f64>, gone: f64, word: &str) -> Option<f64> {
        let left = there.map(|there| there - gone);
        match left {
            Some(left) if left > 0.0 && gone >= 0.0 => Some(left),
            Some(left) => {
                let message = format!("capacity of `{word}` would be {left}: it must stay above zero");
                self.problems.push(self.scenario.problem(message, word));
                None
            }
            None => {
                let message =
                    format!("the baseline has no capacity for `{word}`, so that none can be taken away");
                self.problems.push(self.scenario.problem(message, word));
                None
            }
        }
    }

    fn origins(&mut self, words: &Words) -> Vec<usize> {
        let origins = &self.baseline.origins;
        let known: Vec<&str> =
            origins.iter().flat_map(|origin| [origin.code.as_str(), origin.seller.as_str()]).collect();
        let means = |word: &str| -> Vec<usize> {
            let fits = |o: &usize| origins[*o].code == word || origins[*o].seller == word;
            (0..origins.len()).filter(fits).collect()
        };
        self.each("seller", words, &known, means)
    }

    fn buyers(&mut self, words: &Words) -> Vec<usize> {
        let buyers = &self.baseline.buyers;
        let known: Vec<&str> = buyers
            .iter()
            .flat_map(|buyer| {
                std::iter::once(buyer.code.as_str()).chain(buyer.groups.iter().map(String::as_str))
            })
            .collect();
        let means = |word: &str| -> Vec<usize> {
            let fits = |b: &usize| {
                word == "*" || buyers[*b].code == word || buyers[*b].groups.iter().any(|group| group == word)
            };
            (0..buyers.len()).filter(fits).collect()
        };
        self.each("buyer", words, &known, means)
    }

    /// Indices that words mean, each once, in order.
    fn each(
        &mut self,
        kind: &str,
        words: &Words,
        known: &[&str],
        means: impl Fn(&str) -> Vec<usize>,
    ) -> Vec<usize> {
        let mut found = BTreeSet::new();
        if words.all().is_empty() {
            self.problems.push(self.scenario.problem(format!("a list of {kind}s names nobody"), "[]"));
        }
        for word in words.all() {
            let those = means(word);
            if those.is_empty() {
                self.unknown(kind, word, known);
            }
            found.extend(those);
        }
        found.into_iter().collect()
    }

    fn unknown(&mut self, kind: &str, word: &str, known: &[&str]) {
        let problem = self.scenario.problem(format!("unknown {kind} `{word}`"), word);
        self.problems.push(match nearest(word, known.iter().copied()) {
            Some(near) => problem.help(format!("the nearest known word is `{near}`")),
            None => {
                let mut words: Vec<&str> = known.to_vec();
                words.sort_unstable();
                words.dedup();
                problem.help(format!("known: {}", words.join(", ")))
            }
        });
    }
}

/// A number that a reader can read.
fn short(value: f64) -> String {
    if value.abs() < 1e6 || !value.is_finite() { value.to_string() } else { format!("{value:e}") }
}

//! The chain of loads of one ship: what it carried on each leg, given all draughts and all calls.

use super::VoyageRules;
use serde::{Deserialize, Serialize};

/// How much a ship carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Load {
    /// No cargo.
    Ballast,
    /// Some.
    Part,
    /// As much as it takes.
    Laden,
}

/// What a ship does with cargo at a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// It takes cargo.
    Load,
    /// It gives cargo.
    Discharge,
    /// Neither.
    Nothing,
}

impl Action {
    /// All, in the order of arrays of probabilities.
    pub(crate) const ALL: [Self; 3] = [Self::Load, Self::Discharge, Self::Nothing];
}

/// Cargo of each load, as a share of a full one.
pub(crate) const LEVEL: [f64; 3] = [0.0, 0.5, 1.0];

/// `[from][to]`, from ballast to laden.
type Square = [[f64; 3]; 3];

/// A call: how probable each action is from all that is known but this ship's draughts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Step {
    pub(crate) expected: [f64; 3],
    /// Where nothing was done at the call, the probability that something was done somewhere on the way, of which there is no record.
    pub(crate) unrecorded: f64,
}

impl Step {
    /// Weight of what no record shows: loading and discharging alike.
    fn aside(&self, action: usize) -> f64 {
        if action < 2 { self.expected[2] * self.unrecorded / 2.0 } else { 0.0 }
    }
}

/// What a ship stated on a leg, on the scale from its own ballast draught (0) to its own laden draught (1).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Stated {
    Nothing,
    /// The same as on the leg before.
    Again,
    Anew {
        depth: f64,
        spread: f64,
    },
}

/// A ship's calls, and what it stated before the first, between them and after the last.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Chain {
    pub(crate) steps: Vec<Step>,
    /// One more than steps.
    pub(crate) stated: Vec<Stated>,
}

/// What a chain makes of the record.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Beliefs {
    /// Probability of each load on each leg.
    pub(crate) legs: Vec<[f64; 3]>,
    /// At each step, `[action][from][to]`: joint probability, of what records show.
    pub(crate) recorded: Vec<[Square; 3]>,
    /// The same for what no record shows.
    pub(crate) unrecorded: Vec<[Square; 3]>,
    /// At each step how well each action agrees with all else that is known of the ship, up to a factor: what it tells partners.
    pub(crate) message: Vec<[f64; 3]>,
}

impl Chain {
    /// Forwards and backwards (Rabiner 1989, section III); each step is scaled to sum to one, so that long chains neither vanish nor overflow.
    pub(crate) fn beliefs(&self, rules: &VoyageRules) -> Beliefs {
        let moves = Action::ALL.map(|action| kernel(action, rules.in_part));
        let seen: Vec<Square> = self.stated.iter().map(|stated| likelihood(*stated, rules)).collect();
        let (forward, backward) = self.sweep(&moves, &seen);
        let mut beliefs = Beliefs {
            legs: forward
                .iter()
                .zip(&backward)
                .map(|(a, b)| normal([0, 1, 2].map(|s| a[s] * b[s])))
                .collect(),
            recorded: Vec::new(),
            unrecorded: Vec::new(),
            message: Vec::new(),
        };
        for (place, step) in self.steps.iter().enumerate() {
            let open = |action: usize, s: usize, t: usize| {
                forward[place][s] * moves[action][s][t] * seen[place + 1][s][t] * backward[place + 1][t]
            };
            beliefs.note(step, &open);
        }
        beliefs
    }

    fn sweep(&self, moves: &[Square; 3], seen: &[Square]) -> (Vec<[f64; 3]>, Vec<[f64; 3]>) {
        let whole: Vec<Square> =
            self.steps.iter().zip(&seen[1..]).map(|(step, seen)| potential(step, moves, seen)).collect();
        let mut forward = vec![normal([0, 1, 2].map(|s| seen[0][s][s] / 3.0))];
        for square in &whole {
            let before = forward[forward.len() - 1];
            forward.push(normal([0, 1, 2].map(|t| (0..3).map(|s| before[s] * square[s][t]).sum())));
        }
        let mut backward = vec![[1.0 / 3.0; 3]];
        for square in whole.iter().rev() {
            let after = backward[backward.len() - 1];
            backward.push(normal([0, 1, 2].map(|s| (0..3).map(|t| square[s][t] * after[t]).sum())));
        }
        backward.reverse();
        (forward, backward)
    }
}

impl Beliefs {
    /// Notes a step of which the weights without what is expected at it are known.
    fn note(&mut self, step: &Step, open: &dyn Fn(usize, usize, usize) -> f64) {
        let each = |weight: &dyn Fn(usize) -> f64| {
            [0, 1, 2].map(|action| [0, 1, 2].map(|s| [0, 1, 2].map(|t| weight(action) * open(action, s, t))))
        };
        let mut recorded = each(&|action| step.expected[action]);
        let mut unrecorded = each(&|action| step.aside(action));
        let all: f64 = recorded.iter().chain(&unrecorded).flatten().flatten().sum();
        let cells = recorded.iter_mut().chain(&mut unrecorded).flatten().flatten();
        cells.for_each(|cell| *cell /= all.max(f64::MIN_POSITIVE));
        self.recorded.push(recorded);
        self.unrecorded.push(unrecorded);
        // a load that changed though nothing was done here is possible too: it agrees with `nothing`
        let total = |action: usize| (0..9).map(|cell| open(action, cell / 3, cell % 3)).sum::<f64>();
        let [load, discharge, nothing] = [0, 1, 2].map(total);
        let aside = step.unrecorded / 2.0 * (load + discharge);
        self.message.push(normal([load, discharge, nothing + aside]));
    }
}

/// What one action makes of a load.
fn kernel(action: Action, in_part: f64) -> Square {
    let whole = 1.0 - in_part;
    match action {
        Action::Load => [[0.0, in_part, whole], [0.0, in_part, whole], [0.0; 3]],
        Action::Discharge => [[0.0; 3], [whole, in_part, 0.0], [whole, in_part, 0.0]],
        Action::Nothing => [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
    }
}

/// Weight of each pair of loads before and after a call.
fn potential(step: &Step, moves: &[Square; 3], seen: &Square) -> Square {
    let weight = |action: usize| step.expected[action] + step.aside(action);
    [0, 1, 2].map(|s| {
        [0, 1, 2].map(|t| (0..3).map(|action| weight(action) * moves[action][s][t]).sum::<f64>() * seen[s][t])
    })
}

/// How well what is stated agrees with each load before and after.
fn likelihood(stated: Stated, rules: &VoyageRules) -> Square {
    match stated {
        Stated::Nothing => [[1.0; 3]; 3],
        // whoever states the same again has either the same load or a crew that forgets
        Stated::Again => [0, 1, 2].map(|s| [0, 1, 2].map(|t| if s == t { 1.0 } else { rules.forgotten })),
        Stated::Anew { depth, spread } => {
            let density = [Load::Ballast, Load::Part, Load::Laden].map(|load| density(load, depth, spread));
            [density.map(|density| (1.0 - rules.mistyped) * density + rules.mistyped); 3]
        }
    }
}

/// Density of a stated draught, on the scale from ballast to laden. Less than ballast is ballast, more than laden is laden.
fn density(load: Load, depth: f64, spread: f64) -> f64 {
    let bell =
        |off: f64| (-0.5 * (off / spread).powi(2)).exp() / (spread * (2.0 * std::f64::consts::PI).sqrt());
    match load {
        Load::Ballast => bell(depth.max(0.0)),
        Load::Laden => bell((1.0 - depth).max(0.0)),
        // anything between a quarter and three quarters, each alike
        Load::Part => (0..=10).map(|place| bell(depth - 0.25 - 0.05 * f64::from(place))).sum::<f64>() / 11.0,
    }
}

/// Scaled to sum to one.
pub(crate) fn normal(weights: [f64; 3]) -> [f64; 3] {
    let sum: f64 = weights.iter().sum();
    if sum > 0.0 { weights.map(|weight| weight / sum) } else { [1.0 / 3.0; 3] }
}

#[cfg(test)]
impl Chain {
    /// The weights of all sequences of loads, added up without any scaling: what the chain thinks of its calls.
    pub(crate) fn weight(&self, rules: &VoyageRules) -> f64 {
        fn from(chain: &Chain, rules: &VoyageRules, place: usize, load: usize) -> f64 {
            let Some(step) = chain.steps.get(place) else { return 1.0 };
            let seen = likelihood(chain.stated[place + 1], rules);
            let moves = Action::ALL.map(|action| kernel(action, rules.in_part));
            let to = |next: usize| {
                let ways: f64 =
                    (0..3).map(|a| (step.expected[a] + step.aside(a)) * moves[a][load][next]).sum();
                ways * seen[load][next] * from(chain, rules, place + 1, next)
            };
            (0..3).map(to).sum()
        }
        (0..3)
            .map(|load| likelihood(self.stated[0], rules)[load][load] / 3.0 * from(self, rules, 0, load))
            .sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Every sequence of loads and actions, recorded or not, weighed one by one.
    fn enumerated(chain: &Chain, rules: &VoyageRules) -> (Vec<[f64; 3]>, Vec<[f64; 3]>) {
        let steps = chain.steps.len();
        let (mut legs, mut actions) = (vec![[0.0; 3]; steps + 1], vec![[0.0; 3]; steps]);
        for first in 0..3 {
            let weight = likelihood(chain.stated[0], rules)[first][first] / 3.0;
            follow(chain, rules, &mut vec![first], &mut Vec::new(), weight, &mut legs, &mut actions);
        }
        (legs.into_iter().map(normal).collect(), actions.into_iter().map(normal).collect())
    }

    fn follow(
        chain: &Chain,
        rules: &VoyageRules,
        loads: &mut Vec<usize>,
        done: &mut Vec<usize>,
        weight: f64,
        legs: &mut [[f64; 3]],
        actions: &mut [[f64; 3]],
    ) {
        let place = done.len();
        if place == chain.steps.len() {
            loads.iter().zip(legs).for_each(|(load, leg)| leg[*load] += weight);
            done.iter().zip(actions).for_each(|(action, sum)| sum[*action] += weight);
            return;
        }
        let (step, from) = (chain.steps[place], loads[place]);
        for action in 0..3 {
            let extra = if action < 2 { step.expected[2] * step.unrecorded / 2.0 } else { 0.0 };
            for to in 0..3 {
                let moved = kernel(Action::ALL[action], rules.in_part)[from][to];
                let seen = likelihood(chain.stated[place + 1], rules)[from][to];
                loads.push(to);
                done.push(action);
                let weight = weight * (step.expected[action] + extra) * moved * seen;
                follow(chain, rules, loads, done, weight, legs, actions);
                loads.pop();
                done.pop();
            }
        }
    }

    fn stated() -> impl Strategy<Value = Stated> {
        prop_oneof![
            Just(Stated::Nothing),
            Just(Stated::Again),
            (-0.3f64..1.3, 0.05f64..0.4).prop_map(|(depth, spread)| Stated::Anew { depth, spread }),
        ]
    }

    fn step() -> impl Strategy<Value = Step> {
        ([0.01f64..1.0, 0.01f64..1.0, 0.01f64..1.0], 0.001f64..0.2)
            .prop_map(|(weights, unrecorded)| Step { expected: normal(weights), unrecorded })
    }

    proptest! {
        #[test]
        fn forwards_and_backwards_is_what_enumeration_says(
            calls in prop::collection::vec((step(), stated()), 0..5),
            first in stated(),
        ) {
            let chain = Chain {
                steps: calls.iter().map(|call| call.0).collect(),
                stated: std::iter::once(first).chain(calls.iter().map(|call| call.1)).collect(),
            };
            let rules = VoyageRules::default();
            let (beliefs, (legs, actions)) = (chain.beliefs(&rules), enumerated(&chain, &rules));
            for (found, right) in beliefs.legs.iter().flatten().zip(legs.iter().flatten()) {
                prop_assert!((found - right).abs() < 1e-12);
            }
            for (place, right) in actions.iter().enumerate() {
                for action in 0..3 {
                    let sum = |joint: &[Square; 3]| joint[action].iter().flatten().sum::<f64>();
                    let found = sum(&beliefs.recorded[place]) + sum(&beliefs.unrecorded[place]);
                    prop_assert!((found - right[action]).abs() < 1e-12);
                }
            }
        }
    }

    #[test]
    fn a_density_is_highest_where_it_should_be() {
        for depth in [-0.2, 0.0, 0.1] {
            assert!(density(Load::Ballast, depth, 0.12) > density(Load::Part, depth, 0.12));
        }
        assert!(density(Load::Part, 0.5, 0.12) > 10.0 * density(Load::Laden, 0.5, 0.12));
        assert!(density(Load::Laden, 1.2, 0.12) >= density(Load::Laden, 1.0, 0.12));
    }
}

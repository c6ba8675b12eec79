//! What speaks for and against a silent ship beside one that lay alone, as odds.

use super::one_sided::{NextCall, OneSidedRules, Silence};
use super::rules::EncounterRules;
use super::side::Draughts;
use super::surroundings::Surroundings;
use crate::loitering::Stay;
use crate::sphere::KNOT;

/// Hours by which a silent ship may seem to come too early or leave too late: manoeuvres, a bad guess at the speed.
const SLACK_HOURS: f64 = 3.0;

/// Part of the hours under way that a way round land can take besides: 1 in 5.
const DETOUR: f64 = 0.2;

/// Hours that the ship that is heard waits for the other one, and stays after it left, before that becomes odd: half a day.
const WAIT_HOURS: f64 = 12.0;

/// How well the silence fits the stay: with the way there and on at the usual speed of the silent ship, it ought to come after the other one lay
/// still and leave before it went on; and most of the stay ought to be the transfer. 1 where all that is so; less where hours of the silence or
/// of the stay are left over, or where only haste leaves time to lie alongside.
pub(super) fn fit(silence: &Silence, stay: &Stay, come: f64, go: f64, rules: &OneSidedRules) -> f64 {
    let hours = |milliseconds: i64| milliseconds as f64 / 3_600_000.0;
    let sails = |metres: f64| metres / (silence.knots * KNOT) / 3600.0;
    let within = |left: f64, sailed: f64| unless((-left).max(0.0) / (SLACK_HOURS + DETOUR * sailed));
    let after = hours(silence.start - stay.start) + sails(come);
    let Some(end) = silence.end else { return within(after, sails(come)) };
    let before = hours(stay.end - end) + sails(go);
    let beside = stay.hours() - after - before;
    let alone = stay.hours() - beside.clamp(0.0, stay.hours());
    let times =
        if beside < rules.hours { 0.2 } else { within(after, sails(come)) * within(before, sails(go)) };
    times * unless(alone / WAIT_HOURS)
}

/// 1 at nothing, a half at 1, and less with the square beyond.
fn unless(excess: f64) -> f64 {
    1.0 / (1.0 + excess.powi(2))
}

/// How much it says that a silent ship was last and next heard so many metres away: 4 at the place, 1 at the rule's distance, and less
/// with the square beyond, as the region grows in which the ship can have been. A ship that was never heard again says a tenth.
pub(super) fn nearness(come: f64, go: Option<f64>, rules: &OneSidedRules) -> f64 {
    let one = |metres: f64| 2.0 * unless(metres / (rules.near_kilometres * 1000.0));
    one(come) * go.map_or(0.1, one)
}

/// What draughts say of a transfer, as odds.
///
/// Of the ship that is heard: cargo moves in port or from ship to ship, so that another draught after a stay at sea, without a call between, is
/// 20 times as likely with a transfer; the same one 0.4 times, since many enter none. Of the silent one: 4 and 0.5, since it may have been in a
/// port. If both changed, one ought to rise where the other sinks: 1.5, and 0.1 where both went the same way.
pub(crate) fn draught_odds(heard: &Draughts, silent: &Draughts, least: f64) -> f64 {
    let says = |change: Option<f64>, changed: f64, same: f64| match change {
        Some(metres) if metres.abs() >= least => changed,
        Some(_) => same,
        None => 1.0,
    };
    let both = match (heard.change(), silent.change()) {
        (Some(one), Some(other)) if one.abs().min(other.abs()) < least => 1.0,
        (Some(one), Some(other)) if one.signum() == other.signum() => 0.1,
        (Some(_), Some(_)) => 1.5,
        _ => 1.0,
    };
    says(heard.change(), 20.0, 0.4) * says(silent.change(), 4.0, 0.5) * both
}

/// What the place says of a transfer, as odds.
pub(super) fn waters(place: &Surroundings, rules: &EncounterRules) -> f64 {
    match place {
        place if place.transfer_area.is_some() => 2.0,
        place if place.anchorage_within(rules.anchorage_kilometres * 1000.0) => 0.5,
        _ => 1.0,
    }
}

/// What the next call of the ship that lay says of its stay, as odds: most who lie still off a port wait for a berth in it, 0.2; who goes on to
/// a port far away did not, 5. Where none is known the stay is a bit likelier to be no wait than otherwise, 1.5: most waits end in a call.
pub(super) fn waited(stay: &Stay, next: Option<NextCall>, rules: &OneSidedRules) -> f64 {
    match next {
        None => 1.5,
        Some(call) if call.point.distance(stay.ends[1]) < rules.call_kilometres * 1000.0 => 0.2,
        Some(_) => 5.0,
    }
}

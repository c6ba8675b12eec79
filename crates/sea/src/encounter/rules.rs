//! When two ships are together.

use super::meeting::Meeting;
use crate::event::Finding;
use crate::rules::{RuleError, positive, within};
use serde::{Deserialize, Serialize};

/// When two ships are together, and when that is an encounter.
///
/// The definition is that of Miller et al. (2018, Frontiers in Marine Science 5:240) and of Global Fishing Watch: two ships within 500
/// metres for at least two hours at less than two knots, and ten kilometres from an anchorage at least; here an anchorage is told and
/// nothing dropped. Where a limit has no source in print, that is said.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct EncounterRules {
    /// Minutes between two looks at where everybody is: 10, as Global Fishing Watch resamples. Looks are at whole multiples of it since 1970.
    pub step_minutes: f64,
    /// Minutes of silence across which a ship is taken to have gone straight: less than 70, as in the published test series.
    pub interpolate_minutes: f64,
    /// The same for a ship that came no farther than `knots` would take it: it drifts or lies at anchor. Six hours, the
    /// shortest silence that is called a gap. Ours: passes of satellites are hours apart.
    pub interpolate_slow_minutes: f64,
    /// Minutes that a fix speaks for before and after it, where silence is too long to know the way: 5, half of the time between two looks.
    /// Ours: a pass of a satellite gives single fixes, hours apart. The published test series has none of it.
    pub extrapolate_minutes: f64,
    /// Metres between two ships that are together: 500 (Miller et al. 2018).
    pub distance_metres: f64,
    /// Metres by which that is widened at most where a receiver's clock may be off: a ship's speed times the error of its clock. Ours.
    pub clock_slack_metres: f64,
    /// Ships lying still in one cell of the search, from which on the cell is a harbour: ships that lie still in two such cells are not
    /// compared. A cell is `distance_metres` and `clock_slack_metres` wide, 1 km, so that 20 ships swing on less than 130 m each: no
    /// anchorage is so narrow. Ours.
    pub harbour_ships: usize,
    /// Knots from which on both ships are under way, and the meeting is one for the rule `encounter_under_way`: 3. Ours.
    pub under_way_knots: f64,
    /// Minutes that two ships may be apart and still count as together: 30, two looks missed. Ours: one position that is some metres off
    /// would cut an encounter in two.
    pub apart_minutes: f64,
    /// Hours of silence of a ship, at whose ends it is beside the other, that still count as together: 24, as the published pipeline works
    /// day by day.
    pub silence_hours: f64,
    /// Minutes of being together without a break, below which it is none: 30, as in the published test series.
    pub run_minutes: f64,
    /// Hours between two meetings of the same ships that are one: 4. Published: 24, which joins what is two transfers.
    pub merge_hours: f64,
    /// Hours together, at least: 2 (Miller et al. 2018).
    pub hours: f64,
    /// Median speed of both, knots, at most: 2 (Miller et al. 2018).
    pub knots: f64,
    /// Kilometres to an anchorage, from which on it is at sea: 10 (Miller et al. 2018). Nearer it is kept and labelled.
    pub anchorage_kilometres: f64,
    /// Metres by which a draught must change to say that a ship loaded or unloaded: 0.5. Draught is typed in by hand, in decimetres, and
    /// often rounded. Ours.
    pub draught_metres: f64,
    /// Hours afterwards in which another draught must be stated to be that of the meeting: 36. Later it may be that of the next port. Ours.
    pub draught_hours: f64,
}

impl Default for EncounterRules {
    fn default() -> Self {
        Self {
            step_minutes: 10.0,
            interpolate_minutes: 70.0,
            interpolate_slow_minutes: 360.0,
            extrapolate_minutes: 5.0,
            distance_metres: 500.0,
            clock_slack_metres: 500.0,
            harbour_ships: 20,
            under_way_knots: 3.0,
            apart_minutes: 30.0,
            silence_hours: 24.0,
            run_minutes: 30.0,
            merge_hours: 4.0,
            hours: 2.0,
            knots: 2.0,
            anchorage_kilometres: 10.0,
            draught_metres: 0.5,
            draught_hours: 36.0,
        }
    }
}

impl EncounterRules {
    /// Until when a draught may be one of a meeting that ended at a time, milliseconds.
    pub(super) fn draught_reach(&self, end: i64) -> i64 {
        end.saturating_add((self.draught_hours * 3_600_000.0) as i64)
    }

    /// Whether every number is in its range.
    ///
    /// # Errors
    /// [`RuleError::Range`] names the first that is not.
    pub fn check(&self) -> Result<(), RuleError> {
        within(
            "encounter.step_minutes",
            self.step_minutes,
            1.0,
            1440.0,
            "a number of minutes from 1 to 1440",
        )?;
        positive("encounter.interpolate_minutes", self.interpolate_minutes)?;
        let slack = "a number of metres from 0 to 10,000";
        within(
            "encounter.distance_metres",
            self.distance_metres,
            1.0,
            10_000.0,
            "a number of metres from 1 to 10,000",
        )?;
        within("encounter.clock_slack_metres", self.clock_slack_metres, 0.0, 10_000.0, slack)?;
        for (key, value) in [
            ("encounter.interpolate_slow_minutes", self.interpolate_slow_minutes),
            ("encounter.extrapolate_minutes", self.extrapolate_minutes),
            ("encounter.under_way_knots", self.under_way_knots),
            ("encounter.apart_minutes", self.apart_minutes),
            ("encounter.silence_hours", self.silence_hours),
            ("encounter.run_minutes", self.run_minutes),
            ("encounter.merge_hours", self.merge_hours),
            ("encounter.hours", self.hours),
            ("encounter.knots", self.knots),
            ("encounter.anchorage_kilometres", self.anchorage_kilometres),
            ("encounter.draught_metres", self.draught_metres),
            ("encounter.draught_hours", self.draught_hours),
        ] {
            within(key, value, 0.0, f64::MAX, "0 or more")?;
        }
        Ok(())
    }

    /// Milliseconds between two looks.
    pub(super) fn step(&self) -> i64 {
        ((self.step_minutes * 60_000.0).round() as i64).max(1)
    }

    /// Metres within which pairs are looked for.
    pub(super) fn reach(&self) -> f64 {
        self.distance_metres + self.clock_slack_metres
    }

    /// When a look is, milliseconds since 1970, UTC.
    pub(crate) fn time(&self, bucket: i32) -> i64 {
        i64::from(bucket) * self.step()
    }
}

/// When two ships that go together may hand over cargo under way.
///
/// Large tankers do that at three to six knots, made fast to each other (OCIMF, CDI, ICS and SIGTTO, Ship to Ship Transfer Guide for
/// Petroleum, Chemicals and Liquefied Gases, 2013). Which ships are near each other is what `encounter` says. The limits are ours.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct UnderWayRules {
    /// Hours together, at least.
    pub hours: f64,
    /// Median speed, knots, at least.
    pub slowest_knots: f64,
    /// Median speed, knots, at most.
    pub fastest_knots: f64,
    /// Median distance of the antennas, metres, at most: half a length of the largest tankers, and the errors of positions ten minutes apart.
    pub distance_metres: f64,
    /// Median difference of courses, degrees, at most.
    pub course_degrees: f64,
}

impl Default for UnderWayRules {
    fn default() -> Self {
        Self {
            hours: 3.0,
            slowest_knots: 3.0,
            fastest_knots: 8.0,
            distance_metres: 300.0,
            course_degrees: 15.0,
        }
    }
}

impl UnderWayRules {
    /// Whether every number is in its range.
    ///
    /// # Errors
    /// [`RuleError::Range`] names the first that is not.
    pub fn check(&self) -> Result<(), RuleError> {
        for (key, value) in [
            ("encounter_under_way.hours", self.hours),
            ("encounter_under_way.slowest_knots", self.slowest_knots),
            ("encounter_under_way.fastest_knots", self.fastest_knots),
            ("encounter_under_way.distance_metres", self.distance_metres),
        ] {
            within(key, value, 0.0, f64::MAX, "0 or more")?;
        }
        within(
            "encounter_under_way.course_degrees",
            self.course_degrees,
            0.0,
            180.0,
            "a number of degrees from 0 to 180",
        )
    }

    pub(super) fn tests(&self, meeting: &Meeting) -> Vec<Finding> {
        vec![
            Finding::at_least("time together", meeting.together, self.hours, "h"),
            Finding::at_least("median speed", meeting.knots, self.slowest_knots, "kn"),
            Finding::at_most("median speed", meeting.knots, self.fastest_knots, "kn"),
            Finding::at_most("median distance", meeting.metres, self.distance_metres, "m"),
        ]
    }
}

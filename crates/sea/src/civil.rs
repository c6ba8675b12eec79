//! Days, hours and texts of the Gregorian calendar in UTC.

/// Milliseconds of a day.
pub(crate) const DAY: i64 = 86_400_000;

/// A date and a time of day in UTC, to the millisecond.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Civil {
    pub(crate) year: i32,
    pub(crate) month: u8,
    pub(crate) day: u8,
    pub(crate) hour: u8,
    pub(crate) minute: u8,
    pub(crate) second: u8,
    pub(crate) millisecond: u16,
}

impl Civil {
    /// Milliseconds since the beginning of 1970; none where the calendar has no such day, or the day no such hour. A leap second
    /// counts as the second before it.
    pub(crate) fn milliseconds(&self) -> Option<i64> {
        let sound = (1..=9999).contains(&self.year)
            && (1..=12).contains(&self.month)
            && self.day >= 1
            && self.day <= length(self.year, self.month)
            && self.hour < 24
            && self.minute < 60
            && self.second <= 60
            && self.millisecond < 1000;
        let seconds =
            i64::from(self.hour) * 3600 + i64::from(self.minute) * 60 + i64::from(self.second.min(59));
        sound.then(|| self.days() * DAY + seconds * 1000 + i64::from(self.millisecond))
    }

    /// Days since the beginning of 1970. Years are counted from March, so that the leap day is the last one of a year.
    fn days(&self) -> i64 {
        let year = i64::from(self.year) - i64::from(self.month < 3);
        let month = (i64::from(self.month) + 9) % 12;
        let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
        let of_year = (153 * month + 2) / 5 + i64::from(self.day) - 1;
        era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
    }

    /// The date and time of day of so many milliseconds since 1970.
    pub(crate) fn of(milliseconds: i64) -> Self {
        let (days, rest) = (milliseconds.div_euclid(DAY) + 719_468, milliseconds.rem_euclid(DAY));
        let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
        let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year + year / 4 - year / 100);
        let month = (5 * of_year + 2) / 153;
        let day = of_year - (153 * month + 2) / 5 + 1;
        let month = if month < 10 { month + 3 } else { month - 9 };
        Self {
            year: (era * 400 + year + i64::from(month < 3)) as i32,
            month: month as u8,
            day: day as u8,
            hour: (rest / 3_600_000) as u8,
            minute: (rest / 60_000 % 60) as u8,
            second: (rest / 1000 % 60) as u8,
            millisecond: (rest % 1000) as u16,
        }
    }
}

/// Days of a month.
fn length(year: i32, month: u8) -> u8 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Milliseconds since 1970 as `2022-01-03T00:00:09Z`, with thousandths where there are any.
pub fn timestamp(milliseconds: i64) -> String {
    let Civil { year, month, day, hour, minute, second, millisecond } = Civil::of(milliseconds);
    let whole = format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}");
    if millisecond == 0 { whole + "Z" } else { format!("{whole}.{millisecond:03}Z") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn there_and_back(milliseconds in -60_000_000_000_000i64..250_000_000_000_000) {
            prop_assert_eq!(Civil::of(milliseconds).milliseconds(), Some(milliseconds));
        }
    }

    #[test]
    fn known_days() {
        let at = |year, month, day| Civil { year, month, day, ..Civil::default() }.milliseconds();
        assert_eq!(at(1970, 1, 1), Some(0));
        assert_eq!(at(2000, 2, 29), Some(951_782_400_000));
        assert_eq!([at(2022, 2, 29), at(2022, 13, 1), at(2022, 4, 31), at(1900, 2, 29)], [None; 4]);
        assert_eq!(timestamp(1_641_168_009_000), "2022-01-03T00:00:09Z");
        assert_eq!(timestamp(1_641_168_009_012), "2022-01-03T00:00:09.012Z");
    }
}

//! When a message was heard, and how that is known.

use crate::civil::{Civil, DAY, timestamp};
use crate::line::{Sentence, Tags, hexadecimal, number};
use crate::message::{Body, Message};
use serde::Serialize;
use std::fmt;
use std::str::FromStr;

/// When a message was heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Time {
    /// Milliseconds since the beginning of 1970, UTC.
    pub milliseconds: i64,
    /// How that is known.
    pub how: How,
    /// How far the clock may be off, milliseconds: half of it before, half after, as far as the form of the number tells.
    pub error: u32,
}

/// How a time is known, from the most to the least trustworthy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum How {
    /// `c:` of a tag block.
    TagBlock,
    /// Seconds or thousandths since 1970 behind the checksum.
    ReceiverEpoch,
    /// `$PGHP` before the sentence, which names its checksum.
    ReceiverSentence,
    /// The message is the clock of a base station, on the day that was given.
    BaseStation,
    /// Hour, minute and second behind the checksum, on the day that was given.
    ReceiverHour,
    /// The UTC second of the message, next to the last time that a base station told on the day that was given.
    UtcSecond,
    /// A column of a table.
    Column,
}

impl How {
    /// All of them.
    pub(crate) const ALL: [Self; 7] = [
        Self::TagBlock,
        Self::ReceiverEpoch,
        Self::ReceiverSentence,
        Self::BaseStation,
        Self::ReceiverHour,
        Self::UtcSecond,
        Self::Column,
    ];

    /// In one word, as in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::TagBlock => "tag_block",
            Self::ReceiverEpoch => "receiver_epoch",
            Self::ReceiverSentence => "receiver_sentence",
            Self::BaseStation => "base_station",
            Self::ReceiverHour => "receiver_hour",
            Self::UtcSecond => "utc_second",
            Self::Column => "column",
        }
    }
}

/// Why a message has no time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum NoTime {
    /// Neither tag block nor receiver says one.
    NotStated,
    /// What is stated is before 2000 or after 2049, or years away from all others, or from the day that was given.
    DecadesOff,
    /// Only the second of some minute is known: no base station has told the hour yet.
    OnlySecond,
}

/// The times that a receiver can have heard AIS at: 2000 to 2049, milliseconds since 1970.
pub const PLAUSIBLE: std::ops::Range<i64> = 946_684_800_000..2_524_608_000_000;

/// How far a time may be from the others: ten years.
const YEARS: i64 = 3_652 * DAY;

/// A day in UTC, such as `2022-01-03`.
///
/// ```
/// use thalweg_sea::Day;
/// assert_eq!("2022-01-03".parse::<Day>().map(|day| day.to_string()), Ok("2022-01-03".to_owned()));
/// assert!("2022-02-30".parse::<Day>().is_err());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Day(i64);

impl FromStr for Day {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is no day: write it as 2022-01-03");
        let mut parts = text.splitn(3, '-').map(|part| number(part.as_bytes()));
        let mut next = || parts.next().flatten().ok_or_else(wrong);
        let (year, month, day) = (next()?, next()?, next()?);
        let (year, month, day) = (i32::try_from(year), u8::try_from(month), u8::try_from(day));
        let (Ok(year), Ok(month), Ok(day)) = (year, month, day) else { return Err(wrong()) };
        let start = Civil { year, month, day, ..Civil::default() }.milliseconds();
        start.filter(|start| PLAUSIBLE.contains(start)).map(Self).ok_or_else(wrong)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&timestamp(self.0)[..10])
    }
}

impl Day {
    /// Its beginning, milliseconds since 1970, UTC.
    pub fn milliseconds(self) -> i64 {
        self.0
    }
}

impl Time {
    /// Milliseconds since 1970 as text: `2022-01-03T00:00:09Z`.
    pub fn text_of(milliseconds: i64) -> String {
        timestamp(milliseconds)
    }

    /// As text: `2022-01-03T00:00:09Z`.
    pub fn timestamp(&self) -> String {
        timestamp(self.milliseconds)
    }
}

/// Tells the time of messages one after another.
#[derive(Debug, Clone, Default)]
pub(crate) struct Clock {
    /// Beginning of the day that the user named, and then of that which the file has come to.
    day: Option<i64>,
    /// The last time on that day.
    running: Option<i64>,
    /// What most times so far are near to, and by how many they are.
    anchor: Option<(i64, u8)>,
    /// What `$PGHP` said, and what the checksums of the sentences that it said it of still have to add up to: of several they are
    /// combined by exclusive or.
    announced: Option<(i64, u8)>,
    /// How long after it was heard a message of this file was given a time at most, milliseconds, as far as two times of one message tell.
    delay: i64,
}

impl Clock {
    pub(crate) fn new(day: Option<Day>) -> Self {
        Self { day: day.map(|day| day.0), ..Self::default() }
    }

    /// Keeps what a sentence of a receiver says of the next one: `$PGHP,1,2013,11,12,12,0,0,11,219,,2190067,1,62`.
    pub(crate) fn announce(&mut self, body: &[u8]) {
        self.announced = announcement(body);
    }

    /// The time that a line states for its sentence.
    #[inline]
    pub(crate) fn stated(&mut self, tags: &Tags<'_>, sentence: &Sentence<'_>) -> Result<Time, NoTime> {
        let announced = self.announced(sentence);
        let time = if let Some(clock) = tags.clock {
            epoch(clock, How::TagBlock)
        } else if !sentence.tail.is_empty()
            && let Some(time) = tail(sentence.tail)
        {
            time
        } else if let Some(at) = announced {
            Ok(Time { milliseconds: at, how: How::ReceiverSentence, error: 1 })
        } else {
            return self.hour(sentence.tail).ok_or(NoTime::NotStated);
        };
        time.map(|time| self.earliest(time, announced)).and_then(|time| self.accept(time))
    }

    /// Of two times that are stated for one message the earlier one: nobody hears a message before it is sent, but many pass it on later. Where
    /// only one is stated, it may be as late as others of the file were.
    fn earliest(&mut self, time: Time, announced: Option<i64>) -> Time {
        match announced.filter(|at| PLAUSIBLE.contains(at)) {
            Some(at) if at < time.milliseconds && time.milliseconds - at < DAY => {
                self.delay = self.delay.max(time.milliseconds - at);
                Time { milliseconds: at, how: How::ReceiverSentence, error: 1 }
            }
            Some(_) => time,
            None => Time { error: time.error.max(u32::try_from(self.delay).unwrap_or(u32::MAX)), ..time },
        }
    }

    /// The time that was announced for a sentence, or for the parts that end with it.
    fn announced(&mut self, sentence: &Sentence<'_>) -> Option<i64> {
        let (at, checksum) = self.announced.take()?;
        // of what a station sends itself the receiver names no checksum: zeros stand there
        if checksum == 0 && sentence.own {
            return Some(at);
        }
        let left = checksum ^ sentence.checksum;
        if left != 0 && sentence.number < sentence.total {
            self.announced = Some((at, left));
        }
        (left == 0).then_some(at)
    }

    /// A time that is not decades away from the others.
    fn accept(&mut self, time: Time) -> Result<Time, NoTime> {
        let at = time.milliseconds;
        if !PLAUSIBLE.contains(&at) || self.day.is_some_and(|day| (at - day).abs() > YEARS) {
            return Err(NoTime::DecadesOff);
        }
        match &mut self.anchor {
            Some((anchor, votes)) if (at - *anchor).abs() <= YEARS => {
                *votes = votes.saturating_add(1).min(32);
                Ok(time)
            }
            Some((_, votes)) if *votes > 1 => {
                *votes -= 1;
                Err(NoTime::DecadesOff)
            }
            // the first, or those before were outvoted
            other => {
                *other = Some((at, 1));
                Ok(time)
            }
        }
    }

    /// The hour behind the checksum (`t222432.00`) on the day that was given.
    fn hour(&mut self, tail: &[u8]) -> Option<Time> {
        self.day?;
        let field = tail.split(|byte| *byte == b',').find_map(|field| field.strip_prefix(b"t"))?;
        let digits = number(field.get(..6)?)?;
        let (hour, minute, second) = (digits / 10_000, digits / 100 % 100, digits % 100);
        (hour < 24 && minute < 60 && second < 60).then_some(())?;
        let at = self.advance((hour * 3600 + minute * 60 + second) as i64 * 1000)?;
        Some(Time { milliseconds: at, how: How::ReceiverHour, error: 1000 })
    }

    /// Moves the clock to a time of day: of the day before, this one and the next, that which is nearest to the latest time so far. A
    /// line that comes late across midnight is of the day before, and does not turn the clock back.
    fn advance(&mut self, of_day: i64) -> Option<i64> {
        let day = self.day?;
        let at = self.running.map_or(day + of_day, |running| {
            let near = running - running.rem_euclid(DAY) + of_day;
            match near - running {
                ahead if ahead > DAY / 2 => near - DAY,
                behind if behind < -DAY / 2 => near + DAY,
                _ => near,
            }
        });
        let latest = self.running.map_or(at, |running| running.max(at));
        self.running = Some(latest);
        self.day = Some(latest - latest.rem_euclid(DAY));
        Some(at)
    }

    /// The time of a message that no receiver states, from what it says itself, where the day is known.
    pub(crate) fn told(&mut self, message: &Message) -> Result<Time, NoTime> {
        let Some(day) = self.day else { return Err(NoTime::NotStated) };
        if let Body::Base(base) = &message.body {
            // a message that comes late may be of the day before, the first one is not
            let earliest = if self.running.is_some() { day - DAY } else { day };
            let at = base_clock(base).filter(|at| (earliest..day + 2 * DAY).contains(at));
            if let Some(at) = at.and_then(|at| self.advance(at.rem_euclid(DAY))) {
                return Ok(Time { milliseconds: at, how: How::BaseStation, error: 1000 });
            }
        }
        let second = utc_second(message).ok_or(NoTime::NotStated)?;
        let running = self.running.ok_or(NoTime::OnlySecond)?;
        let at = nearest(running, second);
        self.running = Some(running.max(at));
        Ok(Time { milliseconds: at, how: How::UtcSecond, error: 1000 })
    }
}

/// The time next to another one that has a given second of the minute.
fn nearest(running: i64, second: u8) -> i64 {
    let at = running - running.rem_euclid(60_000) + i64::from(second) * 1000;
    match at - running {
        after if after > 30_000 => at - 60_000,
        before if before < -30_000 => at + 60_000,
        _ => at,
    }
}

/// Seconds, or thousandths where only they give a plausible time.
fn epoch(number: u64, how: How) -> Result<Time, NoTime> {
    let number = i64::try_from(number).map_err(|_| NoTime::DecadesOff)?;
    let seconds = number.checked_mul(1000).filter(|at| PLAUSIBLE.contains(at));
    match seconds {
        Some(milliseconds) => Ok(Time { milliseconds, how, error: 1000 }),
        None if PLAUSIBLE.contains(&number) => Ok(Time { milliseconds: number, how, error: 1 }),
        None => Err(NoTime::DecadesOff),
    }
}

/// The first number of ten digits or more behind a checksum; a shorter one is a signal strength or a slot.
fn tail(tail: &[u8]) -> Option<Result<Time, NoTime>> {
    let fields = tail.split(|byte| *byte == b',').map(<[u8]>::trim_ascii);
    let long = fields.filter(|field| field.len() >= 9).find_map(number)?;
    Some(epoch(long, How::ReceiverEpoch))
}

/// What `$PGHP` says: the time, and the checksum of the sentence that follows.
fn announcement(body: &[u8]) -> Option<(i64, u8)> {
    let mut fields = [&body[..0]; 15];
    for (field, text) in fields.iter_mut().zip(body.split(|byte| *byte == b',')) {
        *field = text;
    }
    let value = |index: usize| number(fields[index]);
    let small = |index: usize| value(index).and_then(|value| u8::try_from(value).ok());
    let civil = Civil {
        year: i32::try_from(value(2)?).ok()?,
        month: small(3)?,
        day: small(4)?,
        hour: small(5)?,
        minute: small(6)?,
        second: small(7)?,
        millisecond: u16::try_from(value(8)?).ok()?,
    };
    Some((civil.milliseconds()?, hexadecimal(fields[13])?))
}

/// The clock of a base station.
fn base_clock(base: &crate::message::kinds::BaseStationReport) -> Option<i64> {
    let (year, month, day) = (i32::from(base.year), base.month, base.day);
    let (hour, minute, second) = (base.hour, base.minute, base.second);
    Civil { year, month, day, hour, minute, second, millisecond: 0 }.milliseconds()
}

/// The second of the minute that a position says it is of.
fn utc_second(message: &Message) -> Option<u8> {
    match &message.body {
        Body::Position(report) => report.utc_second(),
        Body::ClassB(report) => report.utc_second(),
        Body::ExtendedClassB(report) => report.utc_second(),
        Body::Aircraft(report) => report.utc_second(),
        Body::Aid(aid) => aid.report.utc_second(),
        _ => None,
    }
}

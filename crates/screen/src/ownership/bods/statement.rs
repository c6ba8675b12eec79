//! One statement.

use super::fault;
use crate::ownership::{Class, Stake};
use jiff::civil::Date;
use serde_json::Value;

/// What a statement tells of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Entity,
    Person,
    Relationship,
}

/// One end of a relationship.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Party {
    /// A record.
    Record(String),
    /// Nobody knows, or nobody says, and why.
    Unknown(String),
}

/// One interest of a relationship.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Interest {
    pub(super) class: Class,
    pub(super) label: String,
    pub(super) stake: Stake,
    pub(super) start: Option<Date>,
    pub(super) end: Option<Date>,
}

/// A statement, as far as owners are concerned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Statement {
    pub(super) kind: Kind,
    pub(super) record: String,
    /// As written, for the order; empty where it is not said.
    pub(super) date: String,
    pub(super) day: Option<Date>,
    pub(super) closed: bool,
    /// Who says so.
    pub(super) source: String,
    pub(super) names: Vec<String>,
    pub(super) country: Option<String>,
    pub(super) subject: Party,
    pub(super) party: Party,
    pub(super) interests: Vec<Interest>,
}

type Fault = &'static str;

impl Statement {
    pub(super) fn read(bytes: &[u8]) -> Result<Self, Fault> {
        let value: Value =
            serde_json::from_slice(bytes).map_err(|_| "no JSON: it is cut, or nested too deeply")?;
        let details = &value["recordDetails"];
        let kind = match text(&value["recordType"]) {
            "entity" => Kind::Entity,
            "person" => Kind::Person,
            "relationship" => Kind::Relationship,
            _ => return Err("no statement of version 0.4: recordType is entity, person or relationship"),
        };
        let record = text(&value["recordId"]);
        if record.is_empty() {
            return Err("a statement without recordId");
        }
        let date = text(&value["statementDate"]);
        let related = kind == Kind::Relationship;
        let (subject, party) = (party(&details["subject"]), party(&details["interestedParty"]));
        if related && matches!(subject, Party::Unknown(_)) {
            return Err("a relationship without a subject");
        }
        Ok(Self {
            kind,
            record: record.to_owned(),
            date: date.to_owned(),
            day: day(date)?,
            closed: text(&value["recordStatus"]) == "closed",
            source: source(&value),
            names: names(details),
            country: country(details),
            subject,
            party,
            interests: if related { interests(&details["interests"])? } else { Vec::new() },
        })
    }
}

fn text(value: &Value) -> &str {
    value.as_str().map_or("", str::trim)
}

/// A day; a time behind it is left out.
fn day(text: &str) -> Result<Option<Date>, Fault> {
    match text.get(..10).unwrap_or(text) {
        "" => Ok(None),
        day => day.parse().map(Some).map_err(|_| "no day: such as 2024-03-01"),
    }
}

fn source(value: &Value) -> String {
    let publisher = text(&value["publicationDetails"]["publisher"]["name"]);
    let description = text(&value["source"]["description"]);
    [publisher, description].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

fn names(details: &Value) -> Vec<String> {
    let of_entity = std::iter::once(text(&details["name"]));
    let alternate = details["alternateNames"].as_array().into_iter().flatten().map(text);
    let of_person = details["names"].as_array().into_iter().flatten().map(|name| text(&name["fullName"]));
    of_entity.chain(of_person).chain(alternate).filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

fn country(details: &Value) -> Option<String> {
    let code = [&details["jurisdiction"]["code"], &details["nationalities"][0]["code"]];
    code.into_iter().map(text).find(|code| !code.is_empty()).map(str::to_owned)
}

fn party(value: &Value) -> Party {
    match text(value) {
        "" => {
            let reason = text(&value["reason"]);
            Party::Unknown(if reason.is_empty() { "not said".to_owned() } else { reason.to_owned() })
        }
        record => Party::Record(record.to_owned()),
    }
}

fn interests(value: &Value) -> Result<Vec<Interest>, Fault> {
    let all: Result<Vec<Interest>, Fault> = value.as_array().into_iter().flatten().map(interest).collect();
    let mut all = all?;
    if all.is_empty() {
        let label = "no interest told".to_owned();
        all.push(Interest { class: Class::Other, label, stake: Stake::UNKNOWN, start: None, end: None });
    }
    Ok(all)
}

fn interest(value: &Value) -> Result<Interest, Fault> {
    let (kind, indirect) = (text(&value["type"]), text(&value["directOrIndirect"]) == "indirect");
    let class = match kind {
        "shareholding" | "rightsToProfitOrIncome" | "rightsToSurplusAssetsOnDissolution" if indirect => {
            Class::IndirectShares
        }
        "shareholding" | "rightsToProfitOrIncome" | "rightsToSurplusAssetsOnDissolution" => Class::Shares,
        "votingRights" => Class::Votes,
        "appointmentOfBoard" => Class::Board,
        "otherInfluenceOrControl" | "controlViaCompanyRulesOrArticles" | "controlByLegalFramework" => {
            Class::Control
        }
        _ => Class::Other,
    };
    let label = if indirect { format!("{kind}, indirect") } else { kind.to_owned() };
    let (start, end) = (day(text(&value["startDate"]))?, day(text(&value["endDate"]))?);
    if start.zip(end).is_some_and(|(start, end)| end < start) {
        return Err("it ends before it begins");
    }
    Ok(Interest { class, label, stake: share(&value["share"])?, start, end })
}

/// A share: exact, or between two bounds, each of which can be open.
fn share(value: &Value) -> Result<Stake, Fault> {
    if let Some(exact) = number(&value["exact"])? {
        return exact.parse().map_err(fault);
    }
    let bound = |closed: &str, open: &str| -> Result<(Option<String>, bool), Fault> {
        Ok(match number(&value[open])? {
            Some(number) => (Some(number), true),
            None => (number(&value[closed])?, value[open] == Value::Bool(true)),
        })
    };
    let (low, open_low) = bound("minimum", "exclusiveMinimum")?;
    let (high, open_high) = bound("maximum", "exclusiveMaximum")?;
    if low.is_none() && high.is_none() {
        return Ok(Stake::UNKNOWN);
    }
    let (open_low, open_high) = (open_low && low.is_some(), open_high && high.is_some());
    let (low, high) = (low.unwrap_or_else(|| "0".to_owned()), high.unwrap_or_else(|| "100".to_owned()));
    Stake::between(&low, &high, open_low, open_high).map_err(fault)
}

fn number(value: &Value) -> Result<Option<String>, Fault> {
    match value {
        Value::Number(number) => Ok(Some(number.to_string())),
        Value::Null | Value::Bool(_) => Ok(None),
        _ => Err("no share: a number of percent, or two bounds"),
    }
}

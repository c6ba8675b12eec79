//! What is known of the ship, in sentences.

use super::note;
use crate::page::{Block, Footnote, Prose, Section};
use thalweg_screen::ShipFile;
use thalweg_screen::fleet::{Insurance, Role};

pub(super) fn sentences(file: &ShipFile, claims: Option<Prose>) -> Vec<Prose> {
    let mut sentences = vec![listed(file).into(), behind(file).into()];
    sentences.push(claims.unwrap_or_else(|| near(file).into()));
    sentences
}

/// Who lists it, and since when.
pub(super) fn listed(file: &ShipFile) -> String {
    let authorities = file.authorities();
    match (authorities.is_empty(), file.first_listed()) {
        (true, _) if file.lists.is_empty() => {
            format!("No list was given, and the tables know of no listing of IMO **{}**.[^records]", file.imo)
        }
        (true, _) => format!(
            "None of the lists that were read ({}) has the ship IMO **{}**.[^records]",
            file.lists.join(", "),
            file.imo
        ),
        (false, Some((day, authority))) => format!(
            "**{}** (IMO {}) is listed by **{}**, first by the {authority} on **{day}**{}.[^records]",
            file.name,
            file.imo,
            and(&authorities),
            if day > file.on_day.day { format!(": after {}", file.on_day.day) } else { String::new() }
        ),
        (false, None) => format!(
            "**{}** (IMO {}) is listed by **{}**; the lists do not say since when.[^records]",
            file.name,
            file.imo,
            and(&authorities)
        ),
    }
}

fn and(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// Who owned and managed it on the day, and what lists have of these.
pub(super) fn behind(file: &ShipFile) -> String {
    let on = file.on_day.day;
    let of = |role: Role| file.companies.iter().filter(move |one| one.on_day && one.role == role);
    if file.companies.is_empty() {
        return "The tables that were read hold no owner or manager of it.".into();
    }
    let owner = match of(Role::RegisteredOwner).map(|one| format!("**{}**", one.name)).collect::<Vec<_>>() {
        owners if owners.is_empty() => format!("On {on} nobody is recorded as its owner"),
        owners => format!("On {on} its registered owner was {}", and(&owners)),
    };
    let mut managers: Vec<String> =
        [Role::SafetyManager, Role::Manager].into_iter().flat_map(of).map(|one| one.name.clone()).collect();
    managers.dedup();
    let managed =
        if managers.is_empty() { String::new() } else { format!(", managed by {}", and(&managers)) };
    let hit: Vec<String> = {
        let mut names: Vec<String> = file
            .companies
            .iter()
            .filter(|one| !one.hits.is_empty())
            .map(|one| format!("**{}**", one.name))
            .collect();
        names.dedup();
        names.sort();
        names.dedup();
        names
    };
    let listed = match hit.len() {
        0 if file.lists.is_empty() => "no list was given to look them up in".to_owned(),
        0 => "no list that was read has any of its companies".to_owned(),
        1 => format!("lists may have {}", hit[0]),
        _ => format!("lists may have {}", and(&hit)),
    };
    format!("{owner}{managed}; {listed}.[^owners]")
}

pub(super) fn network_title(file: &ShipFile) -> String {
    let companies = {
        let mut numbers: Vec<_> = file.companies.iter().map(|one| one.number).collect();
        numbers.sort();
        numbers.dedup();
        numbers.len()
    };
    let ships = file.near.iter().filter(|near| near.same_time).count();
    let count = if companies == 1 { "One company".to_owned() } else { format!("{companies} companies") };
    match ships {
        0 => format!("{count} behind it"),
        1 => format!("{count} behind it, which served one other ship at the same time"),
        _ => format!("{count} behind it, which served {ships} other ships at the same time"),
    }
}

pub(super) fn near(file: &ShipFile) -> String {
    let listed = file.near.iter().filter(|near| !near.listed.is_empty()).count();
    let together = file.near.iter().filter(|near| near.same_time).count();
    match file.near.len() {
        0 => "No other ship in the tables shares a company or an address with it.".into(),
        all => format!(
            "**{all}** other ships share a company or an address with it, **{together}** of them a company at the same time; **{listed}** are listed.[^near]"
        ),
    }
}

pub(super) fn identity(file: &ShipFile) -> String {
    let on = &file.on_day;
    let text = |what: &Option<String>| what.clone().unwrap_or_else(|| "unknown".into());
    format!(
        "On {} its name was {} and its flag {}. Former names count: a search for any of these finds the ship.",
        on.day,
        text(&on.name),
        text(&on.flag)
    )
}

pub(super) fn insurance(file: &ShipFile) -> String {
    match &file.on_day.insurance {
        Some(Insurance::KnownUninsured(spell)) => format!(
            "On {} it was known to sail without a known insurer: from {} through {}.",
            file.on_day.day, spell.from, spell.through
        ),
        Some(Insurance::NotKnownUninsured) => {
            format!(
                "No table says that it was uninsured on {}: that is no proof of insurance.",
                file.on_day.day
            )
        }
        _ => format!("The tables say nothing of its insurance on {}.", file.on_day.day),
    }
}

pub(super) fn footnotes(file: &ShipFile) -> Vec<Footnote> {
    let mut notes = vec![
        note(
            "records",
            "A list has the ship where a record bears its IMO number; each row of the tables names file and line. Dates are those of the list; a list without dates gives none. What tables about a fleet say of listings does not say by which measure.",
        ),
        note(
            "owners",
            "Owners and managers with their dates as the tables have them; companies are compared with the lists by name and number, and a score is the probability that both are one, as the search states it. A company that a list may have is no proof: read the record.",
        ),
    ];
    if !file.near.is_empty() {
        notes.push(note("near", "A shared company served both ships, at the same time or not, as the table says; addresses with more than 25 companies are left out, for they are those of agents."));
    }
    notes
}

pub(super) fn method(file: &ShipFile, sea: bool) -> Section {
    let files = file.sources.iter().map(|source| {
        let version =
            source.version.as_deref().map_or(String::new(), |version| format!(", version {version}"));
        let list = if source.list.is_empty() { String::new() } else { format!("{}: ", source.list) };
        Block::Paragraph(format!("{list}{}{version}", source.file).into())
    });
    let term = |term: &str, text: &str| (term.to_owned(), Prose::from(text));
    let mut terms = vec![
        term(
            "Listing",
            "a record of a government's list that bears the number of the hull. Only an asset freeze makes property blocked; a port ban does not.",
        ),
        term(
            "Score",
            "the probability that a name in a list and the name of a company are one company, at the base rate that the documentation of names states.",
        ),
    ];
    if sea {
        terms.push(term(
            "Claim",
            "what a detector concludes from positions, with its confidence and what else it could be.",
        ));
    }
    Section {
        id: "sources".into(),
        heading: "How it was made, and what it cannot say".into(),
        lead: "Everything here is copied or computed from the files below, by rules that you can read.".into(),
        body: vec![
            Block::Definitions(terms),
            Block::Caveat(
                "What the page cannot say:".into(),
                "who truly decides over the ship, or whether anything was unlawful. A file that was not read cannot have spoken: that a list does not have the ship means that this version of it does not.".into(),
            ),
            Block::Folded("Files that were read".into(), files.collect()),
        ],
    }
}

pub(super) fn colophon(file: &ShipFile, command: &str) -> Prose {
    format!("Made by thalweg with \u{201c}{command}\u{201d}, as of {}.", file.on_day.day).into()
}

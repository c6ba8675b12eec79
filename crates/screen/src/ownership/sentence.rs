//! What a verdict means, in sentences, with the text of law behind it.

use super::answer::{Note, NoteKind, Step, Threshold, Verdict};
use super::law::EU_HALF_IS_ENOUGH;
use super::{Chains, Class, Law, Share, Stake};
use jiff::civil::Date;

/// The text of law behind a verdict.
pub(super) fn source_of_law(law: Law, verdict: Verdict, path: &[Step], day: Date) -> &'static str {
    let listed_tie = path.iter().any(|step| step.class == Class::OwnedOrControlled);
    match (law, verdict) {
        (Law::Us, Verdict::Presumed) => "OFAC, SDN list: `owned or controlled by`; FAQ 398",
        (Law::Us, Verdict::Controlled) => {
            "OFAC FAQ 398, last sentence; EO 13884, EO 13599, EO 13722, 31 CFR 515.302"
        }
        (Law::Us, _) => "OFAC, revised guidance of 13 August 2014; FAQ 398, 399 and 401",
        (Law::Eu, Verdict::Presumed) if listed_tie => {
            "Council, EU best practices, document 11623/24, on ownership and control"
        }
        (Law::Eu, Verdict::Presumed) => "Court of Justice, C-84/24 EM SYSTEM, 12 March 2026",
        (Law::Eu, Verdict::Controlled) => {
            "Council, EU best practices, document 11623/24, criteria of control"
        }
        (Law::Eu, _) if day < EU_HALF_IS_ENOUGH => {
            "Council, EU best practices before 3 July 2024: more than 50 percent"
        }
        (Law::Eu, _) => {
            "Council, EU best practices, document 11623/24 of 3 July 2024: 50 percent or more, aggregated"
        }
        (Law::Uk, Verdict::Controlled) => {
            "Russia (Sanctions) (EU Exit) Regulations 2019, regulation 7(2)(c) and 7(4)"
        }
        (Law::Uk, _) => "Russia (Sanctions) (EU Exit) Regulations 2019, regulation 7(2) and Schedule 1",
    }
}

/// Why, in a sentence.
pub(super) fn sentence(
    law: Law,
    verdict: Verdict,
    name: &str,
    path: &[Step],
    thresholds: &[Threshold],
    diluted: bool,
) -> String {
    match (law, verdict) {
        (_, Verdict::Listed) => String::new(),
        (_, Verdict::No) => format!("The {law} does not count {name} as blocked on that day."),
        (_, Verdict::Depends) => depends(law, name, thresholds),
        (Law::Us, Verdict::Owned) => format!(
            "{name} is blocked although no list names it: {} by blocked persons together.",
            direct(path, name)
        ),
        (Law::Eu, Verdict::Owned) if diluted => {
            format!("{name} counts as owned by listed persons, with shares multiplied along each chain.")
        }
        (Law::Eu, Verdict::Owned) => {
            format!("{name} counts as owned by listed persons: {} by them together.", direct(path, name))
        }
        (Law::Uk, Verdict::Owned) => format!(
            "{name} is owned: one listed person holds more than 50 percent of its shares or votes, directly or through majority stakes."
        ),
        (_, Verdict::Presumed) if path.iter().any(|step| step.class == Class::OwnedOrControlled) => {
            format!(
                "A list says that {name} is owned or controlled, and not how: it is presumed, until proof of the contrary."
            )
        }
        (_, Verdict::Presumed) => format!(
            "{name} is presumed to be controlled: exactly 50 percent stand on one side. Whoever has proof of the contrary can rebut it."
        ),
        (Law::Us, Verdict::Controlled) => {
            format!("{name} is controlled by a government that US law blocks with all that it controls.")
        }
        (_, Verdict::Controlled) => format!("{name} is controlled by a listed person, whoever owns it."),
    }
}

fn direct(path: &[Step], name: &str) -> String {
    let held = || path.iter().filter(|step| step.held == name).filter_map(|step| step.stake);
    let sum = Share::of_parts(held().map(|stake| stake.low.parts()).sum());
    let sum = if held().all(Stake::is_exact) { sum.to_string() } else { sum.at_least() };
    format!("{sum} percent of it are held")
}

fn depends(law: Law, name: &str, thresholds: &[Threshold]) -> String {
    match thresholds {
        [] => format!(
            "Whether the {law} counts {name} as blocked depends on shares that are not known, more than one of them."
        ),
        some => {
            let words: Vec<String> = some.iter().take(3).map(Threshold::words).collect();
            format!("{name} is {}.", words.join(", or "))
        }
    }
}

/// What a tie of a blocked person means where it does not block.
pub(super) fn tie_note(law: Law, verdict: Verdict, class: Class, holder: &str) -> Option<Note> {
    let (kind, text) = match (law, class) {
        (Law::Us, Class::Signatory) => (
            NoteKind::Signatory,
            format!(
                "{holder}, who is blocked, signs for it: no contract that a blocked person signs (OFAC FAQ 398, 400)"
            ),
        ),
        (_, Class::Signatory) => {
            (NoteKind::Signatory, format!("{holder}, who is listed, signs for it: look whether it controls"))
        }
        (Law::Us, Class::Control | Class::Board) if !verdict.blocks() => (
            NoteKind::Control,
            format!(
                "{holder}, who is blocked, controls it: that is not ownership, and the OFAC urges caution (FAQ 398)"
            ),
        ),
        (_, Class::Other) if !verdict.blocks() => (
            NoteKind::Control,
            format!("{holder}, who is listed, is tied to it: look whether it owns or controls"),
        ),
        _ => return None,
    };
    Some(Note { kind, text })
}

/// What a part that is too small means.
pub(super) fn minority_note(law: Law, sum: Share, ship: bool) -> Vec<Note> {
    let mut notes = Vec::new();
    let text = match law {
        Law::Us => format!(
            "blocked persons hold {sum} percent of it: less than 50; the OFAC urges caution where it is significant (FAQ 398)"
        ),
        Law::Eu => format!("listed persons hold {sum} percent of it: look whether they control it"),
        Law::Uk => format!(
            "listed persons hold {sum} percent of it: look whether one of them controls it, or whether they act jointly"
        ),
    };
    notes.push(Note { kind: NoteKind::Minority, text });
    if ship && law == Law::Us {
        let text =
            "a ship is property, not an entity: the blocked interest in it is blocked whatever its size"
                .to_owned();
        notes.push(Note { kind: NoteKind::PropertyInterest, text });
    }
    notes
}

/// What the other way to count chains answers.
pub(super) fn reading_note(chains: Chains, other: Option<Verdict>) -> Note {
    let way = match chains {
        Chains::Full => "if shares are multiplied along chains",
        Chains::Multiply => "if what owned companies hold counts in full",
    };
    let answer = other.map_or("not blocked", Verdict::words);
    Note {
        kind: NoteKind::OtherReading,
        text: format!("{way} it is {answer}: no text of the EU settles which is right"),
    }
}

//! Answers on owners as tables.

use std::collections::BTreeSet;
use thalweg_core::{Cell, Column, Measure, Table};
use thalweg_screen::ownership::{Answer, Law, NodeId, NoteKind, Step, Verdict};

/// Nodes that are worth a row: not simply no, or sold.
pub(super) fn worth_a_row(answers: &[Answer]) -> BTreeSet<NodeId> {
    let sold = |answer: &Answer| {
        answer
            .notes
            .iter()
            .any(|note| matches!(note.kind, NoteKind::SoldBefore | NoteKind::SoldShortlyBeforeListing))
    };
    answers
        .iter()
        .filter(|answer| answer.verdict != Verdict::No || sold(answer))
        .map(|answer| answer.node)
        .collect()
}

fn text(name: &str, title: &str) -> Column {
    Column::new(name, title, Measure::Text)
}

fn maybe(text: &str) -> Cell {
    if text.is_empty() { Cell::Absent } else { text.into() }
}

fn short(verdict: Verdict) -> &'static str {
    if verdict == Verdict::Presumed { "presumed" } else { verdict.words() }
}

fn title(law: Law) -> &'static str {
    match law {
        Law::Us => "US",
        Law::Eu => "EU",
        Law::Uk => "UK",
    }
}

fn verdict_of(answers: &[Answer], law: Law) -> Cell {
    answers
        .iter()
        .find(|answer| answer.law == law)
        .map_or(Cell::Absent, |answer| short(answer.verdict).into())
}

/// Who is blocked by which law, for reading.
pub(super) fn verdicts(rows: &[&[Answer]], laws: &[Law]) -> Table {
    let columns = std::iter::once(text("entity", "Name"))
        .chain(laws.iter().map(|law| text(law.word(), title(*law))))
        .collect();
    let row = |answers: &&[Answer]| {
        let name = answers.first().map_or("", |answer| answer.entity.as_str());
        std::iter::once(Cell::from(name)).chain(laws.iter().map(|law| verdict_of(answers, *law))).collect()
    };
    Table {
        name: "verdicts".to_owned(),
        title: "Who is blocked, by whose law".to_owned(),
        columns,
        rows: rows.iter().map(row).collect(),
    }
}

/// One row for each name: the verdict of each law, and the path of the first that blocks.
pub(super) fn entities(rows: &[&[Answer]], laws: &[Law]) -> Table {
    let mut table = verdicts(rows, laws);
    table.name = "entities".to_owned();
    table.columns.insert(1, text("kind", "Kind"));
    table.columns.extend([text("day", "As of"), text("path", "Path"), text("notes", "Notes")]);
    for (row, answers) in table.rows.iter_mut().zip(rows) {
        let first = answers.first();
        let kind = first.map_or(Cell::Absent, |answer| answer.kind.word().into());
        row.insert(1, kind);
        row.push(first.map_or(Cell::Absent, |answer| answer.day.to_string().into()));
        let path = answers.iter().map(path_or_threshold).find(|path| !path.is_empty());
        row.push(maybe(&path.unwrap_or_default()));
        let notes: BTreeSet<String> = answers
            .iter()
            .flat_map(|answer| answer.notes.iter().map(|note| format!("{}: {}", answer.law, note.text)))
            .collect();
        row.push(maybe(&notes.into_iter().collect::<Vec<_>>().join("; ")));
    }
    table
}

fn path_or_threshold(answer: &Answer) -> String {
    match answer.verdict {
        Verdict::Depends => answer.sentence.clone(),
        _ => answer.path_words(),
    }
}

/// One row for each name and law.
pub(super) fn answers(answers: &[Answer]) -> Table {
    let row = |answer: &Answer| {
        vec![
            answer.entity.as_str().into(),
            answer.law.word().into(),
            answer.day.to_string().into(),
            answer.words().into(),
            answer.sentence.as_str().into(),
            answer.source_of_law.into(),
            maybe(&answer.path_words()),
        ]
    };
    Table {
        name: "answers".to_owned(),
        title: "What each law answers".to_owned(),
        columns: vec![
            text("entity", "Name"),
            text("law", "Law"),
            text("day", "As of"),
            text("verdict", "Verdict"),
            text("sentence", "Why"),
            text("source_of_law", "Text"),
            text("path", "Path"),
        ],
        rows: answers.iter().map(row).collect(),
    }
}

/// One row for each link of each path.
pub(super) fn paths(answers: &[Answer]) -> Table {
    let rows = answers
        .iter()
        .flat_map(|answer| answer.path.iter().enumerate().map(|(at, step)| step_row(answer, at + 1, step)));
    Table {
        name: "paths".to_owned(),
        title: "The holdings behind each answer".to_owned(),
        columns: vec![
            text("entity", "Name"),
            text("law", "Law"),
            Column::new("step", "Step", Measure::Count),
            text("holder", "Holder"),
            text("listed", "Listed"),
            Column::new("low_pct", "At least", Measure::Number),
            Column::new("high_pct", "At most", Measure::Number),
            text("class", "Class"),
            text("held", "Held"),
            text("from", "Since"),
            text("source", "Source"),
            text("file", "File"),
            Column::new("line", "Line", Measure::Count),
            Column::new("records", "Records", Measure::Count),
        ],
        rows: rows.collect(),
    }
}

fn step_row(answer: &Answer, at: usize, step: &Step) -> Vec<Cell> {
    let stake = |pick: fn(&thalweg_screen::ownership::Stake) -> thalweg_screen::ownership::Share| {
        step.stake.as_ref().map(|stake| pick(stake).as_percent()).into()
    };
    vec![
        answer.entity.as_str().into(),
        answer.law.word().into(),
        Cell::Number(at as f64),
        step.holder.as_str().into(),
        step.listed.as_deref().map_or(Cell::Absent, Cell::from),
        stake(|stake| stake.low),
        stake(|stake| stake.high),
        step.class.words().into(),
        step.held.as_str().into(),
        step.from.map_or(Cell::Absent, |from| from.to_string().into()),
        maybe(&step.source),
        maybe(&step.file),
        Cell::Number(f64::from(step.trace.line)),
        Cell::Number(step.records as f64),
    ]
}

/// One row for each note.
pub(super) fn notes(answers: &[Answer]) -> Table {
    let rows = answers.iter().flat_map(|answer| {
        answer.notes.iter().map(|note| {
            vec![answer.entity.as_str().into(), answer.law.word().into(), note.text.as_str().into()]
        })
    });
    Table {
        name: "notes".to_owned(),
        title: "What else should be known".to_owned(),
        columns: vec![text("entity", "Name"), text("law", "Law"), text("note", "Note")],
        rows: rows.collect(),
    }
}

//! Statements of the Beneficial Ownership Data Standard, version 0.4.
//!
//! <https://standard.openownership.org/en/0.4.0/>. A record is told by one statement or more, of which a later one takes the place of
//! those before it.

mod objects;
mod statement;

use super::read::{OwnersError, fault};
use super::{Graph, NewHolding, NodeId};
use crate::{EntityKind, Trace};
use jiff::civil::Date;
use objects::objects;
use statement::{Interest, Kind, Party, Statement};
use std::collections::BTreeMap;
use thalweg_core::{Intake, Place};

/// A statement, and where it stands.
struct Told {
    statement: Statement,
    trace: Trace,
}

impl Told {
    /// Statements about one record in their order: by date, then as they stand.
    fn order(&self) -> (&str, u32) {
        (&self.statement.date, self.trace.line)
    }
}

impl Graph {
    /// Reads statements: an array of objects, or one object a line.
    ///
    /// A share that an updated statement gives anew begins with that statement, whatever the start that it repeats; the share that it
    /// replaces ends there. A party that is said to be unknown is a node of its own. An interest that is neither shares, votes, the
    /// board nor control is kept as a tie that owns nothing.
    ///
    /// # Errors
    /// [`OwnersError`]: no statements in it, or too many sources.
    pub fn read_bods(&mut self, bytes: &[u8], file: &str) -> Result<Intake, OwnersError> {
        let source = self.open(bytes, file, "Beneficial Ownership Data Standard")?;
        let mut intake = Intake::new(file);
        let mut told: Vec<Told> = Vec::new();
        let mut any = false;
        for object in objects(bytes) {
            any = true;
            let trace = Trace::new(source, object.line);
            match Statement::read(object.bytes) {
                Ok(statement) => told.push(Told { statement, trace }),
                Err(reason) => refuse(&mut intake, reason, file, object.line, object.bytes),
            }
        }
        if !any {
            return Err(OwnersError::Statements(file.to_owned()));
        }
        let mut records: BTreeMap<&str, Vec<&Told>> = BTreeMap::new();
        for told in &told {
            records.entry(&told.statement.record).or_default().push(told);
        }
        records.values_mut().for_each(|record| record.sort_by(|a, b| a.order().cmp(&b.order())));
        for record in records.values() {
            self.parties(record);
        }
        for record in records.values() {
            self.relationship(record);
        }
        told.iter().for_each(|_| intake.accept());
        Ok(intake)
    }

    /// A person or an entity, as its last statement has it, under all names that any of them gives.
    fn parties(&mut self, record: &[&Told]) {
        let Some(last) = record.last().filter(|last| last.statement.kind != Kind::Relationship) else {
            return;
        };
        let node = self.node(&last.statement.record);
        if let Some(name) = last.statement.names.first() {
            self.call(node, name);
        }
        let kind = if last.statement.kind == Kind::Person { EntityKind::Person } else { EntityKind::Company };
        self.describe(node, kind, last.statement.country.as_deref());
        for told in record {
            told.statement.names.iter().for_each(|name| self.also_called(node, name));
        }
    }

    /// What one relationship comes to over time.
    fn relationship(&mut self, record: &[&Told]) {
        let mut open: Vec<Span<'_>> = Vec::new();
        for (at, told) in
            record.iter().enumerate().filter(|(_, told)| told.statement.kind == Kind::Relationship)
        {
            let said = told.statement.day;
            for span in &mut open {
                let still = told.statement.interests.iter().any(|interest| span.same(interest, told));
                if !still && span.to.is_none() {
                    span.to = said;
                }
            }
            for interest in &told.statement.interests {
                let end = interest.end.or(said.filter(|_| told.statement.closed));
                match open.iter_mut().find(|span| span.same(interest, told)) {
                    Some(span) => span.to = end,
                    None => {
                        let from = if at == 0 { interest.start } else { interest.start.max(said) };
                        let from =
                            if end.is_some_and(|end| from > Some(end)) { interest.start } else { from };
                        open.push(Span { interest, told, from, to: end });
                    }
                }
            }
        }
        for span in open {
            self.span(&span);
        }
    }

    fn span(&mut self, span: &Span<'_>) {
        let statement = &span.told.statement;
        let held = self.party(&statement.subject, &statement.record);
        let holder = self.party(&statement.party, &statement.record);
        self.hold(
            holder,
            held,
            NewHolding {
                stake: span.interest.stake,
                class: span.interest.class,
                label: &span.interest.label,
                from: span.from,
                to: span.to,
                source: &statement.source,
                joint: "",
                trace: span.told.trace,
            },
        );
    }

    fn party(&mut self, party: &Party, record: &str) -> NodeId {
        match party {
            Party::Record(id) => self.node(id),
            Party::Unknown(reason) => self.node(&format!("unknown party ({reason}) of {record}")),
        }
    }
}

/// An interest, from when to when.
struct Span<'a> {
    interest: &'a Interest,
    told: &'a Told,
    from: Option<Date>,
    to: Option<Date>,
}

impl Span<'_> {
    /// Whether a later statement tells of the same interest.
    fn same(&self, other: &Interest, told: &Told) -> bool {
        let key = |interest: &Interest| (interest.class, interest.stake, interest.start);
        let (mine, theirs) = (&self.told.statement, &told.statement);
        key(self.interest) == key(other)
            && self.interest.label == other.label
            && (&mine.subject, &mine.party) == (&theirs.subject, &theirs.party)
    }
}

fn refuse(intake: &mut Intake, reason: &'static str, file: &str, line: u32, bytes: &[u8]) {
    let start = bytes.get(..bytes.len().min(4 * Place::LONGEST_LINE)).unwrap_or_default();
    let text = String::from_utf8_lossy(start).replace(['\n', '\r'], " ");
    intake.refuse(reason, Place::new(file, line as usize, &text));
}

//! An account as tables.

use super::Account;
use thalweg_core::{Cell, Column, Measure, Table};

impl Account {
    /// What became of the lines, and the messages by type, by clock, by talker, and what was refused.
    pub fn tables(&self) -> Vec<Table> {
        vec![
            self.pieces_table(),
            self.types_table(),
            self.refused_table(),
            self.clocks_table(),
            self.talkers_table(),
        ]
    }

    fn pieces_table(&self) -> Table {
        let rows = [
            ("messages", "last sentence of a message", self.messages),
            ("joined", "sentence before the last of a message", self.joined),
            ("other", "other sentence of NMEA 0183", self.other),
            ("tags_alone", "tag block without a sentence", self.tags_alone),
            ("remarks", "remark", self.remarks),
            ("blank", "empty line", self.blank),
            ("waiting", "sentence that waits for others", self.waiting),
            ("refused", "refused", self.refused()),
        ];
        let rows = rows.into_iter().filter(|(_, _, count)| *count > 0);
        let rows = rows.map(|(name, words, count)| vec![name.into(), words.into(), number(count)]).collect();
        let columns = vec![text("became", "Became"), text("meaning", "Meaning"), count("lines", "Lines")];
        table("lines", "What became of every line", columns, rows)
    }

    fn types_table(&self) -> Table {
        let rows = self.types.iter();
        let rows =
            rows.map(|(kind, count)| vec![number(u64::from(*kind)), type_name(*kind).into(), number(*count)]);
        let columns = vec![count("type", "Type"), text("meaning", "Meaning"), count("messages", "Messages")];
        table("types", "Messages by type", columns, rows.collect())
    }

    fn refused_table(&self) -> Table {
        let refusals = self.intake("").refusals;
        let rows = refusals.into_iter().map(|refusal| {
            let first = refusal.samples.first();
            let place = first.map_or_else(String::new, |place| format!("{}:{}", place.file, place.line));
            vec![refusal.reason.into(), number(refusal.count as u64), place.into()]
        });
        let columns = vec![text("reason", "Reason"), count("lines", "Lines"), text("first", "First at")];
        table("refused", "Refused, by reason", columns, rows.collect())
    }

    fn clocks_table(&self) -> Table {
        let timed: u64 = self.clocks.values().sum();
        let mut rows: Vec<Vec<Cell>> =
            self.clocks.iter().map(|(how, count)| vec![how.word().into(), number(*count)]).collect();
        let others =
            [("decades_off", self.times_refused), ("none", self.messages - timed - self.times_refused)];
        rows.extend(others.iter().filter(|(_, n)| *n > 0).map(|(name, n)| vec![(*name).into(), number(*n)]));
        let columns = vec![text("time_from", "Time from"), count("messages", "Messages")];
        table("clocks", "How the time of messages is known", columns, rows)
    }

    fn talkers_table(&self) -> Table {
        let named = |class: &'static str| {
            move |(name, n): (&String, &u64)| vec![class.into(), name.clone().into(), number(*n)]
        };
        let messages = self.talkers.iter().map(named("message"));
        let others = self.others.iter().map(named("other"));
        let columns = vec![text("class", "Class"), text("name", "Name"), count("sentences", "Sentences")];
        table("talkers", "Sentences by talker, others by name", columns, messages.chain(others).collect())
    }
}

fn table(name: &str, title: &str, columns: Vec<Column>, rows: Vec<Vec<Cell>>) -> Table {
    Table { name: name.to_owned(), title: title.to_owned(), columns, rows }
}

fn text(name: &str, title: &str) -> Column {
    Column::new(name, title, Measure::Text)
}

fn count(name: &str, title: &str) -> Column {
    Column::new(name, title, Measure::Count)
}

fn number(count: u64) -> Cell {
    Cell::Number(count as f64)
}

/// What a type of message is (ITU-R M.1371-5, annex 8, table 45).
fn type_name(kind: u8) -> &'static str {
    match kind {
        1 => "position, class A, scheduled",
        2 => "position, class A, assigned",
        3 => "position, class A, on request",
        4 => "clock and position of a base station",
        5 => "static and voyage data, class A",
        6 => "binary data for one station",
        7 => "receipt of binary data",
        8 => "binary data for all",
        9 => "position of a search aircraft",
        10 => "asks for the clock",
        11 => "clock of a ship",
        12 => "safety text for one station",
        13 => "receipt of a safety text",
        14 => "safety text for all",
        15 => "asks for messages",
        16 => "assigns slots",
        17 => "satellite corrections",
        18 => "position, class B",
        19 => "position and static data, class B",
        20 => "reserves slots",
        21 => "aid to navigation",
        22 => "channels",
        23 => "reporting of a group of ships",
        24 => "static data, class B",
        25 => "binary data of one slot",
        26 => "binary data of several slots",
        27 => "position, long-range",
        _ => "unknown",
    }
}

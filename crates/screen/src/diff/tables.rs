use thalweg_core::{Cell, Measure, Table};

use super::{Changed, Diff, Entry};
use crate::list::table;

impl Diff {
    /// What changed, as tables: `changes` with one row for each change, and `counts`.
    pub fn tables(&self) -> Vec<Table> {
        self.both().into()
    }

    fn both(&self) -> [Table; 2] {
        let mut rows: Vec<Vec<Cell>> = Vec::new();
        rows.extend(self.added.iter().map(|entry| whole("added", entry)));
        rows.extend(self.removed.iter().map(|entry| whole("removed", entry)));
        rows.extend(self.changed.iter().flat_map(parts));
        let columns = [
            ("what", "What", Measure::Text),
            ("list", "List", Measure::Text),
            ("id", "Key", Measure::Text),
            ("kind", "Kind", Measure::Text),
            ("name", "Name", Measure::Text),
            ("field", "Field", Measure::Text),
            ("change", "Change", Measure::Text),
        ];
        [table("changes", "Changes", &columns, rows), self.counts()]
    }

    /// What changed in few columns, for reading.
    pub fn short_table(&self) -> Table {
        let [mut changes, _] = self.both();
        let kept = [0, 2, 4, 6];
        changes.columns = kept.iter().filter_map(|at| changes.columns.get(*at).cloned()).collect();
        changes.rows = changes
            .rows
            .iter()
            .map(|row| kept.iter().filter_map(|at| row.get(*at).cloned()).collect())
            .collect();
        changes
    }

    fn counts(&self) -> Table {
        let all = [
            ("added", self.added.len()),
            ("changed", self.changed.len()),
            ("removed", self.removed.len()),
            ("same", self.same),
        ];
        let columns = [("what", "What", Measure::Text), ("count", "Records", Measure::Count)];
        let row = |(what, count): (&str, usize)| vec![Cell::from(what), Cell::Number(count as f64)];
        table("counts", "Counts", &columns, all.into_iter().map(row).collect())
    }
}

fn whole(what: &str, entry: &Entry) -> Vec<Cell> {
    let entity = &entry.entity;
    let listings: Vec<String> = entity.listings.iter().map(crate::Listing::words).collect();
    vec![
        what.into(),
        entry.list.clone().into(),
        entity.record.id.clone().into(),
        entity.kind.word().into(),
        entity.name().into(),
        Cell::Absent,
        listings.join("; ").into(),
    ]
}

fn parts(changed: &Changed) -> Vec<Vec<Cell>> {
    let row = |change: &super::Change| {
        vec![
            "changed".into(),
            changed.list.clone().into(),
            changed.id.clone().into(),
            changed.kind.word().into(),
            changed.name.clone().into(),
            change.field.words().into(),
            change.words().into(),
        ]
    };
    changed.changes.iter().map(row).collect()
}

//! What has to hold of any lists that were read.

use thalweg_screen::{Diff, Lists, NameSet};

/// Reads some bytes as one file; panics where something does not hold.
pub fn read(bytes: &[u8]) -> Option<Lists> {
    let lists =
        Lists::read([("fuzz", bytes)]).map_err(|error| assert!(!error.to_string().is_empty())).ok()?;
    hold(&lists);
    Some(lists)
}

/// Panics where something does not hold.
pub fn hold(lists: &Lists) {
    for file in &lists.files {
        assert!(file.source.fingerprint.len() == 64 || file.broken.is_some());
        let refused: usize = file.intake.refusals.iter().map(|refusal| refusal.count).sum();
        assert_eq!(file.intake.read(), file.intake.accepted + refused);
    }
    for entity in &lists.entities {
        assert!(!entity.names.is_empty() && entity.name().chars().any(char::is_alphanumeric));
        assert!(entity.listings.iter().all(|listing| !listing.measures.is_empty()));
        assert!(entity.births.iter().all(|birth| birth.from <= birth.to));
        assert!(lists.source(entity.record.source).is_some());
    }
    assert!(serde_json::to_string(lists).is_ok());
    let widths = |table: &thalweg_core::Table| table.rows.iter().all(|row| row.len() == table.columns.len());
    assert!(lists.tables().iter().all(widths));
    let diff = Diff::of(lists, lists);
    assert!(diff.is_empty() && diff.tables().iter().all(widths));
    let names = NameSet::of(lists.entities.iter().map(|entity| entity.name()));
    assert_eq!(
        Diff::about(lists, &Lists::default(), |entity| names.has(entity)).removed.len(),
        lists.entities.len()
    );
}

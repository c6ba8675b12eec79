//! The SDN list of 2021 as entities: names and kinds only, read by hand.

use thalweg_screen::{Entity, EntityKind, Name, NameKind, Record, SourceId, Trace};

/// Its 8,976 records, with their alternative names.
pub(crate) fn entities() -> Option<Vec<Entity>> {
    let main = super::text("lists/ofac_sdn.csv.gz")?;
    let more = super::text("lists/ofac_alt.csv.gz")?;
    let rows = |text: &str| -> Vec<csv::StringRecord> {
        let mut reader =
            csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
        reader.records().filter_map(Result::ok).filter(|row| row.len() > 3).collect()
    };
    let mut entities: Vec<Entity> = rows(&main).iter().map(entity).collect();
    for row in rows(&more) {
        let at = entities.iter().position(|entity| entity.record.id == row[0].trim());
        if let Some(at) = at {
            let kind = if row[2].trim() == "fka" { NameKind::Former } else { NameKind::Alias };
            entities[at].names.push(Name::new(row[3].trim(), Trace::default()).of_kind(kind));
        }
    }
    Some(entities)
}

fn entity(row: &csv::StringRecord) -> Entity {
    let kind = match row[2].trim() {
        "individual" => EntityKind::Person,
        "vessel" => EntityKind::Ship,
        "aircraft" => EntityKind::Aircraft,
        _ => EntityKind::Company,
    };
    let record = Record { source: SourceId(0), id: row[0].trim().to_owned() };
    Entity::new(record, kind, row[1].trim(), Trace::default())
}

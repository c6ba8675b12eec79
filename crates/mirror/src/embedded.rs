//! Statistics that come along: few, and only those that may be given on.

/// Tables by name.
const TABLES: [(&str, &str); 1] = [("eu-neighbours", include_str!("../../../data/mirror/eu-neighbours.csv"))];

/// Names of the embedded tables.
pub fn embedded_tables() -> impl Iterator<Item = &'static str> {
    TABLES.iter().map(|(name, _)| *name)
}

/// The text of an embedded table. `eu-neighbours`: what the members of the Union said they sold to Armenia, Kazakhstan, Kyrgyzstan
/// and Uzbekistan from 2019 to 2023, and what these recorded (`data/PROVENANCE.md`).
///
/// ```
/// use thalweg_mirror::{Countries, Ledger, Mirror, Options, Question, embedded_table, read};
/// let countries = Countries::embedded();
/// let mut ledger = Ledger::new();
/// let table = embedded_table("eu-neighbours").unwrap();
/// read(table.as_bytes(), "eu-neighbours", &Options::new(&countries), &mut ledger)?;
/// let mirror = Mirror::of(&ledger, &countries, &Question::default())?;
/// let [exporter, importer] = ["DEU", "KGZ"];
/// let germany = mirror.gaps.iter().find(|gap| (gap.exporter.as_str(), gap.importer.as_str(), gap.year) == (exporter, importer, 2023));
/// assert!(germany.unwrap().ratio.unwrap() < 0.6);
/// # Ok::<(), thalweg_mirror::Error>(())
/// ```
pub fn embedded_table(name: &str) -> Option<&'static str> {
    TABLES.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}

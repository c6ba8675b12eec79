//! What is kept of the World Port Index: who, where, how large, oil or not.

use crate::Outcome;

/// The columns that are kept, in the order in which the reader (`src/geography/place.rs`) has them.
const COLUMNS: [&str; 9] = [
    "World Port Index Number",
    "Main Port Name",
    "Country Code",
    "UN/LOCODE",
    "Latitude",
    "Longitude",
    "Harbor Size",
    "Oil Terminal Depth (m)",
    "Facilities - Oil Terminal",
];

/// Lines of fields that tabs part, ordered by number.
pub(crate) fn encode(index: &[u8]) -> Outcome<Vec<u8>> {
    let mut reader = csv::Reader::from_reader(index.strip_prefix(b"\xef\xbb\xbf").unwrap_or(index));
    let headers = reader.headers()?.clone();
    let place =
        |name: &str| headers.iter().position(|own| own == name).ok_or_else(|| format!("no column {name}"));
    let columns = COLUMNS.iter().map(|name| place(name)).collect::<Result<Vec<_>, _>>()?;
    let mut lines = Vec::new();
    for row in reader.records() {
        let row = row?;
        let fields: Vec<String> = columns.iter().map(|i| short(row.get(*i).unwrap_or_default())).collect();
        let number: f64 = fields[0].parse().map_err(|_| format!("no number: {}", fields[0]))?;
        lines.push((number, fields.join("\t")));
    }
    lines.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.1.cmp(&b.1)));
    Ok(lines.into_iter().flat_map(|(_, line)| (line + "\n").into_bytes()).collect())
}

/// A field without outer blanks; numbers to four digits, which is ten metres.
fn short(field: &str) -> String {
    let field = field.trim();
    match field.parse::<f64>() {
        Ok(number) if field.contains('.') => {
            format!("{number:.4}").trim_end_matches('0').trim_end_matches('.').to_owned()
        }
        _ => field.to_owned(),
    }
}

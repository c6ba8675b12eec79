//! `baseline.toml`: what a baseline is and where it comes from.

use super::About;
use super::toml_file::TomlFile;
use thalweg_core::{Problem, Unit, nearest};
use toml_edit::Item;

const KEYS: [&str; 6] = ["name", "year", "unit", "source", "licence", "note"];

/// Reads what `baseline.toml` says; every problem otherwise.
pub(super) fn about(file: &TomlFile) -> Result<About, Vec<Problem>> {
    let mut problems = unknown_keys(file);
    let mut keep = |found: Result<Option<String>, Problem>| {
        found.unwrap_or_else(|problem| {
            problems.push(problem);
            None
        })
    };
    let name = keep(required(file, "name"));
    let unit_text = keep(required(file, "unit"));
    let source = keep(required(file, "source"));
    let licence = keep(text(file, "licence"));
    let note = keep(text(file, "note"));
    let year = year(file).map_err(|problem| problems.push(problem)).ok();
    let unit = unit_text.and_then(|text| unit(file, &text).map_err(|problem| problems.push(problem)).ok());
    match (name, year, unit, source) {
        (Some(name), Some(year), Some(unit), Some(source)) if problems.is_empty() => {
            Ok(About { name, year, unit, source, licence, note })
        }
        _ => Err(problems),
    }
}

fn unknown_keys(file: &TomlFile) -> Vec<Problem> {
    let unknown = file.table().iter().filter(|(key, _)| !KEYS.contains(key));
    unknown
        .map(|(key, item)| {
            let place = match file.table().key(key) {
                Some(at) if at.span().is_some() => file.key_place(at),
                _ => file.item_place(item),
            };
            let help = match nearest(key, KEYS) {
                Some(near) => format!("the nearest known key is `{near}`"),
                None => format!("known keys are: {}", KEYS.join(", ")),
            };
            Problem::new(format!("unknown key `{key}`")).at(place).help(help)
        })
        .collect()
}

fn required(file: &TomlFile, key: &str) -> Result<Option<String>, Problem> {
    match text(file, key)? {
        Some(text) => Ok(Some(text)),
        None => Err(missing(file, key)),
    }
}

fn missing(file: &TomlFile, key: &str) -> Problem {
    Problem::new(format!("`{key}` is missing"))
        .at(file.place(None))
        .help("required are: name, year, unit, source")
}

fn text(file: &TomlFile, key: &str) -> Result<Option<String>, Problem> {
    let Some(item) = file.table().get(key) else { return Ok(None) };
    match item.as_str() {
        None => Err(file.wrong_type(key, item, "a string")),
        Some(text) if text.trim().is_empty() => {
            Err(Problem::new(format!("`{key}` is empty")).at(file.item_place(item)))
        }
        Some(text) => Ok(Some(text.to_owned())),
    }
}

fn year(file: &TomlFile) -> Result<i32, Problem> {
    let item = file.table().get("year").ok_or_else(|| missing(file, "year"))?;
    let year =
        item.as_integer().ok_or_else(|| file.wrong_type("year", item, "a whole number, such as 2022"))?;
    if !(1..=9999).contains(&year) {
        return Err(Problem::new(format!("`year` is {year} and should lie between 1 and 9999"))
            .at(file.item_place(item)));
    }
    Ok(year as i32)
}

fn unit(file: &TomlFile, text: &str) -> Result<Unit, Problem> {
    let place =
        file.table().get("unit").map_or_else(|| file.place(None), |item: &Item| file.item_place(item));
    text.parse().map_err(|e: thalweg_core::UnitError| Problem::new(e.to_string()).at(place))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, want: &str) {
        let found = TomlFile::parse("baseline.toml", text.to_owned()).map_err(|p| vec![p]);
        let problems = found.and_then(|file| about(&file).map(|_| ())).unwrap_err();
        let shown: Vec<String> = problems.iter().map(ToString::to_string).collect();
        assert_eq!(shown.join("\n"), want);
    }

    const GOOD: &str = "name = \"w\"\nyear = 2022\nunit = \"million USD\"\nsource = \"x\"\n";

    #[test]
    fn a_good_file_is_read() {
        let about = about(&TomlFile::parse("baseline.toml", GOOD.into()).unwrap()).unwrap();
        assert_eq!((about.name.as_str(), about.year, about.licence), ("w", 2022, None));
    }

    #[test]
    fn wrong_types_are_shown_where_they_stand() {
        check(
            &GOOD.replace("2022", "\"2022\""),
            "baseline.toml:2:8: `year` is a string and should be a whole number, such as 2022",
        );
        check(
            &GOOD.replace("\"x\"", "[1]"),
            "baseline.toml:4:10: `source` is an array and should be a string",
        );
    }

    #[test]
    fn unknown_and_missing_keys() {
        check(
            &GOOD.replace("source", "sorce"),
            "baseline.toml:4:1: unknown key `sorce` (the nearest known key is `source`)\n\
             baseline.toml:1:1: `source` is missing (required are: name, year, unit, source)",
        );
    }

    #[test]
    fn a_unit_that_is_not_understood() {
        check(
            &GOOD.replace("million USD", "zillion USD"),
            "baseline.toml:3:8: unit `zillion USD` is not understood: write a scale and a currency, such as `million USD`",
        );
    }

    #[test]
    fn no_toml() {
        let problem = TomlFile::parse("baseline.toml", "name = \n".into()).unwrap_err();
        assert!(problem.to_string().starts_with("baseline.toml:1:8: not valid TOML: "), "{problem}");
    }
}

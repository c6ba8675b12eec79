//! Which countries and sectors become one: `MAP.toml`.

use super::countries_file::unfit_code;
use super::toml_file::TomlFile;
use crate::error::{Error, ErrorKind};
use std::path::Path;
use thalweg_core::{Place, Problem, nearest};
use toml_edit::{Item, Table, Value};

/// A map from the countries and sectors of a baseline to larger ones.
///
/// ```toml
/// name = "three-blocs"               # of the new baseline; absent: the old name and "-merged"
///
/// [countries]
/// EU  = ["AUT", "BEL", "DEU"]        # a list of codes, or of groups of the baseline
/// NAM = { of = ["USA", "CAN", "MEX"], name = "North America", group = "west" }
/// ROW = "*"                          # everything that no other line takes
///
/// [sectors]
/// goods = "tradable"                 # as in a scenario: every tradable sector
/// ```
///
/// What no line takes stays as it is. The order of the result is that of the baseline, by the first member of each.
///
/// ```
/// use thalweg_trade::{Baseline, baseline::{Map, aggregate}};
/// let map = Map::parse("map.toml", "[countries]\nNAM = ['USA', 'CAN', 'MEX']\nROW = '*'\n[sectors]\nall = '*'\n")?;
/// let small = aggregate(&Baseline::embedded("world-2011")?, &map)?;
/// assert_eq!((small.countries.len(), small.sectors.len()), (2, 1));
/// # Ok::<(), thalweg_trade::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Map {
    /// The name of the new baseline.
    pub(super) name: Option<String>,
    /// Countries that are made of others.
    pub(super) countries: Vec<Merge>,
    /// Sectors that are made of others.
    pub(super) sectors: Vec<Merge>,
}

/// One line of a map: what is made of what.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Merge {
    code: String,
    name: Option<String>,
    group: Option<String>,
    of: Vec<(String, Place)>,
    place: Place,
}

/// A country or sector as a map sees it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part<'a> {
    /// Its code.
    pub(super) code: &'a str,
    /// Its name.
    pub(super) name: &'a str,
    /// Its group.
    pub(super) group: Option<&'a str>,
    /// Whether it is a tradable sector.
    pub(super) tradable: bool,
}

/// A country or sector of the result and what it is made of.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Whole {
    /// Its code.
    pub(super) code: String,
    /// Its name.
    pub(super) name: String,
    /// Its group.
    pub(super) group: Option<String>,
    /// Positions of its members, ascending; never empty.
    pub(super) members: Vec<usize>,
}

const KEYS: [&str; 3] = ["name", "countries", "sectors"];
const MERGE_KEYS: [&str; 3] = ["of", "name", "group"];

impl Map {
    /// Reads a map.
    ///
    /// # Errors
    /// [`ErrorKind::File`] when the file cannot be read, [`ErrorKind::Baseline`] with every problem when it is no map.
    pub fn read(path: &Path) -> Result<Self, Error> {
        let kind = if path.is_file() { ErrorKind::Baseline } else { ErrorKind::File };
        let file = TomlFile::open(path).map_err(|problem| Error::new(kind, vec![problem]))?;
        Self::of(&file)
    }

    /// Parses a map; `file` is what problems call it.
    ///
    /// # Errors
    /// [`ErrorKind::Baseline`] with every problem when it is no map.
    pub fn parse(file: &str, text: &str) -> Result<Self, Error> {
        let parsed = TomlFile::parse(file, text.to_owned());
        Self::of(&parsed.map_err(|problem| Error::new(ErrorKind::Baseline, vec![problem]))?)
    }

    fn of(file: &TomlFile) -> Result<Self, Error> {
        let mut problems = Vec::new();
        let mut map = Self::default();
        for (key, item) in file.table() {
            match (key, item) {
                ("name", item) => match item.as_str().filter(|name| !name.trim().is_empty()) {
                    Some(name) => map.name = Some(name.to_owned()),
                    None => problems.push(file.wrong_type(key, item, "a name")),
                },
                ("countries", Item::Table(table)) => map.countries = merges(file, table, &mut problems),
                ("sectors", Item::Table(table)) => map.sectors = merges(file, table, &mut problems),
                ("countries" | "sectors", item) => {
                    problems.push(file.wrong_type(key, item, "a table: begin it with its name in brackets"));
                }
                (key, item) => problems.push(unknown_key(key, file.item_place(item), &KEYS)),
            }
        }
        if problems.is_empty() { Ok(map) } else { Err(Error::new(ErrorKind::Baseline, problems)) }
    }
}

fn unknown_key(key: &str, place: Place, known: &[&'static str]) -> Problem {
    let help = match nearest(key, known.iter().copied()) {
        Some(near) => format!("the nearest known key is `{near}`"),
        None => format!("known keys are: {}", known.join(", ")),
    };
    Problem::new(format!("unknown key `{key}`")).at(place).help(help)
}

fn merges(file: &TomlFile, table: &Table, problems: &mut Vec<Problem>) -> Vec<Merge> {
    let mut found = Vec::new();
    for (code, item) in table {
        match merge(file, code, item) {
            Ok(merge) => found.push(merge),
            Err(problem) => problems.push(problem),
        }
    }
    found
}

fn merge(file: &TomlFile, code: &str, item: &Item) -> Result<Merge, Problem> {
    let place = file.item_place(item);
    if let Some(why) = unfit_code(code) {
        return Err(Problem::new(format!("`{code}` cannot be a code: {why}")).at(place));
    }
    let mut merge = Merge { code: code.to_owned(), name: None, group: None, of: Vec::new(), place };
    let table = match item {
        Item::Value(Value::InlineTable(table)) => Some(table.clone()),
        Item::Table(table) => Some(table.clone().into_inline_table()),
        _ => None,
    };
    match (table, item) {
        (Some(table), _) => {
            if let Some((key, value)) = table.iter().find(|(key, _)| !MERGE_KEYS.contains(key)) {
                return Err(unknown_key(key, file.value_place(value), &MERGE_KEYS));
            }
            merge.name = text(file, table.get("name"))?;
            merge.group = text(file, table.get("group"))?;
            merge.of = table.get("of").map_or(Ok(Vec::new()), |value| words(file, code, value))?;
        }
        (None, Item::Value(value)) => merge.of = words(file, code, value)?,
        (None, item) => {
            return Err(file.wrong_type(
                code,
                item,
                "a code, a list of codes or `{ of = [...], name = \"...\" }`",
            ));
        }
    }
    if merge.of.is_empty() {
        return Err(Problem::new(format!("`{code}` is made of nothing"))
            .at(merge.place)
            .help("name its members"));
    }
    Ok(merge)
}

fn text(file: &TomlFile, value: Option<&Value>) -> Result<Option<String>, Problem> {
    let Some(value) = value else { return Ok(None) };
    match value.as_str().map(str::trim).filter(|text| !text.is_empty()) {
        Some(text) => Ok(Some(text.to_owned())),
        None => {
            Err(Problem::new("a name or group must be a string that is not empty")
                .at(file.value_place(value)))
        }
    }
}

/// The codes that a value names, each with its place.
fn words(file: &TomlFile, code: &str, value: &Value) -> Result<Vec<(String, Place)>, Problem> {
    let word = |value: &Value| match value.as_str() {
        Some(word) => Ok((word.to_owned(), file.value_place(value))),
        None => {
            let kind = value.type_name();
            let message = format!("`{code}` is made of codes, and this is of type {kind}");
            Err(Problem::new(message).at(file.value_place(value)).help("write codes in quotes"))
        }
    };
    match value {
        Value::Array(list) => list.iter().map(word).collect(),
        value => Ok(vec![word(value)?]),
    }
}

/// Applies merges to the countries or the sectors of a baseline; `kind` is the word for one of them.
pub(super) fn wholes(kind: &str, parts: &[Part<'_>], merges: &[Merge]) -> Result<Vec<Whole>, Vec<Problem>> {
    let mut taken: Vec<Option<usize>> = vec![None; parts.len()];
    let mut problems = Vec::new();
    for (index, merge) in merges.iter().enumerate() {
        for (word, place) in merge.of.iter().filter(|(word, _)| word != "*") {
            problems.extend(take(kind, parts, merges, &mut taken, index, word, place));
        }
    }
    take_rest(&mut taken, merges, &mut problems);
    clashes(kind, parts, merges, &taken, &mut problems);
    if problems.is_empty() { Ok(assemble(parts, merges, &taken)) } else { Err(problems) }
}

/// Gives the parts that a word means to a merge.
fn take(
    kind: &str,
    parts: &[Part<'_>],
    merges: &[Merge],
    taken: &mut [Option<usize>],
    index: usize,
    word: &str,
    place: &Place,
) -> Option<Problem> {
    let members = meant(kind, parts, word);
    if members.is_empty() {
        let known = parts.iter().flat_map(|part| [Some(part.code), part.group].into_iter().flatten());
        let problem = Problem::new(format!("unknown {kind} `{word}`")).at(place.clone());
        return Some(match nearest(word, known) {
            Some(near) => problem.help(format!("the nearest known word is `{near}`")),
            None => problem,
        });
    }
    for member in members {
        if let Some(other) = taken[member].replace(index) {
            let (code, first) = (parts[member].code, &merges[other].code);
            return Some(
                Problem::new(format!("{kind} `{code}` is part of `{first}` already")).at(place.clone()),
            );
        }
    }
    None
}

/// The positions of a code, or else of a group, or else of `tradable`.
fn meant(kind: &str, parts: &[Part<'_>], word: &str) -> Vec<usize> {
    let having = |test: &dyn Fn(&Part<'_>) -> bool| -> Vec<usize> {
        parts.iter().enumerate().filter(|(_, part)| test(part)).map(|(index, _)| index).collect()
    };
    let by_code = having(&|part| part.code == word);
    let by_group = if by_code.is_empty() { having(&|part| part.group == Some(word)) } else { by_code };
    if by_group.is_empty() && kind == "sector" && word == "tradable" {
        return having(&|part| part.tradable);
    }
    by_group
}

/// Gives what no word took to the merge that asks for it.
fn take_rest(taken: &mut [Option<usize>], merges: &[Merge], problems: &mut Vec<Problem>) {
    let mut asking =
        merges.iter().enumerate().filter(|(_, merge)| merge.of.iter().any(|(word, _)| word == "*"));
    let Some((index, merge)) = asking.next() else { return };
    if let Some((_, second)) = asking.next() {
        let message = format!("`{}` and `{}` both take all that is left", merge.code, second.code);
        problems.push(Problem::new(message).at(second.place.clone()));
    }
    taken.iter_mut().filter(|whole| whole.is_none()).for_each(|whole| *whole = Some(index));
    if !taken.contains(&Some(index)) {
        let message = format!("nothing is left for `{}`", merge.code);
        problems.push(Problem::new(message).at(merge.place.clone()));
    }
}

/// A new code must not be that of a country or sector that stays.
fn clashes(
    kind: &str,
    parts: &[Part<'_>],
    merges: &[Merge],
    taken: &[Option<usize>],
    problems: &mut Vec<Problem>,
) {
    for merge in merges {
        let stays = parts.iter().zip(taken).any(|(part, whole)| part.code == merge.code && whole.is_none());
        if stays {
            let message = format!("`{}` is a {kind} that stays as it is", merge.code);
            let help = "name it among the members, or choose another code";
            problems.push(Problem::new(message).at(merge.place.clone()).help(help));
        }
    }
}

fn assemble(parts: &[Part<'_>], merges: &[Merge], taken: &[Option<usize>]) -> Vec<Whole> {
    let mut wholes: Vec<(Option<usize>, Vec<usize>)> = Vec::new();
    for (member, whole) in taken.iter().enumerate() {
        match wholes.iter_mut().find(|(known, _)| whole.is_some() && known == whole) {
            Some((_, members)) => members.push(member),
            None => wholes.push((*whole, vec![member])),
        }
    }
    let named = |(whole, members): (Option<usize>, Vec<usize>)| {
        let first = parts[members[0]];
        let common = members.iter().all(|member| parts[*member].group == first.group);
        let group = first.group.filter(|_| common).map(str::to_owned);
        let Some(merge) = whole.map(|index| &merges[index]) else {
            return Whole { code: first.code.to_owned(), name: first.name.to_owned(), group, members };
        };
        let name = if members.len() == 1 { first.name } else { &merge.code };
        Whole {
            code: merge.code.clone(),
            name: merge.name.clone().unwrap_or_else(|| name.to_owned()),
            group: merge.group.clone().or(group),
            members,
        }
    };
    wholes.into_iter().map(named).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PARTS: [Part<'static>; 4] = [
        Part { code: "a", name: "Aa", group: Some("g"), tradable: true },
        Part { code: "b", name: "Bb", group: Some("g"), tradable: true },
        Part { code: "c", name: "Cc", group: None, tradable: true },
        Part { code: "d", name: "Dd", group: None, tradable: false },
    ];

    fn resolve(sectors: &str) -> Result<Vec<Whole>, String> {
        let map =
            Map::parse("map.toml", &format!("[sectors]\n{sectors}")).map_err(|error| error.to_string())?;
        wholes("sector", &PARTS, &map.sectors)
            .map_err(|problems| problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
    }

    fn check_wrong(sectors: &str, want: &str) {
        assert_eq!(resolve(sectors).unwrap_err(), want);
    }

    #[test]
    fn codes_groups_and_the_rest() {
        let made = resolve("rest = '*'\nnew = { of = 'g', name = 'New' }").unwrap();
        let shown: Vec<(&str, &str, &[usize])> =
            made.iter().map(|w| (w.code.as_str(), w.name.as_str(), w.members.as_slice())).collect();
        assert_eq!(shown, [("new", "New", &[0, 1][..]), ("rest", "rest", &[2, 3][..])]);
        assert_eq!(made[0].group.as_deref(), Some("g"));
        assert_eq!(resolve("goods = 'tradable'").unwrap()[0].members, [0, 1, 2]);
        assert_eq!(resolve("").unwrap().len(), 4);
    }

    #[test]
    fn what_is_wrong_is_said_where_it_stands() {
        check_wrong("x = ['a', 'bb']", "map.toml:2:11: unknown sector `bb` (the nearest known word is `b`)");
        check_wrong("x = ['a', 'g']", "map.toml:2:11: sector `a` is part of `x` already");
        check_wrong("x = 'a'\ny = ['b', 'a']", "map.toml:3:11: sector `a` is part of `x` already");
        check_wrong("x = '*'\ny = '*'", "map.toml:3:5: `x` and `y` both take all that is left");
        check_wrong("x = ['a', 'b', 'c', 'd']\ny = '*'", "map.toml:3:5: nothing is left for `y`");
        check_wrong("x = []", "map.toml:2:5: `x` is made of nothing (name its members)");
        check_wrong(
            "d = 'a'",
            "map.toml:2:5: `d` is a sector that stays as it is (name it among the members, or choose another code)",
        );
        check_wrong(
            "x = 3",
            "map.toml:2:5: `x` is made of codes, and this is of type integer (write codes in quotes)",
        );
        check_wrong("x = { off = 'a' }", "map.toml:2:13: unknown key `off` (the nearest known key is `of`)");
    }
}

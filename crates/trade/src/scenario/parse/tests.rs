use crate::scenario::{
    Action, ByCountry, Change, Deficits, Labour, Rate, Revenue, Scenario, embedded_scenarios,
};
use crate::{Error, ErrorKind};
use proptest::prelude::*;
use std::fs;

const BLOCK: &str = "[[tariff]]\nimporter = \"USA\"\nexporter = \"CHN\"\nsectors = \"steel\"\n";

/// Every problem of a text, as a terminal would show it in one line.
#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let found: Vec<String> = match Scenario::parse("s.toml", text) {
        Ok(_) => Vec::new(),
        Err(error) => error.problems().iter().map(ToString::to_string).collect(),
    };
    assert_eq!(found, expected);
}

#[track_caller]
fn read(text: &str) -> Scenario {
    Scenario::parse("mine.toml", text).unwrap()
}

#[test]
fn a_whole_scenario() {
    let scenario = read(
        r#"
        name = "All keys"
        question = "Is everything read?"
        description = "Yes."
        baseline = "world-2022"
        horizon = "3y"
        trade_cost = [{ importer = "*", exporter = "RUS", sectors = "*", set = 0.2 }]
        [model]
        deficits = "balanced"
        labour = "fixed"
        [[subsidy]]
        country = ["CHN", "KOR"]
        sectors = "ships"
        add = 0.05
        [[tariff]]
        importer = "USA"
        exporter = ["*", "!CAN"]
        sectors = "tradable"
        scale = 2
        [[export_tax]]
        importer = "USA"
        exporter = "CHN"
        sectors = "metal-ores"
        set = 0.5
        [[embargo]]
        importer = "EU"
        exporter = "RUS"
        sectors = "oil-gas"
        [[productivity]]
        country = "DEU"
        sectors = "*"
        set = 0.05
        [[elasticity]]
        sectors = "*"
        scale = 0.5
        "#,
    );
    assert_eq!(scenario.name, "All keys");
    assert_eq!(scenario.question.as_deref(), Some("Is everything read?"));
    assert_eq!((scenario.model.deficits, scenario.model.labour), (Deficits::Balanced, Labour::Fixed));
    assert_eq!(scenario.model.elasticities.as_deref(), Some("3y"));
    let keys: Vec<&str> = scenario.measures.iter().map(|m| m.key()).collect();
    let expected = ["trade_cost", "subsidy", "tariff", "export_tax", "embargo", "productivity", "elasticity"];
    assert_eq!(keys, expected, "in the order of the file");
    let Action::Tariff(tariff) = &scenario.measures[2].action else { panic!("a tariff") };
    assert_eq!(tariff.rate, Rate::Uniform(Change::Scale(2.0)));
    assert_eq!(tariff.pairs.exporter.to_string(), "*, !CAN");
    let place = scenario.measures[2].place.clone().unwrap();
    assert_eq!((place.line, place.column, place.text.trim()), (19, 17, "scale = 2"));
}

#[test]
fn an_empty_file_changes_nothing_and_is_called_after_its_file() {
    let scenario = read("");
    assert_eq!((scenario.name.as_str(), scenario.measures.len()), ("mine", 0));
}

#[test]
fn unknown_keys_get_the_nearest_word() {
    check(
        "nam = \"x\"\n[[tarif]]\nadd = 1\n[model]\nlabor = \"fixed\"\n",
        &[
            "s.toml:1:1: unknown key `nam` (the nearest known word is `name`)",
            "s.toml:2:3: unknown key `tarif` (the nearest known word is `tariff`)",
            "s.toml:5:1: unknown key `labor` in [model] (the nearest known word is `labour`)",
        ],
    );
    check(
        &format!("{BLOCK}rate = 0.1\n"),
        &[
            "s.toml:5:1: unknown key `rate` in [[tariff]] (known keys: importer, exporter, sectors, add, set, scale, table)",
            "s.toml:1:1: [[tariff]] states no rate (write one of add, set, scale, table)",
        ],
    );
}

#[test]
fn missing_keys_are_named() {
    check(
        "[[tariff]]\nadd = 0.1\n\n[[subsidy]]\nset = 0.1\n",
        &[
            "s.toml:1:1: key `importer` is missing in [[tariff]] (write a code, a group, a list, or \"*\" for all countries)",
            "s.toml:1:1: key `exporter` is missing in [[tariff]] (write a code, a group, a list, or \"*\" for all countries)",
            "s.toml:1:1: key `sectors` is missing in [[tariff]] (write \"tradable\" for all goods that are traded)",
            "s.toml:4:1: key `country` is missing in [[subsidy]] (write a code, a group, a list, or \"*\" for all countries)",
            "s.toml:4:1: key `sectors` is missing in [[subsidy]] (write \"tradable\" for all goods that are traded)",
        ],
    );
}

#[test]
fn wrong_types_are_named() {
    check(
        "name = 3\nmodel = 1\n[[tariff]]\nimporter = 1\nexporter = [\"CHN\", 2]\nsectors = []\nadd = \"a lot\"\n",
        &[
            "s.toml:1:8: `name` must be a text in quotes; found an integer",
            "s.toml:2:9: `model` must be a table, [model]; found an integer",
            "s.toml:4:12: `importer` must be a word or a list of words; found an integer",
            "s.toml:5:20: `each of exporter` must be a word in quotes; found an integer",
            "s.toml:6:11: `sectors` is an empty list (name at least one, or \"*\" for all)",
            "s.toml:7:7: `add` must be a number, such as 0.25; found a string",
        ],
    );
    check(
        "[tariff]\nadd = 1\n",
        &[
            "s.toml:1:1: `tariff` must be a block of its own, of which there may be several (write [[tariff]] with two brackets)",
        ],
    );
    check("tariff = [1]\n", &["s.toml:1:11: `tariff` must be a list of blocks; found an integer"]);
}

#[test]
fn rates_that_are_no_rates() {
    for (rate, message) in [
        ("add = nan", "s.toml:5:7: `add` is NaN; it must be a finite number"),
        ("set = -inf", "s.toml:5:7: `set` is -inf; it must be a finite number"),
        ("scale = -0.5", "s.toml:5:9: `scale` is -0.5; a rate cannot be multiplied by less than 0"),
        (
            "add = 0.1\nset = 0.2",
            "s.toml:6:1: `add` and `set` stand in one block (keep one of them, or write a second block)",
        ),
    ] {
        check(&format!("{BLOCK}{rate}\n"), &[message]);
    }
    check(
        "[[elasticity]]\nsectors = \"*\"\nset = 0\n",
        &["s.toml:3:7: `set` is 0; a trade elasticity must stay above 0"],
    );
}

#[test]
fn levers_take_only_the_rates_that_mean_something() {
    let block = |lever: &str, rate: &str| BLOCK.replace("tariff", lever) + rate;
    check(
        &block("trade_cost", "scale = 2\n"),
        &["s.toml:5:1: [[trade_cost]] does not take `scale` (it takes add, set, table)"],
    );
    check(
        &block("embargo", "set = 1\n"),
        &["s.toml:5:1: [[embargo]] has no rate: it forbids (leave it out)"],
    );
    check(
        "[[productivity]]\ncountry = \"*\"\nsectors = \"*\"\nscale = 2\n",
        &["s.toml:4:1: [[productivity]] does not take `scale` (it takes add, set)"],
    );
}

#[test]
fn rules_and_horizon() {
    check(
        "horizon = \"2y\"\n[model]\ndeficits = \"none\"\nlabour = true\n",
        &[
            "s.toml:1:11: `2y` is no value of `horizon` (write \"1y\" or \"3y\" or \"long\")",
            "s.toml:3:12: `none` is no value of `deficits` (write \"fixed\" or \"balanced\")",
            "s.toml:4:10: `labour` must be a text in quotes; found a boolean",
        ],
    );
    check(
        "horizon = \"1y\"\n[model]\nelasticities = \"cp2015\"\n",
        &["s.toml:3:16: `elasticities` and `horizon` both choose the trade elasticities (keep one of them)"],
    );
    assert_eq!(read("horizon = \"long\"").model.elasticities, None);
    assert_eq!(read("model.elasticities = \"cp2015\"").model.elasticities.as_deref(), Some("cp2015"));
}

#[test]
fn text_that_is_not_toml() {
    let found = Scenario::parse("s.toml", "name = \"x\"\n[[tariff]\nadd = 1\n").unwrap_err();
    let place = found.problems()[0].place.clone().unwrap();
    assert!(found.problems()[0].message.starts_with("not valid TOML: "), "{found}");
    assert_eq!((place.line, place.text.as_str()), (2, "[[tariff]"));
    let twice = Scenario::parse("s.toml", "name = \"x\"\nname = \"y\"\n").unwrap_err();
    assert_eq!(twice.problems()[0].place.clone().unwrap().to_string(), "s.toml:2:1");
}

#[test]
fn marks_and_carriage_returns_do_not_matter() {
    let text = format!("\u{feff}{}add = 0.1\r\n", BLOCK.replace('\n', "\r\n"));
    assert_eq!(read(&text).measures.len(), 1);
    check(
        &text.replace("add", "ad"),
        &["s.toml:5:1: unknown key `ad` in [[tariff]] (the nearest known word is `add`)"],
    );
}

#[test]
fn a_misspelt_key_is_not_missing_as_well() {
    check(
        "[[tariff]]\nimporters = \"USA\"\nexporter = \"CHN\"\nsectors = \"steel\"\nscal = 2\n",
        &[
            "s.toml:2:1: unknown key `importers` in [[tariff]] (the nearest known word is `importer`)",
            "s.toml:5:1: unknown key `scal` in [[tariff]] (the nearest known word is `scale`)",
        ],
    );
}

#[test]
fn every_embedded_scenario_is_read() {
    let listed = embedded_scenarios();
    assert_eq!(listed.len(), 12);
    for entry in &listed {
        let from_disk = Scenario::open(format!("../../examples/{}.toml", entry.name)).unwrap();
        let embedded = Scenario::open(entry.name).unwrap();
        assert_eq!(from_disk.name, embedded.name);
        assert_eq!(from_disk.measures.len(), embedded.measures.len());
        assert_eq!(embedded.baseline.as_deref(), Some("world-2022"), "{}", entry.name);
        assert!(entry.question.ends_with('?'), "{}", entry.name);
    }
}

/// A folder with files, and what opening the first of them gives.
#[track_caller]
fn open(files: &[(&str, &str)]) -> (tempfile::TempDir, Result<Scenario, Error>) {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let result = Scenario::open(folder.path().join(files[0].0));
    (folder, result)
}

/// The problems of the first of some files, without the folder's name.
#[track_caller]
fn problems(files: &[(&str, &str)]) -> Vec<String> {
    let (folder, result) = open(files);
    let folder = format!("{}/", folder.path().display());
    result.unwrap_err().problems().iter().map(|p| p.to_string().replace(&folder, "")).collect()
}

#[test]
fn a_child_takes_over_baseline_and_rules() {
    let parent = "baseline = \"world-2011\"\n[model]\ndeficits = \"balanced\"\nelasticities = \"cp2015\"\n";
    let (_folder, child) =
        open(&[("c.toml", "extends = \"p.toml\"\n[model]\nlabour = \"fixed\"\n"), ("p.toml", parent)]);
    let child = child.unwrap();
    assert_eq!(child.baseline.as_deref(), Some("world-2011"));
    assert_eq!((child.model.deficits, child.model.labour), (Deficits::Balanced, Labour::Fixed));
    assert_eq!(child.model.elasticities.as_deref(), Some("cp2015"));
    assert_eq!(child.extends.unwrap().name, "p");
    let (_folder, long) =
        open(&[("c.toml", "extends = \"p.toml\"\nhorizon = \"long\"\n"), ("p.toml", parent)]);
    assert_eq!(long.unwrap().model.elasticities, None);
}

#[test]
fn a_folder_as_baseline_is_meant_from_the_scenario() {
    let (folder, scenario) = open(&[("c.toml", "baseline = \"./world\"\n")]);
    assert_eq!(scenario.unwrap().baseline.unwrap(), folder.path().join("./world").to_string_lossy());
}

#[test]
fn extending_what_is_not_there() {
    assert_eq!(
        problems(&[("c.toml", "extends = \"sixty-point\"\n")]),
        ["c.toml:1:11: no scenario is called `sixty-point` (the nearest known word is `sixty-points`)"]
    );
    assert_eq!(
        problems(&[("c.toml", "extends = \"p.toml\"\n")]),
        ["c.toml:1:11: cannot read `p.toml`: there is no such file"]
    );
}

#[test]
fn extending_in_a_circle() {
    assert_eq!(
        problems(&[("a.toml", "extends = \"b.toml\"\n"), ("b.toml", "\nextends = \"a.toml\"\n")]),
        ["b.toml:2:11: scenarios extend each other in a circle: a.toml -> b.toml -> a.toml"]
    );
    let itself = problems(&[("a.toml", "extends = \"a.toml\"\n")]);
    assert_eq!(itself, ["a.toml:1:11: scenarios extend each other in a circle: a.toml -> a.toml"]);
}

#[test]
fn a_chain_has_an_end() {
    let folder = tempfile::tempdir().unwrap();
    let path = |at: usize| folder.path().join(format!("{at}.toml"));
    for at in 0..40 {
        fs::write(path(at), format!("extends = \"{}.toml\"\n", at + 1)).unwrap();
    }
    let error = Scenario::open(path(0)).unwrap_err().to_string();
    assert!(error.ends_with("31.toml:1:11: more than 32 scenarios extend each other"), "{error}");
}

#[test]
fn files_that_are_too_large_or_no_text() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.toml");
    fs::write(&path, vec![b'#'; (16 << 20) + 1]).unwrap();
    let error = Scenario::open(&path).unwrap_err().to_string();
    assert!(error.ends_with("s.toml` is larger than 16 MiB"), "{error}");
    fs::write(&path, b"name = \"\xff\"\n").unwrap();
    let error = Scenario::open(&path).unwrap_err().to_string();
    assert!(error.ends_with("s.toml:1:9: a byte is not UTF-8 (save the file as UTF-8)"), "{error}");
}

#[test]
fn the_problems_of_parent_child_and_table_come_together() {
    let child = "extends = \"p.toml\"\nnme = 1\n[[tariff]]\ntable = \"t.csv\"\n";
    assert_eq!(
        problems(&[
            ("c.toml", child),
            ("p.toml", "foo = 1\n"),
            ("t.csv", "importer,exporter,add\nUSA,CHN,ten\n")
        ]),
        [
            "c.toml:2:1: unknown key `nme` (the nearest known word is `name`)",
            "p.toml:1:1: unknown key `foo` (known keys: name, question, description, baseline, extends, horizon, \
             model, oil, tariff, subsidy, export_tax, trade_cost, embargo, productivity, elasticity)",
            "t.csv:2:9: `ten` is not a finite number (write a fraction, such as 0.25)",
        ]
    );
}

#[test]
fn tables_that_cannot_be_read() {
    let scenario = "[[trade_cost]]\ntable = \"t.csv\"\n";
    assert_eq!(problems(&[("s.toml", scenario)]), ["s.toml:2:9: cannot read `t.csv`: there is no such file"]);
    assert_eq!(
        problems(&[("s.toml", scenario), ("t.csv", "importer,exporter,scale\nUSA,CHN,2\n")]),
        ["t.csv:2:9: [[trade_cost]] does not take `scale` (name the column `add` or `set`)"]
    );
    assert_eq!(
        problems(&[("s.toml", &scenario.replace("t.csv", "t.csv.gz")), ("t.csv.gz", "importer")]),
        ["s.toml:2:9: `t.csv.gz` is not gzip, though its name says so"]
    );
    assert_eq!(
        problems(&[("s.toml", &scenario.replace("t.csv", "."))]),
        ["s.toml:2:9: cannot read `.`: it is not a file"]
    );
}

#[test]
fn opening_what_is_not_there() {
    let error = Scenario::open("trce").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::File);
    assert_eq!(error.to_string(), "no scenario is called `trce` (the nearest known word is `truce`)");
    let error = Scenario::open("nowhere/x.toml").unwrap_err();
    assert_eq!(error.to_string(), "cannot read `nowhere/x.toml`: there is no such file");
    let error = Scenario::open("../../examples").unwrap_err();
    assert_eq!(error.to_string(), "cannot read `../../examples`: it is not a file");
}

#[test]
fn a_scenario_serialises_as_it_is_written() {
    let json = serde_json::to_value(read(&format!("{BLOCK}add = 0.1\n"))).unwrap();
    let tariff = &json["measures"][0]["tariff"];
    assert_eq!(tariff["exporter"], serde_json::json!(["CHN"]));
    assert_eq!(tariff["add"], 0.1);
    assert_eq!(json["model"]["labour"], "mobile");
    let schema = serde_json::to_value(schemars::schema_for!(Scenario)).unwrap();
    assert_eq!(schema["title"], "Scenario");
}

#[test]
fn rules_that_are_numbers() {
    let model = read(
        r#"
        [model]
        labour_supply = 0.5
        revenue = "income-tax"
        overhead = { "*" = 0.11, USA = 0.27, EU = 0.1 }
        pass_through = 1.2
        "#,
    )
    .model;
    assert_eq!((model.labour_supply, model.revenue), (0.5, Revenue::IncomeTax));
    assert_eq!(model.overhead.to_string(), "0.11 (USA 0.27, EU 0.1)");
    assert_eq!(model.pass_through, ByCountry::everywhere(1.2));
    let usual = read("").model;
    assert_eq!((usual.labour_supply, usual.revenue), (0.0, Revenue::LumpSum));
    assert!(usual.overhead.is(0.0) && usual.pass_through.is(1.0));
}

#[test]
fn rules_out_of_range_are_refused_where_they_stand() {
    check(
        "[model]\nlabour_supply = -1\n",
        &[
            "s.toml:2:17: `labour_supply` is -1; it must be in [0, 10] (published values lie between 0.1 and 1)",
        ],
    );
    check(
        "[model]\nlabour = \"fixed\"\nlabour_supply = 0.5\n",
        &[
            "s.toml:3:17: `labour_supply` is known for labour that moves between sectors only (set `labour = \"mobile\"`, \
           or leave out `labour_supply`)",
        ],
    );
    check("[model]\noverhead = 1\n", &["s.toml:2:12: `overhead` is 1; it must be in [0, 1)"]);
    check(
        "[model]\noverhead = { \"*\" = 0.1, USA = 2 }\n",
        &["s.toml:2:25: `overhead` is 2; it must be in [0, 1)"],
    );
    check("[model]\npass_through = 0\n", &["s.toml:2:16: `pass_through` is 0; it must be in [0.05, 20]"]);
    check(
        "[model]\noverhead = { USA = 0.2 }\n",
        &[
            "s.toml:2:12: `overhead` does not say what holds for the other countries (add the number of all other \
           countries: { \"*\" = 0.1, USA = 0.2 })",
        ],
    );
    check(
        "[model]\nrevenue = \"tax\"\n",
        &["s.toml:2:11: `tax` is no value of `revenue` (write \"lump-sum\" or \"income-tax\")"],
    );
    check(
        "[model]\noverhead = \"much\"\n",
        &["s.toml:2:12: `overhead` must be a number, such as 0.25; found a string"],
    );
}

/// Lines that look like a scenario, in any order: they reach deeper than any bytes do.
fn lines() -> impl Strategy<Value = String> {
    let line = prop::sample::select(vec![
        "[[tariff]]",
        "[[embargo]]",
        "[model]",
        "[tariff]",
        "[[model]]",
        "importer = \"USA\"",
        "exporter = [\"*\", 3]",
        "sectors = \"tradable\"",
        "add = 0.1",
        "set = nan",
        "scale = -1",
        "table = \"none.csv\"",
        "extends = \"truce\"",
        "extends = 4",
        "horizon = \"1y\"",
        "labour = \"fixed\"",
        "labour_supply = 0.5",
        "overhead = { USA = 1 }",
        "pass_through = { \"*\" = 1, EU = 2 }",
        "revenue = \"income-tax\"",
        "name = \"\u{fc}\"",
        "tariff = [{}, 1]",
        "\u{feff}",
        "a.b.c = 1",
        "[[tariff.x]]",
        "elasticity = {}",
        "'",
        "\"\"\"",
        "subsidy = [[]]",
    ]);
    prop::collection::vec(line, 0..12).prop_map(|lines| lines.join("\n"))
}

proptest! {
    #[test]
    fn no_text_breaks_the_reader(text in "\\PC*") {
        let _ = Scenario::parse("s.toml", &text);
    }

    #[test]
    fn no_bytes_break_the_reader(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("s.toml");
        fs::write(&path, &bytes).unwrap();
        let _ = Scenario::open(&path);
    }

    #[test]
    fn no_lines_break_the_reader_and_every_problem_has_a_place(text in lines()) {
        if let Err(error) = Scenario::parse("s.toml", &text) {
            prop_assert!(error.problems().iter().all(|p| p.place.is_some()), "{}", error);
        }
    }

    #[test]
    fn no_table_breaks_the_reader(text in "(importer,exporter,add\n)?[A-Z,;\"\n0-9.-]*") {
        let _ = super::super::table::read_table(&super::Text::new("t.csv", &text));
    }
}

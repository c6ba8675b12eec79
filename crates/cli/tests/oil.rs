//! `thalweg oil`: answers in every form, and what is refused.
#![allow(clippy::unwrap_used, reason = "a test that fails says where")]

mod common;

use common::{call, call_in};
use serde_json::Value;

#[test]
fn a_scenario_is_solved_with_its_certificate() {
    let done = call("oil solve embargo");
    assert_eq!((done.status, done.err.as_str()), (0, ""));
    let answer: Value = serde_json::from_str(&done.out).unwrap();
    assert!(answer["certificate"]["complementarity_residual"].as_f64().unwrap() <= 1e-8);
    assert_eq!(answer["baseline"], "oil-2022");
    assert!(answer["flows"].as_array().unwrap().len() > 100);
}

#[test]
fn every_answer_fits_a_terminal() {
    let lines = [
        "oil solve price-cap",
        "oil worth price-cap --seller RUS --draws 0",
        "oil cap price-cap --seller RUS --levels 60,45",
        "oil cap price-cap --seller RUS --levels 60,45 --no-response",
        "oil path service-ban",
        "oil anchors",
        "oil listings price-cap --seller RUS --points 3 --draws 5",
        "oil buyers price-cap",
        "oil discount march-2023 --seller RUS",
        "oil list",
        "oil predict oil-2022 --embargo RUS-BAL=ITA,NLD",
    ];
    for line in lines {
        let done = call(&format!("{line} --format table"));
        assert_eq!((done.status, done.err.as_str()), (0, ""), "{line}");
        for row in done.out.lines() {
            assert!(row.chars().count() <= 80, "{line}: {row}");
        }
    }
}

#[test]
fn the_path_prints_its_pins() {
    let done = call("oil path service-ban --format table");
    assert!(done.out.contains("\u{2212}22.20\u{202f}%") && done.out.contains("125"), "{}", done.out);
    let cap = call("oil path price-cap --format csv");
    assert!(cap.out.starts_with("quarter,price,exports,capacity"), "{}", cap.out);
    assert_eq!(cap.out.lines().count(), 21);
}

#[test]
fn trackers_arithmetic_stands_alone_where_asked() {
    let both = call("oil cap price-cap --seller RUS --levels 60 --format csv");
    let fixed = call("oil cap price-cap --seller RUS --levels 60 --no-response --format csv");
    assert!(both.out.contains("world_price") && !fixed.out.contains("world_price"), "{}", fixed.out);
    assert!(fixed.out.starts_with("cap,revenue_no_response,no_response_pct"), "{}", fixed.out);
}

#[test]
fn what_is_wrong_is_said() {
    let cases = [
        ("oil listings price-cap --seller RUS --most 500", "500 ships cannot be listed: the fleet has 180"),
        ("oil discount price-cap --seller ROS", "unknown seller `ROS`"),
        ("oil solve price-cup", "the nearest known word is `price-cap`"),
        ("oil worth price-cap --seller RUSS", "the nearest known word is `RUS`"),
        ("oil cap price-cap --seller RUS --levels 10", "below the cost of every barrel"),
        ("oil path embargo", "has no table `[path]`"),
        ("oil solve embargo --baseline oil-2023", "the nearest known word is `oil-2022`"),
        ("oil worth price-cap --seller RUS --ships none.csv", "`none.csv` cannot be read"),
        ("oil predict oil-2022 --embargo RUS=EU", "the matrix has no origin `RUS`"),
        ("oil show price", "no oil scenario is called `price`"),
    ];
    for (line, want) in cases {
        let done = call(line);
        assert_eq!((done.status, done.out.as_str()), (1, ""), "{line}: {}", done.err);
        assert!(done.err.contains(want), "{line}: {}", done.err);
    }
    assert_eq!(call("oil worth price-cap").status, 2, "a seller is needed");
}

#[test]
fn a_scenario_of_my_own_is_shown_with_its_line() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(
        folder.path().join("mine.toml"),
        "name = \"mine\"\nextends = \"embargo\"\n[[cap]]\nseller = \"RUSS\"\nprice = 50\n",
    )
    .unwrap();
    let done = call_in(folder.path(), "oil solve mine.toml");
    assert_eq!(done.status, 1);
    assert!(
        done.err.contains("mine.toml:4:10") && done.err.contains("unknown seller `RUSS`"),
        "{}",
        done.err
    );
}

#[test]
fn a_list_of_ships_takes_the_place_of_the_fleet() {
    let folder = tempfile::tempdir().unwrap();
    let fleet = "imo,class,designated\n9074729,aframax,no\n9130298,suezmax,no\n9321483,vlcc,yes\n1234568,aframax,no\n";
    std::fs::write(folder.path().join("fleet.csv"), fleet).unwrap();
    let line = "oil listings price-cap --seller RUS --ships fleet.csv --points 2 --draws 0 --format csv";
    let done = call_in(folder.path(), line);
    assert_eq!(done.out.lines().count(), 4, "{}", done.out);
    assert!(done.out.lines().last().unwrap().starts_with("2,\"1 suezmax, 1 aframax\""), "{}", done.out);
    let told = call_in(folder.path(), &line.replace("--format csv", "--format table"));
    assert!(told.out.contains("refused"), "what was refused is told: {}", told.out);
}

/// Two ships, one of them on two lists since other days.
fn fleet_and_lists() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
    write(
        "fleet.csv",
        "imo,name,class,mmsi\n9999917,LANTERN,suezmax,273000001\n9074729,HERON,aframax,273000002\n9176187,GULL,,273000003\n",
    );
    write(
        "one.csv",
        "id,kind,name,imo,authority,measure,from\n1,ship,LANTERN,9999917,uk,port ban,2024-06-13\n2,ship,FAR AWAY,9241061,uk,port ban,2024-06-13\n",
    );
    write(
        "two.csv",
        "id,kind,name,imo,authority,measure,from\n1,ship,HERON,9074729,eu,port ban,2025-02-24\n",
    );
    write(
        "calls.csv",
        "ship,place,country,loaded_pct\n273000002,Primorsk,Russia,95\n273000003,Primorsk,Russia,80\n273000009,Ust-Luga,Russia,80\n273000001,Ceyhan,Turkey,99\n",
    );
    folder
}

#[test]
fn lists_take_ships_out_of_what_can_be_listed() {
    let folder = fleet_and_lists();
    let worth = |rest: &str| {
        let line =
            format!("oil worth service-ban --seller RUS --draws 0 --ships fleet.csv {rest} --format json");
        let done = call_in(folder.path(), &line);
        assert_eq!(done.status, 0, "{}", done.err);
        serde_json::from_str::<Value>(&done.out).unwrap()
    };
    let ships = |answer: &Value| {
        let rows = answer["rows"].as_array().unwrap();
        let names = rows.iter().filter(|row| row["kind"] == "ship").map(|row| row["name"].as_str().unwrap());
        let mut names: Vec<String> = names.map(str::to_owned).collect();
        names.sort();
        names
    };
    let free = worth("");
    assert_eq!(ships(&free), ["HERON", "LANTERN"]);
    assert_eq!(free["fleet"]["of_no_class"][0]["name"], "GULL");
    let then = worth("--listed one.csv two.csv --on 2024-12-31");
    assert_eq!(ships(&then), ["HERON"]);
    assert_eq!(then["already_listed"], 1);
    assert_eq!(then["fleet"]["designated"][0]["from"], "2024-06-13");
    let lists = then["fleet"]["lists"].as_array().unwrap();
    assert_eq!(
        (lists.len(), &lists[0]["in_fleet"], &lists[0]["unsaid_not_in_fleet"]),
        (1, &1.into(), &1.into())
    );
    let now = worth("--listed one.csv two.csv --on 2025-03-01");
    assert_eq!((ships(&now).len(), &now["already_listed"]), (0, &2.into()));
    // a listed ship works less: the seller sells less than with the same ships free
    assert!(now["revenue"].as_f64() < free["revenue"].as_f64());
}

#[test]
fn only_those_that_carried_are_the_fleet() {
    let folder = fleet_and_lists();
    let line = "oil worth service-ban --seller RUS --draws 0 --ships fleet.csv --carried calls.csv --format";
    let done = call_in(folder.path(), &format!("{line} json"));
    assert_eq!(done.status, 0, "{}", done.err);
    let answer: Value = serde_json::from_str(&done.out).unwrap();
    let carried = &answer["fleet"]["carried"];
    assert_eq!(
        (&carried["radios"], &carried["ships"], &carried["others"]),
        (&3.into(), &1.into(), &1.into())
    );
    assert_eq!(carried["of_no_class"][0]["name"], "GULL");
    assert_eq!(carried["of_no_hull"][0], "273000009");
    let text = call_in(folder.path(), &format!("{line} table")).out;
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.contains("3 ships carried a cargo of which at least 50 percent was from RUS"), "{text}");
    assert!(text.contains("1 of no known class") && text.contains("1 of no known IMO number"), "{text}");
    for (rest, want) in [
        ("--from Norway", "has no cargo from `Norway`"),
        ("--from Ceyhann", "the nearest place there is `Ceyhan`"),
        ("--from Ust-Luga", "no ship is left in the fleet"),
    ] {
        let done = call_in(folder.path(), &format!("{line} json {rest}"));
        assert!(done.status == 1 && done.err.contains(want), "{rest}: {}", done.err);
    }
    let turkish = call_in(folder.path(), &format!("{line} json --from TUR"));
    assert!(
        turkish.status == 0 && turkish.out.contains("LANTERN"),
        "a code means the country: {}",
        turkish.err
    );
}

/// The development data, or none where they are absent.
#[allow(clippy::print_stdout, reason = "a test that is skipped says so")]
fn shared(folder: &str) -> Option<std::path::PathBuf> {
    let beside = || std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let found = std::env::var_os("THALWEG_SHARED").map_or_else(beside, std::path::PathBuf::from).join(folder);
    if found.is_dir() {
        return Some(found);
    }
    let absent = "the development data are absent: set THALWEG_SHARED to their folder";
    assert!(std::env::var("CI").as_deref() != Ok("true"), "{absent}");
    println!("skipped: {absent}");
    None
}

/// The ships of the study beside the United Kingdom's list of May 2026: counted in Python. Of its 632 ships one has no IMO number.
#[test]
fn ships_of_the_study_on_the_list_of_the_united_kingdom() {
    let Some(fleet) = shared("fleet") else { return };
    let list = fleet.join("../lists/uk_ships_2026_05.csv");
    let answer = |on: &str| {
        let line = format!(
            "oil worth price-cap --seller RUS --draws 0 --ships {}/vessels.csv --listed {} --on {on} --format json",
            fleet.display(),
            list.display()
        );
        let answer: Value = serde_json::from_str(&call(&line).out).unwrap();
        let one = &answer["fleet"]["lists"][0];
        ["ships", "without_imo", "in_fleet"].map(|key| one[key].as_u64().unwrap())
    };
    assert_eq!(answer("2024-09-01"), [53, 1, 15]);
    assert_eq!(answer("2026-06-01"), [631, 1, 446]);
}

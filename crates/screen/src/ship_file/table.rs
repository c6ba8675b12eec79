use super::ShipFile;
use crate::Trace;
use jiff::civil::Date;
use thalweg_core::{Cell, Column, Measure, Table};

fn text(name: &str, title: &str) -> Column {
    Column::new(name, title, Measure::Text)
}

fn count(name: &str, title: &str) -> Column {
    Column::new(name, title, Measure::Count)
}

fn table(name: &str, title: &str, columns: Vec<Column>, rows: Vec<Vec<Cell>>) -> Table {
    Table { name: name.to_owned(), title: title.to_owned(), columns, rows }
}

fn day(day: Option<Date>) -> Cell {
    day.map_or(Cell::Absent, |day| day.to_string().into())
}

fn maybe(text: Option<&String>) -> Cell {
    text.map_or(Cell::Absent, |text| text.as_str().into())
}

pub(super) fn tables(file: &ShipFile) -> Vec<Table> {
    vec![
        listings(file),
        spoken(file),
        companies(file),
        hits(file),
        insurance(file),
        inspections(file),
        changes(file),
        near(file),
    ]
}

fn place(file: &ShipFile, trace: Trace) -> Cell {
    file.place(trace).into()
}

fn listings(file: &ShipFile) -> Table {
    let mut rows = Vec::new();
    for listed in &file.listed {
        for listing in &listed.listings {
            let measures: Vec<&str> = listing.measures.iter().map(|measure| measure.words()).collect();
            rows.push(vec![
                listing.authority.to_string().into(),
                measures.join(", ").into(),
                day(listing.from),
                day(listing.to),
                listed.name.as_str().into(),
                listing.programs.join("; ").into(),
                listed.record.id.as_str().into(),
                listed.list.as_str().into(),
                place(file, listing.trace),
            ]);
        }
    }
    let columns = vec![
        text("authority", "Who lists it"),
        text("measures", "Measures"),
        text("from", "From"),
        text("to", "Until"),
        text("name", "As"),
        text("programs", "Programmes"),
        text("record", "Record"),
        text("list", "List"),
        text("place", "Where"),
    ];
    table("listings", "Who lists it", columns, rows)
}

fn spoken(file: &ShipFile) -> Table {
    let kinds = [("name", &file.names), ("flag", &file.flags), ("mmsi", &file.radios)];
    let rows = kinds.into_iter().flat_map(|(kind, all)| {
        all.iter().map(move |said| {
            vec![
                kind.into(),
                said.value.as_str().into(),
                day(said.from),
                day(said.to),
                if said.former { "former" } else { "" }.into(),
                said.by.as_str().into(),
                place(file, said.trace),
            ]
        })
    });
    let columns = vec![
        text("kind", "What"),
        text("value", "Value"),
        text("from", "From"),
        text("to", "Until"),
        text("former", "Former"),
        text("by", "Who says so"),
        text("place", "Where"),
    ];
    table("identity", "Names, flags and radio numbers", columns, rows.collect())
}

fn companies(file: &ShipFile) -> Table {
    let row = |one: &super::Behind| {
        vec![
            one.role.words().into(),
            one.name.as_str().into(),
            one.number.to_string().into(),
            day(one.from),
            day(one.to),
            if one.on_day { "yes" } else { "no" }.into(),
            Cell::Number(one.hits.len() as f64),
            maybe(one.jurisdiction.as_ref()),
            maybe(one.address.as_ref()),
            place(file, one.trace),
        ]
    };
    let columns = vec![
        text("role", "Role"),
        text("company", "Company"),
        text("company_imo", "Company IMO"),
        text("from", "From"),
        text("to", "Until"),
        text("on_day", "On the day"),
        count("hits", "Hits in lists"),
        text("jurisdiction", "Registered in"),
        text("address", "Address"),
        text("place", "Where"),
    ];
    table("companies", "Who is behind it", columns, file.companies.iter().map(row).collect())
}

fn hits(file: &ShipFile) -> Table {
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for (at, company) in file.companies.iter().enumerate() {
        if file.companies[..at].iter().any(|other| other.number == company.number) {
            continue;
        }
        for hit in &company.hits {
            let listings = hit.listings.iter().map(|one| one.authority.to_string()).collect::<Vec<_>>();
            rows.push(vec![
                company.name.as_str().into(),
                hit.name.as_str().into(),
                hit.score.into(),
                listings.join(", ").into(),
                hit.why.join("; ").into(),
                hit.record.id.as_str().into(),
                hit.list.as_str().into(),
                place(file, hit.trace),
            ]);
        }
    }
    let columns = vec![
        text("company", "Company"),
        text("listed_name", "Name in the list"),
        Column::new("score", "Score", Measure::Number),
        text("authority", "Who lists it"),
        text("why", "Why"),
        text("record", "Record"),
        text("list", "List"),
        text("place", "Where"),
    ];
    table("hits", "Companies that lists may have", columns, rows)
}

fn insurance(file: &ShipFile) -> Table {
    let row = |one: &crate::fleet::Uninsured| {
        vec![one.from.to_string().into(), one.through.to_string().into(), place(file, one.trace)]
    };
    let columns = vec![text("from", "From"), text("through", "Through"), text("place", "Where")];
    table("uninsured", "Known to be uninsured", columns, file.uninsured.iter().map(row).collect())
}

fn inspections(file: &ShipFile) -> Table {
    let row = |one: &crate::fleet::Inspection| {
        vec![
            one.day.to_string().into(),
            one.port.as_str().into(),
            one.country.as_str().into(),
            one.kind.as_str().into(),
            Cell::Number(f64::from(one.deficiencies)),
            if one.detained { "yes" } else { "no" }.into(),
            place(file, one.trace),
        ]
    };
    let columns = vec![
        text("day", "Day"),
        text("port", "Port"),
        text("country", "Country"),
        text("kind", "Kind"),
        count("deficiencies", "Deficiencies"),
        text("detained", "Detained"),
        text("place", "Where"),
    ];
    table("inspections", "Inspections in ports", columns, file.inspections.iter().map(row).collect())
}

fn changes(file: &ShipFile) -> Table {
    let name = |number| {
        let company = file.companies.iter().find(|one| one.number == number);
        company.map_or_else(|| format!("company IMO {number}"), |one| one.name.clone())
    };
    let row = |one: &crate::fleet::Change| {
        vec![
            one.day.to_string().into(),
            one.role.words().into(),
            name(one.before).into(),
            name(one.after).into(),
            one.listed.to_string().into(),
            Cell::Number(f64::from(one.days)),
            place(file, one.traces.0),
            place(file, one.traces.1),
        ]
    };
    let columns = vec![
        text("day", "Day"),
        text("role", "Role"),
        text("before", "From"),
        text("after", "To"),
        text("listed", "Listed"),
        count("days", "Days before"),
        text("place", "Where the change is said"),
        text("listing_place", "Where the listing is said"),
    ];
    table(
        "changes",
        "Changed hands shortly before a listing",
        columns,
        file.changes.iter().map(row).collect(),
    )
}

fn near(file: &ShipFile) -> Table {
    let row = |one: &super::Near| {
        let places: Vec<String> = one.traces.iter().map(|trace| file.place(*trace)).collect();
        vec![
            one.imo.to_string().into(),
            one.name.as_str().into(),
            if one.same_time { "yes" } else { "no" }.into(),
            one.shares.join("; ").into(),
            one.listed.join(", ").into(),
            places.join(", ").into(),
        ]
    };
    let columns = vec![
        text("imo", "IMO"),
        text("name", "Ship"),
        text("same_time", "At the same time"),
        text("shares", "What they share"),
        text("listed", "Listed"),
        text("place", "Where"),
    ];
    table("near", "Ships that share a company or an address", columns, file.near.iter().map(row).collect())
}

//! Where the goods go, who is flooded, and who takes the exporter's place.

use super::facts::{Facts, capital, list, possessive};
use super::income::plain;
use crate::chart::{Arrow, Band, BarRow, Bars, Dumbbell, Fate, Figure, Flow, Pair, WorldMap};
use crate::number::{Format, Kind};
use crate::page::{Block, Section};
use thalweg_core::{Cell, Column, Measure, Table};
use thalweg_trade::outcome::{Diversion, MarketRow};

/// Markets with a band of their own.
const BANDS: usize = 8;
/// Rows of the other pictures.
const ROWS: usize = 12;

pub(super) fn section(facts: &Facts<'_>) -> Option<Section> {
    let diversion = facts.main_diversion()?;
    let mut body = vec![];
    if diversion.displaced > 0.0 {
        body.push(Block::Figure(flow(facts, diversion)));
        if facts.on_the_map(diversion.markets.iter().filter(|row| row.change > 0.0).map(|row| &row.market)) {
            body.push(Block::Figure(map(facts, diversion)));
        }
    }
    body.push(Block::Figure(imports(facts, diversion)));
    if let Some(figure) = flooded(facts, diversion) {
        body.push(Block::Heading("Who is flooded".into()));
        body.push(Block::Figure(figure));
    }
    if diversion.sectors.len() > 1 {
        body.push(Block::Figure(sectors(facts, diversion)));
    }
    if diversion.displaced > 0.0 {
        body.push(Block::Heading(format!("Who replaces {}", facts.the(&diversion.exporter))));
        body.push(Block::Figure(replacement(facts, diversion)));
    }
    if facts.outcomes().len() > 1 {
        body.push(Block::Table(side_by_side(facts), Some(facts.brief.about.unit.clone())));
    }
    Some(Section {
        id: "diversion".into(),
        heading: format!("Where {} goods go", possessive(&facts.the(&diversion.exporter))),
        lead: format!(
            "Under {}, {} {} {} {} from {}. Changes are measured at base border prices, and every \
             displaced dollar is somewhere: with other countries, at home, or not produced. Sales at home can shrink as \
             well, where exporters that make less buy fewer inputs there.[^diversion]",
            facts.quoted(facts.first),
            facts.importers(diversion),
            if diversion.also_importers.is_empty() { "buys" } else { "buy" },
            facts.amount(diversion.displaced.abs()),
            if diversion.displaced >= 0.0 { "less" } else { "more" },
            facts.the(&diversion.exporter),
        )
        .into(),
        body,
    })
}

fn flow(facts: &Facts<'_>, diversion: &Diversion) -> Figure {
    let share = |amount: f64| 100.0 * amount / diversion.displaced;
    let band = |name: String, code: &str, amount: f64, fate: Fate| {
        let subject = crate::chart::Subject::new(code, name);
        Band::new(subject, facts.billions(amount), fate).sharing(share(amount))
    };
    let takers: Vec<&MarketRow> =
        diversion.markets.iter().filter(|row| row.change > 0.0 && row.market != "ROW").take(BANDS).collect();
    let mut bands: Vec<Band> =
        takers.iter().map(|row| band(row.name.clone(), &row.market, row.change, Fate::Market)).collect();
    let rest = diversion.diverted - takers.iter().map(|row| row.change).sum::<f64>();
    bands.push(band("All other countries".into(), "", rest, Fate::Market));
    bands.push(band("Sold at home".into(), &diversion.exporter, diversion.sold_at_home, Fate::Home));
    bands.push(band("Not produced".into(), "", diversion.not_produced, Fate::NotMade));
    let caption = facts.caption(
        flow_title(share(diversion.diverted), share(diversion.sold_at_home), share(diversion.not_produced)),
        format!(
            "Displaced exports of {} to {}, {}, at base prices",
            facts.the(&diversion.exporter),
            facts.importers(diversion),
            facts.billion_unit()
        ),
    );
    let drawing = Flow {
        source: crate::chart::Subject::new(
            &diversion.exporter,
            format!("Displaced exports of {}", facts.the(&diversion.exporter)),
        ),
        total: facts.billions(diversion.displaced),
        bands,
        format: Kind::Amount.into(),
        unit: facts.billion_unit(),
    };
    Figure::new("displaced", caption, drawing)
}

/// What becomes of a hundred displaced dollars, in words that fit every sign.
fn flow_title(diverted: f64, home: f64, not_made: f64) -> String {
    let whole = |share: f64| format!("{:.0}", share.abs());
    let abroad = if diverted > 100.5 {
        format!("others abroad take {}", whole(diverted))
    } else if diverted >= 0.0 {
        format!("{} find other buyers abroad", whole(diverted))
    } else {
        format!("none find other buyers, who buy {} less", whole(diverted))
    };
    let home = if home >= 0.0 {
        format!("{} are sold at home", whole(home))
    } else {
        format!("home sales shrink by {}", whole(home))
    };
    let made = if not_made >= 0.0 {
        format!("output falls by {}", whole(not_made))
    } else {
        format!("output rises by {}", whole(not_made))
    };
    format!("Of 100 dollars displaced, {abroad}; {home}; {made}")
}

fn map(facts: &Facts<'_>, diversion: &Diversion) -> Figure {
    let takers: Vec<&MarketRow> =
        diversion.markets.iter().filter(|row| row.change > 0.0 && row.market != "ROW").take(10).collect();
    let arrows = takers.iter().map(|row| Arrow {
        from: facts.subject(&diversion.exporter),
        to: facts.subject(&row.market),
        amount: facts.billions(row.change),
        format: Kind::Amount.into(),
    });
    let values = diversion.markets.iter().filter(|row| row.before > 0.0 && row.market != "ROW");
    let values = values.map(|row| (facts.subject(&row.market), 100.0 * row.change / row.before)).collect();
    let first: Vec<String> = takers.iter().take(3).map(|row| facts.the(&row.market)).collect();
    let caption = facts.caption(
        capital(&format!(
            "{} {} most of the diverted goods",
            list(&first),
            if first.len() == 1 { "takes" } else { "take" }
        )),
        format!(
            "Imports from {}: shades, change in percent at base prices; arrows, {}, the ten largest",
            facts.the(&diversion.exporter),
            facts.billion_unit()
        ),
    );
    let map = WorldMap::new(values, Kind::Change.into(), "imports, %").with_arrows(arrows.collect());
    Figure::new("displaced-map", caption, map)
}

/// Imports from the exporter before and after, by value: the importers and the third markets.
fn imports(facts: &Facts<'_>, diversion: &Diversion) -> Figure {
    let flow = |code: &str| facts.first.flow(code, &diversion.exporter);
    let codes = std::iter::once(&diversion.importer).chain(&diversion.also_importers).take(3);
    let mut codes: Vec<&String> = codes.collect();
    let mut markets: Vec<&MarketRow> = diversion.markets.iter().filter(|row| row.market != "ROW").collect();
    markets.sort_by(|a, b| b.before.total_cmp(&a.before));
    codes.extend(markets.iter().map(|row| &row.market).take(ROWS - codes.len()));
    let many = diversion.also_importers.len() + 1;
    let others = codes.iter().skip(many.min(3)).filter_map(|code| flow(code)?.change_pct);
    let all_more = others.clone().count() > 0 && others.clone().all(|percent| percent > 0.0);
    let all_less = others.clone().count() > 0 && { others }.all(|percent| percent < 0.0);
    let others = match (all_more, all_less) {
        (true, _) => "; others buy more",
        (_, true) => "; others buy less too",
        _ => "",
    };
    let rows = codes.into_iter().filter_map(|code| {
        let flow = flow(code)?;
        let pair = Pair::new(facts.subject(code), facts.billions(flow.before), facts.billions(flow.after));
        Some(flow.change_pct.map_or(pair.clone(), |percent| pair.changed_by(percent)))
    });
    let fall = flow(&diversion.importer).and_then(|flow| flow.change_pct).unwrap_or(f64::NAN);
    let verb = if fall < 0.0 { "falls" } else { "rises" };
    let caption = facts.caption(
        format!(
            "What {} buys from {} {verb} by {} %{others}",
            facts.the(&diversion.importer),
            facts.the(&diversion.exporter),
            Format::from(Kind::Rate).text(fall.abs())
        ),
        format!(
            "Imports from {} before tariff, {}, at the prices of the time",
            facts.the(&diversion.exporter),
            facts.billion_unit()
        ),
    );
    let drawing = Dumbbell {
        before: facts.first.year.to_string(),
        after: facts.short(facts.first),
        rows: rows.collect(),
        format: Kind::Amount.into(),
    };
    Figure::new("imports", caption, drawing)
}

/// Domestic producers in the third markets, in the sectors where more comes from the exporter.
fn flooded(facts: &Facts<'_>, diversion: &Diversion) -> Option<Figure> {
    let mut markets: Vec<(usize, &MarketRow)> = diversion
        .markets
        .iter()
        .enumerate()
        .filter(|(_, row)| row.market != "ROW" && row.crowded_out < 0.0)
        .collect();
    markets.sort_by(|(_, a), (_, b)| a.crowded_out.total_cmp(&b.crowded_out));
    let worst = facts.the(&markets.first()?.1.market);
    let table = diversion.table_name("markets");
    let rows = markets.iter().take(ROWS).map(|(place, row)| {
        let change = facts.interval(facts.first, &table, "crowded_out", Some(*place), row.crowded_out);
        BarRow::new(facts.subject(&row.market), [scaled(facts, change)])
    });
    let caption = facts.caption(
        capital(&format!("Producers in {worst} lose most at home where more comes in")),
        format!(
            "Sales of domestic producers at home, in the sectors where imports from {} rise, change in {} at base prices{}",
            facts.the(&diversion.exporter),
            facts.billion_unit(),
            facts.whiskers()
        ),
    );
    let bars =
        Bars { series: vec![facts.short(facts.first)], rows: rows.collect(), format: Kind::Move.into() };
    Some(Figure::new("flooded", caption, bars))
}

fn scaled(facts: &Facts<'_>, estimate: crate::chart::Estimate) -> crate::chart::Estimate {
    let value = facts.billions(estimate.value);
    match estimate.interval {
        Some((low, high)) => crate::chart::Estimate::within(value, facts.billions(low), facts.billions(high)),
        None => plain(value),
    }
}

fn sectors(facts: &Facts<'_>, diversion: &Diversion) -> Figure {
    let mut sectors: Vec<_> = diversion.sectors.iter().filter(|row| row.displaced.abs() > 0.0).collect();
    sectors.sort_by(|a, b| b.displaced.abs().total_cmp(&a.displaced.abs()));
    let rows = sectors.iter().take(ROWS).map(|row| {
        let values = [row.displaced, row.diverted, row.not_produced];
        BarRow::new(
            crate::chart::Subject::plain(row.name.clone()),
            values.map(|value| plain(facts.billions(value))).to_vec(),
        )
    });
    let first = sectors.first().map_or("Nothing", |row| row.name.as_str());
    let caption = facts.caption(
        format!("{first} is displaced most"),
        format!(
            "Displaced exports of {} by sector, {}, at base prices",
            facts.the(&diversion.exporter),
            facts.billion_unit()
        ),
    );
    let bars = Bars {
        series: vec!["Displaced".into(), "To third markets".into(), "Not produced".into()],
        rows: rows.collect(),
        format: Kind::Amount.into(),
    };
    Figure::new("displaced-sectors", caption, bars)
}

fn replacement(facts: &Facts<'_>, diversion: &Diversion) -> Figure {
    let table = diversion.table_name("replacement");
    let rows =
        diversion.replacement.iter().enumerate().filter(|(_, row)| row.supplier != "ROW").take(ROWS).map(
            |(place, row)| {
                let change = facts.interval(facts.first, &table, "change", Some(place), row.change);
                let own = row.supplier == diversion.importer;
                let name = if own { "Own producers".to_owned() } else { row.name.clone() };
                BarRow::new(crate::chart::Subject::new(&row.supplier, name), [scaled(facts, change)])
            },
        );
    let foreign = diversion
        .replacement
        .iter()
        .filter(|row| row.supplier != diversion.importer && row.supplier != "ROW");
    let first: Vec<String> =
        foreign.filter(|row| row.change > 0.0).take(2).map(|row| facts.the(&row.supplier)).collect();
    let title = match first.as_slice() {
        [] => "No foreign supplier gains".to_owned(),
        [one] => format!("{one} gains most of the foreign suppliers"),
        some => format!("{} gain most of the foreign suppliers", list(some)),
    };
    let caption = facts.caption(
        capital(&title),
        format!(
            "Sales in {}, change in {} at base prices{}",
            facts.importers(diversion),
            facts.billion_unit(),
            facts.whiskers()
        ),
    );
    let bars =
        Bars { series: vec![facts.short(facts.first)], rows: rows.collect(), format: Kind::Move.into() };
    Figure::new("replacement", caption, bars)
}

/// The main sums under every scenario.
fn side_by_side(facts: &Facts<'_>) -> Table {
    let mut columns = vec![
        Column::new("scenario", "Scenario", Measure::Text),
        Column::new("exports", "Exports hit", Measure::Text),
    ];
    for (name, title) in [
        ("displaced", "Displaced"),
        ("diverted", "To third markets"),
        ("sold_at_home", "Sold at home"),
        ("not_produced", "Not produced"),
    ] {
        columns.push(Column::new(name, title, Measure::Amount));
    }
    let rows = facts.outcomes().iter().flat_map(|outcome| {
        outcome.diversions.iter().take(2).map(move |diversion| {
            let exports =
                format!("{} to {}", facts.name(&diversion.exporter), facts.name(&diversion.importer));
            let mut row: Vec<Cell> = vec![facts.short(outcome).into(), exports.into()];
            let amounts =
                [diversion.displaced, diversion.diverted, diversion.sold_at_home, diversion.not_produced];
            row.extend(amounts.map(Cell::from));
            row
        })
    });
    Table {
        name: "diversion_by_scenario".into(),
        title: "The same sums under every scenario; negative: exports that come back".into(),
        columns,
        rows: rows.collect(),
    }
}

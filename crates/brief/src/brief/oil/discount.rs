//! What lies between the world price and what the seller gets.

use super::{Told, dollars};
use crate::brief::facts::list;
use crate::chart::{Figure, Step, Waterfall};
use crate::number::Kind;
use crate::page::{Block, Prose};
use thalweg_oil::PartRow;

/// Dollars a barrel below which a part is not drawn.
const HARDLY: f64 = 0.05;

pub(super) fn blocks(told: &Told<'_>) -> Vec<Block> {
    vec![Block::Paragraph(words(told)), Block::Figure(figure(told))]
}

fn words(told: &Told<'_>) -> Prose {
    let price = &told.study.price;
    let (before, after) = (
        price.world_price.before - price.free_on_board.before,
        price.world_price.after - price.free_on_board.after,
    );
    let mut grown: Vec<&PartRow> = price.parts.iter().filter(|row| change(row) >= HARDLY).collect();
    grown.sort_by(|a, b| change(b).total_cmp(&change(a)));
    let named: Vec<String> =
        grown.iter().map(|row| format!("**{}** {}", dollars(change(row)), what(row))).collect();
    let made = if named.is_empty() { String::new() } else { format!(" Of what is new, {}.", list(&named)) };
    format!(
        "At the port of loading {} gets **{}** dollars a barrel less than the world price; before it was {}.{made}[^oil]",
        told.the(&price.seller),
        dollars(after),
        dollars(before)
    )
    .into()
}

fn change(row: &PartRow) -> f64 {
    row.dollars.after - row.dollars.before
}

/// `go to scarce ships`.
fn what(row: &PartRow) -> &'static str {
    use thalweg_oil::Part;
    match row.part {
        Part::Place => "go into longer voyages to buyers who value the grade less",
        Part::Ships => "are the rent of scarce ships",
        Part::Pipes => "are the rent of full pipes",
        Part::Risk => "are what ships want for the risk of carrying it",
        Part::Cap => "are kept by buyers because of the cap",
        Part::Power => "are taken by buyers who know that few are left",
        Part::Channel => "are what buyers want off in the shadow channel",
        Part::Fit => "go to refiners who take more of it than they are used to",
        Part::Refineries => "are the rent of full refineries",
    }
}

fn figure(told: &Told<'_>) -> Figure {
    let price = &told.study.price;
    let drawn = price.parts.iter().filter(|row| row.dollars.after.abs() >= HARDLY);
    let mut steps: Vec<Step> = drawn.map(|row| Step::part(row.part.name(), row.dollars.after)).collect();
    let off = price.world_price.after - price.free_on_board.after;
    steps.push(Step::total("Below the world price", off));
    let caption = told.caption(
        format!(
            "{}: {} dollars at the port, {} below the world price",
            told.name(&price.seller),
            dollars(price.free_on_board.after),
            dollars(off)
        ),
        "What is taken off, dollars a barrel, averaged over what is sold",
        &["oil"],
    );
    Figure::new("oil-discount", caption, Waterfall { steps, format: Kind::Number.into() })
}

//! The oil: who buys what sanctions are about, what its discount is made of, and what one more listing is worth.

mod discount;
mod listing;
mod near;

use super::facts::{Facts, capital, list, possessive, the};
use crate::chart::{Caption, Dumbbell, Figure, Pair, Subject};
use crate::number::{Format, Kind};
use crate::page::{Block, Footnote, Prose, Section};
use thalweg_mirror::Countries;
use thalweg_oil::{About, Anchor, BuyerTotal, Listings, Outcome, PriceParts, Purchases, SellerRow, Worth};

/// What the oil engine answered to one scenario, about one seller.
#[derive(Debug, Clone)]
pub struct OilStudy {
    /// What the oil baseline is.
    pub about: About,
    /// The scenario solved.
    pub outcome: Outcome,
    /// Who buys sanctioned oil.
    pub purchases: Purchases,
    /// What the seller's price is made of.
    pub price: PriceParts,
    /// What one more designation is worth.
    pub worth: Worth,
    /// Revenue against the number of tankers listed.
    pub listings: Listings,
    /// Published numbers beside the model's; empty for a baseline that they are not about.
    pub anchors: Vec<Anchor>,
}

/// A study with the names of those that it is about.
struct Told<'a> {
    study: &'a OilStudy,
    countries: Countries,
}

pub(super) fn section(facts: &Facts<'_>) -> Option<Section> {
    let told = Told::of(facts)?;
    let mut body = vec![Block::Heading("Who buys it".into()), Block::Paragraph(told.buyers())];
    body.push(Block::Figure(told.purchases()));
    body.push(Block::Heading("What the discount is made of".into()));
    body.extend(discount::blocks(&told));
    body.push(Block::Heading("What one more listing is worth".into()));
    body.extend(listing::blocks(&told));
    body.extend(near::blocks(&told));
    Some(Section { id: "oil".into(), heading: "The oil".into(), lead: told.lead().into(), body })
}

/// What the answer at the top of the page says of it.
pub(super) fn answer(facts: &Facts<'_>) -> Option<Prose> {
    let told = Told::of(facts)?;
    let seller = told.seller()?;
    let listed = listing::in_short(&told).map_or(String::new(), |words| format!("; {words}"));
    Some(
        format!(
            "In the oil scenario {}, {} revenue on crude {} by **{} %**{listed}.[^oil]",
            told.scenario(),
            possessive(&told.the(&seller.seller)),
            if seller.revenue_pct < 0.0 { "falls" } else { "rises" },
            Format::from(Kind::Rate).text(seller.revenue_pct.abs()),
        )
        .into(),
    )
}

/// How its numbers were made.
pub(super) fn footnotes(facts: &Facts<'_>) -> Vec<Footnote> {
    let Some(told) = Told::of(facts) else { return Vec::new() };
    let about = &told.study.about;
    let note = |id: &str, text: String| Footnote { id: id.into(), text: text.into() };
    vec![
        note(
            "oil",
            format!(
                "Scenario {} on the oil baseline {}: a spatial price equilibrium with complementarity over sellers, refiners, two channels and \
                 the tankers of each, in the {} run. Every condition is recomputed from the numbers of the answer; the largest relative violation \
                 is {:.0e}. Sources: {}. {}",
                told.scenario(),
                about.name,
                match told.study.outcome.horizon {
                    thalweg_oil::Horizon::Short => "short",
                    thalweg_oil::Horizon::Long => "long",
                },
                told.residual(),
                about.source,
                about.note
            ),
        ),
        note(
            "oil-draws",
            match told.study.listings.draws {
                [_, 0] => "No draws were made, so that no interval is shown.".to_owned(),
                [solved, asked] => format!(
                    "5th to 95th percentile of {asked} draws of the elasticities of substitution, demand and supply, of how much shadow \
                     ships work in this trade, and of how much of it a listing ends; how wide they are drawn is our judgement \
                     (docs/oil.md). {solved} of them were solved. The lines beside single ships are by slope, their dots solved again."
                ),
            },
        ),
    ]
}

impl<'a> Told<'a> {
    fn of(facts: &Facts<'a>) -> Option<Self> {
        Some(Self { study: facts.brief.oil.as_ref()?, countries: Countries::embedded() })
    }

    fn name(&self, code: &str) -> String {
        self.countries.name(code).to_owned()
    }

    fn the(&self, code: &str) -> String {
        the(&self.name(code))
    }

    fn scenario(&self) -> String {
        format!("\u{201c}{}\u{201d}", self.study.outcome.scenario)
    }

    fn seller(&self) -> Option<&'a SellerRow> {
        self.study.outcome.sellers.iter().find(|row| row.seller == self.study.price.seller)
    }

    /// The largest of any answer of the study.
    fn residual(&self) -> f64 {
        let study = self.study;
        [
            study.outcome.certificate.complementarity_residual,
            study.worth.complementarity_residual,
            study.listings.complementarity_residual,
        ]
        .into_iter()
        .fold(0.0, f64::max)
    }

    fn caption(&self, title: impl Into<String>, subtitle: impl Into<String>, notes: &[&str]) -> Caption {
        Caption {
            title: title.into(),
            subtitle: subtitle.into(),
            source: format!(
                "thalweg on {}, {}; largest residual {:.0e}",
                self.study.outcome.baseline,
                self.scenario(),
                self.residual()
            ),
            notes: notes.iter().map(|note| (*note).to_owned()).collect(),
        }
    }

    fn lead(&self) -> String {
        let world = self.study.outcome.world_price;
        let sold = self.seller().map_or(String::new(), |row| {
            format!(
                "{} sells **{}** million barrels a day at **{}** dollars (before: {} at {}), and takes **{} %** {} for it.",
                capital(&self.the(&row.seller)),
                plain(row.exports.after),
                plain(row.price.after),
                plain(row.exports.before),
                plain(row.price.before),
                Format::from(Kind::Rate).text(row.revenue_pct.abs()),
                if row.revenue_pct < 0.0 { "less" } else { "more" },
            )
        });
        format!(
            "What enforcement does to the market for crude, in the scenario {}. {sold} The world price goes from {} to {} dollars.[^oil]",
            self.scenario(),
            dollars(world.before),
            dollars(world.after)
        )
    }

    fn buyers(&self) -> Prose {
        let purchases = &self.study.purchases;
        let sellers: Vec<String> = purchases.sellers.iter().map(|code| self.the(code)).collect();
        let shadow = 100.0 * purchases.shadow / purchases.exports.after.max(f64::MIN_POSITIVE);
        let first: Vec<String> = purchases
            .buyers
            .iter()
            .take(3)
            .map(|row| format!("{} (**{}**)", in_a_sentence(&row.name), plain(row.flow.after)))
            .collect();
        let gone: Vec<String> = purchases
            .buyers
            .iter()
            .filter(|row| row.flow.before > 0.05 && row.flow.after < 0.05 * row.flow.before)
            .map(|row| in_a_sentence(&row.name))
            .collect();
        let stopped = if gone.is_empty() {
            String::new()
        } else {
            format!(" Those who bought and no longer do: {}.", list(&gone))
        };
        format!(
            "{} sell **{}** million barrels a day, **{:.0} %** of it in the shadow fleet. Most of it goes to {}.{stopped}[^oil]",
            capital(&list(&sellers)),
            plain(purchases.exports.after),
            shadow,
            list(&first)
        )
        .into()
    }

    fn purchases(&self) -> Figure {
        let shown = |row: &&BuyerTotal| row.flow.before.max(row.flow.after) >= SHOWN;
        let rows: Vec<Pair> = self
            .study
            .purchases
            .buyers
            .iter()
            .filter(shown)
            .map(|row| Pair::new(Subject::plain(&*row.name), row.flow.before, row.flow.after))
            .collect();
        let sellers: Vec<String> = self.study.purchases.sellers.iter().map(|code| self.name(code)).collect();
        let caption = self.caption(
            "Who buys sanctioned oil",
            format!(
                "Crude of {}, million barrels a day; buyers of at least {SHOWN} before or after",
                list(&sellers)
            ),
            &["oil"],
        );
        let after = format!("in {}", self.scenario());
        Figure::new(
            "oil-buyers",
            caption,
            Dumbbell {
                before: format!("in the baseline of {}", self.study.about.year),
                after,
                rows,
                format: Kind::Number.into(),
            },
        )
    }
}

/// Million barrels a day that a buyer must take to be drawn.
const SHOWN: f64 = 0.05;

fn plain(value: f64) -> String {
    Format::from(Kind::Number).text(value)
}

/// Dollars a barrel in a sentence.
fn dollars(value: f64) -> String {
    format!("{value:.1}").replace('-', "\u{2212}")
}

/// The name of a class of refiners within a sentence: `independents (teapots) of China`.
fn in_a_sentence(name: &str) -> String {
    match name.split_once(", ") {
        Some((place, who)) => format!("{who} of {}", the(place)),
        None => the(name),
    }
}

//! The wedges of the oil engine, put on a baseline.

use super::{Overlays, Resolver};
use crate::scenario::oil::{OilSection, Rates, Spread};
use crate::scenario::overlay::Lever;
use thalweg_core::Problem;

impl<'a> Resolver<'a> {
    /// The oil engine's wedges, as embargoes, trade costs and export taxes.
    pub(super) fn oil(&mut self, section: &'a OilSection, overlays: &mut Overlays<'a>) {
        let crude = self.names.sectors.select(&section.crude, &mut self.remarks);
        let products =
            section.products.as_ref().map(|words| self.names.sectors.select(words, &mut self.remarks));
        let Some(answer) = &section.answer else {
            return self.remarks.problems.push(section.unanswered());
        };
        let (Some(crude), false) = (crude, matches!(products, Some(None))) else { return };
        self.remarks.notes.extend(answer.notes.iter().cloned());
        let products = products.flatten().map(|selection| selection.chosen).unwrap_or_default();
        if let Some(both) = products.iter().find(|sector| crude.chosen.contains(sector)) {
            let code = self.names.sectors.code(*both);
            let problem = Problem::new(format!("`{code}` stands under `crude` and under `products`"));
            return self.report(problem.help("leave it out of one"), Some(section.place()));
        }
        for (sectors, whole) in [(crude.chosen, false), (products, true)] {
            let goods = (sectors.as_slice(), self.rates.elasticities.as_slice());
            match Spread::of(self.baseline, &answer.wedges, goods, whole) {
                Ok(spread) => self.oil_wedges(section, &spread, whole, overlays),
                Err(problems) => {
                    return problems.into_iter().for_each(|one| self.report(one, Some(section.place())));
                }
            }
        }
    }

    fn oil_wedges(
        &mut self,
        section: &'a OilSection,
        spread: &Spread,
        whole: bool,
        overlays: &mut Overlays<'a>,
    ) {
        let place = Some(section.place());
        for (at, cell) in &spread.cells {
            let rates = Rates::of(cell, *at, self.baseline);
            let here = || std::iter::once(*at);
            if rates.left == 0.0 {
                self.embargoes.impose(place, here(), &self.baseline.flows);
            } else if rates.left < 1.0 {
                self.embargoes.impose_part(*at, rates.left);
            }
            for (lever, change) in [(Lever::TradeCost, rates.cost), (Lever::ExportTax, rates.tax)] {
                if let Some(change) = change {
                    self.apply(lever, change, place, here(), |_| true, overlays);
                }
            }
        }
        if whole {
            return;
        }
        for note in spread.notes() {
            self.note(note, place);
        }
    }
}

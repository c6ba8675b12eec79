//! Terms beyond tariffs, and what they do.

use super::talk::{Talk, change};
use crate::page::{Block, Prose};
use thalweg_core::{Cell, Column, Measure, Table};
use thalweg_talks::{Gain, Means, Worth};

pub(super) fn blocks(talk: &Talk<'_>) -> Vec<Block> {
    let Some(terms) = talk.played.terms.as_ref().filter(|terms| !terms.worths.is_empty()) else {
        return Vec::new();
    };
    let mut blocks = vec![Block::Heading("Terms beyond tariffs".into())];
    blocks.extend(terms.worths.iter().map(|worth| Block::Paragraph(sentence(talk, worth))));
    blocks.push(Block::Table(table(talk, &terms.worths), None));
    blocks
}

fn sentence(talk: &Talk<'_>, worth: &Worth) -> Prose {
    let implied = &worth.implied;
    if !implied.binding {
        return format!("{}: that would be so anyway, and changes nothing.[^terms]", implied.term).into();
    }
    let rate = implied.rate.map_or(String::new(), |rate| format!(" of {:.1} %", 100.0 * rate));
    let gain = |gain: &Gain| format!("{} {}", talk.the(&gain.country), change(gain.real_income_pct));
    let beneficiary = worth.beneficiary.iter().map(|other| format!(", {}", gain(other)));
    let worst = worth.others.first().filter(|other| other.real_income_pct < 0.0);
    let worst = worst.map_or(String::new(), |other| {
        format!("; of the others {} loses most ({})", talk.the(&other.country), change(other.real_income_pct))
    });
    format!(
        "{}: it takes {}{rate}. Real income: {}{}{worst}.[^terms]",
        implied.term,
        means(implied.means),
        gain(&worth.owner),
        beneficiary.collect::<String>()
    )
    .into()
}

fn means(means: Means) -> &'static str {
    match means {
        Means::ImportSubsidy => "a subsidy on these imports, paid by the importer,",
        Means::ExportSubsidy => "a subsidy on these exports, paid by the exporter,",
        Means::ImportTax => "a tax on these imports",
        Means::ExportTax => "a tax on these exports",
        Means::ProductionTax => "a tax on production",
        Means::SubsidyCut => "a cut of the subsidy",
        Means::Ban => "a ban",
    }
}

fn table(talk: &Talk<'_>, worths: &[Worth]) -> Table {
    let columns = vec![
        Column::new("term", "Term", Measure::Text),
        Column::new("owner", "Whose concession", Measure::Text),
        Column::new("owner_pct", "Its owner", Measure::Percent),
        Column::new("beneficiary_pct", "Who is promised it", Measure::Percent),
    ];
    let row = |worth: &Worth| {
        vec![
            Cell::from(worth.implied.term.as_str()),
            talk.name(&worth.owner.country).into(),
            worth.owner.real_income_pct.into(),
            worth.beneficiary.as_ref().map(|other| other.real_income_pct).into(),
        ]
    };
    Table {
        name: "deal_terms".into(),
        title: "What each term does to real income, the rest given".into(),
        columns,
        rows: worths.iter().map(row).collect(),
    }
}

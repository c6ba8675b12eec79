use crate::number;
use crate::output::{in_billions, unit};
use maud::{Markup, html};
use thalweg_core::{Column, Measure, Table, Unit};

/// More columns than these do not fit a telephone: there each row becomes a block, each cell a line with its head.
const MOST_ON_A_TELEPHONE: usize = 3;

/// A table as HTML; amounts are written in billions where the unit is known.
pub fn table_markup(table: &Table, of: Option<&Unit>) -> Markup {
    let class = if table.columns.len() > MOST_ON_A_TELEPHONE { "stack" } else { "plain" };
    html! {
        table class=(class) role="table" {
            thead role="rowgroup" { tr role="row" {
                @for column in &table.columns { (head(column, of)) }
            } }
            tbody role="rowgroup" {
                @for row in &table.rows { tr role="row" {
                    @for (place, (cell, column)) in row.iter().zip(&table.columns).enumerate() {
                        @let text = number::cell(&in_billions(cell, column.measure, of), column.measure);
                        @let class = (column.measure != Measure::Text).then_some("n");
                        @if place == 0 {
                            th scope="row" role="rowheader" class=[class] { (text) }
                        } @else {
                            td role="cell" class=[class] data-head=(words(column, of)) { (text) }
                        }
                    }
                } }
            }
        }
    }
}

fn head(column: &Column, of: Option<&Unit>) -> Markup {
    let class = (column.measure != Measure::Text).then_some("n");
    html! { th scope="col" role="columnheader" class=[class] { (words(column, of)) } }
}

/// Title and unit of a column.
fn words(column: &Column, of: Option<&Unit>) -> String {
    let unit = unit(column.measure, of);
    if unit.is_empty() { column.title.clone() } else { format!("{}, {unit}", column.title) }
}

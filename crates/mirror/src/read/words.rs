//! What words in cells mean: flows, totals.

use super::names::plain;
use crate::ledger::{Basis, Flow};

/// What a cell of the flow says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// A flow, with the basis of its value if the cell tells, and whether it tells that values are US dollars.
    Flow(Flow, Option<Basis>, bool),
    /// A part of a flow beside the whole: re-exports are within exports.
    Part,
    /// A balance, or a value in another currency beside the one in dollars.
    Aside,
    /// No flow that we know.
    Unknown,
}

/// Reads the flow codes of UN Comtrade (old and new), Eurostat and the IMF.
pub(super) fn way(cell: &str) -> Way {
    let word = plain(cell);
    let flow = |flow| Way::Flow(flow, None, false);
    match word.as_str() {
        "m" | "import" | "imports" | "1" | "imp" | "i" => flow(Flow::Import),
        "x" | "export" | "exports" | "2" | "exp" | "e" => flow(Flow::Export),
        "rm" | "rx" | "reimport" | "reimports" | "reexport" | "reexports" | "3" | "4" | "dx" | "fm"
        | "mip" | "mop" | "xip" | "xop" | "domesticexport" | "foreignimport" => Way::Part,
        _ => imf(&word),
    }
}

/// `TXG_FOB_USD`, `XG_FOB_USD`, `Goods, Value of Imports, Cost, Insurance, Freight (CIF), US Dollars`.
fn imf(word: &str) -> Way {
    let has = |part: &str| word.contains(part);
    if has("balance") || word.starts_with("tbg") {
        return Way::Aside;
    }
    let dollars = has("usd") || has("usdollar");
    let fob = has("fob") || has("freeonboard");
    if word.starts_with("txg") || word.starts_with("xg") || has("exportsofgoods") || has("valueofexports") {
        return if dollars { Way::Flow(Flow::Export, Some(Basis::Fob), true) } else { Way::Aside };
    }
    if word.starts_with("tmg") || word.starts_with("mg") || has("importsofgoods") || has("valueofimports") {
        let basis = if fob { Basis::Fob } else { Basis::Cif };
        return if dollars { Way::Flow(Flow::Import, Some(basis), true) } else { Way::Aside };
    }
    Way::Unknown
}

/// Whether the cell of a breakdown means all of it together.
pub(super) fn is_total(cell: &[u8]) -> bool {
    let word = matches!(
        cell,
        b"" | b"0"
            | b"00"
            | b"C00"
            | b"WLD"
            | b"W00"
            | b"TOTAL"
            | b"_T"
            | b"ALL"
            | b"World"
            | b"total"
            | b"all"
    );
    word || cell.eq_ignore_ascii_case(b"all mots")
}

/// The scale of a table of the IMF: `Millions`, or the power of ten `6`.
pub(super) fn scale(cell: &str) -> Option<f64> {
    match cell.trim().to_lowercase().as_str() {
        "" | "units" | "unit" | "0" => Some(1.0),
        "thousands" | "3" => Some(1e3),
        "millions" | "6" => Some(1e6),
        "billions" | "9" => Some(1e9),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flows_of_all_offices() {
        let import = |basis, usd| Way::Flow(Flow::Import, basis, usd);
        for (cell, want) in [
            ("M", import(None, false)),
            ("Import", import(None, false)),
            ("2", Way::Flow(Flow::Export, None, false)),
            ("Re-Export", Way::Part),
            ("TMG_CIF_USD", import(Some(Basis::Cif), true)),
            ("Goods, Value of Imports, Free on board (FOB), US Dollars", import(Some(Basis::Fob), true)),
            ("XG_FOB_USD", Way::Flow(Flow::Export, Some(Basis::Fob), true)),
            ("TBG_USD", Way::Aside),
            ("MG_CIF_XDC", Way::Aside),
            ("transit", Way::Unknown),
        ] {
            assert_eq!(way(cell), want, "{cell}");
        }
    }
}

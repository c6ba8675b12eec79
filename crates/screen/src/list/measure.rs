use std::str::FromStr;

use crate::Measure;

/// A text that names no measure.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is no measure: write asset freeze, port ban, sectoral, investment ban, export control, travel ban, correspondent accounts or other"
)]
pub struct ParseMeasureError(pub String);

impl FromStr for Measure {
    type Err = ParseMeasureError;

    fn from_str(text: &str) -> Result<Self, ParseMeasureError> {
        let word = text.trim().to_lowercase().replace(['_', '-'], " ");
        let found = match word.as_str() {
            "asset freeze" | "assets freeze" | "freeze" | "blocking" | "sdn" => Self::AssetFreeze,
            "port ban" => Self::PortBan,
            "sectoral" | "ssi" => Self::Sectoral,
            "investment ban" => Self::InvestmentBan,
            "export control" => Self::ExportControl,
            "travel ban" => Self::TravelBan,
            "correspondent accounts" => Self::CorrespondentAccounts,
            "other" | "other measure" => Self::Other,
            _ => return Err(ParseMeasureError(text.chars().take(60).collect())),
        };
        Ok(found)
    }
}

/// What a government's words for a measure mean: the UK's `SanctionsImposed`, the EU's annexes. The first words that occur count.
const WORDS: [(&str, Measure); 18] = [
    ("asset freeze", Measure::AssetFreeze),
    ("assets freeze", Measure::AssetFreeze),
    ("freezing of funds", Measure::AssetFreeze),
    ("port entry", Measure::PortBan),
    ("port ban", Measure::PortBan),
    ("port access", Measure::PortBan),
    ("specified ship", Measure::PortBan),
    ("detention of ship", Measure::PortBan),
    ("vessel", Measure::PortBan),
    ("travel ban", Measure::TravelBan),
    ("admission", Measure::TravelBan),
    ("correspondent", Measure::CorrespondentAccounts),
    ("correspondence banking", Measure::CorrespondentAccounts),
    ("investment", Measure::InvestmentBan),
    ("export", Measure::ExportControl),
    ("dual-use", Measure::ExportControl),
    ("financial restrictions", Measure::Sectoral),
    ("sectoral", Measure::Sectoral),
];

/// The measure that a government's words name; another one where they name none that is known.
pub(super) fn of_words(text: &str) -> Measure {
    let lower = text.to_lowercase();
    WORDS.iter().find(|(words, _)| lower.contains(words)).map_or(Measure::Other, |(_, measure)| *measure)
}

/// All measures of a text that separates them by bars or commas, each once, in their order.
pub(super) fn all_of_words(text: &str) -> Vec<Measure> {
    let mut found: Vec<Measure> =
        text.split(['|', ';']).filter(|part| !part.trim().is_empty()).map(of_words).collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// Programmes that occur on lists of the OFAC besides the SDN list, and what they do.
///
/// `UKRAINE-EO13662` and `RUSSIA-EO14024` are on the SDN list as well, where they freeze assets: see [`of_program`].
pub(super) const NON_SDN: [(&str, Measure); 10] = [
    ("UKRAINE-EO13662", Measure::Sectoral),
    ("RUSSIA-EO14024", Measure::Sectoral),
    ("561LIST", Measure::CorrespondentAccounts),
    ("561-RELATED", Measure::CorrespondentAccounts),
    ("CAPTA", Measure::CorrespondentAccounts),
    ("CMIC-EO13959", Measure::InvestmentBan),
    ("NS-PLC", Measure::Other),
    ("FSE-IR", Measure::Other),
    ("FSE-SY", Measure::Other),
    ("NS-ISA", Measure::Other),
];

/// Whether a programme occurs on no list but those besides the SDN list.
pub(super) fn is_only_non_sdn(program: &str) -> bool {
    !matches!(program, "UKRAINE-EO13662" | "RUSSIA-EO14024") && non_sdn(program).is_some()
}

/// What a programme of the lists besides the SDN list does.
pub(super) fn non_sdn(program: &str) -> Option<Measure> {
    NON_SDN.iter().find(|(name, _)| *name == program).map(|(_, measure)| *measure)
}

/// What a programme of the OFAC does: an asset freeze on the SDN list, except for those that only occur on other lists.
pub(super) fn of_program(program: &str, consolidated: bool) -> Measure {
    match non_sdn(program) {
        Some(measure) if consolidated || is_only_non_sdn(program) => measure,
        Some(_) | None if !consolidated => Measure::AssetFreeze,
        _ => Measure::Other,
    }
}

/// The lists of the United States by the name that the Consolidated Screening List and the Advanced XML give them.
const US_LISTS: [(&str, Measure); 15] = [
    ("specially designated nationals", Measure::AssetFreeze),
    ("sdn list", Measure::AssetFreeze),
    ("sectoral sanctions", Measure::Sectoral),
    ("ssi", Measure::Sectoral),
    ("chinese military", Measure::InvestmentBan),
    ("ns-cmic", Measure::InvestmentBan),
    ("correspondent account", Measure::CorrespondentAccounts),
    ("capta", Measure::CorrespondentAccounts),
    ("part 561", Measure::CorrespondentAccounts),
    ("entity list", Measure::ExportControl),
    ("denied persons", Measure::ExportControl),
    ("unverified list", Measure::ExportControl),
    ("military end user", Measure::ExportControl),
    ("itar debarred", Measure::ExportControl),
    ("nonproliferation", Measure::ExportControl),
];

/// What a list of the United States does.
pub(super) fn of_us_list(name: &str) -> Measure {
    let lower = name.to_lowercase();
    US_LISTS.iter().find(|(words, _)| lower.contains(words)).map_or(Measure::Other, |(_, measure)| *measure)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test")]
    use super::*;

    #[test]
    fn words_of_governments() {
        assert_eq!(all_of_words("Asset freeze|Travel Ban"), [Measure::AssetFreeze, Measure::TravelBan]);
        assert_eq!(all_of_words("Prohibition of port entry"), [Measure::PortBan]);
        assert_eq!(all_of_words("Trust services sanctions"), [Measure::Other]);
        assert_eq!(all_of_words(""), []);
        assert_eq!("asset_freeze".parse::<Measure>().unwrap(), Measure::AssetFreeze);
        assert!("ban".parse::<Measure>().is_err());
    }

    #[test]
    fn programmes_freeze_on_the_sdn_list_only() {
        assert_eq!(of_program("UKRAINE-EO13662", false), Measure::AssetFreeze);
        assert_eq!(of_program("UKRAINE-EO13662", true), Measure::Sectoral);
        assert_eq!(of_program("NS-PLC", false), Measure::Other);
        assert_eq!(of_program("SDGT", false), Measure::AssetFreeze);
        assert_eq!(of_us_list("Entity List (EL) - Bureau of Industry and Security"), Measure::ExportControl);
    }
}

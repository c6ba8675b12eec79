use serde::Serialize;

/// What a holder has in what is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// A part of the capital: shares of any kind, a part of a ship, of a partnership.
    Shares,
    /// Such a part that is held through others. The direct holdings of those others may be recorded beside it.
    IndirectShares,
    /// A part of the votes.
    Votes,
    /// The right to appoint or remove a majority of the board.
    Board,
    /// Control by other means: it does what the holder wishes. Managers of ships.
    Control,
    /// A list says `owned or controlled by`, and not which, nor how much.
    OwnedOrControlled,
    /// The holder signs or acts for it.
    Signatory,
    /// Another tie, which owns and controls nothing by itself: one seat of a board, a trustee, a beneficiary.
    Other,
}

impl Class {
    /// In words, as what a holder does to what is held.
    pub fn words(self) -> &'static str {
        match self {
            Self::Shares => "shares",
            Self::IndirectShares => "indirect shares",
            Self::Votes => "votes",
            Self::Board => "appoints the board",
            Self::Control => "controls",
            Self::OwnedOrControlled => "owns or controls",
            Self::Signatory => "signs for",
            Self::Other => "is tied to",
        }
    }

    /// What a table means by a word; none where it is none of those that we know. Nothing means shares.
    pub fn of(text: &str) -> Option<Self> {
        if text.is_empty() {
            return Some(Self::Shares);
        }
        let lower = text.trim().to_lowercase().replace(['_', '-'], " ");
        let has = |words: &[&str]| words.iter().any(|word| lower.contains(word));
        Some(match lower.as_str() {
            "" | "owns" | "owner" | "ownership" | "registered owner" | "interest" => Self::Shares,
            "controls" | "control" | "controlled by" | "dominant influence" | "manager" | "manages" => {
                Self::Control
            }
            _ if has(&["owned or controlled", "owns or controls", "own or control"]) => {
                Self::OwnedOrControlled
            }
            _ if has(&["vot"]) => Self::Votes,
            _ if has(&["board", "director"]) && has(&["appoint", "majority", "remove"]) => Self::Board,
            "board" => Self::Board,
            _ if has(&["signator", "signs", "acts for"]) => Self::Signatory,
            _ if has(&["control", "influence", "manager"]) => Self::Control,
            _ if has(&[
                "share",
                "stock",
                "equity",
                "capital",
                "ordinary",
                "prefer",
                "common",
                "partnership",
            ]) =>
            {
                if has(&["indirect"]) {
                    Self::IndirectShares
                } else {
                    Self::Shares
                }
            }
            _ if has(&["trust", "settlor", "beneficiar", "director", "chair", "officer", "nominee"]) => {
                Self::Other
            }
            _ => return None,
        })
    }

    /// Whether a share of it is a number that can be added up.
    pub fn is_counted(self) -> bool {
        matches!(self, Self::Shares | Self::IndirectShares | Self::Votes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_tables_have_a_meaning_or_none() {
        for (text, class) in [
            ("", Some(Class::Shares)),
            ("Ordinary shares", Some(Class::Shares)),
            ("preference shares (non-redeemable)", Some(Class::Shares)),
            ("indirect shareholding", Some(Class::IndirectShares)),
            ("voting rights", Some(Class::Votes)),
            ("voting shares", Some(Class::Votes)),
            ("Board", Some(Class::Board)),
            ("appoints majority of directors", Some(Class::Board)),
            ("board member", None),
            ("director", Some(Class::Other)),
            ("owned_or_controlled_by", Some(Class::OwnedOrControlled)),
            ("signatory", Some(Class::Signatory)),
            ("banana", None),
        ] {
            assert_eq!(Class::of(text), class, "{text}");
        }
    }
}

/// What kind of legal person a legal form makes, as far as law across countries tells alike; several bits where one form
/// can be either.
///
/// A form of one country is compared with one of another by its class: ООО, GmbH and LLC are all companies with limited
/// liability, ПАО, AG and plc all have shares that can be traded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(super) struct FormClass(u16);

impl FormClass {
    /// Members with limited liability: Ltd, GmbH, ООО.
    pub(super) const LIMITED: Self = Self(1);
    /// Capital in shares: AG, АО, S.A.
    pub(super) const STOCK: Self = Self(2);
    /// Partners who are liable.
    pub(super) const PARTNERSHIP: Self = Self(4);
    /// Partners of whom one is liable.
    pub(super) const LIMITED_PARTNERSHIP: Self = Self(8);
    /// Property for a purpose.
    pub(super) const FOUNDATION: Self = Self(16);
    /// Members without shares.
    pub(super) const ASSOCIATION: Self = Self(32);
    /// An enterprise of the state.
    pub(super) const STATE: Self = Self(64);
    /// A cooperative.
    pub(super) const COOPERATIVE: Self = Self(128);
    /// One merchant.
    pub(super) const SOLE: Self = Self(256);
    /// A trust.
    pub(super) const TRUST: Self = Self(512);
    /// A company, without saying of what kind: Inc, Corp, Co, شرکت.
    pub(super) const GENERAL: Self = Self(1024);

    /// As the table of forms calls it.
    pub(super) fn from_word(word: &str) -> Option<Self> {
        Some(match word {
            "limited" => Self::LIMITED,
            "stock" => Self::STOCK,
            "company" => Self::GENERAL,
            "partnership" => Self::PARTNERSHIP,
            "limited partnership" => Self::LIMITED_PARTNERSHIP,
            "foundation" => Self::FOUNDATION,
            "association" => Self::ASSOCIATION,
            "state" => Self::STATE,
            "cooperative" => Self::COOPERATIVE,
            "sole" => Self::SOLE,
            "trust" => Self::TRUST,
            _ => return None,
        })
    }

    /// Nothing but a word for company.
    pub(super) fn is_general(self) -> bool {
        self.0 & !Self::GENERAL.0 == 0
    }

    /// Both together.
    pub(super) fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// No form at all.
    pub(super) fn is_none(self) -> bool {
        self.0 == 0
    }

    /// Both say what kind, and no kind is in both.
    pub(super) fn contradicts(self, other: Self) -> bool {
        let (mine, its) = (self.0 & !Self::GENERAL.0, other.0 & !Self::GENERAL.0);
        mine != 0 && its != 0 && mine & its == 0
    }

    /// Both say what kind, and one kind is in both.
    pub(super) fn shares(self, other: Self) -> bool {
        self.0 & other.0 & !Self::GENERAL.0 != 0
    }
}

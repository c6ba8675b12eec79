use crate::Trace;
use serde::Serialize;
use thalweg_core::CompanyImo;

/// What a company is to a ship.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// It owns the ship in the register.
    RegisteredOwner,
    /// It answers for the ship's safety under the International Safety Management Code.
    SafetyManager,
    /// It runs the ship, technically or commercially.
    Manager,
}

impl Role {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::RegisteredOwner => "registered owner",
            Self::SafetyManager => "safety (ISM) manager",
            Self::Manager => "ship or commercial manager",
        }
    }

    /// What a table means; none where it is a role that we do not know.
    pub fn of(text: &str) -> Option<Self> {
        match text.trim().to_lowercase().as_str() {
            "registered owner" | "owner" => Some(Self::RegisteredOwner),
            "ism manager" | "safety manager" => Some(Self::SafetyManager),
            "ship manager / commercial manager" | "ship manager" | "commercial manager" | "manager" => {
                Some(Self::Manager)
            }
            _ => None,
        }
    }
}

/// A company behind ships.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Company {
    /// Its number.
    pub number: CompanyImo,
    /// How the table writes the number, where zeros at the front were restored; none where it was whole.
    pub written: Option<String>,
    /// Its name; none where no table of companies has it.
    pub name: Option<String>,
    /// Its address, as written.
    pub address: Option<String>,
    /// Where it is registered, as written.
    pub jurisdiction: Option<String>,
    /// Where that is said; none where only the table of roles knows it.
    pub trace: Option<Trace>,
}

impl Company {
    /// A company of which nothing is known but its number.
    pub fn new(number: CompanyImo) -> Self {
        Self { number, written: None, name: None, address: None, jurisdiction: None, trace: None }
    }

    /// The repair of its number in words; none where there was none.
    pub fn repair(&self) -> Option<String> {
        let written = self.written.as_ref()?;
        Some(format!("the table writes {written}: zeros at the front restored to {}", self.number))
    }
}

use serde::Serialize;
use thalweg_core::Place;

/// Which countries, or which sectors: words as they stand in a scenario.
///
/// A word is a code, a group, `*` (all) or, for sectors, `tradable`. A word after an exclamation mark leaves out what it
/// names, wherever it stands in the list. `group:NAME` means the group where a code has the same name.
///
/// ```
/// use thalweg_trade::scenario::Selector;
/// let one = Selector::from("CHN");
/// let most = Selector::from(["*", "!CAN", "!MEX"]);
/// assert_eq!(most.to_string(), "*, !CAN, !MEX");
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
#[serde(transparent)]
pub struct Selector {
    /// The words, in order.
    pub words: Vec<Word>,
}

/// A word of a scenario and where it stands.
#[derive(Debug, Clone, PartialEq, Serialize, schemars::JsonSchema)]
#[serde(into = "String")]
#[schemars(with = "String")]
pub struct Word {
    /// The word.
    pub text: String,
    /// Where it stands, if it was read from a file.
    pub place: Option<Place>,
}

impl Selector {
    /// Everything.
    pub fn all() -> Self {
        Self::from("*")
    }

    /// Every sector that is traded.
    pub fn tradable() -> Self {
        Self::from("tradable")
    }
}

impl std::fmt::Display for Selector {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (index, word) in self.words.iter().enumerate() {
            f.write_str(if index > 0 { ", " } else { "" })?;
            f.write_str(&word.text)?;
        }
        Ok(())
    }
}

impl From<Word> for String {
    fn from(word: Word) -> Self {
        word.text
    }
}

impl From<&str> for Word {
    fn from(text: &str) -> Self {
        Self { text: text.to_owned(), place: None }
    }
}

impl From<Word> for Selector {
    fn from(word: Word) -> Self {
        Self { words: vec![word] }
    }
}

impl From<&str> for Selector {
    fn from(text: &str) -> Self {
        Self::from(Word::from(text))
    }
}

impl<const N: usize> From<[&str; N]> for Selector {
    fn from(words: [&str; N]) -> Self {
        Self::from(words.as_slice())
    }
}

impl From<&[&str]> for Selector {
    fn from(words: &[&str]) -> Self {
        Self { words: words.iter().map(|w| Word::from(*w)).collect() }
    }
}

impl From<Vec<String>> for Selector {
    fn from(words: Vec<String>) -> Self {
        Self { words: words.into_iter().map(|text| Word { text, place: None }).collect() }
    }
}

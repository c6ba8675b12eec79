use std::collections::BTreeMap;

/// Which country has which colour, on the whole page: named countries have one each, all others are grey.
///
/// The colours are those of Okabe and Ito (2008), which people with any kind of colour vision tell apart, a little
/// darker or lighter where light or dark paper asks for it. Yellow is left out: on white nobody sees it.
///
/// ```
/// use thalweg_brief::Palette;
/// let palette = Palette::naming(["USA", "CHN", "MEX"]);
/// assert_eq!(palette.class("CHN"), "s2");
/// assert_eq!(palette.class("AUT"), "s0");
/// assert!(palette.names("MEX"));
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Palette(BTreeMap<String, usize>);

/// Blue, vermilion, purple, sky, orange, green.
const COLOURS: usize = 6;
const CLASSES: [&str; COLOURS + 1] = ["s0", "s1", "s2", "s3", "s4", "s5", "s6"];

impl Palette {
    /// Gives colours in this order: the first is blue, the second vermilion; from the seventh on all are grey.
    pub fn naming<I, S>(codes: I) -> Self
    where
        I: IntoIterator<Item = S>,
        S: Into<String>,
    {
        let mut palette = Self::default();
        for code in codes {
            let next = palette.0.len() + 1;
            palette.0.entry(code.into()).or_insert(next);
        }
        palette
    }

    /// Whether a country is named: written in bold, even where its colour is grey.
    pub fn names(&self, code: &str) -> bool {
        self.0.contains_key(code)
    }

    /// The class that gives a mark its colour: `s1` to `s6`, `s0` for grey.
    pub fn class(&self, code: &str) -> &'static str {
        self.0.get(code).and_then(|slot| CLASSES.get(*slot)).copied().unwrap_or(CLASSES[0])
    }
}

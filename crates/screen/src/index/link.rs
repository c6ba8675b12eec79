use crate::Prepared;

/// What names have in common that are spelled differently: a meaning, a given name in two forms, the beginning or the end of all words
/// written together, initials. Eight bytes: what it is, and seven letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Link(u64);

const SENSE: u8 = 1;
const GIVEN: u8 = 2;
const BEGINNING: u8 = 3;
const END: u8 = 4;
const INITIALS: u8 = 5;

/// Letters of a beginning or an end.
const LETTERS: usize = 6;

/// Initials that can stand for a name: fewer say too little, more are no acronym.
const ACRONYM: std::ops::RangeInclusive<usize> = 3..=7;

impl Link {
    fn new(what: u8, letters: &[u8]) -> Self {
        let packed = letters.iter().take(7).fold(0u64, |all, letter| all << 8 | u64::from(*letter));
        Self(u64::from(what) << 56 | packed)
    }

    /// By the meaning of a part, and by the given name that it is a form of; 0 where it has none.
    pub(super) fn of_term(sense: u16, given: u16) -> impl Iterator<Item = Self> {
        let links = [(SENSE, sense), (GIVEN, given)];
        links
            .into_iter()
            .filter(|(_, value)| *value != 0)
            .map(|(what, value)| Self::new(what, &value.to_be_bytes()))
    }

    /// Whether it stands for the whole name and not for one part.
    pub(super) fn is_whole(self) -> bool {
        (self.0 >> 56) as u8 > GIVEN
    }
}

/// All links of a name.
pub(super) fn links(name: &Prepared) -> Vec<Link> {
    let mut links: Vec<Link> = name.terms().flat_map(|term| Link::of_term(term.sense, term.given)).collect();
    let whole = name.whole_letters();
    if whole.len() >= 4 {
        links.push(Link::new(BEGINNING, &whole[..whole.len().min(LETTERS)]));
        links.push(Link::new(END, &whole[whole.len().saturating_sub(LETTERS)..]));
    }
    let words: Vec<&str> = name.words().collect();
    let initials: Vec<u8> = words.iter().filter_map(|word| word.bytes().next()).collect();
    if ACRONYM.contains(&initials.len()) {
        links.push(Link::new(INITIALS, &initials));
    }
    // A word that may itself be initials.
    if let [word] | [word, _] = words[..]
        && ACRONYM.contains(&word.len())
    {
        links.push(Link::new(INITIALS, word.as_bytes()));
    }
    links.sort_unstable();
    links.dedup();
    links
}

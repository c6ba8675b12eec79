use super::skeleton::{consonants, skeleton};
use crate::Prepared;

/// What names have in common that are spelled differently: a meaning, a given name in two forms, two words written as one, the beginning
/// or the end of all words written together, initials. Eight bytes: what it is, and seven letters, or consonants as a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Link(u64);

const SENSE: u8 = 1;
const GIVEN: u8 = 2;
const ONE: u8 = 3;
const TWO: u8 = 4;
const BEGINNING: u8 = 5;
const END: u8 = 6;
const INITIALS: u8 = 7;

/// Least consonants of a word that may be two.
const OF_TWO: usize = 3;

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

    /// By the consonants of a word, or of two neighbours written as one; none where there are too few. `written` is whether they stand in
    /// the name as one word: what is one word in one name may be two in the other.
    fn joined<'a>(sounds: impl IntoIterator<Item = &'a [u8]>, written: bool) -> Option<Self> {
        let consonants = consonants(sounds);
        let what = if written { ONE } else { TWO };
        (consonants.len() >= OF_TWO).then(|| Self(u64::from(what) << 56 | skeleton(consonants)))
    }

    /// The other side of it: one word for two, and two for one.
    fn turned(self) -> Self {
        let other = if (self.0 >> 56) as u8 == ONE { TWO } else { ONE };
        Self(u64::from(other) << 56 | self.0 & ((1 << 56) - 1))
    }

    /// Whether it stands for the whole name and not for one part.
    pub(super) fn is_whole(self) -> bool {
        (self.0 >> 56) as u8 > TWO
    }
}

/// Each word, and each two neighbours, as what they are written as one, with how much they say.
fn joints(name: &Prepared) -> Vec<(Link, f32)> {
    let mut joints = Vec::new();
    let mut before: Option<(&[u8], f32)> = None;
    for term in name.terms() {
        let weight = term.weight;
        let mut sounds = term.sounds;
        let Some(sound) = sounds.next() else { continue };
        joints.extend(Link::joined([sound], true).map(|link| (link, weight)));
        if let Some((first, said)) = before {
            joints.extend(Link::joined([first, sound], false).map(|link| (link, weight + said)));
        }
        before = Some((sound, weight));
    }
    joints
}

/// What to look for in others: two words for each that stands as one, and the other way round, with how much they say.
pub(super) fn turned_joints(name: &Prepared) -> impl Iterator<Item = (Link, f32)> {
    joints(name).into_iter().map(|(link, weight)| (link.turned(), weight))
}

/// Initials, and the first of them: a name may go on behind its acronym.
fn beginnings(initials: &[u8]) -> impl Iterator<Item = Link> {
    let most = initials.len().min(*ACRONYM.end());
    (*ACRONYM.start()..=most).map(move |length| Link::new(INITIALS, &initials[..length]))
}

/// All links of a name.
pub(super) fn links(name: &Prepared) -> Vec<Link> {
    let mut links: Vec<Link> = name.terms().flat_map(|term| Link::of_term(term.sense, term.given)).collect();
    links.extend(joints(name).into_iter().map(|(link, _)| link));
    let whole = name.whole_letters();
    if whole.len() >= 4 {
        links.push(Link::new(BEGINNING, &whole[..whole.len().min(LETTERS)]));
        links.push(Link::new(END, &whole[whole.len().saturating_sub(LETTERS)..]));
    }
    let words: Vec<&str> = name.words().collect();
    let initials: Vec<u8> = words.iter().filter_map(|word| word.bytes().next()).collect();
    links.extend(beginnings(&initials));
    // Words that may themselves be initials.
    let short = words.iter().filter(|word| word.len() <= *ACRONYM.end() + 1);
    links.extend(short.flat_map(|word| beginnings(word.as_bytes())));
    links.sort_unstable();
    links.dedup();
    links
}

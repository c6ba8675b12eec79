use serde::Serialize;

use super::distance::{LONGEST, abbreviates, edits, least_of_sets, letters_apart, sound_edits};
use super::prepared::{Prepared, Reading, Token, TokenKind};
use super::sound::{alike_sounds, slot_of};

/// How a part of one name agrees with a part of the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Agreement {
    /// The same letters.
    Same,
    /// Other letters for the same sound, or another reading of the same writing.
    Transliteration,
    /// A few letters differ.
    Spelling,
    /// One word here, several there.
    Joined,
    /// A usual other form of the same given name.
    Nickname,
    /// A word of the same meaning.
    Translation,
    /// A shortened word.
    Abbreviation,
    /// The first letters of several words.
    Acronym,
    /// One letter for a word that begins with it.
    Initial,
    /// Two different numbers.
    NumberDiffers,
    /// Only one of the names has it.
    Omitted,
    /// Each name has another word in this place.
    Contradicted,
    /// Legal forms of one class.
    FormSame,
    /// Legal forms of different classes.
    FormDiffers,
}

impl Agreement {
    /// In words, after "is" or "are".
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Same => "the same",
            Self::Transliteration => "the same in another romanisation",
            Self::Spelling => "nearly the same in spelling",
            Self::Joined => "the same when written together",
            Self::Nickname => "forms of the same given name",
            Self::Translation => "of the same meaning",
            Self::Abbreviation => "a word and its abbreviation",
            Self::Acronym => "words and their first letters",
            Self::Initial => "a word and its initial",
            Self::NumberDiffers => "different numbers",
            Self::Omitted => "only in one of the names",
            Self::Contradicted => "different words",
            Self::FormSame => "legal forms of one class",
            Self::FormDiffers => "legal forms of different classes",
        }
    }
}

/// How far two parts agree.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Match {
    /// From 0 (nothing in common) to 1.
    pub(super) likeness: f32,
    /// Edits of letters and of sounds.
    pub(super) edits: f32,
    pub(super) sounds: f32,
    pub(super) how: Agreement,
}

impl Match {
    pub(super) const NONE: Self =
        Self { likeness: 0.0, edits: 9.0, sounds: 9.0, how: Agreement::Contradicted };

    fn new(likeness: f32, how: Agreement) -> Self {
        Self { likeness, edits: 0.0, sounds: 0.0, how }
    }
}

/// Below this two words have nothing to do with each other.
pub(super) const LEAST: f32 = 0.35;

/// Compares two parts.
pub(super) fn agree(a: (&Prepared, &Token), b: (&Prepared, &Token)) -> Match {
    agree_as(a, b, false)
}

/// Compares two parts. `apart`: their spellings are known to be less alike than [`LEAST`].
pub(super) fn agree_as(a: (&Prepared, &Token), b: (&Prepared, &Token), apart: bool) -> Match {
    let (left, right) = (a.1, b.1);
    match (left.kind, right.kind) {
        (TokenKind::Number, TokenKind::Number) if left.value == right.value => {
            return Match::new(1.0, Agreement::Same);
        }
        (TokenKind::Number, _) | (_, TokenKind::Number) => return numbers(a, b),
        (TokenKind::Particle, _) | (_, TokenKind::Particle) => return particles(a, b),
        (TokenKind::Initial, _) | (_, TokenKind::Initial) => return initials(a, b),
        _ => {}
    }
    let named = left.given != 0 && left.given == right.given;
    // forms of one given name are told by their sounds, however few they share
    let spelled = match (named, apart) {
        (true, _) => spelled(a, b, 0.0),
        (false, true) => Match::NONE,
        (false, false) => spelled(a, b, LEAST),
    };
    if left.sense != 0 && left.sense == right.sense {
        return if spelled.likeness >= 0.8 { spelled } else { Match::new(0.95, Agreement::Translation) };
    }
    if named && spelled.likeness < 0.9 {
        let how = if spelled.sounds <= 1.0 { Agreement::Transliteration } else { Agreement::Nickname };
        return Match {
            likeness: spelled.likeness.max(0.9),
            edits: spelled.edits.min(2.0),
            sounds: spelled.sounds.min(1.0),
            how,
        };
    }
    if left.sense != 0 && right.sense != 0 && spelled.edits > 0.0 {
        // two known words are two words, however near their letters: Estonia and Ethiopia, Chad and China
        return Match { likeness: 0.4 * spelled.likeness, ..spelled };
    }
    if spelled.likeness < 0.7
        && (left.sense != 0
            || right.sense != 0
            || left.kind == TokenKind::Word && right.kind == TokenKind::Word)
    {
        return abbreviation(a, b).unwrap_or(spelled);
    }
    spelled
}

/// A number written in digits and a word that is no number have nothing in common.
fn numbers(a: (&Prepared, &Token), b: (&Prepared, &Token)) -> Match {
    let both = a.1.kind == TokenKind::Number && b.1.kind == TokenKind::Number;
    let how = if both { Agreement::NumberDiffers } else { Agreement::Contradicted };
    let same = !both && letters(a) == letters(b);
    if same { Match::new(1.0, Agreement::Same) } else { Match { how, ..Match::NONE } }
}

/// Bin is ibn, and van is not de; they weigh little.
fn particles(a: (&Prepared, &Token), b: (&Prepared, &Token)) -> Match {
    if a.1.kind != b.1.kind {
        return if letters(a) == letters(b) { Match::new(1.0, Agreement::Same) } else { Match::NONE };
    }
    if letters(a) == letters(b) {
        Match::new(1.0, Agreement::Same)
    } else {
        Match { likeness: 0.5, ..Match::new(0.5, Agreement::Transliteration) }
    }
}

fn initials(a: (&Prepared, &Token), b: (&Prepared, &Token)) -> Match {
    if a.1.kind == b.1.kind {
        return if letters(a) == letters(b) { Match::new(1.0, Agreement::Same) } else { Match::NONE };
    }
    let begins = |one: (&Prepared, &Token), other: (&Prepared, &Token)| {
        let first = |name: &(&Prepared, &Token)| {
            name.0.readings_of(name.1).first().and_then(|reading| name.0.letters(reading).first().copied())
        };
        first(&one).is_some() && first(&one) == first(&other)
    };
    let initial = matches!(a.1.kind, TokenKind::Word | TokenKind::Patronymic | TokenKind::Initial)
        && matches!(b.1.kind, TokenKind::Word | TokenKind::Patronymic | TokenKind::Initial);
    if initial && begins(a, b) { Match::new(0.75, Agreement::Initial) } else { Match::NONE }
}

fn letters<'a>(name: (&'a Prepared, &Token)) -> &'a [u8] {
    name.0.first_letters(name.1)
}

/// The nearest of all pairs of readings. Where that is less than `least`, anything less.
fn spelled(a: (&Prepared, &Token), b: (&Prepared, &Token), least: f32) -> Match {
    let bare = a.1.bare != b.1.bare;
    let foreign = a.1.foreign != b.1.foreign;
    let mut best = Match::NONE;
    for left in a.0.readings_of(a.1) {
        for right in b.0.readings_of(b.1) {
            let found = compare((a.0, left), (b.0, right), (bare, foreign), least);
            if found.likeness > best.likeness || best.edits >= 9.0 {
                best = found;
            }
        }
    }
    if a.1.bare && b.1.bare {
        // a consonant is more of a word where vowels are not written
        best.edits *= 1.5;
        best.sounds *= 1.5;
        best.likeness = (1.5 * best.likeness - 0.5).max(0.0);
    }
    let (left, right) = (a.0.span(a.1.native), b.0.span(b.1.native));
    if left.is_empty() || right.is_empty() || left == right { best } else { in_han(left, right, best) }
}

/// Two words in Han: what counts is the characters, since many of them read alike. One character is a word of its own.
fn in_han(left: &[u8], right: &[u8], read: Match) -> Match {
    let text = |bytes| std::str::from_utf8(bytes).unwrap_or("");
    let (left, right) = (text(left), text(right));
    let count = left.chars().count().max(right.chars().count());
    let shared = left.chars().zip(right.chars()).filter(|(a, b)| a == b).count();
    let differ = count.saturating_sub(shared) as f32;
    let likeness = read.likeness * (1.0 - differ / count as f32);
    let how = if likeness < LEAST { Agreement::Contradicted } else { Agreement::Spelling };
    Match { likeness, edits: read.edits + 3.0 * differ, sounds: read.sounds + 2.5 * differ, how }
}

fn compare(
    a: (&Prepared, &Reading),
    b: (&Prepared, &Reading),
    (bare, foreign): (bool, bool),
    least: f32,
) -> Match {
    let (left, right) = (a.0.letters(a.1), b.0.letters(b.1));
    if left == right {
        return Match::new(1.0, Agreement::Same);
    }
    let (sound_a, sound_b) = (a.0.sound(a.1), b.0.sound(b.1));
    if consonants_differ(a.1, b.1) {
        return Match::NONE;
    }
    judge((left, right), (sound_a, sound_b), (bare, foreign), least)
}

/// Whether less than half of the consonants of the one are in the other.
pub(super) fn consonants_differ(a: &Reading, b: &Reading) -> bool {
    let (mine, its) = (a.mask, b.mask);
    2 * (mine & its).count_ones() < mine.count_ones().min(its.count_ones())
        || mine == u32::MAX
        || its == u32::MAX
}

/// The likeness of two spellings with their sounds. Where that is less than `least`, anything less.
fn judge(
    (left, right): (&[u8], &[u8]),
    (sound_a, sound_b): (&[u8], &[u8]),
    (bare, foreign): (bool, bool),
    least: f32,
) -> Match {
    let half = 0.25 * (sound_a.len() + sound_b.len()) as f32 + 0.4;
    let edits = edits(left, right) as f32;
    let most = most_sounds(half, edits, foreign, least);
    let sounds = sound_edits(sound_a, sound_b, bare, most);
    if sounds > most {
        return Match::NONE;
    }
    // letters of two romanisations differ without meaning anything
    let edits = if foreign { edits.min((1.2 * sounds).round()) } else { edits };
    // and where the sounds are all but the same, so do those of one alphabet: Alexander, Aleksandr
    let edits = if sounds == 0.0 {
        edits.min(0.25)
    } else if sounds <= 0.5 {
        edits.min(1.0)
    } else {
        edits
    };
    let (edits, sounds) = if cut_short(left, right) { (edits + 1.0, sounds + 1.0) } else { (edits, sounds) };
    let length = sound_a.len().max(sound_b.len()) as f32;
    let short = sound_a.len().min(sound_b.len()) as f32;
    let distance = if foreign { 0.1 * edits.min(4.0) + 0.9 * sounds } else { 0.4 * edits + 0.6 * sounds };
    let likeness = (1.0 - distance / (0.5 * (0.5 * length + 0.5 * short) + 0.4)).max(0.0);
    let how = if sounds <= 0.12 * length { Agreement::Transliteration } else { Agreement::Spelling };
    let how = if likeness < LEAST { Agreement::Contradicted } else { how };
    Match { likeness, edits, sounds, how }
}

/// The most edits of sounds with which two words can be alike to a degree of `least`; half of their mean length is `half`.
///
/// Where sounds differ by half an edit or more, edits of letters count in full ([`judge`]); a little is added for what rounding takes
/// away.
pub(super) fn most_sounds(half: f32, edits: f32, foreign: bool, least: f32) -> f32 {
    let open = (1.0 - least) * half;
    let left = if foreign { open / 0.9 } else { ((open - 0.4 * edits) / 0.6).max(0.5) };
    // beyond this no edit of letters could make it alike any more
    (left + 0.001).min((1.0 - LEAST) * half / 0.6)
}

/// Whether one is the beginning of the other, and two or more letters shorter: Tom and Tomas, Albano and Albanese are names of
/// their own, where a slip of the keyboard would have lost a letter anywhere.
fn cut_short(a: &[u8], b: &[u8]) -> bool {
    a.len().abs_diff(b.len()) >= 2 && a.iter().zip(b).all(|(a, b)| a == b)
}

/// TECH for technology, SRVCES for services: letters of the longer in order, first the same. Between two unknown words only the
/// beginning of one, or one without vowels, will do.
fn abbreviation(a: (&Prepared, &Token), b: (&Prepared, &Token)) -> Option<Match> {
    let (left, right) = (letters(a), letters(b));
    if left.first() != right.first() {
        return None;
    }
    let (short, long) = if left.len() <= right.len() { (left, right) } else { (right, left) };
    let vowels = short.iter().filter(|letter| b"aeiouy".contains(letter)).count();
    let person = a.0.kind() == crate::EntityKind::Person || b.0.kind() == crate::EntityKind::Person;
    let cut = long.starts_with(short) && short.len() >= 3 && short.len() * 3 >= long.len() && !person;
    let squeezed = vowels * 3 <= short.len()
        && short.len() >= 2
        && abbreviates(short, long)
        && (short.last() == long.last() || short.len() >= 3 && !person);
    let squeezed = squeezed && (short.len() >= 3 || person);
    (cut || squeezed && short.len() * 4 >= long.len())
        .then(|| Match::new(if cut { 0.7 } else { 0.75 }, Agreement::Abbreviation))
}

/// Below this a word has nothing to do with several others written together.
const LEAST_JOINED: f32 = 0.6;

/// Compares one part with several neighbours written together.
pub(super) fn agree_joined(one: (&Prepared, &Token), name: &Prepared, parts: &[&Token]) -> Match {
    let mut joined = [0_u8; 2 * LONGEST];
    let mut sound = [0_u8; 2 * LONGEST];
    let (mut letters, mut sounds) = (0, 0);
    let (mut letter_set, mut sound_set) = (0, 0);
    for part in parts {
        let Some(reading) = name.readings_of(part).first() else { return Match::NONE };
        letters = append(&mut joined, letters, name.letters(reading));
        sounds = append(&mut sound, sounds, name.sound(reading));
        letter_set |= reading.letter_set;
        sound_set |= reading.sound_set;
    }
    let bare = one.1.bare || parts.iter().any(|part| part.bare);
    let mut best = Match::NONE;
    for reading in one.0.readings_of(one.1) {
        let (its, its_sound) = (one.0.letters(reading), one.0.sound(reading));
        if its.len().abs_diff(letters) > OTHER_LENGTH || !begin_alike(its_sound, &sound[..sounds]) {
            continue;
        }
        let apart = letters_apart((reading.letter_set, its.len()), (letter_set, letters)) as f32;
        let half = 0.25 * (its_sound.len() + sounds) as f32 + 0.4;
        if !bare
            && letters.max(sounds) <= LONGEST
            && least_of_sets(reading.sound_set, sound_set) > most_sounds(half, apart, false, LEAST_JOINED)
        {
            continue;
        }
        let found =
            judge((its, &joined[..letters]), (its_sound, &sound[..sounds]), (bare, bare), LEAST_JOINED);
        if found.likeness > best.likeness {
            best = found;
        }
    }
    if best.likeness < LEAST_JOINED {
        Match::NONE
    } else {
        Match { likeness: best.likeness * 0.97, how: Agreement::Joined, ..best }
    }
}

/// Most letters by which a word and several others that it may be differ in length.
pub(super) const OTHER_LENGTH: usize = 2;

/// Whether a part may be several of another name.
pub(super) fn may_be_several(kind: TokenKind) -> bool {
    !matches!(kind, TokenKind::Number | TokenKind::Initial | TokenKind::Particle)
}

/// All parts of two names whose letters are the same but for where the spaces stand: MYONGC HIN is MYONG CHIN.
pub(super) fn spaced_otherwise(a: &Prepared, b: &Prepared) -> Option<Match> {
    let (left, right) = (a.span(a.whole), b.span(b.whole));
    // letters of a reading are no letters of the name: two characters of Han read alike
    let foreign = |name: &Prepared| name.tokens.iter().any(|token| token.foreign);
    (left.len() >= 6 && left == right && !foreign(a) && !foreign(b)).then_some(Match {
        likeness: 0.98,
        edits: 0.5,
        sounds: 0.25,
        how: Agreement::Joined,
    })
}

/// Whether the first sounds can stand for each other.
fn begin_alike(a: &[u8], b: &[u8]) -> bool {
    a.first().zip(b.first()).is_some_and(|(a, b)| alike_sounds(*a) >> slot_of(*b) & 1 == 1)
}

fn append(buffer: &mut [u8], at: usize, more: &[u8]) -> usize {
    let end = (at + more.len()).min(buffer.len());
    buffer[at..end].copy_from_slice(&more[..end - at]);
    end
}

use crate::account::Account;
use crate::assemble::{Abandoned, Assembler};
use crate::bits::Bits;
use crate::line::{Other, Piece, Sentence, Split, Tags, split};
use crate::message::Message;
use crate::reason::Reason;
use crate::time::{Clock, Day, NoTime, Time};
use serde::ser::{Serialize, SerializeMap, Serializer};
use thalweg_core::Place;

/// How lines are taken.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Options {
    /// Keep sentences whose checksum is wrong, flagged, instead of refusing them.
    pub lenient: bool,
    /// The day on which the file begins, for messages that tell no more than the second.
    pub day: Option<Day>,
}

/// A message with all that is known of how it came.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Received<'a> {
    /// What it says.
    pub message: Message,
    /// When it was heard, or why that is not known.
    pub time: Result<Time, NoTime>,
    /// Line of its last sentence, from 1.
    pub line: u64,
    /// Of how many sentences it was made.
    pub parts: u8,
    /// Who talks.
    pub talker: [u8; 2],
    /// From the receiver's own ship or station.
    pub own: bool,
    /// Radio channel; 0 where none is stated.
    pub channel: u8,
    /// Whether all checksums were right.
    pub sound: bool,
    /// The station that received it, from a tag block.
    pub source: Option<&'a [u8]>,
}

impl Serialize for Received<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("line", &self.line)?;
        match &self.time {
            Ok(time) => {
                map.serialize_entry("time", &time.timestamp())?;
                map.serialize_entry("time_from", &time.how)?;
                map.serialize_entry("time_error_ms", &time.error)?;
            }
            Err(reason) => {
                map.serialize_entry("time", &())?;
                map.serialize_entry("no_time", reason)?;
            }
        }
        map.serialize_entry("talker", &String::from_utf8_lossy(&self.talker))?;
        map.serialize_entry("own", &self.own)?;
        let channel = (self.channel != 0).then(|| char::from(self.channel));
        map.serialize_entry("channel", &channel)?;
        map.serialize_entry("parts", &self.parts)?;
        map.serialize_entry("checksum_right", &self.sound)?;
        if let Some(source) = self.source {
            map.serialize_entry("source", &String::from_utf8_lossy(source))?;
        }
        self.message.entries(&mut map)?;
        map.end()
    }
}

/// Takes lines one after another and gives the messages in them. It needs the same memory however many lines come.
///
/// ```
/// use thalweg_sea::{Body, Decoder, Options};
/// let mut decoder = Decoder::new("feed.nmea", Options::default());
/// let mut names = Vec::new();
/// for line in [
///     "!AIVDM,2,1,1,A,55?MbV02;H;s<HtKR20EHE:0@T4@Dn2222222216L961O5Gf0NSQEp6ClRp8,0*1C",
///     "!AIVDM,2,2,1,A,88888888880,2*25",
/// ] {
///     decoder.line(line.as_bytes(), &mut |received| {
///         if let Body::Static(ship) = received.message.body {
///             names.push(ship.name.to_string());
///         }
///     });
/// }
/// let account = decoder.finish();
/// assert_eq!(names, ["EVER DIADEM"]);
/// assert_eq!((account.lines, account.messages, account.joined, account.refused()), (2, 1, 1, 0));
/// ```
pub struct Decoder {
    file: String,
    options: Options,
    /// Lines of this file.
    line: u64,
    account: Account,
    clock: Clock,
    assembler: Assembler,
    /// Room for the bits of a message.
    bits: Bits,
}

impl Decoder {
    /// A decoder that has read nothing; `file` is what samples of refused lines are said to be from.
    pub fn new(file: &str, options: Options) -> Self {
        Self {
            file: file.to_owned(),
            options,
            line: 0,
            account: Account::default(),
            clock: Clock::new(options.day),
            assembler: Assembler::default(),
            bits: Bits::new(),
        }
    }

    /// Takes one line, without or with its end, and gives each message that ends in it.
    pub fn line(&mut self, text: &[u8], sink: &mut impl FnMut(&Received<'_>)) {
        self.begin_line();
        let mut rest = Some(text);
        let mut first = true;
        while let Some(text) = rest {
            self.account.glued += u64::from(!first);
            first = false;
            let piece = split(text);
            rest = piece.rest;
            self.piece(text, &piece, sink);
        }
    }

    /// Takes the beginning of a line that was too long to be kept: it is refused.
    pub fn overlong(&mut self, beginning: &[u8]) {
        self.begin_line();
        self.refuse(Reason::LineTooLong, beginning);
    }

    /// What became of all lines; parts that still wait are given up.
    pub fn finish(mut self) -> Account {
        self.end_file();
        self.account.settle();
        self.account
    }

    /// Ends a file and begins another one: parts do not go on from file to file, counts do.
    pub fn next_file(&mut self, file: &str) {
        self.end_file();
        self.file = file.to_owned();
        self.line = 0;
        self.clock = Clock::new(self.options.day);
    }

    /// What became of the lines so far.
    pub fn account(&mut self) -> &Account {
        self.account.settle();
        &self.account
    }

    fn end_file(&mut self) {
        let Self { assembler, account, file, .. } = self;
        assembler.finish(&mut |given_up| give_up(account, file, &given_up));
    }

    fn begin_line(&mut self) {
        self.line += 1;
        self.account.lines += 1;
    }

    fn refuse(&mut self, reason: Reason, text: &[u8]) {
        let (file, line) = (&self.file, self.line as usize);
        self.account.refuse(reason, || {
            let shown = &text[..text.len().min(4 * Place::LONGEST_LINE)];
            Place::new(file, line, &String::from_utf8_lossy(shown))
        });
    }

    #[inline]
    fn piece(&mut self, text: &[u8], split: &Split<'_>, sink: &mut impl FnMut(&Received<'_>)) {
        self.account.damaged_tags += u64::from(split.tags.damaged);
        match &split.piece {
            Ok(Piece::Message(sentence)) => {
                if let Err(reason) = self.sentence(sentence, &split.tags, sink) {
                    self.refuse(reason, text);
                }
            }
            Ok(Piece::Other(other)) => self.other(other),
            Ok(Piece::TagsAlone) => self.account.tags_alone += 1,
            Ok(Piece::Blank) => self.account.blank += 1,
            Ok(Piece::Remark) => self.account.remarks += 1,
            Err(reason) => self.refuse(*reason, text),
        }
    }

    fn other(&mut self, other: &Other<'_>) {
        self.account.other += 1;
        self.account.name(other.name);
        if other.name == b"PGHP" {
            self.clock.announce(other.body);
        }
    }

    #[inline]
    fn sentence(
        &mut self,
        sentence: &Sentence<'_>,
        tags: &Tags<'_>,
        sink: &mut impl FnMut(&Received<'_>),
    ) -> Result<(), Reason> {
        self.count(sentence)?;
        let stated = self.clock.stated(tags, sentence);
        if sentence.total > 1 {
            return self.part(sentence, tags, stated, sink);
        }
        if sentence.letters.is_empty() {
            return Err(Reason::Empty);
        }
        if !self.bits.read_armor(sentence.letters, sentence.fill) {
            return Err(unreadable(sentence));
        }
        let message = Message::decode(&self.bits)?;
        self.give(message, stated, (1, sentence.sound), (sentence, tags.source), sink);
        Ok(())
    }

    /// Counts a sentence, and refuses a damaged one unless it is wanted.
    #[inline]
    fn count(&mut self, sentence: &Sentence<'_>) -> Result<(), Reason> {
        if sentence.sound {
            self.account.sentences += 1;
        } else if self.options.lenient {
            self.account.kept_damaged += 1;
        } else {
            return Err(Reason::Checksum);
        }
        self.account.talker(sentence.talker);
        Ok(())
    }

    /// Takes one of several sentences.
    fn part(
        &mut self,
        sentence: &Sentence<'_>,
        tags: &Tags<'_>,
        stated: Result<Time, NoTime>,
        sink: &mut impl FnMut(&Received<'_>),
    ) -> Result<(), Reason> {
        let Self { assembler, account, file, line, .. } = self;
        let joined = assembler.add(sentence, tags, stated.ok(), *line, &mut |given_up| {
            give_up(account, file, &given_up);
        })?;
        let Some(whole) = joined else {
            self.account.waiting += 1;
            return Ok(());
        };
        let stated = whole.time.ok_or(stated.err().unwrap_or(NoTime::NotStated));
        let message = whole.bits.and_then(|bits| Message::decode(&bits)).inspect_err(|_| {
            self.account.waiting -= u64::from(whole.parts) - 1;
            self.account.joined += u64::from(whole.parts) - 1;
        })?;
        let source = tags.source.or(whole.station.name());
        self.give(message, stated, (whole.parts, whole.sound), (sentence, source), sink);
        Ok(())
    }

    /// Gives a message with its time.
    #[inline]
    fn give(
        &mut self,
        message: Message,
        stated: Result<Time, NoTime>,
        (parts, sound): (u8, bool),
        (sentence, source): (&Sentence<'_>, Option<&[u8]>),
        sink: &mut impl FnMut(&Received<'_>),
    ) {
        let time = match stated {
            Err(NoTime::NotStated) => self.clock.told(&message),
            stated => stated,
        };
        self.account.message(message.kind, parts, &time);
        sink(&Received {
            message,
            time,
            line: self.line,
            parts,
            talker: sentence.talker,
            own: sentence.own,
            channel: sentence.channel,
            sound,
            source,
        });
    }
}

/// Counts parts whose message will not be whole.
fn give_up(account: &mut Account, file: &str, given_up: &Abandoned) {
    account.waiting -= u64::from(given_up.parts);
    account.abandon(file, given_up);
}

/// Why letters could not be read.
fn unreadable(sentence: &Sentence<'_>) -> Reason {
    if sentence.letters.len() * 6 > crate::bits::LONGEST { Reason::Long } else { Reason::Letters }
}

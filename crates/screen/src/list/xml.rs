use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::{BytesStart, Event};
use std::io::BufRead;
use std::rc::Rc;

use super::xml_guard::Guard;

/// Most bytes of one record, with what holding it costs; the largest records of real lists have some hundred thousand.
const LARGEST_RECORD: usize = 16 << 20;

/// Deepest nesting within a record.
const DEEPEST: usize = 64;

/// Bytes that holding one element costs besides its texts.
const ELEMENT: usize = 128;

/// An element with all that is in it. Names are without their prefix.
#[derive(Debug, Default, Clone)]
pub(super) struct Node {
    pub(super) name: Rc<str>,
    pub(super) attributes: Vec<(Rc<str>, String)>,
    /// Its own text, without that of its children.
    pub(super) text: String,
    pub(super) children: Vec<Node>,
    pub(super) line: u32,
}

impl Node {
    /// An attribute, if it is there and not blank.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(key, _)| **key == *name);
        found.map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
    }

    /// The children of a name.
    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Node> {
        self.children.iter().filter(move |child| *child.name == *name)
    }

    /// The first child of a name.
    pub(super) fn child(&self, name: &str) -> Option<&Node> {
        self.children.iter().find(|child| *child.name == *name)
    }

    /// All descendants of a name that are reached through a path of names.
    pub(super) fn below<'a>(&'a self, path: &[&str]) -> Vec<&'a Node> {
        let mut found = vec![self];
        for name in path {
            found = found
                .into_iter()
                .flat_map(|node| node.children.iter().filter(|child| *child.name == **name))
                .collect();
        }
        found
    }

    /// Its own text, if it is not blank.
    pub(super) fn words(&self) -> Option<&str> {
        Some(self.text.trim()).filter(|text| !text.is_empty())
    }

    /// The text of the first child of a name.
    pub(super) fn text_of(&self, name: &str) -> Option<&str> {
        self.child(name)?.words()
    }

    /// The texts of all descendants on a path.
    pub(super) fn texts<'a>(&'a self, path: &[&str]) -> Vec<&'a str> {
        self.below(path).into_iter().filter_map(Node::words).collect()
    }
}

/// What comes next in a file.
pub(super) enum Piece {
    /// An element begins that is no record: without its children.
    Open(Node),
    /// A record, whole.
    Record(Node),
    /// A record that cannot be taken.
    Refused { line: u32, reason: &'static str },
    /// The end of the file.
    End,
}

/// Why a file cannot be read further.
#[derive(Debug)]
pub(super) struct Broken {
    pub(super) line: u32,
    pub(super) words: String,
}

/// An XML file as records, one held at a time.
pub(super) struct Xml<B: BufRead> {
    reader: Reader<Guard<B>>,
    buffer: Vec<u8>,
    line: u32,
    cuts_counted: usize,
    depth: usize,
    names: Vec<Rc<str>>,
    /// The most bytes that one record cost.
    largest: usize,
}

impl<B: BufRead> Xml<B> {
    pub(super) fn new(bytes: B) -> Self {
        let reader = Reader::from_reader(Guard::new(bytes));
        let (buffer, names) = (Vec::new(), Vec::new());
        Self { reader, buffer, line: 1, cuts_counted: 0, depth: 0, names, largest: 0 }
    }

    /// The bytes behind it, and the most bytes that were held of the file at once.
    pub(super) fn into_inner(self) -> (B, usize) {
        let (buffer, largest) = (self.buffer.capacity(), self.largest);
        let guard = self.reader.into_inner();
        let held = guard.peak + buffer + largest;
        (guard.into_inner(), held)
    }

    /// The next record, or element that is none.
    pub(super) fn next(&mut self, is_record: &dyn Fn(&str) -> bool) -> Result<Piece, Broken> {
        loop {
            let at = self.line;
            match self.event()? {
                Step::Start(node, closed) if is_record(&node.name) => return self.record(node, closed),
                Step::Start(node, closed) => {
                    self.depth += usize::from(!closed);
                    return Ok(Piece::Open(node));
                }
                Step::End => self.depth = self.depth.saturating_sub(1),
                Step::Bad(_) => return Ok(Piece::Refused { line: at, reason: CUSTOM_ENTITY }),
                Step::Text(_) | Step::Nothing => {}
                Step::Eof if self.depth > 0 => {
                    return Err(self.broken("the file breaks off: elements are open at its end".to_owned()));
                }
                Step::Eof => return Ok(Piece::End),
            }
        }
    }

    fn broken(&self, words: String) -> Broken {
        Broken { line: self.line, words }
    }

    /// Reads a record to its end.
    fn record(&mut self, first: Node, closed: bool) -> Result<Piece, Broken> {
        let line = first.line;
        if closed {
            return Ok(Piece::Record(first));
        }
        let from = self.reader.buffer_position();
        let mut stack = vec![first];
        let (mut depth, mut cost, mut reason) = (1_usize, 0_usize, None);
        while depth > 0 {
            match self.event()? {
                Step::Start(node, closed) => {
                    cost += weight(&node);
                    depth += usize::from(!closed);
                    if reason.is_none() {
                        open(&mut stack, node, closed);
                    }
                }
                Step::Text(text) => {
                    cost += text.len();
                    if let (None, Some(last)) = (reason, stack.last_mut()) {
                        last.text.push_str(&text);
                    }
                }
                Step::End => {
                    depth -= 1;
                    if reason.is_none() && depth > 0 {
                        close(&mut stack);
                    }
                }
                Step::Bad(why) => reason = reason.or(Some(why)),
                Step::Nothing => {}
                Step::Eof => return Err(self.broken("the file breaks off within a record".to_owned())),
            }
            self.largest = self.largest.max(cost);
            reason = reason
                .or((cost > LARGEST_RECORD).then_some("a record larger than 16 MiB"))
                .or((depth > DEEPEST).then_some("elements nested more than 64 deep"));
            if reason.is_some() {
                stack.truncate(1);
                stack.iter_mut().for_each(|node| node.children = Vec::new());
                cost = 0;
            }
        }
        let cut = self
            .reader
            .get_ref()
            .cuts
            .iter()
            .any(|(at, _)| *at >= from && *at <= self.reader.buffer_position());
        let reason = reason.or(cut.then_some("a text longer than 1 MiB"));
        Ok(match (reason, stack.pop()) {
            (None, Some(node)) => Piece::Record(node),
            (reason, _) => Piece::Refused { line, reason: reason.unwrap_or("an empty record") },
        })
    }

    fn event(&mut self) -> Result<Step, Broken> {
        self.buffer.clear();
        let line = self.line;
        let event = self.reader.read_event_into(&mut self.buffer);
        let event = event.map_err(|error| Broken { line, words: words(&error) })?;
        let (step, lines) = match event {
            Event::Start(tag) => (start(&tag, false, line, &mut self.names), line_ends(&tag)),
            Event::Empty(tag) => (start(&tag, true, line, &mut self.names), line_ends(&tag)),
            Event::End(tag) => (Step::End, line_ends(&tag)),
            Event::Text(text) => (Step::Text(text.xml10_content().into_owned()), line_ends(&text)),
            Event::CData(text) => (Step::Text(text.xml10_content().into_owned()), line_ends(&text)),
            Event::GeneralRef(name) => (resolved(&name), 0),
            Event::DocType(text) if is_plain_doctype(&text) => (Step::Nothing, line_ends(&text)),
            Event::DocType(_) => {
                let words = "a DOCTYPE that defines or fetches something; no list has one".to_owned();
                return Err(Broken { line, words });
            }
            Event::Comment(text) => (Step::Nothing, line_ends(&text)),
            Event::PI(text) => (Step::Nothing, line_ends(&text)),
            Event::Decl(text) => (Step::Nothing, line_ends(&text)),
            Event::Eof => (Step::Eof, 0),
        };
        self.line = self.line.saturating_add(lines);
        self.count_cut_lines();
        Ok(step)
    }

    /// Lines that were cut out of texts that have been passed.
    fn count_cut_lines(&mut self) {
        let (cuts, at) = (&self.reader.get_ref().cuts, self.reader.buffer_position());
        while let Some((_, lines)) = cuts.get(self.cuts_counted).filter(|(cut, _)| *cut <= at) {
            self.line = self.line.saturating_add(*lines);
            self.cuts_counted += 1;
        }
    }
}

/// One event, as far as records care.
enum Step {
    /// An element begins; and whether it ends at once.
    Start(Node, bool),
    End,
    Text(String),
    /// Something for which the record has to be refused.
    Bad(&'static str),
    Nothing,
    Eof,
}

const CUSTOM_ENTITY: &str = "an entity of its own (`&name;`), which no list has";

fn open(stack: &mut Vec<Node>, node: Node, closed: bool) {
    match stack.last_mut() {
        Some(last) if closed => last.children.push(node),
        _ => stack.push(node),
    }
}

fn close(stack: &mut Vec<Node>) {
    if let Some(node) = stack.pop() {
        match stack.last_mut() {
            Some(parent) => parent.children.push(node),
            None => stack.push(node),
        }
    }
}

fn weight(node: &Node) -> usize {
    ELEMENT + node.attributes.iter().map(|(_, value)| value.len() + ELEMENT).sum::<usize>()
}

fn line_ends(text: &str) -> u32 {
    memchr::memchr_iter(b'\n', text.as_bytes()).count() as u32
}

fn start(tag: &BytesStart<'_>, closed: bool, line: u32, names: &mut Vec<Rc<str>>) -> Step {
    let name = interned(names, tag.local_name().as_ref());
    let mut node = Node { name, line, ..Node::default() };
    for attribute in tag.attributes().with_checks(false) {
        let Ok(attribute) = attribute else { return Step::Start(node, closed) };
        let Ok(value) = unescape(&attribute.value) else { return Step::Bad(CUSTOM_ENTITY) };
        let key = interned(names, attribute.key.local_name().as_ref());
        node.attributes.push((key, value.into_owned()));
    }
    Step::Start(node, closed)
}

/// The same name once in memory, for the first few hundred of a file.
fn interned(names: &mut Vec<Rc<str>>, name: &str) -> Rc<str> {
    if let Some(known) = names.iter().position(|known| **known == *name) {
        // what is asked often comes first
        if known > 8 {
            names.swap(known, known / 2);
            return names[known / 2].clone();
        }
        return names[known].clone();
    }
    let new: Rc<str> = Rc::from(name);
    if names.len() < 400 {
        names.push(new.clone());
    }
    new
}

fn resolved(name: &quick_xml::events::BytesRef<'_>) -> Step {
    let known = match &**name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => name.resolve_char_ref().ok().flatten(),
    };
    known.map_or(Step::Bad(CUSTOM_ENTITY), |letter| Step::Text(letter.to_string()))
}

/// A bare name: nothing is defined, and nothing is fetched.
fn is_plain_doctype(text: &str) -> bool {
    text.trim().chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | ':' | '.'))
}

fn words(error: &quick_xml::Error) -> String {
    match error {
        quick_xml::Error::Io(error) => error.to_string(),
        error => format!("no XML from here on: {error}"),
    }
}

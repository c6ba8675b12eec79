//! XML of a workbook as a walk over elements and texts.

use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::{BytesRef, BytesStart, Event};
use std::io::{BufRead, BufReader, Read};

/// Attributes of one element at most.
const ATTRIBUTES: usize = 100;

/// What comes next.
pub(super) enum Step {
    /// An element begins. Names are without their prefix.
    Open(Element),
    /// A piece of text.
    Text(String),
    /// An element ends.
    Close(String),
    /// The document ends.
    End,
}

/// An element without what is in it.
pub(super) struct Element {
    pub(super) name: String,
    attributes: Vec<(String, String)>,
}

impl Element {
    /// The value of an attribute.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// A document that is read piece by piece.
pub(super) struct Xml<'a> {
    reader: Reader<Box<dyn BufRead + 'a>>,
    buffer: Vec<u8>,
}

impl<'a> Xml<'a> {
    pub(super) fn new(source: impl Read + 'a) -> Self {
        let source: Box<dyn BufRead + 'a> = Box::new(BufReader::new(source));
        let mut reader = Reader::from_reader(source);
        reader.config_mut().expand_empty_elements = true;
        Self { reader, buffer: Vec::new() }
    }

    /// The next piece, or in words why there is none.
    pub(super) fn step(&mut self) -> Result<Step, String> {
        loop {
            self.buffer.clear();
            match self.reader.read_event_into(&mut self.buffer).map_err(|error| error.to_string())? {
                Event::Start(tag) => return element(&tag).map(Step::Open),
                Event::End(tag) => return Ok(Step::Close(tag.local_name().as_ref().to_owned())),
                Event::Text(text) => return Ok(Step::Text(text.xml10_content().into_owned())),
                Event::CData(text) => return Ok(Step::Text(text.xml10_content().into_owned())),
                Event::GeneralRef(name) => return letter(&name).map(|c| Step::Text(c.to_string())),
                Event::Eof => return Ok(Step::End),
                _ => {}
            }
        }
    }
}

fn element(tag: &BytesStart<'_>) -> Result<Element, String> {
    let mut attributes = Vec::new();
    for attribute in tag.attributes().with_checks(false) {
        if attributes.len() == ATTRIBUTES {
            return Err(format!("an element has more than {ATTRIBUTES} attributes"));
        }
        let attribute = attribute.map_err(|error| error.to_string())?;
        let value = unescape(&attribute.value).map_err(|error| error.to_string())?;
        attributes.push((attribute.key.local_name().as_ref().to_owned(), value.into_owned()));
    }
    Ok(Element { name: tag.local_name().as_ref().to_owned(), attributes })
}

/// The letter that a reference stands for.
fn letter(name: &BytesRef<'_>) -> Result<char, String> {
    match &**name {
        "amp" => Ok('&'),
        "lt" => Ok('<'),
        "gt" => Ok('>'),
        "quot" => Ok('"'),
        "apos" => Ok('\''),
        other => {
            name.resolve_char_ref().ok().flatten().ok_or_else(|| format!("`&{other};` stands for nothing"))
        }
    }
}

//! What binary data say, where their identifier is one of the common ones; all others stay raw.

mod tables;

use crate::bits::Bits;
use crate::message::{Message, field, kinds::Identifier};
use serde::ser::{Serialize, SerializeMap, Serializer};

/// One field of a table.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Item {
    name: &'static str,
    width: usize,
    kind: Kind,
    /// The physical value is raw times scale plus offset, where raw is within the range.
    scale: f64,
    offset: f64,
    range: (i64, i64),
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Kind {
    Unsigned,
    Signed,
    Letters,
    /// Letters up to the end.
    Rest,
    /// Not used, not shown.
    Spare,
}

/// What one identifier means.
#[derive(Debug)]
pub(crate) struct Layout {
    dac: u16,
    fi: u8,
    name: &'static str,
    fields: &'static [Item],
    repeat: Repeat,
}

/// What follows the fields.
#[derive(Debug)]
enum Repeat {
    Nothing,
    /// Groups of the same fields up to the end.
    Groups(&'static [Item]),
    /// Areas of 87 bits, whose first three bits say of which shape they are.
    Shapes,
}

/// Binary data with a known layout (IMO SN.1/Circ.236 and 289, UN/ECE and CCNR inland AIS, General Lighthouse Authorities).
///
/// Fields that the data are too short for are absent.
///
/// ```
/// use thalweg_sea::{Application, Bits, Message};
/// let bits = Bits::from_armor(b"6>jR0600V:C0>da4P106P00", 2).ok_or("letters")?;
/// let message = Message::decode(&bits)?;
/// let application = Application::of(&message).ok_or("unknown")?;
/// let voltage = application.fields().find(|value| value.name == "ana_int").ok_or("field")?;
/// assert_eq!((voltage.raw, voltage.physical), (Some(274), Some(13.700000000000001)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Application<'a> {
    layout: &'static Layout,
    data: &'a Bits,
}

/// The value of one field.
#[derive(Debug, Clone, PartialEq)]
pub struct Value {
    /// Name of the field, as gpsd has it.
    pub name: &'static str,
    /// The number that was sent; none for words.
    pub raw: Option<i64>,
    /// In its unit: degrees, knots, metres, hectopascal, degrees Celsius; none where it says "not available".
    pub physical: Option<f64>,
    /// The words; none for numbers.
    pub text: Option<String>,
}

impl<'a> Application<'a> {
    /// The application of a message, if it carries binary data of a known kind that are not longer than those can be.
    pub fn of(message: &'a Message) -> Option<Self> {
        let (identifier, data) = message.binary()?;
        let layout = find(identifier)?;
        let (open, width) = (layout.is_open(), width(layout.fields));
        // up to two bytes may fill a slot
        (!data.is_empty() && (open || data.len() < width + 16)).then_some(Self { layout, data })
    }

    /// What the data are about.
    pub fn name(&self) -> &'static str {
        self.layout.name
    }

    /// The fields that come once.
    pub fn fields(&self) -> impl Iterator<Item = Value> + use<'a> {
        values(self.layout.fields, self.data, 0)
    }

    /// The fields that come again and again: targets, areas, waypoints.
    pub fn groups(&self) -> Vec<Vec<Value>> {
        let mut at = width(self.layout.fields);
        let mut groups = Vec::new();
        while at < self.data.len() {
            let fields = match self.layout.repeat {
                Repeat::Nothing => break,
                Repeat::Groups(fields) => fields,
                Repeat::Shapes => tables::shape(self.data.unsigned(at, 3)),
            };
            let size = width(fields);
            // what is shorter than most of a group is fill
            if size == 0 || self.data.len() - at < size.min(64) {
                break;
            }
            groups.push(values(fields, self.data, at).collect());
            at += size;
        }
        groups
    }
}

impl Layout {
    fn is_open(&self) -> bool {
        !matches!(self.repeat, Repeat::Nothing) || self.fields.iter().any(|item| item.kind == Kind::Rest)
    }
}

fn find(identifier: Identifier) -> Option<&'static Layout> {
    tables::LAYOUTS.iter().find(|layout| layout.dac == identifier.dac && layout.fi == identifier.fi)
}

/// Bits of some fields; letters up to the end count as none.
fn width(items: &[Item]) -> usize {
    items.iter().map(|item| item.width).sum()
}

/// The values of some fields that begin at a bit.
fn values<'a>(items: &'static [Item], data: &'a Bits, from: usize) -> impl Iterator<Item = Value> + use<'a> {
    let mut at = from;
    let placed = items.iter().map(move |item| {
        let start = at;
        at += item.width;
        (item, start)
    });
    placed.filter(|(item, _)| item.kind != Kind::Spare).map(|(item, start)| item.value(data, start))
}

impl Item {
    fn value(&self, data: &Bits, at: usize) -> Value {
        let mut value = Value { name: self.name, raw: None, physical: None, text: None };
        match self.kind {
            Kind::Letters => value.text = Some(letters(data, at, at + self.width)),
            Kind::Rest => value.text = Some(letters(data, at, data.len())),
            _ if at + self.width > data.len() => {}
            kind => {
                let raw = if kind == Kind::Signed {
                    data.signed(at, self.width)
                } else {
                    data.unsigned(at, self.width) as i64
                };
                let known = (self.range.0..=self.range.1).contains(&raw);
                value.raw = Some(raw);
                value.physical = known.then_some(raw as f64 * self.scale + self.offset);
            }
        }
        value
    }
}

/// The whole letters between two bits, up to the first `@`.
fn letters(data: &Bits, from: usize, to: usize) -> String {
    let to = to.min(data.len());
    let count = to.saturating_sub(from) / 6;
    let codes = (0..count).map(|index| data.unsigned(from + index * 6, 6) as u8);
    let text: String =
        codes.take_while(|code| *code != 0).map(|code| char::from(field::ascii(code))).collect();
    text.trim_end_matches(' ').to_owned()
}

/// Values as an object: physical ones by name, raw ones under `raw`.
struct Object<'a>(&'a [Value]);

impl Object<'_> {
    fn entries<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        for value in self.0 {
            match &value.text {
                Some(text) => map.serialize_entry(value.name, text)?,
                None => map.serialize_entry(value.name, &value.physical)?,
            }
        }
        map.serialize_entry("raw", &RawValues(self.0))
    }
}

impl Serialize for Object<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        self.entries(&mut map)?;
        map.end()
    }
}

struct RawValues<'a>(&'a [Value]);

impl Serialize for RawValues<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().filter_map(|value| Some((value.name, value.raw?))))
    }
}

impl Serialize for Application<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("about", self.name())?;
        let fields: Vec<Value> = self.fields().collect();
        Object(&fields).entries(&mut map)?;
        let groups = self.groups();
        if !groups.is_empty() {
            let groups: Vec<Object<'_>> = groups.iter().map(|group| Object(group)).collect();
            map.serialize_entry("groups", &groups)?;
        }
        map.end()
    }
}

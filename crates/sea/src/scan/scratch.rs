//! Rows of one size by parts, in memory or on disk.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, Read, Write};
use std::path::PathBuf;

/// A row that has a form of a fixed number of bytes.
pub(super) trait Row: Copy {
    /// That number.
    const BYTES: usize;
    /// Writes it.
    fn put(&self, out: &mut Vec<u8>);
    /// Reads it.
    fn get(bytes: &mut Bytes<'_>) -> Self;
}

/// Bytes that numbers are read from, one after another; zero when they are at their end.
pub(super) struct Bytes<'a>(&'a [u8]);

impl Bytes<'_> {
    fn array<const N: usize>(&mut self) -> [u8; N] {
        let (first, rest) = self.0.split_first_chunk().unwrap_or((&[0; N], &[]));
        self.0 = rest;
        *first
    }

    pub(super) fn u8(&mut self) -> u8 {
        self.array::<1>()[0]
    }

    pub(super) fn u16(&mut self) -> u16 {
        u16::from_le_bytes(self.array())
    }

    pub(super) fn u32(&mut self) -> u32 {
        u32::from_le_bytes(self.array())
    }

    pub(super) fn i32(&mut self) -> i32 {
        i32::from_le_bytes(self.array())
    }
}

/// Rows by parts.
pub(super) struct Scratch<T> {
    /// Where they go when they are on disk: the folder, and what files are called.
    place: Option<(PathBuf, &'static str)>,
    parts: BTreeMap<i64, Vec<T>>,
    /// Parts that have a file.
    on_disk: std::collections::BTreeSet<i64>,
    held: usize,
}

/// Rows that are kept in memory before they are written: a quarter of a million for all parts together.
const HELD: usize = 1 << 18;

impl<T: Row> Scratch<T> {
    /// In memory.
    pub(super) fn in_memory() -> Self {
        Self { place: None, parts: BTreeMap::new(), on_disk: Default::default(), held: 0 }
    }

    /// In files of a folder.
    pub(super) fn on_disk(folder: PathBuf, name: &'static str) -> Self {
        Self { place: Some((folder, name)), ..Self::in_memory() }
    }

    /// Adds a row to a part.
    pub(super) fn add(&mut self, part: i64, row: T) -> io::Result<()> {
        self.parts.entry(part).or_default().push(row);
        self.held += 1;
        if self.place.is_some() && self.held > HELD { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> io::Result<()> {
        let Some((folder, name)) = &self.place else { return Ok(()) };
        for (part, rows) in std::mem::take(&mut self.parts) {
            let path = folder.join(format!("{name}-{part}"));
            let mut out = BufWriter::new(OpenOptions::new().create(true).append(true).open(path)?);
            let mut bytes = Vec::with_capacity(rows.len() * T::BYTES);
            rows.iter().for_each(|row| row.put(&mut bytes));
            out.write_all(&bytes)?;
            out.flush()?;
            self.on_disk.insert(part);
        }
        self.held = 0;
        Ok(())
    }

    /// The parts that have rows, in order.
    pub(super) fn parts(&self) -> Vec<i64> {
        self.parts
            .keys()
            .chain(&self.on_disk)
            .copied()
            .collect::<std::collections::BTreeSet<_>>()
            .into_iter()
            .collect()
    }

    /// Takes the rows of a part out, in the order in which they came.
    pub(super) fn take(&mut self, part: i64) -> io::Result<Vec<T>> {
        let mut rows = Vec::new();
        if let Some((folder, name)) = self.place.as_ref().filter(|_| self.on_disk.remove(&part)) {
            let path = folder.join(format!("{name}-{part}"));
            let mut bytes = Vec::new();
            File::open(&path)?.read_to_end(&mut bytes)?;
            rows.extend(bytes.chunks_exact(T::BYTES).map(|chunk| T::get(&mut Bytes(chunk))));
            std::fs::remove_file(&path)?;
        }
        match self.parts.remove(&part) {
            Some(held) if rows.is_empty() => rows = held,
            held => rows.extend(held.into_iter().flatten()),
        }
        Ok(rows)
    }
}

//! An Advanced XML of any size, made while it is read: how fast it goes, and how much is held of it.
//! `cargo run --release -p thalweg-screen --example large_list -- MEGABYTES`
#![allow(clippy::print_stdout, reason = "an example")]

use std::error::Error;
use std::io::{self, Read};
use std::time::Instant;
use thalweg_screen::Lists;

const HEAD: &str = r#"<Sanctions xmlns="https://www.un.org/sanctions/1.0"><ReferenceValueSets>
<AliasTypeValues><AliasType ID="1400">A.K.A.</AliasType><AliasType ID="1403">Name</AliasType></AliasTypeValues>
<FeatureTypeValues><FeatureType ID="8">Birthdate</FeatureType></FeatureTypeValues>
<NamePartTypeValues><NamePartType ID="1525">Entity Name</NamePartType></NamePartTypeValues>
<PartySubTypeValues><PartySubType ID="3" PartyTypeID="2">Unknown</PartySubType></PartySubTypeValues>
<PartyTypeValues><PartyType ID="2">Entity</PartyType></PartyTypeValues></ReferenceValueSets><DistinctParties>
"#;
const TAIL: &str = "</DistinctParties></Sanctions>\n";

/// A file of so many bytes, or a few more.
struct Made {
    parties: usize,
    left: i64,
    ended: bool,
    buffer: Vec<u8>,
    at: usize,
}

impl Made {
    fn new(bytes: i64) -> Self {
        Self { parties: 0, left: bytes, ended: false, buffer: HEAD.into(), at: 0 }
    }

    fn more(&mut self) -> Option<String> {
        if self.left > 0 {
            self.parties += 1;
            return Some(party(self.parties));
        }
        (!std::mem::replace(&mut self.ended, true)).then(|| TAIL.to_owned())
    }
}

fn party(n: usize) -> String {
    let alias = |kind: usize, primary: bool, text: String| {
        format!(
            "<Alias FixedRef=\"{n}\" AliasTypeID=\"{kind}\" Primary=\"{primary}\" LowQuality=\"false\"><DocumentedName ID=\"{n}\"><DocumentedNamePart><NamePartValue NamePartGroupID=\"1\">{text}</NamePartValue></DocumentedNamePart></DocumentedName></Alias>"
        )
    };
    let aliases: String = (0..20).map(|k| alias(1400, false, format!("ALIAS {k} OF {n}"))).collect();
    let name = alias(1403, true, format!("COMPANY {n}"));
    let born = "<Feature ID=\"1\" FeatureTypeID=\"8\"><FeatureVersion ID=\"1\"><DatePeriod><Start><From><Year>1999</Year><Month>1</Month><Day>1</Day></From></Start></DatePeriod></FeatureVersion></Feature>".repeat(8);
    format!(
        "<DistinctParty FixedRef=\"{n}\"><Profile ID=\"{n}\" PartySubTypeID=\"3\"><Identity ID=\"{n}\" Primary=\"true\">{name}{aliases}<NamePartGroups><MasterNamePartGroup><NamePartGroup ID=\"1\" NamePartTypeID=\"1525\"/></MasterNamePartGroup></NamePartGroups></Identity>{born}</Profile></DistinctParty>\n"
    )
}

impl Read for Made {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.at >= self.buffer.len() {
            let Some(text) = self.more() else { return Ok(0) };
            self.left -= text.len() as i64;
            (self.buffer, self.at) = (text.into_bytes(), 0);
        }
        let length = into.len().min(self.buffer.len() - self.at);
        into[..length].copy_from_slice(&self.buffer[self.at..self.at + length]);
        self.at += length;
        Ok(length)
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let megabytes: i64 = std::env::args().nth(1).map_or(Ok(127), |text| text.parse())?;
    let start = Instant::now();
    let lists = Lists::read([("made.xml", Made::new(megabytes * 1_000_000))])?;
    let seconds = start.elapsed().as_secs_f64();
    let held = lists.files[0].held;
    println!(
        "{} records of {megabytes} MB in {seconds:.2} s, {:.0} MB/s",
        lists.entities.len(),
        megabytes as f64 / seconds
    );
    println!("{} kB of the file were held at once, besides the records", held / 1000);
    // what the system counted at its highest, where it says so
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find(|line| line.starts_with("VmHWM"));
    println!("{}", peak.unwrap_or("the peak of memory is not known here"));
    Ok(())
}

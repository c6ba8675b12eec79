//! Derives `data/geography/outlines-110m.bin` from the TopoJSON of Natural Earth's 1:110m countries.
//!
//! Natural Earth is in the public domain; the npm package `world-atlas` 2.0.2 carries it as TopoJSON.
//!
//! ```text
//! npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
//! cargo run -p thalweg-brief --example derive_outlines -- package/countries-110m.json data/geography/outlines-110m.bin
//! ```
//!
//! The same input gives the same bytes. Left out: Antarctica. Northern Cyprus is filed under CYP and Somaliland under
//! SOM, because no trade statistics know them apart; Kosovo is XKX.

use serde_json::Value;
use std::collections::BTreeMap;
use std::error::Error;
use std::fs;

type Ring = Vec<i64>;

/// Grid steps per degree; the same number stands in the reader, `src/geography/outlines.rs`.
const STEPS_PER_DEGREE: f64 = 20.0;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(input), Some(output)) = (arguments.next(), arguments.next()) else {
        return Err("two arguments are needed: countries-110m.json outlines-110m.bin".into());
    };
    let topology: Value = serde_json::from_str(&fs::read_to_string(input)?)?;
    let rings = rings_by_country(&topology)?;
    let (arcs, rings) = only_used(&arcs(&topology)?, rings);
    fs::write(output, encode(&arcs, &rings))?;
    Ok(())
}

/// The arcs in grid steps, each a list of absolute points.
fn arcs(topology: &Value) -> Result<Arcs, Box<dyn Error>> {
    let pair = |key: &str| -> Result<(f64, f64), Box<dyn Error>> {
        let value = &topology["transform"][key];
        Ok((value[0].as_f64().ok_or("no transform")?, value[1].as_f64().ok_or("no transform")?))
    };
    let (scale, shift) = (pair("scale")?, pair("translate")?);
    let step = |degrees: f64| (degrees * STEPS_PER_DEGREE).round() as i64;
    let mut arcs = Vec::new();
    for arc in topology["arcs"].as_array().ok_or("no arcs")? {
        let (mut x, mut y, mut points) = (0, 0, Vec::new());
        for delta in arc.as_array().ok_or("an arc is no list")? {
            x += delta[0].as_i64().ok_or("a coordinate is no integer")?;
            y += delta[1].as_i64().ok_or("a coordinate is no integer")?;
            points.push((step(x as f64 * scale.0 + shift.0), step(y as f64 * scale.1 + shift.1)));
        }
        points.dedup();
        arcs.push(points);
    }
    Ok(arcs)
}

/// The rings of each country, as signed arc numbers in TopoJSON's way (`!i` is arc `i` backwards).
fn rings_by_country(topology: &Value) -> Result<BTreeMap<&'static str, Vec<Ring>>, Box<dyn Error>> {
    let mut rings: BTreeMap<&str, Vec<Ring>> = BTreeMap::new();
    for shape in topology["objects"]["countries"]["geometries"].as_array().ok_or("no geometries")? {
        let name = shape["properties"]["name"].as_str().unwrap_or_default();
        if name == "Antarctica" {
            continue;
        }
        let code = code(shape["id"].as_str(), name).ok_or_else(|| format!("no code for {name}"))?;
        let parts = shape["arcs"].as_array().ok_or("a shape without arcs")?;
        let polygons = if shape["type"] == "Polygon" { vec![&shape["arcs"]] } else { parts.iter().collect() };
        for polygon in polygons {
            for ring in polygon.as_array().ok_or("a polygon is no list")? {
                let ring = ring.as_array().ok_or("a ring is no list")?;
                rings.entry(code).or_default().push(ring.iter().filter_map(Value::as_i64).collect());
            }
        }
    }
    Ok(rings)
}

type Arcs = Vec<Vec<(i64, i64)>>;
type Rings = BTreeMap<&'static str, Vec<Ring>>;

/// Drops arcs that no ring uses (Antarctica's) and numbers the others anew.
fn only_used(arcs: &Arcs, rings: Rings) -> (Arcs, Rings) {
    let index = |arc: i64| if arc < 0 { !arc } else { arc };
    let mut renumbered: BTreeMap<i64, i64> =
        rings.values().flatten().flatten().map(|&a| (index(a), 0)).collect();
    renumbered.values_mut().enumerate().for_each(|(new, slot)| *slot = new as i64);
    let kept = renumbered.keys().map(|&old| arcs[old as usize].clone()).collect();
    let renumber = |arc: i64| if arc < 0 { !renumbered[&!arc] } else { renumbered[&arc] };
    let rings = rings
        .into_iter()
        .map(|(code, rings)| {
            (code, rings.into_iter().map(|r| r.into_iter().map(renumber).collect()).collect())
        })
        .collect();
    (kept, rings)
}

/// `TWOL1`, the arcs as differences, then the countries; every number a variable-length integer.
fn encode(arcs: &Arcs, rings: &Rings) -> Vec<u8> {
    let mut bytes = b"TWOL1".to_vec();
    put(&mut bytes, arcs.len() as u64);
    for arc in arcs {
        put(&mut bytes, arc.len() as u64);
        let mut last = (0, 0);
        for &(x, y) in arc {
            put_signed(&mut bytes, x - last.0);
            put_signed(&mut bytes, y - last.1);
            last = (x, y);
        }
    }
    put(&mut bytes, rings.len() as u64);
    for (code, rings) in rings {
        bytes.extend_from_slice(code.as_bytes());
        put(&mut bytes, rings.len() as u64);
        for ring in rings {
            put(&mut bytes, ring.len() as u64);
            ring.iter().for_each(|&arc| put_signed(&mut bytes, arc));
        }
    }
    bytes
}

fn put(bytes: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        bytes.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
}

fn put_signed(bytes: &mut Vec<u8>, value: i64) {
    put(bytes, ((value << 1) ^ (value >> 63)) as u64);
}

fn code(id: Option<&str>, name: &str) -> Option<&'static str> {
    match (id, name) {
        (None, "N. Cyprus") => Some("CYP"),
        (None, "Somaliland") => Some("SOM"),
        (None, "Kosovo") => Some("XKX"),
        (Some(id), _) => {
            let number: u32 = id.parse().ok()?;
            CODES.split_whitespace().find_map(|entry| {
                let (code, numeric) = entry.split_once(':')?;
                (numeric.parse() == Ok(number)).then_some(code)
            })
        }
        _ => None,
    }
}

/// ISO 3166: alpha-3 and numeric code of every country that the outlines have.
const CODES: &str = "\
AFG:004 AGO:024 ALB:008 ARE:784 ARG:032 ARM:051 ATF:260 AUS:036 AUT:040 AZE:031 BDI:108 BEL:056 BEN:204 BFA:854 \
BGD:050 BGR:100 BHS:044 BIH:070 BLR:112 BLZ:084 BOL:068 BRA:076 BRN:096 BTN:064 BWA:072 CAF:140 CAN:124 CHE:756 \
CHL:152 CHN:156 CIV:384 CMR:120 COD:180 COG:178 COL:170 CRI:188 CUB:192 CYP:196 CZE:203 DEU:276 DJI:262 DNK:208 \
DOM:214 DZA:012 ECU:218 EGY:818 ERI:232 ESH:732 ESP:724 EST:233 ETH:231 FIN:246 FJI:242 FLK:238 FRA:250 GAB:266 \
GBR:826 GEO:268 GHA:288 GIN:324 GMB:270 GNB:624 GNQ:226 GRC:300 GRL:304 GTM:320 GUY:328 HND:340 HRV:191 HTI:332 \
HUN:348 IDN:360 IND:356 IRL:372 IRN:364 IRQ:368 ISL:352 ISR:376 ITA:380 JAM:388 JOR:400 JPN:392 KAZ:398 KEN:404 \
KGZ:417 KHM:116 KOR:410 KWT:414 LAO:418 LBN:422 LBR:430 LBY:434 LKA:144 LSO:426 LTU:440 LUX:442 LVA:428 MAR:504 \
MDA:498 MDG:450 MEX:484 MKD:807 MLI:466 MMR:104 MNE:499 MNG:496 MOZ:508 MRT:478 MWI:454 MYS:458 NAM:516 NCL:540 \
NER:562 NGA:566 NIC:558 NLD:528 NOR:578 NPL:524 NZL:554 OMN:512 PAK:586 PAN:591 PER:604 PHL:608 PNG:598 POL:616 \
PRI:630 PRK:408 PRT:620 PRY:600 PSE:275 QAT:634 ROU:642 RUS:643 RWA:646 SAU:682 SDN:729 SEN:686 SLB:090 SLE:694 \
SLV:222 SOM:706 SRB:688 SSD:728 SUR:740 SVK:703 SVN:705 SWE:752 SWZ:748 SYR:760 TCD:148 TGO:768 THA:764 TJK:762 \
TKM:795 TLS:626 TTO:780 TUN:788 TUR:792 TWN:158 TZA:834 UGA:800 UKR:804 URY:858 USA:840 UZB:860 VEN:862 VNM:704 \
VUT:548 YEM:887 ZAF:710 ZMB:894 ZWE:716";

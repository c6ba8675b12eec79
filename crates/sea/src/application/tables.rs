//! The layouts of binary data, one row a field: IMO SN.1/Circ.236 (function 11 to 20), SN.1/Circ.289 (16 to 32), the inland AIS
//! standard of UN/ECE and CCNR (designated area code 200), and the lighthouse authorities of Great Britain and Ireland (235).

use super::{Item, Kind, Layout, Repeat};

const fn item(name: &'static str, width: usize, kind: Kind) -> Item {
    Item { name, width, kind, scale: 1.0, offset: 0.0, range: (i64::MIN, i64::MAX) }
}

/// An unsigned number.
const fn u(name: &'static str, width: usize) -> Item {
    item(name, width, Kind::Unsigned)
}

/// An unsigned number that means something up to `last`.
const fn upto(name: &'static str, width: usize, last: i64) -> Item {
    Item { range: (0, last), ..u(name, width) }
}

/// The same, in steps of `scale` from `offset`.
const fn scaled(name: &'static str, width: usize, last: i64, scale: f64, offset: f64) -> Item {
    Item { scale, offset, ..upto(name, width, last) }
}

/// A signed number in steps of `scale`, within a range.
const fn signed(name: &'static str, width: usize, range: (i64, i64), scale: f64) -> Item {
    Item { scale, range, ..item(name, width, Kind::Signed) }
}

/// Degrees of longitude from parts of a degree.
const fn lon(width: usize, parts: i64) -> Item {
    signed("lon", width, (-180 * parts, 180 * parts), 1.0 / parts as f64)
}

/// Degrees of latitude from parts of a degree.
const fn lat(width: usize, parts: i64) -> Item {
    signed("lat", width, (-90 * parts, 90 * parts), 1.0 / parts as f64)
}

/// So many letters.
const fn t(name: &'static str, letters: usize) -> Item {
    item(name, letters * 6, Kind::Letters)
}

const TEXT: Item = item("text", 0, Kind::Rest);

const fn spare(width: usize) -> Item {
    item("spare", width, Kind::Spare)
}

const MONTH: Item = Item { range: (1, 12), ..u("month", 4) };
const DAY: Item = Item { range: (1, 31), ..u("day", 5) };
const HOUR: Item = upto("hour", 5, 23);
const MINUTE: Item = upto("minute", 6, 59);
const LINKAGE: Item = u("linkage", 10);
/// Parts of a degree where positions are in 1/1000 of a minute.
const THOUSANDTHS: i64 = 60_000;
/// Parts of a degree where positions are in 1/10,000 of a minute.
const FINE: i64 = 600_000;

const fn fixed(dac: u16, fi: u8, name: &'static str, fields: &'static [Item]) -> Layout {
    Layout { dac, fi, name, fields, repeat: Repeat::Nothing }
}

pub(super) const LAYOUTS: &[Layout] = &[
    fixed(1, 0, "text telegram", &[u("ack_required", 1), u("sequence", 11), TEXT]),
    fixed(1, 11, "weather and water (2004)", WEATHER_236),
    fixed(1, 12, "dangerous cargo (2004)", CARGO_236),
    fixed(1, 13, "fairway closed", FAIRWAY),
    Layout {
        dac: 1,
        fi: 14,
        name: "tidal windows (2004)",
        fields: &[MONTH, DAY],
        repeat: Repeat::Groups(TIDE_236),
    },
    fixed(1, 15, "extended ship data (2004)", &[scaled("airdraught", 11, 2046, 0.1, 0.0), spare(5)]),
    fixed(1, 16, "persons on board", &[u("persons", 13), spare(3)]),
    Layout {
        dac: 1,
        fi: 17,
        name: "targets of a traffic service",
        fields: &[],
        repeat: Repeat::Groups(TARGET),
    },
    fixed(1, 18, "clearance time to enter port", CLEARANCE),
    fixed(1, 19, "marine traffic signal", SIGNAL),
    fixed(1, 20, "berthing data", BERTH),
    fixed(1, 21, "weather observed by a ship", OBSERVATION),
    Layout { dac: 1, fi: 22, name: "area notice", fields: NOTICE, repeat: Repeat::Shapes },
    Layout { dac: 1, fi: 23, name: "area notice", fields: NOTICE, repeat: Repeat::Shapes },
    fixed(1, 24, "extended ship and voyage data", EXTENDED_289),
    Layout {
        dac: 1,
        fi: 25,
        name: "dangerous cargo",
        fields: &[u("unit", 2), u("amount", 10)],
        repeat: Repeat::Groups(CARGO_289),
    },
    Layout { dac: 1, fi: 26, name: "environment", fields: &[], repeat: Repeat::Groups(SENSOR) },
    Layout { dac: 1, fi: 27, name: "route", fields: ROUTE, repeat: Repeat::Groups(WAYPOINT) },
    Layout { dac: 1, fi: 28, name: "route", fields: ROUTE, repeat: Repeat::Groups(WAYPOINT) },
    fixed(1, 29, "text description", &[LINKAGE, TEXT]),
    fixed(1, 30, "text description", &[LINKAGE, TEXT]),
    fixed(1, 31, "weather and water", WEATHER_289),
    Layout { dac: 1, fi: 32, name: "tidal windows", fields: &[MONTH, DAY], repeat: Repeat::Groups(TIDE_289) },
    fixed(1, 40, "persons on board (2001)", &[u("persons", 13), spare(3)]),
    fixed(200, 10, "inland ship and voyage data", INLAND),
    fixed(200, 21, "estimated arrival at a lock, bridge or terminal", LOCK_ETA),
    fixed(200, 22, "required arrival at a lock, bridge or terminal", LOCK_RTA),
    fixed(200, 23, "weather warning", WARNING),
    Layout {
        dac: 200,
        fi: 24,
        name: "water levels",
        fields: &[t("country", 2)],
        repeat: Repeat::Groups(GAUGE),
    },
    fixed(200, 40, "signal status", LIGHTS),
    fixed(
        200,
        55,
        "persons on board",
        &[upto("crew", 8, 254), upto("passengers", 13, 8190), upto("personnel", 8, 254), spare(51)],
    ),
    fixed(235, 10, "monitoring of an aid to navigation", AID),
    fixed(250, 10, "monitoring of an aid to navigation", AID),
];

const WEATHER_236: &[Item] = &[
    lat(24, THOUSANDTHS),
    lon(25, THOUSANDTHS),
    DAY,
    HOUR,
    MINUTE,
    upto("wspeed", 7, 126),
    upto("wgust", 7, 126),
    upto("wdir", 9, 359),
    upto("wgustdir", 9, 359),
    scaled("airtemp", 11, 1200, 0.1, -60.0),
    upto("humidity", 7, 100),
    scaled("dewpoint", 10, 700, 0.1, -20.0),
    scaled("pressure", 9, 400, 1.0, 800.0),
    upto("pressuretend", 2, 2),
    scaled("visibility", 8, 254, 0.1, 0.0),
    scaled("waterlevel", 9, 400, 0.1, -10.0),
    upto("leveltrend", 2, 2),
    scaled("cspeed", 8, 250, 0.1, 0.0),
    upto("cdir", 9, 359),
    scaled("cspeed2", 8, 250, 0.1, 0.0),
    upto("cdir2", 9, 359),
    upto("cdepth2", 5, 30),
    scaled("cspeed3", 8, 250, 0.1, 0.0),
    upto("cdir3", 9, 359),
    upto("cdepth3", 5, 30),
    scaled("waveheight", 8, 250, 0.1, 0.0),
    upto("waveperiod", 6, 60),
    upto("wavedir", 9, 359),
    scaled("swellheight", 8, 250, 0.1, 0.0),
    upto("swellperiod", 6, 60),
    upto("swelldir", 9, 359),
    upto("seastate", 4, 12),
    scaled("watertemp", 10, 600, 0.1, -10.0),
    upto("preciptype", 3, 5),
    scaled("salinity", 9, 500, 0.1, 0.0),
    upto("ice", 2, 1),
    spare(6),
];

const WEATHER_289: &[Item] = &[
    lon(25, THOUSANDTHS),
    lat(24, THOUSANDTHS),
    u("accuracy", 1),
    DAY,
    HOUR,
    MINUTE,
    upto("wspeed", 7, 126),
    upto("wgust", 7, 126),
    upto("wdir", 9, 359),
    upto("wgustdir", 9, 359),
    signed("airtemp", 11, (-600, 600), 0.1),
    upto("humidity", 7, 100),
    signed("dewpoint", 10, (-200, 500), 0.1),
    scaled("pressure", 9, 402, 1.0, 799.0),
    upto("pressuretend", 2, 2),
    u("visgreater", 1),
    scaled("visibility", 7, 126, 0.1, 0.0),
    scaled("waterlevel", 12, 4000, 0.01, -10.0),
    upto("leveltrend", 2, 2),
    scaled("cspeed", 8, 251, 0.1, 0.0),
    upto("cdir", 9, 359),
    scaled("cspeed2", 8, 251, 0.1, 0.0),
    upto("cdir2", 9, 359),
    upto("cdepth2", 5, 30),
    scaled("cspeed3", 8, 251, 0.1, 0.0),
    upto("cdir3", 9, 359),
    upto("cdepth3", 5, 30),
    scaled("waveheight", 8, 251, 0.1, 0.0),
    upto("waveperiod", 6, 60),
    upto("wavedir", 9, 359),
    scaled("swellheight", 8, 251, 0.1, 0.0),
    upto("swellperiod", 6, 60),
    upto("swelldir", 9, 359),
    upto("seastate", 4, 12),
    signed("watertemp", 10, (-100, 500), 0.1),
    upto("preciptype", 3, 6),
    scaled("salinity", 9, 501, 0.1, 0.0),
    upto("ice", 2, 1),
    spare(10),
];

const CARGO_236: &[Item] = &[
    t("lastport", 5),
    u("departure_month", 4),
    u("departure_day", 5),
    u("departure_hour", 5),
    u("departure_minute", 6),
    t("nextport", 5),
    u("eta_month", 4),
    u("eta_day", 5),
    u("eta_hour", 5),
    u("eta_minute", 6),
    t("dangerous", 20),
    t("imdcat", 4),
    u("unid", 13),
    u("amount", 10),
    u("unit", 2),
    spare(3),
];

const FAIRWAY: &[Item] = &[
    t("reason", 20),
    t("closefrom", 20),
    t("closeto", 20),
    u("radius", 10),
    u("extunit", 2),
    u("from_day", 5),
    u("from_month", 4),
    u("from_hour", 5),
    u("from_minute", 6),
    u("to_day", 5),
    u("to_month", 4),
    u("to_hour", 5),
    u("to_minute", 6),
    spare(4),
];

const TIDE_236: &[Item] = &[
    lat(27, FINE),
    lon(28, FINE),
    upto("from_hour", 5, 23),
    upto("from_min", 6, 59),
    upto("to_hour", 5, 23),
    upto("to_min", 6, 59),
    upto("cdir", 9, 359),
    scaled("cspeed", 7, 126, 0.1, 0.0),
];

const TIDE_289: &[Item] = &[
    lon(25, THOUSANDTHS),
    lat(24, THOUSANDTHS),
    upto("from_hour", 5, 23),
    upto("from_min", 6, 59),
    upto("to_hour", 5, 23),
    upto("to_min", 6, 59),
    upto("cdir", 9, 359),
    scaled("cspeed", 8, 250, 0.1, 0.0),
];

const TARGET: &[Item] = &[
    u("idtype", 2),
    u("id", 42),
    spare(4),
    lat(24, THOUSANDTHS),
    lon(25, THOUSANDTHS),
    upto("course", 9, 359),
    upto("second", 6, 59),
    upto("speed", 8, 254),
];

const CLEARANCE: &[Item] = &[
    LINKAGE,
    u("month", 4),
    u("day", 5),
    u("hour", 5),
    u("minute", 6),
    t("portname", 20),
    t("destination", 5),
    lon(25, THOUSANDTHS),
    lat(24, THOUSANDTHS),
    spare(43),
];

const SIGNAL: &[Item] = &[
    LINKAGE,
    t("station", 20),
    lon(25, THOUSANDTHS),
    lat(24, THOUSANDTHS),
    u("status", 2),
    u("signal", 5),
    HOUR,
    MINUTE,
    u("nextsignal", 5),
    spare(102),
];

const BERTH: &[Item] = &[
    LINKAGE,
    u("berth_length", 9),
    scaled("berth_depth", 8, 255, 0.1, 0.0),
    u("position", 3),
    MONTH,
    DAY,
    HOUR,
    MINUTE,
    u("availability", 1),
    u("services", 52),
    t("berth_name", 20),
    lon(25, THOUSANDTHS),
    lat(24, THOUSANDTHS),
];

const OBSERVATION: &[Item] = &[
    u("wmo", 1),
    t("location", 20),
    lon(25, THOUSANDTHS),
    lat(24, THOUSANDTHS),
    DAY,
    HOUR,
    MINUTE,
    upto("weather", 4, 8),
    u("visgreater", 1),
    scaled("visibility", 7, 126, 0.1, 0.0),
    upto("humidity", 7, 100),
    upto("wspeed", 7, 126),
    upto("wdir", 9, 359),
    scaled("pressure", 9, 402, 1.0, 799.0),
    upto("pressuretend", 4, 8),
    signed("airtemp", 11, (-600, 600), 0.1),
    signed("watertemp", 10, (-100, 500), 0.1),
    upto("waveperiod", 6, 60),
    scaled("waveheight", 8, 251, 0.1, 0.0),
    upto("wavedir", 9, 359),
    scaled("swellheight", 8, 251, 0.1, 0.0),
    upto("swelldir", 9, 359),
    upto("swellperiod", 6, 60),
    spare(3),
];

const NOTICE: &[Item] =
    &[LINKAGE, upto("notice", 7, 126), MONTH, DAY, HOUR, MINUTE, upto("duration", 18, 262_142)];

const EXTENDED_289: &[Item] = &[
    LINKAGE,
    scaled("airdraught", 13, 8190, 0.01, 0.0),
    t("lastport", 5),
    t("nextport", 5),
    t("secondport", 5),
    u("solas", 52),
    u("ice_class", 4),
    u("shaft_power", 18),
    u("vhf", 12),
    t("lloyds_type", 7),
    u("tonnage", 18),
    u("lading", 2),
    u("heavy_fuel", 2),
    u("light_fuel", 2),
    u("diesel", 2),
    upto("bunkers", 14, 16_381),
    upto("persons", 13, 8190),
    spare(10),
];

const CARGO_289: &[Item] = &[u("code", 4), u("subtype", 13)];

const SENSOR: &[Item] =
    &[u("sensor", 4), DAY, HOUR, MINUTE, u("site", 7), u("payload_1", 42), u("payload_2", 43)];

const ROUTE: &[Item] = &[
    LINKAGE,
    u("sender", 3),
    u("rtype", 5),
    MONTH,
    DAY,
    HOUR,
    MINUTE,
    upto("duration", 18, 262_142),
    u("waycount", 5),
];

const WAYPOINT: &[Item] = &[lon(28, FINE), lat(27, FINE)];

const INLAND: &[Item] = &[
    t("vin", 8),
    scaled("length", 13, 8191, 0.1, 0.0),
    scaled("beam", 10, 1023, 0.1, 0.0),
    u("shiptype", 14),
    upto("hazard", 3, 4),
    scaled("draught", 11, 2047, 0.01, 0.0),
    Item { range: (1, 2), ..u("loaded", 2) },
    u("speed_q", 1),
    u("course_q", 1),
    u("heading_q", 1),
    spare(8),
];

const LOCK_ETA: &[Item] = &[
    t("country", 2),
    t("locode", 3),
    t("section", 5),
    t("terminal", 5),
    t("hectometre", 5),
    MONTH,
    DAY,
    HOUR,
    MINUTE,
    upto("tugs", 3, 6),
    scaled("airdraught", 12, 4000, 0.01, 0.0),
    spare(5),
];

const LOCK_RTA: &[Item] = &[
    t("country", 2),
    t("locode", 3),
    t("section", 5),
    t("terminal", 5),
    t("hectometre", 5),
    MONTH,
    DAY,
    HOUR,
    MINUTE,
    upto("status", 2, 2),
    spare(2),
];

const WARNING: &[Item] = &[
    u("start_year", 8),
    u("start_month", 4),
    u("start_day", 5),
    u("end_year", 8),
    u("end_month", 4),
    u("end_day", 5),
    u("start_hour", 5),
    u("start_minute", 6),
    u("end_hour", 5),
    u("end_minute", 6),
    signed("start_lon", 28, (-180 * FINE, 180 * FINE), 1.0 / FINE as f64),
    signed("start_lat", 27, (-90 * FINE, 90 * FINE), 1.0 / FINE as f64),
    signed("end_lon", 28, (-180 * FINE, 180 * FINE), 1.0 / FINE as f64),
    signed("end_lat", 27, (-90 * FINE, 90 * FINE), 1.0 / FINE as f64),
    u("warning", 4),
    u("min_value", 9),
    u("max_value", 9),
    u("intensity", 2),
    u("wind", 4),
    spare(6),
];

const GAUGE: &[Item] = &[u("gauge", 11), signed("level", 14, (-8191, 8191), 0.01)];

const LIGHTS: &[Item] = &[
    lon(28, FINE),
    lat(27, FINE),
    u("form", 4),
    upto("facing", 9, 359),
    u("direction", 3),
    u("status", 30),
    spare(11),
];

const AID: &[Item] = &[
    scaled("ana_int", 10, 1023, 0.05, 0.0),
    scaled("ana_ext1", 10, 1023, 0.05, 0.0),
    scaled("ana_ext2", 10, 1023, 0.05, 0.0),
    u("racon", 2),
    u("light", 2),
    u("alarm", 1),
    u("stat_ext", 8),
    u("off_pos", 1),
    spare(4),
];

/// The fields of an area, by its shape.
pub(super) fn shape(code: u64) -> &'static [Item] {
    match code {
        0 => CIRCLE,
        1 => RECTANGLE,
        2 => SECTOR,
        3 | 4 => POLYLINE,
        5 => WORDS,
        _ => UNKNOWN,
    }
}

const SHAPE: Item = u("shape", 3);
const SCALE: Item = u("scale", 2);
const CIRCLE: &[Item] = &[
    SHAPE,
    SCALE,
    lon(25, THOUSANDTHS),
    lat(24, THOUSANDTHS),
    u("precision", 3),
    u("radius", 12),
    spare(18),
];
const RECTANGLE: &[Item] = &[
    SHAPE,
    SCALE,
    lon(25, THOUSANDTHS),
    lat(24, THOUSANDTHS),
    u("precision", 3),
    u("east", 8),
    u("north", 8),
    u("orientation", 9),
    spare(5),
];
const SECTOR: &[Item] = &[
    SHAPE,
    SCALE,
    lon(25, THOUSANDTHS),
    lat(24, THOUSANDTHS),
    u("precision", 3),
    u("radius", 12),
    u("left", 9),
    u("right", 9),
];
const POLYLINE: &[Item] = &[
    SHAPE,
    SCALE,
    u("bearing_1", 10),
    u("distance_1", 10),
    u("bearing_2", 10),
    u("distance_2", 10),
    u("bearing_3", 10),
    u("distance_3", 10),
    u("bearing_4", 10),
    u("distance_4", 10),
    spare(2),
];
const WORDS: &[Item] = &[SHAPE, t("text", 14)];
const UNKNOWN: &[Item] = &[SHAPE, u("payload_1", 42), u("payload_2", 42)];

#[cfg(test)]
mod tests {
    use super::super::width;
    use super::*;

    #[test]
    fn layouts_have_the_lengths_of_their_circulars() {
        let bits = |dac, fi| LAYOUTS.iter().find(|l| l.dac == dac && l.fi == fi).map(|l| width(l.fields));
        // whole message less 56 bits of head (type 8) or 88 (type 6)
        assert_eq!(bits(1, 11), Some(352 - 56));
        assert_eq!(bits(1, 12), Some(360 - 88));
        assert_eq!(bits(1, 13), Some(472 - 56));
        assert_eq!(bits(1, 18), Some(360 - 88));
        assert_eq!(bits(1, 19), Some(360 - 56));
        assert_eq!(bits(1, 20), Some(360 - 88));
        assert_eq!(bits(1, 21), Some(360 - 56));
        assert_eq!(bits(1, 24), Some(360 - 56));
        assert_eq!(bits(1, 31), Some(360 - 56));
        assert_eq!(bits(200, 10), Some(168 - 56));
        assert_eq!(bits(200, 21), Some(248 - 88));
        assert_eq!(bits(200, 22), Some(232 - 88));
        assert_eq!(bits(200, 23), Some(256 - 56));
        assert_eq!(bits(200, 40), Some(168 - 56));
        assert_eq!(bits(235, 10), Some(136 - 88));
        assert_eq!([width(TARGET), width(SENSOR), width(WAYPOINT), width(GAUGE)], [120, 112, 55, 25]);
        for code in 0..8 {
            assert_eq!(width(shape(code)), 87, "{code}");
        }
    }
}

use super::scenario::Region;
use crate::geography::{Geography, Place, PlaceKind};
use crate::sphere::Point;

/// A port as ships use it: a berth, and roads before it where they anchor.
///
/// Roads are to about a mile. Berths are where the World Port Index, or our own table of terminals, has the port, if that is on the coast
/// that we know and within 13 km; else the entrance of the port, to about a mile.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Harbour {
    /// What it is called, as a destination is entered.
    pub name: &'static str,
    /// Where ships berth.
    pub berth: Point,
    /// Where they anchor.
    pub roads: Point,
    /// Whether oil is loaded or discharged there.
    pub oil: bool,
}

impl Harbour {
    /// Those of a region, in the order of the table.
    pub fn of(region: Region) -> Vec<Self> {
        let all = TABLE.iter().map(|(name, berth, roads, oil)| Self {
            name,
            berth: charted(Point { lat: berth.0, lon: berth.1 }),
            roads: Point { lat: roads.0, lon: roads.1 },
            oil: *oil,
        });
        all.filter(|harbour| region.contains(harbour.roads)).collect()
    }
}

/// Where charts have the port or terminal of an entrance.
fn charted(entrance: Point) -> Point {
    let geography = Geography::embedded();
    let port = |place: &Place| matches!(place.kind, PlaceKind::Port | PlaceKind::Terminal);
    let near = geography.nearest(entrance, |place| port(place) && geography.coast(place.point) > -3000.0);
    near.filter(|(_, metres)| *metres < 13_000.0).map_or(entrance, |(place, _)| place.point)
}

type Degrees = (f64, f64);

#[rustfmt::skip]
const TABLE: &[(&str, Degrees, Degrees, bool)] = &[
    ("ALGECIRAS", (36.13, -5.43), (36.09, -5.33), false),
    ("VALENCIA", (39.44, -0.31), (39.40, -0.20), false),
    ("BARCELONA", (41.34, 2.17), (41.30, 2.25), false),
    ("FOS", (43.40, 4.90), (43.30, 4.95), true),
    ("GENOA", (44.40, 8.91), (44.33, 8.95), true),
    ("AUGUSTA", (37.21, 15.22), (37.17, 15.35), true),
    ("SARROCH", (39.08, 9.04), (39.05, 9.20), true),
    ("TRIESTE", (45.62, 13.76), (45.55, 13.50), true),
    ("RAVENNA", (44.49, 12.30), (44.50, 12.50), false),
    ("TARANTO", (40.46, 17.20), (40.38, 17.10), true),
    ("MARSAXLOKK", (35.82, 14.55), (35.77, 14.65), false),
    ("PIRAEUS", (37.93, 23.60), (37.87, 23.55), false),
    ("AGIOI THEODOROI", (37.91, 23.09), (37.87, 23.12), true),
    ("ALIAGA", (38.83, 26.93), (38.85, 26.80), true),
    ("MERSIN", (36.78, 34.63), (36.68, 34.65), false),
    ("CEYHAN", (36.87, 35.93), (36.75, 35.75), true),
    ("PORT SAID", (31.28, 32.33), (31.45, 32.40), false),
    ("SIDI KERIR", (31.10, 29.62), (31.25, 29.60), true),
    ("LIMASSOL", (34.65, 33.00), (34.60, 33.05), false),
    ("HAIFA", (32.83, 35.00), (32.90, 34.90), false),
    ("ES SIDER", (30.63, 18.35), (30.78, 18.40), true),
    ("TRIPOLI", (32.91, 13.20), (33.00, 13.25), false),
    ("SKIKDA", (36.89, 6.95), (37.00, 6.95), true),
    ("ARZEW", (35.83, -0.27), (35.92, -0.25), true),
    ("CONSTANTA", (44.10, 28.67), (44.10, 28.85), true),
    ("ODESSA", (46.50, 30.75), (46.40, 30.95), false),
    ("NOVOROSSIYSK", (44.67, 37.82), (44.55, 37.80), true),
    ("BATUMI", (41.65, 41.63), (41.70, 41.52), true),
    ("SAMSUN", (41.31, 36.35), (41.40, 36.42), false),
    ("ROTTERDAM", (51.98, 4.05), (52.05, 3.70), true),
    ("ZEEBRUGGE", (51.36, 3.19), (51.45, 3.05), false),
    ("DUNKIRK", (51.05, 2.33), (51.12, 2.20), true),
    ("LE HAVRE", (49.49, 0.10), (49.57, -0.10), true),
    ("MILFORD HAVEN", (51.68, -5.15), (51.60, -5.25), true),
    ("IMMINGHAM", (53.63, -0.10), (53.60, 0.35), true),
    ("WILHELMSHAVEN", (53.60, 8.15), (53.95, 7.70), true),
    ("ESBJERG", (55.46, 8.40), (55.45, 8.15), false),
    ("ABERDEEN", (57.14, -2.07), (57.15, -1.95), false),
    ("MONGSTAD", (60.81, 5.03), (60.85, 4.60), true),
    ("KRISTIANSAND", (58.13, 7.98), (58.00, 8.05), false),
    ("SKAGEN", (57.72, 10.59), (57.78, 10.75), false),
    ("GOTHENBURG", (57.68, 11.85), (57.60, 11.55), true),
    ("SASSNITZ", (54.51, 13.66), (54.50, 13.80), false),
    ("GDANSK", (54.40, 18.70), (54.52, 18.95), true),
    ("KLAIPEDA", (55.72, 21.09), (55.72, 20.90), true),
    ("VENTSPILS", (57.40, 21.53), (57.47, 21.30), true),
    ("NYNASHAMN", (58.93, 17.97), (58.75, 18.20), true),
    ("TALLINN", (59.50, 24.97), (59.62, 24.80), false),
    ("PORVOO", (60.30, 25.55), (60.05, 25.60), true),
    ("UST-LUGA", (59.68, 28.40), (59.88, 28.10), true),
    ("PRIMORSK", (60.34, 28.70), (60.15, 28.30), true),
    ("MURMANSK", (69.25, 33.50), (69.45, 33.65), true),
    ("REYKJAVIK", (64.15, -21.93), (64.19, -22.10), false),
    ("RAS TANURA", (26.65, 50.17), (26.75, 50.35), true),
    ("JEBEL ALI", (25.02, 55.05), (25.17, 54.92), false),
    ("FUJAIRAH", (25.18, 56.37), (25.22, 56.55), true),
    ("KHARG", (29.23, 50.32), (29.12, 50.30), true),
    ("BASRA", (29.68, 48.82), (29.50, 48.90), true),
    ("JEDDAH", (21.47, 39.15), (21.45, 39.02), false),
    ("YANBU", (23.95, 38.22), (23.85, 38.05), true),
    ("DJIBOUTI", (11.60, 43.13), (11.68, 43.28), false),
    ("SALALAH", (16.94, 54.00), (16.85, 54.05), false),
    ("MUMBAI", (18.92, 72.85), (18.82, 72.60), false),
    ("SIKKA", (22.43, 69.80), (22.65, 69.40), true),
    ("KARACHI", (24.80, 66.97), (24.68, 66.88), false),
    ("KOCHI", (9.97, 76.23), (9.95, 76.08), true),
    ("COLOMBO", (6.95, 79.85), (6.95, 79.70), false),
    ("SINGAPORE", (1.26, 103.80), (1.32, 104.40), true),
    ("PORT KLANG", (3.00, 101.35), (2.90, 101.10), false),
    ("VUNG TAU", (10.33, 107.05), (10.22, 107.12), false),
    ("HONG KONG", (22.30, 114.13), (22.10, 114.35), false),
    ("KAOHSIUNG", (22.61, 120.28), (22.57, 120.18), false),
    ("NINGBO", (29.93, 121.95), (29.70, 122.60), true),
    ("SHANGHAI", (30.62, 122.07), (30.95, 122.70), false),
    ("QINGDAO", (36.05, 120.30), (35.90, 120.60), false),
    ("DONGJIAKOU", (35.60, 119.78), (35.48, 119.98), true),
    ("TIANJIN", (38.97, 117.80), (38.88, 118.15), false),
    ("DALIAN", (38.93, 121.67), (38.82, 121.95), true),
    ("BUSAN", (35.08, 129.05), (35.00, 129.15), false),
    ("ULSAN", (35.48, 129.40), (35.42, 129.52), true),
    ("KASHIMA", (35.93, 140.70), (35.92, 140.88), true),
    ("KOZMINO", (42.73, 133.02), (42.62, 133.08), true),
    ("MANILA", (14.58, 120.95), (14.50, 120.75), false),
    ("JAKARTA", (-6.10, 106.88), (-5.98, 106.90), false),
    ("PORT HEDLAND", (-20.31, 118.58), (-20.10, 118.55), false),
    ("FREMANTLE", (-32.05, 115.73), (-32.03, 115.58), false),
    ("BOTANY", (-33.98, 151.22), (-34.02, 151.38), false),
    ("DURBAN", (-29.87, 31.05), (-29.88, 31.18), false),
    ("RICHARDS BAY", (-28.80, 32.08), (-28.86, 32.25), false),
    ("CAPE TOWN", (-33.90, 18.43), (-33.83, 18.33), false),
    ("LAGOS", (6.40, 3.40), (6.29, 3.35), false),
    ("BONNY", (4.40, 7.15), (4.18, 7.15), true),
    ("LUANDA", (-8.78, 13.27), (-8.72, 13.15), true),
    ("DAKAR", (14.68, -17.42), (14.60, -17.45), false),
    ("LAS PALMAS", (28.14, -15.41), (28.10, -15.33), false),
    ("SINES", (37.95, -8.88), (37.92, -9.00), true),
    ("NEW YORK", (40.50, -74.00), (40.42, -73.75), true),
    ("NORFOLK", (36.95, -76.05), (36.88, -75.80), false),
    ("SAVANNAH", (32.03, -80.80), (31.92, -80.60), false),
    ("GALVESTON", (29.33, -94.70), (29.15, -94.50), true),
    ("CORPUS CHRISTI", (27.83, -97.03), (27.78, -96.85), true),
    ("LOOP TERMINAL", (28.88, -90.03), (28.75, -90.05), true),
    ("VERACRUZ", (19.20, -96.12), (19.22, -96.00), false),
    ("CARTAGENA", (10.40, -75.58), (10.35, -75.70), false),
    ("JOSE", (10.12, -64.87), (10.25, -64.85), true),
    ("SANTOS", (-24.00, -46.32), (-24.12, -46.28), false),
    ("RIO DE JANEIRO", (-22.95, -43.13), (-23.12, -43.08), true),
    ("MONTEVIDEO", (-34.92, -56.22), (-35.08, -56.15), false),
    ("VALPARAISO", (-33.03, -71.62), (-32.98, -71.70), false),
    ("CALLAO", (-12.05, -77.15), (-12.06, -77.30), false),
    ("BALBOA", (8.90, -79.52), (8.78, -79.50), false),
    ("COLON", (9.38, -79.92), (9.48, -79.93), false),
    ("LONG BEACH", (33.73, -118.22), (33.62, -118.18), true),
    ("SAN FRANCISCO", (37.80, -122.46), (37.72, -122.80), false),
    ("HONOLULU", (21.30, -157.87), (21.22, -157.88), false),
    ("HALIFAX", (44.63, -63.55), (44.42, -63.45), false),
];

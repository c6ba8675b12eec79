//! The embedded geography: known points, and what holds of any point.
#![allow(clippy::unwrap_used, reason = "a test that fails says where")]

mod common;

use proptest::prelude::*;
use thalweg_sea::geography::{DepthClass, Geography, LandBuffer, PlaceKind};
use thalweg_sea::{Point, Report};

fn at(lat: f64, lon: f64) -> Point {
    Point::new(lat, lon)
}

/// What the documentation of `Geography::coast` says of its error: near the coast, metres, and far off, as a share.
const NEAR: f64 = 3_500.0;
const FAR: f64 = 0.05;

#[test]
fn distances_to_the_coast() {
    let geography = Geography::embedded();
    let near = |point, metres: f64, error: f64| {
        let found = geography.coast(point);
        assert!((found - metres).abs() < error, "{point:?}: {found} and not {metres}");
    };
    // the point of Nemo is 2,688 km from Ducie, Motu Nui and Maher (Lukatela 1992)
    near(at(-48.8767, -123.3933), 2_688_000.0, 40_000.0);
    // from the middle of the Ionian Sea to Zakynthos and the Peloponnese
    near(at(36.88, 20.23), 100_000.0, 5_000.0);
    // Dover Strait, half way
    near(at(51.0, 1.5), 17_000.0, 4_000.0);
    // the pole of inaccessibility of Eurasia, 2,510 km or so inland (Garcia-Castellanos and Lombardo 2007); Natural Earth knows other gulfs of the Ob
    assert!(geography.coast(at(45.28, 88.14)) < -2_300_000.0);
    assert!(geography.coast(at(52.52, 13.4)) < -120_000.0); // Berlin: inland, though with waterways
    near(at(90.0, 0.0), 707_000.0, 20_000.0); // to Kaffeklubben island
    assert!(geography.coast(at(-90.0, 0.0)) < -500_000.0); // ice shelves are land here, where maps draw them so
}

#[test]
fn depths() {
    let geography = Geography::embedded();
    assert!(geography.depth(at(36.88, 20.23)) >= DepthClass::Below3000);
    assert_eq!(geography.depth(at(11.35, 142.2)), DepthClass::Deep);
    assert_eq!(geography.depth(at(55.5, 3.0)), DepthClass::Below50); // Dogger Bank
    assert_eq!(geography.depth(at(26.5, 52.0)), DepthClass::Below200); // Persian Gulf
    assert!(geography.depth(at(35.99, 14.6)).can_anchor()); // Hurd's Bank
    assert!(!geography.depth(at(40.0, -40.0)).can_anchor());
    assert_eq!(geography.depth(at(30.0, 180.0)), geography.depth(at(30.0, -180.0)));
}

#[test]
fn cities_are_on_land() {
    let geography = Geography::embedded();
    for (city, point) in [
        ("Leipzig", at(51.34, 12.37)),
        ("Munich", at(48.14, 11.58)),
        ("Madrid", at(40.42, -3.7)),
        ("Tehran", at(35.7, 51.4)),
        ("Ankara", at(39.93, 32.86)),
        ("Mexico City", at(19.43, -99.13)),
        ("Johannesburg", at(-26.2, 28.05)),
        ("Alice Springs", at(-23.7, 133.88)),
    ] {
        let inland = geography.on_land(point, &LandBuffer::default());
        assert!(inland.is_some_and(|metres| metres > 50_000.0), "{city}: {inland:?}");
    }
}

#[test]
fn where_ships_may_be_is_not_on_land() {
    let geography = Geography::embedded();
    for (name, point) in [
        ("Kozmino", at(42.73, 133.02)),
        ("Suez Canal", at(30.42, 32.35)),
        ("Great Bitter Lake", at(30.33, 32.38)),
        ("Gatun Lake", at(9.2, -79.92)),
        ("Culebra Cut", at(9.05, -79.65)),
        ("Houston Ship Channel", at(29.74, -95.2)),
        ("Antwerp, Kanaaldok", at(51.29, 4.32)),
        ("Ghent", at(51.1, 3.75)),
        ("Saint Petersburg", at(59.9, 30.2)),
        ("Neva, above the city", at(59.85, 30.75)),
        ("Volga-Don Canal", at(48.55, 44.2)),
        ("Tsimlyansk Reservoir", at(48.0, 42.7)),
        ("Rybinsk Reservoir", at(58.5, 38.3)),
        ("Rotterdam, Waalhaven", at(51.88, 4.43)),
        ("Duisburg", at(51.45, 6.73)),
        ("Hamburg", at(53.53, 9.93)),
        ("Baton Rouge", at(30.45, -91.2)),
        ("Montreal", at(45.55, -73.52)),
        ("Duluth", at(46.76, -92.1)),
        ("Lake Superior", at(47.7, -87.5)),
        ("Lake Michigan", at(43.0, -87.0)),
        ("Manaus", at(-3.15, -60.0)),
        ("Nanjing", at(32.1, 118.72)),
        ("Rosario", at(-32.95, -60.62)),
    ] {
        let found = geography.on_land(point, &LandBuffer::default());
        assert_eq!(found, None, "{name}: {} m", geography.coast(point));
    }
}

#[test]
fn no_port_is_on_land() {
    let geography = Geography::embedded();
    let ports = || geography.places().iter().filter(|place| place.kind == PlaceKind::Port);
    assert_eq!(ports().count(), 3768);
    assert_eq!(
        ports().filter(|port| geography.on_land(port.point, &LandBuffer::default()).is_some()).count(),
        0
    );
    // and the coast is right about most without their help
    let inland = ports().filter(|port| geography.coast(port.point) < -10_000.0).count();
    assert!(inland < 3768 / 9, "{inland} ports lie more than ten kilometres inland");
}

#[test]
fn our_own_table_is_whole_and_afloat() {
    let own = include_bytes!("../../../data/sea/places.csv");
    let geography = Geography::embedded();
    let (doubled, intake) = geography.with_places("places.csv", own).unwrap();
    assert_eq!(intake.refused(), 0, "{:?}", intake.refusals);
    assert_eq!(doubled.places().len(), 3768 + 2 * intake.accepted);
    for place in &geography.places()[3768..] {
        assert!(geography.coast(place.point) > -8_000.0, "{}: {}", place.name, geography.coast(place.point));
        assert!(
            place.kind != PlaceKind::TransferArea || geography.coast(place.point) > 0.0,
            "{}",
            place.name
        );
    }
}

/// Positions that others publish (a study of bulk terminals by the OECD, public lists of ports and of transfer areas) lie within the radius of ours.
#[test]
fn published_positions_are_within_the_radius() {
    let geography = Geography::embedded();
    for (name, point) in [
        ("Kozmino", at(42.73, 133.03)),
        ("Dongjiakou", at(35.61, 119.78)),
        ("De-Kastri", at(51.47, 140.78)),
        ("Prigorodnoye (Sakhalin-2)", at(46.63, 142.9)),
        ("Ust-Luga oil terminals", at(59.67, 28.4)),
        ("Novorossiysk Sheskharis", at(44.71, 37.78)),
        ("Kharg", at(29.2352, 50.309)),
        ("Jose", at(10.07, -64.83)),
        ("Al Basrah Oil Terminal", at(29.68, 48.81)),
        ("Ras Tanura", at(26.64, 50.16)),
        ("Lanshan", at(35.0933, 119.3845)),
        ("Vadinar", at(22.4594, 69.7137)),
        ("Laconian Gulf", at(36.5, 22.85)),
        ("Hurd's Bank (Malta)", at(35.75, 14.9)),
        ("Fujairah and Khor Fakkan", at(25.15, 56.45)),
        ("Ceuta", at(35.8894, -5.3213)),
    ] {
        let found: Vec<_> = geography.within(point).iter().map(|place| place.name.clone()).collect();
        assert!(found.iter().any(|found| found == name), "{name}: {found:?}");
    }
}

#[test]
fn every_row_of_a_table_of_places_is_counted() {
    let table = "kind,name,country,locode,latitude,longitude,radius_km,oil,source\n\
        terminal,A,X,,10,20,5,yes,me\n\
        quay,B,X,,10,20,5,yes,me\n\
        terminal,C,X,,95,20,5,yes,me\n\
        terminal,D,X,,10,20,0,yes,me\n\
        terminal,E,X,,10,20,5,perhaps,me\n\
        terminal,F,X,,10,20,5,no,\n\
        terminal,G\n";
    let (geography, intake) = Geography::embedded().with_places("mine.csv", table.as_bytes()).unwrap();
    assert_eq!((intake.accepted, intake.refused()), (1, 6));
    assert_eq!(intake.refusals.len(), 5, "{:?}", intake.refusals);
    assert_eq!(intake.refusals[0].samples[0].line, 3);
    assert_eq!(geography.within(at(10.0, 20.01)).last().unwrap().name, "A");
    let missing = Geography::embedded().with_places("mine.csv", b"kind,name\n").unwrap_err();
    assert!(missing.to_string().contains("no column `country`"), "{missing}");
}

#[test]
fn ships_of_a_day_are_not_on_land() {
    let Some(bytes) = common::bytes("positions/noaa_2022_01_03.csv.gz") else { return };
    let geography = Geography::embedded();
    let (mut all, mut inland) = (0, Vec::new());
    let mapping = thalweg_sea::table::Mapping::noaa();
    thalweg_sea::table::read_csv(&bytes[..], "noaa", Some(&mapping), &mut |report: &Report| {
        let (Some(lat), Some(lon)) = (report.lat, report.lon) else { return };
        all += 1;
        if geography.on_land(at(lat, lon), &LandBuffer::default()).is_some() {
            inland.push((report.mmsi, lat, lon));
        }
    })
    .unwrap();
    assert!(all > 90_000);
    assert!(inland.len() < all / 5_000, "{} of {all}: {:?}", inland.len(), &inland[..inland.len().min(20)]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]

    /// Nobody can come nearer to the coast than he moves, but for the error of the grid.
    #[test]
    fn distance_changes_no_faster_than_position(lat in -85.0..85.0, lon in -180.0..180.0, bearing in 0.0..360.0, metres in 0.0..100_000.0) {
        let geography = Geography::embedded();
        let here = at(lat, lon);
        let there = here.destination(bearing, metres);
        let (a, b) = (geography.coast(here), geography.coast(there));
        let error = 2.0 * NEAR + FAR * (a.abs() + b.abs());
        prop_assert!((a - b).abs() <= here.distance(there) + error, "{a} {b} {}", here.distance(there));
    }

    #[test]
    fn the_antimeridian_is_no_edge(lat in -89.0..89.0, off in 0.0..1.0) {
        let geography = Geography::embedded();
        prop_assert_eq!(geography.coast(at(lat, 180.0)), geography.coast(at(lat, -180.0)));
        let (west, east) = (Point { lat, lon: 180.0 + off }, at(lat, off - 180.0));
        prop_assert!((geography.coast(west) - geography.coast(east)).abs() < 1.0);
    }

    /// The index finds what a look at every place finds.
    #[test]
    fn the_index_finds_the_nearest(lat in -90.0..90.0, lon in -180.0..180.0, metres in 1_000.0..300_000.0) {
        let geography = Geography::embedded();
        let here = at(lat, lon);
        let (_, nearest) = geography.nearest(here, |place| place.oil).unwrap();
        let least = geography.places().iter().filter(|place| place.oil).map(|place| place.point.distance(here));
        prop_assert!((least.fold(f64::MAX, f64::min) - nearest).abs() < 1e-3);
        let within: Vec<_> = geography.places().iter().filter(|place| place.holds(here)).collect();
        prop_assert_eq!(geography.within(here), within);
        let around = geography.places().iter().filter(|place| place.point.distance(here) - place.radius <= metres).count();
        prop_assert_eq!(geography.around(here, metres).len(), around);
    }
}

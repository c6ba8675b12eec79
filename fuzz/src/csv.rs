//! Tables in lines: every row is counted, and every place is on the globe.

use thalweg_sea::table::{Mapping, read_csv};

/// Something to begin with: the first byte chooses the head.
pub const SEEDS: &[&[u8]] = &[
    b"\x002022-01-03T00:00:00Z,211378120,54.5,10.2,12.3,IMO9134270,A\n",
    b"\x0126/04/2026 00:00:00,Class A,211429600,54.174083,12.099028,Under way using engine,0.0,0.0,,62,9241396,DBMC,\"WARNEMUENDE\",SAR\n",
    b"\x02338148873,2022-01-03T00:00:00,33.60716,-117.91483,0.0,280.0,511.0,,IMO0000000,,,,,,,,B\n",
    b"\x0303.01.2022 01:30;211378120;54,5;-10,25;7,1\r\n",
    b"\x041641168000,211378120,54.5,10.2\n",
];

const HEADS: [&str; 5] = [
    "time,mmsi,lat,lon,speed_knots,imo,class,name,draught_metres\n",
    "# Timestamp,Type of mobile,MMSI,Latitude,Longitude,Navigational status,ROT,SOG,COG,Heading,IMO,Callsign,Name,Ship type\n",
    "MMSI,BaseDateTime,LAT,LON,SOG,COG,Heading,VesselName,IMO,CallSign,VesselType,Status,Length,Width,Draft,Cargo,TransceiverClass\n",
    "Zeit;MMSI;Breite;Laenge;Tiefgang\n",
    "t,m,a,o\n",
];

const MAPPINGS: [&str; 2] = [
    "delimiter=';'\ndecimal=','\ntime_format='%d.%m.%Y %H:%M'\nzone='+01:00'\n[columns]\ntime='Zeit'\nmmsi='MMSI'\nlat='Breite'\nlon='Laenge'\ndraught='Tiefgang'",
    "time_format='unix'\n[columns]\ntime='t'\nmmsi='m'\nlat='a'\nlon='o'",
];

/// Panics where something does not hold.
pub fn check(data: &[u8]) {
    let Some((choice, rows)) = data.split_first() else { return };
    let choice = usize::from(*choice) % HEADS.len();
    let mapping = choice.checked_sub(3).and_then(|at| Mapping::parse(MAPPINGS[at]).ok());
    let text = [HEADS[choice].as_bytes(), rows].concat();
    let mut seen = 0;
    let account = read_csv(&text[..], "fuzz", mapping.as_ref(), &mut |report| {
        seen += 1;
        assert!(
            report.lat.is_none_or(|lat| lat.abs() <= 90.0) && report.lon.is_none_or(|lon| lon.abs() <= 180.0)
        );
        assert_eq!(report.lat.is_some(), report.lon.is_some());
        assert!(serde_json::to_string(report).is_ok());
    });
    let account = account.unwrap_or_else(|error| panic!("{error}"));
    let lines = rows.split(|byte| *byte == b'\n');
    let written = lines.filter(|line| !line.trim_ascii().is_empty()).count();
    assert_eq!((account.intake.read(), account.intake.accepted), (written, seen));
    let _ = read_csv(rows, "fuzz", None, &mut |_| {});
}

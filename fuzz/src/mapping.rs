//! A mapping in TOML: read or refused, and a table by it is read with every row counted.

use thalweg_sea::table::{Mapping, read_csv};

/// Something to begin with.
pub const SEEDS: &[&[u8]] = &[
    b"delimiter = \";\"\ndecimal = \",\"\ntime_format = \"%d.%m.%Y %H:%M:%S%z\"\nzone = \"+02:00\"\n[columns]\ntime = \"t\"\nmmsi = \"m\"\nlat = \"a\"\nlon = \"o\"\n",
    b"time_format = 'unix_ms'\n[columns]\ntime='t'\nmmsi='m'\nlat='a'\nlon='o'\nname='n'\nlength='l'\n",
    b"zone = 'Z'\ntime_format='%Y%m%dT%H%M%S.%f'\n[columns]\ntime='t'\nmmsi='m'\nlat='a'\nlon='o'\nclass='n'",
];

/// Panics where something does not hold.
pub fn check(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let mapping = match Mapping::parse(text) {
        Ok(mapping) => mapping,
        Err(error) => {
            assert!(!error.to_string().is_empty());
            return;
        }
    };
    for sign in [",", ";", "|", "\t"] {
        let table = [HEAD, ROWS].concat().replace(',', sign);
        if let Ok(account) = read_csv(table.as_bytes(), "fuzz", Some(&mapping), &mut |_| {}) {
            assert_eq!(account.intake.read(), 5);
        }
    }
}

const HEAD: &str = "t,m,a,o,n,l\n";

const ROWS: &str = "2022-01-03T00:00:09Z,211378120,54.5,10.2,EAGLE,20\n\
    1641168009000,211378120,54.5,10.2,EAGLE,20\n\
    03.01.2022 02:00:09+0100,211378120,54.5,10.2,,\n\
    20220103T000009.500,211378120,54.5,10.2,,\n\
    ,,,,,\n";

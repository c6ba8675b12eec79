//! Files of the OFAC and of Commerce: entries, aliases, addresses, comments together in any order; every row counted.

use crate::list_check::{hold, read};
use thalweg_screen::Lists;

/// Something to begin with: the first byte chooses the order of files, which a line of `%%` parts.
pub const SEEDS: &[&[u8]] = &[
    b"\x007,\"NAME, A\",\"individual\",\"SDGT] [IFSR\",\"T\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,\"DOB circa 1960; POB X, Iran; Passport A1 (Iran) issued 1 Jan 1990; alt. Passport B2; nationality Iran; a.k.a. 'Y'; f.k.a. 'Z'; Linked To: NAME; Tax ID No. 1 (Russia); Listing Date (EO 14024 Directive 2): 24 Feb 2022.\"\n%%\n7,1,\"aka\",\"B\",-0- \n8,2,\"fka\",\"C\",-0- \n%%\n7,1,\"S 1\",\"C\",\"Iran\",-0- \n%%\n7,\"more; MMSI 1\"\n",
    b"\x018,\"SHIP\",\"vessel\",\"IRAN\",-0- ,\"A8LU7\",\"Tanker\",\"1\",\"2\",\"Gabon\",\"OWNER\",\"Vessel Registration Identification IMO 9339301; MMSI 636013272.\"\n9,\"open,-0- \n10,-0- \n",
    b"\x02source,entity_number,type,programs,name,alt_names,addresses,ids,remarks,start_date\nEntity List (EL) - Bureau,1,Entity,\"A; B\",N,\"X; and Y\",\"1 St, X, CN\",\"US, 80-0890696, Tax ID No.\",(Linked To: Z),2015-11-12\n",
];

/// Panics where something does not hold.
pub fn check(data: &[u8]) {
    let Some((order, text)) = data.split_first() else { return };
    let text = String::from_utf8_lossy(text);
    let mut parts: Vec<&str> = text.split("\n%%\n").collect();
    read(text.as_bytes());
    let count = parts.len();
    parts.rotate_left(usize::from(*order) % count);
    if let Ok(lists) = Lists::read(parts.iter().map(|part| ("fuzz", part.as_bytes()))) {
        hold(&lists);
    }
}

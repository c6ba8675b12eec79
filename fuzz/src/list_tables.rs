//! Tables, by their heads, by the mappings that come along, and by a mapping that is made up: every row is counted.

use crate::list_check::{hold, read};
use thalweg_screen::{ListReader, Mapping};

/// Something to begin with: the first byte chooses the head; a line of `%%` parts a mapping from its table.
pub const SEEDS: &[&[u8]] = &[
    b"\x001,ship,HERON,A; B,9134270,us,asset freeze,2020-01-01,\n1,,,,,eu,port ban,,2021\n2,person,\"X\nY\",,,,,\n",
    b"\x01AFG0001,primary,,HAJI,HAJI,,,,,\nAFG0001,alias,low_quality_aka,X,X,,,,,\n",
    b"\x02NK-1,Person,A,\"B;\"\"C;D\"\"\",1960;1961,ru,\"X;Y\",\"12 (RU)\",S,1,a@b,OFAC Specially Designated Nationals (SDN) List,2020,2021,2022\n",
    b"\x03[columns]\nname = 'n'\nimo = ['i', 'j']\n[absent]\nn = ['x']\n[[listing]]\ncolumn = 'l'\nwords = ['1']\nauthority = 'us'\nmeasure = 'other'\n%%\nn,i,j,l\nA,9134270,,1\nx,1,2,0\n",
];

const HEADS: [&str; 3] = [
    "id,kind,name,aliases,imo,authority,measure,from,to\n",
    "name_id,unique_id,name_type,alias_strength,full_name,name_6,name_1,name_2,name_3,name_4,name_5\n",
    "id,schema,name,aliases,birth_date,countries,addresses,identifiers,sanctions,phones,emails,dataset,first_seen,last_seen,last_change\n",
];

/// Panics where something does not hold.
pub fn check(data: &[u8]) {
    let Some((choice, rows)) = data.split_first() else { return };
    match HEADS.get(usize::from(*choice) % (HEADS.len() + 1)) {
        Some(head) => {
            read(&[head.as_bytes(), rows].concat());
        }
        None => mapped(&String::from_utf8_lossy(rows)),
    }
}

fn mapped(text: &str) {
    let Some((mapping, table)) = text.split_once("\n%%\n") else { return };
    let Ok(mapping) = Mapping::parse(mapping) else { return };
    let mut reader = ListReader::new();
    reader.mapping(mapping);
    if reader.file("fuzz", table.as_bytes()).is_ok() {
        hold(&reader.finish());
    }
}

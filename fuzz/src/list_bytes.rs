//! Any bytes as a list, plain and as what is packed: told apart, decoded, read or refused.

use crate::list_check::read;

/// Something to begin with.
pub const SEEDS: &[&[u8]] = &[
    b"36,\"AEROCARIBBEAN\",-0- ,\"CUBA\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,\"DOB 28 Jul 1963; a.k.a. 'X'.\"\n",
    b"\xff\xfei\0d\0,\0n\0a\0m\0e\0\n\x001\0,\0A\0\n\0",
    b"id,name,authority,measure\n1,\xce\xce\xce \xd0\xee\xec\xe0\xf8\xea\xe0,us,asset freeze\n",
    b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xcb\x4c\xd1\xc9\x4b\xcc\x4d\xe5\x32\xd4\x71\xe4\x02\x00",
];

/// Panics where something does not hold.
pub fn check(data: &[u8]) {
    read(data);
}

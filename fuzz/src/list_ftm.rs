//! FollowTheMoney lines and deltas, one after the other: what is taken away is gone.

use crate::list_check::{hold, read};
use thalweg_screen::Lists;

/// Something to begin with; a line of `%%` parts files.
pub const SEEDS: &[&[u8]] = &[
    b"{\"id\":\"a\",\"schema\":\"Person\",\"caption\":\"A\",\"properties\":{\"name\":[\"A\",\"B\"],\"topics\":[\"sanction\"],\"birthDate\":[\"1960\"],\"innCode\":[\"183116181362\"]},\"datasets\":[\"eu_fsf\",\"us_ofac_sdn\"]}\n{\"id\":\"s\",\"schema\":\"Sanction\",\"properties\":{\"entity\":[\"a\"],\"startDate\":[\"2023-02-24\"]},\"datasets\":[\"eu_fsf\"]}\n{\"id\":\"o\",\"schema\":\"Ownership\",\"properties\":{\"owner\":[\"a\"],\"asset\":[\"a\"],\"percentage\":[\"50.5%\"]}}\n%%\n{\"op\":\"MOD\",\"entity\":{\"id\":\"a\",\"schema\":\"Person\",\"caption\":\"C\"}}\n{\"op\":\"DEL\",\"entity\":{\"id\":\"o\"}}\n",
    b"{\"op\":\"ADD\",\"entity\":{\"id\":\"v\",\"schema\":\"Vessel\",\"caption\":\"V\",\"properties\":{\"imoNumber\":[\"IMO9187629\"]}}}\n{\"op\":\"DEL\",\"entity\":{\"id\":\"x\"}}\n",
    b"{\"generated_at\":\"2026\",\"vessels\":[{\"imo\":7406784,\"name\":\"EBANO\",\"programs\":[\"CUBA\"],\"vessel_info\":{\"flag\":\"Panama\"}}]}",
];

/// Panics where something does not hold.
pub fn check(data: &[u8]) {
    read(data);
    let text = String::from_utf8_lossy(data);
    if let Ok(lists) = Lists::read(text.split("\n%%\n").map(|part| ("fuzz", part.as_bytes()))) {
        hold(&lists);
    }
}

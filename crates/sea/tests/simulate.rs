//! The truth of the simulator, checked by itself: physics, land, the standard's intervals, what is planted, and the same bytes always.
#![allow(clippy::unwrap_used, reason = "a test that fails says where")]

use thalweg_sea::Geography;
use thalweg_sea::simulate::{Region, Scenario, World};

#[test]
fn harbours_are_by_the_sea() {
    let world = World::new(&Scenario { region: Region::World, ..Scenario::default() }).unwrap();
    let geography = Geography::embedded();
    for harbour in world.harbours() {
        let (roads, berth) = (geography.coast(harbour.roads), geography.coast(harbour.berth));
        let near = geography.nearest(harbour.berth, |_| true).unwrap();
        println!("{} roads {roads:.0} berth {berth:.0} near {} {:.0}", harbour.name, near.0.name, near.1);
    }
}

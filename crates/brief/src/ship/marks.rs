//! What stands for what on a page about a ship: one colour and one shape per kind of claim.

use crate::chart::Scene;
use crate::chart::unit;
use thalweg_sea::event::{Event, Kind};

/// The class that gives a claim its colour: the same on the map and on the line of time.
pub(super) fn class(kind: Kind) -> &'static str {
    match kind {
        Kind::Gap => "s2",
        Kind::Encounter | Kind::OneSidedEncounter => "s3",
        Kind::Loitering | Kind::Anchorage => "s4",
        Kind::FalsePosition => "s5",
        Kind::PortCall => "s6",
        _ => "ink",
    }
}

/// What a kind of claim is called.
pub(super) fn words(kind: Kind) -> &'static str {
    match kind {
        Kind::Gap => "silence",
        Kind::Encounter => "beside another ship",
        Kind::OneSidedEncounter => "beside nobody that was heard",
        Kind::Loitering => "went nowhere at sea",
        Kind::PortCall => "in port",
        Kind::Anchorage => "at anchor",
        Kind::FalsePosition => "false position",
        Kind::Identity => "identity",
        _ => "other",
    }
}

/// Draws the mark of a kind of claim: told by shape too, since not everybody sees every colour.
pub(super) fn draw(scene: &mut Scene, kind: Kind, (x, y): (f64, f64), r: f64) {
    let class = format!("fill outlined {}", class(kind));
    match kind {
        Kind::Gap => polygon(scene, &class, (x, y), r * 1.25, 4, 0.0),
        Kind::Encounter | Kind::OneSidedEncounter => polygon(scene, &class, (x, y), r * 1.25, 3, -90.0),
        Kind::FalsePosition => polygon(scene, &class, (x, y), r * 1.2, 3, 90.0),
        Kind::PortCall => polygon(scene, &class, (x, y), r * 1.2, 4, 45.0),
        Kind::Identity => polygon(scene, &class, (x, y), r * 1.15, 6, 0.0),
        _ => scene.dot(&class, (x, y), r),
    }
}

fn polygon(scene: &mut Scene, class: &str, (x, y): (f64, f64), r: f64, corners: u32, first: f64) {
    let corner = |number: u32| {
        let angle = (first + 360.0 * f64::from(number) / f64::from(corners)).to_radians();
        format!("{} {}", unit(x + r * angle.cos()), unit(y + r * angle.sin()))
    };
    let corners: Vec<String> = (0..corners).map(corner).collect();
    scene.path(class, &format!("M{}Z", corners.join("L")));
}

/// The claims that are numbered, in order of time: the surest ones, as many as a reader can take in, calls at ports and anchorages left out.
pub(super) fn numbered(events: &[Event]) -> Vec<&Event> {
    const MOST: usize = 12;
    let mut chosen: Vec<&Event> =
        events.iter().filter(|event| !matches!(event.kind, Kind::PortCall | Kind::Anchorage)).collect();
    chosen.sort_by(|a, b| b.confidence.total_cmp(&a.confidence).then_with(|| a.order().cmp(&b.order())));
    chosen.truncate(MOST);
    chosen.sort_by_key(|event| event.order());
    chosen
}

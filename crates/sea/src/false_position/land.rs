//! Marks on land, where no harbour, river or canal explains them.

use super::{FalsePosition, FalsePositionRules, Pattern};
use crate::chart::Chart;
use crate::event::Finding;
use crate::track::Track;

pub(super) fn on_land(track: &Track, chart: &impl Chart, rules: &FalsePositionRules) -> Vec<FalsePosition> {
    let mut found = Vec::new();
    let inland: Vec<Option<f64>> = track.fixes.iter().map(|fix| chart.on_land(fix.point())).collect();
    // a track that is never at sea is that of a boat on inland waters that no map of ours has
    if inland.iter().all(Option::is_some) {
        return found;
    }
    let mut start = 0;
    for stretch in inland.chunk_by(|a, b| a.is_some() == b.is_some()) {
        let fixes = &track.fixes[start..start + stretch.len()];
        start += stretch.len();
        let (Some(first), Some(last)) = (fixes.first(), fixes.last()) else { continue };
        let deepest = stretch.iter().flatten().copied().fold(0.0, f64::max);
        if deepest > 0.0 && fixes.len() >= 3 && last.time - first.time >= rules.shortest() {
            found.push(FalsePosition {
                ship: track.id,
                pattern: Pattern::Land,
                also: Vec::new(),
                first: *first,
                last: *last,
                before: None,
                measures: vec![Finding::at_least("inland", deepest / 1000.0, 10.0, "km")],
                // the way there was one that a ship can go: rather a river that no map of ours has
                confidence: 0.5,
                interference: false,
            });
        }
    }
    found
}

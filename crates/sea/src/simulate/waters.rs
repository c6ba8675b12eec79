//! Where ships can go, and the ways between: shortest ways over a grid of the sea, pulled straight wherever no land is near.

use super::harbour::Harbour;
use super::path::shifted;
use super::scenario::Region;
use crate::geography::Geography;
use crate::sphere::Point;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::sync::OnceLock;

/// The sea of a world.
#[derive(Debug, Clone)]
pub(super) struct Waters {
    grid: Grid,
    roads: Vec<Point>,
    /// By harbour: the step from each cell towards it.
    trees: Vec<OnceLock<Vec<u8>>>,
    /// By harbour and harbour: the way.
    ways: Vec<OnceLock<Option<Vec<Point>>>>,
}

/// Metres from the coast that a ship keeps on its way; the coast that we know errs by two or three kilometres.
const KEPT: f64 = 4_000.0;

/// Metres from the coast that ways would rather keep.
const LIKED: f64 = 15_000.0;

/// Metres from its ends in which a way may be nearer to the coast, if an end is.
const LEAVING: f64 = 15_000.0;

/// No step leads from here.
const NONE: u8 = u8::MAX;
/// Here it ends.
const ROOT: u8 = 8;

/// Rows and columns of the eight steps.
const STEPS: [(isize, isize); 8] = [(1, 0), (1, 1), (0, 1), (-1, 1), (-1, 0), (-1, -1), (0, -1), (1, -1)];

impl Waters {
    pub(super) fn new(region: Region, harbours: &[Harbour]) -> Self {
        let roads: Vec<Point> = harbours.iter().map(|harbour| harbour.roads).collect();
        let trees = vec![OnceLock::new(); roads.len()];
        let ways = vec![OnceLock::new(); roads.len() * roads.len()];
        Self { grid: Grid::new(region), roads, trees, ways }
    }

    /// Whether there is sea at a place, and some way around it.
    pub(super) fn is_open(&self, at: Point) -> bool {
        Geography::embedded().coast(at) > KEPT
    }

    /// Places to anchor around the roads of a harbour, 0.6 miles from each other, from the nearest on.
    pub(super) fn spots(&self, roads: Point) -> Vec<Point> {
        const APART: f64 = 1_100.0;
        let mut spots: Vec<(u64, Point)> = Vec::new();
        for (north, east) in (-14..=14).flat_map(|north| (-14..=14).map(move |east| (north, east))) {
            let spot = shifted(roads, (f64::from(north) * APART, f64::from(east) * APART));
            if (self.is_open(spot) || (north, east) == (0, 0)) && clear(roads, spot) {
                spots.push((spot.distance(roads) as u64, spot));
            }
        }
        spots.sort_by_key(|spot| spot.0);
        spots.truncate(400);
        spots.into_iter().map(|(_, spot)| spot).collect()
    }

    /// The way from the roads of a harbour to those of another; none where no water leads there.
    pub(super) fn between_roads(&self, from: usize, to: usize) -> Option<&[Point]> {
        let slot = self.ways.get(from * self.roads.len() + to)?;
        slot.get_or_init(|| self.way(from, *self.roads.get(to)?)).as_deref()
    }

    /// The way from the roads of a harbour to a place; none where no water leads there.
    pub(super) fn way(&self, harbour: usize, to: Point) -> Option<Vec<Point>> {
        let roads = *self.roads.get(harbour)?;
        if clear(roads, to) {
            return Some(vec![roads, to]);
        }
        let tree = self.trees.get(harbour)?.get_or_init(|| self.grid.tree(roads));
        let mut cell = self.grid.entry(to)?;
        let mut way = vec![to, self.grid.middle(cell)];
        while let Some(next) = self.grid.step(cell, *tree.get(cell)?) {
            way.push(self.grid.middle(next));
            cell = next;
        }
        if tree.get(cell) != Some(&ROOT) {
            return None;
        }
        way.push(roads);
        way.reverse();
        Some(pulled(&way))
    }

    /// The way between two places near each other; none where land is between them.
    pub(super) fn between(&self, from: Point, to: Point) -> Option<Vec<Point>> {
        clear(from, to).then(|| vec![from, to])
    }
}

/// Whether a straight way keeps off the coast; its first and last miles may be nearer to it, where both ends are.
///
/// Each step is as long as the distance to the coast there allows, so that a way over the open sea takes few.
pub(super) fn clear(from: Point, to: Point) -> bool {
    let geography = Geography::embedded();
    let (length, bearing) = (from.distance(to), from.bearing(to));
    // whoever begins or ends nearer to the coast has some way for it
    let near = KEPT.min(geography.coast(from).min(geography.coast(to)) * 0.9).max(500.0);
    let mut at = 0.0;
    while at < length {
        let kept = if at.min(length - at) < LEAVING { near } else { KEPT * 0.7 };
        let room = geography.coast(from.destination(bearing, at)) - kept;
        if room < 0.0 {
            return false;
        }
        at += (room * 0.8).max(800.0);
    }
    true
}

/// Leaves out every place that a straight way can leave out.
fn pulled(way: &[Point]) -> Vec<Point> {
    let mut kept = Vec::new();
    let mut at = 0;
    while let Some(from) = way.get(at) {
        kept.push(*from);
        let mut reach = 1;
        // twice as far as long as it is clear, then back by halves
        while way.get(at + 2 * reach).is_some_and(|to| clear(*from, *to)) {
            reach *= 2;
        }
        let mut more = reach / 2;
        while more > 0 {
            if way.get(at + reach + more).is_some_and(|to| clear(*from, *to)) {
                reach += more;
            }
            more /= 2;
        }
        at += reach;
    }
    kept
}

/// A grid over a region.
#[derive(Debug, Clone)]
struct Grid {
    south: f64,
    west: f64,
    /// Degrees.
    step: f64,
    rows: usize,
    columns: usize,
    /// Whether columns go round the earth.
    round: bool,
    /// Metres from the middle of each cell to the coast.
    coast: Vec<f32>,
}

impl Grid {
    fn new(region: Region) -> Self {
        let [south, west, north, east] = region.bounds();
        let step = if region == Region::World { 0.25 } else { 0.1 };
        let cells = |from: f64, to: f64| ((to - from) / step).ceil() as usize;
        let (rows, columns) = (cells(south, north), cells(west, east));
        let round = region == Region::World;
        let mut grid = Self { south, west, step, rows, columns, round, coast: Vec::new() };
        let geography = Geography::embedded();
        grid.coast = (0..rows * columns).map(|cell| geography.coast(grid.middle(cell)) as f32).collect();
        grid
    }

    fn middle(&self, cell: usize) -> Point {
        let (row, column) = (cell / self.columns, cell % self.columns);
        Point::new(self.south + (row as f64 + 0.5) * self.step, self.west + (column as f64 + 0.5) * self.step)
    }

    fn is_sea(&self, cell: usize) -> bool {
        self.coast.get(cell).is_some_and(|metres| f64::from(*metres) > KEPT)
    }

    /// The cell that a step leads to; none where it leads out of the grid, or is none.
    fn step(&self, cell: usize, step: u8) -> Option<usize> {
        let (north, east) = *STEPS.get(usize::from(step))?;
        let row = (cell / self.columns).checked_add_signed(north).filter(|row| *row < self.rows)?;
        let column = (cell % self.columns) as isize + east;
        let columns = self.columns as isize;
        let column = if self.round { column.rem_euclid(columns) } else { column };
        (0..columns).contains(&column).then(|| row * self.columns + column as usize)
    }

    /// The nearest cell of sea to which the way from a place is clear.
    fn entry(&self, from: Point) -> Option<usize> {
        let row = ((from.lat - self.south) / self.step).floor() as isize;
        let column = ((from.lon - self.west) / self.step).floor() as isize;
        let mut near: Vec<(u64, usize)> = Vec::new();
        for (north, east) in (-4..=4).flat_map(|north| (-4..=4).map(move |east| (north, east))) {
            let (row, column) = (row + north, column + east);
            let inside =
                (0..self.rows as isize).contains(&row) && (0..self.columns as isize).contains(&column);
            let cell = (row.max(0) as usize) * self.columns + column.max(0) as usize;
            if inside && self.is_sea(cell) {
                near.push((self.middle(cell).distance(from) as u64, cell));
            }
        }
        near.sort_unstable();
        near.into_iter().map(|(_, cell)| cell).find(|cell| clear(from, self.middle(*cell)))
    }

    /// The step from each cell on its shortest way to a place (Dijkstra 1959); ways near the coast count as longer.
    fn tree(&self, to: Point) -> Vec<u8> {
        let mut steps = vec![NONE; self.coast.len()];
        let mut costs = vec![u32::MAX; self.coast.len()];
        let mut open = BinaryHeap::new();
        if let Some(root) = self.entry(to) {
            (steps[root], costs[root]) = (ROOT, 0);
            open.push(Reverse((0, root)));
        }
        while let Some(Reverse((cost, cell))) = open.pop() {
            if cost > costs[cell] {
                continue;
            }
            for step in 0..8u8 {
                let Some(next) = self.step(cell, step).filter(|next| self.is_sea(*next)) else { continue };
                let Some(metres) = self.cost(cell, next) else { continue };
                let sum = cost.saturating_add(metres);
                if sum < costs[next] {
                    // from the next cell the way leads back
                    (steps[next], costs[next]) = ((step + 4) % 8, sum);
                    open.push(Reverse((sum, next)));
                }
            }
        }
        steps
    }

    /// Metres from one cell to the next; none where land is between them.
    fn cost(&self, from: usize, to: usize) -> Option<u32> {
        let (here, there) = (self.middle(from), self.middle(to));
        let metres = here.distance(there);
        let coast = f64::from(self.coast[from].min(self.coast[to]));
        if coast < metres + KEPT && !clear(here, there) {
            return None;
        }
        let dear = if coast < LIKED { 2.0 - coast / LIKED } else { 1.0 };
        Some((metres * dear) as u32)
    }
}

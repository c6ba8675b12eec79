//! Who owns and manages whom: a network in layers where there is room, a tree of lines where there is not.

use super::{Drawing, Room, Scene, Text, unit};
use crate::palette::Palette;
use thalweg_core::{Cell, Column, Measure, Table};

/// A ship, a company or a person of a network.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Node {
    /// Who it is.
    pub name: String,
    /// What more to say of it: `listed by the US since 2024-01-18`; may be empty.
    pub note: String,
    /// How many steps it is from the first node.
    pub layer: usize,
    /// Whether the reader should see it first: listed.
    pub telling: bool,
    /// Whether it is of the past.
    pub past: bool,
}

/// What one node is to another of a lower layer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bond {
    /// The node of the lower layer, by its place in the list.
    pub near: usize,
    /// The other.
    pub far: usize,
    /// What the far one is to the near one: `registered owner since 2021-03-01`.
    pub label: String,
}

/// A network from one node outwards.
///
/// ```
/// use thalweg_brief::chart::{Bond, Drawing, Network, Node, Room};
/// use thalweg_brief::Palette;
/// let ship = Node { name: "TANKER".into(), ..Node::default() };
/// let owner = Node { name: "OWNER LTD".into(), layer: 1, telling: true, ..Node::default() };
/// let bond = Bond { near: 0, far: 1, label: "registered owner".into() };
/// let network = Network { heads: vec!["Ship".into(), "Companies".into()], nodes: vec![ship, owner], bonds: vec![bond] };
/// assert!(network.draw(Room::Wide, &Palette::default()).faults().is_empty());
/// assert_eq!(network.table().rows.len(), 1);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Network {
    /// What the nodes of each layer are.
    pub heads: Vec<String>,
    /// Nodes, from the nearest layer to the farthest.
    pub nodes: Vec<Node>,
    /// Bonds between them.
    pub bonds: Vec<Bond>,
}

/// Nodes of one layer that are drawn; the others are in the table, and the picture says how many.
const MOST: usize = 14;
const ROW: f64 = 46.0;
/// Between a column and the next.
const GAP: f64 = 34.0;

impl Network {
    fn layer(&self, layer: usize) -> impl Iterator<Item = usize> {
        (0..self.nodes.len()).filter(move |index| self.nodes[*index].layer == layer)
    }

    fn label(&self, far: usize) -> Option<&Bond> {
        self.bonds.iter().find(|bond| bond.far == far)
    }

    /// What is said under a name: the first bond, and the note.
    fn under(&self, index: usize) -> String {
        let bond = self.label(index).map_or("", |bond| bond.label.as_str());
        let parts = [bond, self.nodes[index].note.as_str()];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("; ")
    }

    fn node(&self, scene: &mut Scene, index: usize, (x, y, room): (f64, f64, f64), size: f64) {
        let node = &self.nodes[index];
        let class = match (node.telling, node.past) {
            (true, _) => "fill s2",
            (false, true) => "hollow s0",
            (false, false) => "fill s1",
        };
        scene.dot(class, (x + 5.0, y - size * 0.3), 4.5);
        let class = if node.past && !node.telling { "muted halo" } else { "strong halo" };
        scene.text(Text::new(x + 15.0, y, size, node.name.clone()).class(class).within(room - 15.0));
        let under = self.under(index);
        if !under.is_empty() {
            let lines = super::text::wrapped(&under, size * 0.88, room - 15.0);
            for (line, words) in lines.iter().take(2).enumerate() {
                let cut = lines.len() > 2 && line == 1;
                let words = if cut { format!("{} …", words.trim_end()) } else { words.clone() };
                let y = y + size * 1.12 * (line + 1) as f64;
                let mut text =
                    Text::new(x + 15.0, y, size * 0.88, words).class("muted halo").within(room - 15.0);
                text.whole = cut.then(|| under.clone()).or(text.whole);
                scene.text(text);
            }
        }
    }

    fn wide(&self, scene: &mut Scene, size: f64) {
        let layers = self.heads.len().max(1);
        let column = scene.width / layers as f64;
        let mut places: Vec<Option<(f64, f64)>> = vec![None; self.nodes.len()];
        let mut lowest: f64 = 0.0;
        for (layer, head) in self.heads.iter().enumerate() {
            let x = column * layer as f64;
            scene.text(Text::new(x, size, size * 0.92, head.clone()).class("muted").within(column - 12.0));
            for (row, index) in self.layer(layer).take(MOST).enumerate() {
                places[index] = Some((x, size * 3.0 + ROW * row as f64));
            }
            let (all, shown) = (self.layer(layer).count(), self.layer(layer).take(MOST).count());
            lowest = lowest.max(size * 3.0 + ROW * shown as f64);
            if all > shown {
                let words = format!("and {} more, in the table", all - shown);
                scene.text(
                    Text::new(x + 15.0, size * 3.0 + ROW * shown as f64, size * 0.92, words).class("muted"),
                );
                lowest += ROW * 0.6;
            }
        }
        // bonds run between the columns, where no text is
        for bond in &self.bonds {
            let ends = (places.get(bond.near).copied().flatten(), places.get(bond.far).copied().flatten());
            if let (Some((_, near)), Some((x, far))) = ends {
                let (from, to, middle) = (x - GAP, x - 2.0, x - GAP * 0.5);
                let (near, far) = (near - size * 0.3, far - size * 0.3);
                let points = [from, near, middle, near, middle, far, to, far].map(unit);
                let [a, b, c, d, e, f, g, h] = points;
                scene.stroke("tie bond", &format!("M{a} {b}C{c} {d} {e} {f} {g} {h}"), 1.0);
            }
        }
        for (index, place) in places.iter().enumerate() {
            if let Some((x, y)) = place {
                self.node(scene, index, (*x, *y, column - GAP - 4.0), size);
            }
        }
        scene.height = lowest;
    }

    /// Each node under the one that it hangs on.
    fn narrow(&self, scene: &mut Scene, size: f64) {
        let mut y = size * 1.5;
        let mut heights = vec![y; self.nodes.len()];
        for index in self.in_tree_order() {
            let x = 14.0 * self.nodes[index].layer as f64;
            if let Some(bond) = self.label(index) {
                let (left, at) = (unit(x - 9.0), unit(y - size * 0.3));
                let top = heights.get(bond.near).map_or(y, |height| height + size * 0.3);
                scene.stroke("tie bond", &format!("M{left} {}V{at}H{}", unit(top), unit(x - 1.0)), 1.0);
            }
            heights[index] = y;
            self.node(scene, index, (x, y, scene.width - x), size);
            y += ROW;
        }
        let hidden = self.nodes.len().saturating_sub(self.in_tree_order().len());
        if hidden > 0 {
            scene.text(Text::new(0.0, y, size, format!("and {hidden} more, in the table")).class("muted"));
            y += ROW * 0.5;
        }
        scene.height = y;
    }

    fn in_tree_order(&self) -> Vec<usize> {
        let mut order = Vec::new();
        let mut stack: Vec<usize> = self.layer(0).collect();
        stack.reverse();
        while let Some(index) = stack.pop() {
            if order.contains(&index) || order.len() >= 2 * MOST {
                continue;
            }
            order.push(index);
            let hung = |far: &usize| self.label(*far).is_some_and(|bond| bond.near == index);
            let mut below: Vec<usize> = self
                .bonds
                .iter()
                .filter(|bond| bond.near == index)
                .map(|bond| bond.far)
                .filter(hung)
                .collect();
            below.dedup();
            below.reverse();
            stack.extend(below);
        }
        order
    }
}

impl Drawing for Network {
    fn draw(&self, room: Room, _: &Palette) -> Scene {
        let (mut scene, size) = (Scene::new(room.width()), room.size());
        match room {
            Room::Wide => self.wide(&mut scene, size),
            Room::Narrow => self.narrow(&mut scene, size),
        }
        scene
    }

    fn table(&self) -> Table {
        let name = |index: usize| self.nodes.get(index).map_or("", |node| node.name.as_str());
        let row = |bond: &Bond| -> Vec<Cell> {
            let note = self.nodes.get(bond.far).map_or("", |node| node.note.as_str());
            vec![name(bond.near).into(), name(bond.far).into(), bond.label.as_str().into(), note.into()]
        };
        Table {
            name: "network".to_owned(),
            title: String::new(),
            columns: vec![
                Column::new("of", "Of", Measure::Text),
                Column::new("who", "Who", Measure::Text),
                Column::new("what", "What", Measure::Text),
                Column::new("note", "Note", Measure::Text),
            ],
            rows: self.bonds.iter().map(row).collect(),
        }
    }

    fn describe(&self) -> String {
        let bond = |bond: &Bond| {
            let name = |index: usize| self.nodes.get(index).map_or("", |node| node.name.as_str());
            format!("{}: {} of {}", name(bond.far), bond.label, name(bond.near))
        };
        self.bonds.iter().map(bond).collect::<Vec<_>>().join("; ")
    }
}

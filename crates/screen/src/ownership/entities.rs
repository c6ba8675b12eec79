//! What lists say of each other's entries: who owns or controls whom.

use super::seeds::Matched;
use super::{Class, Graph, NewHolding, NodeId, Stake};
use crate::{Entity, IdentifierKind, NameKind, NameStrength, RelationKind, Target};
use std::collections::BTreeMap;

/// The name under which a ship stands in a graph.
pub(super) fn ship_key(imo: &str) -> String {
    format!("IMO {imo}")
}

/// The name under which a company with a number stands in a graph.
pub(super) fn company_key(number: &str) -> String {
    format!("COMPANY IMO {number}")
}

impl Graph {
    /// The nodes that an entity of a list is: by number, else by an equal name that the list stands behind.
    pub(super) fn nodes_of(&self, entity: &Entity) -> Vec<(NodeId, Matched)> {
        let keys = entity.identifiers.iter().filter_map(|one| match one.kind {
            IdentifierKind::ShipImo => Some(ship_key(&one.value)),
            IdentifierKind::CompanyImo => Some(company_key(&one.value)),
            _ => None,
        });
        let mut found: Vec<(NodeId, Matched)> =
            keys.filter_map(|key| self.find(&key)).map(|node| (node, Matched::Identity)).collect();
        let names = entity.names.iter().filter(|name| name.strength == NameStrength::Strong);
        let names = names.filter(|name| name.kind != NameKind::Former);
        for node in names.flat_map(|name| self.find_all(&name.text)) {
            let kind = self.get(node).map_or(entity.kind, |node| node.kind);
            // a ship and a company can bear one name
            if kind.agrees(entity.kind) && !found.iter().any(|(other, _)| *other == node) {
                found.push((node, Matched::Name));
            }
        }
        found.sort_unstable_by_key(|(node, _)| *node);
        found
    }

    /// Whether it has an entity of a list, by number or by name.
    pub fn has(&self, entity: &Entity) -> bool {
        !self.nodes_of(entity).is_empty()
    }

    /// Adds what lists say of owners and of control. Entities that the graph does not have are added where such a tie needs them.
    ///
    /// `Owned or controlled by` and `owned by` without a percentage are ties without a number, which presume; with one they are shares.
    pub fn add_relations(&mut self, entities: &[Entity], list: impl Fn(&Entity) -> String) -> usize {
        let records: BTreeMap<_, &Entity> = entities
            .iter()
            .map(|entity| ((entity.record.source, entity.record.id.as_str()), entity))
            .collect();
        let mut added = 0;
        for entity in entities {
            for relation in &entity.relations {
                let turned = relation.kind == RelationKind::Owns;
                let class = match relation.kind {
                    RelationKind::OwnedOrControlledBy | RelationKind::OwnedBy | RelationKind::Owns => {
                        Class::OwnedOrControlled
                    }
                    RelationKind::ManagedBy => Class::Control,
                    _ => continue,
                };
                let other = match &relation.target {
                    Target::Record(id) => records.get(&(entity.record.source, id.as_str())).copied(),
                    Target::Name(_) => None,
                };
                let other = match (other, &relation.target) {
                    (Some(other), _) => self.node_for(other),
                    (None, Target::Record(_)) => continue,
                    (None, Target::Name(name)) => self.node(name),
                };
                let this = self.node_for(entity);
                let (holder, held) = if turned { (this, other) } else { (other, this) };
                let stake = relation.percent.and_then(|percent| format!("{percent}").parse::<Stake>().ok());
                let class = if stake.is_some() { Class::Shares } else { class };
                let new = NewHolding {
                    source: &list(entity),
                    trace: relation.trace,
                    ..NewHolding::shares(stake.unwrap_or(Stake::UNKNOWN)).of_class(class)
                };
                added += usize::from(self.hold(holder, held, new));
            }
        }
        added
    }

    fn node_for(&mut self, entity: &Entity) -> NodeId {
        if let Some((node, _)) = self.nodes_of(entity).first() {
            return *node;
        }
        let node = self.node(entity.name());
        self.describe(node, entity.kind, None);
        node
    }
}

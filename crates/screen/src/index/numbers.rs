use crate::{Entity, Identifier};

/// All identifiers, in order of their values: found by halving, eight bytes each.
#[derive(Debug, Default)]
pub(super) struct Numbers {
    /// Entity, and which of its identifiers.
    places: Vec<(u32, u32)>,
}

impl Numbers {
    pub(super) fn new(entities: &[Entity]) -> Self {
        let all = entities.iter().enumerate().flat_map(|(entity, whose)| {
            let numbered = whose.identifiers.iter().enumerate().filter(|(_, one)| !one.value.is_empty());
            numbered.map(move |(at, _)| (entity as u32, at as u32))
        });
        let mut places: Vec<(u32, u32)> = all.collect();
        places.sort_by(|one, other| value(entities, *one).cmp(value(entities, *other)).then(one.cmp(other)));
        Self { places }
    }

    /// Who has a number of this value, of whatever kind.
    pub(super) fn find<'a>(
        &'a self,
        entities: &'a [Entity],
        wanted: &'a str,
    ) -> impl Iterator<Item = (u32, &'a Identifier)> + 'a {
        let from = self.places.partition_point(|place| value(entities, *place) < wanted);
        let equal = self.places[from..].iter().take_while(move |place| value(entities, **place) == wanted);
        equal.filter_map(|(entity, at)| {
            let identifier = entities.get(*entity as usize)?.identifiers.get(*at as usize)?;
            Some((*entity, identifier))
        })
    }

    /// Bytes that it takes.
    pub(super) fn bytes(&self) -> usize {
        self.places.capacity() * size_of::<(u32, u32)>()
    }
}

fn value(entities: &[Entity], (entity, at): (u32, u32)) -> &str {
    entities
        .get(entity as usize)
        .and_then(|entity| entity.identifiers.get(at as usize))
        .map_or("", |identifier| &identifier.value)
}

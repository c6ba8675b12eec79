/// Lists of values by the number of their group, in two arrays: where each list begins, and all lists one after another.
#[derive(Debug, Default)]
pub(super) struct Grouped<T> {
    starts: Vec<u32>,
    values: Vec<T>,
}

impl Grouped<u32> {
    /// The distinct keys of pairs, in order, and the values of each by its place among them.
    pub(super) fn by_key<K: Copy + Ord>(mut pairs: Vec<(K, u32)>) -> (Vec<K>, Self) {
        pairs.sort_unstable();
        pairs.dedup();
        let (mut keys, mut starts): (Vec<K>, Vec<u32>) = (Vec::new(), Vec::new());
        for (at, (key, _)) in pairs.iter().enumerate() {
            if keys.last() != Some(key) {
                keys.push(*key);
                starts.push(at as u32);
            }
        }
        starts.push(pairs.len() as u32);
        (keys, Self { starts, values: pairs.into_iter().map(|(_, value)| value).collect() })
    }
}

impl<T: Copy + Ord> Grouped<T> {
    /// Of pairs of group and value in any order; each list is in order, without repetitions.
    pub(super) fn new(groups: usize, mut pairs: Vec<(u32, T)>) -> Self {
        pairs.sort_unstable();
        pairs.dedup();
        let mut starts = vec![0u32; groups + 1];
        for (group, _) in &pairs {
            starts[*group as usize + 1] += 1;
        }
        for group in 0..groups {
            starts[group + 1] += starts[group];
        }
        Self { starts, values: pairs.into_iter().map(|(_, value)| value).collect() }
    }

    /// The values of a group; none where there is no such group.
    pub(super) fn of(&self, group: u32) -> &[T] {
        let at = group as usize;
        let ends = self.starts.get(at).zip(self.starts.get(at + 1));
        ends.map_or(&[], |(from, to)| &self.values[*from as usize..*to as usize])
    }

    /// Bytes that it takes.
    pub(super) fn bytes(&self) -> usize {
        self.starts.capacity() * size_of::<u32>() + self.values.capacity() * size_of::<T>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_in_order_with_their_values() {
        let (keys, values) = Grouped::by_key(vec![("b", 2), ("a", 3), ("b", 1), ("b", 2)]);
        assert_eq!(keys, ["a", "b"]);
        assert_eq!((values.of(0), values.of(1)), (&[3][..], &[1, 2][..]));
    }

    #[test]
    fn values_come_back_by_group_in_order_and_once() {
        let groups = Grouped::new(4, vec![(2, 9), (0, 5), (2, 1), (2, 9), (3, 7)]);
        assert_eq!(groups.of(0), [5]);
        assert!(groups.of(1).is_empty());
        assert_eq!(groups.of(2), [1, 9]);
        assert_eq!(groups.of(3), [7]);
        assert!(groups.of(4).is_empty() && groups.of(u32::MAX).is_empty());
    }
}

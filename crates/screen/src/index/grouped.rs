/// Lists of values by the number of their group, in two arrays: where each list begins, and all lists one after another.
#[derive(Debug, Default)]
pub(super) struct Grouped<T> {
    starts: Vec<u32>,
    values: Vec<T>,
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
    fn values_come_back_by_group_in_order_and_once() {
        let groups = Grouped::new(4, vec![(2, 9), (0, 5), (2, 1), (2, 9), (3, 7)]);
        assert_eq!(groups.of(0), [5]);
        assert!(groups.of(1).is_empty());
        assert_eq!(groups.of(2), [1, 9]);
        assert_eq!(groups.of(3), [7]);
        assert!(groups.of(4).is_empty() && groups.of(u32::MAX).is_empty());
    }
}

//! What class a tanker is of, by how much it carries or how large it is.

use crate::class::Class;

/// The class of a deadweight in tonnes: bounds of the flexible market scale (U.S. Energy Information Administration, *Today in Energy*, 16 September
/// 2014), and 40,000 between the two smallest. Ships below 10,000 are of none.
pub(super) fn class_of_deadweight(tonnes: f64) -> Option<Class> {
    match tonnes {
        tonnes if tonnes < 10_000.0 => None,
        tonnes if tonnes < 40_000.0 => Some(Class::Handysize),
        tonnes if tonnes < 60_000.0 => Some(Class::Seawaymax),
        tonnes if tonnes < 80_000.0 => Some(Class::Panamax),
        tonnes if tonnes < 120_000.0 => Some(Class::Aframax),
        tonnes if tonnes < 200_000.0 => Some(Class::Suezmax),
        _ => Some(Class::Vlcc),
    }
}

/// Metres; a Panamax is no broader than the old locks, 32.3 m, and no Aframax is narrower than 40.
const BETWEEN_PANAMAX_AND_AFRAMAX: f64 = 38.0;

/// The class of a length and a beam in metres, as tankers are usually built (183 by 32, 228 by 32, 245 by 42, 274 by 48, 333 by 60). Ships shorter than 140 m
/// are of none. An assumption; where no beam is known the length alone decides, and some Aframaxes of 228 m count as Panamaxes.
pub(super) fn class_of_size(length: f64, beam: Option<f64>) -> Option<Class> {
    match length {
        length if length < 140.0 => None,
        length if length < 176.0 => Some(Class::Handysize),
        length if length < 200.0 => {
            Some(if beam.is_some_and(|beam| beam < 31.5) { Class::Handysize } else { Class::Seawaymax })
        }
        length if length < 238.0 => Some(if beam.is_some_and(|beam| beam > BETWEEN_PANAMAX_AND_AFRAMAX) {
            Class::Aframax
        } else {
            Class::Panamax
        }),
        length if length < 262.0 => Some(Class::Aframax),
        length if length < 300.0 => Some(Class::Suezmax),
        _ => Some(Class::Vlcc),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_sizes_are_of_their_class() {
        for (length, beam, class) in [
            (120.0, Some(19.0), None),
            (182.0, Some(27.0), Some(Class::Handysize)),
            (183.0, Some(32.0), Some(Class::Seawaymax)),
            (228.0, Some(32.0), Some(Class::Panamax)),
            (228.0, Some(42.0), Some(Class::Aframax)),
            (249.0, None, Some(Class::Aframax)),
            (274.0, Some(48.0), Some(Class::Suezmax)),
            (333.0, Some(60.0), Some(Class::Vlcc)),
        ] {
            assert_eq!(class_of_size(length, beam), class, "{length} by {beam:?}");
        }
    }

    #[test]
    fn the_typical_deadweight_of_a_class_is_of_that_class() {
        for class in Class::ALL {
            assert_eq!(class_of_deadweight(class.deadweight()), Some(class));
        }
    }
}

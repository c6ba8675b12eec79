//! Where land, coast, depth and ports are: what a detector has to know of the world.

mod bytes;
mod coast;
mod depth;
mod index;
mod place;
mod places_file;
mod ports;
mod waters;

pub use depth::DepthClass;
pub use place::{HarbourSize, Place, PlaceKind};
pub use places_file::PlacesError;

use crate::sphere::Point;
use std::sync::{Arc, OnceLock};
use thalweg_core::Intake;

const COAST: &[u8] = include_bytes!("../../../data/sea/coast.bin");
const DEPTH: &[u8] = include_bytes!("../../../data/sea/depth.bin");
const PORTS: &[u8] = include_bytes!("../../../data/sea/ports.bin");
const PLACES: &[u8] = include_bytes!("../../../data/sea/places.csv");
const WATERS: &str = include_str!("../../../data/sea/inland_waters.csv");

/// Coast, depth and places of the world, from public-domain sources (`data/PROVENANCE.md` names them).
///
/// ```
/// use thalweg_sea::Point;
/// use thalweg_sea::geography::{Geography, LandBuffer, PlaceKind};
/// let geography = Geography::embedded();
/// let ionian = Point::new(36.88, 20.23);
/// assert!(geography.coast(ionian) > 90_000.0 && !geography.depth(ionian).can_anchor());
/// assert!(geography.on_land(Point::new(48.14, 11.58), &LandBuffer::default()).is_some()); // Munich
/// let (place, metres) = geography.nearest(Point::new(42.73, 133.02), |p| p.kind == PlaceKind::Terminal).unwrap();
/// assert!(place.name.starts_with("Kozmino") && metres < place.radius);
/// ```
#[derive(Clone)]
pub struct Geography {
    coast: Arc<coast::Coast>,
    depth: Arc<depth::Depth>,
    waters: Arc<Vec<waters::Water>>,
    places: Arc<Vec<Place>>,
    index: Arc<index::Index>,
}

/// How far inland a ship may seem to be before it is called on land.
///
/// Natural Earth draws the coast at 1:10,000,000: it errs by a kilometre or two in general and by more in deltas and archipelagos, the grid adds
/// an error of its own ([`Geography::coast`]), and ships rightly lie in docks, rivers and canals that the map takes for land.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LandBuffer {
    /// Less far inland than this nothing is called land, metres. Default: 10 kilometres, five times the error of coast and grid together.
    pub inland: f64,
    /// Nearer than this to any port, terminal or anchorage nothing is called land, metres. Default: 30 kilometres; of all ports that the
    /// World Port Index has, one in ten lies more than 10 kilometres inland.
    pub port: f64,
}

impl Default for LandBuffer {
    fn default() -> Self {
        Self { inland: 10_000.0, port: 30_000.0 }
    }
}

impl Geography {
    /// The geography that comes with this crate; unpacked when it is first asked for, and the same ever after.
    pub fn embedded() -> &'static Self {
        static EMBEDDED: OnceLock<Geography> = OnceLock::new();
        EMBEDDED.get_or_init(Self::unpack)
    }

    fn unpack() -> Self {
        let grids = || rayon::join(|| coast::Coast::decode(COAST), || depth::Depth::decode(DEPTH));
        let ((coast, depth), places) = rayon::join(grids, own_places);
        Self {
            coast: Arc::new(coast),
            depth: Arc::new(depth),
            waters: Arc::new(waters::read(WATERS)),
            index: Arc::new(index::Index::of(&places)),
            places: Arc::new(places),
        }
    }

    /// The same with the places of a table beside its own, and what became of the table's rows. The columns are `kind` (`port`, `terminal`,
    /// `anchorage` or `transfer_area`), `name`, `country`, `locode`, `latitude`, `longitude`, `radius_km`, `oil` (`yes` or `no`) and `source`.
    ///
    /// # Errors
    /// A column that is needed is not there.
    pub fn with_places(&self, file: &str, csv: &[u8]) -> Result<(Self, Intake), PlacesError> {
        let (further, intake) = places_file::read(file, csv)?;
        let places: Vec<Place> = self.places.iter().cloned().chain(further).collect();
        let index = Arc::new(index::Index::of(&places));
        Ok((Self { places: Arc::new(places), index, ..self.clone() }, intake))
    }

    /// All places: the ports of the World Port Index by number, then our own, then the user's.
    pub fn places(&self) -> &[Place] {
        &self.places
    }

    /// Metres to the coast; negative inland.
    ///
    /// By bilinear interpolation on a grid of a sixteenth of a degree near the coast and up to half a degree far off. Against the exact distance to
    /// Natural Earth's polygons at random points (`examples/derive_geography check`), the error within 10 km of the coast has a median of 0.3
    /// km, is below 1.6 km for 95 and below 2.4 km for 99 points of 100, and was never more than 3.3 km; from 10 to 100 km off it is below 0.9 km
    /// for 95 of 100 and was never more than 2.9 km; further off about 2 percent. South of 60 S, north of 78 N and far inland it is several
    /// kilometres. To that comes the error of the map. Lakes count as land, the Caspian Sea does not.
    #[inline]
    pub fn coast(&self, point: Point) -> f64 {
        self.coast.metres(point.lat, point.lon)
    }

    /// How deep the sea is.
    pub fn depth(&self, point: Point) -> DepthClass {
        self.depth.class(point.lat, point.lon)
    }

    /// How far inland a point is, metres, if it is where no ship can be: further inland than the buffer, further from any port, and on none of
    /// the inland waters (`data/sea/inland_waters.csv`: great lakes, rivers and canals with a margin of their own). None elsewhere.
    pub fn on_land(&self, point: Point, buffer: &LandBuffer) -> Option<f64> {
        let inland = -self.coast(point);
        let afloat = || {
            self.waters.iter().any(|water| water.holds(point))
                || self
                    .nearest(point, |place| place.kind != PlaceKind::TransferArea)
                    .is_some_and(|(_, metres)| metres < buffer.port)
        };
        (inland > buffer.inland && !afloat()).then_some(inland)
    }

    /// The nearest place that is asked for, and the metres to its middle.
    pub fn nearest(&self, point: Point, filter: impl Fn(&Place) -> bool) -> Option<(&Place, f64)> {
        let place = self.index.nearest(point).map(|i| &self.places[i]).find(|place| filter(place))?;
        Some((place, place.point.distance(point)))
    }

    /// The places whose radius holds a point, in the order of [`Geography::places`].
    pub fn within(&self, point: Point) -> Vec<&Place> {
        let mut found: Vec<usize> = self.index.may_hold(point).collect();
        found.sort_unstable();
        found.into_iter().map(|i| &self.places[i]).filter(|place| place.holds(point)).collect()
    }

    /// The places of which some part is within so many metres of a point, with the metres to their edge (0 inside), in the order of
    /// [`Geography::places`]: what a ship could have reached.
    pub fn around(&self, point: Point, metres: f64) -> Vec<(&Place, f64)> {
        let edge = |place: &Place| (place.point.distance(point) - place.radius).max(0.0);
        let found = self.around_numbered(point, metres).into_iter();
        found.map(|i| &self.places[i]).map(|place| (place, edge(place))).collect()
    }

    /// The same, by number.
    pub(crate) fn around_numbered(&self, point: Point, metres: f64) -> Vec<usize> {
        let reaches = |i: &usize| self.places[*i].point.distance(point) - self.places[*i].radius <= metres;
        let mut found: Vec<usize> = self.index.may_reach(point, metres).filter(reaches).collect();
        found.sort_unstable();
        found
    }
}

/// Ports of the index, then our own table, which has every column, and of which a test holds that no row is refused.
fn own_places() -> Vec<Place> {
    let mut places = ports::decode(PORTS);
    places.extend(places_file::read("places.csv", PLACES).map(|(places, _)| places).unwrap_or_default());
    places
}

impl std::fmt::Debug for Geography {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Geography").field("places", &self.places.len()).finish_non_exhaustive()
    }
}

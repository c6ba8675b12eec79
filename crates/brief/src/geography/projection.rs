/// The Equal Earth projection: areas true to scale, poles as lines, a pleasing outline.
///
/// Šavrič, Patterson and Jenny (2018), *The Equal Earth map projection*, International Journal of Geographical
/// Information Science 33(3), equations 5 and 6 and table 1.
/// The centre is 11° E, so that the map's edge runs through the Bering Strait and cuts no country.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Projection {
    /// Width of the map in drawing units.
    pub width: f64,
}

const A: [f64; 4] = [1.340_264, -0.081_106, 0.000_893, 0.003_796];
const SQRT_3: f64 = 1.732_050_807_568_877_2;
/// Longitude at the middle of the map.
const CENTRE: f64 = 11.0;
/// The map shows these latitudes: from Tierra del Fuego to the north of Greenland.
const SOUTH: f64 = -57.0;
const NORTH: f64 = 84.0;

impl Projection {
    /// Height of the map in drawing units.
    pub fn height(self) -> f64 {
        (ordinate(NORTH) - ordinate(SOUTH)) * self.scale()
    }

    /// Where a longitude and a latitude, in degrees, lie on the map: x grows to the east, y to the south.
    ///
    /// ```
    /// let map = thalweg_brief::geography::Projection { width: 1000.0 };
    /// let (x, _) = map.place(11.0, 0.0);
    /// assert!((x - 500.0).abs() < 1e-9);
    /// ```
    pub fn place(self, longitude: f64, latitude: f64) -> (f64, f64) {
        self.place_as_is(longitude + Self::turn(longitude), latitude)
    }

    /// Degrees, 360 or none, by which a longitude is turned to lie between the map's edges.
    pub(super) fn turn(longitude: f64) -> f64 {
        -((longitude - CENTRE) / 360.0).round() * 360.0
    }

    /// The same for a longitude that may lie a little over the edge, as an island that the edge would cut.
    pub(super) fn place_as_is(self, longitude: f64, latitude: f64) -> (f64, f64) {
        let x = (longitude - CENTRE).to_radians() * stretch(latitude);
        (x * self.scale() + self.width / 2.0, (ordinate(NORTH) - ordinate(latitude)) * self.scale())
    }

    fn scale(self) -> f64 {
        self.width / (2.0 * std::f64::consts::PI * stretch(0.0))
    }
}

fn parametric(latitude: f64) -> f64 {
    (SQRT_3 / 2.0 * latitude.to_radians().sin()).asin()
}

/// Length of a radian of longitude at a latitude.
fn stretch(latitude: f64) -> f64 {
    let theta = parametric(latitude);
    let slope = 9.0 * A[3] * theta.powi(8) + 7.0 * A[2] * theta.powi(6) + 3.0 * A[1] * theta.powi(2) + A[0];
    2.0 * SQRT_3 * theta.cos() / (3.0 * slope)
}

fn ordinate(latitude: f64) -> f64 {
    let theta = parametric(latitude);
    A[3] * theta.powi(9) + A[2] * theta.powi(7) + A[1] * theta.powi(3) + A[0] * theta
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn areas_are_true_to_scale() {
        // A cell of one degree at 60° has half the area of one at the equator, give or take the cell's own curvature.
        let map = Projection { width: 1000.0 };
        let area = |latitude: f64| {
            let (x0, y0) = map.place(20.0, latitude - 0.5);
            let (x1, _) = map.place(21.0, latitude - 0.5);
            let (_, y1) = map.place(20.0, latitude + 0.5);
            let (x2, _) = map.place(20.0, latitude + 0.5);
            let (x3, _) = map.place(21.0, latitude + 0.5);
            (y0 - y1) * ((x1 - x0) + (x3 - x2)) / 2.0
        };
        assert!((area(60.0) / area(0.0) - 0.5).abs() < 1e-3);
    }

    #[test]
    fn the_far_east_of_russia_is_in_the_east() {
        let map = Projection { width: 1000.0 };
        assert!(map.place(-172.0, 66.0).0 > map.place(170.0, 66.0).0);
    }
}

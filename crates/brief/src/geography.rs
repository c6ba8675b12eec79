//! The world as a page draws it: outlines, positions, and the projection that flattens them.

mod outlines;
mod positions;
mod projection;

pub use outlines::{OutlineError, Outlines};
pub use positions::Positions;
pub use projection::Projection;

/// The code under which geography files a country: data sets also use `ROM` for Romania and `ZAR` for Congo.
///
/// ```
/// assert_eq!(thalweg_brief::geography::filed_under("ROM"), "ROU");
/// assert_eq!(thalweg_brief::geography::filed_under("CHN"), "CHN");
/// ```
pub fn filed_under(code: &str) -> &str {
    match code {
        "ROM" => "ROU",
        "ZAR" => "COD",
        "TMP" => "TLS",
        other => other,
    }
}

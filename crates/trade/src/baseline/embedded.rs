//! The baselines that come with the program, and opening any other.

use super::{Baseline, bytes, unpack};
use crate::error::{Error, ErrorKind};
use std::path::Path;
use thalweg_core::{Problem, nearest};

/// Their names and packed bytes; the first is the default. `data/PROVENANCE.md` says where each comes from.
const EMBEDDED: [(&str, &[u8]); 3] = [
    ("world-2022", include_bytes!("../../../../data/baselines/world-2022.thalweg")),
    ("world-2011", include_bytes!("../../../../data/baselines/world-2011.thalweg")),
    ("world-2023", include_bytes!("../../../../data/baselines/world-2023.thalweg")),
];

impl Baseline {
    /// The name of the baseline that is meant where none is named.
    pub const DEFAULT: &'static str = EMBEDDED[0].0;

    /// The names of the embedded baselines, the default first.
    ///
    /// ```
    /// use thalweg_trade::Baseline;
    /// assert_eq!(Baseline::embedded_names(), ["world-2022", "world-2011", "world-2023"]);
    /// ```
    pub fn embedded_names() -> [&'static str; 3] {
        EMBEDDED.map(|(name, _)| name)
    }

    /// The packed bytes of an embedded baseline, as they stand in its file.
    pub fn embedded_bytes(name: &str) -> Option<&'static [u8]> {
        EMBEDDED.iter().find(|(known, _)| *known == name).map(|(_, bytes)| *bytes)
    }

    /// An embedded baseline by its name.
    ///
    /// # Errors
    /// [`ErrorKind::Baseline`] when there is none of that name; it says which there are.
    ///
    /// ```
    /// use thalweg_trade::Baseline;
    /// let world = Baseline::embedded("world-2011")?;
    /// assert_eq!((world.countries.len(), world.sectors.len()), (41, 35));
    /// let error = Baseline::embedded("world-2012").unwrap_err();
    /// assert_eq!(
    ///     error.to_string(),
    ///     "there is no embedded baseline `world-2012` (did you mean `world-2022`? there are: world-2022, world-2011, world-2023)",
    /// );
    /// # Ok::<(), thalweg_trade::Error>(())
    /// ```
    pub fn embedded(name: &str) -> Result<Self, Error> {
        match Self::embedded_bytes(name) {
            Some(bytes) => unpack(bytes),
            None => {
                let problem =
                    Problem::new(format!("there is no embedded baseline `{name}`")).help(suggestion(name));
                Err(Error::new(ErrorKind::Baseline, vec![problem]))
            }
        }
    }

    /// A baseline by the name of an embedded one, or by the path of a folder or of a packed file.
    ///
    /// A name that is embedded means that; write `./world-2022` for a folder of that name.
    ///
    /// # Errors
    /// As [`Baseline::embedded`], [`Baseline::read_folder`] and [`unpack`] have them; [`ErrorKind::File`] when it is
    /// neither a name nor a path.
    ///
    /// ```
    /// use thalweg_trade::Baseline;
    /// assert_eq!(Baseline::open("world-2023")?.countries.len(), 194);
    /// # Ok::<(), thalweg_trade::Error>(())
    /// ```
    pub fn open(name_or_path: &str) -> Result<Self, Error> {
        let path = Path::new(name_or_path);
        if Self::embedded_bytes(name_or_path).is_some() {
            Self::embedded(name_or_path)
        } else if path.is_dir() {
            Self::read_folder(path).map(|(baseline, _)| baseline)
        } else if path.exists() {
            open_file(path)
        } else {
            let message = format!("there is no embedded baseline, folder or file `{name_or_path}`");
            Err(Error::new(ErrorKind::File, vec![Problem::new(message).help(suggestion(name_or_path))]))
        }
    }
}

fn open_file(path: &Path) -> Result<Baseline, Error> {
    let bytes = bytes::read(path, bytes::LARGEST_FILE).map_err(|p| Error::new(ErrorKind::File, vec![p]))?;
    unpack(&bytes).map_err(|error| {
        let named = |problem: &Problem| Problem {
            message: format!("`{}`: {}", path.display(), problem.message),
            ..problem.clone()
        };
        Error::new(error.kind(), error.problems().iter().map(named).collect())
    })
}

fn suggestion(name: &str) -> String {
    let names = Baseline::embedded_names();
    let list = format!("there are: {}", names.join(", "));
    nearest(name, names).map_or(list.clone(), |near| format!("did you mean `{near}`? {list}"))
}

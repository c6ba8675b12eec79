//! Writing files, whole or not at all.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use thalweg_core::Problem;

/// Whether a path means a folder: it ends in a slash, or a folder stands there.
pub(crate) fn means_folder(path: &Path) -> bool {
    path.to_string_lossy().ends_with(std::path::is_separator) || path.is_dir()
}

/// Says at once that a file cannot be written where that can be known before there is something to write.
pub(crate) fn check(path: &Path) -> Result<(), Problem> {
    let folder = folder_of(path);
    let refused = |words: &str| Err(Problem::new(format!("cannot write `{}`: {words}", path.display())));
    if path.is_dir() {
        refused("it is a folder")
    } else if !folder.exists() {
        refused(&format!("there is no folder `{}`", folder.display()))
    } else if !folder.is_dir() {
        refused(&format!("`{}` is not a folder", folder.display()))
    } else if fs::metadata(path).is_ok_and(|there| there.permissions().readonly()) {
        refused("permission denied")
    } else {
        Ok(())
    }
}

/// Writes a file under another name first, so that nobody ever sees half of it. Its folder is made if there is none.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<(), Problem> {
    let written = match fs::metadata(path) {
        // a device or a named pipe cannot be replaced, only written to
        Ok(there) if !there.is_file() => {
            fs::OpenOptions::new().write(true).open(path).and_then(|mut f| f.write_all(bytes))
        }
        _ => replace(path, bytes),
    };
    written.map_err(|error| unwritable(&path.display().to_string(), &error))
}

fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = Pending::new(path)?;
    file.write_all(bytes)?;
    file.finish()
}

/// A file that is written bit by bit under another name, and has its own when it is whole.
pub(crate) struct Pending {
    file: tempfile::NamedTempFile,
    path: PathBuf,
}

impl Pending {
    /// Begins a file.
    pub(crate) fn new(path: &Path) -> io::Result<Self> {
        // what a link points to is replaced, not the link
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let permissions =
            fs::metadata(&path).ok().filter(fs::Metadata::is_file).map(|there| there.permissions());
        let folder = folder_of(&path);
        fs::create_dir_all(&folder)?;
        let mut builder = tempfile::Builder::new();
        builder.prefix(".thalweg-");
        open_to_all(&mut builder);
        let file = builder.tempfile_in(folder)?;
        if let Some(permissions) = permissions {
            file.as_file().set_permissions(permissions)?;
        }
        Ok(Self { file, path })
    }

    /// Gives the file its name.
    pub(crate) fn finish(self) -> io::Result<()> {
        self.file.persist(&self.path).map(|_| ()).map_err(|error| error.error)
    }
}

impl Write for Pending {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// The rights that any new file has, not the narrow ones of a temporary file.
#[cfg(unix)]
fn open_to_all(builder: &mut tempfile::Builder<'_, '_>) {
    use std::os::unix::fs::PermissionsExt;
    builder.permissions(fs::Permissions::from_mode(0o666));
}

#[cfg(not(unix))]
fn open_to_all(_: &mut tempfile::Builder<'_, '_>) {}

fn folder_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    }
}

/// What the system says, with the name of what could not be written.
pub(crate) fn unwritable(name: &str, error: &io::Error) -> Problem {
    let words = match error.kind() {
        io::ErrorKind::NotFound => "there is no such folder".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        io::ErrorKind::StorageFull => "the disk is full".to_owned(),
        _ => error.to_string(),
    };
    Problem::new(format!("cannot write `{name}`: {words}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect()
    }

    #[test]
    fn a_file_is_replaced_and_nothing_else_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.json");
        write(&path, b"old").unwrap();
        write(&path, b"new").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert_eq!(names(folder.path()), ["a.json"]);
    }

    #[test]
    fn what_cannot_be_written_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let problem = |path: &Path| check(path).unwrap_err().message;
        let missing = folder.path().join("no/a.json");
        assert!(problem(&missing).contains("no/a.json`: there is no folder"));
        assert!(problem(folder.path()).ends_with("it is a folder"));
        write(&folder.path().join("f"), b"").unwrap();
        assert!(problem(&folder.path().join("f/a.json")).ends_with("is not a folder"));
    }

    #[cfg(unix)]
    #[test]
    fn links_devices_and_rights_stay() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = tempfile::tempdir().unwrap();
        let (path, link) = (folder.path().join("a"), folder.path().join("link"));
        write(&path, b"old").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        symlink(&path, &link).unwrap();
        write(&link, b"new").unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
        write(Path::new("/dev/null"), b"x").unwrap();
        assert!(!fs::metadata("/dev/null").unwrap().is_file());
    }
}

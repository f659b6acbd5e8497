//! The folder of a running site: a data folder that is its own while it runs, or a temporary one.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};

/// The folder of one running site.
#[derive(Debug)]
pub(crate) struct Folder {
    path: PathBuf,
    /// Held, never read: the lock ends with the process, however that ends.
    _lock: Option<File>,
    /// Held, never read: a site in memory leaves nothing behind.
    _temporary: Option<tempfile::TempDir>,
}

impl Folder {
    /// Takes a data folder for this process; made if it is missing.
    ///
    /// # Errors
    /// Fails when another running site has it. The lock is the system's, so a killed site leaves none.
    pub(crate) fn take(path: &Path) -> anyhow::Result<Self> {
        make(path).with_context(|| format!("cannot make the data folder {}", path.display()))?;
        let path = path.canonicalize().with_context(|| format!("cannot open the data folder {}", path.display()))?;
        let lock = File::options()
            .create(true)
            .append(true)
            .open(path.join("lock"))
            .with_context(|| format!("cannot write in the data folder {}", path.display()))?;
        match lock.try_lock() {
            Ok(()) => Ok(Self { path, _lock: Some(lock), _temporary: None }),
            Err(TryLockError::WouldBlock) => bail!(
                "another local site is running on the data folder {}: stop it, or start this one with `--data DIR` or `--memory`",
                path.display()
            ),
            Err(TryLockError::Error(error)) => {
                Err(error).with_context(|| format!("cannot lock the data folder {}", path.display()))
            }
        }
    }

    /// Makes a folder that goes when the site stops.
    pub(crate) fn temporary() -> anyhow::Result<Self> {
        let temporary =
            tempfile::Builder::new().prefix("local-site-").tempdir().context("cannot make a temporary folder")?;
        Ok(Self { path: temporary.path().to_owned(), _lock: None, _temporary: Some(temporary) })
    }

    /// Returns a path inside.
    pub(crate) fn join(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }
}

/// Makes a folder that its owner alone can read, since it will hold people's names and addresses.
fn make(path: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_sites_never_share_a_data_folder() {
        let place = tempfile::tempdir().unwrap();
        let data = place.path().join("data");
        let first = Folder::take(&data).unwrap();
        let refusal = Folder::take(&data).unwrap_err().to_string();
        assert!(refusal.contains("another local site") && refusal.contains("--data"), "{refusal}");
        drop(first);
        Folder::take(&data).unwrap();
    }
}

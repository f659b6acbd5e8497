//! A copy of a data folder, taken while its site runs.
//!
//! The copy is a data folder itself: a site starts on it. The secrets are not in it, so that somebody who finds a copy
//! can make no links. An operator keeps the two in different places.

use std::fs::File;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, ensure};
use dynoxide::storage::Storage;

use crate::database::failure;
use crate::site::{DATABASE, KEYS, POSITION};

/// Copies a data folder to a new folder. The copy is there whole or not at all, and its database is as it was at one moment.
///
/// # Errors
/// Fails when the data folder holds no database, the new folder is there already, or the disk is full.
pub fn back_up(data: &Path, to: &Path) -> anyhow::Result<()> {
    let database = data.join(DATABASE);
    ensure!(database.is_file(), "{} is no site's data folder: {DATABASE} is missing in it", data.display());
    ensure!(!to.exists(), "{} is there already: name a folder that is not, such as one with the date", to.display());
    let parent = match to.parent() {
        Some(parent) if parent != Path::new("") => parent,
        Some(_) | None => Path::new("."),
    };
    // The folder is readable by its owner alone, and removed unless it is kept.
    let mut builder = tempfile::Builder::new();
    builder.prefix(".unfinished-backup-");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
    let beside = builder.tempdir_in(parent);
    let beside = beside.with_context(|| format!("cannot make a folder in {}", parent.display()))?;

    // The positions are copied before the database. A record that is newer than the position is delivered again, which
    // changes nothing. A position that is newer than its records would pass over those that come after them.
    for file in small_files(data)? {
        let name = file.file_name().context("a file has a name")?;
        std::fs::copy(&file, beside.path().join(name)).with_context(|| format!("cannot copy {}", file.display()))?;
    }
    copy_database(&database, &beside.path().join(DATABASE))?;

    for entry in std::fs::read_dir(beside.path())? {
        File::open(entry?.path())?.sync_all()?;
    }
    File::open(beside.path())?.sync_all()?;
    std::fs::rename(beside.path(), to).with_context(|| format!("cannot make {}", to.display()))?;
    // It is kept under its new name.
    let _ = beside.keep();
    File::open(parent)?.sync_all()?;
    Ok(())
}

/// Lists the positions of the streams, and the fingerprints of the keys.
fn small_files(data: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(data)? {
        let path = entry?.path();
        if path.extension().is_some_and(|ending| ending == POSITION) || path.ends_with(KEYS) {
            files.push(path);
        }
    }
    Ok(files)
}

/// Copies the database by a reading transaction of `SQLite`. It holds up no writer and sees none that comes after its
/// beginning.
fn copy_database(from: &Path, to: &Path) -> anyhow::Result<()> {
    let text = |path: &Path| path.to_str().map(str::to_owned).context("the folder's path must be UTF-8");
    let storage = Storage::new(&text(from)?).map_err(failure)?;
    storage.vacuum_into(&text(to)?).map_err(failure).context("cannot copy the database")?;
    let copy = Storage::new(&text(to)?).map_err(failure)?;
    let verdict: String = copy.conn().query_row("PRAGMA quick_check", [], |row| row.get(0))?;
    ensure!(verdict == "ok", "the copy of the database is damaged: {verdict}");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_without_a_database_or_a_copy_that_is_there_is_refused() {
        let place = tempfile::tempdir().unwrap();
        let data = place.path().join("data");
        std::fs::create_dir(&data).unwrap();
        let refusal = back_up(&data, &place.path().join("copy")).unwrap_err().to_string();
        assert!(refusal.contains("no site's data folder"), "{refusal}");
        Storage::new(data.join(DATABASE).to_str().unwrap()).unwrap();
        let refusal = back_up(&data, place.path()).unwrap_err().to_string();
        assert!(refusal.contains("is there already"), "{refusal}");
        assert_eq!(std::fs::read_dir(place.path()).unwrap().count(), 1, "nothing unfinished is left");
    }

    #[test]
    fn a_copy_has_the_positions_and_fingerprints_and_no_secret() {
        let place = tempfile::tempdir().unwrap();
        let data = place.path().join("data");
        std::fs::create_dir(&data).unwrap();
        Storage::new(data.join(DATABASE).to_str().unwrap()).unwrap();
        for name in ["Pledges.position", KEYS, "secrets.json", "lock"] {
            std::fs::write(data.join(name), "text").unwrap();
        }
        back_up(&data, &place.path().join("copy")).unwrap();
        let entries = std::fs::read_dir(place.path().join("copy")).unwrap();
        let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        assert_eq!(names, ["Pledges.position", DATABASE, KEYS]);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = std::fs::metadata(place.path().join("copy")).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o700, "it holds people's names");
        }
    }
}

//! The local site's secrets, which Secrets Manager would hold on AWS.
//!
//! A trial makes each secret at random when it is first asked for. It keeps them in `secrets.json` in the data folder,
//! so that links from before a restart still work. In memory they go with the process. A site in production has a
//! folder of secrets, apart from its data: one file for each, under its name in the template.

use std::collections::BTreeMap;
use std::fmt;
use std::fs::File;
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail, ensure};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};
use web::Entropy;

/// The secrets that can never change once people have signed: with another one, everybody could sign a second time.
const UNCHANGEABLE: [&str; 2] = ["IdentityKey", "PersonKey"];

/// Secrets by name. `Debug` shows the names alone.
pub(crate) struct Secrets {
    values: BTreeMap<String, String>,
    place: Place,
    entropy: Entropy,
}

enum Place {
    Memory,
    /// One file with all secrets, to which new ones are added.
    File(PathBuf),
    /// A folder with one file for each.
    Folder(PathBuf),
}

impl Secrets {
    /// Opens the secrets of a data folder: the ones it has, and room for more.
    pub(crate) fn open(file: PathBuf, entropy: Entropy) -> anyhow::Result<Self> {
        let values: BTreeMap<String, String> = match std::fs::read(&file) {
            Ok(text) => serde_json::from_slice(&text)
                .with_context(|| format!("{} is damaged; without it, links mailed so far are dead", file.display()))?,
            Err(error) if error.kind() == ErrorKind::NotFound => BTreeMap::new(),
            Err(error) => return Err(error).with_context(|| format!("cannot read {}", file.display())),
        };
        // Earlier versions kept the whole reference.
        let values = values.into_iter().map(|(name, value)| (name_in(&name), value)).collect();
        Ok(Self { values, place: Place::File(file), entropy })
    }

    /// Makes secrets that nobody keeps.
    pub(crate) fn in_memory(entropy: Entropy) -> Self {
        Self { values: BTreeMap::new(), place: Place::Memory, entropy }
    }

    /// Opens the secrets of a folder, one file for each.
    pub(crate) fn in_folder(folder: &Path, entropy: Entropy) -> Self {
        Self { values: BTreeMap::new(), place: Place::Folder(folder.to_owned()), entropy }
    }

    /// Returns the secret of this name. If there is none, it is made now, except in a folder: 43 letters, 256 bits.
    pub(crate) fn get(&mut self, name: &str) -> anyhow::Result<String> {
        if let Some(value) = self.find(name)? {
            return Ok(value);
        }
        if let Place::Folder(folder) = &self.place {
            bail!("the secret {name} is missing in {}", folder.display());
        }
        let value = self.random();
        self.values.insert(name.to_owned(), value.clone());
        if let Place::File(file) = &self.place {
            keep(file, &self.values).with_context(|| format!("cannot write {}", file.display()))?;
        }
        Ok(value)
    }

    /// Returns the secret of this name, if there is one.
    pub(crate) fn find(&mut self, name: &str) -> anyhow::Result<Option<String>> {
        if let Some(value) = self.values.get(name) {
            return Ok(Some(value.clone()));
        }
        let Place::Folder(folder) = &self.place else { return Ok(None) };
        let value = read(&folder.join(name))?;
        if let Some(value) = &value {
            self.values.insert(name.to_owned(), value.clone());
        }
        Ok(value)
    }

    /// Makes the secrets of these names that a folder lacks, and returns their names. If people have signed already,
    /// the ones that cannot change are never made again.
    ///
    /// # Errors
    /// Fails when one of those is missing, or the folder cannot be written.
    pub(crate) fn make_missing(&mut self, names: &[String], people_have_signed: bool) -> anyhow::Result<Vec<String>> {
        let Place::Folder(folder) = &self.place else { return Ok(Vec::new()) };
        let folder = folder.clone();
        let mut missing = Vec::new();
        for name in names {
            if self.find(name)?.is_none() {
                missing.push(name.clone());
            }
        }
        if people_have_signed && let Some(name) = missing.iter().find(|name| UNCHANGEABLE.contains(&name.as_str())) {
            bail!(
                "people have signed already, and the secret {name} is missing in {}. Put it back from your copy. It is not made again: with another one, everybody could sign a second time",
                folder.display()
            );
        }
        for name in &missing {
            let value = self.random();
            write_new(&folder.join(name), &value).with_context(|| {
                format!("the secrets {} are missing in {}, and cannot be written there: make them with the command `make-secrets`", missing.join(", "), folder.display())
            })?;
            self.values.insert(name.clone(), value);
        }
        Ok(missing)
    }

    /// Compares the secrets that cannot change with the fingerprints in a file of the data folder. The first call
    /// writes the file.
    ///
    /// # Errors
    /// Fails when one of them differs from before.
    pub(crate) fn check_unchanged(&self, file: &Path) -> anyhow::Result<()> {
        let mut noted: BTreeMap<String, String> = match std::fs::read(file) {
            Ok(text) => serde_json::from_slice(&text).with_context(|| format!("{} is damaged", file.display()))?,
            Err(error) if error.kind() == ErrorKind::NotFound => BTreeMap::new(),
            Err(error) => return Err(error).with_context(|| format!("cannot read {}", file.display())),
        };
        let before = noted.clone();
        for name in UNCHANGEABLE {
            let Some(value) = self.values.get(name) else { continue };
            let now = fingerprint(name, value);
            let first = noted.entry(name.to_owned()).or_insert_with(|| now.clone());
            ensure!(
                *first == now,
                "the secret {name} is another one than the data in {} were made with: put that one back. With another one, everybody could sign a second time",
                file.parent().unwrap_or(file).display()
            );
        }
        if noted != before {
            keep(file, &noted).with_context(|| format!("cannot write {}", file.display()))?;
        }
        Ok(())
    }

    /// Replaces each `{{resolve:secretsmanager:<secret>:SecretString[:<key>:<version>]}}` in a text.
    pub(crate) fn resolve(&mut self, text: &str) -> anyhow::Result<String> {
        const OPEN: &str = "{{resolve:";
        let mut whole = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once(OPEN) {
            let (reference, after) = after.split_once("}}").context("a {{resolve:..}} is never closed")?;
            let path = reference
                .strip_prefix("secretsmanager:")
                .with_context(|| format!("{OPEN}{reference}}}}}: the local site resolves secretsmanager alone"))?;
            whole.push_str(before);
            whole.push_str(&self.get(&name_in(path))?);
            rest = after;
        }
        whole.push_str(rest);
        Ok(whole)
    }

    fn random(&self) -> String {
        URL_SAFE_NO_PAD.encode([self.entropy.sixteen_bytes(), self.entropy.sixteen_bytes()].concat())
    }
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.values.keys()).finish()
    }
}

/// Returns the secret's name in a reference. The reference may go on to name a part of it and the label of a version:
/// `TokenKey`, and `TokenKey.v1` for a version other than the current one.
fn name_in(reference: &str) -> String {
    let Some((name, rest)) = reference.split_once(":SecretString") else { return reference.to_owned() };
    match rest.split(':').nth(2) {
        None | Some("" | "AWSCURRENT") => name.to_owned(),
        Some(label) => format!("{name}.{label}"),
    }
}

/// Reads a secret's own file: one line, which only its owner and perhaps a group may read.
fn read(file: &Path) -> anyhow::Result<Option<String>> {
    let text = match std::fs::read_to_string(file) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error).with_context(|| format!("cannot read the secret {}", file.display())),
    };
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(file)?.permissions().mode();
        // A group may read the file: systemd marks so that it gave the file to the service's user.
        ensure!(
            mode & 0o027 == 0,
            "the secret {} can be read or changed by others (mode {:o}): run `chmod 600` on it",
            file.display(),
            mode & 0o777
        );
    }
    let text = text.trim_end_matches(['\r', '\n']);
    ensure!(!text.is_empty() && !text.contains('\n'), "the secret {} must be one line of text", file.display());
    Ok(Some(text.to_owned()))
}

/// Writes a new file that its owner alone may read. An existing one is never written over.
fn write_new(file: &Path, value: &str) -> anyhow::Result<()> {
    let folder = file.parent().context("a file is in a folder")?;
    let mut beside = tempfile::NamedTempFile::new_in(folder)?;
    writeln!(beside, "{value}")?;
    beside.as_file().sync_all()?;
    beside.persist_noclobber(file)?;
    // Syncing the folder keeps the names in it.
    File::open(folder)?.sync_all()?;
    Ok(())
}

/// Hashes a secret, to recognise it again. The secrets are 256 random bits, which nobody finds from their hash.
fn fingerprint(name: &str, value: &str) -> String {
    let hash = Sha256::digest(format!("fingerprint of {name}: {value}"));
    URL_SAFE_NO_PAD.encode(hash)
}

/// Writes to another file and renames it, so that a crash leaves the old file or the new one.
fn keep(file: &Path, values: &BTreeMap<String, String>) -> anyhow::Result<()> {
    let folder = file.parent().context("a file is in a folder")?;
    // A temporary file is made readable by its owner alone (0600), and keeps that mode.
    let mut beside = tempfile::NamedTempFile::new_in(folder)?;
    serde_json::to_writer_pretty(&mut beside, values)?;
    beside.flush()?;
    beside.as_file().sync_all()?;
    beside.persist(file)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_restart_keeps_the_secrets_and_hides_them_from_others() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("secrets.json");
        let first = Secrets::open(file.clone(), Entropy::system()).unwrap().get("IdentityKey").unwrap();
        assert_eq!(Secrets::open(file.clone(), Entropy::system()).unwrap().get("IdentityKey").unwrap(), first);
        assert!(first.len() >= 32);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        }
    }

    #[test]
    fn a_reference_inside_a_text_is_resolved_each_time_to_the_same() {
        let mut secrets = Secrets::in_memory(Entropy::seeded(1));
        let one = secrets.resolve("k1:{{resolve:secretsmanager:arn:aws:x:Tokens:SecretString}}").unwrap();
        let two = secrets.resolve("k1:{{resolve:secretsmanager:arn:aws:x:Tokens:SecretString::AWSCURRENT}}").unwrap();
        assert_eq!(one, two, "what there was before versions had names is the first version");
        assert!(one.starts_with("k1:") && one.len() == 46, "three letters and the secret");
        assert_ne!(one, secrets.resolve("k1:{{resolve:secretsmanager:arn:aws:x:Tokens:SecretString::v2}}").unwrap());
        assert_eq!(secrets.resolve("plain").unwrap(), "plain");
    }

    #[test]
    fn other_stores_are_refused() {
        let mut secrets = Secrets::in_memory(Entropy::seeded(1));
        assert!(secrets.resolve("{{resolve:ssm:/a}}").unwrap_err().to_string().contains("secretsmanager alone"));
        assert!(secrets.resolve("{{resolve:secretsmanager:a").is_err());
    }

    #[test]
    fn debug_output_holds_no_secret() {
        let mut secrets = Secrets::in_memory(Entropy::seeded(1));
        let value = secrets.get("IdentityKey").unwrap();
        assert!(!format!("{secrets:?}").contains(&value));
    }

    #[test]
    fn a_reference_to_a_part_or_a_version_names_the_same_secret() {
        let mut secrets = Secrets::in_memory(Entropy::seeded(1));
        let value = secrets.resolve("{{resolve:secretsmanager:TokenKey:SecretString}}").unwrap();
        assert_eq!(secrets.resolve("{{resolve:secretsmanager:TokenKey:SecretString:::v2}}").unwrap(), value);
    }

    #[test]
    fn a_data_folder_of_an_earlier_version_keeps_its_secrets() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("secrets.json");
        std::fs::write(&file, r#"{"TokenKey:SecretString": "first"}"#).unwrap();
        let mut secrets = Secrets::open(file, Entropy::system()).unwrap();
        assert_eq!(secrets.resolve("{{resolve:secretsmanager:TokenKey:SecretString}}").unwrap(), "first");
    }

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn a_folder_gets_what_it_lacks_and_keeps_what_it_has() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("TokenKey"), "mine\n").unwrap();
        chmod(&folder.path().join("TokenKey"), 0o640);
        let wanted = names(&["IdentityKey", "TokenKey"]);
        let mut secrets = Secrets::in_folder(folder.path(), Entropy::system());
        assert!(secrets.get("IdentityKey").unwrap_err().to_string().contains("is missing"));
        assert_eq!(secrets.make_missing(&wanted, false).unwrap(), ["IdentityKey"]);
        let made = secrets.get("IdentityKey").unwrap();
        let mut again = Secrets::in_folder(folder.path(), Entropy::system());
        assert!(again.make_missing(&wanted, true).unwrap().is_empty());
        assert_eq!((again.get("IdentityKey").unwrap(), again.get("TokenKey").unwrap()), (made, "mine".to_owned()));
    }

    #[test]
    fn where_people_have_signed_an_identity_key_is_never_made() {
        let folder = tempfile::tempdir().unwrap();
        let mut secrets = Secrets::in_folder(folder.path(), Entropy::system());
        for name in UNCHANGEABLE {
            let refusal = secrets.make_missing(&names(&["TokenKey", name]), true).unwrap_err().to_string();
            assert!(refusal.contains(name) && refusal.contains("a second time"), "{refusal}");
        }
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "and nothing else is made beside the data");
    }

    #[test]
    fn another_identity_key_than_the_datas_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let noted = folder.path().join("keys.json");
        let with = |value: &str| {
            let mut secrets = Secrets::in_memory(Entropy::seeded(1));
            secrets.values.insert("IdentityKey".to_owned(), value.to_owned());
            secrets.check_unchanged(&noted)
        };
        with("first").unwrap();
        with("first").unwrap();
        let refusal = with("other").unwrap_err().to_string();
        assert!(refusal.contains("IdentityKey") && !refusal.contains("other one than first"), "{refusal}");
        assert!(!std::fs::read_to_string(&noted).unwrap().contains("first"), "the key itself is not kept there");
    }

    #[test]
    fn a_secret_that_others_may_read_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("TokenKey");
        std::fs::write(&file, "mine").unwrap();
        let mut secrets = Secrets::in_folder(folder.path(), Entropy::system());
        for (mode, taken) in [(0o644, false), (0o660, false), (0o604, false), (0o440, true), (0o600, true)] {
            chmod(&file, mode);
            let found = secrets.find("TokenKey");
            assert_eq!(found.is_ok(), taken, "{mode:o}: {found:?}");
        }
    }

    #[test]
    fn an_empty_secret_and_one_of_two_lines_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("TokenKey");
        for text in ["", "\n", "one\ntwo\n"] {
            std::fs::write(&file, text).unwrap();
            chmod(&file, 0o600);
            let refusal = Secrets::in_folder(folder.path(), Entropy::system()).find("TokenKey").unwrap_err();
            assert!(refusal.to_string().contains("one line"), "{text:?}");
        }
    }

    fn chmod(file: &Path, mode: u32) {
        use std::os::unix::fs::PermissionsExt as _;
        std::fs::set_permissions(file, std::fs::Permissions::from_mode(mode)).unwrap();
    }
}

//! The local site's secrets: what Secrets Manager would hold on AWS.
//!
//! Each is made at random when it is first asked for and kept in `secrets.json` in the data folder, readable by its owner
//! alone, so that links which were mailed before a restart still work after it. In memory they go with the process.

use std::collections::BTreeMap;
use std::fmt;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use web::Entropy;

/// Secrets by name. `Debug` shows the names alone.
pub(crate) struct Secrets {
    values: BTreeMap<String, String>,
    file: Option<PathBuf>,
    entropy: Entropy,
}

impl Secrets {
    /// Secrets of a data folder: the ones it has, and room for more.
    pub(crate) fn open(file: PathBuf, entropy: Entropy) -> anyhow::Result<Self> {
        let values = match std::fs::read(&file) {
            Ok(text) => serde_json::from_slice(&text)
                .with_context(|| format!("{} is damaged; without it, links mailed so far are dead", file.display()))?,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => BTreeMap::new(),
            Err(error) => return Err(error).with_context(|| format!("cannot read {}", file.display())),
        };
        Ok(Self { values, file: Some(file), entropy })
    }

    /// Secrets that nobody keeps.
    pub(crate) fn in_memory(entropy: Entropy) -> Self {
        Self { values: BTreeMap::new(), file: None, entropy }
    }

    /// The secret of this name, made now if there is none: 43 letters, 256 bits.
    pub(crate) fn get(&mut self, name: &str) -> anyhow::Result<String> {
        if let Some(value) = self.values.get(name) {
            return Ok(value.clone());
        }
        let value = URL_SAFE_NO_PAD.encode([self.entropy.sixteen_bytes(), self.entropy.sixteen_bytes()].concat());
        self.values.insert(name.to_owned(), value.clone());
        if let Some(file) = &self.file {
            keep(file, &self.values).with_context(|| format!("cannot write {}", file.display()))?;
        }
        Ok(value)
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
            // A secret's first version has no name of its own here, as nothing is rotated on one machine.
            whole.push_str(&self.get(path.strip_suffix("::AWSCURRENT").unwrap_or(path))?);
            rest = after;
        }
        whole.push_str(rest);
        Ok(whole)
    }
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.values.keys()).finish()
    }
}

/// Written beside and renamed, so that a crash leaves the old file or the new one.
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
}

//! An operator's settings for a site that is more than a trial. They are checked as `CloudFormation` would check them.
//!
//! A deployment on one machine runs the same functions and the template that the program was built with. Secrets are files apart from
//! the data. The data know `IdentityKey` and `PersonKey` by a fingerprint, so a restore with other keys does not start. A sender's address
//! comes from `X-Forwarded-For` only if the operator named the proxy that wrote it.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail, ensure};
use regex::Regex;

use crate::cloudformation::Expression;
use crate::proxy::Proxy;
use crate::secrets::Secrets;
use crate::template::{Document, Values, is_hidden};

/// The template that this program was built with, so that a site matches its program in any place.
pub(crate) const TEMPLATE: &str = include_str!("../../../template.yaml");

/// The settings of a site that runs for real, behind a reverse proxy.
#[derive(Clone, Debug)]
pub struct Deployment {
    /// The address at which the site listens.
    pub listen: SocketAddr,
    /// The reverse proxies that are trusted to name a sender's address.
    pub proxies: Vec<Proxy>,
    pub secrets: PathBuf,
    /// Whether mails go to the mailbox at `/_local/` instead of an SMTP server: for a rehearsal.
    pub mailbox: bool,
}

/// Reads a file of settings: the template's parameters in TOML, a line for each.
///
/// # Errors
/// Fails when it cannot be read, or holds anything else.
pub fn read_settings(file: &Path) -> anyhow::Result<BTreeMap<String, String>> {
    let text = std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    settings_in(&text).with_context(|| format!("in {}", file.display()))
}

fn settings_in(text: &str) -> anyhow::Result<BTreeMap<String, String>> {
    let table: toml::Table = toml::from_str(text)?;
    let values = table.into_iter().map(|(name, value)| {
        let value = match value {
            toml::Value::String(text) => text,
            toml::Value::Integer(number) => number.to_string(),
            toml::Value::Float(_)
            | toml::Value::Boolean(_)
            | toml::Value::Datetime(_)
            | toml::Value::Array(_)
            | toml::Value::Table(_) => bail!("{name} must be a text in quotation marks or a whole number"),
        };
        Ok((name, value))
    });
    values.collect()
}

/// Makes the secrets that the template needs and a folder lacks, and returns their names.
///
/// # Errors
/// Fails when the folder cannot be written, or a secret in it is readable by others.
pub fn make_secrets(folder: &Path, entropy: web::Entropy) -> anyhow::Result<Vec<String>> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).with_context(|| format!("cannot make the folder {}", folder.display()))?;
    Secrets::in_folder(folder, entropy).make_missing(&secret_names(&Document::parse(TEMPLATE)?), false)
}

/// Lists the secrets that are made at random: those that AWS generates, and hidden parameters that are empty unless
/// set. A secret under a condition belongs to a part that only AWS has, such as the edge.
pub(crate) fn secret_names(template: &Document) -> Vec<String> {
    let is_secret = |resource: &Expression| {
        resource.get("Type").and_then(Expression::text).as_deref() == Some("AWS::SecretsManager::Secret")
            && resource.get("Condition").is_none()
    };
    let secrets = template.section("Resources").iter().filter(|(_, resource)| is_secret(resource));
    let is_empty =
        |parameter: &Expression| parameter.get("Default").and_then(Expression::text).is_none_or(|text| text.is_empty());
    let parameters = template.section("Parameters").iter();
    let hidden = parameters.filter(|(_, parameter)| is_hidden(parameter) && is_empty(parameter));
    secrets.chain(hidden).map(|(name, _)| name.clone()).collect()
}

impl Deployment {
    /// Returns the values of the template's parameters: the operator's settings, and the hidden ones from the folder of
    /// secrets.
    ///
    /// # Errors
    /// Fails when a setting is missing, does not fit, or is a secret in a place that is none.
    pub(crate) fn values(
        &self,
        template: &Document,
        set: &BTreeMap<String, String>,
        secrets: &mut Secrets,
        mail_folder: &str,
    ) -> anyhow::Result<Values> {
        let mut given = set.clone();
        for (name, parameter) in template.section("Parameters") {
            if !is_hidden(parameter) {
                continue;
            }
            ensure!(
                !set.contains_key(name),
                "{name} is secret: write it into the file {} instead, for others can read settings and command lines",
                self.secrets.join(name).display()
            );
            if let Some(value) = secrets.find(name)? {
                given.insert(name.clone(), value);
            }
        }
        check(template, &given)?;
        let mut local = BTreeMap::new();
        if self.mailbox {
            given.remove("MailTransport");
            local.insert("MailTransport".to_owned(), format!("folder:{mail_folder}"));
        } else {
            ensure!(
                given.get("MailTransport").is_some_and(|transport| transport.starts_with("smtp")),
                "write the address of your mail server, such as smtps://user:password@mail.example.org:465, into the file {}",
                self.secrets.join("MailTransport").display()
            );
        }
        Ok(Values { given, local })
    }
}

/// Checks parameters against the template's own constraints.
fn check(template: &Document, given: &BTreeMap<String, String>) -> anyhow::Result<()> {
    let mut parameters = BTreeMap::new();
    for (name, parameter) in template.section("Parameters") {
        let default = parameter.get("Default").and_then(Expression::text);
        let value = given.get(name).cloned().or(default).unwrap_or_default();
        if given.contains_key(name) && !fits(parameter, &value)? {
            let why = parameter.get("ConstraintDescription").or_else(|| parameter.get("Description"));
            let why = why.and_then(Expression::text).unwrap_or_default();
            bail!("{name} {}{why}", if why.starts_with("must") { "" } else { "does not fit: " });
        }
        parameters.insert(name.clone(), value);
    }
    let scope = template.scope(parameters)?;
    for (name, rule) in template.section("Rules") {
        let what = || format!("in the rule {name}");
        if let Some(condition) = rule.get("RuleCondition")
            && !scope.condition(condition).with_context(what)?
        {
            continue;
        }
        let Some(Expression::List(assertions)) = rule.get("Assertions") else { bail!("{} are no assertions", what()) };
        for assertion in assertions {
            let assert = assertion.get("Assert").with_context(what)?;
            if !scope.condition(assert).with_context(what)? {
                bail!(assertion.get("AssertDescription").and_then(Expression::text).with_context(what)?);
            }
        }
    }
    Ok(())
}

/// Whether a value is within a parameter's limits.
fn fits(parameter: &Expression, value: &str) -> anyhow::Result<bool> {
    let number = |key: &str| parameter.get(key).and_then(Expression::text).and_then(|text| text.parse::<f64>().ok());
    let measured = |low: &str, high: &str, size: f64| {
        number(low).is_none_or(|low| low <= size) && number(high).is_none_or(|high| size <= high)
    };
    let allowed = match parameter.get("AllowedValues") {
        Some(Expression::List(values)) => values.iter().filter_map(Expression::text).any(|allowed| allowed == value),
        _ => true,
    };
    let matches = match parameter.get("AllowedPattern").and_then(Expression::text) {
        // CloudFormation matches a pattern against the whole value.
        Some(pattern) => Regex::new(&format!("^(?:{pattern})$"))?.is_match(value),
        None => true,
    };
    let characters = u32::try_from(value.chars().count()).map_or(f64::INFINITY, f64::from);
    let sized = measured("MinLength", "MaxLength", characters);
    let is_number = parameter.get("Type").and_then(Expression::text).as_deref() == Some("Number");
    let in_range = match value.parse() {
        Ok(size) => measured("MinValue", "MaxValue", size),
        Err(_) => !is_number,
    };
    Ok(allowed && matches && sized && in_range)
}

#[cfg(test)]
mod tests {
    use web::Entropy;

    use super::*;

    const REAL: [(&str, &str); 3] = [
        ("SiteUrl", "https://pledge.example.com"),
        ("MailFrom", "pledge@example.com"),
        ("FirstAdmin", "someone@example.com"),
    ];

    /// Resolves settings, and a mail server in the folder of secrets, with the project's own template.
    fn values(set: &[(&str, &str)], transport: Option<&str>) -> Result<Values, String> {
        let folder = tempfile::tempdir().unwrap();
        make_secrets(folder.path(), Entropy::seeded(1)).unwrap();
        if let Some(transport) = transport {
            use std::os::unix::fs::OpenOptionsExt as _;
            let file = folder.path().join("MailTransport");
            let mut file = std::fs::File::options().create_new(true).write(true).mode(0o600).open(file).unwrap();
            std::io::Write::write_all(&mut file, transport.as_bytes()).unwrap();
        }
        let deployment = Deployment {
            listen: "127.0.0.1:0".parse().unwrap(),
            proxies: Vec::new(),
            secrets: folder.path().to_owned(),
            mailbox: false,
        };
        let set = set.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let mut secrets = Secrets::in_folder(folder.path(), Entropy::seeded(1));
        let template = Document::parse(TEMPLATE).unwrap();
        deployment.values(&template, &set, &mut secrets, "/mail").map_err(|error| format!("{error:#}"))
    }

    fn with(name: &str, value: &str) -> Result<Values, String> {
        let mut set = REAL.to_vec();
        set.retain(|(given, _)| *given != name);
        set.push((name, value));
        values(&set, Some("smtps://u:p@mail.example.com:465"))
    }

    #[test]
    fn real_addresses_are_asked_for_in_the_templates_own_words() {
        for (missing, _) in REAL {
            let set: Vec<_> = REAL.into_iter().filter(|(name, _)| *name != missing).collect();
            let refusal = values(&set, Some("smtp://mail.example.com")).unwrap_err();
            assert_eq!(refusal, format!("Give {missing}; its default serves only the local site and the tests."));
        }
        assert_eq!(
            with("SiteUrl", "https://pledge.example.org").unwrap_err(),
            "Give SiteUrl; its default serves only the local site and the tests."
        );
        assert_eq!(with("DomainName", "pledge.example.com").unwrap_err(), "DomainName needs CertificateArn.");
        assert!(with("MailsPerSecond", "5").is_ok());
    }

    #[test]
    fn a_value_that_does_not_fit_is_refused_in_the_templates_own_words() {
        for (name, value, because) in [
            ("SiteUrl", "http://pledge.example.com", "SiteUrl must start with https:// and end without a slash"),
            ("SiteUrl", "https://pledge.example.com/", "SiteUrl must start with"),
            ("FirstAdmin", "Zoe <zoe@example.com>", "FirstAdmin must be one bare e-mail address"),
            ("MailsPerSecond", "0", "MailsPerSecond does not fit: The most mails"),
            ("MailsPerSecond", "1001", "MailsPerSecond does not fit"),
            ("MailsPerSecond", "many", "MailsPerSecond does not fit"),
            ("LogRetentionDays", "2", "LogRetentionDays does not fit"),
            ("Campaign", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "Campaign must be the name of a folder"),
        ] {
            let refusal = with(name, value).unwrap_err();
            assert!(refusal.starts_with(because), "{name}={value}: {refusal}");
        }
    }

    #[test]
    fn the_mail_server_is_a_secret_and_must_be_given() {
        let refusal = values(&REAL, None).unwrap_err();
        assert!(refusal.contains("mail server") && refusal.contains("/MailTransport"), "{refusal}");
        assert!(values(&REAL, Some("ses")).unwrap_err().contains("mail server"), "there is no SES without AWS");
        let refusal = with("MailTransport", "smtp://u:hunter2@mail.example.com").unwrap_err();
        assert!(refusal.contains("is secret") && !refusal.contains("hunter2"), "{refusal}");
        let refusal = values(&REAL, Some("mail.example.com:hunter2")).unwrap_err();
        assert!(refusal.starts_with("MailTransport must be") && !refusal.contains("hunter2"), "{refusal}");
        let values = values(&REAL, Some("smtp://u:p@mail.example.com")).unwrap();
        assert_eq!(values.given["MailTransport"], "smtp://u:p@mail.example.com");
    }

    #[test]
    fn a_file_of_settings_holds_texts_and_numbers() {
        let settings = settings_in("# ours\nSiteUrl = \"https://a.example\"\nMailsPerSecond = 5\n").unwrap();
        assert_eq!((settings["SiteUrl"].as_str(), settings["MailsPerSecond"].as_str()), ("https://a.example", "5"));
        for bad in ["SiteUrl = https://a.example", "[SiteUrl]\na = 1", "MailsPerSecond = 1.5"] {
            assert!(settings_in(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn every_secret_of_the_template_is_made_once() {
        let folder = tempfile::tempdir().unwrap();
        let made = make_secrets(&folder.path().join("secrets"), Entropy::system()).unwrap();
        assert!(made.contains(&"IdentityKey".to_owned()) && made.contains(&"TokenKey".to_owned()), "{made:?}");
        assert!(make_secrets(&folder.path().join("secrets"), Entropy::system()).unwrap().is_empty());
    }

    #[test]
    fn a_hidden_parameter_without_a_value_is_made_as_well() {
        let template = "
Parameters:
  Empty: {Type: String, NoEcho: true, Default: ''}
  Set: {Type: String, NoEcho: true, Default: ses}
  Open: {Type: String, Default: ''}
Resources:
  Key: {Type: AWS::SecretsManager::Secret}
  Elsewhere: {Type: AWS::SecretsManager::Secret, Condition: OnAws}
  Queue: {Type: AWS::SQS::Queue}
";
        assert_eq!(secret_names(&Document::parse(template).unwrap()), ["Key", "Empty"]);
    }

    #[test]
    fn the_systemd_service_is_given_every_secret() {
        let unit = include_str!("../time-to-lead.service");
        let mut names = secret_names(&Document::parse(TEMPLATE).unwrap());
        names.push("MailTransport".to_owned());
        for name in &names {
            let line = format!("\nLoadCredential={name}:/etc/time-to-lead/secrets/{name}\n");
            assert!(unit.contains(&line), "{name}");
        }
        assert_eq!(unit.matches("\nLoadCredential=").count(), names.len(), "and no other");
    }
}

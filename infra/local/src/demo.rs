//! `--demo N`: made-up people who sign and confirm through the real code, so that an empty site can be looked at full.
//!
//! Each person is a function of a number, so a demonstration can be repeated; a second one goes on with the next numbers.
//! They live at real postal codes, drawn so that they fall where people live, and their mail goes to domains under .example
//! that can never exist. Their mails are taken from the mailbox as they come, which stays for people.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail, ensure};
use campaigns::CAMPAIGNS;
use domain::person::postal_code::PostalCode;
use futures::StreamExt as _;
use futures::TryStreamExt as _;
use http::{Request, StatusCode, header};
use indicatif::ProgressBar;
use ridings::Lookup;
use serde_json::{Value, json};
use tokio::sync::oneshot;
use web::Entropy;

use crate::gateway::Gateway;
use crate::mailbox::{Mail, files, mail_in};

/// The result of a demonstration.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Demonstration {
    /// People who signed, confirmed and were counted.
    pub people: u64,
    pub took: Duration,
}

/// The number of people who sign, and of others who confirm, at the same time.
const AT_ONCE: usize = 64;
/// The number of people who sign while those before them confirm. A confirmation shows the counts, and those at the
/// same time share one reading of them: a crowd costs less than the same people one by one.
const WAVE: u64 = 256;
/// The people of one network, well below the limiter's share of ten minutes.
const PEOPLE_PER_NETWORK: u64 = 60;
/// The people of one mail domain, below the mailer's limit of unconfirmed mails from one network to it.
const PEOPLE_PER_DOMAIN: u64 = 30;
/// The time between two looks into the mailbox.
const LOOK: Duration = Duration::from_millis(20);
/// The longest time that a mail may take.
const PATIENCE: Duration = Duration::from_mins(2);
/// The beginning of every made-up mail domain, and of no other.
const DOMAIN: &str = "demo-";

/// Signs and confirms people, from the number in the file `next` on.
pub(crate) async fn run(
    gateway: &Arc<Gateway>,
    mails: &Path,
    next: &Path,
    progress: &ProgressBar,
) -> anyhow::Result<Demonstration> {
    let started = Instant::now();
    let people = progress.length().context("a demonstration has a size")?;
    let first = reserve(next, people)?;
    let postbox = Postbox::open(mails.to_owned());
    let partners = partners();
    let mut asked = Vec::new();
    let mut next = first;
    while next < first + people || !asked.is_empty() {
        let wave = next..(next + WAVE).min(first + people);
        next = wave.end;
        let signing = wave.map(|number| {
            let (person, postbox) = (Person::numbered(number, &partners), &postbox);
            async move { person.sign(gateway, postbox).await.map(|token| (person, token)).with_context(|| who(number)) }
        });
        let confirming = asked.into_iter().map(|(person, token): (Person, String)| async move {
            person.confirm(gateway, &token).await.with_context(|| who(person.number))?;
            progress.inc(1);
            anyhow::Ok(())
        });
        let signing = futures::stream::iter(signing).buffer_unordered(AT_ONCE).try_collect();
        let confirming = futures::stream::iter(confirming).buffer_unordered(AT_ONCE).try_collect::<()>();
        (asked, ()) = futures::try_join!(signing, confirming)?;
    }
    Ok(Demonstration { people, took: started.elapsed() })
}

/// Names a made-up person in an error by their number.
fn who(number: u64) -> String {
    format!("made-up person {number}")
}

/// Takes the next numbers before anybody signs: nobody signs twice, even after a demonstration that was broken off.
fn reserve(next: &Path, people: u64) -> anyhow::Result<u64> {
    let first = std::fs::read_to_string(next).ok().and_then(|text| text.trim().parse().ok()).unwrap_or(0);
    std::fs::write(next, (first + people).to_string()).context("cannot write in the data folder")?;
    Ok(first)
}

/// Removes the mails to made-up people.
pub(crate) fn remove_mails(folder: &Path) {
    for path in files(folder) {
        if mail_in(&path).is_some_and(|mail| is_made_up(&mail.to)) {
            // A mail that is gone already is as good.
            let _ = std::fs::remove_file(path);
        }
    }
}

fn is_made_up(address: &str) -> bool {
    address.rsplit_once('@').is_some_and(|(_, domain)| domain.starts_with(DOMAIN))
}

/// Hands each made-up person the link from their mail.
struct Postbox {
    waiting: Arc<Mutex<HashMap<String, oneshot::Sender<String>>>>,
    looking: tokio::task::JoinHandle<()>,
}

impl Postbox {
    fn open(folder: PathBuf) -> Self {
        let waiting: Arc<Mutex<HashMap<String, oneshot::Sender<String>>>> = Arc::default();
        let people = Arc::clone(&waiting);
        let looking = tokio::spawn(async move {
            loop {
                for path in files(&folder) {
                    let Some(mail) = mail_in(&path).filter(|mail| is_made_up(&mail.to)) else { continue };
                    // A mail that stays is read again and finds nobody waiting.
                    let _ = std::fs::remove_file(&path);
                    if let Some(token) = confirm_token(&mail)
                        && let Some(person) = people.lock().unwrap_or_else(PoisonError::into_inner).remove(&mail.to)
                    {
                        // A person who has stopped waiting has failed for another reason.
                        let _ = person.send(token);
                    }
                }
                tokio::time::sleep(LOOK).await;
            }
        });
        Self { waiting, looking }
    }

    fn expect(&self, address: &str) -> oneshot::Receiver<String> {
        let (tell, told) = oneshot::channel();
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).insert(address.to_owned(), tell);
        told
    }
}

impl Drop for Postbox {
    fn drop(&mut self) {
        self.looking.abort();
    }
}

fn confirm_token(mail: &Mail) -> Option<String> {
    let link = mail.links.iter().find(|link| link.contains("/confirm?"))?;
    let (_, rest) = link.split_once("token=")?;
    Some(rest.split(['&', '#']).next().unwrap_or(rest).to_owned())
}

/// A made-up person.
#[derive(Clone, Debug, PartialEq)]
struct Person {
    number: u64,
    email: String,
    pledge: Value,
    source: IpAddr,
}

impl Person {
    fn numbered(number: u64, partners: &[String]) -> Self {
        let chance = Chance(Entropy::seeded(number));
        let french = chance.one_in(4);
        let (first_names, last_names) =
            if french { (FRENCH_FIRST, FRENCH_LAST) } else { (ENGLISH_FIRST, ENGLISH_LAST) };
        let (first, last) = (chance.listed(first_names), chance.listed(last_names));
        let email = format!("{}.{}.{number}@{DOMAIN}{}.example", ascii(first), ascii(last), number / PEOPLE_PER_DOMAIN);
        let mut pledge = json!({
            "first_name": first, "last_name": last, "email": email,
            "locale": if french { "fr" } else { "en" },
            "consents": {"updates": chance.one_in(2)},
        });
        if chance.one_in(3) && !partners.is_empty() {
            pledge["partner"] = json!(chance.of(partners));
        }
        if chance.one_in(50) {
            pledge["country"] = json!(chance.listed(COUNTRIES));
        } else {
            let (code, riding) = chance.home();
            pledge["postal_code"] = json!(code.compact());
            if let Some(riding) = riding {
                pledge["riding"] = json!(riding);
            }
        }
        Self { number, email, pledge, source: network(number) }
    }

    /// Signs, and waits for the token that the mail brings.
    async fn sign(&self, gateway: &Arc<Gateway>, postbox: &Postbox) -> anyhow::Result<String> {
        let token = postbox.expect(&self.email);
        let (status, answer) = self.post(gateway, "/v1/pledges", &self.pledge).await?;
        ensure!(status == StatusCode::ACCEPTED, "the pledge was answered with {status}: {}", codes(&answer));
        Ok(tokio::time::timeout(PATIENCE, token).await.context("no mail came")??)
    }

    async fn confirm(&self, gateway: &Arc<Gateway>, token: &str) -> anyhow::Result<()> {
        for _ in 0..10 {
            let (status, answer) = self.post(gateway, "/v1/pledges/confirm", &json!({ "token": token })).await?;
            match status {
                StatusCode::OK => return Ok(()),
                // Everybody counts at once here, and the answer asks to come back, as a person would.
                StatusCode::SERVICE_UNAVAILABLE => tokio::time::sleep(LOOK).await,
                _ => bail!("the confirmation was answered with {status}: {}", codes(&answer)),
            }
        }
        bail!("the confirmation was never taken")
    }

    async fn post(&self, gateway: &Arc<Gateway>, path: &str, body: &Value) -> anyhow::Result<(StatusCode, Value)> {
        let request = Request::post(path).header(header::CONTENT_TYPE, "application/json").body(())?;
        let response = gateway.answer(request.into_parts().0, serde_json::to_vec(body)?, self.source).await;
        Ok((response.status(), serde_json::from_slice(response.body()).unwrap_or(Value::Null)))
    }
}

/// Lists the fields and codes of a problem, and nothing that was sent.
fn codes(problem: &Value) -> String {
    let errors = problem["errors"].as_array().map(Vec::as_slice).unwrap_or_default();
    let pairs: Vec<_> = errors.iter().map(|error| format!("{} {}", error["field"], error["code"])).collect();
    format!("{} {}", problem["code"], pairs.join(", "))
}

/// Returns an address in 127.0.0.0/8, where no network except this machine's is.
fn network(number: u64) -> IpAddr {
    let network = u32::try_from(number / PEOPLE_PER_NETWORK % (1 << 16)).unwrap_or_default();
    IpAddr::V4(Ipv4Addr::from(0x7f00_0001 + (network << 8)))
}

/// Reduces a name to letters that every mail system takes.
fn ascii(name: &str) -> String {
    let plain = |letter: char| match letter {
        'à' | 'â' | 'á' | 'ä' => 'a',
        'ç' => 'c',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'î' | 'ï' | 'í' => 'i',
        'ô' | 'ö' | 'ó' | 'ø' => 'o',
        'ù' | 'û' | 'ü' | 'ú' => 'u',
        'ñ' => 'n',
        'ł' => 'l',
        other => other,
    };
    name.to_lowercase().chars().map(plain).filter(char::is_ascii_alphanumeric).collect()
}

fn partners() -> Vec<String> {
    let campaigns = CAMPAIGNS.iter().filter_map(|folder| folder.campaign().ok());
    campaigns.flat_map(|campaign| campaign.partners).map(|partner| partner.slug.to_string()).collect()
}

/// Choices that a number decides.
struct Chance(Entropy);

impl Chance {
    fn below(&self, count: usize) -> usize {
        usize::try_from(self.0.number() % count.max(1) as u64).unwrap_or_default()
    }

    fn one_in(&self, count: usize) -> bool {
        self.below(count) == 0
    }

    fn of<'a, T>(&self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }

    /// Chooses from a list in a text, separated by commas.
    fn listed(&self, list: &'static str) -> &'static str {
        let all: Vec<&'static str> = list.split(", ").collect();
        self.of::<&str>(&all)
    }

    /// Draws a postal code, and for some a riding, because their code alone does not decide it.
    ///
    /// All codes that lead to one riding are real, and drawn at random they fall where people live. Some of the codes
    /// that lead to several are merely possible: they could be newer than the table.
    fn home(&self) -> (PostalCode, Option<String>) {
        const FIRST: &[u8] = b"ABCEGHJKLMNPRSTVXY";
        const OTHER: &[u8] = b"ABCEGHJKLMNPRSTVWXYZ";
        let must_choose = self.one_in(20);
        loop {
            let text: String = [FIRST, b"0123456789", OTHER, b"0123456789", OTHER, b"0123456789"]
                .map(|letters| char::from(*self.of(letters)))
                .iter()
                .collect();
            let Ok(code) = text.parse() else { continue };
            match ridings::look_up(code) {
                Lookup::One(_) if !must_choose => return (code, None),
                Lookup::Several(several) if must_choose => {
                    return (code, Some(self.of(&several.to_vec()).code.to_string()));
                }
                Lookup::One(_) | Lookup::Several(_) | Lookup::Unknown => {}
            }
        }
    }
}

const COUNTRIES: &str = "\
    AU, BE, CH, DE, FR, GB, IE, JP, KE, LB, MX, US";

const ENGLISH_FIRST: &str = "\
    Aaliyah, Abdi, Adaeze, Aiyana, Amara, Amir, Anjali, Arjun, Asha, Beatriz, Björn, Chidi, Claire, Daniel, \
    David, Devon, Dorothy, Eleanor, Elijah, Emily, Fatima, Fergus, Grace, Hannah, Harpreet, Hiro, Ingrid, Isla, \
    Jasmine, John, José, Kateryna, Keiko, Leila, Liam, Łucja, Mahmoud, Margaret, Maria, Mei, Michael, Mohammed, \
    Nadia, Ngozi, Noor, Olivia, Oluwaseun, Patrick, Priya, Rahel, Robert, Rosa, Ruth, Samuel, Sarah, Sean, \
    Siobhán, Sofía, Tariq, Thanh, Tomasz, Wei, William, Yasmin, Yusuf, Zahra, Zoë";
const ENGLISH_LAST: &str = "\
    Abdullah, Adeyemi, Ahmed, Al-Hassan, Anderson, Bailey, Begum, Brown, Campbell, Cardinal, Chen, Clarke, Da \
    Silva, Desjarlais, Dhillon, Fraser, García, Ghebremedhin, Gill, Haddad, Hernández, Hussein, Ivanova, Jensen, \
    Johnson, Kaur, Kelly, Khan, Kim, Kowalski, Lee, MacDonald, Martin, McKenzie, Mensah, Mohamed, Morin, Müller, \
    Murphy, Nguyễn, O'Brien, O'Neill, Okafor, Patel, Petrov, Reid, Rodríguez, Ross, Sandhu, Sharma, Singh, \
    Smith, St. John, Stewart, Sørensen, Taylor, Tesfaye, Thompson, Tran, Walker, Whitebear, Wilson, Wong, Young";
const FRENCH_FIRST: &str = "\
    Adèle, Aïcha, Alexandre, Amélie, André, Anaïs, Anne-Marie, Benoît, Camille, Cédric, Chloé, Claire, Denis, \
    Élise, Émilie, Étienne, Fatoumata, Félix, François, Françoise, Geneviève, Gérard, Hélène, Hugo, Inès, \
    Jean-François, Jérôme, Joséphine, Karim, Léa, Loïc, Louis-Philippe, Maël, Manon, Marie-Ève, Mathieu, Maïté, \
    Mireille, Noémie, Océane, Pierre, Raphaël, Rémi, Rose, Sébastien, Sœur Thérèse, Solène, Sylvain, Thérèse, \
    Valérie, Yannick, Zacharie, Zoé";
const FRENCH_LAST: &str = "\
    Arsenault, Bélanger, Benoît, Bergeron, Boisvert, Bouchard, Bujold, Caron, Charest, Cloutier, Côté, D'Amours, \
    Desrosiers, Diallo, Dubé, Dupuis, Fortin, Gagné, Gagnon, Gauthier, Girard, Grégoire, Hébert, Jean-Baptiste, \
    Kabongo, L'Écuyer, Lachance, Lalonde, Lavoie, Leblanc, Léger, Lévesque, Maillet, Mbaye, Ménard, Morin, \
    Nadeau, Ouellet, Paradis, Pelletier, Picard, Poirier, Prévost, Rhéaume, Richard, Robichaud, Roy, Savoie, \
    Séguin, St-Pierre, Thériault, Tremblay, Trépanier, Vaillancourt, Yao, Zerrouki";

#[cfg(test)]
mod tests {
    use super::*;

    fn person(number: u64) -> Person {
        Person::numbered(number, &partners())
    }

    #[test]
    fn a_person_is_a_function_of_a_number() {
        assert_eq!(person(7), person(7));
        assert_ne!(person(7).email, person(8).email);
    }

    #[test]
    fn addresses_are_plain_and_lead_nowhere() {
        for person in (0..500).map(person) {
            let (local, domain) = person.email.split_once('@').unwrap();
            assert!(
                local.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'.'),
                "a local part with odd letters"
            );
            assert!(!local.starts_with('.') && !local.contains(".."), "a name without plain letters");
            assert!(domain.starts_with(DOMAIN) && domain.ends_with(".example") && is_made_up(&person.email));
        }
        assert!(!is_made_up("somebody@example.org"));
    }

    #[test]
    fn people_live_all_over_and_some_abroad() {
        let people: Vec<_> = (0..2_000).map(|number| person(number).pledge).collect();
        let areas: std::collections::BTreeSet<_> =
            people.iter().filter_map(|pledge| pledge["postal_code"].as_str()).map(|code| &code[..1]).collect();
        assert!(areas.len() >= 17, "{areas:?}");
        let share = |name: &str| people.iter().filter(|pledge| pledge.get(name).is_some()).count();
        assert!((10..=90).contains(&share("country")), "{}", share("country"));
        assert!((500..=850).contains(&share("partner")), "{}", share("partner"));
        assert!(share("riding") > 0, "some live where one code is in several ridings");
    }

    #[test]
    fn a_second_demonstration_goes_on_with_new_people() {
        let folder = tempfile::tempdir().unwrap();
        let next = folder.path().join("demo-people");
        assert_eq!(reserve(&next, 100).unwrap(), 0);
        assert_eq!(reserve(&next, 50).unwrap(), 100);
    }

    #[test]
    fn no_network_has_more_people_than_the_limiter_lets_through() {
        assert_eq!(network(0), "127.0.0.1".parse::<IpAddr>().unwrap());
        assert_eq!(network(59), network(0));
        assert_eq!(network(60), "127.0.1.1".parse::<IpAddr>().unwrap());
        assert_eq!(network(60 * 65_536), network(0));
    }
}

//! The people of the simulation: real ones as a campaign meets them, and made-up ones.
//!
//! The shares are careful guesses. Real people share networks, come in crowds, have domains of their own, live apart
//! where a phone company puts them on one network, and often confirm late or never. Made-up people confirm all their
//! own mail, at the pace of real ones where that is harder to see.

use anyhow::Context as _;
use domain::ids::{NetworkCode, SubmissionId};
use domain::locale::Locale;
use domain::mail::email::EmailAddress;
use domain::person::name::PersonName;
use domain::person::postal_code::PostalCode;
use domain::person::residence::{FoundBy, Residence};
use domain::pledge::consent::Consents;
use domain::pledge::{Draft, Submission};
use jiff::{SignedDuration, Timestamp};

/// The numbers of people.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    /// Real people.
    pub honest: usize,
    /// Forms of each attack.
    pub attack: usize,
}

/// The origin of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// Made up: one domain that takes mail for any name.
    CatchAll,
    /// Made up: 34 small domains.
    SmallDomains,
    /// Made up: a domain that sounds like a great provider.
    LookAlike,
    /// Made up: spellings of a few mailboxes with `+tag` and dots.
    PlusAndDots,
    /// Made up: two people at each address of a great provider.
    Households,
    /// Made up: a network for each.
    RotatingNetworks,
    /// Made up: addresses of strangers at a real university, from one network; nobody confirms.
    MailFlood,
    /// Students at that university on its campaign day.
    Campus,
    /// A church hall on one wifi.
    Hall,
    /// An office on one network.
    Office,
    /// Families on one network each, many at a domain of their own.
    Families,
    /// Everybody else, from everywhere.
    Others,
}

impl Origin {
    /// The origins that are made up.
    pub const ATTACKS: [Self; 7] = [
        Self::CatchAll,
        Self::SmallDomains,
        Self::LookAlike,
        Self::PlusAndDots,
        Self::Households,
        Self::RotatingNetworks,
        Self::MailFlood,
    ];

    /// Whether they are made up.
    #[must_use]
    pub fn is_attack(self) -> bool {
        Self::ATTACKS.contains(&self)
    }

    /// Returns the origin's name in the table.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::CatchAll => "attack: catch-all domain",
            Self::SmallDomains => "attack: 34 small domains",
            Self::LookAlike => "attack: look-alike provider",
            Self::PlusAndDots => "attack: plus and dots",
            Self::Households => "attack: households",
            Self::RotatingNetworks => "attack: rotating networks",
            Self::MailFlood => "attack: mail flood",
            Self::Campus => "real: campus day",
            Self::Hall => "real: church hall",
            Self::Office => "real: one office",
            Self::Families => "real: families",
            Self::Others => "real: everybody else",
        }
    }
}

/// Somebody who signs.
#[derive(Clone, Debug)]
pub(super) struct Applicant {
    pub(super) origin: Origin,
    pub(super) email: EmailAddress,
    pub(super) network: NetworkCode,
    pub(super) sends_at: Timestamp,
    /// The time from the mail to the confirmation; `None` for never.
    pub(super) confirms_after: Option<SignedDuration>,
    first: String,
    postal_code: PostalCode,
}

impl Applicant {
    pub(super) fn submission(&self, number: usize) -> Submission {
        let draft = Draft {
            name: PersonName::parse(&self.first, "Roy").expect("a name"),
            email: self.email.clone(),
            residence: Residence::Canada {
                postal_code: self.postal_code,
                riding: "35079".parse().expect("a code"),
                found_by: FoundBy::PostalCode,
            },
            consents: Consents::default(),
            comment: None,
            locale: Locale::En,
            partner: None,
        };
        Submission::new(id_of(number), draft, self.sends_at, Some(self.network))
    }
}

/// Returns the applicant of a form, by the id that its number made.
pub(super) fn number_of(id: SubmissionId) -> anyhow::Result<usize> {
    use base64::Engine as _;
    let bytes = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(id.to_string())?;
    let bytes: [u8; 16] = bytes.try_into().ok().context("sixteen bytes")?;
    Ok(usize::try_from(u128::from_be_bytes(bytes))?)
}

/// The signers in Canada under each first letter of postal codes, in thousandths (2021 census, rounded).
const LETTERS: [(char, usize); 17] = [
    ('A', 14),
    ('B', 26),
    ('C', 4),
    ('E', 21),
    ('G', 55),
    ('H', 80),
    ('J', 95),
    ('K', 65),
    ('L', 145),
    ('M', 80),
    ('N', 80),
    ('P', 22),
    ('R', 36),
    ('S', 31),
    ('T', 115),
    ('V', 130),
    ('Y', 1),
];
const GREAT: [&str; 8] =
    ["gmail.com", "gmail.com", "gmail.com", "hotmail.com", "outlook.com", "yahoo.ca", "icloud.com", "shaw.ca"];
/// The number of phone companies' networks behind which many people are.
const PHONES: u32 = 60;
/// The number of these that serve the whole country.
const PHONES_OF_ALL: u32 = 10;
/// Domains of clubs, firms and people that real signers are at.
const SMALL_DOMAINS: usize = 2_500;
const UNIVERSITY: &str = "uottawa.example";

/// Choices that a seed decides.
pub struct Chance(fastrand::Rng);

impl Chance {
    #[must_use]
    pub fn seeded(seed: u64) -> Self {
        Self(fastrand::Rng::with_seed(seed))
    }

    /// Draws a number less than `count`.
    pub fn below(&mut self, count: usize) -> usize {
        self.0.usize(..count.max(1))
    }

    fn percent(&mut self, of: usize) -> bool {
        self.below(100) < of
    }

    fn of<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.below(list.len())]
    }

    /// Draws a fraction from nothing to one.
    pub fn fraction(&mut self) -> f64 {
        self.0.f64()
    }

    /// Draws the time that a real person takes to find the mail and follow its link: three minutes for half of them,
    /// hours for some (log-normal). `None` stands for a person who never does.
    fn patience(&mut self, confirm_percent: usize) -> Option<SignedDuration> {
        let (u, v) = (self.fraction().max(1e-12), self.fraction());
        let normal = (-2.0 * u.ln()).sqrt() * (std::f64::consts::TAU * v).cos();
        let seconds = (180.0 * (1.5 * normal).exp()).clamp(10.0, 200_000.0);
        self.percent(confirm_percent).then(|| SignedDuration::from_secs_f64(seconds))
    }

    fn code(&mut self, letter: char) -> PostalCode {
        loop {
            let letters = b"ABCEGHJKLMNPRSTVXY";
            let text = format!(
                "{letter}{}{} {}{}{}",
                1 + self.below(9),
                char::from(letters[self.below(letters.len())]),
                self.below(10),
                char::from(letters[self.below(letters.len())]),
                self.below(10)
            );
            if let Ok(code) = text.parse() {
                return code;
            }
        }
    }

    fn letter(&mut self) -> char {
        let mut at = self.below(LETTERS.iter().map(|(_, share)| share).sum());
        for (letter, share) in LETTERS {
            if at < share {
                return letter;
            }
            at -= share;
        }
        'K'
    }

    fn name(&mut self) -> String {
        let starts = ["Ma", "Jo", "An", "Lu", "So", "Da", "El", "Ri", "No", "Ka", "Te", "Vi"];
        let ends = ["rie", "hn", "ne", "c", "phie", "niel", "la", "chard", "ah", "rim", "resa", "ctor", "mela", "nnah"];
        format!("{}{}{}", self.of(&starts), self.of(&ends), ["", "", "", "-Lou"][self.below(4)])
    }
}

/// Makes the code of a network of its number, scattered as a keyed hash does.
fn network(number: u32) -> NetworkCode {
    let mut chance = Chance::seeded(u64::from(number) + 77);
    let (one, other) = (chance.0.u64(..).to_be_bytes(), chance.0.u64(..).to_be_bytes());
    let mut bytes = [0; 16];
    bytes[..8].copy_from_slice(&one);
    bytes[8..].copy_from_slice(&other);
    NetworkCode::from_bytes(bytes)
}

/// Draws people one after the other.
struct Crowd {
    chance: Chance,
    begin: Timestamp,
    /// The number of the last network that nobody shares.
    own: u32,
    all: Vec<Applicant>,
}

/// Draws everybody, in no order, over three days. The campus has its day on the second; attacks come in the evenings.
pub(super) fn everybody(size: Size, begin: Timestamp, seed: u64) -> anyhow::Result<Vec<Applicant>> {
    let mut crowd = Crowd { chance: Chance::seeded(seed), begin, own: 1_000_000, all: Vec::new() };
    let share = |percent: usize| size.honest * percent / 100;
    let (campus, hall, office, families) = (share(20), share(2).min(150), share(1).min(80), share(8));
    crowd.campus(campus)?;
    crowd.hall(hall)?;
    crowd.office(office)?;
    crowd.families(families)?;
    crowd.others(size.honest - campus - hall - office - families)?;
    for (attack, evening) in Origin::ATTACKS.into_iter().zip([0, 1, 2, 0, 1, 2, 1]) {
        crowd.attack(attack, size.attack, evening)?;
    }
    Ok(crowd.all)
}

impl Crowd {
    fn at(&self, day: i64, hour: f64) -> Timestamp {
        self.begin + SignedDuration::from_hours(24 * day) + SignedDuration::from_secs_f64(hour * 3600.0)
    }

    fn own_network(&mut self) -> NetworkCode {
        self.own += 1;
        network(self.own)
    }

    /// Draws a phone company's network, and the part of the country that it serves.
    fn phone(&mut self) -> (NetworkCode, char) {
        let number = u32::try_from(self.chance.below(PHONES as usize)).unwrap_or_default();
        let mut of_number = Chance::seeded(u64::from(number));
        let region = if number < PHONES_OF_ALL { self.chance.letter() } else { of_number.letter() };
        let there = if self.chance.percent(80) { region } else { self.chance.letter() };
        (network(number), there)
    }

    fn add(
        &mut self,
        origin: Origin,
        email: &str,
        network: NetworkCode,
        sends_at: Timestamp,
        postal_code: PostalCode,
        confirms_after: Option<SignedDuration>,
    ) -> anyhow::Result<()> {
        let (email, first) = (address(email)?, self.chance.name());
        self.all.push(Applicant { origin, email, network, sends_at, confirms_after, first, postal_code });
        Ok(())
    }

    fn person_at(&self, domain: &str) -> String {
        format!("person{}@{domain}", self.all.len())
    }

    fn campus(&mut self, people: usize) -> anyhow::Result<()> {
        for _ in 0..people {
            let email = self.person_at(UNIVERSITY);
            // Between classes they come in waves.
            let hour = 9.0 + f64::from(u8::try_from(self.chance.below(8))?) + self.chance.fraction() * 0.7;
            let network = match self.chance.below(100) {
                0..60 => network(500 + u32::try_from(self.chance.below(4))?),
                60..85 => self.phone().0,
                _ => self.own_network(),
            };
            let letter = if self.chance.percent(75) { 'K' } else { self.chance.letter() };
            let (code, after) = (self.chance.code(letter), self.chance.patience(75));
            self.add(Origin::Campus, &email, network, self.at(1, hour), code, after)?;
        }
        Ok(())
    }

    fn hall(&mut self, people: usize) -> anyhow::Result<()> {
        let mut email = String::new();
        let mut code = self.chance.code('N');
        for _ in 0..people {
            // Some couples have one address.
            if email.is_empty() || !self.chance.percent(15) {
                let small = format!("parish{}.example", self.chance.below(40));
                let great = self.chance.of(&GREAT);
                email = if self.chance.percent(85) { self.person_at(great) } else { self.person_at(&small) };
                code = self.chance.code('N');
            }
            let (hour, after) = (19.0 + self.chance.fraction() * 0.5, self.chance.patience(85));
            self.add(Origin::Hall, &email.clone(), network(600), self.at(2, hour), code, after)?;
        }
        Ok(())
    }

    fn office(&mut self, people: usize) -> anyhow::Result<()> {
        for _ in 0..people {
            let email = self.person_at("firm.example");
            let letter = if self.chance.percent(85) { 'M' } else { 'L' };
            let (code, hour) = (self.chance.code(letter), 12.0 + self.chance.fraction() * 2.0);
            let after = self.chance.patience(92);
            self.add(Origin::Office, &email, network(700), self.at(0, hour), code, after)?;
        }
        Ok(())
    }

    fn families(&mut self, people: usize) -> anyhow::Result<()> {
        let mut left = people;
        let mut family = 0;
        while left > 0 {
            family += 1;
            let members = (2 + self.chance.below(4)).min(left);
            left -= members;
            let (network, letter) = (self.own_network(), self.chance.letter());
            let code = self.chance.code(letter);
            let domain = format!("family{family}.example");
            let domain = if self.chance.percent(40) { domain.as_str() } else { self.chance.of(&GREAT) };
            let (day, hour) = (i64::try_from(self.chance.below(3))?, 17.0 + self.chance.fraction() * 5.0);
            let mut email = String::new();
            for member in 0..members {
                // A couple may have one address.
                if member != 1 || !self.chance.percent(20) {
                    email = self.person_at(domain);
                }
                let later = self.chance.fraction() * 0.3;
                let at = self.at(day, hour + later);
                let after = self.chance.patience(85);
                self.add(Origin::Families, &email.clone(), network, at, code, after)?;
            }
        }
        Ok(())
    }

    fn others(&mut self, people: usize) -> anyhow::Result<()> {
        for _ in 0..people {
            // Few domains have many, most have one.
            let rank = self.chance.fraction().powi(3);
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                clippy::cast_precision_loss,
                reason = "a rank"
            )]
            let small = format!("club{}.example", (rank * SMALL_DOMAINS as f64) as usize);
            let great = self.chance.of(&GREAT);
            let email = if self.chance.percent(85) { self.person_at(great) } else { self.person_at(&small) };
            let (day, hour) = (i64::try_from(self.chance.below(3))?, 7.0 + self.chance.fraction() * 16.0);
            let (network, letter) = match self.chance.below(100) {
                0..65 => (self.own_network(), self.chance.letter()),
                65..90 => self.phone(),
                // At work, with others.
                _ => {
                    let work = u32::try_from(self.chance.below(400))?;
                    (network(10_000 + work), Chance::seeded(u64::from(work)).letter())
                }
            };
            let (code, after) = (self.chance.code(letter), self.chance.patience(75));
            self.add(Origin::Others, &email, network, self.at(day, hour), code, after)?;
        }
        Ok(())
    }

    /// Draws an attack: fifteen people of each network, unless networks rotate, over six hours of an evening; the flood
    /// in one hour.
    #[expect(clippy::cast_precision_loss, reason = "numbers of people, far below 2^53")]
    fn attack(&mut self, attack: Origin, forms: usize, evening: i64) -> anyhow::Result<()> {
        let base = 100_000 + 1_000 * attack as u32;
        let (mut code, mut email) = (self.chance.code('K'), String::new());
        for number in 0..forms {
            let hours = if attack == Origin::MailFlood { 1.0 } else { 6.0 };
            let at = self.at(evening, 15.0 + hours * number as f64 / forms as f64);
            let of_network = match attack {
                Origin::RotatingNetworks => 1,
                Origin::MailFlood => forms,
                Origin::CatchAll
                | Origin::SmallDomains
                | Origin::LookAlike
                | Origin::PlusAndDots
                | Origin::Households
                | Origin::Campus
                | Origin::Hall
                | Origin::Office
                | Origin::Families
                | Origin::Others => 15,
            };
            let network = network(base + u32::try_from(number / of_network)?);
            let letter = self.chance.letter();
            let fresh = self.chance.code(letter);
            email = match attack {
                Origin::SmallDomains => format!("made{number}@small{}.example", number % 34),
                Origin::LookAlike => format!("made{number}@live.pw"),
                Origin::PlusAndDots => {
                    let of = forms / 50;
                    let (mailbox, spelling) = (number % of.max(1), number / of.max(1));
                    if spelling % 2 == 0 {
                        format!("mail.box{mailbox}+t{spelling}@gmail.com")
                    } else {
                        format!("m.a.il.box{mailbox}+t{spelling}@googlemail.com")
                    }
                }
                Origin::Households if number % 2 == 1 => email,
                Origin::Households => format!("made{number}@gmail.com"),
                Origin::MailFlood => format!("student{number}@{UNIVERSITY}"),
                Origin::CatchAll
                | Origin::RotatingNetworks
                | Origin::Campus
                | Origin::Hall
                | Origin::Office
                | Origin::Families
                | Origin::Others => format!("made{number}@farm{}.example", attack as u32),
            };
            if attack != Origin::Households || number % 2 == 0 {
                code = fresh;
            }
            // Made-up people confirm at the pace of real ones, so that haste does not give them away; and all of them
            // do.
            let after = (attack != Origin::MailFlood)
                .then(|| SignedDuration::from_secs_f64(20.0 + 400.0 * self.chance.fraction()));
            self.add(attack, &email.clone(), network, at, code, after)?;
        }
        Ok(())
    }
}

fn address(text: &str) -> anyhow::Result<EmailAddress> {
    EmailAddress::parse(text).context("a made-up address")
}

fn id_of(number: usize) -> SubmissionId {
    SubmissionId::from_random((number as u128).to_be_bytes())
}

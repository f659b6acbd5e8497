//! Reads a list of partners, and plans what each of its lines would do. Nothing is published here.
//!
//! The columns are found by their headers in both languages.

use std::collections::{BTreeSet, HashMap};

use domain::campaign::partner::{
    PARTNERS_MAX, Partner, PartnerName, PartnerState, SlugFault, Website, new_slug, proposed_slug,
};
use domain::locale::Locale;
use domain::mail::email::{EmailAddress, EmailError};
use domain::person::folding;
use jiff::Timestamp;
use store::{CONTACTS_MAX, Contact};

use crate::campaign::partners::slug_key;
use crate::paper::columns::{HEADER_LINES, MARKS};
use crate::paper::lines::{self, Row};
use crate::paper::source::Source;
use crate::partner::ask::name_key;

/// A column that the reader knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Column {
    NameEn,
    NameFr,
    Website,
    Listed,
    Slug,
    Contact,
    Language,
}

impl Column {
    const ALL: [Self; 7] =
        [Self::NameEn, Self::NameFr, Self::Website, Self::Listed, Self::Slug, Self::Contact, Self::Language];

    /// The column's name in forms.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::NameEn => "column_name_en",
            Self::NameFr => "column_name_fr",
            Self::Website => "column_website",
            Self::Listed => "column_listed",
            Self::Slug => "column_slug",
            Self::Contact => "column_contact",
            Self::Language => "column_language",
        }
    }

    /// The key of the column's label.
    pub(crate) const fn label(self) -> &'static str {
        match self {
            Self::NameEn => "office-partners-name-en",
            Self::NameFr => "office-partners-name-fr",
            Self::Website => "partner-ask-website",
            Self::Listed => "office-partners-listed",
            Self::Slug => "office-partners-slug",
            Self::Contact => "office-partners-contact-email",
            Self::Language => "office-partners-contact-language",
        }
    }

    /// The headers of the column, folded and without signs.
    const fn headers(self) -> &'static [&'static str] {
        match self {
            Self::NameEn => &[
                "name in english",
                "nom en anglais",
                "english name",
                "nom anglais",
                "name en",
                "name english",
                "name",
                "organization",
                "organisation",
                "partner",
            ],
            Self::NameFr => &[
                "name in french",
                "nom en francais",
                "french name",
                "nom francais",
                "name fr",
                "nom fr",
                "nom",
                "organisme",
                "partenaire",
            ],
            Self::Website => &["web address", "adresse web", "website", "site web", "web site", "site", "url"],
            Self::Listed => &["on the public list", "dans la liste publique", "listed", "public", "liste publique"],
            Self::Slug => &["slug", "name in links", "nom dans les liens", "code"],
            Self::Contact => &[
                "contact email",
                "courriel de la personne ressource",
                "contact",
                "personne ressource",
                "email",
                "e mail",
                "courriel",
                "contact e mail",
                "email address",
                "adresse courriel",
            ],
            Self::Language => &[
                "contact language",
                "langue de la personne ressource",
                "language",
                "langue",
                "language of their emails",
                "langue des courriels",
            ],
        }
    }

    fn named(header: &str) -> Option<Self> {
        let words = folding::words(header).join(" ");
        Self::ALL.into_iter().find(|column| column.headers().contains(&words.as_str()))
    }
}

/// The places of the columns in a row, counted from zero, in the order of [`Column::ALL`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Places([Option<usize>; 7]);

impl Places {
    /// Asks for the place of each column.
    pub(crate) fn of(place: impl FnMut(Column) -> Option<usize>) -> Self {
        Self(Column::ALL.map(place))
    }

    /// Lists the columns with their places.
    pub(crate) fn by_column(self) -> impl Iterator<Item = (Column, Option<usize>)> {
        Column::ALL.into_iter().zip(self.0)
    }

    /// Returns the cell of a column, if the list has the column.
    fn cell(self, row: &Row, column: Column) -> Option<&str> {
        self.0[column as usize].map(|place| row.cell(place))
    }

    /// Returns the cell of a column, if something stands in it.
    fn filled(self, row: &Row, column: Column) -> Option<&str> {
        self.cell(row, column).filter(|text| !text.is_empty())
    }

    pub(crate) fn has(self, column: Column) -> bool {
        self.0[column as usize].is_some()
    }

    /// Whether two columns have the same place.
    pub(crate) fn has_twins(self) -> bool {
        let places = self.0.iter().flatten();
        places.clone().count() > places.collect::<BTreeSet<_>>().len()
    }
}

/// A list with its header.
pub(crate) struct List {
    pub(crate) header: Row,
    pub(crate) rows: Vec<Row>,
    pub(crate) places: Places,
    /// Headers that name no column we know.
    pub(crate) unknown: Vec<String>,
}

impl List {
    /// Reads a list; `None` if no line of it looks like a header.
    pub(crate) fn read(source: &Source) -> Option<Self> {
        let lines = source.lines();
        let heads = MARKS.iter().flat_map(|mark| (0..lines.len().min(HEADER_LINES)).map(move |at| (*mark, at)));
        let known = |row: &Row| row.cells.iter().filter(|cell| Column::named(cell).is_some()).count();
        let rows = heads.map(|(mark, at)| (mark, at, lines::row(&lines, at, mark, usize::MAX)));
        // Of two readings that know as many columns, the first is taken: `max_by_key` takes the last.
        let best = rows.filter(|(.., row)| known(row) > 0).rev().max_by_key(|(.., row)| known(row));
        let (mark, at, header) = best?;
        let mut rows = Vec::new();
        let mut next = at + header.lines;
        while next < lines.len() {
            let row = lines::row(&lines, next, mark, usize::MAX);
            next += row.lines;
            if !row.is_empty() {
                rows.push(row);
            }
        }
        let place = |column: Column| header.cells.iter().position(|cell| Column::named(cell) == Some(column));
        let places = Places::of(place);
        let is_taken = |at: &usize| places.0.contains(&Some(*at));
        let unknown = header.cells.iter().enumerate().filter(|(at, cell)| !cell.is_empty() && !is_taken(at));
        let unknown = unknown.map(|(_, cell)| cell.clone()).collect();
        Some(Self { header, rows, places, unknown })
    }
}

/// The outcome of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Added,
    Changed,
    /// The partnership had ended, and is taken up again.
    Resumed,
    /// The partner stands like this already.
    Same,
    /// The key of the sentence about the line.
    Refused(&'static str),
}

/// A line of the list, with its number and the partner's name as it was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Planned {
    pub(crate) line: u64,
    pub(crate) name: String,
    pub(crate) slug: String,
    pub(crate) outcome: Outcome,
    /// The columns of what the line changes.
    pub(crate) changed: Vec<Column>,
}

/// The partners as the lines before have left them.
struct Known {
    partners: Vec<Partner>,
    /// The places of the partners by each of their names, folded.
    by_name: HashMap<Vec<String>, usize>,
    by_slug: HashMap<String, usize>,
    /// The places of those that a line was about.
    touched: BTreeSet<usize>,
}

impl Known {
    fn of(partners: &[Partner]) -> Self {
        let (by_name, by_slug) = (HashMap::new(), HashMap::new());
        let mut known = Self { partners: Vec::new(), by_name, by_slug, touched: BTreeSet::new() };
        for partner in partners {
            known.put(known.partners.len(), partner.clone());
        }
        known
    }

    fn put(&mut self, place: usize, partner: Partner) {
        for name in [&partner.name_en, &partner.name_fr] {
            self.by_name.entry(folding::words(name.as_str())).or_insert(place);
        }
        self.by_slug.insert(partner.slug.to_string(), place);
        if place == self.partners.len() {
            self.partners.push(partner);
        } else {
            self.partners[place] = partner;
        }
    }

    fn named(&self, names: [&PartnerName; 2]) -> Option<usize> {
        names.into_iter().find_map(|name| self.by_name.get(&folding::words(name.as_str())).copied())
    }
}

/// Applies the lines to the partners, without publishing anything.
pub(crate) fn plan(rows: &[Row], places: Places, partners: &[Partner], now: Timestamp) -> (Vec<Planned>, Vec<Partner>) {
    let mut known = Known::of(partners);
    let planned = rows.iter().map(|row| {
        let names = [Column::NameEn, Column::NameFr];
        let typed = names.into_iter().find_map(|name| places.filled(row, name)).unwrap_or_default();
        let mut changed = Vec::new();
        let (outcome, slug) = match place(row, places, &known, now) {
            Ok((at, partner)) => {
                let slug = partner.slug.to_string();
                let outcome = match known.partners.get(at) {
                    Some(before) if *before == partner => Outcome::Same,
                    Some(before) if before.state == PartnerState::Ended => Outcome::Resumed,
                    Some(before) => {
                        changed = differing(before, &partner);
                        Outcome::Changed
                    }
                    None => Outcome::Added,
                };
                known.put(at, partner);
                known.touched.insert(at);
                (outcome, slug)
            }
            Err(key) => (Outcome::Refused(key), String::new()),
        };
        Planned { line: row.line, name: typed.to_owned(), slug, outcome, changed }
    });
    let planned = planned.collect();
    (planned, known.partners)
}

/// Lists the columns in which two states of a partner differ.
fn differing(before: &Partner, after: &Partner) -> Vec<Column> {
    let all = [
        (Column::NameEn, before.name_en != after.name_en),
        (Column::NameFr, before.name_fr != after.name_fr),
        (Column::Website, before.website != after.website),
        (Column::Listed, before.listed != after.listed),
    ];
    all.into_iter().filter(|(_, differs)| *differs).map(|(column, _)| column).collect()
}

/// Returns the partner that a line describes and its place, or the key of the sentence about the line's fault.
fn place(row: &Row, places: Places, all: &Known, now: Timestamp) -> Result<(usize, Partner), &'static str> {
    if row.has_lone_quote {
        return Err("office-line-lone-quote");
    }
    let cell = |column: Column| places.filled(row, column);
    let name = |column: Column, other: Column| {
        PartnerName::parse(cell(column).or(cell(other)).unwrap_or_default()).map_err(name_key)
    };
    let (name_en, name_fr) = (name(Column::NameEn, Column::NameFr)?, name(Column::NameFr, Column::NameEn)?);
    let website =
        cell(Column::Website).map(str::parse::<Website>).transpose().map_err(|_| "partner-ask-website-malformed")?;
    let listed =
        cell(Column::Listed).map(|text| yes_or_no(text).ok_or("office-partners-listed-malformed")).transpose()?;
    contact(row, places).transpose().map_err(|_| "partner-ask-email-malformed")?;
    language(row, places).transpose().map_err(|()| "office-partners-language-malformed")?;
    let by_name = all.named([&name_en, &name_fr]);
    let at = match cell(Column::Slug) {
        Some(slug) => {
            let by_slug = all.by_slug.get(slug).copied();
            if by_name.is_some() && by_name != by_slug {
                return Err("office-partners-name-taken");
            }
            // A list replaces no partner's two names at once: the line may mean another organization.
            if by_slug.is_some() && by_name.is_none() {
                return Err(slug_key(SlugFault::Taken));
            }
            by_slug
        }
        None => by_name,
    };
    if at.is_some_and(|at| all.touched.contains(&at)) {
        return Err("office-partners-line-twice");
    }
    let partners = &all.partners;
    match at.map(|at| (at, &partners[at])) {
        Some((at, known)) => Ok((
            at,
            Partner {
                name_en,
                name_fr,
                website: website.or_else(|| known.website.clone()),
                listed: listed.unwrap_or(known.listed),
                state: if known.state == PartnerState::Ended { PartnerState::Active } else { known.state },
                ..known.clone()
            },
        )),
        None if partners.len() >= PARTNERS_MAX => Err("office-partners-too-many"),
        None => {
            let slug = match cell(Column::Slug) {
                Some(slug) => new_slug(slug, partners).map_err(slug_key)?,
                None => proposed_slug([&name_en, &name_fr], partners).ok_or("office-partners-slug-malformed")?,
            };
            let (listed, state) = (listed.unwrap_or_default(), PartnerState::Active);
            Ok((partners.len(), Partner { slug, name_en, name_fr, website, listed, state, since: Some(now) }))
        }
    }
}

/// Reads the address of the contact whom a line names.
fn contact(row: &Row, places: Places) -> Option<Result<EmailAddress, EmailError>> {
    places.filled(row, Column::Contact).map(EmailAddress::parse)
}

/// Reads the language in which the contact of a line is written to.
fn language(row: &Row, places: Places) -> Option<Result<Locale, ()>> {
    places.filled(row, Column::Language).map(|text| match folding::folded(text).as_str() {
        "en" | "english" | "anglais" => Ok(Locale::En),
        "fr" | "french" | "francais" => Ok(Locale::Fr),
        _ => Err(()),
    })
}

/// A contact whom a line names, and who is none of its partner yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NamedContact {
    pub(crate) line: u64,
    pub(crate) name: String,
    pub(crate) slug: String,
    pub(crate) email: EmailAddress,
    /// The language in which they are written to, if the list names one.
    pub(crate) locale: Option<Locale>,
    /// The key of the sentence why they are not added.
    pub(crate) fault: Option<&'static str>,
}

/// Lists the contacts whom the lines name beyond those that are there.
pub(crate) fn name_contacts(
    rows: &[Row],
    places: Places,
    planned: &[Planned],
    after: &[Partner],
    there: &[Contact],
) -> Vec<NamedContact> {
    let mut all: Vec<_> = there.iter().map(|contact| (contact.email.clone(), contact.partner.to_string())).collect();
    let active: HashMap<_, _> = after.iter().map(|partner| (partner.slug.as_str(), partner.is_active())).collect();
    let mut named = Vec::new();
    for (row, planned) in rows.iter().zip(planned) {
        let Some(Ok(email)) = contact(row, places) else { continue };
        // A line that is refused leads to no partner.
        if planned.slug.is_empty() {
            continue;
        }
        let slug = planned.slug.clone();
        let is_full = || all.iter().filter(|(_, partner)| *partner == slug).count() >= CONTACTS_MAX;
        let fault = match all.iter().find(|(known, _)| known.is_same_mailbox(&email)) {
            Some((_, partner)) if *partner == slug => continue,
            Some(_) => Some("office-partners-contact-there"),
            None if !active.get(slug.as_str()).copied().unwrap_or_default() || is_full() => {
                Some("office-partners-contacts-full")
            }
            None => None,
        };
        if fault.is_none() {
            all.push((email.clone(), slug.clone()));
        }
        let locale = language(row, places).and_then(Result::ok);
        named.push(NamedContact { line: planned.line, name: planned.name.clone(), slug, email, locale, fault });
    }
    named
}

fn yes_or_no(text: &str) -> Option<bool> {
    match folding::folded(text).as_str() {
        "yes" | "oui" | "y" | "o" | "x" | "1" | "true" | "vrai" => Some(true),
        "no" | "non" | "n" | "0" | "false" | "faux" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(text: &str) -> List {
        List::read(&Source::open(text.as_bytes()).unwrap()).unwrap()
    }

    fn planned(text: &str, partners: &[Partner]) -> (Vec<(u64, Outcome)>, Vec<Partner>) {
        let list = list(text);
        let (planned, all) = plan(&list.rows, list.places, partners, Timestamp::UNIX_EPOCH);
        (planned.into_iter().map(|line| (line.line, line.outcome)).collect(), all)
    }

    #[test]
    fn columns_are_found_in_either_language_and_an_unknown_one_is_named() {
        for text in [
            "Name in English,Name in French,Web address\nRiver,Rivière,river.org",
            "Liste des partenaires\n\nNom en anglais;Nom en français;Adresse Web\nRiver;Rivière;river.org",
            "name_en\tname_fr\twebsite\nRiver\tRivière\triver.org",
        ] {
            let list = list(text);
            assert_eq!(
                (list.places.0, list.unknown.len()),
                ([Some(0), Some(1), Some(2), None, None, None, None], 0),
                "{text}"
            );
            assert_eq!(list.rows.len(), 1);
        }
        assert_eq!(list("Name,Telephone\nRiver,1").unknown, ["Telephone"]);
        assert!(List::read(&Source::open(b"a,b\nc,d").unwrap()).is_none());
    }

    #[test]
    fn each_line_says_what_it_would_do() {
        let (_, partners) = planned("Name,Nom\nRiver Town,Ville-Rivière\nHill,Colline", &[]);
        assert_eq!(partners.iter().map(|partner| partner.slug.as_str()).collect::<Vec<_>>(), ["river-town", "hill"]);
        let text = "Name,Nom,Web address,Listed,Slug\n\
            RIVER TOWN,Ville-Rivière,,,\n\
            Hill,Colline,https://hill.org,yes,\n\
            New,Nouveau,,,new-one\n\
            New Two,Nouveau deux,,,paper\n\
            New Three,Nouveau trois,,,hill\n\
            <b>,x,,,\n\
            Last,Dernier,not a site,,\n\
            Hill,Colline,,,\n\
            Other,Autre,,perhaps,\n\
            See evil.com,y,,,\n";
        let (outcomes, all) = planned(text, &partners);
        let refused = Outcome::Refused;
        assert_eq!(
            outcomes.into_iter().map(|(_, outcome)| outcome).collect::<Vec<_>>(),
            [
                Outcome::Changed,
                Outcome::Changed,
                Outcome::Added,
                refused("office-partners-slug-reserved"),
                refused("office-partners-slug-taken"),
                refused("partner-ask-name-signs"),
                refused("partner-ask-website-malformed"),
                refused("office-partners-line-twice"),
                refused("office-partners-listed-malformed"),
                refused("partner-ask-name-web-address"),
            ]
        );
        assert_eq!(all.len(), 3);
        assert!(all[1].listed && all[1].website.as_ref().is_some_and(|site| site.host() == "hill.org"));
        let (again, _) = planned("Name,Nom\nHill,Colline\n", &all);
        assert_eq!(again, [(2, Outcome::Same)]);
    }

    #[test]
    fn a_contact_is_added_once_and_only_to_an_active_partner_with_room() {
        let list = list(
            "Name,Courriel de la personne-ressource\nRiver,ana@river.example\nHill,ANA@river.example\n\
             Dale,leo@dale.example\nMoor,known@moor.example\nFen,known@moor.example\nLake,zoe@lake.example\nSea,\n",
        );
        let (_, mut partners) = planned("Name\nDale\nMoor\nLake\n", &[]);
        partners[0].state = PartnerState::Paused;
        let (lines, after) = plan(&list.rows, list.places, &partners, Timestamp::UNIX_EPOCH);
        let contact = |email: &str, slug: &str| Contact {
            email: EmailAddress::parse(email).unwrap(),
            locale: Locale::En,
            partner: slug.parse().unwrap(),
            since: Timestamp::UNIX_EPOCH,
            written_at: None,
        };
        let mut there = vec![contact("known@moor.example", "moor")];
        there.extend((0..CONTACTS_MAX).map(|number| contact(&format!("c{number}@lake.example"), "lake")));
        let named = name_contacts(&list.rows, list.places, &lines, &after, &there);
        let (elsewhere, full) = (Some("office-partners-contact-there"), Some("office-partners-contacts-full"));
        assert_eq!(
            named.iter().map(|contact| (contact.slug.as_str(), contact.fault)).collect::<Vec<_>>(),
            [("river", None), ("hill", elsewhere), ("dale", full), ("fen", elsewhere), ("lake", full)]
        );
        let malformed = "Name,Contact\nRiver,nobody\n";
        assert_eq!(planned(malformed, &[]).0, [(2, Outcome::Refused("partner-ask-email-malformed"))]);
    }

    #[test]
    fn a_partner_that_ended_keeps_its_slug_and_the_last_place_is_kept() {
        let (_, mut partners) = planned("Name\nRiver\n", &[]);
        partners[0].state = PartnerState::Ended;
        let (outcomes, again) = planned("Name\nRiver\n", &partners);
        assert_eq!(outcomes, [(2, Outcome::Resumed)], "the preview says that it is taken up again");
        assert_eq!((again.len(), again[0].slug.as_str(), again[0].is_active()), (1, "river", true));
        partners[0].state = PartnerState::Paused;
        assert_eq!(planned("Name\nRiver\n", &partners).0, [(2, Outcome::Same)], "a list resumes nobody who is paused");
        let many = (0..PARTNERS_MAX).map(|number| format!("Org {number}\n")).collect::<Vec<_>>().concat();
        let (_, all) = planned(&format!("Name\n{many}"), &[]);
        assert_eq!(all.len(), PARTNERS_MAX);
        assert_eq!(planned("Name\nOne more\n", &all).0, [(2, Outcome::Refused("office-partners-too-many"))]);
    }
}

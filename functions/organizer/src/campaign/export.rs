//! The reader of the House of Commons' own list of Members, as its site exports it: CSV or XML, in English or French.
//!
//! The columns and elements are those of "Export as CSV" and "Export as XML" at <https://www.ourcommons.ca/Members/en/search>
//! (the files `/Members/en/search/csv` and `/Members/en/search/XML`) and at <https://www.noscommunes.ca/Members/fr/search>.
//! Programs that read these files name the English columns, the elements, and of the French columns `Prénom`,
//! `Nom de famille`, `Circonscription` and `Affiliation politique`. The other French columns are translations: if the House
//! names one in another way, a page asks which column it is.
//! A file is taken as a whole or not at all, because a line that is left out would read as a vacant seat.

use std::collections::{BTreeMap, HashMap};

use domain::campaign::members::{Export, Gender, Listed, NAME_MAX_CHARS};
use domain::person::folding;
use domain::person::name::PersonName;
use domain::tally::riding::RidingCode;
use domain::typed_text;
use jiff::civil::Date;
use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::Event;

use crate::paper::encoding;
use crate::paper::riding_names::RidingNames;

/// The most bytes of a file. The list of 343 Members takes a fifth of it, as XML.
pub(crate) const EXPORT_MAX_BYTES: u64 = 1_000_000;
/// The most rows of a file. An export of all Parliaments has more.
const ROWS_MAX: usize = 1_000;
/// The fewest ridings of ours that a list of this Parliament names.
const MATCHED_MIN: usize = 300;
/// The most other ridings that a list of this Parliament names.
const UNMATCHED_MAX: usize = 10;
/// The element of one Member.
const MEMBER: &str = "MemberOfParliament";

/// The reason why a file is not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ExportError {
    Empty,
    /// Its letters cannot be read without a doubt.
    Letters,
    TooLong,
    /// It is neither CSV nor the XML of the House of Commons.
    NotAnExport,
    /// A line has more or fewer cells than the header.
    Line(usize),
    /// The XML has an element that we do not know.
    UnknownColumn(String),
    /// The CSV has columns that we do not know.
    Unclear(Unclear),
    MissingColumn(Column),
    BadName(usize),
    /// It has so many ridings of ours, and such others. It is of another Parliament.
    OtherParliament {
        matched: usize,
        others: Vec<String>,
    },
    /// These lines name no riding of ours.
    Unmatched(Vec<(usize, String)>),
    /// Two Members hold one seat.
    Twice(RidingCode),
}

/// The columns of a file that we do not know, and those that they may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unclear {
    /// The file's columns, each with its place.
    pub(crate) unknown: Vec<(usize, String)>,
    pub(crate) missing: Vec<Column>,
    /// The column that is needed and was not chosen, or that was chosen twice.
    pub(crate) wrong: Option<(Column, bool)>,
}

impl Unclear {
    /// Lists the unknown columns for a sentence.
    pub(crate) fn names(&self) -> String {
        self.unknown.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>().join(", ")
    }
}

/// The columns that somebody chose among those that we do not know, each with its place.
pub(crate) type Chosen = Vec<(Column, usize)>;

/// The content of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Column {
    Honorific,
    First,
    Last,
    Riding,
    Party,
    End,
    /// Something that nobody here needs: province, day of election, number of the person.
    Other,
}

impl Column {
    const NEEDED: [Self; 4] = [Self::First, Self::Last, Self::Riding, Self::Party];
    /// The columns that are read, in the order in which a page asks for them.
    pub(crate) const READ: [Self; 6] = [Self::First, Self::Last, Self::Riding, Self::Party, Self::Honorific, Self::End];

    /// Returns the name of the field in which somebody chooses it.
    pub(crate) const fn field(self) -> &'static str {
        match self {
            Self::Honorific => "column_honorific",
            Self::First => "column_first",
            Self::Last => "column_last",
            Self::Riding => "column_riding",
            Self::Party => "column_party",
            Self::End => "column_end",
            Self::Other => "",
        }
    }

    /// Returns the key of the label by which a page asks for it.
    pub(crate) const fn label(self) -> &'static str {
        match self {
            Self::Honorific => "office-members-column-honorific",
            Self::First => "office-members-column-first",
            Self::Last => "office-members-column-last",
            Self::Riding => "office-members-column-riding",
            Self::Party => "office-members-party",
            Self::End => "office-members-column-end",
            Self::Other => "",
        }
    }

    /// Returns the column's name in the English export.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Honorific => "Honorific Title",
            Self::First => "First Name",
            Self::Last => "Last Name",
            Self::Riding => "Constituency",
            Self::Party => "Political Affiliation",
            Self::End => "End Date",
            Self::Other => "",
        }
    }

    /// Reads a header of the CSV in either language, or the name of an element.
    fn read(header: &str) -> Option<Self> {
        Some(match folding::words(header).join(" ").as_str() {
            "honorific title" | "titre honorifique" | "personshorthonorific" => Self::Honorific,
            "first name" | "prenom" | "personofficialfirstname" => Self::First,
            "last name" | "nom" | "nom de famille" | "personofficiallastname" => Self::Last,
            "constituency" | "circonscription" | "constituencyname" => Self::Riding,
            "political affiliation" | "affiliation politique" | "caucusshortname" => Self::Party,
            "end date" | "date de fin" | "todatetime" => Self::End,
            "province territory"
            | "province territoire"
            | "constituencyprovinceterritoryname"
            | "start date"
            | "date de debut"
            | "fromdatetime"
            | "person id"
            | "personid"
            | "member id" => Self::Other,
            _ => return None,
        })
    }
}

/// The cells of one Member, with the line that they begin at.
type Row = (usize, HashMap<Column, String>);

/// Reads the text of a file.
pub(crate) fn text(bytes: &[u8]) -> Result<String, ExportError> {
    if bytes.is_empty() {
        return Err(ExportError::Empty);
    }
    encoding::read(bytes).ok_or(ExportError::Letters)
}

/// Reads the text of a file of that day. `chosen` says which columns are those that we do not know by name, if a page asked.
pub(crate) fn read(text: &str, as_of: Date, chosen: Option<&Chosen>) -> Result<Export, ExportError> {
    let text = text.trim_start();
    let rows = match text.chars().next() {
        None => return Err(ExportError::Empty),
        Some('<') => xml_rows(text)?,
        Some('{' | '[' | '%') => return Err(ExportError::NotAnExport),
        Some(_) => csv_rows(text, chosen)?,
    };
    if rows.is_empty() {
        return Err(ExportError::NotAnExport);
    }
    seats(rows, as_of)
}

fn csv_rows(text: &str, chosen: Option<&Chosen>) -> Result<Vec<Row>, ExportError> {
    let header = text.lines().next().unwrap_or_default();
    let delimiter = [b',', b';', b'\t'].into_iter().max_by_key(|sign| header.bytes().filter(|b| b == sign).count());
    let mut reader = csv::ReaderBuilder::new();
    let mut reader = reader.delimiter(delimiter.unwrap_or(b',')).from_reader(text.as_bytes());
    let headers = reader.headers().map_err(|_| ExportError::NotAnExport)?.clone();
    let known: Vec<_> = headers.iter().map(Column::read).collect();
    if known.iter().flatten().all(|column| *column == Column::Other) {
        return Err(ExportError::NotAnExport);
    }
    if headers.len() > COLUMNS_MAX {
        return Err(ExportError::NotAnExport);
    }
    let columns = columns(&known, &headers, chosen)?;
    let mut rows = Vec::new();
    for (at, record) in reader.records().enumerate() {
        // The header is line 1.
        let line = at + 2;
        let record = record.map_err(|_| ExportError::Line(line))?;
        if rows.len() == ROWS_MAX {
            return Err(ExportError::TooLong);
        }
        rows.push((line, columns.iter().copied().zip(record.iter().map(str::to_owned)).collect()));
    }
    Ok(rows)
}

/// The most columns that a list of the House is read with. Theirs have eight.
const COLUMNS_MAX: usize = 100;

/// Names every column. Columns that nobody knows are not read.
fn columns(
    known: &[Option<Column>],
    headers: &csv::StringRecord,
    chosen: Option<&Chosen>,
) -> Result<Vec<Column>, ExportError> {
    let missing: Vec<_> = Column::READ.into_iter().filter(|column| !known.contains(&Some(*column))).collect();
    let chosen_at = |at: usize| {
        let is_it = |(column, place): &&(Column, usize)| *place == at && missing.contains(column);
        chosen.into_iter().flatten().filter(is_it).map(|(column, _)| *column).collect::<Vec<_>>()
    };
    let unknown = known.iter().zip(headers).enumerate().filter(|(_, (known, _))| known.is_none());
    let unknown: Vec<_> = unknown.map(|(at, (_, header))| (at, shown(header))).collect();
    let twice = unknown.iter().find_map(|(at, _)| chosen_at(*at).get(1).copied());
    let columns = known.iter().enumerate();
    let columns = columns.map(|(at, known)| known.or_else(|| chosen_at(at).first().copied()).unwrap_or(Column::Other));
    let columns: Vec<_> = columns.collect();
    let lacks = Column::NEEDED.into_iter().find(|needed| !columns.contains(needed));
    if let (Some(lacks), true) = (lacks, unknown.is_empty()) {
        return Err(ExportError::MissingColumn(lacks));
    }
    let wrong = twice.map(|column| (column, true)).or(lacks.map(|column| (column, false)));
    if unknown.is_empty() || (chosen.is_some() && wrong.is_none()) {
        return Ok(columns);
    }
    Err(ExportError::Unclear(Unclear { unknown, missing, wrong: wrong.filter(|_| chosen.is_some()) }))
}

fn xml_rows(text: &str) -> Result<Vec<Row>, ExportError> {
    let mut reader = Reader::from_str(text);
    let (mut rows, mut row, mut open) = (Vec::new(), None::<HashMap<Column, String>>, None::<(Column, String)>);
    loop {
        match reader.read_event().map_err(|_| ExportError::NotAnExport)? {
            Event::Start(tag) if tag.local_name().as_ref() == MEMBER => row = Some(HashMap::new()),
            Event::Start(tag) if row.is_some() && open.is_none() => {
                open = Some((element(tag.local_name().as_ref())?, String::new()));
            }
            Event::Empty(tag) if open.is_none() => {
                element(tag.local_name().as_ref())?;
            }
            // No element of a Member has others in it, and no list of ours begins with a Member's.
            Event::Start(_) if open.is_some() => return Err(ExportError::NotAnExport),
            Event::Start(tag) if !tag.local_name().as_ref().starts_with("ArrayOf") => {
                return Err(ExportError::NotAnExport);
            }
            Event::End(tag) if tag.local_name().as_ref() == MEMBER => {
                if rows.len() == ROWS_MAX {
                    return Err(ExportError::TooLong);
                }
                rows.extend(row.take().map(|row| (rows.len() + 1, row)));
            }
            Event::End(_) => {
                if let (Some(row), Some((column, text))) = (&mut row, open.take()) {
                    row.insert(column, text);
                }
            }
            Event::Text(more) => {
                if let Some((_, text)) = &mut open {
                    text.push_str(&more.xml10_content());
                }
            }
            Event::GeneralRef(sign) => {
                let Some((_, text)) = &mut open else { return Err(ExportError::NotAnExport) };
                match sign.resolve_char_ref().map_err(|_| ExportError::NotAnExport)? {
                    Some(c) => text.push(c),
                    None => text.push_str(resolve_predefined_entity(&sign).ok_or(ExportError::NotAnExport)?),
                }
            }
            Event::DocType(_) | Event::CData(_) => return Err(ExportError::NotAnExport),
            Event::Eof => break,
            Event::Start(_) | Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
        }
    }
    if row.is_some() {
        return Err(ExportError::NotAnExport);
    }
    Ok(rows)
}

/// Reads the name of an element of a Member.
fn element(name: &str) -> Result<Column, ExportError> {
    Column::read(name).ok_or_else(|| ExportError::UnknownColumn(shown(name)))
}

/// Puts every row into its riding.
fn seats(rows: Vec<Row>, as_of: Date) -> Result<Export, ExportError> {
    let ridings = RidingNames::new();
    let (mut members, mut ended, mut unmatched) = (BTreeMap::new(), BTreeMap::<RidingCode, Date>::new(), Vec::new());
    for (line, row) in rows {
        let cell = |column| typed_text::trim(row.get(&column).map_or("", String::as_str));
        let Some(riding) = ridings.find(cell(Column::Riding)) else {
            unmatched.push((line, shown(cell(Column::Riding))));
            continue;
        };
        if !cell(Column::End).is_empty() {
            // A former Member. The day says since when the seat is vacant, if nobody else holds it.
            let day = day(cell(Column::End)).ok_or(ExportError::Line(line))?;
            ended.entry(riding).and_modify(|last| *last = day.max(*last)).or_insert(day);
            continue;
        }
        let name =
            PersonName::parse(cell(Column::First), cell(Column::Last)).map_err(|_| ExportError::BadName(line))?;
        let (party, gender) = (party(cell(Column::Party)), gender(cell(Column::Honorific)));
        if party.chars().count() > NAME_MAX_CHARS {
            return Err(ExportError::Line(line));
        }
        if members.insert(riding, Listed { name: name.to_string(), party, gender }).is_some() {
            return Err(ExportError::Twice(riding));
        }
    }
    if members.len() < MATCHED_MIN || unmatched.len() > UNMATCHED_MAX {
        let others = unmatched.into_iter().take(3).map(|(_, name)| name).collect();
        return Err(ExportError::OtherParliament { matched: members.len(), others });
    }
    if !unmatched.is_empty() {
        return Err(ExportError::Unmatched(unmatched));
    }
    ended.retain(|riding, _| !members.contains_key(riding));
    Ok(Export { as_of, members, ended })
}

/// A name from the file as a page may show it.
fn shown(name: &str) -> String {
    name.chars().filter(|c| !c.is_control()).take(NAME_MAX_CHARS).collect()
}

/// Reads the day at the beginning of a moment: `2026-10-01T00:00:00`, `2026-10-01 12:00:00 AM`.
fn day(written: &str) -> Option<Date> {
    campaigns::day(written.split(['T', ' ']).next()?)
}

/// Reads the gender of a form of address. "Hon." has none.
fn gender(honorific: &str) -> Option<Gender> {
    match folding::words(honorific).join(" ").as_str() {
        "ms" | "mrs" | "miss" | "mme" | "madame" | "mlle" => Some(Gender::Woman),
        "mr" | "m" | "monsieur" => Some(Gender::Man),
        _ => None,
    }
}

/// Names a party as the roster does, in English where it has an English name.
pub(crate) fn party(written: &str) -> String {
    match folding::words(written).join(" ").as_str() {
        "liberal" | "liberal party" | "parti liberal" => "Liberal".to_owned(),
        "conservative" | "conservateur" | "conservative party" | "parti conservateur" => "Conservative".to_owned(),
        "ndp" | "npd" | "new democratic party" | "nouveau parti democratique" => "NDP".to_owned(),
        "green party" | "parti vert" => "Green Party".to_owned(),
        "independent" | "independant" | "independant e" => "Independent".to_owned(),
        "bloc quebecois" => "Bloc Québécois".to_owned(),
        _ => typed_text::trim(written).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use domain::locale::Locale;

    use super::*;

    fn read(bytes: &[u8], as_of: Date) -> Result<Export, ExportError> {
        super::read(&text(bytes)?, as_of, None)
    }

    const HEADER: &str = "Honorific Title,First Name,Last Name,Constituency,Province / Territory,Political Affiliation,\
                          Start Date,End Date";

    fn as_of() -> Date {
        "2026-11-20".parse().unwrap()
    }

    /// Lists made-up Members for all ridings.
    fn lines(locale: Locale) -> Vec<String> {
        let line = |(at, riding): (usize, &ridings::Riding)| {
            let name = riding.name(locale);
            let riding = if name.contains(',') { format!("\"{name}\"") } else { name.to_owned() };
            format!(",Pat,Example-{at},{riding},Ontario,Liberal,2025-04-28 12:00:00 AM,")
        };
        ridings::all().iter().enumerate().map(line).collect()
    }

    fn csv(lines: &[String]) -> Vec<u8> {
        format!("\u{feff}{HEADER}\r\n{}\r\n", lines.join("\r\n")).into_bytes()
    }

    fn code(text: &str) -> RidingCode {
        text.parse().unwrap()
    }

    #[test]
    fn every_riding_is_found_by_its_name_in_either_language() {
        for locale in Locale::ALL {
            let read = read(&csv(&lines(locale)), as_of()).unwrap();
            assert_eq!((read.members.len(), read.ended.len()), (343, 0));
            assert!(read.members[&code("10001")].name.starts_with("Pat Example-"));
        }
        let plain = lines(Locale::En).into_iter().map(|line| line.replace('—', "-").replace('’', "'").to_uppercase());
        assert_eq!(read(&csv(&plain.collect::<Vec<_>>()), as_of()).unwrap().members.len(), 343);
    }

    #[test]
    fn the_french_columns_parties_and_forms_of_address_are_the_same() {
        let header = "Titre honorifique;Prénom;Nom de famille;Circonscription;Province / Territoire;\
                      Affiliation politique;Date de début;Date de fin";
        let line = |line: &String| line.replace('"', "").replacen(",Pat,", "Mme,Pat,", 1).replace("Liberal", "Libéral");
        let rows: Vec<_> = lines(Locale::Fr).iter().filter(|row| !row.contains('"')).map(line).collect();
        let text = format!("{header}\n{}\n", rows.join("\n").replace(',', ";"));
        let read = read(text.as_bytes(), as_of()).unwrap();
        assert!(read.members.len() > MATCHED_MIN);
        let listed = &read.members[&code("10001")];
        assert_eq!((listed.party.as_str(), listed.gender), ("Liberal", Some(Gender::Woman)));
        assert_eq!([gender("Mr."), gender("Hon."), gender("L’hon.")], [Some(Gender::Man), None, None]);
    }

    fn element(riding: &str, more: &str) -> String {
        format!(
            "<MemberOfParliament><PersonId>1</PersonId><PersonShortHonorific/><PersonOfficialFirstName>Zo&#233;\
             </PersonOfficialFirstName><PersonOfficialLastName>O&apos;Example</PersonOfficialLastName>\
             <ConstituencyName>{riding}</ConstituencyName><ConstituencyProvinceTerritoryName>Ontario\
             </ConstituencyProvinceTerritoryName><CaucusShortName>NPD</CaucusShortName>\
             <FromDateTime>2025-04-28T00:00:00</FromDateTime>{more}</MemberOfParliament>"
        )
    }

    fn xml(elements: &str) -> String {
        format!(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<ArrayOfMemberOfParliament>{elements}</ArrayOfMemberOfParliament>"
        )
    }

    #[test]
    fn the_xml_has_the_same_members_and_the_day_on_which_a_former_one_left() {
        let present = |riding: &ridings::Riding| {
            let more = if riding.code == code("35079") {
                "<ToDateTime>2026-10-01T00:00:00</ToDateTime>"
            } else {
                "<ToDateTime xsi:nil=\"true\" />"
            };
            element(riding.name(Locale::En), more)
        };
        let all: String = ridings::all().iter().map(present).collect();
        let read = read(xml(&all).as_bytes(), as_of()).unwrap();
        assert_eq!((read.members.len(), read.ended.len()), (342, 1));
        assert_eq!(read.ended[&code("35079")], "2026-10-01".parse::<Date>().unwrap());
        let listed = &read.members[&code("10001")];
        assert_eq!((listed.name.as_str(), listed.party.as_str()), ("Zoé O'Example", "NDP"));
    }

    #[test]
    fn what_is_no_such_export_is_refused_and_named() {
        let good = lines(Locale::En);
        let refused = |text: &[u8]| read(text, as_of()).unwrap_err();
        assert_eq!(refused(b""), ExportError::Empty);
        assert_eq!(refused(b" \n"), ExportError::Empty);
        for other in ["%PDF-1.7", "{\"objects\":[]}", "name,party\nPat,Liberal\n", "<html><body/></html>", "hello"] {
            assert_eq!(refused(other.as_bytes()), ExportError::NotAnExport, "{other}");
        }
        let entity = format!("<!DOCTYPE a [<!ENTITY x \"y\">]>{}", xml(&element("Avalon", "")));
        assert_eq!(refused(entity.as_bytes()), ExportError::NotAnExport);
        assert_eq!(refused(xml(&element("&x;", "")).as_bytes()), ExportError::NotAnExport);
        let strange = xml(&element("Avalon", "<ShoeSize>9</ShoeSize>"));
        assert_eq!(refused(strange.as_bytes()), ExportError::UnknownColumn("ShoeSize".to_owned()));
        let lacks = "First Name,Last Name,Constituency\nPat,Example,Avalon\n";
        assert_eq!(refused(lacks.as_bytes()), ExportError::MissingColumn(Column::Party));
        let mut torn = good.clone();
        torn[1] = "Pat,Example".to_owned();
        assert_eq!(refused(&csv(&torn)), ExportError::Line(3));
        let mut nameless = good.clone();
        nameless[1] = ",,,Cape Spear,Ontario,Liberal,,".to_owned();
        assert_eq!(refused(&csv(&nameless)), ExportError::BadName(3));
        let mut twice = good.clone();
        twice[1] = good[0].clone();
        assert_eq!(refused(&csv(&twice)), ExportError::Twice(code("10001")));
        let many: Vec<_> = std::iter::repeat_n(good[0].clone(), ROWS_MAX + 1).collect();
        assert_eq!(refused(&csv(&many)), ExportError::TooLong);
        // A terminal's letters: nobody can tell which they are.
        let mut mac = csv(&good);
        mac.drain(..3);
        let mac: Vec<u8> =
            String::from_utf8(mac).unwrap().chars().map(|c| if c.is_ascii() { c as u8 } else { 0x8e }).collect();
        assert_eq!(refused(&mac), ExportError::Letters);
    }

    #[test]
    fn columns_with_other_names_are_asked_for_and_read_as_somebody_says() {
        let last = lines(Locale::En);
        let mut good = last[..342].to_vec();
        good.push(format!("{}2026-10-01 12:00:00 AM", last[342]));
        let renamed =
            String::from_utf8(csv(&good)).unwrap().replace("End Date", "Fin").replace("First Name", "Petit nom");
        let read = |chosen: Option<&Chosen>| super::read(&text(renamed.as_bytes()).unwrap(), as_of(), chosen);
        let unclear = |wrong| {
            let unknown = vec![(1, "Petit nom".to_owned()), (7, "Fin".to_owned())];
            Err(ExportError::Unclear(Unclear { unknown, missing: vec![Column::First, Column::End], wrong }))
        };
        assert_eq!(read(None), unclear(None));
        assert_eq!(read(Some(&Chosen::new())), unclear(Some((Column::First, false))));
        let twice = vec![(Column::First, 1), (Column::End, 1)];
        assert_eq!(read(Some(&twice)), unclear(Some((Column::End, true))));
        // No column that is known becomes another one.
        let others = vec![(Column::First, 2), (Column::Party, 1)];
        assert_eq!(read(Some(&others)), unclear(Some((Column::First, false))));
        let both = read(Some(&vec![(Column::First, 1), (Column::End, 7)])).unwrap();
        assert_eq!((both.members.len(), both.ended.len()), (342, 1));
        assert!(both.members[&code("10001")].name.starts_with("Pat "));
        let without = read(Some(&vec![(Column::First, 1)])).unwrap();
        assert_eq!((without.members.len(), without.ended.len()), (343, 0));
    }

    #[test]
    fn an_export_of_another_parliament_is_refused_and_a_misspelt_riding_is_named() {
        let mut misspelt = lines(Locale::En);
        misspelt[0] = misspelt[0].replace("Avalon", "Avallon");
        let named = vec![(2, "Avallon".to_owned())];
        assert_eq!(read(&csv(&misspelt), as_of()).unwrap_err(), ExportError::Unmatched(named));
        let few = &lines(Locale::En)[..MATCHED_MIN - 1];
        let other = ExportError::OtherParliament { matched: MATCHED_MIN - 1, others: Vec::new() };
        assert_eq!(read(&csv(few), as_of()).unwrap_err(), other);
        // Ridings of the 2013 order that are no more.
        let mut older = lines(Locale::En);
        for (at, line) in older.iter_mut().enumerate().take(UNMATCHED_MAX + 1) {
            *line = format!(",Pat,Example,Former Riding {at},Ontario,Liberal,2021-09-20 12:00:00 AM,");
        }
        let others = (0..3).map(|at| format!("Former Riding {at}")).collect();
        let other = ExportError::OtherParliament { matched: 343 - UNMATCHED_MAX - 1, others };
        assert_eq!(read(&csv(&older), as_of()).unwrap_err(), other);
    }
}

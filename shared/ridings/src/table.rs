//! The 343 ridings of the 2023 representation order.

use std::sync::LazyLock;

use domain::locale::Locale;
use domain::tally::riding::{Province, RidingCode};

pub(crate) const RIDINGS: &str = include_str!("../data/ridings.tsv");
pub(crate) const PROVINCES: &str = include_str!("../data/provinces.tsv");

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Riding {
    pub code: RidingCode,
    /// Its official names, with typographic apostrophes.
    pub name: Name,
    /// The same names as pages show them. See [`Riding::shown`].
    shown: Name,
    pub province: Province,
    /// The number of people, in the census of 2021.
    pub population: u32,
    /// The number of electors on the lists of 2025.
    pub electors: u32,
}

/// A name in both official languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Name {
    pub en: &'static str,
    pub fr: &'static str,
}

impl Name {
    const fn get(self, locale: Locale) -> &'static str {
        match locale {
            Locale::En => self.en,
            Locale::Fr => self.fr,
        }
    }
}

impl Riding {
    #[must_use]
    pub const fn name(&self, locale: Locale) -> &'static str {
        self.name.get(locale)
    }

    /// Returns the name as a page shows it: no line begins with one of its dashes. Data keep [`Riding::name`].
    #[must_use]
    pub const fn shown(&self, locale: Locale) -> &'static str {
        self.shown.get(locale)
    }
}

const WELL_FORMED: &str = "the builder wrote every column of every line, and a test reads them all";

static ALL: LazyLock<Vec<Riding>> = LazyLock::new(|| {
    let read = |line: &'static str| {
        let mut columns = line.split('\t');
        let mut column = || columns.next().expect(WELL_FORMED);
        let code: RidingCode = column().parse().expect(WELL_FORMED);
        let population = column().parse().expect(WELL_FORMED);
        let electors = column().parse().expect(WELL_FORMED);
        let (en, fr) = (typeset(column()), typeset(column()));
        // Most names are the same in both languages and stand there once.
        let name = Name { en, fr: if fr.is_empty() { en } else { fr } };
        let shown = Name { en: unbroken(name.en), fr: unbroken(name.fr) };
        Riding { code, name, shown, province: code.province(), population, electors }
    };
    RIDINGS.lines().map(read).collect()
});

/// Sets a name as it is printed: the sources write a typewriter's apostrophe. Eight names have one, and live as long as
/// the program.
fn typeset(name: &'static str) -> &'static str {
    if name.contains('\'') { Box::leak(name.replace('\'', "’").into_boxed_str()) } else { name }
}

/// Joins each dash to the word before it by a word joiner (U+2060). A line may end after a dash, and not before it.
fn unbroken(name: &'static str) -> &'static str {
    if name.contains('—') { Box::leak(name.replace('—', "\u{2060}—").into_boxed_str()) } else { name }
}

/// Lists every riding, in the order of the codes.
#[must_use]
pub fn all() -> &'static [Riding] {
    &ALL
}

#[must_use]
pub fn get(code: RidingCode) -> Option<&'static Riding> {
    ALL.binary_search_by_key(&code, |riding| riding.code).ok().map(|index| &ALL[index])
}

/// Finds a riding by its code as somebody typed it.
#[must_use]
pub fn find(code: &str) -> Option<&'static Riding> {
    get(code.parse().ok()?)
}

/// Returns the riding at a place of the tables.
pub(crate) fn at(index: u16) -> &'static Riding {
    &ALL[usize::from(index)]
}

/// Lists a province's ridings, in the order of the codes.
pub fn in_province(province: Province) -> impl Iterator<Item = &'static Riding> {
    ALL.iter().filter(move |riding| riding.province == province)
}

#[must_use]
pub fn province_name(province: Province, locale: Locale) -> &'static str {
    let line = PROVINCES.lines().find(|line| line.starts_with(province.abbreviation())).expect(WELL_FORMED);
    let mut names = line.split('\t').skip(1);
    let mut name = || names.next().expect(WELL_FORMED);
    Name { en: name(), fr: name() }.get(locale)
}

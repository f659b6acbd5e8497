//! The view of a list of ridings: the map, the filter and the sorting that one address asks for.
//!
//! The public list and the organizers' dashboard both have one. Each names its own columns.

use std::borrow::Cow;
use std::cmp::Reverse;

use campaigns::Texts;
use domain::campaign::members::{Holder, Member, Roster};
use domain::locale::Locale;
use domain::tally::riding::Province;
use ridings::{Riding, Standing, province_name, share};

use crate::home::sort_key;
use crate::map::Drawing;
use crate::paging::{Paging, ViewLink};
use crate::search::search_text;
use crate::shades::Shading;

/// A search is cut at this length. No name of a riding or a Member is longer.
const SEARCH_MAX_CHARS: usize = 100;
const DRAWINGS: [(Drawing, &str); 2] = [(Drawing::Outlines, "outlines"), (Drawing::Hexagons, "hexagons")];
const ORDERS: [(bool, &str); 2] = [(true, "asc"), (false, "desc")];

/// A filter by what Members of Parliament answered to the campaign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnswerFilter {
    /// Those who answered.
    Answered,
    /// Those who said yes to all asks.
    SaidYes,
}

impl AnswerFilter {
    pub const ALL: [Self; 2] = [Self::Answered, Self::SaidYes];

    /// Whether the holder of a seat is one of them.
    #[must_use]
    pub fn keeps(self, holder: &Holder) -> bool {
        holder.member().is_some_and(|member| match self {
            Self::Answered => member.answer.is_some(),
            Self::SaidYes => Member::agrees(member),
        })
    }

    /// Returns the filter's name in an address and in the key of its text.
    const fn name(self) -> &'static str {
        match self {
            Self::Answered => "answered",
            Self::SaidYes => "yes",
        }
    }
}

/// A column that a list of ridings can be sorted by. It says as well what else that list offers.
pub trait ListColumn: Copy + Default + Eq + 'static {
    /// Every column with its name in an address.
    const ALL: &'static [(Self, &'static str)];
    /// Every shading of the map that the list offers, with its name in an address.
    const SHADINGS: &'static [(Shading, &'static str)];
    /// The parts of the list's address before and after the language: `("/organizer", "")`, `("", "/ridings")`.
    const ADDRESS: (&'static str, &'static str);
    /// The rows of a page of the table: nobody reads hundreds of lines to find one.
    const PAGE_ROWS: usize = 40;

    /// Whether the column begins with its smallest value, as names do.
    fn rises(self) -> bool;
}

/// A column that each list of ridings has. The public list has these alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StandingColumn {
    Name,
    Province,
    #[default]
    Count,
    Share,
    Rank,
}

impl StandingColumn {
    /// Sorts rows that are in the order of their names already.
    pub fn sort<T>(self, rows: &mut [T], locale: Locale, standing: impl Fn(&T) -> &Standing) {
        match self {
            Self::Name => {}
            Self::Province => {
                rows.sort_by_cached_key(|row| sort_key(province_name(standing(row).riding.province, locale)));
            }
            Self::Count | Self::Rank => rows.sort_by_key(|row| Reverse(standing(row).count)),
            Self::Share => rows.sort_by(|one, other| standing(other).share().total_cmp(&standing(one).share())),
        }
    }
}

impl ListColumn for StandingColumn {
    const ALL: &'static [(Self, &'static str)] = &[
        (Self::Name, "name"),
        (Self::Province, "province"),
        (Self::Count, "count"),
        (Self::Share, "share"),
        (Self::Rank, "rank"),
    ];
    const SHADINGS: &'static [(Shading, &'static str)] =
        &[(Shading::Count, "count"), (Shading::Share, "share"), (Shading::Rank, "rank")];
    const ADDRESS: (&'static str, &'static str) = ("", "/ridings");

    /// Numbers begin with the greatest, names and ranks with the first.
    fn rises(self) -> bool {
        matches!(self, Self::Name | Self::Province | Self::Rank)
    }
}

/// The view that an address asks for. A part of an address that means nothing is passed over.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListView<C> {
    pub drawing: Drawing,
    pub shading: Shading,
    pub sort: C,
    /// Whether the order is the reverse of the column's own.
    pub turned: bool,
    pub province: Option<Province>,
    pub answer: Option<AnswerFilter>,
    pub search: String,
    /// The pages of the table before the one that is shown.
    pub pages_before: usize,
}

/// The header of a column. Its link sorts the list by the column, or turns the order.
#[derive(Clone, Debug)]
pub struct ColumnHeader {
    pub label: String,
    pub href: String,
    /// The column's name in an address.
    pub name: &'static str,
    /// The value of `aria-sort`, on the column that sorts.
    pub sorted: Option<&'static str>,
}

/// A province's row, which leads to its ridings.
#[derive(Clone, Debug)]
pub struct ProvinceRow {
    pub code: &'static str,
    pub name: &'static str,
    pub href: String,
    pub count: String,
    pub share: String,
    /// Whether the list shows this province alone.
    pub current: bool,
}

/// The sign in a table for a number that would say nothing.
#[must_use]
pub fn nothing() -> String {
    "–".to_owned()
}

fn named<T: Copy>(all: &[(T, &str)], name: &str) -> Option<T> {
    all.iter().find(|(_, known)| *known == name).map(|(value, _)| *value)
}

fn name_of<T: PartialEq>(all: &[(T, &'static str)], value: &T) -> &'static str {
    all.iter().find(|(known, _)| known == value).map_or("", |(_, name)| name)
}

impl<C: ListColumn> ListView<C> {
    /// Reads the query of an address.
    #[must_use]
    pub fn parse(query: &str) -> Self {
        let mut view = Self::default();
        let mut order = None;
        for (name, value) in web::pairs_once(query) {
            match &*name {
                "map" => view.drawing = named(&DRAWINGS, &value).unwrap_or_default(),
                "colour" => view.shading = named(C::SHADINGS, &value).unwrap_or_default(),
                "sort" => view.sort = named(C::ALL, &value).unwrap_or_default(),
                "order" => order = named(&ORDERS, &value),
                "province" => view.province = value.parse().ok(),
                "answer" => view.answer = AnswerFilter::ALL.into_iter().find(|filter| filter.name() == value),
                "page" => view.pages_before = value.parse().map_or(0, |page: usize| page.saturating_sub(1)),
                "q" => view.search = value.trim().chars().take(SEARCH_MAX_CHARS).collect(),
                _ => {}
            }
        }
        view.turned = order.is_some_and(|rising| rising != view.sort.rises());
        view
    }

    /// The parts of the query that differ from the plain view: names and values.
    fn pairs(&self) -> Vec<(&'static str, Cow<'_, str>)> {
        let plain = Self::default();
        let mut pairs = Vec::new();
        if self.drawing != plain.drawing {
            pairs.push(("map", name_of(&DRAWINGS, &self.drawing).into()));
        }
        if self.shading != plain.shading {
            pairs.push(("colour", name_of(C::SHADINGS, &self.shading).into()));
        }
        if self.sort != plain.sort {
            pairs.push(("sort", name_of(C::ALL, &self.sort).into()));
        }
        if self.turned {
            pairs.push(("order", name_of(&ORDERS, &!self.sort.rises()).into()));
        }
        pairs.extend(self.province.map(|province| ("province", province.abbreviation().into())));
        pairs.extend(self.answer.map(|answer| ("answer", answer.name().into())));
        if !self.search.is_empty() {
            pairs.push(("q", self.search.as_str().into()));
        }
        if self.pages_before > 0 {
            pairs.push(("page", (self.pages_before + 1).to_string().into()));
        }
        pairs
    }

    /// The parts of the view that the search form sends along, beside its own two fields.
    #[must_use]
    pub fn hidden_fields(&self) -> Vec<(&'static str, Cow<'_, str>)> {
        self.pairs().into_iter().filter(|(name, _)| !matches!(*name, "province" | "q" | "page")).collect()
    }

    /// The list's address without a view, to which the search form is sent.
    #[must_use]
    #[expect(clippy::unused_self, clippy::trivially_copy_pass_by_ref, reason = "a template calls it with what it has")]
    pub fn home(&self, locale: &Locale) -> String {
        let (before, after) = C::ADDRESS;
        format!("{before}/{locale}{after}")
    }

    /// The part of the view's address after the language.
    #[must_use]
    pub fn path(&self) -> String {
        let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(self.pairs()).finish();
        let (_, path) = C::ADDRESS;
        if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
    }

    /// The view's address.
    #[must_use]
    pub fn href(&self, locale: Locale) -> String {
        format!("{}/{locale}{}", C::ADDRESS.0, self.path())
    }

    /// The same view of all ridings.
    #[must_use]
    pub fn of_all(&self) -> Self {
        Self { province: None, answer: None, search: String::new(), pages_before: 0, ..self.clone() }
    }

    /// Whether the view leaves ridings out.
    #[must_use]
    pub fn is_filtered(&self) -> bool {
        *self != Self { pages_before: self.pages_before, ..self.of_all() }
    }

    /// Links to the ridings whose Member answered, and to those whose Member said yes; none before the first answer.
    #[must_use]
    pub fn answers(&self, t: &Texts, roster: &Roster) -> Vec<ViewLink> {
        let link = |filter: AnswerFilter| {
            let count = roster.seats().filter(|(_, holder)| filter.keeps(holder)).count();
            let label = t.with(&format!("ridings-answer-{}", filter.name()), [("count", count.into())]);
            let href = format!("{}#table", Self { answer: Some(filter), ..self.of_all() }.href(t.locale()));
            (count > 0).then_some(ViewLink { label, href, current: self.answer == Some(filter) })
        };
        AnswerFilter::ALL.into_iter().filter_map(link).collect()
    }

    /// Keeps the rows of the view's page, and tells of the others. The last page stands for those beyond it.
    #[must_use]
    pub fn paged<T>(&self, t: &Texts, rows: Vec<T>) -> (Vec<T>, Paging) {
        let there = |n| Self { pages_before: n, ..self.clone() };
        let href = |n| format!("{}#table", there(n).href(t.locale()));
        Paging::of(t, "ridings-shown", rows, (self.pages_before, C::PAGE_ROWS), href)
    }

    /// Whether the view shows a riding.
    #[must_use]
    pub fn shows(&self, standing: &Standing, roster: &Roster) -> bool {
        self.province.is_none_or(|province| standing.riding.province == province)
            && self.answer.is_none_or(|answer| answer.keeps(roster.holder(standing.riding.code)))
            && search_text(standing, roster).contains(&sort_key(&self.search))
    }

    /// Puts rows in the order of the view. `by_column` must sort stably, so that equal rows stay in the order of their names.
    pub fn arrange<T>(&self, rows: &mut [T], name: impl Fn(&T) -> &str, by_column: impl FnOnce(&mut [T], C)) {
        rows.sort_by_cached_key(|row| sort_key(name(row)));
        by_column(rows, self.sort);
        if self.turned {
            rows.reverse();
        }
    }

    /// Links to the ways of drawing the map.
    #[must_use]
    pub fn drawings(&self, t: &Texts) -> Vec<ViewLink> {
        DRAWINGS.map(|(drawing, name)| self.link(t, "map", name, &Self { drawing, ..self.clone() })).into()
    }

    /// Links to the ways of shading the map.
    #[must_use]
    pub fn shadings(&self, t: &Texts) -> Vec<ViewLink> {
        let link = |(shading, name): &(Shading, &str)| {
            self.link(t, "colour", name, &Self { shading: *shading, ..self.clone() })
        };
        C::SHADINGS.iter().map(link).collect()
    }

    fn link(&self, t: &Texts, group: &str, name: &str, there: &Self) -> ViewLink {
        let href = format!("{}#map", there.href(t.locale()));
        ViewLink { label: t.get(&format!("{group}-{name}")), href, current: there == self }
    }

    /// The header of a column.
    #[must_use]
    pub fn header(&self, locale: Locale, column: C, label: String) -> ColumnHeader {
        let is_sorted = column == self.sort;
        let there = Self { sort: column, turned: is_sorted && !self.turned, pages_before: 0, ..self.clone() };
        let direction = if column.rises() == self.turned { "descending" } else { "ascending" };
        ColumnHeader {
            label,
            href: format!("{}#table", there.href(locale)),
            name: name_of(C::ALL, &column),
            sorted: is_sorted.then_some(direction),
        }
    }

    /// A province's row: its signers, also as a part of its electors.
    #[must_use]
    pub fn province_row(&self, t: &Texts, province: Province, count: i64, electors: u32) -> ProvinceRow {
        ProvinceRow {
            code: province.abbreviation(),
            name: province_name(province, t.locale()),
            href: Self { province: Some(province), pages_before: 0, ..self.clone() }.href(t.locale()),
            count: t.number(count),
            share: t.telling_share(share(count, electors)).unwrap_or_else(nothing),
            current: self.province == Some(province),
        }
    }
}

/// Every riding of the country in the order of a dictionary.
#[must_use]
pub fn ridings_by_name(locale: Locale) -> Vec<&'static Riding> {
    let mut ridings: Vec<_> = ridings::all().iter().collect();
    ridings.sort_by_cached_key(|riding| sort_key(riding.name(locale)));
    ridings
}

//! The pages of a long table.

use campaigns::Texts;

/// The part of a table that a page shows.
#[derive(Clone, Debug)]
pub struct Paging {
    /// The first row, the last row and all rows in words; nothing where one page has them all.
    pub shown: Option<String>,
    /// Links to the pages, under their numbers.
    pub links: Vec<ViewLink>,
}

impl Paging {
    /// Keeps the rows of one page, and links to the others. `key` names the sentence about the rows that are shown, and
    /// `href` gives the address of the page that has so many pages before it. The last page stands for those beyond it.
    pub fn of<T>(
        t: &Texts,
        key: &str,
        rows: Vec<T>,
        (pages_before, page_rows): (usize, usize),
        href: impl Fn(usize) -> String,
    ) -> (Vec<T>, Self) {
        let all = rows.len();
        let pages = all.div_ceil(page_rows);
        let page = pages_before.min(pages.saturating_sub(1));
        let rows: Vec<_> = rows.into_iter().skip(page * page_rows).take(page_rows).collect();
        if pages < 2 {
            return (rows, Self { shown: None, links: Vec::new() });
        }
        let first = page * page_rows + 1;
        let span = [("first", first.into()), ("last", (first + rows.len() - 1).into()), ("all", all.into())];
        let link = |n: usize| ViewLink { label: (n + 1).to_string(), href: href(n), current: n == page };
        (rows, Self { shown: Some(t.with(key, span)), links: (0..pages).map(link).collect() })
    }
}

/// A link to another view.
#[derive(Clone, Debug)]
pub struct ViewLink {
    pub label: String,
    pub href: String,
    /// Whether the page shows that view already.
    pub current: bool,
}

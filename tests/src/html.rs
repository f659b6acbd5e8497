//! A reader of our own pages: tags with their attributes, and the text between them.
//!
//! It is our own and not the crate `scraper`: tests ask for tags by name, for their text and for the fields of a form. That needs
//! neither a tree nor selectors.

use std::collections::BTreeMap;

use percent_encoding::percent_decode_str;

/// One opening tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    pub name: String,
    /// Its attributes, unescaped; those without a value are empty.
    pub attributes: BTreeMap<String, String>,
    /// The text between it and the next closing tag of its name, without tags.
    pub text: String,
}

impl Tag {
    /// Returns an attribute, or an empty text.
    #[must_use]
    pub fn get(&self, attribute: &str) -> &str {
        self.attributes.get(attribute).map_or("", String::as_str)
    }

    /// Whether an attribute is there.
    #[must_use]
    pub fn has(&self, attribute: &str) -> bool {
        self.attributes.contains_key(attribute)
    }
}

/// A page's opening tags, in order.
#[derive(Clone, Debug)]
pub struct Page(Vec<Tag>);

impl Page {
    #[must_use]
    pub fn read(html: &str) -> Self {
        let mut tags = Vec::new();
        let mut rest = html;
        while let Some(start) = rest.find('<') {
            rest = &rest[start + 1..];
            if let Some(comment) = rest.strip_prefix("!--") {
                rest = comment.split_once("-->").map_or("", |(_, after)| after);
            } else if rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
                let (name, attributes, after) = read_tag(rest);
                let end = after.find(&format!("</{name}")).unwrap_or(0);
                tags.push(Tag { text: text_of(&after[..end]), name, attributes });
                rest = after;
            }
        }
        Self(tags)
    }

    /// Returns the page's language, without its country: `en` of `en-CA`.
    ///
    /// # Panics
    /// Panics when the page names none.
    #[must_use]
    #[track_caller]
    pub fn language(&self) -> &str {
        self.first("html").get("lang").split('-').next().unwrap_or_default()
    }

    /// Lists every tag of that name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Tag> + 'a {
        self.0.iter().filter(move |tag| tag.name == name)
    }

    /// Returns the first tag of that name.
    #[must_use]
    #[track_caller]
    pub fn first(&self, name: &str) -> &Tag {
        self.0.iter().find(|tag| tag.name == name).unwrap_or_else(|| panic!("the page has no <{name}>"))
    }

    /// Returns the element of that id.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<&Tag> {
        self.0.iter().find(|tag| tag.get("id") == id)
    }

    /// Returns the element of that id, which must be there, once.
    #[must_use]
    #[track_caller]
    pub fn id(&self, id: &str) -> &Tag {
        assert!(self.0.iter().filter(|tag| tag.get("id") == id).count() < 2, "the page has the id {id} twice");
        self.find(id).unwrap_or_else(|| panic!("the page has nothing with the id {id}"))
    }

    /// Returns the fields that the browser sends from a form that nobody has filled in. The form's path ends so.
    #[must_use]
    #[track_caller]
    pub fn form(&self, action_ends: &str) -> Vec<(String, String)> {
        let posts = |tag: &Tag| tag.name == "form" && tag.get("method").eq_ignore_ascii_case("post");
        let at = self.0.iter().position(|tag| posts(tag) && tag.get("action").ends_with(action_ends));
        let at = at.unwrap_or_else(|| panic!("the page has no form that posts to ..{action_ends}"));
        let inside = self.0[at + 1..].iter().take_while(|tag| tag.name != "form");
        let sent = |tag: &&Tag| {
            let kept = tag.has("checked") || !matches!(tag.get("type"), "checkbox" | "radio" | "submit");
            matches!(tag.name.as_str(), "input" | "textarea") && tag.has("name") && kept
        };
        let value = |tag: &Tag| if tag.name == "textarea" { tag.text.clone() } else { tag.get("value").to_owned() };
        inside.filter(sent).map(|tag| (tag.get("name").to_owned(), value(tag))).collect()
    }
}

fn read_tag(text: &str) -> (String, BTreeMap<String, String>, &str) {
    let end = text.find(|c: char| c.is_whitespace() || c == '>' || c == '/').unwrap_or(text.len());
    let (name, mut rest) = text.split_at(end);
    let mut attributes = BTreeMap::new();
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        if rest.is_empty() || rest.starts_with('>') {
            return (name.to_ascii_lowercase(), attributes, rest.get(1..).unwrap_or_default());
        }
        let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '=' | '>' | '/')).unwrap_or(rest.len()).max(1);
        let (attribute, after) = rest.split_at(end);
        let (value, after) = match after.strip_prefix('=') {
            Some(quoted) if quoted.starts_with('"') => quoted[1..].split_once('"').unwrap_or((&quoted[1..], "")),
            Some(bare) => bare.split_at(bare.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(bare.len())),
            None => ("", after),
        };
        attributes.insert(attribute.to_ascii_lowercase(), unescape(value));
        rest = after;
    }
}

fn text_of(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some((before, tag)) = rest.split_once('<') {
        text.push_str(before);
        rest = tag.split_once('>').map_or("", |(_, after)| after);
    }
    text.push_str(rest);
    unescape(&text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Replaces numeric references and the five names that our templates and texts use.
fn unescape(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, reference)) = rest.split_once('&') {
        plain.push_str(before);
        let named = reference.split_once(';').and_then(|(name, after)| Some((character(name)?, after)));
        rest = if let Some((character, after)) = named {
            plain.push(character);
            after
        } else {
            plain.push('&');
            reference
        };
    }
    plain + rest
}

fn character(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "nbsp" => Some('\u{a0}'),
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix('x') {
                Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)
        }
    }
}

/// Returns the token in a link.
#[must_use]
pub(crate) fn token_in(link: &str) -> Option<String> {
    let (_, query) = link.split_once('?')?;
    let token = query.split('&').find_map(|pair| pair.strip_prefix("token="))?;
    Some(percent_decode_str(token).decode_utf8_lossy().into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_attributes_and_texts_are_read() {
        let page = Page::read(
            r#"<!doctype html><!-- <b id="x"> --><html lang=en><form method="post" action="/en/pledges">
            <input id="a" name="first_name" value="O&#39;Brien &amp; Co" required><input type="checkbox" name="updates">
            <textarea name="comment">two
            words</textarea></form><p id="e">Enter <b>your</b> name</p>"#,
        );
        assert_eq!(page.language(), "en");
        assert_eq!(page.id("a").get("value"), "O'Brien & Co");
        assert!(page.id("a").has("required") && page.find("x").is_none());
        assert_eq!(page.id("e").text, "Enter your name");
        let fields = page.form("/pledges");
        assert_eq!(
            fields,
            [("first_name".to_owned(), "O'Brien & Co".to_owned()), ("comment".to_owned(), "two words".to_owned())]
        );
    }

    #[test]
    fn a_links_token_is_found() {
        assert_eq!(token_in("http://x/en/confirm?a=b&token=e.y-J_"), Some("e.y-J_".to_owned()));
        assert_eq!(token_in("http://x/en"), None);
    }
}

//! A campaign's sentences as its coordinators read and type them, and back as Fluent.
//!
//! The folder's sentence is the model: it says which placeholders a sentence has, and which variants. A placeholder is shown in
//! brackets, such as `[riding]`; a bracket that is meant as it is comes twice: `[[`. Everything else that people type is text,
//! and stays text in Fluent.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use domain::locale::Locale;
use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement, VariantKey};
use fluent_syntax::parser;
use fluent_syntax::unicode::unescape_unicode_to_string;

/// The most characters of a name, such as the campaign's.
pub const NAME_MAX_CHARACTERS: usize = 80;
/// The most characters of a title or another sentence of one line.
pub const LINE_MAX_CHARACTERS: usize = 160;
/// The most characters of a paragraph.
pub const PARAGRAPH_MAX_CHARACTERS: usize = 2_000;

/// The placeholders: their name in Fluent, and the names that coordinators read in English and French.
const PLACEHOLDERS: [(&str, &str, &str); 13] = [
    ("$riding", "riding", "circonscription"),
    ("$count", "count", "nombre"),
    ("$contact", "contact address", "adresse de contact"),
    ("$name", "name", "nom"),
    ("$member", "member", "député·e"),
    ("$day", "day", "jour"),
    ("$time", "time", "heure"),
    ("$before", "number a week ago", "nombre d’il y a une semaine"),
    ("$milestone", "milestone", "cap"),
    ("campaign-name", "campaign name", "nom de la campagne"),
    ("campaign-letter-addressee", "addressee", "destinataire"),
    ("campaign-letter-writer", "who writes", "qui écrit"),
    ("campaign-letter-signed", "what they signed", "ce qui est signé"),
];

/// Something that a sentence has filled in: a value such as `$riding`, or another sentence by its key.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Placeholder(String);

impl Placeholder {
    /// Returns the name that coordinators read.
    #[must_use]
    pub fn name(&self, locale: Locale) -> &str {
        let known = PLACEHOLDERS.iter().find(|(fluent, ..)| *fluent == self.0);
        match (known, locale) {
            (Some((_, en, _)), Locale::En) => en,
            (Some((.., fr)), Locale::Fr) => fr,
            (None, _) => self.0.trim_start_matches('$'),
        }
    }

    /// Whether a typed name means this placeholder. The names of both languages are understood.
    fn is_named(&self, typed: &str) -> bool {
        let typed = typed.trim().to_lowercase();
        Locale::ALL.iter().any(|locale| self.name(*locale) == typed)
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Text(String),
    Filled(Placeholder),
}

/// One way in which a sentence is said.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Variant {
    /// The variant's name in Fluent. It is empty where there is one way only.
    key: String,
    is_default: bool,
    pieces: Vec<Piece>,
}

/// A sentence, in as many variants as it has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// The value that chooses the variant, such as `count`.
    selector: Option<String>,
    variants: Vec<Variant>,
}

/// The sentence uses parts of Fluent that the desk cannot show, such as functions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the desk cannot show this sentence")]
pub struct TooComplex;

/// The length and form that a sentence may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A name, in one line.
    Name,
    /// A title, a subject or a greeting, in one line.
    Line,
    /// A paragraph. Its line breaks mean nothing.
    Paragraph,
    /// A part of a letter, in lines.
    Lines,
}

impl Shape {
    /// Returns the shape of the sentence with that key.
    #[must_use]
    pub fn of(key: &str) -> Self {
        let ends = |ends: &[&str]| ends.iter().any(|end| key.ends_with(end));
        if matches!(key, "campaign-name" | "campaign-organization") {
            Self::Name
        } else if ends(&["-title", "-subject", "-salutation", "-addressee", "-signed", "-from", "-writer"]) {
            Self::Line
        } else if key.starts_with("campaign-letter-") {
            Self::Lines
        } else {
            Self::Paragraph
        }
    }

    /// Returns the most characters of one variant.
    #[must_use]
    pub const fn most(self) -> usize {
        match self {
            Self::Name => NAME_MAX_CHARACTERS,
            Self::Line => LINE_MAX_CHARACTERS,
            Self::Paragraph | Self::Lines => PARAGRAPH_MAX_CHARACTERS,
        }
    }
}

/// A fault in a typed sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    Empty,
    /// The text is too long, by so many characters.
    TooLong {
        most: usize,
        over: usize,
    },
    /// A placeholder of the model is not there.
    Missing(String),
    /// There is no such placeholder in this sentence.
    Unknown(String),
    /// The text looks like HTML.
    Markup,
    /// The text has characters that nobody sees, or that change the direction of writing.
    Unseen,
}

/// Reads the sentences of a Fluent source, in their order. A sentence that the desk cannot show is left out.
#[must_use]
pub fn read_all(source: &str) -> Vec<(String, Sentence)> {
    let resource = parser::parse(source).unwrap_or_else(|(resource, _)| resource);
    let messages = resource.body.iter().filter_map(|entry| match entry {
        Entry::Message(message) => Some((message.id.name.to_owned(), message.value.as_ref()?)),
        Entry::Term(_)
        | Entry::Comment(_)
        | Entry::GroupComment(_)
        | Entry::ResourceComment(_)
        | Entry::Junk { .. } => None,
    });
    messages.filter_map(|(key, pattern)| Some((key, Sentence::of(pattern).ok()?))).collect()
}

impl Sentence {
    /// Reads the Fluent source of a sentence's value.
    ///
    /// # Errors
    /// Fails when the source is not valid Fluent, or uses more of it than the desk can show.
    pub fn read(source: &str) -> Result<Self, TooComplex> {
        let message = crate::texts::message("key", source);
        let mut sentences = read_all(&message);
        if sentences.len() == 1 { Ok(sentences.swap_remove(0).1) } else { Err(TooComplex) }
    }

    fn of(pattern: &Pattern<&str>) -> Result<Self, TooComplex> {
        let chooses = |element: &PatternElement<&str>| {
            matches!(element, PatternElement::Placeable { expression: Expression::Select { .. } })
        };
        let Some(at) = pattern.elements.iter().position(chooses) else {
            let variant = Variant { key: String::new(), is_default: true, pieces: pieces(&pattern.elements)? };
            return Ok(Self { selector: None, variants: vec![variant] });
        };
        let PatternElement::Placeable { expression: Expression::Select { selector, variants } } = &pattern.elements[at]
        else {
            return Err(TooComplex);
        };
        let InlineExpression::VariableReference { id } = selector else { return Err(TooComplex) };
        // Words before and after the choice belong to each variant.
        let (before, after) = (pieces(&pattern.elements[..at])?, pieces(&pattern.elements[at + 1..])?);
        let read = |variant: &fluent_syntax::ast::Variant<&str>| {
            let (VariantKey::Identifier { name: key } | VariantKey::NumberLiteral { value: key }) = variant.key;
            let pieces = [before.clone(), pieces(&variant.value.elements)?, after.clone()].concat();
            Ok(Variant { key: key.to_owned(), is_default: variant.default, pieces: joined(pieces) })
        };
        let variants = variants.iter().map(read).collect::<Result<_, _>>()?;
        Ok(Self { selector: Some(id.name.to_owned()), variants })
    }

    /// Writes the sentence as the Fluent source of its value.
    #[must_use]
    pub fn source(&self) -> String {
        let Some(selector) = &self.selector else { return lines_of(&self.variants[0].pieces).join("\n") };
        let mut source = format!("{{ ${selector} ->\n");
        for Variant { key, is_default, pieces } in &self.variants {
            let mark = if *is_default { "   *" } else { "    " };
            let _ = writeln!(source, "{mark}[{key}]");
            for line in lines_of(pieces) {
                let _ = writeln!(source, "        {line}");
            }
        }
        source.push('}');
        source
    }

    /// Returns the value that chooses between the variants, if there are several.
    #[must_use]
    pub fn selector(&self) -> Option<&str> {
        self.selector.as_deref()
    }

    /// Lists the variants: their names in Fluent, and their words as coordinators read them.
    #[must_use]
    pub fn shown(&self, locale: Locale) -> Vec<(&str, String)> {
        let shown = |variant: &Variant| {
            let words = variant.pieces.iter().map(|piece| match piece {
                Piece::Text(text) => text.replace('[', "[["),
                Piece::Filled(placeholder) => format!("[{}]", placeholder.name(locale)),
            });
            words.collect::<String>()
        };
        self.variants.iter().map(|variant| (variant.key.as_str(), shown(variant))).collect()
    }

    /// Lists the placeholders that every variant of this sentence together may have.
    #[must_use]
    pub fn placeholders(&self) -> BTreeSet<&Placeholder> {
        self.variants.iter().flat_map(Variant::placeholders).collect()
    }

    /// Reads what was typed for each variant, with this sentence as the model.
    ///
    /// # Errors
    /// Fails with the faults, each with the number of its variant.
    pub fn typed(&self, locale: Locale, shape: Shape, typed: &[String]) -> Result<Self, Vec<(usize, Fault)>> {
        let (mut variants, mut faults) = (Vec::new(), Vec::new());
        for (at, model) in self.variants.iter().enumerate() {
            let text = tidy(typed.get(at).map_or("", String::as_str), shape);
            let fault = |fault| (at, fault);
            faults.extend(looks(&text, shape).map(fault));
            match self.filled(&text) {
                Ok(pieces) => {
                    let read = Variant { pieces, ..model.clone() };
                    let (has, needs) = (read.placeholders(), model.placeholders());
                    let missing = needs.difference(&has).map(|lacks| lacks.name(locale).to_owned());
                    // An empty sentence lacks everything; one fault is enough to say.
                    faults.extend(missing.filter(|_| !text.is_empty()).map(Fault::Missing).map(fault));
                    variants.push(read);
                }
                Err(unknown) => faults.push((at, Fault::Unknown(unknown))),
            }
        }
        if faults.is_empty() { Ok(Self { variants, ..self.clone() }) } else { Err(faults) }
    }

    /// Finds the placeholders in a typed text.
    ///
    /// # Errors
    /// Fails with the name of a placeholder that this sentence does not have.
    fn filled(&self, text: &str) -> Result<Vec<Piece>, String> {
        let known = self.placeholders();
        let (mut pieces, mut rest) = (Vec::new(), text);
        while let Some((before, after)) = rest.split_once('[') {
            pieces.push(Piece::Text(before.to_owned()));
            if let Some(after) = after.strip_prefix('[') {
                pieces.push(Piece::Text("[".to_owned()));
                rest = after;
                continue;
            }
            let Some((name, after)) = after.split_once(']') else { return Err(after.trim().to_owned()) };
            let placeholder = known.iter().find(|known| known.is_named(name)).ok_or_else(|| name.trim().to_owned())?;
            pieces.push(Piece::Filled((*placeholder).clone()));
            rest = after;
        }
        pieces.push(Piece::Text(rest.to_owned()));
        Ok(joined(pieces))
    }
}

impl Variant {
    fn placeholders(&self) -> BTreeSet<&Placeholder> {
        let filled = self.pieces.iter().filter_map(|piece| match piece {
            Piece::Filled(placeholder) => Some(placeholder),
            Piece::Text(_) => None,
        });
        filled.collect()
    }
}

/// Reads the parts of a pattern without a choice.
fn pieces(elements: &[PatternElement<&str>]) -> Result<Vec<Piece>, TooComplex> {
    let piece = |element: &PatternElement<&str>| {
        let expression = match element {
            PatternElement::TextElement { value } => return Ok(Piece::Text((*value).to_owned())),
            PatternElement::Placeable { expression } => expression,
        };
        match expression {
            Expression::Inline(InlineExpression::StringLiteral { value }) => {
                Ok(Piece::Text(unescape_unicode_to_string(value).into_owned()))
            }
            Expression::Inline(InlineExpression::VariableReference { id }) => {
                Ok(Piece::Filled(Placeholder(format!("${}", id.name))))
            }
            Expression::Inline(InlineExpression::MessageReference { id, attribute: None }) => {
                Ok(Piece::Filled(Placeholder(id.name.to_owned())))
            }
            Expression::Inline(_) | Expression::Select { .. } => Err(TooComplex),
        }
    };
    elements.iter().map(piece).collect::<Result<_, _>>().map(joined)
}

/// Joins texts that follow each other, and leaves out empty ones.
fn joined(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut joined: Vec<Piece> = Vec::new();
    for piece in pieces {
        match (joined.last_mut(), piece) {
            (Some(Piece::Text(before)), Piece::Text(text)) => before.push_str(&text),
            (_, Piece::Text(text)) if text.is_empty() => {}
            (_, piece) => joined.push(piece),
        }
    }
    joined
}

/// Writes pieces as the lines of a Fluent pattern, with everything escaped that Fluent would take for its own.
fn lines_of(pieces: &[Piece]) -> Vec<String> {
    let mut lines = vec![String::new()];
    for piece in pieces {
        match piece {
            Piece::Filled(Placeholder(name)) => {
                let _ = write!(lines.last_mut().expect("there is a line"), "{{ {name} }}");
            }
            Piece::Text(text) => {
                for (at, part) in text.split('\n').enumerate() {
                    if at > 0 {
                        lines.push(String::new());
                    }
                    let ends = at + 1 < text.split('\n').count();
                    let line = lines.last_mut().expect("there is a line");
                    let begins = line.is_empty();
                    line.push_str(&escaped(part, begins, ends));
                }
            }
        }
    }
    // Fluent drops white space at the end of a pattern, and empty lines at both ends.
    let last = lines.len() - 1;
    for at in [0, last] {
        let kept = lines[at].trim_end().len();
        let space = lines[at].split_off(kept);
        if !space.is_empty() || lines[at].is_empty() {
            let _ = write!(lines[at], "{{ \"{space}\" }}");
        }
    }
    lines
}

/// Escapes a part of a line: braces, and what has a meaning at a line's beginning or end.
fn escaped(part: &str, begins: bool, ends: bool) -> String {
    let mut line = String::new();
    let kept = if ends { part.trim_end() } else { part };
    let text = if begins { kept.trim_start() } else { kept };
    let (before, after) = (&kept[..kept.len() - text.len()], &part[kept.len()..]);
    for literal in [before].into_iter().filter(|space| !space.is_empty()) {
        line.push_str(&literal_of(literal));
    }
    for (at, c) in text.char_indices() {
        match c {
            '{' | '}' => line.push_str(&literal_of(&c.to_string())),
            '[' | '*' | '.' if at == 0 && begins && line.is_empty() => line.push_str(&literal_of(&c.to_string())),
            '\r' => line.push_str("{ \"\\u000D\" }"),
            c => line.push(c),
        }
    }
    if !after.is_empty() {
        line.push_str(&literal_of(after));
    }
    line
}

fn literal_of(text: &str) -> String {
    format!("{{ \"{}\" }}", text.replace('\r', "\\u000D"))
}

/// Puts a typed text into its shape: lines end without white space, and a paragraph has no line breaks.
fn tidy(typed: &str, shape: Shape) -> String {
    let typed = typed.replace("\r\n", "\n");
    let lines: Vec<_> = typed.trim().lines().map(str::trim_end).collect();
    match shape {
        Shape::Paragraph => lines.into_iter().filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" "),
        Shape::Name | Shape::Line | Shape::Lines => lines.join("\n"),
    }
}

/// Lists the faults that a typed text has whatever its placeholders are.
fn looks(text: &str, shape: Shape) -> impl Iterator<Item = Fault> {
    let (most, length) = (shape.most(), text.chars().count());
    let too_long = (length > most).then(|| Fault::TooLong { most, over: length - most });
    let unseen = text.chars().any(|c| is_unseen(c) && !(c == '\n' && shape == Shape::Lines));
    [text.is_empty().then_some(Fault::Empty), too_long, has_markup(text).then_some(Fault::Markup)]
        .into_iter()
        .chain([unseen.then_some(Fault::Unseen)])
        .flatten()
}

/// Whether a text looks like HTML: a tag begins with `<` and a letter, a slash or an exclamation mark.
#[must_use]
pub fn has_markup(text: &str) -> bool {
    text.split('<').skip(1).any(|after| after.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!')))
}

/// Whether a character is a control or steers the direction of writing (Unicode Standard Annex 9, section 2). With it a text
/// would not be what people see.
#[must_use]
pub fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;
    use crate::{CAMPAIGNS, Texts};

    const OPENING: &str = "{ $count ->\n    [0] { campaign-name }. None.\n    [one] One in { $riding }.\n   *[other] { $count } in { $riding }.\n}";

    fn sentence(source: &str) -> Sentence {
        Sentence::read(source).unwrap()
    }

    fn typed(model: &str, texts: &[&str]) -> Result<Sentence, Vec<(usize, Fault)>> {
        let texts: Vec<_> = texts.iter().map(|text| (*text).to_owned()).collect();
        sentence(model).typed(Locale::En, Shape::Lines, &texts)
    }

    /// Says a sentence as a page would.
    fn said(source: &str) -> String {
        let texts = Texts::load(Locale::En, &["key = x"]).unwrap();
        texts.over(&BTreeMap::from([("key".to_owned(), source.to_owned())])).unwrap().get("key")
    }

    #[test]
    fn every_sentence_of_every_campaign_can_be_shown_and_written_again() {
        for folder in CAMPAIGNS {
            for locale in Locale::ALL {
                let source = folder.sentences(locale);
                let sentences = read_all(source);
                assert_eq!(sentences.len(), Texts::load(locale, &[source]).unwrap().keys().len());
                for (key, model) in sentences {
                    assert_eq!(sentence(&model.source()), model, "{key}");
                    let shown: Vec<_> = model.shown(locale).into_iter().map(|(_, text)| text).collect();
                    let again = model.typed(locale, Shape::of(&key), &shown);
                    assert_eq!(again.as_ref(), Ok(&model), "{key} {shown:?}");
                    for name in model.placeholders() {
                        assert!(
                            PLACEHOLDERS.iter().any(|(known, ..)| *known == name.0),
                            "{key}: {name:?} has no words"
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn names_of_placeholders_mean_one_each() {
        for locale in Locale::ALL {
            let names: BTreeSet<_> = PLACEHOLDERS
                .iter()
                .map(|(fluent, ..)| Placeholder((*fluent).to_owned()).name(locale).to_owned())
                .collect();
            assert_eq!(names.len(), PLACEHOLDERS.len());
        }
    }

    #[test]
    fn a_sentence_is_shown_in_words_and_each_variant_by_itself() {
        let opening = sentence(OPENING);
        assert_eq!(opening.selector(), Some("count"));
        let shown = opening.shown(Locale::Fr);
        assert_eq!(shown[0], ("0", "[nom de la campagne]. None.".to_owned()));
        assert_eq!(shown[2], ("other", "[nombre] in [circonscription].".to_owned()));
        let around = sentence("Before { $to ->\n    [a] one\n   *[b] two\n} after");
        assert_eq!(
            around.shown(Locale::En),
            [("a", "Before one after".to_owned()), ("b", "Before two after".to_owned())]
        );
    }

    #[test]
    fn what_the_desk_cannot_show_is_not_read() {
        for source in
            ["{ NUMBER($count) }", "{ -term }", "{ 5 }", "{ $a ->\n *[b] { $c ->\n *[d] x\n }\n}", "{ a.b }", "}"]
        {
            assert_eq!(Sentence::read(source), Err(TooComplex), "{source}");
        }
    }

    #[test]
    fn a_placeholder_that_is_missing_or_unknown_is_named() {
        let faults = typed(OPENING, &["[campaign name]", "One.", "[nombre] in [riding], [province]"]).unwrap_err();
        let named = [(1, Fault::Missing("riding".to_owned())), (2, Fault::Unknown("province".to_owned()))];
        assert_eq!(faults, named);
        assert_eq!(typed("Hello", &["Hello [name"]).unwrap_err(), [(0, Fault::Unknown("name".to_owned()))]);
        let again = typed("{ $riding }", &["[ Riding ] and [circonscription]: [[sic]"]).unwrap();
        assert_eq!(again.source(), "{ $riding } and { $riding }: [sic]");
    }

    #[test]
    fn limits_hold_from_both_sides() {
        for (shape, most) in [(Shape::Name, 80), (Shape::Line, 160), (Shape::Paragraph, 2_000), (Shape::Lines, 2_000)] {
            let of = |length| sentence("x").typed(Locale::Fr, shape, &["é".repeat(length)]);
            assert!(of(most).is_ok());
            assert_eq!(of(most + 2), Err(vec![(0, Fault::TooLong { most, over: 2 })]));
        }
        assert_eq!(typed("x", &[" \r\n "]).unwrap_err(), [(0, Fault::Empty)]);
    }

    #[test]
    fn html_and_characters_that_nobody_sees_are_refused() {
        for (text, fault) in [
            ("<b>bold</b>", Some(Fault::Markup)),
            ("a <!-- b", Some(Fault::Markup)),
            ("</p>", Some(Fault::Markup)),
            ("1 < 2, a <3 b", None),
            ("a\u{202e}b", Some(Fault::Unseen)),
            ("a\u{2066}b", Some(Fault::Unseen)),
            ("a\u{7}b", Some(Fault::Unseen)),
            ("a\u{202f}: b’s & “c” \u{1f1e8}\u{1f1e6}", None),
        ] {
            let faults = typed("x", &[text]).err().unwrap_or_default();
            assert_eq!(faults, fault.into_iter().map(|fault| (0, fault)).collect::<Vec<_>>(), "{text:?}");
        }
        let broken = |shape| sentence("x").typed(Locale::En, shape, &["one\r\n\r\ntwo".to_owned()]);
        assert_eq!(broken(Shape::Line), Err(vec![(0, Fault::Unseen)]));
        assert_eq!(broken(Shape::Paragraph).unwrap().source(), "one two");
        assert_eq!(broken(Shape::Lines).unwrap().source(), "one\n\ntwo");
    }

    #[test]
    fn fluents_own_signs_come_out_as_typed() {
        for text in [
            "{ $count }",
            "a } b { c",
            ".attribute = x",
            "*[other] x",
            "one\n[two] x\n.three\n*four\n}five",
            "{ \"x\" }",
            "back\\slash \"quotes\" \\u0041",
            "# no comment",
            "key = value",
            "one\n\n\ntwo",
            "one\n   two\n three",
            "-",
        ] {
            let source = typed("x", &[&text.replace('[', "[[")]).unwrap().source();
            assert_eq!(said(&source), text, "{source}");
        }
    }

    fn piece() -> impl Strategy<Value = Piece> {
        let text = prop_oneof![
            "[ a-c{}\\[\\]*.\"\\\\#=$\n\u{a0}\u{202f}é]{0,12}".prop_map(Piece::Text),
            any::<String>().prop_map(|text| Piece::Text(text.replace('\0', ""))),
        ];
        let names = prop_oneof![Just("$count"), Just("$riding"), Just("campaign-name")];
        prop_oneof![3 => text, 1 => names.prop_map(|name| Piece::Filled(Placeholder(name.to_owned())))]
    }

    fn any_sentence() -> impl Strategy<Value = Sentence> {
        let variant = || prop::collection::vec(piece(), 0..6).prop_map(joined);
        let plain = variant().prop_map(|pieces| (None, vec![(String::new(), pieces)]));
        let choice = (variant(), variant(), variant()).prop_map(|(one, two, three)| {
            let keys = ["0", "one", "other"].map(str::to_owned);
            (Some("count".to_owned()), keys.into_iter().zip([one, two, three]).collect())
        });
        prop_oneof![plain, choice].prop_map(|(selector, variants): (Option<String>, Vec<(String, Vec<Piece>)>)| {
            let last = variants.len() - 1;
            let variants = variants.into_iter().enumerate();
            let variants =
                variants.map(|(at, (key, pieces))| Variant { key, is_default: at == last, pieces }).collect();
            Sentence { selector, variants }
        })
    }

    proptest! {
        #[test]
        fn a_sentence_that_is_written_is_read_as_it_was(sentence in any_sentence()) {
            prop_assert_eq!(Sentence::read(&sentence.source()), Ok(sentence));
        }

        #[test]
        fn a_sentence_that_is_shown_is_read_as_it_was(sentence in any_sentence()) {
            for locale in Locale::ALL {
                for ((_, shown), variant) in sentence.shown(locale).into_iter().zip(&sentence.variants) {
                    prop_assert_eq!(sentence.filled(&shown), Ok(variant.pieces.clone()));
                }
            }
        }

        #[test]
        fn a_text_is_said_as_it_was_typed(text in "[ a-c{}\\]*.\"\\\\#=$\n\u{e9}]{1,30}") {
            let text = tidy(&text, Shape::Lines);
            prop_assume!(!text.is_empty());
            let source = typed("x", &[&text]).unwrap().source();
            prop_assert_eq!(said(&source), text);
        }
    }
}

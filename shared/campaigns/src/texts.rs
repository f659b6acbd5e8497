//! Sentences in one language, read from Fluent files, with the language's own numbers and typography.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use domain::campaign::KEPT_MONTHS;
use domain::campaign::partner::{PARTNER_ASK_DAYS, PARTNER_SHOWN_FROM};
use domain::keys::sealed_draft::SEALED_DRAFT_MINUTES;
use domain::keys::session::{PARTNER_ASK_HOURS, SIGN_IN_MINUTES};
use domain::locale::Locale;
use domain::mail::correspondence::HELD_LETTER_DAYS;
use domain::mail::limits;
use domain::pledge::code::{CODE_TIME, CODE_TRIES_MAX};
use domain::pledge::{CORRECTIONS_PER_DAY, SUBMISSION_DAYS};
use domain::typed_text::has_right_to_left;
use domain::webhooks::recipient::HEARD_DAYS;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use unic_langid::LanguageIdentifier;

/// The narrow no-break space of French numbers and punctuation.
const NARROW: char = '\u{202f}';

/// The sentences of one language.
pub struct Texts {
    locale: Locale,
    bundle: FluentBundle<FluentResource>,
    keys: BTreeSet<String>,
}

/// The reason why a Fluent file is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TextsError {
    /// The source is not valid Fluent.
    #[error("{locale}.ftl: {reason}")]
    Syntax {
        locale: Locale,
        /// The fault and its place.
        reason: String,
    },
    /// Two sentences have one key.
    #[error("{locale}.ftl: {reason}")]
    Twice {
        locale: Locale,
        /// The key that comes twice.
        reason: String,
    },
}

impl Texts {
    /// Reads sentences from Fluent sources. They may use the limits of the domain, as terms.
    ///
    /// # Errors
    /// Fails when a source is not valid Fluent or two of them define one key.
    pub fn load(locale: Locale, sources: &[&str]) -> Result<Self, TextsError> {
        let language: LanguageIdentifier = locale.tag().parse().expect("our two tags are well formed");
        let mut bundle = FluentBundle::new_concurrent(vec![language]);
        // Fluent would isolate every argument. We isolate those that need it alone.
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(match locale {
            Locale::En => |value, _| written(Locale::En, value),
            Locale::Fr => |value, _| written(Locale::Fr, value),
        }));
        if locale == Locale::Fr {
            bundle.set_transform(Some(french_typography));
        }
        let mut keys = BTreeSet::new();
        for source in std::iter::once(&*limits_as_terms()).chain(sources.iter().copied()) {
            let resource = FluentResource::try_new(source.to_owned()).map_err(|(_, errors)| TextsError::Syntax {
                locale,
                reason: errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "),
            })?;
            keys.extend(resource.entries().filter_map(|entry| match entry {
                fluent_syntax::ast::Entry::Message(message) => Some(message.id.name.to_owned()),
                fluent_syntax::ast::Entry::Term(_)
                | fluent_syntax::ast::Entry::Comment(_)
                | fluent_syntax::ast::Entry::GroupComment(_)
                | fluent_syntax::ast::Entry::ResourceComment(_)
                | fluent_syntax::ast::Entry::Junk { .. } => None,
            }));
            bundle.add_resource(resource).map_err(|errors| TextsError::Twice {
                locale,
                reason: errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "),
            })?;
        }
        Ok(Self { locale, bundle, keys })
    }

    /// Puts other sentences in place of some: the Fluent sources of their values, by their keys.
    ///
    /// # Errors
    /// Fails when a value is not valid Fluent.
    pub fn over(mut self, sentences: &BTreeMap<String, String>) -> Result<Self, TextsError> {
        let source: String = sentences.iter().map(|(key, value)| message(key, value)).collect();
        let resource = FluentResource::try_new(source).map_err(|(_, errors)| TextsError::Syntax {
            locale: self.locale,
            reason: errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "),
        })?;
        self.bundle.add_resource_overriding(resource);
        self.keys.extend(sentences.keys().cloned());
        Ok(self)
    }

    #[must_use]
    pub const fn locale(&self) -> Locale {
        self.locale
    }

    /// Lists every key, for tests that compare the languages.
    pub fn keys(&self) -> Vec<&str> {
        self.keys.iter().map(String::as_str).collect()
    }

    /// Whether there is a sentence of that key.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.keys.contains(key)
    }

    /// Lists the differences between two languages: keys that one of them lacks, and sentences left untranslated. Keys
    /// that end in `-same` are meant to be equal in both.
    #[must_use]
    pub fn gaps(&self, other: &Self) -> Vec<String> {
        let lacking = self.keys.symmetric_difference(&other.keys).map(|key| format!("{key} is in one language only"));
        let raw = |texts: &Self, key: &str| {
            texts
                .bundle
                .get_message(key)
                .and_then(|m| m.value())
                .map(|p| texts.bundle.format_pattern(p, None, &mut Vec::new()).into_owned())
        };
        let untranslated = self
            .keys
            .intersection(&other.keys)
            .filter(|key| !key.ends_with("-same") && raw(self, key) == raw(other, key));
        lacking.chain(untranslated.map(|key| format!("{key} is not translated"))).collect()
    }

    /// Returns a sentence without arguments.
    #[must_use]
    pub fn get(&self, key: &str) -> String {
        self.format(key, None)
    }

    /// Returns a sentence with arguments, texts or numbers: `texts.with("total", [("count", 12.into())])`.
    #[must_use]
    pub fn with<'a, const N: usize>(&'a self, key: &str, arguments: [(&'a str, FluentValue<'a>); N]) -> String {
        let arguments: FluentArgs<'_> = arguments.into_iter().collect();
        self.format(key, Some(&arguments))
    }

    /// Writes a whole number: `12,345` in English, `12 345` in French.
    #[must_use]
    pub fn number(&self, number: i64) -> String {
        grouped(self.locale, number)
    }

    /// Writes a share as a percentage with one digit: `12.3%`, `12,3 %`.
    #[must_use]
    pub fn percent(&self, share: f64) -> String {
        let text = format!("{:.1}", share * 100.0);
        match self.locale {
            Locale::En => format!("{text}%"),
            Locale::Fr => format!("{}{NARROW}%", text.replace('.', ",")),
        }
    }

    /// Writes a share as a percentage with three digits, which tell ridings apart while few have signed: `0.012%`,
    /// `0,012 %`.
    #[must_use]
    pub fn share(&self, share: f64) -> String {
        let number = if share > 0.0 { format!("{:.3}", share * 100.0) } else { "0".to_owned() };
        match self.locale {
            Locale::En => format!("{number}%"),
            Locale::Fr => format!("{}{NARROW}%", number.replace('.', ",")),
        }
    }

    /// Writes a share of electors where it says something: from one in ten thousand on. Below that it is a zero with digits.
    #[must_use]
    pub fn telling_share(&self, share: f64) -> Option<String> {
        (share >= TELLING).then(|| self.share(share))
    }

    /// Writes a day in Ottawa's time: `November 3, 2026`, `3 novembre 2026`.
    #[must_use]
    pub fn day(&self, at: Timestamp) -> String {
        self.date(ottawas_day(at))
    }

    /// Writes a day of the calendar: `November 3, 2026`, `3 novembre 2026`.
    #[must_use]
    pub fn date(&self, date: Date) -> String {
        let month = usize::try_from(date.month() - 1).expect("a month is 1 to 12");
        match (self.locale, date.day()) {
            (Locale::En, day) => format!("{} {day}, {}", MONTHS_EN[month], date.year()),
            (Locale::Fr, 1) => format!("1er {} {}", MONTHS_FR[month], date.year()),
            (Locale::Fr, day) => format!("{day} {} {}", MONTHS_FR[month], date.year()),
        }
    }

    /// Writes a day in Ottawa's time without its year, for narrow places: `Nov. 3`, `3 nov.`.
    #[must_use]
    pub fn short_day(&self, at: Timestamp) -> String {
        let date = ottawas_day(at);
        let month = usize::try_from(date.month() - 1).expect("a month is 1 to 12");
        match (self.locale, date.day()) {
            (Locale::En, day) => format!("{}\u{a0}{day}", SHORT_MONTHS_EN[month]),
            (Locale::Fr, 1) => format!("1er\u{a0}{}", SHORT_MONTHS_FR[month]),
            (Locale::Fr, day) => format!("{day}\u{a0}{}", SHORT_MONTHS_FR[month]),
        }
    }

    /// Writes a numbered month in words: `2025-06` is `June 2025`, `juin 2025`. Returns `None` when it is no month.
    #[must_use]
    pub fn month(&self, written: &str) -> Option<String> {
        let (year, month) = written.split_once('-')?;
        let year: u16 = year.parse().ok()?;
        let months = match self.locale {
            Locale::En => MONTHS_EN,
            Locale::Fr => MONTHS_FR,
        };
        let name = months.get(month.parse::<usize>().ok()?.checked_sub(1)?)?;
        Some(format!("{name} {year}"))
    }

    /// Writes a time of day in Ottawa: `2:05 p.m.`, `14 h 05`.
    #[must_use]
    pub fn time(&self, at: Timestamp) -> String {
        let ottawa = ottawa();
        let time = ottawa.to_datetime(at).time();
        match self.locale {
            Locale::En => {
                let half = if time.hour() < 12 { "a.m." } else { "p.m." };
                format!("{}:{:02}\u{a0}{half}", (time.hour() + 11) % 12 + 1, time.minute())
            }
            Locale::Fr => format!("{}\u{a0}h\u{a0}{:02}", time.hour(), time.minute()),
        }
    }

    /// Writes a day and the time of day, in Ottawa: `November 3, 2026, 2:05 p.m.`.
    #[must_use]
    pub fn moment(&self, at: Timestamp) -> String {
        format!("{}, {}", self.day(at), self.time(at))
    }

    fn format(&self, key: &str, arguments: Option<&FluentArgs<'_>>) -> String {
        let Some(pattern) = self.bundle.get_message(key).and_then(|message| message.value()) else {
            // Tests compare the keys of templates and files; a visitor still gets the rest of the page.
            debug_assert!(false, "no text {key} in {}", self.locale);
            return key.to_owned();
        };
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, arguments, &mut errors);
        debug_assert!(errors.is_empty(), "{key}: {errors:?}");
        // A time that ends a sentence brings its own period.
        if text.contains(".m..") { text.replace(".m..", ".m.") } else { text.into_owned() }
    }
}

/// Writes a Fluent message. Lines after the first belong to it by their indentation.
pub(crate) fn message(key: &str, value: &str) -> String {
    let lines = value.lines().map(|line| format!("    {line}\n")).collect::<Vec<_>>().concat();
    format!("{key} =\n{lines}")
}

/// Writes the limits that the code keeps as Fluent terms, such as `{ -form-days }`. A sentence that names a limit uses its
/// term, so that it never promises another number.
fn limits_as_terms() -> String {
    // A note about a letter that waits for an organizer outlasts the letter by a day.
    let traces_days = limits::MAILBOX_DAYS.max(HELD_LETTER_DAYS + 1);
    [
        ("form-days", SUBMISSION_DAYS),
        ("code-minutes", CODE_TIME.as_mins()),
        ("code-tries", CODE_TRIES_MAX.into()),
        ("corrections-per-day", CORRECTIONS_PER_DAY.into()),
        ("draft-minutes", SEALED_DRAFT_MINUTES),
        ("sign-in-minutes", SIGN_IN_MINUTES),
        ("partner-ask-hours", PARTNER_ASK_HOURS),
        ("partner-ask-days", PARTNER_ASK_DAYS),
        ("partner-shown-from", PARTNER_SHOWN_FROM),
        ("first-mail-minutes", limits::FIRST_MAIL_WITHIN.as_mins()),
        ("spacing-minutes", limits::MAIL_SPACING.as_mins()),
        ("asks-most", limits::FORM_MAILS_MAX.into()),
        ("mails-most", limits::MAILS_MAX.into()),
        ("mail-days", limits::BUDGET_DAYS),
        ("reminder-days", limits::REMIND_AFTER.as_hours() / 24),
        ("mailbox-days", limits::MAILBOX_DAYS),
        ("letter-days", HELD_LETTER_DAYS),
        ("farewell-days", limits::FAREWELL_DAYS),
        ("traces-days", traces_days),
        ("backup-days", limits::BACKUP_DAYS),
        ("kept-months", KEPT_MONTHS.into()),
        ("heard-days", HEARD_DAYS),
    ]
    .map(|(name, number)| format!("-{name} = {number}\n"))
    .concat()
}

impl std::fmt::Debug for Texts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Texts").field("locale", &self.locale).field("keys", &self.keys.len()).finish_non_exhaustive()
    }
}

/// Returns the time zone of everything that is shown or typed: Eastern time as POSIX writes it, from which daylight
/// saving follows without zone files (March's second Sunday to November's first).
///
/// # Panics
/// Never panics: a test reads the constant.
#[must_use]
pub fn ottawa() -> TimeZone {
    TimeZone::posix(OTTAWA).expect("a constant that a test reads")
}

/// Returns the day in Ottawa at a time.
#[must_use]
pub fn ottawas_day(at: Timestamp) -> Date {
    ottawa().to_datetime(at).date()
}

/// The least share of electors that is written.
const TELLING: f64 = 1e-4;
const OTTAWA: &str = "EST5EDT,M3.2.0,M11.1.0";

const SHORT_MONTHS_EN: [&str; 12] =
    ["Jan.", "Feb.", "March", "April", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec."];
const SHORT_MONTHS_FR: [&str; 12] =
    ["janv.", "févr.", "mars", "avril", "mai", "juin", "juill.", "août", "sept.", "oct.", "nov.", "déc."];
const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const MONTHS_FR: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];

/// Writes an argument into a sentence; `None` where it stands as it is. One that runs from right to left is isolated, so that a
/// number or a sign beside it keeps its place (Unicode Standard Annex 9, section 2.4).
fn written(locale: Locale, value: &FluentValue<'_>) -> Option<String> {
    match value {
        #[expect(clippy::cast_possible_truncation, reason = "our numbers are counts, far below 2^53")]
        FluentValue::Number(number) => Some(grouped(locale, number.value as i64)),
        FluentValue::String(text) if has_right_to_left(text) => Some(format!("\u{2068}{text}\u{2069}")),
        FluentValue::String(_) | FluentValue::Custom(_) | FluentValue::None | FluentValue::Error => None,
    }
}

fn grouped(locale: Locale, number: i64) -> String {
    let separator = match locale {
        Locale::En => ',',
        Locale::Fr => NARROW,
    };
    let digits = number.unsigned_abs().to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3 * 3 + 1);
    if number < 0 {
        text.push('-');
    }
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(separator);
        }
        text.push(digit);
    }
    text
}

/// Puts no-break spaces where French typography wants them, wherever the source has a plain space there. Narrow ones
/// stand before `: ; ! ? % »`, after `«` and between a number's groups of three digits, a wide one in `1,2 million`. So
/// texts stay easy to write and are always set right.
#[must_use]
pub fn french_typography(text: &str) -> Cow<'_, str> {
    const BEFORE: [char; 6] = [':', ';', '!', '?', '%', '»'];
    if !text.contains([' ', '\u{a0}']) {
        return Cow::Borrowed(text);
    }
    let mut set = String::with_capacity(text.len() + 8);
    let mut last = '\0';
    for (at, c) in text.char_indices() {
        let rest = &text[at + c.len_utf8()..];
        last = match c {
            ' ' | '\u{a0}' if last == '«' || rest.starts_with(BEFORE) => NARROW,
            ' ' | '\u{a0}' if last.is_ascii_digit() && starts_with_three_digits(rest) => NARROW,
            ' ' if last.is_ascii_digit() && (rest.starts_with("million") || rest.starts_with("milliard")) => '\u{a0}',
            other => other,
        };
        set.push(last);
    }
    Cow::Owned(set)
}

/// Whether the text begins with a group of exactly three digits.
fn starts_with_three_digits(text: &str) -> bool {
    text.bytes().take_while(u8::is_ascii_digit).count() == 3
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(locale: Locale) -> Texts {
        Texts::load(locale, &["total = { $count ->\n    [one] { $count } signature\n   *[other] { $count } signatures\n}\nhello = « Ça va ? » Oui : { $name } !\nsum = De 7 500 à 20 000"]).unwrap()
    }

    #[test]
    fn numbers_are_written_as_each_language_writes_them() {
        assert_eq!(texts(Locale::En).with("total", [("count", 12_345.into())]), "12,345 signatures");
        assert_eq!(texts(Locale::Fr).with("total", [("count", 12_345.into())]), "12\u{202f}345 signatures");
        // Zero is singular in French, plural in English.
        assert_eq!(texts(Locale::Fr).with("total", [("count", 0.into())]), "0 signature");
        assert_eq!(texts(Locale::En).with("total", [("count", 0.into())]), "0 signatures");
        assert_eq!(texts(Locale::En).number(-1_234_567), "-1,234,567");
        assert_eq!(texts(Locale::En).number(999), "999");
        assert_eq!(texts(Locale::Fr).percent(0.1234), "12,3\u{202f}%");
        assert_eq!(texts(Locale::En).share(0.000_123), "0.012%");
        assert_eq!(texts(Locale::Fr).share(0.0), "0\u{202f}%");
        for nothing in [0.0, 0.000_009, 0.000_099] {
            assert_eq!(texts(Locale::En).telling_share(nothing), None);
        }
        assert_eq!(texts(Locale::Fr).telling_share(0.000_1), Some("0,010\u{202f}%".to_owned()));
    }

    #[test]
    fn french_punctuation_gets_its_narrow_spaces() {
        assert_eq!(
            texts(Locale::Fr).with("hello", [("name", "Zoé".into())]),
            "«\u{202f}Ça va\u{202f}?\u{202f}» Oui\u{202f}: Zoé\u{202f}!"
        );
        assert_eq!(french_typography("https://example.org/a?b"), "https://example.org/a?b");
    }

    #[test]
    fn a_name_from_right_to_left_keeps_the_signs_beside_it_in_their_place() {
        for name in ["سارة", "שרה לוי"] {
            assert!(
                texts(Locale::Fr).with("hello", [("name", name.into())]).contains(&format!("\u{2068}{name}\u{2069}"))
            );
        }
        for name in ["Zoé", "மாலா", "孫中山"] {
            assert!(!texts(Locale::Fr).with("hello", [("name", name.into())]).contains('\u{2068}'), "{name}");
        }
    }

    #[test]
    fn a_french_number_does_not_part_at_the_end_of_a_line() {
        assert_eq!(french_typography("Jusqu’à 1 000 caractères"), "Jusqu’à 1\u{202f}000 caractères");
        assert_eq!(french_typography("1 234 567 appuis, 20\u{a0}000"), "1\u{202f}234\u{202f}567 appuis, 20\u{202f}000");
        assert_eq!(french_typography("1,2 million, 3 milliards"), "1,2\u{a0}million, 3\u{a0}milliards");
        for other in ["le 21 novembre 2026", "cinq ou 12 3456", "K1A 0A6", "2 moulins", ""] {
            assert_eq!(french_typography(other), other);
        }
        assert_eq!(texts(Locale::Fr).get("sum"), "De 7\u{202f}500 à 20\u{202f}000");
        assert_eq!(texts(Locale::En).get("sum"), "De 7 500 à 20 000");
    }

    #[test]
    fn a_month_is_written_in_words() {
        let [en, fr] = Locale::ALL.map(texts);
        assert_eq!(
            (en.month("2025-06").as_deref(), fr.month("2025-12").as_deref()),
            (Some("June 2025"), Some("décembre 2025"))
        );
        for none in ["secondary", "2025", "2025-00", "2025-13", "x-06", "2025-06-01"] {
            assert_eq!(en.month(none), None, "{none}");
        }
    }

    #[test]
    fn a_time_is_ottawas_in_summer_and_in_winter() {
        let said =
            |locale, at: &str| Texts::load(locale, &[]).unwrap().time(at.parse().unwrap()).replace('\u{a0}', " ");
        assert_eq!(said(Locale::En, "2026-11-23T19:05:00Z"), "2:05 p.m.");
        assert_eq!(said(Locale::En, "2026-07-01T04:30:00Z"), "12:30 a.m.");
        assert_eq!(said(Locale::Fr, "2026-11-23T19:05:00Z"), "14 h 05");
    }

    #[test]
    fn a_day_is_written_as_each_language_writes_it() {
        let at = "2026-11-02T04:59:59Z".parse().unwrap();
        assert_eq!(texts(Locale::En).day(at), "November 1, 2026");
        assert_eq!(texts(Locale::Fr).day(at), "1er novembre 2026");
    }

    #[test]
    fn a_broken_file_is_an_error() {
        assert!(Texts::load(Locale::En, &["a = { $"]).is_err());
        assert!(Texts::load(Locale::En, &["a = b", "a = c"]).is_err());
    }
}

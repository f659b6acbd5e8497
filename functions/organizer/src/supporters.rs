//! The supporters who agreed to hear from the campaign, for exporters.
//!
//! Each download is in the log, with its reason and how many people are in it, before the first row leaves. So it is a POST: to
//! open an address changes nothing, and a browser or a mail scanner that looks ahead writes no line.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Extension, State};
use axum::response::IntoResponse;
use campaigns::Texts;
use domain::keys::token::Purpose;
use domain::locale::Locale;
use domain::office::audit::{Action, Entry, REASON_MAX_CHARS};
use domain::person::residence::Residence;
use domain::pledge::Signer;
use domain::tally::hour::Hour;
use http::{HeaderMap, StatusCode};
use pages::{FieldMessage, Frame};
use store::Part;
use web::{FieldError, Problem, preferred_language};

use crate::desk::Desk;
use crate::downloads::attachment;
use crate::failure::Failure;
use crate::form::{Form, FormOrJson};
use crate::guard::Caller;
use crate::nav::{Nav, Room};
use crate::table::{BOM, CSV, defused};
use crate::visit::{Answer, Visit, answer};

/// At most about so many signers are in one file. With 750 bytes a row, most of them the sentence that was ticked and the link that
/// takes it back, that is 3.5 megabytes; in base64, as it goes out, 4.7 of the six that a function may answer.
const SIGNERS_PER_PART: i64 = 5_000;
/// More parts than anybody will need, and than the database will read at once.
const PARTS_MAX: i32 = 1_000;

#[derive(Template)]
#[template(path = "supporters.html")]
struct SupportersPage<'a> {
    frame: Frame<'a>,
    nav: Nav,
    parts: Vec<i32>,
    reason: &'a str,
}

/// `GET /organizer/{lang}/supporters`: says what it is and asks why.
pub(crate) async fn ask(visit: Visit) -> Answer {
    page(&visit, "", None).await
}

async fn page(visit: &Visit, reason: &str, wrong: Option<FieldMessage>) -> Answer {
    let parts = parts_needed(&visit.desk, &visit.caller).await?;
    let page = SupportersPage {
        frame: visit.frame("office-supporters-title", "/supporters").with_errors(wrong.into_iter().collect()),
        nav: visit.nav(Room::Downloads),
        parts: (1..=parts).collect(),
        reason,
    };
    Ok(answer(&page.frame, &page))
}

/// How many parts the file has, for as many signers as there are now.
async fn parts_needed(desk: &Desk, caller: &Caller) -> Result<i32, Failure> {
    let total = desk.snapshot(caller.now).await?.tally.total();
    Ok(i32::try_from(total.max(0) / SIGNERS_PER_PART + 1).unwrap_or(PARTS_MAX).min(PARTS_MAX))
}

/// `POST /organizer/{lang}/supporters`
pub(crate) async fn download(visit: Visit, form: Form) -> Answer {
    let part = part_of(form.get("part"), form.get("parts")).ok_or(Failure::NOT_FOUND)?;
    match reason(form.get("reason")) {
        Ok(reason) => export(&visit.desk, &visit.caller, visit.locale, part, reason).await,
        Err(code) => {
            let wrong = FieldMessage { field: "reason", code, message: sentence(visit.texts(), code) };
            page(&visit, form.get("reason"), Some(wrong)).await
        }
    }
}

/// `POST /v1/organizer/supporters.csv`: `{reason, part?, parts?, lang?}`, as JSON or as a form, for programs. Without `parts` there
/// are as many as the page would offer, and the file's name says how many.
pub(crate) async fn file(
    State(desk): State<Arc<Desk>>,
    Extension(caller): Extension<Caller>,
    headers: HeaderMap,
    FormOrJson(form): FormOrJson,
) -> Answer {
    let locale = form.get("lang").parse().unwrap_or_else(|_| preferred_language(&headers));
    let typed = |name| Some(form.get(name)).filter(|typed| !typed.is_empty());
    let parts = match typed("parts") {
        Some(parts) => parts.to_owned(),
        None => parts_needed(&desk, &caller).await?.to_string(),
    };
    let mut wrong = Vec::new();
    let part = part_of(typed("part").unwrap_or("1"), &parts);
    if part.is_none() {
        wrong.push(("part", "part_unknown"));
    }
    let why = reason(form.get("reason")).map_err(|code| wrong.push(("reason", code))).ok();
    if let (Some(part), Some(why)) = (part, why) {
        return export(&desk, &caller, locale, part, why).await;
    }
    let texts = desk.texts(locale);
    let fields = wrong.iter().map(|(field, code)| FieldError { field, code, message: sentence(texts, code) });
    let title = texts.get("office-download-wrong");
    Ok(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid", title).fields(fields).into_response())
}

fn sentence(texts: &Texts, code: &str) -> String {
    match code {
        "reason_too_long" => {
            let most = i64::try_from(REASON_MAX_CHARS).expect("a small constant");
            texts.with("office-reason-too-long", [("max", most.into())])
        }
        other => texts.get(&format!("office-{}", other.replace('_', "-"))),
    }
}

/// A reason as the log keeps it.
fn reason(typed: &str) -> Result<&str, &'static str> {
    match typed.trim() {
        "" => Err("reason_missing"),
        typed if typed.chars().count() > REASON_MAX_CHARS => Err("reason_too_long"),
        typed => Ok(typed),
    }
}

/// Reads "part 2 of 3".
fn part_of(part: &str, of: &str) -> Option<Part> {
    let (part, of): (i32, i32) = (part.parse().ok()?, of.parse().ok()?);
    ((1..=PARTS_MAX).contains(&of) && (1..=of).contains(&part)).then_some(Part { index: part - 1, of })
}

/// Makes the file, writes the log, and only then lets the file go. A part is whole in memory, as it would be in Lambda's own adapter.
async fn export(desk: &Desk, caller: &Caller, locale: Locale, part: Part, reason: &str) -> Answer {
    let file = File { desk, locale };
    let mut content = [BOM.to_vec(), lines([HEADERS.map(|key| desk.texts(locale).get(key))])].concat();
    let (mut people, mut from) = (0, None);
    loop {
        let (signers, next) = desk.pledges.consenting(part, from).await?;
        people += signers.len();
        content.extend(lines(signers.iter().map(|signer| file.row(signer))));
        from = next;
        if from.is_none() {
            break;
        }
    }
    let about = format!("{}/{}: {people}", part.index + 1, part.of);
    desk.office.record(&Entry { reason: reason.to_owned(), ..caller.did(Action::SupportersExported, about) }).await?;
    let name = match locale {
        Locale::En => "supporters",
        Locale::Fr => "sympathisants",
    };
    let parts = if part.of > 1 { format!("-{}-{}", part.index + 1, part.of) } else { String::new() };
    let name = format!("time-to-lead-{name}{parts}-{}.csv", Hour::of(caller.now));
    Ok(attachment(&name, CSV, content))
}

/// A file for one organizer.
struct File<'a> {
    desk: &'a Desk,
    locale: Locale,
}

const HEADERS: [&str; 12] = [
    "file-first-name",
    "file-last-name",
    "file-email",
    "file-postal-code",
    "file-country",
    "file-code",
    "file-riding",
    "file-language",
    "file-consent-wording",
    "file-consent-at",
    "file-partner-name",
    "file-stop-updates",
];

impl File<'_> {
    fn row(&self, signer: &Signer) -> [String; 12] {
        let draft = &signer.draft;
        let (postal_code, country, code, riding) = match &draft.residence {
            Residence::Canada { postal_code, riding, .. } => {
                let name = ridings::get(*riding).map_or("", |riding| riding.name(self.locale));
                (postal_code.to_string(), String::new(), riding.to_string(), name)
            }
            Residence::Abroad { country } => (String::new(), country.code().to_owned(), String::new(), ""),
        };
        [
            defused(draft.name.first()),
            defused(draft.name.last()),
            defused(&draft.email.to_string()),
            postal_code,
            country,
            code,
            riding.to_owned(),
            draft.locale.code().to_owned(),
            self.wording(draft.locale, draft.consents.updates.as_deref()),
            signer.agreed_to_updates_at().map(|at| at.to_string()).unwrap_or_default(),
            draft.partner.as_ref().map(ToString::to_string).unwrap_or_default(),
            self.stop_updates(signer),
        ]
    }

    /// For the `List-Unsubscribe` of whoever sends the news (RFC 8058).
    fn stop_updates(&self, signer: &Signer) -> String {
        let token = self.desk.updates.mint(Purpose::StopUpdates, signer.claims());
        self.desk.site.url(&format!("/{}/updates/stop?token={}", signer.draft.locale, token.expose()))
    }

    /// The sentence that was ticked, in the language it was ticked in; of a wording that is no longer in use, its version.
    fn wording(&self, locale: Locale, version: Option<&str>) -> String {
        let campaign = self.desk.site.campaign();
        match version {
            Some(version) if version == campaign.consent_wording => {
                let contact = campaign.organization.contact_email.as_str();
                let sentence = self.desk.texts(locale).with("campaign-consent-updates", [("contact", contact.into())]);
                format!("{version}: {sentence}")
            }
            Some(version) => version.to_owned(),
            None => String::new(),
        }
    }
}

fn lines(rows: impl IntoIterator<Item = [String; 12]>) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    for row in rows {
        writer.write_record(row).expect("a record in memory");
    }
    writer.into_inner().expect("memory takes it all")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_one_of_those_that_there_are() {
        assert_eq!(part_of("1", "1"), Some(Part { index: 0, of: 1 }));
        assert_eq!(part_of("3", "3"), Some(Part { index: 2, of: 3 }));
        for (part, of) in [("0", "1"), ("2", "1"), ("1", "0"), ("x", "1"), ("1", "1001"), ("-1", "1")] {
            assert_eq!(part_of(part, of), None, "{part} of {of}");
        }
    }

    #[test]
    fn a_reason_is_needed_and_has_an_end() {
        assert_eq!(reason("  newsletter "), Ok("newsletter"));
        assert_eq!(reason(" \n"), Err("reason_missing"));
        assert_eq!(reason(&"é".repeat(REASON_MAX_CHARS)).map(str::len), Ok(2 * REASON_MAX_CHARS));
        assert_eq!(reason(&"x".repeat(REASON_MAX_CHARS + 1)), Err("reason_too_long"));
    }
}

//! The supporters who agreed to hear from the campaign, as a file for exporters.
//!
//! The log has each download, with its reason and its number of people, before the first row leaves. So a download is a POST:
//! a browser or a mail scanner that opens an address ahead of time writes no entry.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Extension, State};
use axum::response::IntoResponse;
use campaigns::{Texts, ottawa};
use domain::keys::token::Purpose;
use domain::locale::Locale;
use domain::office::audit::{Action, REASON_MAX_CHARS};
use domain::person::residence::Residence;
use domain::pledge::Signer;
use http::{HeaderMap, StatusCode};
use jiff::Timestamp;
use pages::FieldMessage;
use store::Part;
use web::{CSV, FieldError, Problem, preferred_language};

use crate::context::Context;
use crate::downloads::attachment::{attachment, csv_writer, defused, hour_for_name};
use crate::failure::Failure;
use crate::visit::caller::Caller;
use crate::visit::form::{Form, FormOrJson, ReasonFault};
use crate::visit::nav::{OfficeFrame, OfficePage};
use crate::visit::{Answer, Visit, answer};

/// A file holds about this many signers at most.
///
/// A row has 750 bytes, most of them the sentence that was ticked and the link that takes it back. That makes 3.5 megabytes,
/// or 4.7 in base64, as the function sends them. A function may answer with six.
const SIGNERS_PER_PART: i64 = 5_000;
/// No file has more parts. That is more than a campaign needs, and fewer than the database allows.
const PARTS_MAX: i32 = 1_000;

#[derive(Template)]
#[template(path = "downloads/supporters.html")]
struct SupportersPage<'a> {
    frame: OfficeFrame<'a>,
    parts: Vec<i32>,
    reason: &'a str,
}

/// `GET /organizer/{lang}/supporters`: explains the download and asks for a reason.
pub(crate) async fn show(visit: Visit) -> Answer {
    page(&visit, "", None).await
}

async fn page(visit: &Visit, reason: &str, wrong: Option<FieldMessage>) -> Answer {
    let parts = parts_needed(&visit.context, &visit.caller).await?;
    let page = SupportersPage {
        frame: visit.frame(OfficePage::Downloads, "office-supporters-title", "/supporters").with_errors(wrong),
        parts: (1..=parts).collect(),
        reason,
    };
    Ok(answer(&page.frame, &page))
}

/// The number of parts that the file needs for the signers of now.
async fn parts_needed(context: &Context, caller: &Caller) -> Result<i32, Failure> {
    let total = context.snapshot(caller.now).await?.tally.total();
    Ok(i32::try_from(total.max(0) / SIGNERS_PER_PART + 1).unwrap_or(PARTS_MAX).min(PARTS_MAX))
}

/// `POST /organizer/{lang}/supporters`
pub(crate) async fn download(visit: Visit, form: Form) -> Answer {
    let part = part_of(form.get("part"), form.get("parts")).ok_or(Failure::NOT_FOUND)?;
    match form.reason() {
        Ok(why) => export(&visit.context, &visit.caller, visit.locale, part, why).await,
        Err(fault) => {
            let code = reason_code(fault);
            let wrong = FieldMessage { field: "reason", code, message: sentence(visit.texts(), code) };
            page(&visit, form.get("reason"), Some(wrong)).await
        }
    }
}

/// `POST /v1/organizer/supporters.csv`: takes `{reason, part?, parts?, lang?}`, as JSON or as a form, from programs.
///
/// Without `parts` the file has as many parts as the page would offer; the file's name tells the number.
pub(crate) async fn download_by_program(
    State(context): State<Arc<Context>>,
    Extension(caller): Extension<Caller>,
    headers: HeaderMap,
    FormOrJson(form): FormOrJson,
) -> Answer {
    let locale = form.get("lang").parse().unwrap_or_else(|_| preferred_language(&headers));
    let typed = |name| Some(form.get(name)).filter(|typed| !typed.is_empty());
    let parts = match typed("parts") {
        Some(parts) => parts.to_owned(),
        None => parts_needed(&context, &caller).await?.to_string(),
    };
    let mut wrong = Vec::new();
    let part = part_of(typed("part").unwrap_or("1"), &parts);
    if part.is_none() {
        wrong.push(("part", "part_unknown"));
    }
    let why = form.reason().map_err(|fault| wrong.push(("reason", reason_code(fault)))).ok();
    if let (Some(part), Some(why)) = (part, why) {
        return export(&context, &caller, locale, part, why).await;
    }
    let texts = context.texts(locale);
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

/// The code of a fault for programs. The key of its sentence is made of it.
const fn reason_code(fault: ReasonFault) -> &'static str {
    match fault {
        ReasonFault::Missing => "reason_missing",
        ReasonFault::TooLong => "reason_too_long",
    }
}

/// Reads the number of a part and the number of all parts.
fn part_of(part: &str, of: &str) -> Option<Part> {
    let (part, of): (i32, i32) = (part.parse().ok()?, of.parse().ok()?);
    ((1..=PARTS_MAX).contains(&of) && (1..=of).contains(&part)).then_some(Part { index: part - 1, of })
}

/// Makes the file, then writes the log, and only then sends the file. The whole part is in memory, as Lambda's adapter needs it.
async fn export(context: &Context, caller: &Caller, locale: Locale, part: Part, why: String) -> Answer {
    let file = SupportersFile { context, locale };
    let mut csv = csv_writer(locale);
    let mut write = |row: [String; 12]| csv.write_record(row).expect("a record in memory");
    write(HEADERS.map(|key| context.texts(locale).get(key)));
    let (mut people, mut from) = (0, None);
    loop {
        let (signers, next) = context.pledges.consenting(part, from).await?;
        people += signers.len();
        for signer in &signers {
            write(file.row(signer));
        }
        from = next;
        if from.is_none() {
            break;
        }
    }
    let about = format!("{}/{}: {people}", part.index + 1, part.of);
    context.office.record(&caller.did_because(Action::SupportersExported, about, why)).await?;
    let name = match locale {
        Locale::En => "supporters",
        Locale::Fr => "sympathisants",
    };
    let parts = if part.of > 1 { format!("-{}-{}", part.index + 1, part.of) } else { String::new() };
    let name = format!("time-to-lead-{name}{parts}-{}.csv", hour_for_name(locale, caller.now));
    Ok(attachment(&name, CSV, csv.into_inner().expect("memory takes it all")))
}

/// The writer of the rows of a file.
struct SupportersFile<'a> {
    context: &'a Context,
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

impl SupportersFile<'_> {
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
            signer.agreed_to_updates_at().map(in_ottawa).unwrap_or_default(),
            draft.partner.as_ref().map(ToString::to_string).unwrap_or_default(),
            self.stop_updates(signer),
        ]
    }

    /// The link that stops news, for the header `List-Unsubscribe` of the news (RFC 8058).
    fn stop_updates(&self, signer: &Signer) -> String {
        let token = self.context.updates.mint(Purpose::StopUpdates, signer.claims());
        self.context.site.url(&format!("/{}/updates/stop?token={}", signer.draft.locale, token.expose()))
    }

    /// The sentence that was ticked, in the language of the form. Of a wording that nobody has kept, only its version.
    fn wording(&self, locale: Locale, version: Option<&str>) -> String {
        let campaign = self.context.site.campaign();
        match version {
            Some(version) if version == campaign.consent_wording => {
                let contact = campaign.organization.contact_email.as_str();
                let sentence =
                    self.context.texts(locale).with("campaign-consent-updates", [("contact", contact.into())]);
                format!("{version}: {sentence}")
            }
            Some(version) => match campaign.wordings.iter().find(|wording| wording.version == version) {
                Some(wording) => format!("{version}: {}", wording.sentence(locale)),
                None => version.to_owned(),
            },
            None => String::new(),
        }
    }
}

/// Writes a moment in Ottawa with its offset (RFC 3339), since it is evidence.
fn in_ottawa(at: Timestamp) -> String {
    at.to_zoned_datetime(ottawa()).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_agreement_is_dated_in_ottawas_time() {
        assert_eq!(in_ottawa("2026-07-01T02:00:00.9Z".parse().unwrap()), "2026-06-30T22:00:00-04:00");
    }

    #[test]
    fn a_part_is_one_of_those_that_there_are() {
        assert_eq!(part_of("1", "1"), Some(Part { index: 0, of: 1 }));
        assert_eq!(part_of("3", "3"), Some(Part { index: 2, of: 3 }));
        for (part, of) in [("0", "1"), ("2", "1"), ("1", "0"), ("x", "1"), ("1", "1001"), ("-1", "1")] {
            assert_eq!(part_of(part, of), None, "{part} of {of}");
        }
    }
}

//! What the API takes and gives, as structs: they make the answers, and describe them to programs.

use domain::locale::Locale;
use domain::person::residence::Residence;
use domain::tally::riding::RidingCode;
use serde::Serialize;
use utoipa::openapi::OpenApi as Document;
use utoipa::{OpenApi, ToSchema};

#[derive(OpenApi)]
#[openapi(paths(crate::submit::by_json, crate::confirm::by_json, crate::my_pledge::withdraw_by_json))]
struct Interface;

/// This function's part of the interface.
#[must_use]
pub fn interface() -> Document {
    Interface::openapi()
}

/// A pledge as it is sent. Limits and spellings are checked field by field; every error is told at once.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes what `SentPledge::from_json` reads field by field")]
pub(crate) struct PledgeRequest {
    /// Letters of any script; 1 to 100 characters. Somebody with one name leaves this or `last_name` out.
    #[schema(example = "Marie", nullable)]
    first_name: Option<String>,
    /// Letters of any script; 1 to 100 characters.
    #[schema(example = "Tremblay", nullable)]
    last_name: Option<String>,
    #[schema(example = "marie@example.org")]
    email: String,
    /// A Canadian postal code, in any spelling. This or `country`.
    #[schema(example = "K1A 0A6", nullable)]
    postal_code: Option<String>,
    /// Two letters (ISO 3166-1), of a citizen's country outside Canada: counted, in no riding.
    #[schema(example = "FR", nullable)]
    country: Option<String>,
    /// Five digits: which of the postal code's ridings, when there are several, or the table knows another.
    #[schema(example = "35079", nullable)]
    riding: Option<String>,
    /// The language of the mails, `en` or `fr`; without it, that of `Accept-Language`.
    #[schema(example = "fr", nullable)]
    locale: Option<String>,
    /// The slug of the partner that is credited.
    #[schema(nullable)]
    partner: Option<String>,
    /// The link's page asks for these again, and keeps what is answered there: anybody can type an address here.
    consents: Option<ConsentsRequest>,
    /// Words to the Prime Minister, for the person's letter; up to 1,000 characters. The link's page shows them, to be changed.
    #[schema(nullable)]
    comment: Option<String>,
}

/// What the person agrees to, each by an express act of theirs.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes what is read field by field")]
struct ConsentsRequest {
    /// News of the campaign by mail.
    #[schema(nullable)]
    updates: Option<bool>,
}

/// The token of a confirm link, and what its reader wants kept. A stranger may have sent the form: its words and consents are
/// kept only when they are sent again here.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes what `Corrections::from_json` reads field by field")]
pub(crate) struct ConfirmRequest {
    /// What follows `token=` in the mailed link.
    token: String,
    /// Needed where somebody is counted at the address: `same` if that is them, who then stay counted as they are; `another` for
    /// another person of the household, with another name and the same postal code. Without it the answer is 409 `who_is_it`.
    #[schema(nullable)]
    who: Option<String>,
    /// Corrects the form; without it the form's stays.
    #[schema(nullable)]
    first_name: Option<String>,
    /// Corrects the form; without it the form's stays.
    #[schema(nullable)]
    last_name: Option<String>,
    /// Corrects where the person lives. This or `country`; without both the form's home stays.
    #[schema(nullable)]
    postal_code: Option<String>,
    /// Corrects where the person lives.
    #[schema(nullable)]
    country: Option<String>,
    /// Which of the ridings of the `postal_code` that is sent here.
    #[schema(nullable)]
    riding: Option<String>,
    /// What the person agrees to; without it, nothing.
    consents: Option<ConsentsRequest>,
    /// Words to the Prime Minister, up to 1,000 characters; without it none are kept.
    #[schema(nullable)]
    comment: Option<String>,
}

/// A link's token.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes what `SentToken` reads")]
pub(crate) struct TokenRequest {
    /// What follows `token=` in the mailed link.
    token: String,
}

/// The same answer whoever signs; what differs is the mail.
#[derive(Serialize, ToSchema)]
pub(crate) struct SubmitAnswer {
    pub(crate) status: SubmitStatus,
}

/// What comes next.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum SubmitStatus {
    CheckYourMail,
}

/// Somebody is counted. Both counts include them.
#[derive(Serialize, ToSchema)]
pub(crate) struct ConfirmAnswer {
    pub(crate) status: ConfirmStatus,
    /// Where they are counted; null for those abroad.
    pub(crate) riding: Option<RidingAnswer>,
    /// Everyone counted in that riding, or abroad.
    pub(crate) riding_count: i64,
    /// Everyone counted.
    pub(crate) total: i64,
    /// Where they see, change and withdraw their pledge. Secret: it is theirs alone.
    pub(crate) manage_url: String,
}

/// `confirmed`: a form of this mailbox counted them, by this call or by the same one before. `already_counted`: they were counted
/// by another form, and stay as they were.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ConfirmStatus {
    Confirmed,
    AlreadyCounted,
}

/// A riding, by code and name.
#[derive(Serialize, ToSchema)]
#[schema(as = RidingName)]
pub(crate) struct RidingAnswer {
    #[schema(value_type = String, example = "35079")]
    code: RidingCode,
    name: Names,
}

/// A name in both languages.
#[derive(Serialize, ToSchema)]
struct Names {
    en: &'static str,
    fr: &'static str,
}

impl RidingAnswer {
    /// The riding of somebody who lives in one.
    pub(crate) fn of(residence: &Residence) -> Option<Self> {
        let riding = ridings::get(residence.place().riding()?)?;
        Some(Self { code: riding.code, name: Names { en: riding.name(Locale::En), fr: riding.name(Locale::Fr) } })
    }
}

/// Nobody is counted by that link any more.
#[derive(Serialize, ToSchema)]
pub(crate) struct WithdrawAnswer {
    pub(crate) status: WithdrawStatus,
}

/// It is done, now or before.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum WithdrawStatus {
    Withdrawn,
}

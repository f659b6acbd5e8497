//! What the API takes and gives, as structs: they make the answers, and describe them to programs.

use domain::locale::Locale;
use domain::residence::Residence;
use domain::riding::RidingCode;
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
    consents: Option<ConsentsRequest>,
    /// Words to the Prime Minister, kept for the person's letter; up to 1,000 characters.
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

/// The token of a confirm link, and what its reader wants kept. The form may be a stranger's doing: its words and consents count
/// only when they are said again here.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes what `Corrections::from_json` reads field by field")]
pub(crate) struct ConfirmRequest {
    /// What follows `token=` in the mailed link.
    token: String,
    /// Where somebody is counted at the address: `same` if that is them, `another` for another person of the household.
    #[schema(nullable)]
    who: Option<String>,
    /// Corrects the form.
    #[schema(nullable)]
    first_name: Option<String>,
    /// Corrects the form.
    #[schema(nullable)]
    last_name: Option<String>,
    /// Corrects the form. This or `country`.
    #[schema(nullable)]
    postal_code: Option<String>,
    /// Corrects the form.
    #[schema(nullable)]
    country: Option<String>,
    /// Which of the corrected postal code's ridings.
    #[schema(nullable)]
    riding: Option<String>,
    consents: Option<ConsentsRequest>,
    /// Words to the Prime Minister.
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

/// Whether this link counted them, or they had been before.
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

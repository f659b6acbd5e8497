//! Reads the query of `report.pdf`, and reports all of its faults at once.

use campaigns::Texts;
use domain::locale::Locale;
use domain::tally::riding::Province;
use http::HeaderMap;
use pages::Site;
use ridings::Riding;
use serde::Deserialize;
use utoipa::IntoParams;
use web::{FieldError, Problem, preferred_language};

use crate::failure::INVALID_QUERY;

/// The query as it came.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
pub(crate) struct Query {
    /// A riding's five digits: its one-pager.
    riding: String,
    /// A province's or territory's two letters: its book.
    province: String,
    /// `en` or `fr`; without it, that of `Accept-Language`.
    lang: String,
    /// `letter` or `a4`; without it, letter.
    paper: String,
    /// The ticket that the office gave: the door has checked it.
    ticket: String,
}

/// The subject of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// One riding: its one-pager.
    Riding(&'static Riding),
    /// A province or territory: its book.
    Province(Province),
    /// All of them: the whole book.
    Country,
}

/// A sheet's size.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Paper {
    /// 8.5 by 11 inches, as in Canada.
    #[default]
    Letter,
    /// 210 by 297 mm.
    A4,
}

impl Paper {
    /// Returns typst's name of the size.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Letter => "us-letter",
            Self::A4 => "a4",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Asked {
    pub(crate) subject: Subject,
    pub(crate) locale: Locale,
    pub(crate) paper: Paper,
}

/// Returns the language of error messages: the asked one, if it is one, or else the caller's.
fn language_of_errors(query: &Query, headers: &HeaderMap) -> Locale {
    query.lang.parse().unwrap_or_else(|_| preferred_language(headers))
}

impl Query {
    pub(crate) fn parse(&self, site: &Site, headers: &HeaderMap) -> Result<Asked, Problem> {
        let locale = language_of_errors(self, headers);
        let texts = site.texts(locale);
        let mut errors = Vec::new();
        let mut wrong = |field, code, key| errors.push(FieldError { field, code, message: texts.get(key) });
        if !self.lang.is_empty() && self.lang.parse::<Locale>().is_err() {
            wrong("lang", "locale_unknown", "error-locale-unknown");
        }
        let paper = match self.paper.as_str() {
            "" | "letter" => Paper::Letter,
            "a4" => Paper::A4,
            _ => {
                wrong("paper", "paper_unknown", "error-report-paper-unknown");
                Paper::default()
            }
        };
        let riding = ridings::find(&self.riding);
        let province = self.province.parse::<Province>().ok();
        if riding.is_none() && !self.riding.is_empty() {
            wrong("riding", "riding_unknown", "error-report-riding-unknown");
        }
        if province.is_none() && !self.province.is_empty() {
            wrong("province", "province_unknown", "error-report-province-unknown");
        }
        if !self.riding.is_empty() && !self.province.is_empty() {
            wrong("province", "riding_or_province", "error-report-one-of-two");
        }
        if !errors.is_empty() {
            return Err(refused(texts).fields(errors));
        }
        let subject = match (riding, province) {
            (Some(riding), _) => Subject::Riding(riding),
            (None, Some(province)) => Subject::Province(province),
            (None, None) => Subject::Country,
        };
        Ok(Asked { subject, locale, paper })
    }
}

fn refused(texts: &Texts) -> Problem {
    INVALID_QUERY.problem(texts)
}

#[cfg(test)]
mod tests {
    use axum::response::IntoResponse as _;
    use campaigns::CampaignFolder;
    use http::StatusCode;
    use http_body_util::BodyExt as _;

    use super::*;

    fn asked(riding: &str, province: &str, lang: &str, paper: &str) -> Result<Asked, Problem> {
        let site = Site::load(CampaignFolder::find("time-to-lead").unwrap(), "https://example.org").unwrap();
        let [riding, province, lang, paper] = [riding, province, lang, paper].map(str::to_owned);
        Query { riding, province, lang, paper, ticket: String::new() }.parse(&site, &HeaderMap::new())
    }

    #[test]
    fn nothing_is_the_country_in_english_on_letter() {
        let expected = Asked { subject: Subject::Country, locale: Locale::En, paper: Paper::Letter };
        assert_eq!(asked("", "", "", ""), Ok(expected));
        assert_eq!(asked("", "ON", "fr", "a4").unwrap().subject, Subject::Province(Province::Ontario));
        assert!(matches!(asked("35079", "", "", "letter").unwrap().subject, Subject::Riding(_)));
    }

    #[tokio::test]
    async fn everything_that_is_wrong_is_told_at_once_in_the_callers_language() {
        let problem = asked("99999", "XX", "fr", "a0").unwrap_err();
        assert_eq!(problem.status(), StatusCode::UNPROCESSABLE_ENTITY);
        let body = problem.into_response().into_body().collect().await.unwrap().to_bytes();
        let body: serde_json::Value = serde_json::from_slice(&body).unwrap();
        let told: Vec<_> = body["errors"].as_array().unwrap().iter().map(|error| &error["code"]).collect();
        assert_eq!(told, ["paper_unknown", "riding_unknown", "province_unknown", "riding_or_province"]);
        assert_eq!(body["title"], "Vérifiez ce que demande l’adresse");
        assert!(asked("", "", "de", "").is_err());
    }
}

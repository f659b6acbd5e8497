//! The organizers' guide: one page with pictures of the office, which `tests/browser/pictures.js` takes.

use askama::Template;
use axum::response::{IntoResponse, Response};
use domain::locale::Locale;
use http::HeaderValue;
use http::header::CONTENT_TYPE;

use crate::failure::Failure;
use crate::visit::nav::{OfficeFrame, OfficePage};
use crate::visit::{Answer, Visit, answer};

/// The pictures in both languages, by the name in their address.
const PICTURES: [(&str, &[u8], &[u8]); 3] = [
    (
        "dashboard.jpg",
        include_bytes!("../../pictures/dashboard-en.jpg"),
        include_bytes!("../../pictures/dashboard-fr.jpg"),
    ),
    ("help.jpg", include_bytes!("../../pictures/help-en.jpg"), include_bytes!("../../pictures/help-fr.jpg")),
    ("paper.jpg", include_bytes!("../../pictures/paper-en.jpg"), include_bytes!("../../pictures/paper-fr.jpg")),
];

#[derive(Template)]
#[template(path = "office/guide.html")]
struct GuidePage<'a> {
    frame: OfficeFrame<'a>,
    chapters: [Chapter; 12],
}

/// A part of the guide: the keys of its texts, and its picture.
struct Chapter {
    /// The key of the title. Its text has the same key with `-says`, and its picture's description the one with `-picture`.
    key: &'static str,
    picture: Option<&'static str>,
}

impl Chapter {
    fn text(&self, part: &str) -> String {
        format!("{}{part}", self.key)
    }
}

/// `GET /organizer/{lang}/guide`
pub(crate) async fn show(visit: Visit) -> Answer {
    let chapter = |key, picture| Chapter { key, picture };
    let page = GuidePage {
        frame: visit.frame(OfficePage::Guide, "office-guide-title", "/guide"),
        chapters: [
            chapter("office-guide-morning", Some("dashboard.jpg")),
            chapter("office-guide-help", Some("help.jpg")),
            chapter("office-guide-paper", Some("paper.jpg")),
            chapter("office-guide-fraud", None),
            chapter("office-guide-letters", None),
            chapter("office-guide-campaign", None),
            chapter("office-guide-partners", None),
            chapter("office-guide-members", None),
            chapter("office-guide-outreach", None),
            chapter("office-guide-files", None),
            chapter("office-guide-rush", None),
            chapter("office-guide-team", None),
        ],
    };
    Ok(answer(&page.frame, &page))
}

/// `GET /organizer/{lang}/guide/{id}`: one of the guide's pictures.
pub(crate) async fn picture(visit: Visit, crate::visit::Id(name): crate::visit::Id<String>) -> Answer {
    let (_, en, fr) = PICTURES.into_iter().find(|(known, ..)| *known == name).ok_or(Failure::NOT_FOUND)?;
    let bytes = match visit.locale {
        Locale::En => en,
        Locale::Fr => fr,
    };
    let response: Response = ([(CONTENT_TYPE, HeaderValue::from_static("image/jpeg"))], bytes).into_response();
    Ok(response)
}

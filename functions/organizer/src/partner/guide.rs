//! The partners' guide: one page with pictures, from the request to the numbers. Everybody may read it.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use pages::Frame;
use web::Lang;

use crate::context::Context;
use crate::visit::guide::{Chapter, Picture, picture, show_picture};
use crate::visit::{Answer, Id, answer};

const PICTURES: [Picture; 4] = [picture!("ask"), picture!("partner"), picture!("embed"), picture!("poster")];

#[derive(Template)]
#[template(path = "partner/guide.html")]
struct GuidePage<'a> {
    frame: Frame<'a>,
    /// The guide's own address, below which its pictures are.
    address: String,
    chapters: [Chapter; 11],
}

/// `GET /partner/{lang}/guide`
pub(crate) async fn show(State(context): State<Arc<Context>>, Lang(locale): Lang) -> Response {
    let t = context.texts(locale);
    let contact = context.site.campaign().organization.contact_email.clone();
    let page = GuidePage {
        frame: Frame::new(&context.site, locale, t.get("partner-guide-title"), "/guide").for_partners(),
        address: format!("/partner/{locale}/guide"),
        chapters: [
            Chapter::new("partner-guide-ask")
                .with_picture("ask.jpg")
                .leading_to(format!("/partner/{locale}/ask"), t.get("partner-ask-title")),
            Chapter::new("partner-guide-check"),
            Chapter::new("partner-guide-accepted").with_points(4),
            Chapter::new("partner-guide-page")
                .with_picture("partner.jpg")
                .leading_to(format!("/partner/{locale}"), t.get("partner-page-title")),
            Chapter::new("partner-guide-numbers").with_points(4),
            Chapter::new("partner-guide-credit").with_points(5),
            Chapter::new("partner-guide-embed")
                .with_points(5)
                .with_picture("embed.jpg")
                .leading_to(format!("/{locale}/partners"), t.get("layout-partners")),
            Chapter::new("partner-guide-poster").with_picture("poster.jpg"),
            Chapter::new("partner-guide-unseen"),
            Chapter::new("partner-guide-end"),
            Chapter::new("partner-guide-write").leading_to(format!("mailto:{contact}"), contact),
        ],
    };
    answer(&page.frame, &page)
}

/// `GET /partner/{lang}/guide/{id}`: one of the guide's pictures.
pub(crate) async fn show_one_picture(Lang(locale): Lang, Id(name): Id<String>) -> Answer {
    show_picture(&PICTURES, &name, locale)
}

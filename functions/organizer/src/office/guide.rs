//! The organizers' guide: one page with pictures of the office.

use askama::Template;

use crate::visit::guide::{Chapter, Picture, picture, show_picture};
use crate::visit::nav::{OfficeFrame, OfficePage};
use crate::visit::{Answer, Id, Visit, answer};

const PICTURES: [Picture; 3] = [picture!("dashboard"), picture!("help"), picture!("paper")];

#[derive(Template)]
#[template(path = "office/guide.html")]
struct GuidePage<'a> {
    frame: OfficeFrame<'a>,
    /// The guide's own address, below which its pictures are.
    address: String,
    chapters: [Chapter; 13],
}

/// `GET /organizer/{lang}/guide`
pub(crate) async fn show(visit: Visit) -> Answer {
    let (t, locale) = (visit.texts(), visit.locale);
    let recipes = format!("/organizer/{locale}/webhooks/recipes");
    let page = GuidePage {
        frame: visit.frame(OfficePage::Guide, "office-guide-title", "/guide"),
        address: format!("/organizer/{locale}/guide"),
        chapters: [
            Chapter::new("office-guide-morning").with_picture("dashboard.jpg"),
            Chapter::new("office-guide-help").with_picture("help.jpg"),
            Chapter::new("office-guide-paper").with_picture("paper.jpg"),
            Chapter::new("office-guide-fraud"),
            Chapter::new("office-guide-letters"),
            Chapter::new("office-guide-campaign"),
            Chapter::new("office-guide-partners")
                .leading_to(format!("/partner/{locale}/guide"), t.get("partner-guide-title")),
            Chapter::new("office-guide-members"),
            Chapter::new("office-guide-outreach"),
            Chapter::new("office-guide-tools").leading_to(recipes, t.get("office-hook-recipes")),
            Chapter::new("office-guide-files"),
            Chapter::new("office-guide-rush"),
            Chapter::new("office-guide-team"),
        ],
    };
    Ok(answer(&page.frame, &page))
}

/// `GET /organizer/{lang}/guide/{id}`: one of the guide's pictures.
pub(crate) async fn show_one_picture(visit: Visit, Id(name): Id<String>) -> Answer {
    show_picture(&PICTURES, &name, visit.locale)
}

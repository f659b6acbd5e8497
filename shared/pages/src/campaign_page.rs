//! The campaign page: its demand, the number of signers, and the form.

use askama::Template;
use domain::locale::Locale;
use domain::mail::inbox;
use jiff::Timestamp;
use ridings::Riding;

use crate::answers::rendered;
use crate::counter::Counter;
use crate::embedding::Theme;
use crate::form::{PledgeForm, UpdatesField};
use crate::frame::Frame;
use crate::site::Site;

/// The campaign page names partners up to so many, and gives the number of more.
const PARTNERS_NAMED: usize = 10;

/// The campaign page. With errors in the form, the form comes first.
#[derive(Debug, Template)]
#[template(path = "campaign.html")]
pub struct CampaignPage<'a> {
    frame: Frame<'a>,
    total: Option<i64>,
    form: PledgeForm,
    /// The riding of the person who passed the link on, in words.
    invited: Option<String>,
    /// The sentence that stands where the form would, when the campaign takes no pledges.
    instead_of_form: Option<String>,
}

/// One of the campaign's demands: its title, its content and its reason.
struct Ask {
    title: String,
    says: String,
    why: String,
}

impl<'a> CampaignPage<'a> {
    /// Makes the page with a count, or without one when none is known: never with a zero that is not true.
    #[must_use]
    pub fn new(site: &'a Site, locale: Locale, total: Option<i64>, mut form: PledgeForm) -> Self {
        form.partner = form.partner.filter(|slug| site.campaign().partner(slug).is_some());
        let path = form.partner.as_ref().map(|slug| format!("?partner={slug}")).unwrap_or_default();
        let mut frame = Frame::new(site, locale, site.texts(locale).get("campaign-name"), &path);
        if let Some(link) = form.via {
            frame = frame.and(&format!("via={link}"));
        }
        let frame = if form.errors.is_empty() {
            frame.embeddable().pictured().wide()
        } else {
            frame.with_errors(form.errors.clone())
        };
        Self { frame, total, form, invited: None, instead_of_form: None }
    }

    /// Sets the page to a time: before the campaign opens and after it closes, a sentence stands where the form would.
    #[must_use]
    pub fn at_time(mut self, now: Timestamp) -> Self {
        let campaign = self.frame.site.campaign();
        self.instead_of_form = if now < campaign.opens_at {
            let day = self.frame.t.day(campaign.opens_at);
            Some(self.frame.t.with("campaign-opens-on", [("day", day.into())]))
        } else if campaign.is_open(now) {
            None
        } else {
            Some(self.with_its_days("form-ended"))
        };
        self
    }

    /// Shows the page as it is while the form is closed for now. It names the day on which the form opens again, if one is
    /// given.
    #[must_use]
    pub fn with_form_closed(mut self, is_closed: bool, reopens_at: Option<Timestamp>) -> Self {
        if is_closed && self.instead_of_form.is_none() {
            let t = self.frame.t;
            self.instead_of_form = Some(match reopens_at {
                Some(at) => t.with("form-closed-until", [("day", t.day(at).into())]),
                None => t.get("error-form-closed"),
            });
        }
        self
    }

    /// Shows the page as somebody's own link opens it: with the riding that invites, and the number of its signers, if
    /// known.
    #[must_use]
    pub fn invited_from(mut self, riding: &Riding, count: Option<i64>) -> Self {
        let (t, name) = (self.frame.t, riding.shown(self.frame.locale));
        self.invited = Some(match count {
            Some(count) => t.with("form-invited", [("count", count.into()), ("riding", name.into())]),
            None => t.with("form-invited-uncounted", [("riding", name.into())]),
        });
        self.frame = self.frame.and(&format!("riding={}", riding.code));
        self
    }

    /// Shows the page as it stands in another site's: count and form alone, and the form stays there when it is sent.
    #[must_use]
    pub fn embedded(mut self, theme: Theme) -> Self {
        self.frame = self.frame.embedded(theme);
        self
    }

    /// Writes the page as HTML.
    #[must_use]
    pub fn html(&self) -> String {
        rendered(self)
    }

    /// Returns the sentence that says when signing ends, and what becomes of the names then.
    fn ends(&self) -> String {
        self.with_its_days("form-ends")
    }

    fn with_its_days(&self, key: &str) -> String {
        let (t, campaign) = (self.frame.t, self.frame.site.campaign());
        let days = [("last", t.day(campaign.last_day()).into()), ("erased", t.day(campaign.forgets_at()).into())];
        t.with(key, days)
    }

    /// Lists the campaign's demands.
    fn asks(&self) -> [Ask; 3] {
        ["resettlement", "sponsorship", "determination"].map(|ask| {
            let text = |part: &str| self.frame.t.get(&format!("campaign-ask-{ask}{part}"));
            Ask { title: text("-title"), says: text(""), why: text("-why") }
        })
    }

    /// Returns a sentence that a campaign may leave out.
    fn own(&self, key: &str) -> Option<String> {
        self.frame.t.has(key).then(|| self.frame.t.get(key))
    }

    fn counter(&self) -> Option<Counter> {
        Some(Counter::of_campaign(self.frame.site, self.frame.locale, self.total?))
    }

    /// Names the inviting riding or partner, when such a link was followed.
    fn invitation(&self) -> Option<String> {
        if self.invited.is_some() {
            return self.invited.clone();
        }
        let partner = self.form.partner.as_deref()?;
        let name = self.frame.site.partner_name(partner, self.frame.locale)?;
        Some(self.frame.t.with("form-partner", [("partner", name.into())]))
    }

    /// Names the listed partners with whom the organization runs the campaign, without the organization itself.
    fn partners(&self) -> Option<String> {
        let (site, locale) = (self.frame.site, self.frame.locale);
        let own = self.frame.t.get("campaign-organization");
        let listed = site.campaign().partners.iter().filter(|partner| partner.is_listed());
        let names: Vec<_> = listed.map(|partner| partner.name(locale)).filter(|name| *name != own).collect();
        match names.len() {
            0 => None,
            // The partners' page lists all of them.
            many if many > PARTNERS_NAMED => Some(self.frame.t.with("who-partners-many", [("count", many.into())])),
            _ => Some(self.frame.with("who-partners", "partners", names.join(", "))),
        }
    }

    /// Returns the script's question about a mistyped domain, with the place where the likely address goes.
    fn email_meant(&self) -> String {
        self.frame.with("form-email-meant", "suggestion", "{suggestion}")
    }

    fn updates(&self) -> UpdatesField {
        UpdatesField::new(self.frame.site, self.frame.locale, self.form.updates)
    }
}

/// Returns the domains that the script suggests, and those for which it suggests nothing: the same as the server's.
fn domains() -> (String, String) {
    (inbox::suggested().collect::<Vec<_>>().join(" "), inbox::real().collect::<Vec<_>>().join(" "))
}

//! The state of a function that shows pages: its tools, and the site as the campaign's desk published it last.
//!
//! A [`House`] stands as long as the function runs. Each request gets a [`Context`] from it, whose site stays the same until the
//! answer. It must never know the tools of one function, or ask a table for more than the campaign. Start reading at [`House`].

mod counted;
pub mod failures;

use std::ops::Deref;
use std::sync::Arc;

use axum::extract::{FromRef, Request, State};
use axum::middleware::Next;
use axum::response::Response;
use campaigns::{CampaignFolder, Texts};
use domain::locale::Locale;
use domain::slug::CampaignSlug;
use jiff::Timestamp;
use pages::Site;
use store::role::ReadsCampaign;
use store::{Connection, Live, Office};
use web::{Clock, Environment};

pub use crate::counted::{counted, counted_page};

/// The tools of one function: handles, keys and settings.
pub trait Tools: Send + Sync + 'static {
    fn clock(&self) -> &Clock;

    /// Reads what every request needs beside the campaign, unless it was read some seconds ago.
    fn look_around(&self, _now: Timestamp) -> impl Future<Output = ()> + Send {
        std::future::ready(())
    }
}

/// The state of a function that shows pages.
pub struct House<T> {
    campaign: Arc<Live<Site>>,
    tools: Arc<T>,
}

/// The tools, and the site of the campaign's newest edition, for one request.
pub struct Context<T> {
    pub site: Arc<Site>,
    /// The campaign as it goes on during the request.
    pub campaign: Arc<Live<Site>>,
    tools: Arc<T>,
}

/// Opens the office's table in a role, and the site that follows its desk. The settings name the campaign. Sentences of a
/// function's own, in English and French, stand beside the site's.
///
/// # Errors
/// Fails when a setting is missing or wrong.
pub fn open<R: ReadsCampaign>(
    environment: &Environment,
    connection: &Connection,
    more: [&'static str; 2],
) -> anyhow::Result<(CampaignSlug, Office<R>, Live<Site>)> {
    let folder = CampaignFolder::find(environment.required("CAMPAIGN")?)?;
    let table = environment.required("OFFICE_TABLE")?.to_owned();
    let slug = folder.campaign()?.slug;
    let office = Office::new(connection.clone(), table, slug.clone());
    let url = environment.site_url()?.to_owned();
    let site = Live::new(&office, move |published| anyhow::Ok(Site::of(&folder.now(published)?, &url, more)?))?;
    Ok((slug, office, site))
}

/// Serves a request with the campaign's newest edition.
pub async fn keep_up<T: Tools>(State(house): State<House<T>>, request: Request, next: Next) -> Response {
    house.look_around().await;
    next.run(request).await
}

impl<T: Tools> House<T> {
    #[must_use]
    pub fn new(campaign: Live<Site>, tools: T) -> Self {
        Self { campaign: Arc::new(campaign), tools: Arc::new(tools) }
    }

    #[must_use]
    pub fn campaign(&self) -> &Live<Site> {
        &self.campaign
    }

    /// Returns the context of a request of this moment.
    #[must_use]
    pub fn context(&self) -> Context<T> {
        let campaign = Arc::clone(&self.campaign);
        Context { site: campaign.now(), campaign, tools: Arc::clone(&self.tools) }
    }

    /// Reads the campaign's newest edition and what else every request needs, unless that was read some seconds ago.
    pub async fn look_around(&self) {
        let now = self.tools.clock().now();
        tokio::join!(self.campaign.refresh(now), self.tools.look_around(now));
    }
}

impl<T> Clone for House<T> {
    fn clone(&self) -> Self {
        Self { campaign: Arc::clone(&self.campaign), tools: Arc::clone(&self.tools) }
    }
}

impl<T: Tools> FromRef<House<T>> for Arc<Context<T>> {
    fn from_ref(house: &House<T>) -> Self {
        Self::new(house.context())
    }
}

impl<T: Tools> Context<T> {
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.tools.clock().now()
    }

    #[must_use]
    pub fn texts(&self, locale: Locale) -> &Texts {
        self.site.texts(locale)
    }

    /// Whether the campaign has ended.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.now() >= self.site.campaign().closes_at
    }
}

impl<T> Deref for Context<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.tools
    }
}

//! The parts that every HTML answer shares: layout, the pledge form, the counter, stylesheet, script and texts.
//!
//! A page is a [`Frame`] (language, title, address) with something in it. The campaign page and its form are here because
//! two functions show them: `public` on GET, `sign` again when something in the form is wrong. Pages of one function alone
//! live there and extend `layout.html`.
//!
//! It must never read a table, ask for the time, or put a style or script inside a page: the security policy of `web`
//! refuses those. Every page works without its script. Start reading at [`CampaignPage`]; its look is in
//! `assets/style.css`, its words are in `texts/`.

// `layout.html` writes `pages::assets` in every crate that has a page, this one included.
extern crate self as pages;

mod answers;
pub mod assets;
mod campaign_page;
mod chart;
mod citation;
mod counter;
mod embedding;
mod failure;
mod field_message;
mod form;
mod frame;
mod home;
mod mailto;
mod map;
mod member;
mod message_page;
mod paging;
mod partner_ask;
mod qr_code;
mod ranks;
mod riding_list;
mod search;
mod shades;
mod site;
mod snippets;
mod trend;

pub use answers::{HTML, private, public, rendered};
pub use campaign_page::CampaignPage;
pub use chart::Chart;
pub use citation::{COUNTRY, Citation, book_path, cited_day, dated_path, day_of, hours_of};
pub use counter::Counter;
pub use embedding::{Embedding, Theme};
pub use failure::{FailureRow, RequestFailure};
pub use field_message::{FieldMessage, postal_code_message};
pub use form::{PledgeForm, UpdatesField};
pub use frame::Frame;
pub use home::{HomeFields, sort_key};
pub use mailto::{MAILTO_MAX_CHARACTERS, Mailto};
pub use map::{Drawing, Inset, Map, Pencil, locators, riding_path};
pub use member::{AnswerText, holder_text, member_text, party_name};
pub use message_page::MessagePage;
pub use paging::{Paging, ViewLink};
pub use partner_ask::{AskField, PartnerAskForm};
pub use qr_code::QrCode;
pub use ranks::{ranks, riding_facts};
pub use riding_list::{
    AnswerFilter, ColumnHeader, ListColumn, ListView, ProvinceRow, StandingColumn, nothing, ridings_by_name,
};
pub use search::search_text;
pub use shades::{Shades, Shading, Step};
pub use site::{Site, SiteError};
pub use snippets::{Paste, Snippet};
pub use trend::{Canvas, Trend, TrendLine};

//! The campaigns' facts and texts, and the reader of texts in two languages.
//!
//! A campaign is a folder: `campaign.toml` (facts and settings), `en.ftl` and `fr.ftl` (its sentences). It may have a
//! picture (`campaign-picture-alt`, `campaign-picture-caption`) and one person's words (`campaign-voice`,
//! `campaign-voice-name`). Another campaign is another folder and one line in [`CAMPAIGNS`]. Product texts that no campaign changes live where they are used, in
//! `pages` and `mail`; both read them through [`Texts`].
//!
//! It must never hold a sentence or a date in code. Start reading at [`CampaignFolder`]. The folder is a campaign's first
//! edition; [`CampaignNow`] puts the changes of its desk over it.
//!
//! The goal that is shown is the next one (`goal_steps` in `campaign.toml`). The lobby book and the office show the campaign's own
//! goal. A riding's embed has neither bar nor goal.

mod consent;
mod digest;
mod folder;
mod moments;
mod now;
mod picture;
mod proposed_letter;
pub mod sentences;
mod texts;

pub use consent::named_in_consent;
pub use digest::{DigestFacts, DigestWords, digest_languages};
pub use fluent_bundle::FluentValue;
pub use folder::{CAMPAIGNS, CampaignFolder, UnknownCampaign};
pub use moments::{Doubled, day, first_of_day, moment};
pub use now::{CampaignNow, PublishedError};
pub use picture::{PICTURE_MAX_BYTES, PICTURE_SIDES, Picture, PictureError};
pub use proposed_letter::ProposedLetter;
pub use texts::{Texts, TextsError, french_typography, ottawa, ottawas_day};

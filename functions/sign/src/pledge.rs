//! A pledge: sent, confirmed, thanked for, shown, changed, downloaded and withdrawn.

pub(crate) mod confirm;
pub(crate) mod corrections;
pub(crate) mod download;
mod facts;
pub(crate) mod my_pledge;
pub(crate) mod sent_pledge;
mod share;
pub(crate) mod submit;
pub(crate) mod thank_you;
pub(crate) mod withdraw;

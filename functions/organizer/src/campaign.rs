//! The campaign's own desk: what admins change of the campaign without a release.

pub(crate) mod asks;
pub(crate) mod partner_list;
pub(crate) mod partners;

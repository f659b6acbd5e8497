//! The campaign as its desk publishes it: parts, their history, and how functions follow them.

pub(crate) mod desk;
pub(crate) mod live;
pub(crate) mod partners;

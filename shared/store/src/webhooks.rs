//! Webhooks: recipients, what is announced to them, and the delivery of each message.

pub(crate) mod announce;
pub(crate) mod deliveries;
pub(crate) mod heard;
pub(crate) mod items;
pub(crate) mod recipients;

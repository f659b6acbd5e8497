//! Webhooks: admins add organizations that hear of what happens, and see what became of each message.

pub(crate) mod new_recipient;
pub(crate) mod recipes;
pub(crate) mod recipient;
pub(crate) mod recipients;

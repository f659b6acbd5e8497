//! The pages about our mail: the wait for it and its code, and the links that stop it.

pub(crate) mod check_mail;
pub(crate) mod digests;
pub(crate) mod not_me;
pub(crate) mod resend;
pub(crate) mod stop_page;
pub(crate) mod updates;

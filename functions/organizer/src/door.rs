//! The door: sign-in by a mailed link, the second factor, and the guard that checks every later request.

pub(crate) mod code;
pub(crate) mod guard;
pub(crate) mod second_factor;
pub(crate) mod session;
pub(crate) mod sign_in;

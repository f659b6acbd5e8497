//! Mail that waits for an organizer: held mail of supporters, and letters to Members of Parliament.

pub(crate) mod held;
pub(crate) mod letters;
pub(crate) mod marks;
pub(crate) mod pause;
pub(crate) mod verdict;

//! Partners' own side: the request to become one, the guide, the way in, and the page with a partner's numbers. No person is
//! shown here.

pub(crate) mod ask;
pub(crate) mod door;
pub(crate) mod guide;
pub(crate) mod numbers;
pub(crate) mod page;

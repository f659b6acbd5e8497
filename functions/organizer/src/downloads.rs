//! Downloads: the tally in four formats, the way to the printed report, and the list of supporters.

pub(crate) mod attachment;
pub(crate) mod supporters;
pub(crate) mod table;
pub(crate) mod tally;
pub(crate) mod workbook;

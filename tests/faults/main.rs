//! The promises that hold when the wire fails, the database is busy, or the process is killed.

mod copied;
mod killed;
mod restored;
mod wire;

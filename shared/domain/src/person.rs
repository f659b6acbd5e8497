//! A person: their name, their home, and the keys that turn both into ids.

mod address_in_name;
pub mod country;
pub mod folding;
mod greeting;
pub mod identity;
pub mod name;
pub mod postal_code;
pub mod residence;

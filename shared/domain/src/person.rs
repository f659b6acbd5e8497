//! Who a person is: their name, where they live, and the keys that make both into ids.

mod address_in_name;
pub mod country;
pub mod folding;
mod greeting;
pub mod identity;
pub mod name;
pub mod postal_code;
pub mod residence;

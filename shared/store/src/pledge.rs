//! Forms and signers: how a form is kept, confirmed, managed and forgotten.

pub(crate) mod code;
pub(crate) mod confirm;
pub(crate) mod draft;
pub(crate) mod forget;
pub(crate) mod manage;
pub(crate) mod own_link;
pub(crate) mod pledges;
pub(crate) mod put_back;
pub(crate) mod signer;
pub(crate) mod signers;
pub(crate) mod submit;
pub(crate) mod supporters;
pub(crate) mod survey;

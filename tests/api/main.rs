//! The site's promises to the people who use it, as sentences: one file for each of its addresses.

#![expect(clippy::unwrap_used, reason = "a test that panics has failed, which is what it is for")]

mod caching;
mod campaign_partners;
mod check_your_mail;
mod counter;
mod documents;
mod edge;
mod embed_counter;
mod embed_form;
mod french;
mod history;
mod integrity;
mod letter;
mod link_states;
mod mails;
mod methods;
mod my_pledge;
mod names;
mod oembed;
mod office;
mod office_door;
mod office_downloads;
mod office_held;
mod office_integrity;
mod office_issuers;
mod office_letters;
mod office_paper;
mod office_second_factor;
mod one_person;
mod own_link;
mod pages;
mod partners;
mod pledges;
mod pledges_confirm;
mod pledges_form;
mod pledges_withdraw;
mod poster;
mod queries;
mod riding_pages;
mod ridings;
mod rotation;
mod share;
mod switches;
mod tally;
mod thank_you;

//! Packs a value that one page hands to the next in a field of its form. Nothing is kept before it is published.

use std::io::{Read as _, Write as _};

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Packs a value for a page's form.
pub(crate) fn pack(value: &impl Serialize) -> String {
    let mut packer = DeflateEncoder::new(Vec::new(), Compression::default());
    packer.write_all(&serde_json::to_vec(value).expect("texts and numbers")).expect("memory takes it all");
    BASE64_URL_SAFE_NO_PAD.encode(packer.finish().expect("memory takes it all"))
}

/// Reads a value of so many bytes at most; `None` if no page of ours packed it.
pub(crate) fn unpack<T: DeserializeOwned>(packed: &str, most: u64) -> Option<T> {
    let packed = BASE64_URL_SAFE_NO_PAD.decode(packed).ok()?;
    let mut json = Vec::new();
    DeflateDecoder::new(packed.as_slice()).take(most).read_to_end(&mut json).ok()?;
    serde_json::from_slice(&json).ok()
}

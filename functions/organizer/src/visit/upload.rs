//! A form with a file: its bytes, and the other fields as they were typed.

use std::collections::HashMap;

use axum::extract::Request;
use http::header::CONTENT_TYPE;
use multer::{Constraints, Multipart, SizeLimit};
use pages::RequestFailure;

use crate::failure::Failure;

/// The longest file.
///
/// The gateway hands a function six megabytes at most, and on the way a file takes a third more.
const FILE_MAX_BYTES: u64 = 4_000_000;

/// The parts of a form with a file.
#[derive(Default)]
pub(crate) struct Upload {
    pub(crate) file: Vec<u8>,
    pub(crate) fields: HashMap<String, String>,
}

impl Upload {
    /// Reads the form of a request.
    pub(crate) async fn read(request: Request) -> Result<Self, Failure> {
        Self::read_up_to(FILE_MAX_BYTES, request).await
    }

    /// Reads the form of a request, whose file has so many bytes at most. A longer one is [`Failure::FileTooLarge`].
    pub(crate) async fn read_up_to(most: u64, request: Request) -> Result<Self, Failure> {
        let given = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let boundary = multer::parse_boundary(given).map_err(|_| RequestFailure::UnsupportedMediaType)?;
        let limits = Constraints::new().size_limit(SizeLimit::new().whole_stream(most + 4_096).per_field(most));
        let mut form = Multipart::with_constraints(request.into_body().into_data_stream(), boundary, limits);
        let mut upload = Self::default();
        let unreadable = |error: multer::Error| {
            let too_large =
                matches!(error, multer::Error::StreamSizeExceeded { .. } | multer::Error::FieldSizeExceeded { .. });
            if too_large { Failure::FileTooLarge } else { RequestFailure::UnsupportedMediaType.into() }
        };
        while let Some(field) = form.next_field().await.map_err(unreadable)? {
            let name = field.name().unwrap_or_default().to_owned();
            let bytes = field.bytes().await.map_err(unreadable)?;
            if name == "file" {
                upload.file = bytes.to_vec();
            } else {
                upload.fields.insert(name, String::from_utf8_lossy(&bytes).into_owned());
            }
        }
        Ok(upload)
    }

    /// Returns a field without the white space around it, or an empty text when it is not there.
    pub(crate) fn get(&self, name: &str) -> &str {
        self.fields.get(name).map_or("", |value| value.trim())
    }
}

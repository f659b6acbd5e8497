//! The failures that handlers of every function meet, and the macro that takes them into the function's own.

pub use axum::response::{IntoResponse, Response};
pub use pages::RequestFailure;
pub use store::StoreError;
pub use web::{AddressError, BodyError, marked};

/// Logs a failure of the store. To the caller, the function is not available.
#[must_use]
pub fn unavailable(error: StoreError) -> RequestFailure {
    tracing::error!(%error, "the store failed");
    RequestFailure::Unavailable
}

/// Makes a function's failure out of the failures of requests, addresses, bodies and the store. Its variant `Request` holds
/// them. As an answer, the failure is only [`marked`]: the function's `answer_failures` puts it into words.
#[macro_export]
macro_rules! meets_failures {
    ($failure:ty) => {
        impl From<$crate::failures::RequestFailure> for $failure {
            fn from(failure: $crate::failures::RequestFailure) -> Self {
                Self::Request(failure)
            }
        }

        impl From<$crate::failures::AddressError> for $failure {
            fn from(error: $crate::failures::AddressError) -> Self {
                Self::Request(error.into())
            }
        }

        impl From<$crate::failures::BodyError> for $failure {
            fn from(error: $crate::failures::BodyError) -> Self {
                Self::Request(error.into())
            }
        }

        impl From<$crate::failures::StoreError> for $failure {
            fn from(error: $crate::failures::StoreError) -> Self {
                Self::Request($crate::failures::unavailable(error))
            }
        }

        impl $crate::failures::IntoResponse for $failure {
            fn into_response(self) -> $crate::failures::Response {
                $crate::failures::marked(self)
            }
        }
    };
}

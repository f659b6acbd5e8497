//! Errors of the store, sorted by what the caller can do about them.

use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;

/// An error of the store. Its message never holds data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// Others kept changing the same items. Nothing was changed; the same request may be made again, soon.
    #[error("others are changing the same items")]
    Conflict,
    /// The database takes no more for the moment. Nothing was changed; try again later.
    #[error("the database is over its rate")]
    Throttled,
    /// No answer, or a refusal. A write may have happened; making the same request again is safe.
    #[error("the database did not answer")]
    Unavailable,
    /// A stored item is not as this program writes it. Trying again does not help.
    #[error("a stored item cannot be read")]
    Corrupt,
}

/// The failure of one write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Failed {
    /// The item has changed since it was read: read and decide again. A retried request whose first reply was lost ends here
    /// too, since it finds its own work done.
    Changed,
    /// The store's own failure.
    Store(StoreError),
}

impl From<StoreError> for Failed {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// Tells whether a conditional write was done. It was not when its condition did not hold.
pub(crate) fn was_done<T>(result: Result<T, Failed>) -> Result<bool, StoreError> {
    match result.map(drop) {
        Ok(()) => Ok(true),
        Err(Failed::Changed) => Ok(false),
        Err(Failed::Store(error)) => Err(error),
    }
}

impl From<Failed> for StoreError {
    fn from(failed: Failed) -> Self {
        match failed {
            Failed::Changed => Self::Conflict,
            Failed::Store(error) => error,
        }
    }
}

/// Sorts a failed request that has no condition. Only DynamoDB's code of the error is logged, because its messages may quote
/// a key.
pub(crate) fn of_request<E: ProvideErrorMetadata, R>(error: &SdkError<E, R>) -> StoreError {
    of_conditional(error).into()
}

/// Sorts a failed write of one item under a condition.
pub(crate) fn of_conditional<E: ProvideErrorMetadata, R>(error: &SdkError<E, R>) -> Failed {
    of_code(code(error))
}

/// Sorts a failed transaction. It fails as a whole, for the sum of its items' reasons: one condition that does not hold
/// makes trying the same again useless, whatever else was in the way.
pub(crate) fn of_transaction<R>(error: &SdkError<TransactWriteItemsError, R>) -> Failed {
    let Some(TransactWriteItemsError::TransactionCanceledException(cancelled)) = error.as_service_error() else {
        return of_conditional(error);
    };
    let reasons: Vec<Failed> = cancelled
        .cancellation_reasons()
        .iter()
        .filter_map(|reason| reason.code())
        .filter(|code| *code != "None")
        .map(of_code)
        .collect();
    let found = |failed: Failed| reasons.contains(&failed).then_some(failed);
    found(Failed::Changed)
        .or_else(|| found(StoreError::Throttled.into()))
        .or_else(|| found(StoreError::Conflict.into()))
        .unwrap_or(Failed::Store(StoreError::Unavailable))
}

/// The codes of single operations and of cancellation reasons; they differ by a suffix.
/// <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html>
fn of_code(code: &str) -> Failed {
    match code {
        "ConditionalCheckFailedException" | "ConditionalCheckFailed" => Failed::Changed,
        "TransactionConflictException" | "TransactionConflict" | "TransactionInProgressException" => {
            StoreError::Conflict.into()
        }
        "ProvisionedThroughputExceededException"
        | "ProvisionedThroughputExceeded"
        | "RequestLimitExceeded"
        | "ThrottlingException"
        | "ThrottlingError" => StoreError::Throttled.into(),
        other => {
            tracing::warn!(code = other, "DynamoDB did not do what was asked");
            StoreError::Unavailable.into()
        }
    }
}

fn code<E: ProvideErrorMetadata, R>(error: &SdkError<E, R>) -> &str {
    match error {
        SdkError::ServiceError(service) => service.err().code().unwrap_or("none"),
        SdkError::TimeoutError(_) => "timeout",
        SdkError::DispatchFailure(_) => "dispatch",
        SdkError::ResponseError(_) => "response",
        SdkError::ConstructionFailure(_) => "construction",
        _ => "unknown",
    }
}

#[cfg(test)]
mod tests {
    use aws_sdk_dynamodb::types::CancellationReason;
    use aws_sdk_dynamodb::types::error::TransactionCanceledException;

    use super::*;

    fn cancelled(codes: &[&str]) -> Failed {
        let reasons = codes.iter().map(|code| CancellationReason::builder().code(*code).build()).collect();
        let exception = TransactionCanceledException::builder().set_cancellation_reasons(Some(reasons)).build();
        of_transaction(&SdkError::service_error(TransactWriteItemsError::TransactionCanceledException(exception), ()))
    }

    #[test]
    fn a_condition_that_fails_outweighs_what_else_was_in_the_way() {
        assert_eq!(cancelled(&["None", "TransactionConflict"]), StoreError::Conflict.into());
        assert_eq!(cancelled(&["ThrottlingError", "TransactionConflict"]), StoreError::Throttled.into());
        assert_eq!(cancelled(&["ThrottlingError", "ConditionalCheckFailed"]), Failed::Changed);
        assert_eq!(cancelled(&["None", "ItemCollectionSizeLimitExceeded"]), StoreError::Unavailable.into());
        assert_eq!(cancelled(&[]), StoreError::Unavailable.into());
    }
}

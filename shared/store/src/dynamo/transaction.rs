//! Transactions are sent here, and nowhere else.

use aws_sdk_dynamodb::config::interceptors::BeforeSerializationInterceptorContextMut;
use aws_sdk_dynamodb::config::retry::RetryConfig;
use aws_sdk_dynamodb::config::{Builder, ConfigBag, Intercept, RuntimeComponents};
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsInput;
use aws_sdk_dynamodb::types::TransactWriteItem;
use aws_smithy_runtime_api::box_error::BoxError;

use crate::dynamo::connection::Connection;
use crate::dynamo::errors::{Failed, of_transaction};

/// Removes the `ClientRequestToken` that the SDK gives each transaction. With it, DynamoDB answers a repetition with the
/// first outcome for ten minutes. Our transactions do not need it: their conditions make each one exact, however often and
/// however late it is sent. Without it, tests show how a retry after ten minutes would end. The embedded database also saves
/// a search through all tokens of the last ten minutes at every transaction.
#[derive(Debug)]
struct WithoutToken;

impl Intercept for WithoutToken {
    fn name(&self) -> &'static str {
        "WithoutToken"
    }

    fn modify_before_serialization(
        &self,
        context: &mut BeforeSerializationInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        if let Some(input) = context.input_mut().downcast_mut::<TransactWriteItemsInput>() {
            input.client_request_token = None;
        }
        Ok(())
    }
}

/// Sends a transaction once. After a failure the caller reads and decides before it sends another.
pub(crate) async fn send(connection: &Connection, writes: Vec<TransactWriteItem>) -> Result<(), Failed> {
    let transaction = connection.client().transact_write_items().set_transact_items(Some(writes)).customize();
    let once = Builder::new().retry_config(RetryConfig::disabled());
    let sent = transaction.config_override(once).interceptor(WithoutToken).send().await;
    sent.map(drop).map_err(|error| of_transaction(&error))
}

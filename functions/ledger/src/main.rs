//! The `ledger` function as Lambda runs it.

use lambda_runtime::{Error, LambdaEvent, service_fn};
use ledger::{Event, Ledger};
use web::{Clock, Entropy, Environment};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let environment = Environment::from_process();
    web::log::start(&environment);
    let connection = store::Connection::from_environment().await;
    let ledger = &Ledger::start(&environment, Clock::system(), Entropy::system(), connection)?;
    let answer =
        move |event: LambdaEvent<Event>| async move { ledger.answer(event.payload).await.map_err(Error::from) };
    lambda_runtime::run(service_fn(answer)).await
}

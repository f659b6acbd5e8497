//! The `mailer` function as Lambda runs it.

use lambda_runtime::{Error, LambdaEvent, service_fn};
use mailer::{Event, Mailer};
use web::{Clock, Environment};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let environment = Environment::from_process();
    web::log::start(&environment);
    let mailer = &Mailer::start(&environment, Clock::system(), store::Connection::from_environment().await).await?;
    let answer =
        move |event: LambdaEvent<Event>| async move { mailer.answer(event.payload).await.map_err(Error::from) };
    lambda_runtime::run(service_fn(answer)).await
}

//! The `upkeep` function as Lambda runs it.

use lambda_runtime::{Error, LambdaEvent, service_fn};
use serde::de::IgnoredAny;
use upkeep::Upkeep;
use web::{Clock, Environment};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let environment = Environment::from_process();
    web::log::start(&environment);
    let upkeep = &Upkeep::start(&environment, Clock::system(), store::Connection::from_environment().await)?;
    lambda_runtime::run(service_fn(
        move |_: LambdaEvent<IgnoredAny>| async move { Ok::<_, Error>(upkeep.run().await?) },
    ))
    .await
}

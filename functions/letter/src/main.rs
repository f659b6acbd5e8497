//! The `letter` function as Lambda runs it.

use web::{Clock, Entropy, Environment};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_http::Error> {
    let environment = Environment::from_process();
    web::log::start(&environment);
    let connection = store::Connection::from_environment().await;
    let app = letter::app(&environment, Clock::system(), Entropy::system(), connection).await?;
    lambda_http::run(app).await
}

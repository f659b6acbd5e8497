//! The `report` function as Lambda runs it.

use web::{Clock, Environment};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_http::Error> {
    let environment = Environment::from_process();
    web::log::start(&environment);
    let connection = store::Connection::from_environment().await;
    let app = report::app(&environment, Clock::system(), connection)?;
    lambda_http::run(app).await
}

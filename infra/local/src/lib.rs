//! The local site: the whole product in one process over an embedded DynamoDB, described by `template.yaml` alone.
//!
//! It must never hold a rule of the product: a function's behaviour is in the function, a table's shape in the
//! template. As a trial it must never send anything off this machine or listen beyond it; with a [`Deployment`] it
//! serves an organization from one machine. Start reading at [`Site::start`], which starts the parts in order. First
//! come [`Options`] and the template, then the embedded database, the functions, the gateway in front of them, and the
//! stream and the schedules behind them.
//!
//! ```no_run
//! # async fn example() -> anyhow::Result<()> {
//! let site = local::Site::start(local::Options::default()).await?;
//! println!("{}", site.url());
//! site.settle().await?;
//! site.stop().await?;
//! # Ok(())
//! # }
//! ```

mod backup;
mod cloudformation;
mod database;
mod demo;
mod deployment;
mod event;
mod feedback;
mod filter;
mod folder;
mod functions;
mod gateway;
mod in_process;
mod mailbox;
mod proxy;
mod routes;
mod schedules;
mod secrets;
mod server;
mod site;
mod stream;
mod template;

pub use backup::back_up;
pub use database::MemoryTables;
pub use demo::Demonstration;
pub use deployment::{Deployment, make_secrets, read_settings};
pub use mailbox::Mail;
pub use proxy::Proxy;
pub use server::Limits;
pub use site::{Between, Data, Options, Site, default_data_folder};

//! The functions themselves, in this process: the same libraries that the Lambda binaries call, with the template's environment.

use std::collections::BTreeMap;
use std::sync::Arc;

use anyhow::{Context as _, bail, ensure};
use axum::Router;
use futures::FutureExt as _;
use mailer::Mailer;
use store::Connection;
use web::{Clock, Entropy, Environment};

use crate::stream::Consumer;
use crate::template::{Function, Package, Template};

/// Every function of the template, started.
pub(crate) struct Functions {
    /// Those that answer HTTP requests.
    pub(crate) http: BTreeMap<Package, Router>,
    /// The one that listens to the stream and keeps the schedule.
    pub(crate) mailer: Arc<Mailer>,
}

impl Functions {
    /// Starts each function once, as one warm Lambda instance would be.
    ///
    /// # Errors
    /// When a function refuses its environment, or the template gives it an event that it does not take.
    pub(crate) async fn start(
        template: &Template,
        clock: &Clock,
        entropy: &Entropy,
        connection: &Connection,
    ) -> anyhow::Result<Self> {
        let mut http = BTreeMap::new();
        let mut mailer = None;
        for function in &template.functions {
            let environment = Environment::from_pairs(function.environment.clone());
            let what = || format!("the function {} does not start", function.name);
            check_events(function)?;
            match function.package {
                Package::Sign => {
                    let app = sign::app(&environment, clock.clone(), entropy.clone(), connection.clone())
                        .await
                        .with_context(what)?;
                    http.insert(Package::Sign, app);
                }
                Package::Public => {
                    let app = public::app(&environment, clock.clone(), connection.clone()).await.with_context(what)?;
                    http.insert(Package::Public, app);
                }
                Package::Mailer => {
                    mailer = Some(Arc::new(
                        Mailer::start(&environment, clock.clone(), connection.clone()).await.with_context(what)?,
                    ));
                }
            }
        }
        Ok(Self { http, mailer: mailer.context("the template has no mailer: nobody would get a mail")? })
    }

    /// The mailer as the stream's consumer.
    pub(crate) fn stream_consumer(&self) -> Consumer {
        let mailer = Arc::clone(&self.mailer);
        Arc::new(move |event| {
            let mailer = Arc::clone(&mailer);
            async move { mailer.handle(event).await }.boxed()
        })
    }
}

fn check_events(function: &Function) -> anyhow::Result<()> {
    let takes_http = function.package != Package::Mailer;
    ensure!(
        takes_http || function.routes.is_empty(),
        "{} has a route, but the mailer answers no requests",
        function.name
    );
    if takes_http && !(function.streams.is_empty() && function.schedules.is_empty()) {
        bail!("{} has a stream or a schedule, which the local site knows for the mailer alone", function.name);
    }
    Ok(())
}

//! The functions themselves, in this process: the same libraries that the Lambda binaries call, with the template's environment.

use std::collections::BTreeMap;
use std::sync::Arc;

use anyhow::{Context as _, bail, ensure};
use axum::Router;
use futures::FutureExt as _;
use ledger::Ledger;
use mailer::Mailer;
use store::Connection;
use upkeep::Upkeep;
use web::{Clock, Entropy, Environment};

use crate::schedules::Task;
use crate::stream::Consumer;
use crate::template::{Function, Package, Template};

pub(crate) struct Functions {
    /// The functions that answer HTTP requests.
    pub(crate) http: BTreeMap<Package, Router>,
    /// The function that listens to the stream, and sends waiting mails.
    pub(crate) mailer: Arc<Mailer>,
    /// The function that keeps the hourly snapshots.
    pub(crate) upkeep: Arc<Upkeep>,
    /// The function that listens to the stream too, and delivers webhooks.
    pub(crate) ledger: Arc<Ledger>,
}

impl Functions {
    /// Starts each function once, as one warm Lambda instance would be.
    ///
    /// # Errors
    /// Fails when a function refuses its environment, or the template gives it an event that it does not take.
    pub(crate) async fn start(
        template: &Template,
        clock: &Clock,
        entropy: &Entropy,
        connection: &Connection,
    ) -> anyhow::Result<Self> {
        let mut http = BTreeMap::new();
        let (mut mailer, mut upkeep, mut ledger) = (None, None, None);
        for function in &template.functions {
            let environment = Environment::from_pairs(function.environment.clone());
            let what = || format!("the function {} does not start", function.name);
            check_events(function)?;
            let (clock, entropy, connection) = (clock.clone(), entropy.clone(), connection.clone());
            let app = match function.package {
                Package::Sign => sign::app(&environment, clock, entropy, connection).await.with_context(what)?,
                Package::Organizer => {
                    organizer::app(&environment, clock, entropy, connection).await.with_context(what)?
                }
                Package::Public => public::app(&environment, clock, connection).await.with_context(what)?,
                Package::Report => report::app(&environment, clock, connection).with_context(what)?,
                Package::Letter => letter::app(&environment, clock, entropy, connection).await.with_context(what)?,
                Package::Mailer => {
                    let started = Mailer::start(&environment, clock, connection).await.with_context(what)?;
                    mailer = Some(Arc::new(started));
                    continue;
                }
                Package::Upkeep => {
                    let started = Upkeep::start(&environment, clock, connection).with_context(what)?;
                    upkeep = Some(Arc::new(started));
                    continue;
                }
                Package::Ledger => {
                    let started = Ledger::start(&environment, clock, entropy, connection).with_context(what)?;
                    ledger = Some(Arc::new(started));
                    continue;
                }
            };
            http.insert(function.package, app);
        }
        Ok(Self {
            http,
            mailer: mailer.context("the template has no mailer: nobody would get a mail")?,
            upkeep: upkeep.context("the template has no upkeep: the tally would have no history")?,
            ledger: ledger.context("the template has no ledger: nobody would get a webhook")?,
        })
    }

    /// Returns the task of a function at its schedule's time.
    pub(crate) fn scheduled(&self, package: Package) -> Task {
        let (mailer, upkeep, ledger) = (Arc::clone(&self.mailer), Arc::clone(&self.upkeep), Arc::clone(&self.ledger));
        Arc::new(move || {
            let (mailer, upkeep, ledger) = (Arc::clone(&mailer), Arc::clone(&upkeep), Arc::clone(&ledger));
            async move {
                match package {
                    Package::Mailer => Ok(mailer.send_due().await?),
                    Package::Upkeep => Ok(upkeep.run().await?),
                    Package::Ledger => Ok(ledger.run().await?),
                    Package::Sign | Package::Public | Package::Organizer | Package::Report | Package::Letter => {
                        bail!("{package:?} keeps no schedule")
                    }
                }
            }
            .boxed()
        })
    }

    /// Returns a function as a consumer of the stream.
    pub(crate) fn stream_consumer(&self, package: Package) -> Consumer {
        if package == Package::Ledger {
            let ledger = Arc::clone(&self.ledger);
            return Arc::new(move |event| {
                let ledger = Arc::clone(&ledger);
                async move { ledger.handle(event).await }.boxed()
            });
        }
        let mailer = Arc::clone(&self.mailer);
        Arc::new(move |event| {
            let mailer = Arc::clone(&mailer);
            async move { mailer.handle(event).await }.boxed()
        })
    }
}

fn check_events(function: &Function) -> anyhow::Result<()> {
    let (http, stream, schedule) = match function.package {
        Package::Sign | Package::Public | Package::Organizer | Package::Report | Package::Letter => {
            (true, false, false)
        }
        Package::Mailer | Package::Ledger => (false, true, true),
        Package::Upkeep => (false, false, true),
    };
    let takes = |kind: &str, taken: bool, absent: bool| {
        ensure!(taken || absent, "{} has a {kind}, which this function does not take", function.name);
        Ok(())
    };
    takes("route", http, function.routes.is_empty())?;
    takes("stream", stream, function.streams.is_empty())?;
    takes("schedule", schedule, function.schedules.is_empty())
}

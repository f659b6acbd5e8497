//! A table's stream, fed to a function as an event source mapping feeds it.
//!
//! Records come in order, filtered, in batches. A batch that fails is tried again, later and later; a function may name
//! the records that failed. A record that is older than the mapping allows, or than DynamoDB keeps one, is never
//! delivered. The position is written down after each delivery. So a killed site delivers its unfinished records again:
//! at least once, as on AWS.
//!
//! Nothing polls in a hurry: the gateway notifies the feed when something may have been written ([`Feed::wake`]), and a
//! slow look finds other writes.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Context as _, anyhow};
use aws_lambda_events::event::dynamodb::Event;
use aws_lambda_events::event::streams::DynamoDbEventResponse;
use futures::future::{BoxFuture, FutureExt as _, join_all};
use serde_json::{Value, json};
use tokio::sync::{Notify, watch};
use tokio::task::JoinHandle;
use web::Clock;

use crate::cloudformation::REGION;
use crate::database::Database;
use crate::template::StreamMapping;

/// The function at the stream's end.
pub(crate) type Consumer = Arc<dyn Fn(Event) -> BoxFuture<'static, DynamoDbEventResponse> + Send + Sync>;

/// The time between two looks at the stream without a notice of writes.
const SLOW_LOOK: Duration = Duration::from_millis(250);
/// The first wait after a failure; each further one is twice as long, up to the longest.
const FIRST_BACKOFF: Duration = Duration::from_millis(50);
const LONGEST_BACKOFF: Duration = Duration::from_secs(5);
/// Batches that are read at once.
const BATCHES_PER_LOOK: usize = 4;
/// Records between two prunings: few enough that one takes milliseconds.
const RECORDS_PER_PRUNING: usize = 2_000;

pub(crate) struct Feed {
    database: Arc<Database>,
    table: String,
    wake: Arc<Notify>,
    delivered: watch::Receiver<i64>,
    paused: watch::Sender<bool>,
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl Feed {
    /// Starts to feed a stream from where an earlier process left it.
    pub(crate) fn start(
        database: Arc<Database>,
        mapping: StreamMapping,
        consumer: Consumer,
        position: Position,
        (clock, reader): (Clock, Reader),
    ) -> Self {
        let wake = Arc::new(Notify::new());
        let (stop, stopped) = watch::channel(false);
        let (paused, pause) = watch::channel(false);
        let (tell, delivered) = watch::channel(position.read());
        reader.has_read(position.read());
        let table = mapping.table.clone();
        let delivery = Delivery { mapping, consumer, clock, stopped, pause };
        let task = tokio::spawn(run(Arc::clone(&database), delivery, (position, reader), Arc::clone(&wake), tell));
        Self { database, table, wake, delivered, paused, stop, task }
    }

    /// Returns the handle to notify when something may have been written.
    pub(crate) fn wake(&self) -> Arc<Notify> {
        Arc::clone(&self.wake)
    }

    /// Holds new records back, as a disabled event source mapping does.
    pub(crate) fn pause(&self) {
        self.paused.send_replace(true);
    }

    /// Delivers the records that were held back, and goes on.
    pub(crate) fn resume(&self) {
        self.paused.send_replace(false);
        self.wake.notify_one();
    }

    /// Waits until the stream is at rest: every record is delivered, and the records of its delivery as well.
    ///
    /// # Errors
    /// Fails when it is not at rest after a minute: somebody keeps writing, or the function keeps failing.
    pub(crate) async fn settle(&self) -> anyhow::Result<()> {
        const PATIENCE: Duration = Duration::from_mins(1);
        let at_rest = async {
            let mut delivered = self.delivered.clone();
            loop {
                let newest = self.database.newest_record(&self.table).await?;
                if *delivered.borrow() >= newest {
                    return Ok(());
                }
                self.wake.notify_one();
                delivered.wait_for(|position| *position >= newest).await.context("the stream's feed has ended")?;
            }
        };
        tokio::time::timeout(PATIENCE, at_rest)
            .await
            .map_err(|_| anyhow!("the stream of {} does not come to rest", self.table))?
    }

    /// Finishes the delivery at hand and ends.
    pub(crate) async fn stop(self) {
        // A feed that has ended already needs no stop.
        let _ = self.stop.send(true);
        if let Err(error) = self.task.await {
            tracing::error!(%error, "the stream's feed did not end in good order");
        }
    }
}

async fn run(
    database: Arc<Database>,
    mut delivery: Delivery,
    (position, reader): (Position, Reader),
    wake: Arc<Notify>,
    delivered: watch::Sender<i64>,
) {
    let table = delivery.mapping.table.clone();
    let mut since_pruning = RECORDS_PER_PRUNING;
    while !*delivery.stopped.borrow() {
        let at = *delivered.borrow();
        let at_most = delivery.mapping.batch_size * delivery.mapping.lanes * BATCHES_PER_LOOK;
        let records = match database.records_after(&table, at, at_most).await {
            // Asked after the read, so that nothing written after a pause slips through with a read begun before it.
            Ok(_) if *delivery.pause.borrow() => None,
            Ok((records, next)) if !records.is_empty() => Some((records, next)),
            Ok(_) => None,
            Err(error) => {
                tracing::error!(error = format!("{error:#}"), "cannot read the stream");
                None
            }
        };
        let Some((records, next)) = records else {
            tokio::select! {
                () = wake.notified() => {}
                () = tokio::time::sleep(SLOW_LOOK) => {}
                told = delivery.stopped.changed() => {
                    if told.is_err() {
                        break; // Nobody is left to stop it: the site was dropped.
                    }
                }
            }
            continue;
        };
        let count = records.len();
        let records = records.into_iter().filter_map(|record| serde_json::to_value(record).ok()).collect();
        if delivery.deliver_all(records).await == Delivered::Stopped {
            break;
        }
        position.keep(next);
        reader.has_read(next);
        delivered.send_replace(next);
        since_pruning += count;
        if since_pruning >= RECORDS_PER_PRUNING {
            since_pruning = 0;
            if let Err(error) = database.prune_records(&table, reader.read_by_all()).await {
                tracing::warn!(error = format!("{error:#}"), "cannot prune the stream");
            }
        }
    }
}

/// The end of a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Delivered {
    /// Every record was taken, or given up after its retries.
    Done,
    /// The site stops; the remaining records come again after a restart.
    Stopped,
}

#[derive(Clone)]
struct Delivery {
    mapping: StreamMapping,
    consumer: Consumer,
    clock: Clock,
    stopped: watch::Receiver<bool>,
    pause: watch::Receiver<bool>,
}

impl Delivery {
    /// Delivers records: in order for each partition key, in as many lanes as the mapping has.
    async fn deliver_all(&self, records: Vec<Value>) -> Delivered {
        let filters = &self.mapping.filters;
        let oldest = self.clock.now().as_duration().as_secs_f64() - self.mapping.record_age.as_secs_f64();
        let mut lanes = vec![Vec::new(); self.mapping.lanes];
        for mut record in records {
            record["awsRegion"] = json!(REGION);
            let is_expired =
                record["dynamodb"]["ApproximateCreationDateTime"].as_f64().is_some_and(|created| created < oldest);
            if is_expired {
                continue;
            }
            if filters.is_empty() || filters.iter().any(|filter| filter.matches(&record)) {
                let lane = self.lane_of(&record);
                lanes[lane].push(record);
            }
        }
        let ends = join_all(lanes.into_iter().map(|lane| self.deliver_lane(lane))).await;
        if ends.contains(&Delivered::Stopped) { Delivered::Stopped } else { Delivered::Done }
    }

    fn lane_of(&self, record: &Value) -> usize {
        let mut hasher = DefaultHasher::new();
        record["dynamodb"]["Keys"]["pk"].to_string().hash(&mut hasher);
        usize::try_from(hasher.finish() % self.mapping.lanes as u64).unwrap_or_default()
    }

    async fn deliver_lane(&self, mut records: Vec<Value>) -> Delivered {
        while !records.is_empty() {
            let rest = records.split_off(records.len().min(self.mapping.batch_size));
            if self.deliver(records).await == Delivered::Stopped {
                return Delivered::Stopped;
            }
            records = rest;
        }
        Delivered::Done
    }

    /// Delivers one batch, again and again if need be.
    fn deliver(&self, mut batch: Vec<Value>) -> BoxFuture<'_, Delivered> {
        async move {
            let mut failures = 0;
            while !batch.is_empty() {
                match self.invoke(&batch).await {
                    Outcome::Taken => return Delivered::Done,
                    Outcome::FailedFrom(0) => {}
                    Outcome::FailedFrom(first) => {
                        batch.drain(..first);
                        failures = 0;
                    }
                    Outcome::Failed if self.mapping.bisect && batch.len() > 1 => {
                        let rest = batch.split_off(batch.len() / 2);
                        if self.deliver(batch).await == Delivered::Stopped {
                            return Delivered::Stopped;
                        }
                        batch = rest;
                        continue;
                    }
                    Outcome::Failed => {}
                }
                if self.mapping.retries.is_some_and(|retries| failures >= retries) {
                    self.give_up(&mut batch);
                    failures = 0;
                } else if self.wait(failures).await == Delivered::Stopped {
                    return Delivered::Stopped;
                } else {
                    failures += 1;
                }
            }
            Delivered::Done
        }
        .boxed()
    }

    /// Gives up a batch that keeps failing. With bisection only the record that fails is left behind.
    fn give_up(&self, batch: &mut Vec<Value>) {
        let lost = if self.mapping.bisect { 1 } else { batch.len() };
        batch.drain(..lost);
        tracing::error!(table = self.mapping.table, records = lost, "gave up stream records after all retries");
    }

    async fn wait(&self, failures: u32) -> Delivered {
        let backoff = FIRST_BACKOFF.saturating_mul(2_u32.saturating_pow(failures)).min(LONGEST_BACKOFF);
        tracing::warn!(
            table = self.mapping.table,
            failures = failures + 1,
            "a batch of stream records failed and will be tried again"
        );
        let mut stopped = self.stopped.clone();
        let stopping = async { drop(stopped.wait_for(|stopped| *stopped).await) };
        tokio::select! {
            () = stopping => Delivered::Stopped,
            () = tokio::time::sleep(backoff) => Delivered::Done,
        }
    }

    async fn invoke(&self, batch: &[Value]) -> Outcome {
        let event: Event = match serde_json::from_value(json!({ "Records": batch })) {
            Ok(event) => event,
            Err(error) => {
                tracing::error!(%error, "a stream record has a form that the runtime cannot read");
                return Outcome::Failed;
            }
        };
        // In a task of its own, a function that panics fails its batch and not the site.
        let consumer = Arc::clone(&self.consumer);
        match tokio::spawn(async move { consumer(event).await }).await {
            Ok(response) if self.mapping.partial => first_failure(&response, batch),
            Ok(_) => Outcome::Taken,
            Err(_) => Outcome::Failed,
        }
    }
}

enum Outcome {
    Taken,
    /// The records before this one were taken.
    FailedFrom(usize),
    Failed,
}

/// Returns the earliest failed record, from which Lambda goes on. An unknown name fails the whole batch.
fn first_failure(response: &DynamoDbEventResponse, batch: &[Value]) -> Outcome {
    let at = |failure: &Option<String>| {
        batch.iter().position(|record| record["dynamodb"]["SequenceNumber"].as_str() == failure.as_deref())
    };
    let failures: Option<Vec<_>> =
        response.batch_item_failures.iter().map(|failure| at(&failure.item_identifier)).collect();
    match failures.map(|failures| failures.into_iter().min()) {
        Some(None) => Outcome::Taken,
        Some(Some(first)) => Outcome::FailedFrom(first),
        None => Outcome::Failed,
    }
}

/// The readers of one stream. A record that all of them had is needed no more.
#[derive(Clone, Debug, Default)]
pub(crate) struct Readers(Arc<Mutex<Vec<i64>>>);

/// One of the readers.
#[derive(Clone, Debug)]
pub(crate) struct Reader {
    all: Readers,
    place: usize,
}

impl Readers {
    /// Adds a reader that has read nothing yet.
    pub(crate) fn join(&self) -> Reader {
        let mut positions = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        positions.push(0);
        Reader { all: self.clone(), place: positions.len() - 1 }
    }
}

impl Reader {
    fn has_read(&self, position: i64) {
        self.all.0.lock().unwrap_or_else(PoisonError::into_inner)[self.place] = position;
    }

    fn read_by_all(&self) -> i64 {
        self.all.0.lock().unwrap_or_else(PoisonError::into_inner).iter().copied().min().unwrap_or_default()
    }
}

/// The position up to which a stream was delivered, kept in a file of the data folder.
#[derive(Debug)]
pub(crate) struct Position(Option<PathBuf>);

impl Position {
    /// Makes a position that outlives the process.
    pub(crate) fn in_file(path: PathBuf) -> Self {
        Self(Some(path))
    }

    /// Makes a position that ends with the process.
    pub(crate) fn in_memory() -> Self {
        Self(None)
    }

    /// Reads an earlier process's position; the stream's beginning if there is none.
    fn read(&self) -> i64 {
        self.0
            .as_deref()
            .and_then(|path| std::fs::read_to_string(path).ok())
            .and_then(|text| text.trim().parse().ok())
            .unwrap_or_default()
    }

    fn keep(&self, position: i64) {
        if let Some(path) = &self.0
            && let Err(error) = replace(path, &position.to_string())
        {
            // A lost position is not fatal: after a restart some records come a second time.
            tracing::warn!(%error, "cannot write down the stream's position");
        }
    }
}

/// Writes to another file and renames it: a reader finds the old text or the new one.
fn replace(path: &Path, text: &str) -> std::io::Result<()> {
    let beside = path.with_extension("new");
    std::fs::write(&beside, text)?;
    std::fs::rename(beside, path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::database::Place;
    use crate::filter::Pattern;
    use crate::template::Table;

    fn pledges() -> Table {
        let create = json!({
            "TableName": "Pledges", "BillingMode": "PAY_PER_REQUEST",
            "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
            "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
            "StreamSpecification": {"StreamEnabled": true, "StreamViewType": "KEYS_ONLY"},
        });
        Table { name: "Pledges".to_owned(), create, time_to_live: None }
    }

    fn mapping() -> StreamMapping {
        StreamMapping {
            table: "Pledges".to_owned(),
            batch_size: 10,
            lanes: 1,
            retries: None,
            bisect: false,
            partial: true,
            filters: Vec::new(),
            record_age: Duration::from_hours(24),
        }
    }

    async fn put(database: &Database, pks: &[&str]) {
        let client = store_client(database);
        for pk in pks {
            client.put(pk).await;
        }
    }

    struct Client(String);

    fn store_client(database: &Database) -> Client {
        Client(database.url().to_owned())
    }

    impl Client {
        /// Puts one item over the wire, by hand: the store has no verb for a bare key, and should not.
        async fn put(&self, pk: &str) {
            use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
            let body = json!({"TableName": "Pledges", "Item": {"pk": {"S": pk}}}).to_string();
            let credential = "AWS4-HMAC-SHA256 Credential=local/20261123/ca-central-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0";
            let request = format!(
                "POST / HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncontent-type: application/x-amz-json-1.0\r\nx-amz-target: DynamoDB_20120810.PutItem\r\n\
                 x-amz-date: 20261123T000000Z\r\nauthorization: {credential}\r\ncontent-length: {}\r\n\r\n{body}",
                body.len()
            );
            let mut socket = tokio::net::TcpStream::connect(self.0.trim_start_matches("http://")).await.unwrap();
            socket.write_all(request.as_bytes()).await.unwrap();
            let mut answer = String::new();
            socket.read_to_string(&mut answer).await.unwrap();
            assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        }
    }

    /// A consumer that writes down each batch and answers by a rule.
    struct Notes(Arc<Mutex<Vec<Batch>>>);

    /// Partition keys and sequence numbers.
    type Batch = Vec<(String, String)>;

    impl Notes {
        fn consumer(
            rule: impl Fn(usize, &[(String, String)]) -> Vec<String> + Send + Sync + 'static,
        ) -> (Self, Consumer) {
            let notes = Arc::new(Mutex::new(Vec::new()));
            let written = Arc::clone(&notes);
            let consumer: Consumer = Arc::new(move |event: Event| {
                let records = serde_json::to_value(&event).unwrap();
                let text = |value: &Value| value.as_str().unwrap().to_owned();
                let batch: Vec<_> = records["Records"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|record| {
                        (text(&record["dynamodb"]["Keys"]["pk"]["S"]), text(&record["dynamodb"]["SequenceNumber"]))
                    })
                    .collect();
                let call = {
                    let mut written = written.lock().unwrap();
                    written.push(batch.clone());
                    written.len()
                };
                let failures: Vec<_> = rule(call, &batch).into_iter().map(|id| json!({"itemIdentifier": id})).collect();
                let response = serde_json::from_value(json!({"batchItemFailures": failures})).unwrap();
                async move { response }.boxed()
            });
            (Self(notes), consumer)
        }

        /// Returns the partition keys of each batch.
        fn all(&self) -> Vec<Vec<String>> {
            let pks = |batch: &Batch| batch.iter().map(|(pk, _)| pk.clone()).collect();
            self.0.lock().unwrap().iter().map(pks).collect()
        }

        /// Returns the sequence numbers of one partition key, as they were delivered.
        fn order_of(&self, wanted: &str) -> Vec<String> {
            let records = self.0.lock().unwrap().concat();
            records.into_iter().filter(|(pk, _)| pk == wanted).map(|(_, sequence)| sequence).collect()
        }
    }

    fn in_memory() -> Arc<Database> {
        Arc::new(Database::start(Place::Memory(Clock::system()), &[pledges()]).unwrap())
    }

    #[tokio::test]
    async fn records_arrive_in_order_in_batches_and_filtered() {
        let database = in_memory();
        put(&database, &["S#1", "A#1", "S#2", "S#3"]).await;
        let (notes, consumer) = Notes::consumer(|_, _| Vec::new());
        let filters = vec![Pattern::parse(r#"{"dynamodb": {"Keys": {"pk": {"S": [{"prefix": "S#"}]}}}}"#).unwrap()];
        let feed = Feed::start(
            database,
            StreamMapping { batch_size: 2, filters, ..mapping() },
            consumer,
            Position::in_memory(),
            (Clock::system(), Readers::default().join()),
        );
        feed.settle().await.unwrap();
        assert_eq!(notes.all(), [vec!["S#1", "S#2"], vec!["S#3"]]);
        feed.stop().await;
    }

    #[tokio::test]
    async fn a_partial_failure_comes_again_from_the_record_that_failed() {
        let database = in_memory();
        put(&database, &["1", "2", "3"]).await;
        let (notes, consumer) =
            Notes::consumer(
                |call, batch| if call == 1 { vec![batch[2].1.clone(), batch[1].1.clone()] } else { Vec::new() },
            );
        let feed = Feed::start(
            database,
            mapping(),
            consumer,
            Position::in_memory(),
            (Clock::system(), Readers::default().join()),
        );
        feed.settle().await.unwrap();
        assert_eq!(notes.all(), [vec!["1", "2", "3"], vec!["2", "3"]]);
        feed.stop().await;
    }

    #[tokio::test]
    async fn a_panic_is_halved_until_one_record_is_given_up() {
        let database = in_memory();
        put(&database, &["1", "bad", "3"]).await;
        let (notes, consumer) = Notes::consumer(|_, batch| {
            assert!(!batch.iter().any(|(pk, _)| pk == "bad"), "a function that panics, on purpose");
            Vec::new()
        });
        let feed = Feed::start(
            database,
            StreamMapping { bisect: true, retries: Some(1), ..mapping() },
            consumer,
            Position::in_memory(),
            (Clock::system(), Readers::default().join()),
        );
        feed.settle().await.unwrap();
        assert_eq!(
            notes.all(),
            [vec!["1", "bad", "3"], vec!["1"], vec!["bad", "3"], vec!["bad"], vec!["bad"], vec!["3"]]
        );
        feed.stop().await;
    }

    #[tokio::test]
    async fn a_restart_goes_on_where_the_last_delivery_ended() {
        let folder = tempfile::tempdir().unwrap();
        let position = || Position::in_file(folder.path().join("stream.position"));
        let database = in_memory();
        put(&database, &["1", "2"]).await;
        let (first, consumer) = Notes::consumer(|_, _| Vec::new());
        let feed = Feed::start(
            Arc::clone(&database),
            mapping(),
            consumer,
            position(),
            (Clock::system(), Readers::default().join()),
        );
        feed.settle().await.unwrap();
        feed.stop().await;
        put(&database, &["3"]).await;
        let (second, consumer) = Notes::consumer(|_, _| Vec::new());
        let feed = Feed::start(
            Arc::clone(&database),
            mapping(),
            consumer,
            position(),
            (Clock::system(), Readers::default().join()),
        );
        feed.settle().await.unwrap();
        feed.stop().await;
        assert_eq!(
            (first.all().concat(), second.all().concat()),
            (vec!["1".to_owned(), "2".to_owned()], vec!["3".to_owned()])
        );
    }

    #[tokio::test]
    async fn what_was_not_finished_comes_again_after_a_restart() {
        let folder = tempfile::tempdir().unwrap();
        let position = || Position::in_file(folder.path().join("stream.position"));
        let database = in_memory();
        put(&database, &["1"]).await;
        let called = Arc::new(Notify::new());
        let tell = Arc::clone(&called);
        let (_, consumer) = Notes::consumer(move |_, batch| {
            tell.notify_one();
            vec![batch[0].1.clone()]
        });
        let feed = Feed::start(
            Arc::clone(&database),
            mapping(),
            consumer,
            position(),
            (Clock::system(), Readers::default().join()),
        );
        called.notified().await;
        feed.stop().await;
        let (notes, consumer) = Notes::consumer(|_, _| Vec::new());
        let feed = Feed::start(database, mapping(), consumer, position(), (Clock::system(), Readers::default().join()));
        feed.settle().await.unwrap();
        assert_eq!(notes.all(), [["1"]]);
        feed.stop().await;
    }

    #[test]
    fn a_record_is_kept_until_the_slowest_reader_had_it() {
        let readers = Readers::default();
        let (quick, slow) = (readers.join(), readers.join());
        quick.has_read(9);
        assert_eq!(quick.read_by_all(), 0);
        slow.has_read(4);
        assert_eq!(quick.read_by_all(), 4);
    }

    #[tokio::test]
    async fn lanes_keep_the_order_of_each_key() {
        let database = in_memory();
        let pks: Vec<String> = (0..40).map(|n| (n % 4).to_string()).collect();
        put(&database, &pks.iter().map(String::as_str).collect::<Vec<_>>()).await;
        let (notes, consumer) = Notes::consumer(|_, _| Vec::new());
        let feed = Feed::start(
            database,
            StreamMapping { lanes: 4, batch_size: 3, ..mapping() },
            consumer,
            Position::in_memory(),
            (Clock::system(), Readers::default().join()),
        );
        feed.settle().await.unwrap();
        assert!(notes.all().iter().all(|batch| batch.len() <= 3));
        for pk in ["0", "1", "2", "3"] {
            let order = notes.order_of(pk);
            assert!(order.len() == 10 && order.is_sorted(), "{pk}: {order:?}");
        }
        feed.stop().await;
    }
}

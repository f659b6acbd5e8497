//! The embedded DynamoDB: dynoxide over SQLite, for the very client that talks to AWS.
//!
//! The site's own functions reach it within the process ([`crate::in_process`]). Other programs of this machine, such
//! as a deployed binary under test, reach it through a port. It has threads of its own, because its work blocks. It
//! adds the template's tables, the sweep of expired items and an orderly end to dynoxide. It also indexes and prunes the
//! stream's records, because every write would grow slower without both.
//!
//! The embedded store has one stream shard, and no throttling or transaction conflicts; tests inject these on the wire.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

use anyhow::{Context as _, anyhow, bail, ensure};
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use dynoxide::actions::create_table::CreateTableRequest;
use dynoxide::actions::get_records::{GetRecordsRequest, Record};
use dynoxide::actions::get_shard_iterator::{GetShardIteratorRequest, decode_shard_iterator, encode_shard_iterator};
use dynoxide::storage::Storage;
use dynoxide::streams::{shard_id, stream_arn};
use serde_json::{Value, json};
use tokio::sync::oneshot;
use web::Clock;

use crate::in_process::{InProcess, Queue};
use crate::template::Table;

/// The place of the data.
#[derive(Clone, Debug)]
pub(crate) enum Place {
    /// A file. A write is on the disk before it is answered, so it survives a killed process and a power failure.
    File(PathBuf),
    /// Memory, with a clock that a test may move.
    Memory(Clock),
}

/// Empty tables in memory, for tests that need a store and no site. They are gone when this is dropped.
#[derive(Debug)]
pub struct MemoryTables {
    url: String,
    /// Stops the server when it is dropped.
    _stop: oneshot::Sender<()>,
}

impl MemoryTables {
    /// Serves tables of these names, with the keys that all of ours have and the index of Pledges.
    ///
    /// # Errors
    /// Fails when they cannot be made or served.
    pub fn start(names: &[&str]) -> anyhow::Result<Self> {
        let engine = dynoxide::Database::memory().map_err(failure)?;
        for name in names {
            let table = json!({
                "TableName": name, "BillingMode": "PAY_PER_REQUEST",
                "AttributeDefinitions": [
                    { "AttributeName": "pk", "AttributeType": "S" }, { "AttributeName": "sk", "AttributeType": "S" },
                    { "AttributeName": "owed_in", "AttributeType": "S" }, { "AttributeName": "owed_at", "AttributeType": "S" },
                ],
                "KeySchema": [
                    { "AttributeName": "pk", "KeyType": "HASH" }, { "AttributeName": "sk", "KeyType": "RANGE" },
                ],
                "GlobalSecondaryIndexes": [{
                    "IndexName": "Owed", "Projection": { "ProjectionType": "KEYS_ONLY" },
                    "KeySchema": [
                        { "AttributeName": "owed_in", "KeyType": "HASH" }, { "AttributeName": "owed_at", "KeyType": "RANGE" },
                    ],
                }],
            });
            engine.create_table(serde_json::from_value(table)?).map_err(failure)?;
        }
        let (stop, stopped) = oneshot::channel();
        let (port, _) = serve(engine, stopped)?;
        Ok(Self { url: format!("http://127.0.0.1:{port}"), _stop: stop })
    }

    /// Returns the endpoint for a DynamoDB client.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }
}

pub(crate) struct Database {
    engine: dynoxide::Database,
    /// A second connection to the file, for tasks that DynamoDB's API cannot express.
    beside: Option<Arc<Mutex<Storage>>>,
    queue: Queue,
    url: String,
    /// The tasks that work for it, until it is stopped. They end when it is dropped, too.
    running: Mutex<Option<Running>>,
}

struct Running {
    server: Server,
    worker: JoinHandle<()>,
}

struct Server {
    stop: oneshot::Sender<()>,
    thread: JoinHandle<anyhow::Result<()>>,
}

/// Finds the next and the newest records in logarithmic time; dynoxide scans all records at each write.
const STREAM_INDEX: &str =
    "CREATE INDEX IF NOT EXISTS local_stream_order ON _stream_records (table_name, CAST(sequence_number AS INTEGER))";

impl Database {
    /// Opens the database, makes the tables that are missing and serves it.
    ///
    /// # Errors
    /// Fails when the file cannot be used, or holds a table with other keys than the template's.
    pub(crate) fn start(place: Place, tables: &[Table]) -> anyhow::Result<Self> {
        let (engine, served, beside, log) = match place {
            Place::File(path) => {
                let engine = open(&path)?;
                make_tables(&engine, tables)?;
                let beside = Storage::new(text(&path)?).map_err(failure)?;
                beside.conn().execute_batch(STREAM_INDEX).context("cannot index the stream")?;
                // Other programs get an engine that syncs each write by itself.
                let served = open(&path)?;
                let log = sync_apart(&engine, &path)?;
                (engine, served, Some(Arc::new(Mutex::new(beside))), Some(log))
            }
            Place::Memory(clock) => {
                let engine = in_memory(clock, tables)?;
                (engine.clone(), engine, None, None)
            }
        };
        let (stop, stopped) = oneshot::channel();
        let (port, thread) = serve(served, stopped)?;
        let (queue, waiting) = Queue::new();
        let behind = engine.clone();
        let sync = move || log.as_ref().map_or(Ok(()), File::sync_data);
        let working = move || waiting.work_off(&behind, sync);
        let worker = std::thread::Builder::new().name("engine".to_owned()).spawn(working)?;
        Ok(Self {
            engine,
            beside,
            queue,
            url: format!("http://127.0.0.1:{port}"),
            running: Mutex::new(Some(Running { server: Server { stop, thread }, worker })),
        })
    }

    /// Returns the HTTP client for a DynamoDB client of this process.
    pub(crate) fn http_client(&self) -> SharedHttpClient {
        SharedHttpClient::new(InProcess::new(self.queue.clone()))
    }

    /// Returns the endpoint for a DynamoDB client.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// Returns the position of the newest record of a table's stream; 0 before the first.
    pub(crate) async fn newest_record(&self, table: &str) -> anyhow::Result<i64> {
        let table = table.to_owned();
        let asked = self.queue.read(move |engine| {
            let request = GetShardIteratorRequest {
                stream_arn: stream_arn(&table, "local"),
                shard_id: shard_id(&table),
                shard_iterator_type: "LATEST".to_owned(),
                sequence_number: None,
            };
            let iterator = engine.get_shard_iterator(request).map_err(failure)?.shard_iterator.unwrap_or_default();
            position_of(&iterator)
        });
        asked.await?
    }

    /// Reads stream records after a position, oldest first, with the position of the last of them.
    pub(crate) async fn records_after(
        &self,
        table: &str,
        position: i64,
        at_most: usize,
    ) -> anyhow::Result<(Vec<Record>, i64)> {
        let iterator = encode_shard_iterator(table, &shard_id(table), position);
        let asked = self.queue.read(move |engine| {
            let answer = engine
                .get_records(GetRecordsRequest { shard_iterator: iterator, limit: Some(at_most) })
                .map_err(failure)?;
            let next = answer.next_shard_iterator.as_deref().map_or(Ok(position), position_of)?;
            Ok((answer.records, next))
        });
        asked.await?
    }

    /// Forgets stream records before a position. AWS does so after 24 hours; in memory they go with the process.
    pub(crate) async fn prune_records(&self, table: &str, before: i64) -> anyhow::Result<()> {
        let Some(beside) = self.beside.clone() else { return Ok(()) };
        let table = table.to_owned();
        let pruning = tokio::task::spawn_blocking(move || {
            let storage = beside.lock().map_err(|_| anyhow!("an earlier pruning failed"))?;
            // The newest record stays: the next number is one more than its own.
            let statement =
                "DELETE FROM _stream_records WHERE table_name = ?1 AND CAST(sequence_number AS INTEGER) < ?2";
            storage.conn().execute(statement, (&table, before)).context("cannot prune the stream")?;
            Ok(())
        });
        pruning.await?
    }

    /// Deletes expired items, as DynamoDB does in its own time, and returns their number. A deletion that a power failure
    /// takes back is done again by the next sweep.
    pub(crate) async fn sweep_expired(&self) -> anyhow::Result<usize> {
        // The sweep runs apart from the queue: it takes long, and lets others in between.
        let engine = self.engine.clone();
        tokio::task::spawn_blocking(move || engine.sweep_ttl().map_err(failure)).await?
    }

    /// Finishes the running requests and closes the file.
    pub(crate) async fn stop(&self) -> anyhow::Result<()> {
        let running = self.running.lock().map_err(|_| anyhow!("an earlier stop failed"))?.take();
        let Some(Running { server: Server { stop, thread }, worker }) = running else { return Ok(()) };
        drop(stop);
        self.queue.end();
        tokio::task::spawn_blocking(move || {
            let panicked = || anyhow!("a thread of the database panicked");
            worker.join().map_err(|_| panicked())?;
            thread.join().map_err(|_| panicked())?
        })
        .await?
    }
}

/// Hides the text of an error. dynoxide's messages may quote a request, and so a person: only the kind of failure is
/// passed on.
#[expect(clippy::needless_pass_by_value, reason = "it is what `map_err` hands over")]
pub(crate) fn failure(error: dynoxide::DynoxideError) -> anyhow::Error {
    anyhow!("the embedded database failed: {}", error.error_type())
}

fn position_of(iterator: &str) -> anyhow::Result<i64> {
    decode_shard_iterator(iterator)
        .map(|(_, _, position)| position)
        .context("dynoxide's stream positions changed their form")
}

fn text(path: &Path) -> anyhow::Result<&str> {
    path.to_str().context("the data folder's path must be UTF-8")
}

fn open(path: &Path) -> anyhow::Result<dynoxide::Database> {
    dynoxide::Database::new(text(path)?).map_err(failure).with_context(|| format!("cannot open {}", path.display()))
}

/// Lets commits return before the disk has them, and returns the file to sync before anybody is answered.
///
/// A commit appends to SQLite's write-ahead log. `synchronous = FULL` syncs that log at each commit. `NORMAL` syncs it only
/// before its content moves into the database file (<https://www.sqlite.org/pragma.html#pragma_synchronous>). A sync of the
/// log after several commits does for all of them what `FULL` does for each.
fn sync_apart(engine: &dynoxide::Database, path: &Path) -> anyhow::Result<File> {
    // dynoxide has no other way to set `synchronous = NORMAL`. The rest of what this sets are SQLite's defaults.
    engine.disable_bulk_loading().map_err(failure)?;
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    // SQLite keeps this file while a connection is open, and takes no lock on it that closing could lose.
    File::options().write(true).open(log).context("the database has no write-ahead log")
}

/// Makes a database in memory. It offers no way to index its stream, and can be filled from a file that has the index.
fn in_memory(clock: Clock, tables: &[Table]) -> anyhow::Result<dynoxide::Database> {
    let folder = tempfile::tempdir().context("cannot make a temporary folder")?;
    let path = folder.path().join("empty.sqlite");
    make_tables(&open(&path)?, tables)?;
    Storage::new(text(&path)?).map_err(failure)?.conn().execute_batch(STREAM_INDEX)?;
    let engine = dynoxide::Database::memory_with_clock(Arc::new(EngineClock(clock))).map_err(failure)?;
    engine.restore_from(text(&path)?).map_err(failure)?;
    Ok(engine)
}

fn make_tables(engine: &dynoxide::Database, tables: &[Table]) -> anyhow::Result<()> {
    for table in tables {
        make_table(engine, table).with_context(|| format!("in the table {}", table.name))?;
    }
    Ok(())
}

fn make_table(engine: &dynoxide::Database, table: &Table) -> anyhow::Result<()> {
    let described = engine.get_table_metadata(&table.name).map_err(failure)?;
    if let Some(there) = &described {
        let keys: Value = serde_json::from_str(&there.key_schema)?;
        ensure!(
            same_keys(&keys, &table.create["KeySchema"])
                && there.stream_enabled == table.create.get("StreamSpecification").is_some(),
            "the data folder holds it with other keys or streams than the template: use another folder with --data, or remove this one to begin anew"
        );
    } else {
        let request: CreateTableRequest = serde_json::from_value(table.create.clone()).context("it cannot be made")?;
        engine.create_table(request).map_err(failure)?;
    }
    let current = described.as_ref().filter(|there| there.ttl_enabled).and_then(|there| there.ttl_attribute.as_deref());
    match (&table.time_to_live, current) {
        (Some(wanted), None) => {
            let request =
                json!({"TableName": table.name, "TimeToLiveSpecification": {"AttributeName": wanted, "Enabled": true}});
            engine.update_time_to_live(serde_json::from_value(request)?).map_err(failure)?;
        }
        (Some(wanted), Some(there)) if wanted == there => {}
        (None, None) => {}
        (_, Some(_)) => {
            bail!("its time to live changed; DynamoDB takes that in two deployments, and so does this site")
        }
    }
    Ok(())
}

fn same_keys(one: &Value, other: &Value) -> bool {
    let names = |schema: &Value| -> Vec<(String, String)> {
        let elements = schema.as_array().map(Vec::as_slice).unwrap_or_default();
        let text = |element: &Value, name: &str| element[name].as_str().unwrap_or_default().to_owned();
        elements.iter().map(|element| (text(element, "AttributeName"), text(element, "KeyType"))).collect()
    };
    names(one) == names(other)
}

/// Serves until it is stopped, and returns the port once it listens.
fn serve(
    engine: dynoxide::Database,
    stopped: oneshot::Receiver<()>,
) -> anyhow::Result<(u16, JoinHandle<anyhow::Result<()>>)> {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").context("no port is free for the embedded database")?;
    listener.set_nonblocking(true)?;
    let port = listener.local_addr()?.port();
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).thread_name("database").enable_all().build()?;
    let serving = move || {
        let end = runtime.block_on(async {
            let listener = tokio::net::TcpListener::from_std(listener)?;
            let stopped = async { drop(stopped.await) };
            dynoxide::server::serve_with_shutdown(listener, engine, stopped).await.map_err(|error| anyhow!(error))
        });
        drop(runtime);
        end
    };
    Ok((port, std::thread::Builder::new().name("database".to_owned()).spawn(serving)?))
}

/// The site's clock as dynoxide needs it.
struct EngineClock(Clock);

impl dynoxide::storage_backend::Clock for EngineClock {
    fn now_unix_secs(&self) -> u64 {
        u64::try_from(self.0.now().as_second()).unwrap_or_default()
    }

    fn now_unix_secs_f64(&self) -> f64 {
        self.0.now().as_duration().as_secs_f64()
    }
}

#[cfg(test)]
mod tests {
    use jiff::{SignedDuration, Timestamp};

    use super::*;

    fn pledges() -> Table {
        let create = json!({
            "TableName": "Pledges", "BillingMode": "PAY_PER_REQUEST",
            "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
            "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
            "StreamSpecification": {"StreamEnabled": true, "StreamViewType": "KEYS_ONLY"},
        });
        Table { name: "Pledges".to_owned(), create, time_to_live: Some("expires_at".to_owned()) }
    }

    fn put(database: &Database, pk: &str, expires_at: i64) {
        let request =
            json!({"TableName": "Pledges", "Item": {"pk": {"S": pk}, "expires_at": {"N": expires_at.to_string()}}});
        database.engine.put_item(serde_json::from_value(request).unwrap()).unwrap();
    }

    fn keys(records: &[Record]) -> Vec<Value> {
        records
            .iter()
            .map(|record| serde_json::to_value(record).unwrap()["dynamodb"]["Keys"]["pk"]["S"].clone())
            .collect()
    }

    #[tokio::test]
    async fn a_file_keeps_its_tables_records_and_positions() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("dynamodb.sqlite");
        let database = Database::start(Place::File(file.clone()), &[pledges()]).unwrap();
        for pk in ["a", "b", "c"] {
            put(&database, pk, 0);
        }
        let (first, position) = database.records_after("Pledges", 0, 2).await.unwrap();
        assert_eq!(keys(&first), ["a", "b"]);
        database.prune_records("Pledges", position).await.unwrap();
        database.stop().await.unwrap();

        let database = Database::start(Place::File(file), &[pledges()]).unwrap();
        let (rest, last) = database.records_after("Pledges", position, 10).await.unwrap();
        assert_eq!((keys(&rest), last), (vec![json!("c")], database.newest_record("Pledges").await.unwrap()));
        assert_eq!(
            keys(&database.records_after("Pledges", 0, 10).await.unwrap().0),
            ["b", "c"],
            "the first was pruned"
        );
        database.stop().await.unwrap();
    }

    #[tokio::test]
    async fn memory_has_the_index_and_sweeps_by_its_own_clock() {
        let clock = Clock::manual(Timestamp::from_second(1_700_000_000).unwrap());
        let database = Database::start(Place::Memory(clock.clone()), &[pledges()]).unwrap();
        let copy = tempfile::tempdir().unwrap();
        let path = copy.path().join("copy.sqlite");
        database.engine.vacuum_into(path.to_str().unwrap()).unwrap();
        let indexed: i64 = Storage::new(path.to_str().unwrap())
            .unwrap()
            .conn()
            .query_row("SELECT COUNT(*) FROM sqlite_master WHERE name = 'local_stream_order'", [], |row| row.get(0))
            .unwrap();
        assert_eq!(indexed, 1);

        put(&database, "a", 1_700_000_060);
        assert_eq!(database.sweep_expired().await.unwrap(), 0);
        clock.advance(SignedDuration::from_mins(2));
        assert_eq!(database.sweep_expired().await.unwrap(), 1);
        assert_eq!(database.records_after("Pledges", 0, 10).await.unwrap().0.len(), 2, "an insertion and a removal");
        database.stop().await.unwrap();
    }

    #[tokio::test]
    async fn a_table_with_other_keys_is_never_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("dynamodb.sqlite");
        Database::start(Place::File(file.clone()), &[pledges()]).unwrap().stop().await.unwrap();
        let mut other = pledges();
        other.create["KeySchema"][0]["AttributeName"] = json!("id");
        let refusal = format!("{:#}", Database::start(Place::File(file), &[other]).map(drop).unwrap_err());
        assert!(refusal.contains("Pledges") && refusal.contains("--data"), "{refusal}");
    }
}

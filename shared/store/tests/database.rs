//! An embedded DynamoDB in memory, with the store's three tables, and the store upon it.

use std::thread::JoinHandle;

use domain::tally::ShardCount;
use dynoxide::actions::create_table::CreateTableRequest;
use serde_json::{Value, json};
use store::role::Everything;
use store::{Connection, Freshness, Office, Pledges, Tables, Tallies};
use tokio::sync::oneshot;

use wire::Wire;

pub(crate) const CAMPAIGN: &str = "time-to-lead";
pub(crate) const SHARDS: u8 = 16;

/// The store over its own database. Everything goes over `wire`.
pub(crate) struct Database {
    pub(crate) wire: Wire,
    pub(crate) pledges: Pledges<Everything>,
    pub(crate) tallies: Tallies<Everything>,
    pub(crate) office: Office<Everything>,
    pub(crate) engine: dynoxide::Database,
    pub(crate) connection: Connection,
    stop: Option<oneshot::Sender<()>>,
    server: Option<JoinHandle<()>>,
}

impl Database {
    pub(crate) fn start() -> Self {
        let engine = dynoxide::Database::memory().unwrap();
        for name in ["Pledges", "Tally", "Office"] {
            engine.create_table(table(name)).unwrap();
        }
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (stop, stopped) = oneshot::channel::<()>();
        let behind = engine.clone();
        // Its handlers block, so it has a thread and a runtime of its own.
        let server = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
            runtime.block_on(async move {
                let listener = tokio::net::TcpListener::from_std(listener).unwrap();
                let stopped = async { drop(stopped.await) };
                tokio::select! {
                    ended = dynoxide::server::serve_with_shutdown(listener, behind, std::future::pending()) => ended.unwrap(),
                    () = stopped => {}
                }
            });
            runtime.shutdown_background();
        });
        let wire = Wire::default();
        let connection = Connection::to(&url).with_http_client(wire.http_client());
        let shards = ShardCount::new(SHARDS).unwrap();
        let tables = Tables { pledges: "Pledges".to_owned(), tally: "Tally".to_owned() };
        Self {
            office: Office::new(connection.clone(), "Office".to_owned(), CAMPAIGN.parse().unwrap()),
            pledges: Pledges::new(connection.clone(), tables, CAMPAIGN.parse().unwrap(), shards),
            tallies: Tallies::new(connection.clone(), "Tally".to_owned(), CAMPAIGN.parse().unwrap(), shards),
            wire,
            engine,
            connection,
            stop: Some(stop),
            server: Some(server),
        }
    }

    /// Checks that counters and persons say what the signers and the paper do; returns how many are counted.
    pub(crate) async fn exact_total(&self) -> i64 {
        let recount = self.pledges.recount(2).await.unwrap();
        assert_eq!((&recount.drift, recount.unsettled, recount.wrong_persons), (&Vec::new(), 0, 0));
        assert_eq!(recount.counted, recount.stored);
        assert_eq!(self.tallies.read(Freshness::Strong).await.unwrap(), recount.stored);
        recount.stored.total()
    }

    /// Every item of a table whose partition key begins so, as the database holds it.
    pub(crate) fn items(&self, table: &str, prefix: &str) -> Vec<Value> {
        let scan = serde_json::from_value(json!({ "TableName": table })).unwrap();
        let answer = serde_json::to_value(self.engine.scan(scan).unwrap()).unwrap();
        let items = answer["Items"].as_array().cloned().unwrap_or_default();
        items.into_iter().filter(|item| item["pk"]["S"].as_str().unwrap().starts_with(prefix)).collect()
    }

    /// Writes an item without the store.
    pub(crate) fn plant(&self, table: &str, item: &Value) {
        let put = serde_json::from_value(json!({ "TableName": table, "Item": item })).unwrap();
        self.engine.put_item(put).unwrap();
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(server) = self.server.take() {
            let ended = server.join();
            assert!(ended.is_ok() || std::thread::panicking(), "the database ended badly");
        }
        // A test of a fault that never happened proves nothing.
        let unmet = self.wire.unmet();
        assert!(unmet.is_empty() || std::thread::panicking(), "faults that never happened: {unmet:?}");
    }
}

pub(crate) fn table(name: &str) -> CreateTableRequest {
    let attributes =
        ["pk", "sk", "owed_in", "owed_at"].map(|name| json!({ "AttributeName": name, "AttributeType": "S" }));
    serde_json::from_value(json!({
        "TableName": name, "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": attributes,
        "KeySchema": [{ "AttributeName": "pk", "KeyType": "HASH" }, { "AttributeName": "sk", "KeyType": "RANGE" }],
        "GlobalSecondaryIndexes": [{
            "IndexName": store::OWED_INDEX, "Projection": { "ProjectionType": "KEYS_ONLY" },
            "KeySchema": [{ "AttributeName": "owed_in", "KeyType": "HASH" }, { "AttributeName": "owed_at", "KeyType": "RANGE" }],
        }],
    }))
    .unwrap()
}

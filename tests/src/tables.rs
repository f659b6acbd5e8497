//! The tables as they are, read past the store: the view of a backup, a stolen disk or a curious operator.

use http::Request;
use http_body_util::{BodyExt as _, Full};
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use serde_json::{Map, Value, json};

/// One item: attribute names with DynamoDB's typed values.
pub type Item = Map<String, Value>;

/// The tables of a site, by DynamoDB's own wire format.
#[derive(Clone, Debug)]
pub struct Tables {
    endpoint: String,
}

impl Tables {
    /// Returns the tables behind an endpoint.
    #[must_use]
    pub fn at(endpoint: &str) -> Self {
        Self { endpoint: endpoint.to_owned() }
    }

    #[must_use]
    pub fn endpoint(&self) -> &str {
        &self.endpoint
    }

    /// Finds the name of the table whose name ends so.
    ///
    /// # Panics
    /// Panics when there is not exactly one.
    pub async fn named(&self, ending: &str) -> String {
        let answer = self.call("ListTables", json!({})).await;
        let names = answer["TableNames"].as_array().cloned().unwrap_or_default();
        let mut names = names.iter().filter_map(Value::as_str).filter(|name| name.ends_with(ending));
        let name = names.next().unwrap_or_else(|| panic!("there is no table {ending}")).to_owned();
        assert_eq!(names.next(), None, "two tables end in {ending}");
        name
    }

    /// Lists every item of a table.
    pub async fn items(&self, ending: &str) -> Vec<Item> {
        let table = self.named(ending).await;
        let mut items = Vec::new();
        let mut request = json!({ "TableName": table, "ConsistentRead": true });
        loop {
            let page = self.call("Scan", request.clone()).await;
            items.extend(page["Items"].as_array().into_iter().flatten().filter_map(|item| item.as_object().cloned()));
            match page.get("LastEvaluatedKey") {
                Some(key) => request["ExclusiveStartKey"] = key.clone(),
                None => return items,
            }
        }
    }

    /// Lists the items whose partition key begins so.
    pub async fn items_of(&self, ending: &str, prefix: &str) -> Vec<Item> {
        let items = self.items(ending).await.into_iter();
        items.filter(|item| item["pk"]["S"].as_str().is_some_and(|pk| pk.starts_with(prefix))).collect()
    }

    /// Makes one call in DynamoDB's JSON 1.0 protocol, signed by nobody: the embedded database does not look.
    ///
    /// # Panics
    /// Panics when it is refused.
    pub async fn call(&self, operation: &str, body: Value) -> Value {
        let credential = "AWS4-HMAC-SHA256 Credential=local/20261123/ca-central-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0";
        let request = Request::post(&self.endpoint)
            .header("content-type", "application/x-amz-json-1.0")
            .header("x-amz-target", format!("DynamoDB_20120810.{operation}"))
            .header("x-amz-date", "20261123T000000Z")
            .header("authorization", credential)
            .body(Full::<bytes::Bytes>::from(body.to_string()))
            .expect("a well-formed request");
        let client = Client::builder(TokioExecutor::new()).build_http();
        let response = client.request(request).await.expect("the embedded database answers");
        let status = response.status();
        let body = response.into_body().collect().await.expect("the embedded database answers").to_bytes();
        assert!(status.is_success(), "{operation}: {}", String::from_utf8_lossy(&body));
        serde_json::from_slice(&body).expect("DynamoDB speaks JSON")
    }
}

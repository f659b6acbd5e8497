//! Reads the local site's parts of `template.yaml`: tables, functions, their events and their environment.
//!
//! The template is the one description of the deployed product; this file reads it so that nothing is described twice.
//! Every silent difference between the local and the deployed site is an error.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context as _, bail, ensure};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::cloudformation::{Expression, Resource, Scope, table_of_stream};
use crate::filter::Pattern;
use crate::routes::Route;
use crate::secrets::Secrets;

/// The functions that the local site can run. A new function is added here and in `functions.rs`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Package {
    /// Submits, confirms and withdraws pledges, and shows "my pledge".
    Sign,
    /// Shows campaign pages and counts.
    Public,
    /// Prints reports and draws share pictures.
    Report,
    /// Writes letters to Members of Parliament.
    Letter,
    /// Sends the mails.
    Mailer,
    /// Keeps the hourly snapshots.
    Upkeep,
    /// Serves the organizers' office.
    Organizer,
    /// Delivers webhooks.
    Ledger,
}

impl Package {
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "sign" => Self::Sign,
            "public" => Self::Public,
            "report" => Self::Report,
            "letter" => Self::Letter,
            "mailer" => Self::Mailer,
            "upkeep" => Self::Upkeep,
            "organizer" => Self::Organizer,
            "ledger" => Self::Ledger,
            _ => return None,
        })
    }
}

/// The template with every parameter given and every name resolved.
#[derive(Debug)]
pub(crate) struct Template {
    pub(crate) tables: Vec<Table>,
    pub(crate) functions: Vec<Function>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Table {
    /// Its name in the embedded database.
    pub(crate) name: String,
    /// The `CreateTable` request that makes it.
    pub(crate) create: Value,
    /// The attribute that holds an item's time of expiry.
    pub(crate) time_to_live: Option<String>,
}

/// One function, with the events that invoke it.
#[derive(Debug)]
pub(crate) struct Function {
    /// Its name in the template.
    pub(crate) name: String,
    pub(crate) package: Package,
    pub(crate) environment: BTreeMap<String, String>,
    pub(crate) routes: Vec<Route>,
    pub(crate) streams: Vec<StreamMapping>,
    pub(crate) schedules: Vec<Schedule>,
}

/// An event source mapping from a table's stream.
#[derive(Clone, Debug)]
pub(crate) struct StreamMapping {
    pub(crate) table: String,
    /// Records per invocation, at most.
    pub(crate) batch_size: usize,
    /// Batches at a time, each for its own partition keys.
    pub(crate) lanes: usize,
    /// Tries after the first; `None` means "until the record expires", which here is for ever.
    pub(crate) retries: Option<u32>,
    /// Whether a failed batch is halved, to find the record that fails.
    pub(crate) bisect: bool,
    /// Whether the function names the records that failed.
    pub(crate) partial: bool,
    /// The patterns of which a record must match one; without any, all pass.
    pub(crate) filters: Vec<Pattern>,
    /// The greatest age of a record at its delivery; older ones are dropped.
    pub(crate) record_age: Duration,
}

/// A schedule at a fixed rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Schedule {
    pub(crate) every: Duration,
}

/// Values for the template's parameters.
#[derive(Clone, Debug, Default)]
pub(crate) struct Values {
    /// The values of the operator or a test: each must be a parameter of the template.
    pub(crate) given: BTreeMap<String, String>,
    /// The local site's values, used where the template has the parameter.
    pub(crate) local: BTreeMap<String, String>,
}

#[derive(Debug)]
pub(crate) struct Document {
    root: Expression,
}

/// Resources that change nothing on this machine: permissions, alarms, names, and everything in front of the gateway.
const WITHOUT_EFFECT_HERE: [&str; 11] = [
    "AWS::ApiGatewayV2::",
    "AWS::Budgets::",
    "AWS::CloudFront::",
    "AWS::CloudWatch::",
    "AWS::IAM::",
    "AWS::KMS::",
    "AWS::Logs::",
    "AWS::Route53::",
    "AWS::SES::",
    "AWS::SNS::",
    "AWS::WAFv2::",
];
/// Further resources of that kind, by their whole name.
const WITHOUT_EFFECT_HERE_EXACTLY: [&str; 10] = [
    "AWS::ApplicationInsights::Application",
    "AWS::CertificateManager::Certificate",
    "AWS::CloudFormation::Stack",
    "AWS::Lambda::Permission",
    "AWS::ResourceGroups::Group",
    "AWS::S3::Bucket",
    "AWS::S3::BucketPolicy",
    "AWS::SQS::Queue",
    "AWS::SQS::QueuePolicy",
    "AWS::SecretsManager::Secret",
];

/// Finds the template from a folder upwards, or else where this program was built.
pub(crate) fn find(from: &Path) -> anyhow::Result<PathBuf> {
    let built_from = Path::new(env!("CARGO_MANIFEST_DIR"));
    from.ancestors()
        .chain(built_from.ancestors())
        .map(|folder| folder.join("template.yaml"))
        .find(|path| path.is_file())
        .with_context(|| {
            format!("there is no template.yaml in {} or above it: run this from the project's folder", from.display())
        })
}

impl Document {
    /// Reads a template file.
    pub(crate) fn read(path: &Path) -> anyhow::Result<Self> {
        let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        Self::parse(&text).with_context(|| format!("in {}", path.display()))
    }

    pub(crate) fn parse(text: &str) -> anyhow::Result<Self> {
        let root = Expression::parse(text)?;
        ensure!(
            !root.at(&["Resources"]).map_or(&[][..], Expression::entries).is_empty(),
            "the template has no resources"
        );
        Ok(Self { root })
    }

    /// Gives every parameter its value and resolves the local site's parts.
    pub(crate) fn resolve(&self, values: &Values, secrets: &mut Secrets) -> anyhow::Result<Template> {
        let scope = self.scope(self.parameters(values, secrets)?)?;
        let mut template = Template { tables: Vec::new(), functions: Vec::new() };
        for (name, resource) in self.section("Resources") {
            if !scope.resources.contains_key(name) {
                continue;
            }
            let properties = resource.get("Properties").unwrap_or(&Expression::Null);
            let what = || format!("in the resource {name}");
            match scope.resources[name].kind.as_str() {
                "AWS::DynamoDB::Table" => {
                    template.tables.push(table(&scope.resources[name].name, properties, &scope).with_context(what)?);
                }
                "AWS::Serverless::Function" => {
                    template.functions.push(self.function(name, resource, &scope, secrets).with_context(what)?);
                }
                "AWS::Serverless::HttpApi" => check_api(properties).with_context(what)?,
                kind if has_no_effect_here(kind) => {}
                kind => bail!(
                    "{}: the local site does not know the type {kind}; teach template.rs what it means here, or that it means nothing",
                    what()
                ),
            }
        }
        check_mappings(&template)?;
        Ok(template)
    }

    /// Lists the entries of a top-level part, such as `Parameters`.
    pub(crate) fn section(&self, name: &str) -> &[(String, Expression)] {
        self.root.get(name).map_or(&[], Expression::entries)
    }

    fn parameters(&self, values: &Values, secrets: &mut Secrets) -> anyhow::Result<BTreeMap<String, String>> {
        let known: BTreeSet<_> = self.section("Parameters").iter().map(|(name, _)| name.as_str()).collect();
        for name in values.given.keys() {
            ensure!(
                known.contains(name.as_str()),
                "the template has no parameter {name}; it has {}",
                known.iter().copied().collect::<Vec<_>>().join(", ")
            );
        }
        let mut parameters = BTreeMap::new();
        for (name, parameter) in self.section("Parameters") {
            let value = if let Some(value) = values.given.get(name).or_else(|| values.local.get(name)) {
                value.clone()
            } else {
                let default = parameter.get("Default").and_then(Expression::text);
                let hidden = is_hidden(parameter);
                match default {
                    Some(default) if !(hidden && default.is_empty()) => default,
                    _ if hidden => secrets.get(name)?,
                    _ => bail!(
                        "the parameter {name} has no default and no local value: give one with --set {name}=VALUE"
                    ),
                }
            };
            parameters.insert(name.clone(), value);
        }
        Ok(parameters)
    }

    /// Returns the meanings of the template's names with these parameters.
    pub(crate) fn scope(&self, parameters: BTreeMap<String, String>) -> anyhow::Result<Scope> {
        let conditions = self.section("Conditions").iter().cloned().collect();
        let mut scope = Scope { parameters, conditions, resources: BTreeMap::new() };
        for (name, resource) in self.section("Resources") {
            let kind = resource
                .get("Type")
                .and_then(Expression::text)
                .with_context(|| format!("the resource {name} has no type"))?;
            if let Some(condition) = resource.get("Condition").and_then(Expression::text)
                && !scope.named_condition(&condition)?
            {
                continue;
            }
            let own_name = match resource.at(&["Properties", "TableName"]) {
                Some(given) if kind == "AWS::DynamoDB::Table" => {
                    scope.evaluate_text(given).with_context(|| format!("in the name of {name}"))?
                }
                _ => name.clone(),
            };
            scope.resources.insert(name.clone(), Resource { kind, name: own_name });
        }
        Ok(scope)
    }

    fn function(
        &self,
        name: &str,
        resource: &Expression,
        scope: &Scope,
        secrets: &mut Secrets,
    ) -> anyhow::Result<Function> {
        let package = package_of(resource, &self.root)?;
        let mut environment = BTreeMap::new();
        for place in [
            self.root.at(&["Globals", "Function", "Environment", "Variables"]),
            resource.at(&["Properties", "Environment", "Variables"]),
        ] {
            for (variable, value) in place.map_or(&[][..], Expression::entries) {
                let text = scope.evaluate_text(value).with_context(|| format!("in the variable {variable}"))?;
                environment.insert(
                    variable.clone(),
                    secrets.resolve(&text).with_context(|| format!("in the variable {variable}"))?,
                );
            }
        }
        let mut function = Function {
            name: name.to_owned(),
            package,
            environment,
            routes: Vec::new(),
            streams: Vec::new(),
            schedules: Vec::new(),
        };
        for (event, description) in resource.at(&["Properties", "Events"]).map_or(&[][..], Expression::entries) {
            let kind = description.get("Type").and_then(Expression::text).unwrap_or_default();
            let properties = description.get("Properties").unwrap_or(&Expression::Null);
            add_event(&mut function, &kind, properties, scope).with_context(|| format!("in the event {event}"))?;
        }
        Ok(function)
    }
}

/// Whether a parameter holds a secret.
pub(crate) fn is_hidden(parameter: &Expression) -> bool {
    matches!(parameter.get("NoEcho"), Some(Expression::Flag(true)))
}

fn has_no_effect_here(kind: &str) -> bool {
    WITHOUT_EFFECT_HERE_EXACTLY.contains(&kind) || WITHOUT_EFFECT_HERE.iter().any(|prefix| kind.starts_with(prefix))
}

/// Properties of an API that change nothing on this machine. Its own CORS answers or authorizers would, and so would a definition
/// with routes of its own: `tests/template/rules.py` sees to it that there are none.
const API_WITHOUT_EFFECT_HERE: [&str; 11] = [
    "AccessLogSettings",
    "DefaultRouteSettings",
    "DefinitionBody",
    "Description",
    "DisableExecuteApiEndpoint",
    "Domain",
    "FailOnWarnings",
    "Name",
    "PropagateTags",
    "RouteSettings",
    "Tags",
];

fn check_api(properties: &Expression) -> anyhow::Result<()> {
    let unknown = properties.entries().iter().find(|(key, _)| !API_WITHOUT_EFFECT_HERE.contains(&key.as_str()));
    unknown.map_or(Ok(()), |(key, _)| bail!("the local site does not know the API property {key}"))
}

/// Returns the function that a resource deploys: the binary that it builds.
fn package_of(resource: &Expression, root: &Expression) -> anyhow::Result<Package> {
    let binary = resource.at(&["Metadata", "BuildProperties", "Binary"]).and_then(Expression::text);
    let code = resource
        .at(&["Properties", "CodeUri"])
        .or_else(|| root.at(&["Globals", "Function", "CodeUri"]))
        .and_then(Expression::text);
    let folder = code.as_deref().and_then(|code| code.trim_end_matches('/').rsplit('/').next()).map(str::to_owned);
    let name = binary
        .or(folder)
        .context("it does not say which function it deploys: Metadata.BuildProperties.Binary or CodeUri")?;
    Package::named(&name).with_context(|| format!("it deploys the function `{name}`, which the local site does not know; teach template.rs and functions.rs about it"))
}

/// Properties of a table that change nothing on this machine.
const TABLE_WITHOUT_EFFECT_HERE: [&str; 9] = [
    "BillingMode",
    "ContributorInsightsSpecification",
    "DeletionProtectionEnabled",
    "OnDemandThroughput",
    "PointInTimeRecoverySpecification",
    "SSESpecification",
    "TableClass",
    "Tags",
    "WarmThroughput",
];

fn table(name: &str, properties: &Expression, scope: &Scope) -> anyhow::Result<Table> {
    let mut create = serde_json::Map::new();
    let mut time_to_live = None;
    for (key, value) in properties.entries() {
        if TABLE_WITHOUT_EFFECT_HERE.contains(&key.as_str()) || key == "TableName" {
            continue;
        }
        let Some(mut value) = scope.evaluate(value).with_context(|| format!("in {key}"))? else { continue };
        match key.as_str() {
            "KeySchema" | "AttributeDefinitions" | "LocalSecondaryIndexes" => {}
            "GlobalSecondaryIndexes" => {
                for index in value.as_array_mut().into_iter().flatten().filter_map(Value::as_object_mut) {
                    index.retain(|key, _| !TABLE_WITHOUT_EFFECT_HERE.contains(&key.as_str()));
                }
            }
            "StreamSpecification" => value["StreamEnabled"] = Value::Bool(true),
            "TimeToLiveSpecification" => {
                if flag(&value["Enabled"]) {
                    time_to_live = Some(
                        value["AttributeName"].as_str().context("its time to live needs an AttributeName")?.to_owned(),
                    );
                }
                continue;
            }
            other => bail!("the local site does not know the table property {other}"),
        }
        create.insert(key.clone(), value);
    }
    create.insert("TableName".to_owned(), json!(name));
    create.insert("BillingMode".to_owned(), json!("PAY_PER_REQUEST"));
    Ok(Table { name: name.to_owned(), create: Value::Object(create), time_to_live })
}

fn add_event(function: &mut Function, kind: &str, properties: &Expression, scope: &Scope) -> anyhow::Result<()> {
    let properties = scope.evaluate(properties)?.unwrap_or(Value::Null);
    match kind {
        "HttpApi" => function.routes.push(route(properties)?),
        "DynamoDB" => function.streams.push(stream_mapping(properties)?),
        "Schedule" | "ScheduleV2" => function.schedules.extend(schedule(properties)?),
        // The queue carries the mail provider's reports; the mailbox's buttons replace it here.
        "SQS" => {}
        other => bail!("the local site does not know events of the type {other}"),
    }
    Ok(())
}

/// SAM's `HttpApi` event. Unknown fields are an error: an authorizer, for example, would change who is let in.
#[derive(Default, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct HttpApiEvent {
    path: Option<String>,
    method: Option<String>,
    #[serde(default, rename = "ApiId")]
    _api_id: Value,
    #[serde(default, rename = "RouteSettings")]
    _route_settings: Value,
}

/// Reads a route. An event without path and method is the API's `$default`.
fn route(properties: Value) -> anyhow::Result<Route> {
    let event = if properties.is_null() { HttpApiEvent::default() } else { serde_json::from_value(properties)? };
    match (event.path.as_deref(), event.method.as_deref()) {
        (None | Some("$default"), _) | (_, Some("$default")) => Ok(Route::catch_all()),
        (Some(path), method) => Route::parse(method.unwrap_or("ANY"), path),
    }
}

/// SAM's `DynamoDB` event. An unknown setting in it is an error (`deny_unknown_fields`).
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct DynamoDbEvent {
    stream: String,
    #[serde(default = "Value::default")]
    batch_size: Value,
    #[serde(default)]
    parallelization_factor: Value,
    #[serde(default)]
    maximum_retry_attempts: Value,
    #[serde(default)]
    bisect_batch_on_function_error: Value,
    #[serde(default)]
    function_response_types: Vec<String>,
    #[serde(default)]
    filter_criteria: FilterCriteria,
    #[serde(default)]
    enabled: Option<Value>,
    #[serde(default)]
    maximum_record_age_in_seconds: Value,
    // The next settings change nothing here: batches are never waited for, and records that are given up are logged.
    #[serde(default, rename = "StartingPosition")]
    _starting_position: Value,
    #[serde(default, rename = "MaximumBatchingWindowInSeconds")]
    _maximum_batching_window_in_seconds: Value,
    #[serde(default, rename = "DestinationConfig")]
    _destination_config: Value,
    #[serde(default, rename = "MetricsConfig")]
    _metrics_config: Value,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct FilterCriteria {
    #[serde(default)]
    filters: Vec<Filter>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Filter {
    pattern: String,
}

fn stream_mapping(properties: Value) -> anyhow::Result<StreamMapping> {
    /// Lambda's batch size when the template sets none.
    const BATCH_SIZE: i64 = 100;
    /// The seconds for which DynamoDB keeps a stream's records.
    const KEPT_SECONDS: i64 = 24 * 60 * 60;
    let event: DynamoDbEvent =
        serde_json::from_value(properties).context("a DynamoDB event that the local site cannot read")?;
    ensure!(
        event.enabled.as_ref().is_none_or(flag),
        "a disabled stream mapping is not supported: mails would silently not be sent"
    );
    let table = table_of_stream(&event.stream).context("Stream must be !GetAtt of a table's StreamArn")?.to_owned();
    let retries = number(&event.maximum_retry_attempts, -1)?;
    let record_age = match number(&event.maximum_record_age_in_seconds, -1)? {
        -1 => KEPT_SECONDS,
        seconds => seconds.min(KEPT_SECONDS),
    };
    Ok(StreamMapping {
        table,
        batch_size: usize::try_from(number(&event.batch_size, BATCH_SIZE)?)
            .ok()
            .filter(|size| (1..=10_000).contains(size))
            .context("BatchSize is 1 to 10000")?,
        lanes: usize::try_from(number(&event.parallelization_factor, 1)?)
            .ok()
            .filter(|lanes| (1..=10).contains(lanes))
            .context("ParallelizationFactor is 1 to 10")?,
        retries: if retries == -1 {
            None
        } else {
            Some(u32::try_from(retries).context("MaximumRetryAttempts is -1 or more")?)
        },
        bisect: flag(&event.bisect_batch_on_function_error),
        partial: event.function_response_types.iter().any(|kind| kind == "ReportBatchItemFailures"),
        filters: event
            .filter_criteria
            .filters
            .iter()
            .map(|filter| Pattern::parse(&filter.pattern))
            .collect::<Result<_, _>>()?,
        record_age: Duration::from_secs(
            u64::try_from(record_age)
                .ok()
                .filter(|seconds| *seconds >= 60)
                .context("MaximumRecordAgeInSeconds is 60 or more")?,
        ),
    })
}

/// SAM's `Schedule` and `ScheduleV2` events.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct ScheduleEvent {
    #[serde(alias = "Schedule")]
    schedule_expression: String,
    #[serde(default)]
    enabled: Option<Value>,
    #[serde(default)]
    state: Option<String>,
    #[serde(default, rename = "Name")]
    _name: Value,
    #[serde(default, rename = "Description")]
    _description: Value,
    #[serde(default, rename = "FlexibleTimeWindow")]
    _flexible_time_window: Value,
    #[serde(default, rename = "RetryPolicy")]
    _retry_policy: Value,
    #[serde(default, rename = "DeadLetterConfig")]
    _dead_letter_config: Value,
    #[serde(default, rename = "PermissionsBoundary")]
    _permissions_boundary: Value,
}

/// Reads the schedule of an event; `None` when it is switched off.
fn schedule(properties: Value) -> anyhow::Result<Option<Schedule>> {
    let event: ScheduleEvent = serde_json::from_value(properties)?;
    if event.state.as_deref() == Some("DISABLED") || !event.enabled.as_ref().is_none_or(flag) {
        return Ok(None);
    }
    let expression = event.schedule_expression.as_str();
    let unsupported = || format!("the local site keeps schedules like rate(5 minutes); {expression} it cannot");
    let rate = expression.strip_prefix("rate(").and_then(|rest| rest.strip_suffix(')')).with_context(unsupported)?;
    let (count, unit) = rate.trim().split_once(' ').with_context(unsupported)?;
    let count: u64 = count.parse().ok().filter(|count| *count > 0).with_context(unsupported)?;
    let seconds = match unit.trim().trim_end_matches('s') {
        "minute" => 60,
        "hour" => 3_600,
        "day" => 86_400,
        _ => bail!(unsupported()),
    };
    Ok(Some(Schedule { every: Duration::from_secs(count.checked_mul(seconds).with_context(unsupported)?) }))
}

/// Reads a number, or a text that is one: parameters are always texts.
fn number(value: &Value, default: i64) -> anyhow::Result<i64> {
    match value {
        Value::Null => Ok(default),
        Value::Number(number) => number.as_i64().context("a whole number is needed"),
        Value::String(text) => text.parse().context("a whole number is needed"),
        Value::Bool(_) | Value::Array(_) | Value::Object(_) => bail!("a whole number is needed"),
    }
}

fn flag(value: &Value) -> bool {
    value == &Value::Bool(true) || value == "true"
}

/// The most readers that `DynamoDB` lets follow one stream.
/// <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html>
const READERS_MAX: usize = 2;

/// Refuses a stream that nothing feeds, a function that listens to one twice, and more readers than `DynamoDB` takes.
fn check_mappings(template: &Template) -> anyhow::Result<()> {
    let mut seen: BTreeMap<&str, BTreeSet<Package>> = BTreeMap::new();
    for (function, mapping) in
        template.functions.iter().flat_map(|function| function.streams.iter().map(move |mapping| (function, mapping)))
    {
        let table = template.tables.iter().find(|table| table.name == mapping.table);
        let streams = table.is_some_and(|table| table.create.get("StreamSpecification").is_some());
        ensure!(streams, "{} listens to the stream of {}, which has none", function.name, mapping.table);
        let readers = seen.entry(&mapping.table).or_default();
        ensure!(readers.insert(function.package), "{} listens to the stream of {} twice", function.name, mapping.table);
        ensure!(readers.len() <= READERS_MAX, "more than two functions listen to the stream of {}", mapping.table);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use web::Entropy;

    use super::*;

    const SMALL: &str = r#"
Parameters:
  SiteUrl: {Type: String}
  Shards: {Type: Number, Default: 16}
  IdentityKey: {Type: String, NoEcho: true, Default: ''}
Conditions:
  Never: !Equals [a, b]
Globals:
  Function:
    Environment:
      Variables:
        SITE_URL: !Ref SiteUrl
Resources:
  Pledges:
    Type: AWS::DynamoDB::Table
    DeletionPolicy: Retain
    Properties:
      BillingMode: PAY_PER_REQUEST
      KeySchema: [{AttributeName: pk, KeyType: HASH}, {AttributeName: sk, KeyType: RANGE}]
      AttributeDefinitions: [{AttributeName: pk, AttributeType: S}, {AttributeName: sk, AttributeType: S}]
      StreamSpecification: {StreamViewType: KEYS_ONLY}
      TimeToLiveSpecification: {AttributeName: expires_at, Enabled: true}
      PointInTimeRecoverySpecification: {PointInTimeRecoveryEnabled: true}
  DeadLetters: {Type: AWS::SQS::Queue}
  Api: {Type: AWS::Serverless::HttpApi, Properties: {FailOnWarnings: true}}
  Optional: {Type: AWS::Unknown::Thing, Condition: Never}
  SignFunction:
    Type: AWS::Serverless::Function
    Metadata: {BuildMethod: rust-cargolambda, BuildProperties: {Binary: sign}}
    Properties:
      Environment:
        Variables:
          PLEDGES_TABLE: !Ref Pledges
          TALLY_SHARDS: !Ref Shards
          TOKEN_KEYS: !Sub 'k1:{{resolve:secretsmanager:tokens:SecretString:key}}'
          IDENTITY_KEY: !Ref IdentityKey
      Events:
        Submit: {Type: HttpApi, Properties: {Path: '/{lang}/pledges', Method: POST}}
        Rest: {Type: HttpApi}
  MailerFunction:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: functions/mailer/
      Events:
        Stream:
          Type: DynamoDB
          Properties:
            Stream: !GetAtt Pledges.StreamArn
            StartingPosition: TRIM_HORIZON
            BatchSize: 10
            MaximumRetryAttempts: 5
            FunctionResponseTypes: [ReportBatchItemFailures]
            FilterCriteria: {Filters: [{Pattern: '{"eventName": ["INSERT"]}'}]}
            DestinationConfig: {OnFailure: {Destination: !GetAtt DeadLetters.Arn}}
        Due: {Type: ScheduleV2, Properties: {ScheduleExpression: rate(1 minute)}}
"#;

    fn resolve(text: &str, given: &[(&str, &str)]) -> anyhow::Result<Template> {
        let values = Values {
            given: given.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
            local: BTreeMap::from([
                ("SiteUrl".to_owned(), "http://127.0.0.1:3000".to_owned()),
                ("NotThere".to_owned(), "x".to_owned()),
            ]),
        };
        Document::parse(text)?.resolve(&values, &mut Secrets::in_memory(Entropy::seeded(1)))
    }

    #[track_caller]
    fn is_refused(text: &str, because: &str) {
        let error = format!("{:#}", resolve(text, &[]).unwrap_err());
        assert!(error.contains(because), "{error}");
    }

    #[test]
    fn tables_functions_and_events_are_read() {
        let template = resolve(SMALL, &[]).unwrap();
        let [table] = template.tables.as_slice() else { panic!("one table") };
        assert_eq!((table.name.as_str(), table.time_to_live.as_deref()), ("Pledges", Some("expires_at")));
        assert_eq!(table.create["StreamSpecification"], json!({"StreamEnabled": true, "StreamViewType": "KEYS_ONLY"}));
        let [sign, mailer] = template.functions.as_slice() else { panic!("two functions") };
        assert_eq!((sign.package, mailer.package), (Package::Sign, Package::Mailer));
        assert_eq!(sign.routes, [Route::parse("POST", "/{lang}/pledges").unwrap(), Route::catch_all()]);
        let [mapping] = mailer.streams.as_slice() else { panic!("one stream") };
        assert_eq!(
            (mapping.table.as_str(), mapping.batch_size, mapping.retries, mapping.lanes),
            ("Pledges", 10, Some(5), 1)
        );
        assert!(mapping.partial && !mapping.bisect && mapping.filters.len() == 1);
        assert_eq!(mailer.schedules, [Schedule { every: Duration::from_mins(1) }]);
    }

    #[test]
    fn the_environment_has_parameters_secrets_and_table_names() {
        let template = resolve(SMALL, &[("Shards", "4")]).unwrap();
        let sign = &template.functions[0].environment;
        assert_eq!(sign["SITE_URL"], "http://127.0.0.1:3000");
        assert_eq!((sign["PLEDGES_TABLE"].as_str(), sign["TALLY_SHARDS"].as_str()), ("Pledges", "4"));
        assert!(sign["TOKEN_KEYS"].starts_with("k1:") && sign["TOKEN_KEYS"].len() > 40);
        assert!(sign["IDENTITY_KEY"].len() >= 32, "a hidden parameter without a value is a secret");
    }

    #[test]
    fn a_parameter_nobody_knows_is_refused_with_the_ones_there_are() {
        let error = resolve(SMALL, &[("Shard", "4")]).unwrap_err().to_string();
        assert!(error.contains("no parameter Shard") && error.contains("SiteUrl"), "{error}");
    }

    #[test]
    fn what_would_silently_differ_is_an_error() {
        is_refused(&SMALL.replace("Condition: Never", "Note: x"), "AWS::Unknown::Thing");
        is_refused(&SMALL.replace("Binary: sign", "Binary: census"), "`census`");
        is_refused(&SMALL.replace("rate(1 minute)", "cron(0 3 * * ? *)"), "cron(0 3 * * ? *)");
        is_refused(&SMALL.replace("Type: HttpApi}", "Type: S3}"), "type S3");
        is_refused(&SMALL.replace("Method: POST", "Method: POST, Auth: {}"), "Auth");
        is_refused(&SMALL.replace("FailOnWarnings: true", "CorsConfiguration: true"), "CorsConfiguration");
        is_refused(&SMALL.replace("rate(1 minute)", "rate(1 minute), Input: '{}'"), "Input");
        is_refused(&SMALL.replace("BatchSize: 10", "TumblingWindowInSeconds: 10"), "TumblingWindowInSeconds");
        is_refused(&SMALL.replace("StreamSpecification: {StreamViewType: KEYS_ONLY}", "Tags: []"), "which has none");
        is_refused(
            &SMALL.replace("SiteUrl: {Type: String}", "SiteUrl: {Type: String}\n  Other: {Type: String}"),
            "--set Other=",
        );
        is_refused(&SMALL.replace("!Ref Shards", "!Select [0, [a]]"), "!Select");
        is_refused("Parameters: {}", "no resources");
    }

    #[test]
    fn the_projects_own_template_is_read_whole() {
        let document = Document::read(&find(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap()).unwrap();
        let values = Values {
            given: BTreeMap::new(),
            local: BTreeMap::from([("SiteUrl".to_owned(), "http://127.0.0.1:3000".to_owned())]),
        };
        let template = document.resolve(&values, &mut Secrets::in_memory(Entropy::seeded(1))).unwrap();
        let started: BTreeSet<_> = template.functions.iter().map(|function| function.package).collect();
        let all = ["sign", "public", "mailer", "upkeep", "organizer", "report", "letter", "ledger"];
        assert_eq!(started, all.into_iter().filter_map(Package::named).collect());
        let routes: Vec<_> = template.functions.iter().flat_map(|function| &function.routes).collect();
        assert!(
            routes.contains(&&Route::catch_all()) && routes.contains(&&Route::parse("POST", "/v1/pledges").unwrap())
        );
        let warmed = Values { given: BTreeMap::from([("WarmWriteUnits".to_owned(), "8000".to_owned())]), ..values };
        let warmed = document.resolve(&warmed, &mut Secrets::in_memory(Entropy::seeded(1))).unwrap();
        assert_eq!(warmed.tables, template.tables, "what a table takes at once changes nothing here");
    }

    #[test]
    fn the_template_is_found_from_inside_the_project() {
        let project = tempfile::tempdir().unwrap();
        let inside = project.path().join("functions/sign");
        std::fs::create_dir_all(&inside).unwrap();
        std::fs::write(project.path().join("template.yaml"), SMALL).unwrap();
        assert_eq!(find(&inside).unwrap(), project.path().join("template.yaml"));
    }
}

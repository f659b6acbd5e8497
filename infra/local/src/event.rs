//! Converts requests into the events that API Gateway gives a function (payload format 2.0), and its answers into
//! responses.
//!
//! Shapes: <https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html>.
//! Both go through JSON, as they do between the real gateway and the real function.
//!
//! We write the event field by field instead of through the types of `aws_lambda_events`, because these also write fields that
//! the gateway does not send (`httpMethod`, `methodArn`, `type`). A test reads it with the runtime's types.

use std::collections::BTreeMap;
use std::net::IpAddr;

use anyhow::Context as _;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Response, StatusCode, header};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::cloudformation::ACCOUNT;

/// One request, with its time and sender.
#[derive(Debug)]
pub(crate) struct Received<'a> {
    pub(crate) request: &'a http::request::Parts,
    pub(crate) body: &'a [u8],
    pub(crate) source: IpAddr,
    pub(crate) at: Timestamp,
    pub(crate) id: &'a str,
}

/// Makes the event for a request on a route.
pub(crate) fn event(received: &Received<'_>, route_key: &str, variables: &BTreeMap<String, String>) -> Value {
    let request = received.request;
    let query = request.uri.query().unwrap_or_default();
    let host = request.headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("localhost");
    let mut event = json!({
        "version": "2.0",
        "routeKey": route_key,
        "rawPath": request.uri.path(),
        "rawQueryString": query,
        "headers": headers(received, host),
        "requestContext": {
            "accountId": ACCOUNT,
            "apiId": "local",
            "domainName": host,
            "domainPrefix": host.split(['.', ':']).next(),
            "http": {
                "method": request.method.as_str(),
                "path": request.uri.path(),
                "protocol": format!("{:?}", request.version),
                "sourceIp": received.source.to_string(),
                "userAgent": text(&request.headers, &header::USER_AGENT),
            },
            "requestId": received.id,
            "routeKey": route_key,
            "stage": "$default",
            "time": received.at.strftime("%d/%b/%Y:%H:%M:%S +0000").to_string(),
            "timeEpoch": received.at.as_millisecond(),
        },
        "isBase64Encoded": false,
    });
    let cookies = cookies(&request.headers);
    if !cookies.is_empty() {
        event["cookies"] = json!(cookies);
    }
    if !query.is_empty() {
        event["queryStringParameters"] = Value::Object(query_parameters(query));
    }
    if !variables.is_empty() {
        event["pathParameters"] = json!(variables);
    }
    if !received.body.is_empty() {
        let plain = if is_text(&request.headers) { std::str::from_utf8(received.body).ok() } else { None };
        event["isBase64Encoded"] = json!(plain.is_none());
        event["body"] = json!(plain.map_or_else(|| STANDARD.encode(received.body), str::to_owned));
    }
    event
}

fn text(headers: &HeaderMap, name: &HeaderName) -> String {
    headers.get(name).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned()).unwrap_or_default()
}

/// Returns the headers of an event: lower-cased names, several values of one name joined by commas, cookies apart, and
/// the gateway's own.
fn headers(received: &Received<'_>, host: &str) -> Map<String, Value> {
    let own = &received.request.headers;
    let mut joined = Map::new();
    for name in own.keys().filter(|name| **name != header::COOKIE) {
        let values: Vec<_> = own.get_all(name).iter().map(|value| String::from_utf8_lossy(value.as_bytes())).collect();
        joined.insert(name.as_str().to_owned(), json!(values.join(",")));
    }
    let source = received.source.to_string();
    let forwarded = match text(own, &HeaderName::from_static("x-forwarded-for")) {
        before if before.is_empty() => source,
        before => format!("{before}, {source}"),
    };
    joined.insert("x-forwarded-for".to_owned(), json!(forwarded));
    joined.insert("x-forwarded-proto".to_owned(), json!("http"));
    joined.insert("x-forwarded-port".to_owned(), json!(host.rsplit_once(':').map_or("80", |(_, port)| port)));
    joined
}

fn cookies(headers: &HeaderMap) -> Vec<String> {
    let all = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    all.flat_map(|line| line.split(';'))
        .map(|cookie| cookie.trim().to_owned())
        .filter(|cookie| !cookie.is_empty())
        .collect()
}

/// Decodes the query; several values of one name are joined by commas.
fn query_parameters(query: &str) -> Map<String, Value> {
    let decode =
        |text: &str| percent_encoding::percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned();
    let mut parameters: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        parameters.entry(decode(name)).or_default().push(decode(value));
    }
    parameters.into_iter().map(|(name, values)| (name, json!(values.join(",")))).collect()
}

/// Whether the gateway passes a body on as it is; everything else, a posted form too, arrives in base64.
fn is_text(headers: &HeaderMap) -> bool {
    let kind = text(headers, &header::CONTENT_TYPE).to_lowercase();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    kind.starts_with("text/")
        || matches!(kind, "application/json" | "application/javascript" | "application/xml")
        || kind.ends_with("+json")
        || kind.ends_with("+xml")
}

/// A function's answer, as it comes out of the function.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    status_code: u16,
    #[serde(default)]
    headers: BTreeMap<String, String>,
    #[serde(default)]
    multi_value_headers: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    cookies: Vec<String>,
    #[serde(default)]
    body: Option<String>,
    #[serde(default)]
    is_base64_encoded: bool,
}

/// Makes the gateway's response from a function's answer to a request of this method.
///
/// # Errors
/// Fails when API Gateway would not accept the answer.
pub(crate) fn response(method: &Method, answer: &[u8]) -> anyhow::Result<Response<Vec<u8>>> {
    let answer: Answer = serde_json::from_slice(answer).context("the answer is not of payload format 2.0")?;
    let body = match answer.body {
        Some(body) if answer.is_base64_encoded => STANDARD.decode(body).context("the body is not base64")?,
        Some(body) => body.into_bytes(),
        None => Vec::new(),
    };
    let mut response = Response::new(body);
    *response.status_mut() = StatusCode::from_u16(answer.status_code)?;
    let single = answer.headers.into_iter();
    let several = answer
        .multi_value_headers
        .into_iter()
        .flat_map(|(name, values)| values.into_iter().map(move |value| (name.clone(), value)));
    let cookies = answer.cookies.into_iter().map(|cookie| (header::SET_COOKIE.as_str().to_owned(), cookie));
    for (name, value) in single.chain(several).chain(cookies) {
        let name: HeaderName = name.parse()?;
        // The connection is the server's business, and it counts the bytes itself, unless there are none to count.
        if (name != header::CONTENT_LENGTH || method == Method::HEAD)
            && name != header::TRANSFER_ENCODING
            && name != header::CONNECTION
        {
            response.headers_mut().append(name, HeaderValue::from_str(&value)?);
        }
    }
    Ok(response)
}

#[cfg(test)]
mod tests {
    use http::Request;

    use super::*;

    fn event_of(request: Request<&[u8]>, variables: &[(&str, &str)]) -> Value {
        let (request, body) = request.into_parts();
        let received = Received {
            request: &request,
            body,
            source: "192.0.2.7".parse().unwrap(),
            at: "2026-11-23T15:04:05Z".parse().unwrap(),
            id: "1",
        };
        let variables = variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        event(&received, "POST /{lang}/pledges", &variables)
    }

    #[test]
    fn a_request_is_told_as_the_gateway_tells_it() {
        let request = Request::post("/fr/pledges?partner=a&partner=b%20c&x")
            .header("Host", "127.0.0.1:3000")
            .header("User-Agent", "test");
        let event = event_of(
            request.header("Content-Type", "application/json; charset=utf-8").body(&b"{}"[..]).unwrap(),
            &[("lang", "fr")],
        );
        assert_eq!(
            (&event["rawPath"], &event["rawQueryString"]),
            (&json!("/fr/pledges"), &json!("partner=a&partner=b%20c&x"))
        );
        assert_eq!(event["queryStringParameters"], json!({"partner": "a,b c", "x": ""}));
        assert_eq!(event["pathParameters"], json!({"lang": "fr"}));
        assert_eq!((&event["body"], &event["isBase64Encoded"]), (&json!("{}"), &json!(false)));
        let http = json!({"method": "POST", "path": "/fr/pledges", "protocol": "HTTP/1.1", "sourceIp": "192.0.2.7", "userAgent": "test"});
        assert_eq!(event["requestContext"]["http"], http);
        assert_eq!(event["requestContext"]["time"], "23/Nov/2026:15:04:05 +0000");
        assert_eq!(event["requestContext"]["timeEpoch"], 1_795_446_245_000_i64);
    }

    #[test]
    fn several_headers_of_one_name_are_joined_and_cookies_go_apart() {
        let request = Request::get("/")
            .header("Accept", "a")
            .header("ACCEPT", "b")
            .header("Cookie", "one=1; two=2")
            .header("X-Forwarded-For", "198.51.100.1");
        let event = event_of(request.body(&b""[..]).unwrap(), &[]);
        assert_eq!(event["headers"]["accept"], "a,b");
        assert_eq!(event["cookies"], json!(["one=1", "two=2"]));
        assert_eq!(event["headers"].get("cookie"), None);
        assert_eq!(
            event["headers"]["x-forwarded-for"], "198.51.100.1, 192.0.2.7",
            "the sender's own claim stays first"
        );
        assert_eq!(event.get("body"), None);
    }

    #[test]
    fn forms_and_bytes_travel_in_base64() {
        let form =
            Request::post("/").header("Content-Type", "application/x-www-form-urlencoded").body(&b"a=1"[..]).unwrap();
        let event = event_of(form, &[]);
        assert_eq!((&event["body"], &event["isBase64Encoded"]), (&json!("YT0x"), &json!(true)));
        let broken = Request::post("/").header("Content-Type", "application/json").body(&b"\xff"[..]).unwrap();
        assert_eq!(event_of(broken, &[])["isBase64Encoded"], json!(true), "what is not UTF-8 cannot travel as text");
    }

    #[test]
    fn the_runtime_reads_the_event_as_an_http_api_request() {
        let request = Request::get("/fr?a=1").header("Host", "127.0.0.1:3000").body(&b""[..]).unwrap();
        let read: lambda_http::request::LambdaRequest = serde_json::from_value(event_of(request, &[])).unwrap();
        assert!(matches!(read, lambda_http::request::LambdaRequest::ApiGatewayV2(_)));
    }

    #[test]
    fn an_answer_becomes_a_response_with_bytes_and_cookies() {
        let answer = json!({"statusCode": 303, "headers": {"location": "/fr", "content-length": "99"}, "multiValueHeaders": {"x-a": ["1", "2"]},
            "cookies": ["a=1", "b=2"], "body": "YT0x", "isBase64Encoded": true});
        let response = response(&Method::POST, answer.to_string().as_bytes()).unwrap();
        assert_eq!((response.status(), response.body().as_slice()), (StatusCode::SEE_OTHER, &b"a=1"[..]));
        assert_eq!(response.headers()[header::LOCATION], "/fr");
        assert_eq!(response.headers().get_all(header::SET_COOKIE).iter().count(), 2);
        assert_eq!(response.headers().get_all("x-a").iter().count(), 2);
        assert_eq!(response.headers().get(header::CONTENT_LENGTH), None);
    }

    #[test]
    fn an_answer_to_a_head_request_still_says_how_long_the_page_is() {
        let answer = json!({"statusCode": 200, "headers": {"content-length": "99"}}).to_string();
        let response = response(&Method::HEAD, answer.as_bytes()).unwrap();
        assert_eq!(response.headers()[header::CONTENT_LENGTH], "99");
    }

    #[test]
    fn an_answer_that_the_gateway_would_refuse_is_refused() {
        assert!(response(&Method::GET, b"{}").is_err());
        assert!(response(&Method::GET, br#"{"statusCode": 200, "body": "%", "isBase64Encoded": true}"#).is_err());
        assert!(response(&Method::GET, br#"{"statusCode": 200, "headers": {"a b": "c"}}"#).is_err());
    }
}

//! Section `[server]`.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use ipnet::IpNet;
use serde::de::{Error, Unexpected};
use serde::{Deserialize, Deserializer, Serialize};

use super::duration;
use super::problem::Complaint;

/// The HTTP server.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Server {
    /// Address and port to listen on.
    pub listen: SocketAddr,
    /// The address that people reach this server at, without a slash at the end; none until it is known.
    pub public_url: Option<String>,
    /// The proxies whose `X-Forwarded-For` is believed; none by default.
    #[serde(deserialize_with = "networks")]
    pub trusted_proxies: Vec<IpNet>,
    /// The origins whose pages may use the API from a browser, or `*` alone for every origin; none by default.
    #[serde(deserialize_with = "words")]
    pub cors_origins: Vec<String>,
    /// The longest that one request may take, its body included.
    #[serde(with = "duration")]
    pub request_timeout: Duration,
    /// The longest that a stopping server waits for the requests that are running.
    #[serde(with = "duration")]
    pub shutdown_grace: Duration,
    /// The largest body of a request, in bytes.
    pub body_limit: usize,
    /// Whether `/` answers with GraphiQL, the console in the browser.
    pub graphiql: bool,
    /// Whether a client may ask for the schema.
    pub introspection: bool,
    /// Address and port on which `/metrics` is served, apart from everything else; nowhere by default.
    pub metrics_address: Option<SocketAddr>,
    /// The list of persisted operations; the one that the program carries when none is named.
    pub operations: Option<PathBuf>,
    /// Whether nothing is run but the operations of that list.
    pub only_persisted: bool,
}

impl Default for Server {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 8000)),
            public_url: None,
            trusted_proxies: Vec::new(),
            cors_origins: Vec::new(),
            request_timeout: Duration::from_secs(10),
            shutdown_grace: Duration::from_secs(15),
            body_limit: 256 * 1024,
            graphiql: true,
            introspection: true,
            metrics_address: None,
            operations: None,
            only_persisted: false,
        }
    }
}

impl Server {
    /// The address that people reach this server at, as far as it is known: without a slash at the end.
    pub fn address(&self) -> String {
        self.public_url.clone().unwrap_or_else(|| format!("http://{}", self.listen))
    }

    pub(super) fn complaints(&self) -> Vec<Complaint> {
        let url = self.public_url.as_deref().unwrap_or("https://");
        let whole = (url.starts_with("https://") || url.starts_with("http://"))
            && (self.public_url.is_none() || !url.ends_with('/'));
        let timeout = humantime::format_duration(self.request_timeout);
        [
            Complaint::unless(
                whole,
                "server.public_url",
                url,
                "an address that begins with https:// or http://, without a slash at the end",
            ),
            Complaint::unless(
                self.cors_origins == ["*"] || self.cors_origins.iter().all(|origin| is_origin(origin)),
                "server.cors_origins",
                self.cors_origins.join(", "),
                "origins as a browser sends them, such as https://app.example.org (no path, no slash at the end), or * alone",
            ),
            Complaint::unless(
                !self.request_timeout.is_zero(),
                "server.request_timeout",
                timeout,
                "more than nothing",
            ),
            Complaint::unless(
                self.body_limit >= 1024,
                "server.body_limit",
                self.body_limit,
                "1024 bytes or more",
            ),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

/// Whether a text is an origin as a browser writes it: scheme, host and, unless it is the scheme's own, port.
fn is_origin(text: &str) -> bool {
    let Some(authority) = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")) else {
        return false;
    };
    let plain =
        |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '-' | ':' | '[' | ']');
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, port.parse::<u16>().is_ok()),
        _ => (authority, true),
    };
    !host.is_empty() && port && host.chars().all(plain)
}

/// A list of texts, or one text of them separated by commas, as an environment variable has it.
#[derive(Deserialize)]
#[serde(untagged, expecting = "a list such as [\"one\", \"another\"]")]
enum Written {
    List(Vec<String>),
    Text(String),
}

fn words<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    let texts = match Written::deserialize(deserializer)? {
        Written::List(texts) => texts,
        Written::Text(text) => text.split(',').map(str::to_owned).collect(),
    };
    let trimmed = texts.iter().map(|text| text.trim().to_owned());
    Ok(trimmed.filter(|text| !text.is_empty()).collect())
}

/// Addresses and networks.
fn networks<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<IpNet>, D::Error> {
    words(deserializer)?.iter().map(|text| network(text)).collect()
}

fn network<E: Error>(text: &str) -> Result<IpNet, E> {
    let address = text.parse::<IpAddr>().map(IpNet::from);
    address.or_else(|_| text.parse()).map_err(|_| {
        E::invalid_value(Unexpected::Str(text), &"an address or a network such as \"10.0.0.0/8\"")
    })
}

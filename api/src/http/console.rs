//! `/`: GraphiQL, served from the binary so that it works without any other server, or a short text.

use axum::Router;
use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use flate2::read::GzDecoder;
use sha2::{Digest, Sha256};
use std::io::Read;

use super::Refusal;
use crate::config::Server;

/// Scripts, styles and requests from and to this server only, and no page may frame this one: whoever types a token
/// here should be able to trust the page.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self' data:; \
    img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// The files of `assets/graphiql` by their names, each compressed by gzip: see `build.rs`.
const FILES: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/graphiql.rs"));

/// The routes of the console, or only the text when it is switched off.
pub(super) fn router(server: &Server) -> Router {
    if server.graphiql {
        return Router::new()
            .route("/", get(|headers: HeaderMap| async move { file("index.html", &headers) }))
            .route(
                "/graphiql/{name}",
                get(|Path(name): Path<String>, headers: HeaderMap| async move { file(&name, &headers) }),
            );
    }
    let base = server.public_url.clone().unwrap_or_default();
    let text = format!("Tremplin\n\nGraphQL API: {base}/graphql\nHealth: {base}/health/ready\n");
    Router::new().route("/", get(|| async { text }))
}

fn file(name: &str, headers: &HeaderMap) -> Response {
    let Some((_, packed)) = FILES.iter().find(|(known, _)| *known == name) else {
        return Refusal::new(StatusCode::NOT_FOUND, "NOT_FOUND", "there is nothing at this address").plain();
    };
    let takes_packed = takes_gzip(headers);
    let tag = tag(packed, takes_packed);
    let unchanged =
        headers.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes());
    let described = [
        (header::CONTENT_TYPE, HeaderValue::from_static(content_type(name))),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY)),
        // Asked for again each time, and answered by a 304: a new version of the server shows at once.
        (header::CACHE_CONTROL, HeaderValue::from_static("no-cache")),
        (header::VARY, HeaderValue::from_static("Accept-Encoding")),
    ];
    let (status, body) = match (unchanged, takes_packed) {
        (true, _) => (StatusCode::NOT_MODIFIED, Vec::new()),
        (false, true) => (StatusCode::OK, packed.to_vec()),
        (false, false) => (StatusCode::OK, unpacked(packed)),
    };
    let mut response = (status, described, body).into_response();
    response.headers_mut().extend(HeaderValue::try_from(tag).map(|tag| (header::ETAG, tag)));
    if takes_packed && !unchanged {
        response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    response
}

/// Whether whoever asks takes gzip, as every browser does. A weight of nought is a no.
fn takes_gzip(headers: &HeaderMap) -> bool {
    let accepted = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    accepted.flat_map(|value| value.split(',')).any(|coding| {
        let (name, weight) = coding.split_once(';').unwrap_or((coding, ""));
        name.trim().eq_ignore_ascii_case("gzip")
            && !matches!(weight.trim(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000")
    })
}

/// A file as it was. What the program carries is whole; were it not, nothing would be shown.
fn unpacked(packed: &[u8]) -> Vec<u8> {
    let mut file = Vec::new();
    match GzDecoder::new(packed).read_to_end(&mut file) {
        Ok(_) => file,
        Err(error) => {
            tracing::error!(%error, "a file of the console is damaged");
            Vec::new()
        }
    }
}

/// A strong entity tag, of its own for each encoding: the beginning of the compressed file's SHA-256.
fn tag(packed: &[u8], as_packed: bool) -> String {
    let digest: String = Sha256::digest(packed).iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    let encoding = if as_packed { "-gzip" } else { "" };
    format!("\"{digest}{encoding}\"")
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit_once('.') {
        Some((_, "html")) => "text/html; charset=utf-8",
        Some((_, "js")) => "text/javascript; charset=utf-8",
        Some((_, "css")) => "text/css; charset=utf-8",
        _ => "text/plain; charset=utf-8",
    }
}

//! `/`: GraphiQL, served from the binary so that it works without any other server, or a short text.

use axum::Router;
use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use rust_embed::{EmbeddedFile, RustEmbed};

use super::Refusal;
use crate::config::Server;

/// Scripts, styles and requests from and to this server only, and no page may frame this one: whoever types a token
/// here should be able to trust the page.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self' data:; \
    img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

#[derive(RustEmbed)]
#[folder = "assets/graphiql"]
struct Assets;

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
    let Some(file) = Assets::get(name) else {
        return Refusal::new(StatusCode::NOT_FOUND, "NOT_FOUND", "there is nothing at this address").plain();
    };
    let tag = tag(&file);
    let unchanged =
        headers.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes());
    let described = [
        (header::CONTENT_TYPE, HeaderValue::from_static(content_type(name))),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY)),
        // Asked for again each time, and answered by a 304: a new version of the server shows at once.
        (header::CACHE_CONTROL, HeaderValue::from_static("no-cache")),
    ];
    let status = if unchanged { StatusCode::NOT_MODIFIED } else { StatusCode::OK };
    let body = if unchanged { Vec::new() } else { file.data.into_owned() };
    let mut response = (status, described, body).into_response();
    response.headers_mut().extend(HeaderValue::try_from(tag).map(|tag| (header::ETAG, tag)));
    response
}

/// A strong entity tag: the beginning of the file's SHA-256.
fn tag(file: &EmbeddedFile) -> String {
    let digest: String =
        file.metadata.sha256_hash().iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    format!("\"{digest}\"")
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit_once('.') {
        Some((_, "html")) => "text/html; charset=utf-8",
        Some((_, "js")) => "text/javascript; charset=utf-8",
        Some((_, "css")) => "text/css; charset=utf-8",
        _ => "text/plain; charset=utf-8",
    }
}

//! Media types: which one an answer has (`Accept`), and which one a body may have (`Content-Type`).

use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};

use super::Refusal;

/// The media type of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Media {
    /// `application/json`, whose status says nothing about the document.
    Json,
    /// `application/graphql-response+json`, whose status tells a request error from an executed one.
    GraphqlResponse,
}

impl Media {
    fn name(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::GraphqlResponse => "application/graphql-response+json",
        }
    }

    /// The header of an answer of this type.
    pub(super) fn content_type(self) -> HeaderValue {
        HeaderValue::from_static(match self {
            Self::Json => "application/json; charset=utf-8",
            Self::GraphqlResponse => "application/graphql-response+json; charset=utf-8",
        })
    }
}

/// How much a client wants a media type: the quality in thousandths of the most specific range that matches, and how
/// specific that range is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Wish {
    quality: u16,
    specificity: u8,
}

/// The media type for the answer to a request with these headers.
///
/// # Errors
/// 406 when the client takes neither.
pub(super) fn negotiate(headers: &HeaderMap) -> Result<Media, Refusal> {
    let accepted = listed(headers, &header::ACCEPT);
    if accepted.trim().is_empty() {
        return Ok(Media::Json);
    }
    let json = wish(&accepted, Media::Json);
    let graphql = wish(&accepted, Media::GraphqlResponse);
    match (json, graphql) {
        (None, None) => Err(not_acceptable()),
        (Some(_), None) => Ok(Media::Json),
        (None, Some(_)) => Ok(Media::GraphqlResponse),
        // Named alike, the newer type wins, for its status says more; only a wildcard gives the older one.
        (Some(json), Some(graphql)) if graphql >= json && graphql.specificity == 2 => {
            Ok(Media::GraphqlResponse)
        }
        (Some(json), Some(graphql)) if graphql.quality > json.quality => Ok(Media::GraphqlResponse),
        (Some(_), Some(_)) => Ok(Media::Json),
    }
}

fn not_acceptable() -> Refusal {
    let message =
        "expected an Accept header that allows application/graphql-response+json or application/json";
    Refusal::new(StatusCode::NOT_ACCEPTABLE, "NOT_ACCEPTABLE", message)
}

/// All values of a header that is a list, as one list.
fn listed(headers: &HeaderMap, name: &HeaderName) -> String {
    let values: Vec<_> = headers.get_all(name).iter().filter_map(|value| value.to_str().ok()).collect();
    values.join(",")
}

fn wish(accepted: &str, media: Media) -> Option<Wish> {
    let wishes = accepted.split(',').filter_map(|range| {
        let mut parts = range.split(';').map(str::trim);
        let specificity = match parts.next()?.to_ascii_lowercase().as_str() {
            "*/*" => 0,
            "application/*" => 1,
            name if name == media.name() => 2,
            _ => return None,
        };
        Some(Wish { quality: quality(parts)?, specificity })
    });
    wishes.max_by_key(|wish| wish.specificity).filter(|wish| wish.quality > 0)
}

/// The `q` among the parameters of a range in thousandths, 1000 when there is none. None when it is not a quality.
fn quality<'a>(mut parameters: impl Iterator<Item = &'a str>) -> Option<u16> {
    let Some(text) =
        parameters.find_map(|parameter| parameter.strip_prefix("q=").or(parameter.strip_prefix("Q=")))
    else {
        return Some(1000);
    };
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    if decimals.len() > 3
        || !matches!(whole, "0" | "1")
        || !decimals.bytes().all(|digit| digit.is_ascii_digit())
    {
        return None;
    }
    let thousandths: u16 = format!("{whole}{decimals:0<3}").parse().ok()?;
    Some(thousandths.min(1000))
}

/// Checks that a body is announced as JSON. A form or a plain text is refused although it might parse: these are what a
/// foreign page can send with the reader's cookies, without asking first.
///
/// # Errors
/// 415 with what was expected.
pub(super) fn require_json(headers: &HeaderMap) -> Result<(), Refusal> {
    let content_type =
        headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let mut parts = content_type.split(';').map(|part| part.trim().to_ascii_lowercase());
    let json = parts.next().is_some_and(|essence| essence == "application/json");
    let utf8 = parts
        .filter_map(|part| part.strip_prefix("charset=").map(|charset| charset.trim_matches('"').to_owned()))
        .all(|charset| charset == "utf-8" || charset == "utf8");
    let identity = headers.get(header::CONTENT_ENCODING).is_none_or(|encoding| encoding == "identity");
    if json && utf8 && identity {
        return Ok(());
    }
    let message = "expected an uncompressed body of Content-Type application/json in UTF-8";
    Err(Refusal::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "UNSUPPORTED_MEDIA_TYPE", message))
}

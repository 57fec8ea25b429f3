//! Which pages may open a socket: a browser lets any page try, and sends along where the page is from.

use axum::http::{HeaderMap, header};

use crate::config::Server;

/// Whether the origin may: none is sent by programs; of a browser, this server's own pages.
pub(super) fn allowed(headers: &HeaderMap, server: &Server) -> bool {
    let Some(origin) = headers.get(header::ORIGIN) else { return true };
    let Ok(origin) = origin.to_str() else { return false };
    let own = server.public_url.as_deref().map(authority);
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    let from = authority(origin);
    [own, host].into_iter().flatten().any(|known| known.eq_ignore_ascii_case(from))
}

/// `example.org:8000` of `https://example.org:8000/path`; empty for the opaque origin `null`.
fn authority(url: &str) -> &str {
    let rest = url.split_once("://").map_or("", |(_, rest)| rest);
    rest.split('/').next().unwrap_or(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn may(origin: Option<&'static str>, host: &'static str, public_url: Option<&str>) -> bool {
        let mut headers = HeaderMap::from_iter([(header::HOST, host.parse().unwrap())]);
        headers.extend(origin.map(|origin| (header::ORIGIN, origin.parse().unwrap())));
        allowed(&headers, &Server { public_url: public_url.map(str::to_owned), ..Server::default() })
    }

    #[test]
    fn programs_and_own_pages_may_and_other_pages_may_not() {
        assert!(may(None, "api.example.org", None));
        assert!(may(Some("https://api.example.org"), "api.example.org", None));
        assert!(may(Some("http://localhost:8000"), "localhost:8000", None));
        assert!(may(Some("https://api.example.org"), "10.0.0.7:8000", Some("https://api.example.org")));
        for other in
            ["https://evil.example", "null", "https://api.example.org.evil.example", "http://localhost", ""]
        {
            assert!(!may(Some(other), "api.example.org", Some("https://api.example.org")), "{other}");
        }
    }
}

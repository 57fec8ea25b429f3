//! What an operator sees: the layers in their order, and the messages about what cannot be used.

use std::path::{Path, PathBuf};

use super::{Config, ConfigError, DatabaseKind, SearchEngine};

const EXAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../tremplin.example.toml");

fn with(toml: &str, variables: &[(&str, &str)]) -> Result<Config, ConfigError> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("tremplin.toml");
    std::fs::write(&file, toml).unwrap();
    load(Some(&file), variables)
}

fn load(file: Option<&Path>, variables: &[(&str, &str)]) -> Result<Config, ConfigError> {
    let owned = variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Config::from_sources(file, owned)
}

fn message(toml: &str, variables: &[(&str, &str)]) -> String {
    with(toml, variables).unwrap_err().to_string()
}

#[test]
fn the_example_parses_to_exactly_the_defaults() {
    assert_eq!(load(Some(Path::new(EXAMPLE)), &[]).unwrap(), Config::default());
    assert_eq!(load(None, &[]).unwrap(), Config::default());
}

#[test]
fn the_example_explains_every_key_and_invents_none() {
    let text = std::fs::read_to_string(EXAMPLE).unwrap();
    // With the commented keys put in, it must still hold no key that is unknown.
    let keys = [
        "public_url",
        "metrics_address",
        "operations",
        "traces_url",
        "engine",
        "url",
        "api_key",
        "reply_to",
        "program",
    ];
    let whole =
        keys.iter().fold(text, |text, key| text.replace(&format!("# {key} = "), &format!("{key} = ")));
    // A server takes mails from an address that is there.
    let whole = whole.replace("no-reply@tremplin.example", "desk@example.org");
    // A program that is not there is refused; any file is there.
    let whole = whole.replace("/usr/local/bin/tremplin-papers", EXAMPLE);
    with(&whole, &[]).unwrap();
    let written: serde_json::Value = toml::from_str(&whole).unwrap();
    let known = serde_json::to_value(Config::default()).unwrap();
    for (section, keys) in known.as_object().unwrap() {
        for key in keys.as_object().unwrap().keys() {
            assert!(written[section].get(key).is_some(), "{section}.{key} is not in tremplin.example.toml");
        }
    }
}

#[test]
fn the_environment_wins_over_the_file_and_the_file_over_the_defaults() {
    let toml = "[auth]\nlogin_limit_per_account = 3\npassword_min_length = 10";
    let config = with(toml, &[("TREMPLIN_AUTH__PASSWORD_MIN_LENGTH", "9")]).unwrap();
    assert_eq!(config.auth.login_limit_per_account, 3);
    assert_eq!(config.auth.password_min_length, 9);
    assert_eq!(config.auth.password_max_length, 128);
}

#[test]
fn variables_take_the_type_of_their_key() {
    let config = load(
        None,
        &[
            ("TREMPLIN_SEARCH__API_KEY", "0123"),
            ("TREMPLIN_SERVER__TRUSTED_PROXIES", "10.0.0.0/8, ::1"),
            ("TREMPLIN_SERVER__CORS_ORIGINS", "https://a.example.org, http://localhost:5173"),
            ("TREMPLIN_SERVER__GRAPHIQL", "false"),
            ("TREMPLIN_SERVER__REQUEST_TIMEOUT", "2s"),
        ],
    )
    .unwrap();
    assert_eq!(config.search.api_key.unwrap().expose(), "0123");
    assert_eq!(config.server.trusted_proxies.len(), 2);
    assert_eq!(config.server.cors_origins, ["https://a.example.org", "http://localhost:5173"]);
    assert!(!config.server.graphiql);
    assert_eq!(config.server.request_timeout.as_secs(), 2);
}

#[test]
fn the_file_is_named_by_a_variable_and_must_then_exist() {
    let named = load(None, &[("TREMPLIN_CONFIG", EXAMPLE)]).unwrap();
    assert_eq!(named, Config::default());
    let missing = load(Some(&PathBuf::from("/no/such/file.toml")), &[]).unwrap_err().to_string();
    assert!(missing.contains("expected a configuration file at `/no/such/file.toml`"), "{missing}");
}

#[test]
fn an_unknown_key_is_refused_with_the_known_ones_and_its_origin() {
    let text = message("[server]\nlistn = \"127.0.0.1:1\"", &[]);
    assert!(text.contains("server.listn: unknown key; known here: listen, public_url"), "{text}");
    assert!(text.contains("tremplin.toml)"), "{text}");
    let text = message("", &[("TREMPLIN_SERVR__LISTEN", "x")]);
    assert!(text.contains("servr: unknown key; known here: server"), "{text}");
    assert!(text.contains("(from variable TREMPLIN_SERVR__LISTEN)"), "{text}");
}

#[test]
fn a_wrong_value_is_refused_with_what_was_expected_and_its_origin() {
    let cases = [
        ("TREMPLIN_SEARCH__TIMEOUT", "fast", "search.timeout: expected a duration such as"),
        ("TREMPLIN_SERVER__BODY_LIMIT", "-1", "server.body_limit: expected a whole number, 0 or more, found"),
        ("TREMPLIN_SERVER__GRAPHIQL", "maybe", "server.graphiql: expected a boolean, found string \"maybe\""),
        (
            "TREMPLIN_SERVER__TRUSTED_PROXIES",
            "10.0.0.0/99",
            "server.trusted_proxies: expected an address or a network",
        ),
        (
            "TREMPLIN_SERVER__CORS_ORIGINS",
            "https://a.example.org/",
            "server.cors_origins: expected origins as a",
        ),
        (
            "TREMPLIN_SERVER__CORS_ORIGINS",
            "*, https://a.example.org",
            "server.cors_origins: expected origins as a",
        ),
        ("TREMPLIN_SERVER__LISTEN", "8000", "server.listen: "),
        ("TREMPLIN_LOG__FORMAT", "xml", "log.format: expected one of text, json, found `xml`"),
        ("TREMPLIN_LOG__LEVEL", "inof", "log.level: expected error, warn, info"),
        ("TREMPLIN_WORKER__BATCH", "0", "worker.batch: expected 1 to 1000, found `0`"),
        ("TREMPLIN_SERVER__PUBLIC_URL", "example.org", "server.public_url: expected an address that begins"),
        ("TREMPLIN_SEARCH__ENGINE", "meilisearch", "search.url: expected an address"),
        ("TREMPLIN_MAIL__FROM", "nobody", "mail.from: expected an address, alone or as"),
        ("TREMPLIN_MAIL__REPLY_TO", "a@b\r\nBcc: c@d", "mail.reply_to: expected an address, alone or as"),
        ("TREMPLIN_FILES__MAX_BYTES", "0", "files.max_bytes: expected 1024 or more"),
        ("TREMPLIN_FILES__QUOTA_BYTES", "1024", "files.quota_bytes: expected at least files.max_bytes"),
    ];
    for (name, value, expected) in cases {
        let text = message("", &[(name, value)]);
        assert!(text.contains(expected), "{name}={value}: {text}");
        assert!(
            expected.starts_with("search.url") || text.contains(&format!("(from variable {name})")),
            "{text}"
        );
    }
}

#[test]
fn everything_that_is_out_of_range_is_told_at_once() {
    let error = with("[limits]\ndepth = 0\naliases = 0\n[offers]\nlifetime_days = 0", &[]).unwrap_err();
    let keys: Vec<_> = error.problems.iter().map(|problem| problem.key.as_str()).collect();
    assert_eq!(keys, ["offers.lifetime_days", "limits.depth", "limits.aliases"]);
}

#[test]
fn a_file_that_is_not_toml_is_named() {
    let text = message("[server\n", &[]);
    assert!(text.contains("tremplin.toml"), "{text}");
}

#[test]
fn a_single_underscore_is_pointed_out_and_foreign_variables_are_left_alone() {
    let text = message("", &[("TREMPLIN_SERVER_LISTEN", "0.0.0.0:80")]);
    assert!(text.contains("expected two underscores: TREMPLIN_SERVER__LISTEN"), "{text}");
    load(None, &[("TREMPLIN_PORT", "tcp://10.0.0.1:80"), ("TREMPLIN_SERVICE_HOST", "10.0.0.1")]).unwrap();
}

#[test]
fn secrets_are_in_no_message_and_no_debug_output() {
    let secret = "hunter2hunter2";
    let url = format!("mysql://tremplin:{secret}@localhost/tremplin");
    let text = message("", &[("TREMPLIN_DATABASE__URL", &url)]);
    assert!(text.contains("database.url: expected an address that begins with sqlite://"), "{text}");
    assert!(!text.contains(secret), "{text}");
    let text = message("[search]\napi_key = 271828182", &[]);
    assert!(
        text.contains("search.api_key: expected a text in quotes") && !text.contains("271828182"),
        "{text}"
    );
    let config = load(None, &[("TREMPLIN_SEARCH__API_KEY", secret)]).unwrap();
    assert!(!format!("{config:?}").contains(secret));
    assert!(!serde_json::to_string(&config).unwrap().contains(secret));
}

#[test]
fn mail_is_sent_by_a_server_only_from_an_address_and_without_telling_a_password_to_the_network() {
    let from = ("TREMPLIN_MAIL__FROM", "Career services <desk@example.org>");
    let url = |url| [("TREMPLIN_MAIL__URL", url), from];
    for good in [
        "smtps://user:hunter2hunter2@mail.example.org",
        "smtp://user:hunter2hunter2@mail.example.org:587?tls=required",
        "smtp://mail.example.org:25",
        "smtp://user:hunter2hunter2@127.0.0.1:2525",
        "smtp://user:hunter2hunter2@[::1]:2525",
    ] {
        assert_eq!(load(None, &url(good)).unwrap().mail.url.unwrap().expose(), good);
    }
    for bad in [
        "http://mail.example.org",
        "smtp://",
        "smtp://user:hunter2hunter2@mail.example.org",
        "smtp://user:hunter2hunter2@mail.example.org?tls=opportunistic",
        "smtp://mail.example.org?tls=perhaps",
    ] {
        let text = message("", &url(bad));
        assert!(text.contains("mail.url: expected") && !text.contains("hunter2hunter2"), "{bad}: {text}");
    }
    let text = message("", &url("smtps://user:hunter2hunter2@mail.example.org")[..1]);
    assert!(text.contains("mail.from: expected the address that mails come from"), "{text}");
}

#[test]
fn engines_are_implied_by_their_addresses() {
    let config = Config::default();
    assert_eq!(
        (config.search.engine(), config.database.kind()),
        (SearchEngine::Embedded, DatabaseKind::Sqlite)
    );
    let variables = [
        ("TREMPLIN_SEARCH__URL", "http://localhost:7700"),
        ("TREMPLIN_DATABASE__URL", "postgres://localhost/t"),
    ];
    let config = load(None, &variables).unwrap();
    assert_eq!(
        (config.search.engine(), config.database.kind()),
        (SearchEngine::Meilisearch, DatabaseKind::Postgres)
    );
    let stated = load(None, &[variables[0], ("TREMPLIN_SEARCH__ENGINE", "embedded")]).unwrap();
    assert_eq!(stated.search.engine(), SearchEngine::Embedded);
}

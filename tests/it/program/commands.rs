//! `serve`, `migrate`, `user`, `schema`, `worker`, and what they say when something is wrong.

use super::running::{Server, complained, printed, run};
use crate::harness::Database;

trials![
    metrics_are_served_where_configured,
    a_second_start_changes_nothing_and_a_signal_stops_it,
    migrations_are_listed_applied_and_reverted,
    a_server_mails_and_says_how_mails_stand,
    the_search_index_is_compared_when_no_server_holds_it,
    a_staff_account_is_made_once,
    what_is_wrong_is_said_with_an_exit_code,
    the_search_is_evaluated_on_indexes_of_its_own,
    a_worker_of_its_own_needs_a_search_server,
];

async fn a_second_start_changes_nothing_and_a_signal_stops_it(database: Database) {
    let first = Server::start(&database);
    let before = ask(&first.url).await;
    assert_eq!(before["data"]["hiringStatistics"]["total"], 238);
    let (code, log) = first.stop();
    assert_eq!(code, Some(0), "{log}");
    assert!(log.contains("stopped"), "{log}");
    let second = Server::start(&database);
    assert_eq!(ask(&second.url).await, before);
}

async fn metrics_are_served_where_configured(database: Database) {
    let mut server = Server::start_with(&database, &[("TREMPLIN_SERVER__METRICS_ADDRESS", "127.0.0.1:0")]);
    let line = server.says("/metrics");
    let url = line.split_whitespace().find(|word| word.starts_with("http://")).unwrap();
    ask(&server.url).await;
    let text = reqwest::get(url).await.unwrap().text().await.unwrap();
    assert!(text.contains("tremplin_requests_total{operation=\"other\",outcome=\"ok\"} 1"), "{text}");
    let (code, log) = server.stop();
    assert_eq!(code, Some(0), "{log}");
}

async fn ask(url: &str) -> serde_json::Value {
    let query = "{ schools { id code specialties { id code } } hiringStatistics { total }
        hires(first: 100) { totalCount edges { node { id company { id name } } } } }";
    let body = serde_json::json!({ "query": query });
    reqwest::Client::new().post(url).json(&body).send().await.unwrap().json().await.unwrap()
}

async fn a_server_mails_and_says_how_mails_stand(database: Database) {
    let server = Server::start(&database);
    let company = "mutation($email: String!) { signUpCompany(input: {
        email: $email, password: \"correct horse battery staple\", name: \"Test Member\", siret: \"99000000000010\",
        companyName: \"Test Company\", postcode: \"31400\", city: \"Toulouse\", size: PME, locale: EN,
    }) { userErrors { code message } } }";
    for email in ["one@example.org", "two@example.org"] {
        let body = serde_json::json!({ "query": company, "variables": { "email": email } });
        let answer = reqwest::Client::new().post(&server.url).json(&body).send().await.unwrap();
        let answer: serde_json::Value = answer.json().await.unwrap();
        assert_eq!(answer["data"]["signUpCompany"]["userErrors"], serde_json::json!([]), "{answer}");
    }
    let folder = database.folder.path().join("var/mail");
    let mut mails = Vec::new();
    for _ in 0..100 {
        mails = std::fs::read_dir(&folder).map_or_else(|_| Vec::new(), |files| files.flatten().collect());
        if !mails.is_empty() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    let text = std::fs::read_to_string(mails[0].path()).unwrap();
    assert!(text.contains("To: \"Test Member\" <one@example.org>"), "{text}");
    assert!(text.contains("Subject: Somebody asks to join Test Company."), "{text}");
    let (code, log) = server.stop();
    assert_eq!(code, Some(0), "{log}");
    let told = printed(&run(&database, &["mail", "status"], ""));
    assert_eq!(told, "waiting: 0\nset aside: 0\n");
    assert!(printed(&run(&database, &["mail", "retry"], "")).starts_with("0 mails"));
}

async fn the_search_is_evaluated_on_indexes_of_its_own(database: Database) {
    let printed = printed(&run(&database, &["search", "evaluate", "--verbose"], ""));
    assert!(printed.contains("nDCG@10") && printed.contains("recall@20"), "{printed}");
    assert!(printed.lines().last().is_some_and(|line| line.starts_with("embedded ")), "{printed}");
    let nowhere = run(&database, &["search", "evaluate", "--engine", "meilisearch"], "");
    assert_eq!(nowhere.status.code(), Some(78));
}

async fn migrations_are_listed_applied_and_reverted(database: Database) {
    let fresh = printed(&run(&database, &["migrate", "status"], ""));
    assert!(fresh.lines().count() >= 9 && fresh.lines().all(|line| line.starts_with("pending")), "{fresh}");
    let up = printed(&run(&database, &["migrate", "up"], ""));
    assert!(up.lines().all(|line| line.starts_with("applied")), "{up}");
    let down = printed(&run(&database, &["migrate", "down", "--steps", "2"], ""));
    assert_eq!(down.lines().filter(|line| line.starts_with("pending")).count(), 2, "{down}");
}

async fn the_search_index_is_compared_when_no_server_holds_it(database: Database) {
    let server = Server::start(&database);
    let held = printed(&run(&database, &["search", "status"], ""));
    assert!(held.contains("in use by the server"), "{held}");
    let mut told = String::new();
    for _ in 0..100 {
        told = printed(&run(&database, &["search", "status"], ""));
        if told.starts_with("waiting: 0\n") {
            break;
        }
    }
    let (code, log) = server.stop();
    assert_eq!(code, Some(0), "{log}");
    assert!(told.starts_with("waiting: 0\ntried in vain: 0\n"), "{told}");
    let compared = printed(&run(&database, &["search", "status"], ""));
    assert!(compared.contains("hires: rows 238, documents "), "{compared}");
    let again = printed(&run(&database, &["search", "retry"], ""));
    assert!(again.starts_with("0 rows"), "{again}");
}

async fn a_staff_account_is_made_once(database: Database) {
    const CREATE: &[&str] = &["user", "create", "--email", "desk@school.example.org", "--name", "The desk"];
    let desk = [CREATE, &["--role", "career-services", "--school", "INSA-TOULOUSE"]].concat();
    let made = run(&database, &desk, "correct horse battery\n");
    assert_eq!(
        printed(&made),
        "created desk@school.example.org (CAREER_SERVICES)\n",
        "{}",
        complained(&made)
    );
    let again = run(&database, &desk, "correct horse battery\n");
    assert_eq!(again.status.code(), Some(65));
    assert!(complained(&again).contains("An account has this address"), "{}", complained(&again));
    let head = [CREATE, &["--role", "department-head", "--school", "NOWHERE", "--specialty", "AE"]].concat();
    let wrong = complained(&run(&database, &head, "short\n"));
    for part in ["A password of 12 to", "A school is expected: INSA-TOULOUSE", "Unknown specialty"] {
        assert!(wrong.contains(part), "every fault is named: {wrong}");
    }
}

async fn what_is_wrong_is_said_with_an_exit_code(database: Database) {
    assert_eq!(run(&database, &["serv"], "").status.code(), Some(2));
    let mut wrong = super::running::program(&database, &["migrate", "status"]);
    let output = wrong.env("TREMPLIN_SERVER__BODY_LIMIT", "much").output().unwrap();
    assert_eq!(output.status.code(), Some(78));
    let complaint = complained(&output);
    assert!(complaint.contains("TREMPLIN_SERVER__BODY_LIMIT") && complaint.contains("much"), "{complaint}");
}

async fn a_worker_of_its_own_needs_a_search_server(database: Database) {
    let output = run(&database, &["worker"], "");
    assert_eq!(output.status.code(), Some(78));
    assert!(complained(&output).contains("search.url"), "{}", complained(&output));
}

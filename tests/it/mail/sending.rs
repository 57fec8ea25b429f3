//! By a mail server that behaves: once, whole, with nothing added by what people write.

use super::scene::{Post, header, mail, mail_to, post, queue, rows, sending_by, states};
use crate::harness::{Given, Host, Kind, Smtp, TestApp};
use anyhow::Result;
use api::{metrics, worker};
use domain::mail::MailState;
use std::sync::Arc;

trials![
    a_mail_is_sent_once,
    names_add_no_header_and_no_recipient,
    two_workers_send_each_mail_once,
    a_server_is_told_the_password,
    what_is_sent_is_counted,
];

async fn a_mail_is_sent_once(Post { app, server }: Post) {
    queue(&app, mail("one")).await;
    assert_eq!((post(&app).await, post(&app).await), (1, 0));
    let taken = server.taken();
    assert_eq!(taken.len(), 1);
    let (text, row) = (&taken[0], &rows(&app).await[0]);
    assert_eq!(header(text, "From"), "\"Career services\" <desk@example.org>");
    assert_eq!(header(text, "To"), "\"Ada Example\" <ada@example.org>");
    assert_eq!(header(text, "Subject"), "To be signed: Paper one");
    assert_eq!(header(text, "Message-ID"), format!("<{}>", row.message_id));
    assert!(row.state.0 == MailState::Sent && row.attempts == 1 && row.last_error.is_none(), "{row:?}");
}

async fn names_add_no_header_and_no_recipient(Post { app, server }: Post) {
    let names = [
        "Ada\r\nBcc: victim@example.org",
        "Ada\r\n.\r\nMAIL FROM:<evil@example.org>\r\nRCPT TO:<victim@example.org>",
        "\"Ada\" <victim@example.org>, Bob",
        "Zoë 🦀 Œuvrard",
    ];
    for (number, name) in names.into_iter().enumerate() {
        queue(&app, mail_to(name, &number.to_string())).await;
    }
    assert_eq!(post(&app).await, names.len());
    let taken = server.taken();
    assert_eq!(taken.len(), names.len(), "no second mail within one");
    for text in &taken {
        let (head, _) = text.split_once("\r\n\r\n").unwrap();
        assert!(!head.lines().any(|line| line.starts_with("Bcc")), "{text}");
        assert!(head.contains("ada@example.org"), "{text}");
    }
}

async fn two_workers_send_each_mail_once(Post { app, server }: Post) {
    for number in 0..12 {
        queue(&app, mail(&number.to_string())).await;
    }
    let (one, two) = tokio::join!(worker::post(&app.context), worker::post(&app.context));
    assert_eq!(one.unwrap() + two.unwrap(), 12);
    let taken = server.taken();
    let mut ids: Vec<&str> = taken.iter().map(|text| header(text, "Message-ID")).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!((taken.len(), ids.len()), (12, 12));
    assert!(states(&app).await.iter().all(|state| *state == MailState::Sent));
}

/// An application whose server wants a password, and one that has another.
struct Locked {
    right: TestApp,
    wrong: TestApp,
    server: Smtp,
}

impl Given for Locked {
    async fn given(host: &Arc<Host>, kind: Kind) -> Result<Self> {
        let server = Smtp::asking_for(Some("sesame"));
        let url = |password| format!("smtp://desk:{password}@127.0.0.1:{}", server.port);
        let (right, wrong) = (url("sesame"), url("guess"));
        let right = sending_by(host, kind, right).await?;
        Ok(Self { right, wrong: sending_by(host, kind, wrong).await?, server })
    }
}

async fn a_server_is_told_the_password(Locked { right, wrong, server }: Locked) {
    queue(&wrong, mail("one")).await;
    let failure = worker::post(&wrong.context).await.unwrap_err().to_string();
    assert!(failure.contains("535") && !failure.contains("guess"), "{failure}");
    assert_eq!(states(&wrong).await, [MailState::Waiting], "no mail is to blame");
    queue(&right, mail("one")).await;
    assert_eq!((post(&right).await, server.taken().len()), (1, 1));
    assert!(!format!("{:?}", right.context).contains("sesame"));
}

async fn what_is_sent_is_counted(Post { app, .. }: Post) {
    queue(&app, mail("one")).await;
    let waiting = metrics::render(&app.context).await;
    assert!(
        waiting.contains("tremplin_mail_rows 1") && waiting.contains("tremplin_mails_sent_total 0"),
        "{waiting}"
    );
    post(&app).await;
    let sent = metrics::render(&app.context).await;
    assert!(
        sent.contains("tremplin_mails_sent_total 1") && sent.contains("tremplin_mail_failures_total 0"),
        "{sent}"
    );
}

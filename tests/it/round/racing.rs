//! Two things at once: one of them wins, and nothing is half-written.

use super::scene::{Scene, act, compute, rank, read};
use serde_json::{Value, json};

trials![
    a_ranking_that_races_with_closing_is_in_whole_or_not_at_all,
    of_two_rankings_at_once_one_stands_whole,
    a_round_published_twice_at_once_is_published_once,
];

async fn a_ranking_that_races_with_closing_is_in_whole_or_not_at_all(scene: Scene) {
    let x = scene.offer(&scene.company, json!({})).await;
    let y = scene.offer(&scene.other, json!({})).await;
    for _ in 0..4 {
        let student = scene.student().await;
        let round = scene.opened(&[&x, &y], &[&student]).await;
        let order = [y.as_str(), x.as_str()];
        let (ranked, closed) = tokio::join!(
            rank(&student.client, &round, None, &order, &[]),
            act(&scene.desk, "matchingRoundClose", &round, "reason: \"Now.\""),
        );
        closed.expect_data();
        let own = read(&student.client, &round, "status ownRanking { offer { id } }").await;
        assert_eq!(own["status"], "CLOSED");
        let kept: Vec<Value> = own["ownRanking"].as_array().cloned().unwrap_or_default();
        let ranks = read(&scene.desk, &round, "students { edges { node { rankedAt } } }").await;
        let ranked_at = &ranks["students"]["edges"][0]["node"]["rankedAt"];
        match ranked.user_error_codes()[..] {
            [] => assert!(kept.len() == 2 && !ranked_at.is_null(), "{own} {ranks}"),
            ["WRONG_STATE"] => assert!(kept.is_empty() && ranked_at.is_null(), "{own} {ranks}"),
            _ => panic!("{ranked:?}"),
        }
    }
}

async fn of_two_rankings_at_once_one_stands_whole(scene: Scene) {
    let x = scene.offer(&scene.company, json!({})).await;
    let y = scene.offer(&scene.other, json!({})).await;
    let student = scene.student().await;
    let round = scene.opened(&[&x, &y], &[&student]).await;
    let (both, last) = ([x.as_str(), y.as_str()], [y.as_str()]);
    for _ in 0..4 {
        let (one, two) = tokio::join!(
            rank(&student.client, &round, None, &both, &[]),
            rank(&student.client, &round, None, &last, &[]),
        );
        one.expect_data();
        two.expect_data();
        let own = read(&student.client, &round, "ownRanking { offer { id } }").await;
        let ids: Vec<&str> = own["ownRanking"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|choice| choice["offer"]["id"].as_str())
            .collect();
        assert!(ids == both || ids == last, "{own}");
    }
}

async fn a_round_published_twice_at_once_is_published_once(scene: Scene) {
    let x = scene.offer(&scene.company, json!({})).await;
    let student = scene.student().await;
    let round = scene.opened(&[&x], &[&student]).await;
    rank(&student.client, &round, None, &[&x], &[]).await.expect_data();
    scene.pass(7);
    rank(&scene.company.client, &round, Some(&x), &[&student.id], &[]).await.expect_data();
    scene.pass(7);
    act(&scene.desk, "matchingRoundClose", &round, "").await.expect_data();
    compute(&scene.desk, &round, true).await.expect_data();
    let publish = || act(&scene.desk, "matchingRoundPublish", &round, "");
    let (one, two) = tokio::join!(publish(), publish());
    assert_eq!(one.expect_data(), two.expect_data());
    publish().await.expect_data();
    let seen =
        "{ viewer { student { applications { totalCount } } notifications { edges { node { kind } } } } }";
    let seen = student.client.get(seen, json!({})).await;
    assert_eq!(seen["viewer"]["student"]["applications"]["totalCount"], 1);
    let kinds = seen["viewer"]["notifications"]["edges"].as_array().cloned().unwrap_or_default();
    assert_eq!(kinds.iter().filter(|edge| edge["node"]["kind"] == "ROUND_PUBLISHED").count(), 1);
    let history = read(&scene.desk, &round, "history { edges { node { action } } }").await;
    let published = super::scene::nodes(&history["history"], "/action");
    assert_eq!(published.iter().filter(|action| *action == "PUBLISH").count(), 1);
}

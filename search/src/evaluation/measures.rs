//! The measures: pure functions of grades.

/// How many results count for [`ndcg`]: a screen.
pub const MEASURED: usize = 10;
/// How many results count for [`recall`]: a page.
pub const RECALLED: usize = 20;

/// Normalised discounted cumulative gain of the first [`MEASURED`] results, 0 to 1: 1 if no order of the judged
/// documents would be better.
///
/// `found` are the grades of the results in order, 0 for what was not judged; `judged` those of all judged documents.
/// A grade g gains 2^g - 1, divided by log2(1 + rank) (Järvelin and Kekäläinen 2002, with Burges's gain). `None` if
/// nothing was judged above 0: there is no best order of nothing.
#[must_use]
pub fn ndcg(found: &[u8], judged: &[u8]) -> Option<f64> {
    let mut best = judged.to_vec();
    best.sort_unstable_by(|one, other| other.cmp(one));
    let most = gain(&best);
    (most > 0.0).then(|| gain(found) / most)
}

fn gain(grades: &[u8]) -> f64 {
    let ranks = (2_u32..).map(f64::from);
    let gains = grades.iter().take(MEASURED).map(|grade| f64::from(*grade).exp2() - 1.0);
    gains.zip(ranks).fold(0.0, |sum, (gain, rank)| sum + gain / rank.log2())
}

/// Share of the judged documents that are among the first [`RECALLED`] results, 0 to 1; of as many as these can hold.
///
/// Grades as for [`ndcg`]. `None` if nothing was judged above 0.
#[must_use]
pub fn recall(found: &[u8], judged: &[u8]) -> Option<f64> {
    let wanted = |grades: &[u8], most: usize| {
        let count = grades.iter().take(most).filter(|grade| **grade > 0).count();
        f64::from(u32::try_from(count).unwrap_or(u32::MAX))
    };
    let all = wanted(judged, usize::MAX).min(f64::from(u32::try_from(RECALLED).unwrap_or(u32::MAX)));
    (all > 0.0).then(|| wanted(found, RECALLED) / all)
}

#[cfg(test)]
mod tests {
    use super::{ndcg, recall};

    fn near(value: Option<f64>, expected: f64) -> bool {
        value.is_some_and(|value| (value - expected).abs() < 1e-9)
    }

    #[test]
    fn the_best_order_is_one_and_nothing_found_is_zero() {
        assert!(near(ndcg(&[3, 2, 1, 0], &[1, 3, 2]), 1.0));
        assert!(near(ndcg(&[], &[1]), 0.0));
        assert!(near(ndcg(&[0; 10], &[2]), 0.0));
        assert_eq!(ndcg(&[], &[]), None);
        assert_eq!(ndcg(&[0], &[0]), None);
    }

    #[test]
    fn a_worked_example() {
        // (3, 0, 1): 7/1 + 0 + 1/2 = 7.5; at best (3, 2, 1): 7 + 3/log2(3) + 1/2.
        let best = 7.5 + 3.0 / 3_f64.log2();
        assert!(near(ndcg(&[3, 0, 1], &[1, 2, 3]), 7.5 / best));
    }

    #[test]
    fn what_comes_after_the_tenth_does_not_count() {
        let mut found = [0; 11];
        found[10] = 3;
        assert!(near(ndcg(&found, &[3]), 0.0));
        assert!(near(ndcg(&[3; 10], &[3; 40]), 1.0));
    }

    #[test]
    fn recall_is_of_what_a_page_can_hold() {
        assert!(near(recall(&[3, 0, 1], &[3, 1, 2, 1]), 0.5));
        assert!(near(recall(&[1; 20], &[1; 35]), 1.0));
        let mut late = [0; 25];
        late[22] = 3;
        assert!(near(recall(&late, &[3]), 0.0));
        assert_eq!(recall(&[], &[]), None);
    }
}

//! Section `[offers]`.

use serde::{Deserialize, Serialize};

use super::problem::Complaint;

/// The life of an offer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Offers {
    /// Days from publication to expiry, unless the offer is extended.
    pub lifetime_days: u32,
}

impl Default for Offers {
    fn default() -> Self {
        Self { lifetime_days: 60 }
    }
}

impl Offers {
    pub(super) fn complaints(&self) -> Vec<Complaint> {
        let days = self.lifetime_days;
        Complaint::unless((1..=366).contains(&days), "offers.lifetime_days", days, "1 to 366")
            .into_iter()
            .collect()
    }
}

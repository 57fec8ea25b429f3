//! Students and offers together: who may apply to what, and who did.

use crate::demo::World;
use crate::demo::companies::Company;
use crate::demo::offers::Offer;
use crate::demo::staff::Staff;
use crate::demo::students::Student;
use crate::demo::timeline::ApplicationHistory;
use crate::error::Error;
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// An application, planned. Everything is by its rank.
#[derive(Debug)]
pub(super) struct Application {
    pub(super) student: usize,
    /// None when it is spontaneous.
    pub(super) offer: Option<usize>,
    pub(super) company: usize,
    pub(super) history: ApplicationHistory,
}

/// Who meets.
pub(super) struct Market<'a> {
    pub(super) world: &'a World<'a>,
    pub(super) staff: &'a Staff,
    pub(super) companies: &'a [Company],
    pub(super) students: Vec<Student>,
    pub(super) offers: Vec<Offer>,
    pub(super) applications: Vec<Application>,
    /// How many applications there are to be.
    pub(super) most: usize,
    /// Students and offers by the specialties that make the one open to the other.
    pub(super) seekers: HashMap<Uuid, Vec<usize>>,
    pub(super) openings: HashMap<Uuid, Vec<usize>>,
    /// Who applied to which offer, or to which company without one: once is enough.
    met: HashSet<(usize, Option<usize>, usize)>,
}

impl<'a> Market<'a> {
    pub(super) fn open(
        world: &'a World<'a>,
        staff: &'a Staff,
        companies: &'a [Company],
        students: Vec<Student>,
        offers: Vec<Offer>,
        most: usize,
    ) -> Self {
        let mut seekers: HashMap<Uuid, Vec<usize>> = HashMap::new();
        for (rank, student) in students.iter().enumerate().filter(|(_, student)| student.confirmed.is_some())
        {
            for specialty in &student.specialties {
                seekers.entry(*specialty).or_default().push(rank);
            }
        }
        let mut openings: HashMap<Uuid, Vec<usize>> = HashMap::new();
        for (rank, offer) in offers.iter().enumerate().filter(|(_, offer)| offer.published().is_some()) {
            for specialty in &offer.specialties {
                openings.entry(specialty.id).or_default().push(rank);
            }
        }
        let (applications, met) = (Vec::with_capacity(most), HashSet::with_capacity(most));
        Self { world, staff, companies, students, offers, applications, most, seekers, openings, met }
    }

    /// Whether there are as many applications as there are to be.
    pub(super) fn is_full(&self) -> bool {
        self.applications.len() >= self.most
    }

    /// Says that they meet; false when they had.
    pub(super) fn meet(&mut self, student: usize, offer: Option<usize>, company: usize) -> bool {
        self.met.insert((student, offer, company))
    }

    /// The account that answers for a company: its first member's, or the desk of the student's school.
    pub(super) fn answers(&self, student: usize, company: usize) -> Result<Uuid, Error> {
        self.companies[company].member.map_or_else(|| self.staff.desk(self.students[student].school), Ok)
    }
}

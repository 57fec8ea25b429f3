//! Everybody around the contracts of one school, and contracts that were just opened.

use crate::application::scene::Bid;
use crate::contract::scene::{Contract, open};
use crate::harness::factory::{self, INSA, Member, Student};
use crate::harness::{Client, TestApp};
use crate::offer::scene as offers;
use api::worker;
use chrono::TimeDelta;
use domain::role::Role;
use serde_json::{Value, json};

/// A school, and what is usually agreed there.
pub(crate) struct School {
    pub(crate) code: &'static str,
    /// The option of the students here.
    pub(crate) option: &'static str,
    /// What its head is scoped to: the option, or the department that it is of.
    pub(crate) head_of: &'static str,
    /// What another head is scoped to, where the school has another specialty.
    pub(crate) other: Option<&'static str>,
    pub(crate) contract_type: &'static str,
    pub(crate) start: &'static str,
    pub(crate) end: &'static str,
}

/// The people of a school, a company, and some whose business none of it is.
pub(crate) struct Cast {
    pub(crate) app: TestApp,
    pub(crate) school: &'static School,
    pub(crate) desk: Client,
    pub(crate) head: Client,
    pub(crate) school_tutor: Client,
    /// None where the centre does not use the platform.
    pub(crate) centre: Option<Client>,
    pub(crate) company: Member,
    /// Another member of the company.
    pub(crate) colleague: Client,
    strangers: Vec<(&'static str, Client)>,
}

/// A contract on its way.
pub(crate) struct Journey<'a> {
    pub(crate) cast: &'a Cast,
    pub(crate) contract: Contract,
}

impl Cast {
    /// Everybody has an account.
    pub(crate) async fn of(app: TestApp, school: &'static School) -> Self {
        let centre = factory::staff(&app, Role::TrainingCentre, Some(school.code), &[]).await;
        Self { centre: Some(centre), ..Self::without_centre(app, school).await }
    }

    /// Everybody but the training centre has an account.
    pub(crate) async fn without_centre(app: TestApp, school: &'static School) -> Self {
        let company = factory::verified_company(&app).await;
        let colleague = factory::member(&app, &company.siret).await;
        factory::act(&company.client, "memberApprove", &colleague.id, None).await;
        let of_school = Some(school.code);
        let head = factory::staff(&app, Role::DepartmentHead, of_school, &[school.head_of]).await;
        let school_tutor = factory::staff(&app, Role::SchoolTutor, of_school, &[]).await;
        let desk = factory::career_services(&app, school.code).await;
        let strangers = strangers(&app, school).await;
        let colleague = colleague.client;
        Self { app, school, desk, head, school_tutor, centre: None, company, colleague, strangers }
    }

    /// A contract that a student of 22 has just opened.
    pub(crate) async fn opened(&self) -> Journey<'_> {
        self.opened_by("2004-03-01", json!({})).await
    }

    /// A contract that a student has just opened, of an offer that differs.
    pub(crate) async fn opened_by(&self, born: &str, offer: Value) -> Journey<'_> {
        let student =
            factory::confirmed_student(&self.app, self.school.code, self.school.option, "HIDDEN").await;
        let birth = "mutation($id: ID!, $born: Date) { studentUpdate(id: $id, input: { birthDate: $born }) {
            userErrors { code } } }";
        student.client.get(birth, json!({ "id": student.id, "born": born })).await;
        let bid = self.confirmed(student, &self.offer(offer).await).await;
        let data = open(&bid.student.client, &bid.id, json!({})).await.expect_data();
        let id = factory::text(&data, "/contractOpen/contract/id");
        Journey { cast: self, contract: Contract { student: bid.student, application: bid.id, id } }
    }

    /// A published offer of the company.
    async fn offer(&self, change: Value) -> String {
        let school = self.school;
        let mut offer = json!({ "school": school.code, "specialties": [school.option], "contractType": school.contract_type,
            "start": school.start, "end": school.end });
        if let (Some(fields), Value::Object(change)) = (offer.as_object_mut(), change) {
            fields.extend(change);
        }
        let id = offers::draft(&self.company.client, offer).await;
        offers::offer(&self.company.client, "offerSubmit", &id).await.expect_data();
        offers::offer(&self.desk, "offerApprove", &id).await.expect_data();
        id
    }

    async fn confirmed(&self, student: Student, offer: &str) -> Bid {
        let bid = Bid::to_offer(student, offer).await;
        bid.by(&self.company.client, "applicationAccept").await.expect_data();
        bid.by(&bid.student.client, "applicationConfirm").await.expect_data();
        bid
    }

    /// The desk sets days of the school's year 2026-2027.
    pub(crate) async fn sets(&self, days: &[(&str, &str)]) {
        let days: Vec<Value> = days.iter().map(|(key, date)| json!({ "key": key, "date": date })).collect();
        let document = "mutation($school: String!, $days: [SchoolDayInput!]!) {
            schoolCalendarSet(school: $school, year: \"2026-2027\", days: $days) { userErrors { code message } } }";
        self.desk.get(document, json!({ "school": self.school.code, "days": days })).await;
    }

    /// The desk sets how many places the option has in 2026-2027.
    pub(crate) async fn has_places(&self, places: i64) {
        let document =
            "mutation($input: PlacesSetInput!) { placesSet(input: $input) { userErrors { code message } } }";
        let input = json!({ "school": self.school.code, "specialty": self.school.option, "year": "2026-2027",
            "places": places });
        self.desk.get(document, json!({ "input": input })).await;
    }

    /// Lets time pass, and the worker work.
    pub(crate) async fn pass(&self, days: i64) {
        self.app.clock.advance(TimeDelta::days(days));
        worker::drain(&self.app.context).await.unwrap();
    }
}

impl Journey<'_> {
    pub(crate) fn student(&self) -> &Client {
        &self.contract.student.client
    }

    pub(crate) fn company(&self) -> &Client {
        &self.cast.company.client
    }

    /// Everybody, by the actor that they are in contracts; others are `OTHER_…`.
    pub(crate) fn everybody(&self) -> Vec<(&'static str, &Client)> {
        let cast = self.cast;
        let mut all = vec![
            ("STUDENT", self.student()),
            ("COMPANY", self.company()),
            ("COMPANY_TUTOR", &cast.colleague),
            ("CAREER_SERVICES", &cast.desk),
            ("DEPARTMENT_HEAD", &cast.head),
            ("SCHOOL_TUTOR", &cast.school_tutor),
        ];
        all.extend(cast.centre.iter().map(|centre| ("TRAINING_CENTRE", centre)));
        all.extend(cast.strangers.iter().map(|(name, client)| (*name, client)));
        all
    }
}

async fn strangers(app: &TestApp, school: &School) -> Vec<(&'static str, Client)> {
    let elsewhere = if school.code == INSA { "ENSSAT" } else { INSA };
    // A head of the same school where it has another specialty, else one of another school.
    let (head_at, head_of) = school.other.map_or((elsewhere, "IR"), |other| (school.code, other));
    vec![
        ("OTHER_STUDENT", factory::confirmed_student(app, school.code, school.option, "STAFF").await.client),
        ("OTHER_COMPANY", factory::verified_company(app).await.client),
        ("OTHER_HEAD", factory::staff(app, Role::DepartmentHead, Some(head_at), &[head_of]).await),
        ("OTHER_SCHOOL", factory::career_services(app, elsewhere).await),
        ("OTHER_CENTRE", factory::staff(app, Role::TrainingCentre, Some(elsewhere), &[]).await),
    ]
}

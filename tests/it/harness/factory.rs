//! People and objects, made as they are made in life: through the API, and staff by what `tremplin user create`
//! calls. Their names and addresses say that they are a test's.

use super::{Client, TestApp};
use api::account::create_staff;
use domain::locale::Locale;
use domain::role::Role;
use serde_json::{Value, json};

/// Everybody's password.
pub(crate) const PASSWORD: &str = "correct horse battery staple";

/// The school whose hiring history is shipped.
pub(crate) const INSA: &str = "INSA-TOULOUSE";

/// A student, signed in.
pub(crate) struct Student {
    /// To ask as the student.
    pub(crate) client: Client,
    /// The profile's id.
    pub(crate) id: String,
}

/// A person of a company, signed in.
pub(crate) struct Member {
    /// To ask as that person.
    pub(crate) client: Client,
    /// The id of the person's place in the company.
    pub(crate) id: String,
    /// The company's id.
    pub(crate) company: String,
    /// The company's SIRET.
    pub(crate) siret: String,
}

/// Signs somebody in.
pub(crate) async fn sign_in(app: &TestApp, email: &str) -> Client {
    let document = "mutation($email: String!, $password: String!) {
        signIn(email: $email, password: $password) { token userErrors { code } } }";
    let anonymous = app.anonymous();
    let data = anonymous.get(document, json!({ "email": email, "password": PASSWORD })).await;
    anonymous.with_token(text(&data, "/signIn/token"))
}

/// Staff of a school (none for an administrator), scoped to specialties where some are given.
pub(crate) async fn staff(app: &TestApp, role: Role, school: Option<&str>, specialties: &[&str]) -> Client {
    let email = email(app, "staff");
    let input = create_staff::Input {
        email: email.clone(),
        name: "Test Staff".to_owned(),
        password: PASSWORD.to_owned(),
        role,
        school: school.map(str::to_owned),
        specialties: specialties.iter().map(|code| (*code).to_owned()).collect(),
        locale: Locale::En,
        demo: false,
    };
    create_staff::run(&app.context, input).await.unwrap();
    sign_in(app, &email).await
}

/// A school's career services: the same person each time.
pub(crate) async fn career_services(app: &TestApp, school: &str) -> Client {
    let mut desks = app.desks.lock().await;
    if let Some(desk) = desks.get(school) {
        return desk.clone();
    }
    let desk = staff(app, Role::CareerServices, Some(school), &[]).await;
    desks.insert(school.to_owned(), desk.clone());
    desk
}

/// A student who has just signed up.
pub(crate) async fn student(app: &TestApp, school: &str, specialty: &str) -> Student {
    let email = email(app, "student");
    let input = json!({
        "email": email, "password": PASSWORD, "name": format!("Test Student {}", app.number()),
        "school": school, "specialty": specialty, "locale": "EN",
    });
    let document = "mutation($input: SignUpStudentInput!) { signUpStudent(input: $input) { userErrors { code message } } }";
    app.anonymous().get(document, json!({ "input": input })).await;
    let client = sign_in(app, &email).await;
    let data = client.get("{ viewer { student { id } } }", json!({})).await;
    Student { client, id: text(&data, "/viewer/student/id") }
}

/// A student whom the school confirmed and who lets these see the profile: `HIDDEN`, `STAFF` or `COMPANIES`.
pub(crate) async fn confirmed_student(
    app: &TestApp,
    school: &str,
    specialty: &str,
    visibility: &str,
) -> Student {
    let student = student(app, school, specialty).await;
    set_visibility(&student, visibility).await;
    let desk = career_services(app, school).await;
    act(&desk, "studentConfirm", &student.id, None).await;
    student
}

/// The student says who finds the profile.
pub(crate) async fn set_visibility(student: &Student, visibility: &str) {
    let document = "mutation($id: ID!, $visibility: StudentVisibility!) {
        studentVisibilitySet(id: $id, visibility: $visibility) { userErrors { code message } } }";
    student.client.get(document, json!({ "id": student.id, "visibility": visibility })).await;
}

/// The first person of a company that nobody verified yet.
pub(crate) async fn company(app: &TestApp) -> Member {
    let siret = siret(app.number());
    member(app, &siret).await
}

/// The first person of a company that career services verified.
pub(crate) async fn verified_company(app: &TestApp) -> Member {
    let member = company(app).await;
    act(&career_services(app, INSA).await, "companyVerify", &member.company, None).await;
    member
}

/// One more person of a company: waits for the approval of a member, unless the first.
pub(crate) async fn member(app: &TestApp, siret: &str) -> Member {
    let email = email(app, "company");
    let input = json!({
        "email": email, "password": PASSWORD, "name": format!("Test Member {}", app.number()), "siret": siret,
        "companyName": format!("Test Company {}", app.number()), "postcode": "31400", "city": "Toulouse",
        "size": "PME", "locale": "EN",
    });
    let document = "mutation($input: SignUpCompanyInput!) { signUpCompany(input: $input) { userErrors { code message } } }";
    app.anonymous().get(document, json!({ "input": input })).await;
    let client = sign_in(app, &email).await;
    let data = client.get("{ viewer { membership { id company { id } } } }", json!({})).await;
    let company = text(&data, "/viewer/membership/company/id");
    Member { client, id: text(&data, "/viewer/membership/id"), company, siret: siret.to_owned() }
}

/// A draft of the member's company, for these specialties of a school.
pub(crate) async fn draft_offer(
    app: &TestApp,
    member: &Member,
    school: &str,
    specialties: &[&str],
) -> String {
    let input = json!({
        "school": school, "specialties": specialties, "title": format!("Test Offer {}", app.number()),
        "description": "An offer that was made by a test.", "contractType": "PROFESSIONALISATION", "start": "2026-10-01",
        "end": "2027-09-30", "postcode": "31400", "city": "Toulouse", "positions": 2,
    });
    let document = "mutation($input: OfferCreateInput!) {
        offerCreate(input: $input) { offer { id } userErrors { code message } } }";
    text(&member.client.get(document, json!({ "input": input })).await, "/offerCreate/offer/id")
}

/// An offer that waits for career services.
pub(crate) async fn pending_offer(
    app: &TestApp,
    member: &Member,
    school: &str,
    specialties: &[&str],
) -> String {
    let offer = draft_offer(app, member, school, specialties).await;
    act(&member.client, "offerSubmit", &offer, None).await;
    offer
}

/// An offer that career services published.
pub(crate) async fn published_offer(
    app: &TestApp,
    member: &Member,
    school: &str,
    specialties: &[&str],
) -> String {
    let offer = pending_offer(app, member, school, specialties).await;
    act(&career_services(app, school).await, "offerApprove", &offer, None).await;
    offer
}

/// An application, to an offer (`offer`) or to a company (`company`).
pub(crate) async fn application(student: &Student, target: &str, id: &str) -> String {
    let document = "mutation($input: ApplicationSubmitInput!) {
        applicationSubmit(input: $input) { application { id } userErrors { code message } } }";
    let data = student.client.get(document, json!({ "input": { target: id } })).await;
    text(&data, "/applicationSubmit/application/id")
}

/// Any mutation that takes an id, and a reason where one is given, and must succeed.
pub(crate) async fn act(client: &Client, mutation: &str, id: &str, reason: Option<&str>) {
    let reason = reason.map(|reason| format!(", reason: {}", json!(reason))).unwrap_or_default();
    let document =
        format!("mutation($id: ID!) {{ {mutation}(id: $id{reason}) {{ userErrors {{ code message }} }} }}");
    client.get(&document, json!({ "id": id })).await;
}

/// The text at a place of an answer, as `/offer/id`.
#[track_caller]
pub(crate) fn text(data: &Value, pointer: &str) -> String {
    let found = data.pointer(pointer).and_then(Value::as_str);
    found.unwrap_or_else(|| panic!("no text at {pointer} in {data}")).to_owned()
}

fn email(app: &TestApp, who: &str) -> String {
    format!("{who}-{}@example.org", app.number())
}

/// A SIRET with a right check digit, unlike for each number.
fn siret(number: u64) -> String {
    let digits = format!("99{number:011}");
    let doubled = |(rank, digit): (usize, u32)| match (rank % 2, digit * 2) {
        (1, _) => digit,
        (_, twice) if twice > 9 => twice - 9,
        (_, twice) => twice,
    };
    // The check digit is the 14th, so that every other digit counts double from the first on.
    let sum: u32 = digits.chars().filter_map(|c| c.to_digit(10)).enumerate().map(doubled).sum();
    format!("{digits}{}", (10 - sum % 10) % 10)
}

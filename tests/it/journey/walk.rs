//! Where a contract stands, asked of everybody, and the ways of taking it further.

use super::cast::Journey;
use crate::contract::scene::texts;
use crate::contract::seeing::EVERYTHING;
use crate::document::scene::{hand_in, upload};
use crate::harness::factory;
use crate::harness::{Answer, Client};
use crate::offer::scene::told;
use serde_json::{Value, json};

/// Stands for a file that whoever does the step uploads first.
pub(crate) const FILE: &str = "FILE";
/// Somebody whom a step names.
pub(crate) const PERSON: &str = "Test Person <person@example.org>";

/// What is given for the inputs of a step.
pub(crate) fn given(inputs: &[(&str, &str)]) -> Value {
    inputs.iter().map(|(key, value)| json!({ "key": key, "value": value })).collect()
}

fn listed(step: &Value, field: &str) -> Vec<String> {
    step[field].as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

impl Journey<'_> {
    /// Asserts where the contract stands: the steps that wait for somebody (`4: STUDENT COMPANY`), those that wait for others
    /// or for an answer (`5 < 3 4 ?question`; what comes once it is active is left out), and who is asked for what
    /// (`STUDENT: 4`). Then everybody who is not asked tries what is open, and the desk whatever is not: nobody can.
    pub(crate) async fn stands(&self, open: &[&str], blocked: &[&str], asked: &[&str]) {
        let steps = self.steps().await;
        let waiting = steps.iter().filter(|step| !listed(step, "waitingFor").is_empty());
        let waiting = waiting.map(|step| format!("{}: {}", key(step), listed(step, "waitingFor").join(" ")));
        assert_eq!(waiting.collect::<Vec<_>>(), open, "open");
        let held = steps.iter().filter(|step| step["status"] == "BLOCKED" && step["phase"] != "ACTIVE");
        assert_eq!(held.map(obstacles).collect::<Vec<_>>(), blocked, "blocked");
        let mut seen = Vec::new();
        for (name, client) in self.everybody() {
            let own = self.asked(client).await;
            if !own.is_empty() {
                seen.push(format!("{name}: {}", own.join(" ")));
            }
            self.nothing_else(name, client, &own, &steps).await;
        }
        assert_eq!(seen, asked, "asked");
        self.in_order(&steps).await;
    }

    async fn steps(&self) -> Vec<Value> {
        let fields = "procedure { steps { key status phase waitingFor blockedBy unanswered validatedBy } }";
        let read = self.contract.read(&self.cast.desk, fields).await;
        read.pointer("/procedure/steps").and_then(Value::as_array).cloned().unwrap()
    }

    /// The steps that somebody may act on.
    async fn asked(&self, client: &Client) -> Vec<String> {
        let read = self.contract.read(client, "procedure { forViewer { key } }").await;
        texts(&read["procedure"]["forViewer"], "/key")
    }

    /// Somebody tries every step that waits for others.
    async fn nothing_else(&self, name: &str, client: &Client, own: &[String], steps: &[Value]) {
        let sees = self.contract.read(client, "id").await != Value::Null;
        for step in steps.iter().filter(|step| !listed(step, "waitingFor").is_empty()) {
            if own.contains(&key(step)) {
                continue;
            }
            let answer = match step["status"].as_str() {
                Some("AWAITING_VALIDATION") => {
                    self.contract.take(client, "stepValidate", &key(step), "").await
                }
                _ => self.contract.complete(client, &key(step), json!([])).await,
            };
            if !sees {
                answer.expect_error("NOT_FOUND");
                continue;
            }
            let has_agreed = listed(step, "validatedBy").iter().any(|actor| actor == name);
            let code = if has_agreed { "STEP_STATE" } else { "NOT_YOUR_STEP" };
            assert_eq!(answer.user_error_codes(), [code], "{name} and {}", key(step));
        }
    }

    /// The desk tries every step that cannot be done.
    async fn in_order(&self, steps: &[Value]) {
        for step in steps {
            let code = match step["status"].as_str() {
                Some("BLOCKED") => "STEP_NOT_OPEN",
                Some("DONE") => "STEP_STATE",
                Some("DOES_NOT_APPLY") => "STEP_DOES_NOT_APPLY",
                _ => continue,
            };
            let answer = self.contract.complete(&self.cast.desk, &key(step), json!([])).await;
            assert_eq!(answer.user_error_codes(), [code], "{}", key(step));
        }
    }

    /// The deadlines, as `5 2026-10-06`: `?` is to be dated; ` late` has passed, ` -` does not count, or no more.
    pub(crate) async fn due(&self) -> Vec<String> {
        let fields = "deadlines { step dueOn pending overdue }";
        let read = self.contract.read(self.student(), fields).await;
        let lines = read["deadlines"].as_array().into_iter().flatten().map(|one| {
            let day = one["dueOn"].as_str().unwrap_or("?");
            let mark = match (one["pending"] == true, one["overdue"] == true) {
                (_, true) => " late",
                (true, false) => "",
                (false, false) => " -",
            };
            format!("{} {day}{mark}", factory::text(one, "/step"))
        });
        lines.collect()
    }

    /// Somebody does a step.
    pub(crate) async fn does(&self, client: &Client, step: &str, inputs: &[(&str, &str)]) {
        self.tries(client, step, inputs).await.expect_data();
    }

    /// Somebody tries to do a step. Papers that must be signed before are then handed in at the desk, and it is tried again.
    async fn tries(&self, client: &Client, step: &str, inputs: &[(&str, &str)]) -> Answer {
        let inputs = self.with_files(client, inputs).await;
        let answer = self.contract.complete(client, step, inputs.clone()).await;
        if !answer.user_error_codes().contains(&"PAPER_NOT_SIGNED") {
            return answer;
        }
        for paper in texts(&answer.data["stepComplete"]["userErrors"], "/path/1") {
            hand_in(&self.cast.desk, &self.contract.id, &paper).await;
        }
        self.contract.complete(client, step, inputs).await
    }

    /// The inputs of a step, whose files somebody has uploaded; the company's tutor is the colleague.
    pub(crate) async fn with_files(&self, client: &Client, inputs: &[(&str, &str)]) -> Value {
        let mut uploaded = Vec::new();
        for (key, value) in inputs {
            let value = match (*key, *value) {
                (_, FILE) => upload(client, &self.contract.id).await,
                ("company_tutor", _) => format!("Test Tutor <{}>", self.colleague().await),
                (_, value) => value.to_owned(),
            };
            uploaded.push(json!({ "key": key, "value": value }));
        }
        uploaded.into()
    }

    /// Somebody agrees to a step.
    pub(crate) async fn agrees(&self, client: &Client, step: &str) {
        self.contract.take(client, "stepValidate", step, "").await.expect_data();
    }

    /// Somebody refuses a step.
    pub(crate) async fn refuses(&self, client: &Client, step: &str, reason: &str) {
        let reason = format!("reason: {}", json!(reason));
        self.contract.take(client, "stepRefuse", step, &reason).await.expect_data();
    }

    /// The desk says what is known.
    pub(crate) async fn knows(&self, facts: &[(&str, &str)]) {
        self.contract.facts(&self.cast.desk, facts).await.expect_data();
    }

    /// Where it stands, as everybody on it sees it.
    pub(crate) async fn status(&self) -> String {
        let status = self.contract.status(self.student()).await;
        assert_eq!(self.contract.status(self.company()).await, status);
        status
    }

    /// One step as the desk sees it: done late or not, by whom and recorded by whom.
    pub(crate) async fn done(&self, step: &str) -> String {
        let step = self.contract.step(&self.cast.desk, step).await;
        let late = if step["late"] == true { ", late" } else { "" };
        format!(
            "{} by {} for {}{late}",
            step["status"].as_str().unwrap_or("?"),
            step["recordedBy"].as_str().unwrap_or("nobody"),
            step["completedBy"].as_str().unwrap_or("nobody")
        )
    }

    /// The last step that cannot be done yet, since the candidate may not sign: by which rules.
    pub(crate) async fn not_eligible(
        &self,
        client: &Client,
        step: &str,
        inputs: &[(&str, &str)],
    ) -> Vec<String> {
        let answer = self.tries(client, step, inputs).await;
        assert!(answer.user_error_codes().iter().all(|code| *code == "NOT_ELIGIBLE"), "{answer:#?}");
        texts(&answer.data["stepComplete"]["userErrors"], "/path/1")
    }

    /// Asserts that it is active, and one hire in the school's history; nothing that is done later adds another.
    pub(crate) async fn is_active(&self) {
        assert_eq!(self.status().await, "ACTIVE");
        let actions = self.contract.actions(&self.cast.desk).await;
        assert_eq!(actions.iter().filter(|action| *action == "ACTIVATE").count(), 1);
        assert_eq!(self.hires().await, ["CONTRACT"]);
        for client in [self.student(), self.company()] {
            let active = told(client).await.into_iter().filter(|kind| kind == "CONTRACT_ACTIVE");
            assert_eq!(active.count(), 1);
        }
        self.is_cheap().await;
    }

    /// Its page, with everything that there is by now, takes twelve statements at most.
    async fn is_cheap(&self) {
        for client in [&self.cast.desk, self.student(), self.company(), &self.cast.head] {
            self.contract.read(client, EVERYTHING).await;
            self.cast.app.in_statements(12, self.contract.read(client, EVERYTHING)).await;
        }
    }

    /// The sources of the school's hires of the year.
    pub(crate) async fn hires(&self) -> Vec<String> {
        let document = "query($school: String) {
            hires(filter: { school: $school, years: { from: \"2026-2027\", to: \"2026-2027\" } }) {
                edges { node { source } } } }";
        let read = self.cast.desk.get(document, json!({ "school": self.cast.school.code })).await;
        texts(&read["hires"]["edges"], "/node/source")
    }

    /// How many contracts with something late each of these sees.
    pub(crate) async fn overdue(&self, clients: &[&Client]) -> Vec<Value> {
        let document = "{ contracts(filter: { overdue: true }) { totalCount } }";
        let mut counts = Vec::new();
        for client in clients {
            counts.push(client.get(document, json!({})).await["contracts"]["totalCount"].take());
        }
        counts
    }

    /// How often each of these was reminded of a deadline.
    pub(crate) async fn reminded(&self, clients: &[&Client]) -> Vec<usize> {
        let mut counts = Vec::new();
        for client in clients {
            let reminders = told(client).await.into_iter().filter(|kind| kind == "CONTRACT_DEADLINE");
            counts.push(reminders.count());
        }
        counts
    }

    /// The company names the colleague its tutor, and the desk the school's tutor.
    pub(crate) async fn has_tutors(&self) {
        self.has_company_tutor().await;
        let tutor = self.cast.school_tutor.get("{ viewer { email } }", json!({})).await;
        let tutor = format!("email: {}", json!(factory::text(&tutor, "/viewer/email")));
        self.contract.with(&self.cast.desk, "schoolTutorAssign", &tutor).await.expect_data();
    }

    /// The colleague's address.
    async fn colleague(&self) -> String {
        let viewer = self.cast.colleague.get("{ viewer { email } }", json!({})).await;
        factory::text(&viewer, "/viewer/email")
    }

    /// The company names the colleague its tutor.
    pub(crate) async fn has_company_tutor(&self) {
        let colleague = self.colleague().await;
        let input = json!({ "name": "Test Tutor", "jobTitle": "Engineer", "email": colleague, "engineer": true,
            "diploma": "Engineer", "experienceYears": 5, "engineerMonths": 60 });
        let assign = "mutation($id: ID!, $input: CompanyTutorInput!) { tutorAssign(id: $id, input: $input) {
            userErrors { code message } } }";
        self.company().get(assign, json!({ "id": self.contract.id, "input": input })).await;
    }
}

fn key(step: &Value) -> String {
    factory::text(step, "/key")
}

fn obstacles(step: &Value) -> String {
    let questions = listed(step, "unanswered").into_iter().map(|question| format!("?{question}"));
    let obstacles: Vec<String> = listed(step, "blockedBy").into_iter().chain(questions).collect();
    format!("{} < {}", key(step), obstacles.join(" "))
}

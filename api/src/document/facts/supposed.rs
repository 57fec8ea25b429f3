//! What can be supposed of a contract: from the answers that its steps were given, and from what people and companies say of
//! themselves. Whoever issues a paper says otherwise where it is otherwise.

use crate::document::facts::known::Sources;
use domain::document::fact::owner;
use domain::procedure::{Actor, Person as Given, Value};
use papers::Facts;
use papers::facts::{Mission, Person};

/// What the steps of this contract were answered.
pub(super) fn answers(sources: &Sources) -> Facts {
    let mut facts = Facts::default();
    for step in &sources.reading.run.steps {
        for (key, value) in &step.inputs {
            answer(&mut facts, key, value, step.given_by);
        }
    }
    facts
}

/// What people and companies say of themselves.
pub(super) fn profiles(sources: &Sources) -> Facts {
    let mut facts = Facts::default();
    let (company, student) = (&sources.company, &sources.student);
    facts.company.address.postcode.clone_from(&company.postcode);
    facts.company.address.city.clone_from(&company.city);
    facts.student.address.postcode.clone_from(&student.postcode);
    facts.student.address.city.clone_from(&student.city);
    (facts.student.first_name, facts.student.last_name) = names(&student.name);
    if let Some(head) = &sources.head {
        facts.department_head.name = Some(head.name.clone());
        facts.department_head.mail = Some(head.email.clone());
    }
    facts
}

/// First and last name, where there is one of each; of any other name nobody but its owner knows which is which.
fn names(name: &str) -> (Option<String>, Option<String>) {
    let mut words = name.split_whitespace();
    match (words.next(), words.next(), words.next()) {
        (Some(first), Some(last), None) => (Some(first.to_owned()), Some(last.to_owned())),
        _ => (None, None),
    }
}

/// The inputs that the schools' procedures ask for under these keys. Others are for people to read. A signature is asked
/// for at an address of those who may name who signs: a student who fills the company's sheet says who, and not where.
fn answer(facts: &mut Facts, key: &str, value: &Value, by: Option<Actor>) {
    match (key, value) {
        ("signatory", Value::Person(given)) => {
            facts.company.signatory = person(given);
            facts.company.signatory.mail.take_if(|_| !may_say("company.signatory.mail", by));
        }
        ("hr_contact", Value::Person(given)) => facts.company.contact = person(given),
        ("company_tutor", Value::Person(given)) => {
            let Person { name, function, mut mail, phone } = person(given);
            mail.take_if(|_| !may_say("company_tutor.mail", by));
            let tutor = &mut facts.company_tutor;
            (tutor.name, tutor.function, tutor.mail, tutor.phone) = (name, function, mail, phone);
        }
        ("opco", Value::Text(text)) => facts.opco.name = Some(text.clone()),
        ("post", Value::Text(text)) => facts.contract.post = Some(text.clone()),
        ("form", Value::Choice(choice)) => facts.contract.open_ended = Some(choice == "cdi"),
        ("activities" | "missions", Value::Text(text)) => facts.missions.push(mission(None, text)),
        ("missions_1", Value::Text(text)) => facts.missions.push(mission(Some("1re année"), text)),
        ("missions_2", Value::Text(text)) => facts.missions.push(mission(Some("2e année"), text)),
        ("missions_3", Value::Text(text)) => facts.missions.push(mission(Some("3e année"), text)),
        ("final_project", Value::Text(text)) => facts.final_project.description = Some(text.clone()),
        _ => {}
    }
}

/// Whether papers print what a step is answered under this key.
pub(crate) fn is_printed(key: &str) -> bool {
    PRINTED.contains(&key)
}

/// The keys that [`answer`] knows.
const PRINTED: &[&str] = &[
    "signatory",
    "hr_contact",
    "company_tutor",
    "opco",
    "post",
    "form",
    "activities",
    "missions",
    "missions_1",
    "missions_2",
    "missions_3",
    "final_project",
];

fn may_say(path: &str, by: Option<Actor>) -> bool {
    owner(path).zip(by).is_some_and(|((_, sayers), by)| sayers.contains(&by))
}

fn person(given: &Given) -> Person {
    Person {
        name: Some(given.name.clone()),
        function: given.function.clone(),
        mail: Some(given.email.clone()),
        phone: given.phone.clone(),
    }
}

fn mission(period: Option<&str>, text: &str) -> Mission {
    Mission {
        period: period.map(str::to_owned),
        title: "Missions confiées".to_owned(),
        description: Some(text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_of_two_words_is_parted_and_no_other() {
        assert_eq!(names("Camille Martin"), (Some("Camille".into()), Some("Martin".into())));
        assert_eq!(names("Jean Paul Martin"), (None, None));
        assert_eq!(names("Camille"), (None, None));
    }

    #[test]
    fn what_steps_were_answered_is_printed() {
        let mut facts = Facts::default();
        let signatory = Given {
            name: "A. Person".into(),
            email: "a@example.org".into(),
            function: Some("head".into()),
            phone: None,
        };
        answer(&mut facts, "signatory", &Value::Person(signatory), Some(Actor::Company));
        answer(&mut facts, "missions_1", &Value::Text("Build".into()), Some(Actor::Student));
        answer(&mut facts, "anything", &Value::Text("x".into()), None);
        assert_eq!(facts.company.signatory.mail.as_deref(), Some("a@example.org"));
        assert_eq!(facts.missions.len(), 1);
        assert_eq!(facts.missions[0].period.as_deref(), Some("1re année"));
    }

    #[test]
    fn what_is_printed_is_known_by_its_key() {
        let value = |key: &str| match key {
            "signatory" | "hr_contact" | "company_tutor" => Value::Person(Given {
                name: "A. Person".into(),
                email: "a@example.org".into(),
                function: None,
                phone: None,
            }),
            "form" => Value::Choice("cdi".into()),
            _ => Value::Text("x".into()),
        };
        for key in PRINTED {
            let mut facts = Facts::default();
            answer(&mut facts, key, &value(key), Some(Actor::Company));
            assert_ne!(
                serde_json::to_value(&facts).unwrap(),
                serde_json::to_value(Facts::default()).unwrap(),
                "{key}"
            );
        }
        assert!(!is_printed("letter"));
    }

    #[test]
    fn a_student_does_not_say_where_the_company_signs() {
        for key in ["signatory", "company_tutor"] {
            for (by, counts) in [
                (Some(Actor::Student), false),
                (None, false),
                (Some(Actor::Company), true),
                (Some(Actor::CareerServices), true),
            ] {
                let mut facts = Facts::default();
                let given = Given {
                    name: "A. Person".into(),
                    email: "a@example.org".into(),
                    function: None,
                    phone: None,
                };
                answer(&mut facts, key, &Value::Person(given), by);
                let [name, mail] = match key {
                    "signatory" => [facts.company.signatory.name, facts.company.signatory.mail],
                    _ => [facts.company_tutor.name, facts.company_tutor.mail],
                };
                assert_eq!(name.as_deref(), Some("A. Person"), "{key} {by:?}");
                assert_eq!(mail.is_some(), counts, "{key} {by:?}");
            }
        }
    }
}

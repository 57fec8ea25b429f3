//! Who takes part in a contract of the demo, and what they write.

use super::plan::Plan;
use crate::contract::staged::Players;
use crate::demo::World;
use crate::demo::market::Market;
use crate::error::Error;
use chrono::{DateTime, Utc};
use domain::money::Cents;
use domain::procedure::{Actor, Input, InputKind, Inputs, Person, Step, Value};
use domain::role::Role;
use entity::company_tutor;
use sea_orm::ActiveValue::Set;
use uuid::Uuid;

/// The people of one contract.
pub(super) struct People<'a> {
    plan: &'a Plan,
    number: usize,
    student: Uuid,
    desk: Uuid,
    head: Uuid,
    pub(super) school_tutor: Uuid,
    centre: Uuid,
    /// Stands for a file: the demo uploads none.
    file: Uuid,
}

impl<'a> People<'a> {
    pub(super) fn of(market: &Market<'_>, plan: &'a Plan) -> Result<Self, Error> {
        let (staff, school) = (market.staff, plan.specialty.school_id);
        let student = &market.students[plan.student];
        Ok(Self {
            plan,
            number: student.number,
            student: student.account,
            desk: staff.desk(school)?,
            head: staff.of(school, Role::DepartmentHead)?,
            school_tutor: staff.of(school, Role::SchoolTutor)?,
            centre: staff.of(school, Role::TrainingCentre)?,
            file: market.world.dice.id(plan.opened),
        })
    }

    fn person(&self) -> Person {
        let number = self.number;
        Person {
            name: format!("Tuteur Démo {number:04}"),
            email: format!("demo-tutor-{number:04}@example.org"),
            function: Some("Ingénieur".to_owned()),
            phone: None,
        }
    }

    /// The company's tutor, to be written.
    pub(super) fn company_tutor(
        &self,
        world: &World<'_>,
        company: Uuid,
        at: DateTime<Utc>,
    ) -> company_tutor::ActiveModel {
        let person = self.person();
        company_tutor::ActiveModel {
            id: Set(world.dice.id(at)),
            company_id: Set(company),
            account_id: Set(None),
            name: Set(person.name),
            job_title: Set("Ingénieur".to_owned()),
            email_key: Set(person.email.to_lowercase()),
            email: Set(person.email),
            phone: Set(None),
            birth_year: Set(Some(1985)),
            diploma: Set(Some("Diplôme d'ingénieur".to_owned())),
            experience_years: Set(Some(10)),
            engineer: Set(Some(true)),
            engineer_months: Set(Some(120)),
            employer: Set(false),
            created_at: Set(at),
            updated_at: Set(at),
        }
    }

    fn value(&self, input: &Input) -> Value {
        match &input.kind {
            InputKind::Text { max_words: Some(_), .. } => Value::Text("Sujet de démonstration".to_owned()),
            InputKind::Text { max_length, .. } => {
                let text =
                    format!("Texte fictif, fait pour la démonstration : {}.", input.title.fr.to_lowercase());
                Value::Text(text.chars().take(*max_length).collect())
            }
            InputKind::Date if input.key == "end" => Value::Date(self.plan.last_day),
            InputKind::Date => Value::Date(self.plan.first_day),
            InputKind::Money => Value::Money(Cents(549_000)),
            InputKind::Boolean => Value::Boolean(true),
            InputKind::Integer { min, .. } => Value::Integer(*min),
            InputKind::Choice(choices) => {
                Value::Choice(choices.first().map(|choice| choice.key.clone()).unwrap_or_default())
            }
            InputKind::Person => Value::Person(self.person()),
            InputKind::File => Value::File(self.file),
        }
    }
}

impl Players for People<'_> {
    fn account(&self, actor: Actor) -> Uuid {
        match actor {
            Actor::Student => self.student,
            Actor::Company | Actor::CompanyTutor => self.plan.member,
            Actor::DepartmentHead => self.head,
            Actor::SchoolTutor => self.school_tutor,
            Actor::TrainingCentre => self.centre,
            Actor::CareerServices
            | Actor::Direction
            | Actor::SocialService
            | Actor::HomeSchool
            | Actor::Opco => self.desk,
        }
    }

    fn inputs(&self, step: &Step) -> Inputs {
        let asked = step.inputs.iter().filter(|input| input.required);
        asked.map(|input| (input.key.clone(), self.value(input))).collect()
    }
}

//! Rows to search, each told to the outbox.

use super::world::World;
use crate::outbox::{self, Indexed};
use crate::skill;
use chrono::{NaiveDate, TimeDelta};
use domain::company::CompanyStatus;
use domain::locale::Locale;
use domain::offer::{OfferStatus, RemotePolicy};
use domain::role::Role;
use domain::student::{StudentStatus, StudentVisibility};
use domain::text::fold;
use entity::{Stored, account, company, offer, offer_skill, offer_specialty, student};
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use uuid::Uuid;

impl World {
    /// A company of the history, or a new one.
    pub(crate) async fn company(&self, name: &str, status: CompanyStatus) -> company::Model {
        let known = company::Entity::find().filter(company::Column::NameKey.eq(fold(name)));
        let known = known.one(&self.context.db.write).await.unwrap();
        let now = self.context.now();
        let row = match known {
            Some(known) => {
                let version = known.version + 1;
                let mut row = known.into_active_model();
                row.status = Set(Stored(status));
                row.version = Set(version);
                row.update(&self.context.db.write).await.unwrap()
            }
            None => {
                let row = company::ActiveModel {
                    id: Set(self.context.new_id()),
                    name: Set(name.to_owned()),
                    name_key: Set(fold(name)),
                    status: Set(Stored(status)),
                    demo: Set(true),
                    version: Set(1),
                    created_at: Set(now),
                    updated_at: Set(now),
                    ..Default::default()
                };
                row.insert(&self.context.db.write).await.unwrap()
            }
        };
        self.changed(Indexed::Company, row.id, row.version).await;
        row
    }

    /// Says that a row changed.
    pub(crate) async fn changed(&self, kind: Indexed, id: Uuid, version: i64) {
        outbox::changed(&self.context, &self.context.db.write, kind, [(id, version)]).await.unwrap();
    }

    /// A published offer by a company, to some specialties of a school, which asks for some skills.
    pub(crate) async fn offer(
        &self,
        company: &company::Model,
        title: &str,
        (school, specialties): (&str, &[&str]),
        skills: &[&str],
        change: impl FnOnce(&mut offer::ActiveModel),
    ) -> offer::Model {
        let db = &self.context.db.write;
        self.clock.advance(TimeDelta::seconds(1));
        let (now, id) = (self.context.now(), self.context.new_id());
        let account = self.account(Role::CompanyMember).await;
        let mut row = offer::ActiveModel {
            id: Set(id),
            reference: Set(id.to_string()),
            company_id: Set(company.id),
            school_id: Set(self.school(school).await),
            title: Set(title.to_owned()),
            title_key: Set(fold(title)),
            description: Set("Au sein de l'équipe, contrat d'un an.".to_owned()),
            contract_type: Set(Stored(domain::contract_type::ContractType::Professionalisation)),
            positions: Set(1),
            city: Set(Some("Toulouse".to_owned())),
            city_key: Set(Some("toulouse".to_owned())),
            remote: Set(Stored(RemotePolicy::None)),
            start_on: Set(NaiveDate::from_ymd_opt(2027, 9, 1).unwrap()),
            status: Set(Stored(OfferStatus::Published)),
            published_at: Set(Some(now)),
            created_by: Set(account),
            search_key: Set(fold(&format!("{title} {} {}", company.name, skills.join(" ")))),
            demo: Set(true),
            version: Set(1),
            created_at: Set(now),
            updated_at: Set(now),
            ..Default::default()
        };
        change(&mut row);
        let row = row.insert(db).await.unwrap();
        for code in specialties {
            let link = offer_specialty::ActiveModel {
                id: Set(self.context.new_id()),
                offer_id: Set(id),
                specialty_id: Set(self.specialty(school, code).await),
            };
            link.insert(db).await.unwrap();
        }
        let names: Vec<String> = skills.iter().map(|skill| (*skill).to_owned()).collect();
        for (position, skill) in (1..).zip(skill::store::ids_of(&self.context, db, &names).await.unwrap()) {
            let id = self.context.new_id();
            let link = offer_skill::ActiveModel {
                id: Set(id),
                offer_id: Set(row.id),
                skill_id: Set(skill),
                position: Set(position),
            };
            link.insert(db).await.unwrap();
        }
        self.changed(Indexed::Offer, row.id, row.version).await;
        row
    }

    /// A student of a school's specialty.
    pub(crate) async fn student(
        &self,
        name: &str,
        (school, specialty): (&str, &str),
        visibility: StudentVisibility,
        status: StudentStatus,
    ) -> student::Model {
        let now = self.context.now();
        let row = student::ActiveModel {
            id: Set(self.context.new_id()),
            account_id: Set(self.account(Role::Student).await),
            school_id: Set(self.school(school).await),
            specialty_id: Set(self.specialty(school, specialty).await),
            academic_year: Set(2027),
            name: Set(name.to_owned()),
            name_key: Set(fold(name)),
            headline: Set(Some("Embedded software".to_owned())),
            visibility: Set(Stored(visibility)),
            status: Set(Stored(status)),
            demo: Set(true),
            version: Set(1),
            created_at: Set(now),
            updated_at: Set(now),
            ..Default::default()
        };
        let row = row.insert(&self.context.db.write).await.unwrap();
        self.changed(Indexed::Student, row.id, row.version).await;
        row
    }

    async fn account(&self, role: Role) -> Uuid {
        let id = self.context.new_id();
        let email = format!("{id}@example.org");
        let row = account::ActiveModel {
            id: Set(id),
            email_key: Set(email.clone()),
            email: Set(email),
            name: Set("Test Person".to_owned()),
            password_hash: Set(String::new()),
            role: Set(Stored(role)),
            locale: Set(Stored(Locale::En)),
            demo: Set(true),
            created_at: Set(self.context.now()),
            ..Default::default()
        };
        row.insert(&self.context.db.write).await.unwrap().id
    }
}

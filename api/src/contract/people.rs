//! The people of a contract: `CompanyTutor` and `Staff`.

use crate::context::Request;
use crate::error::Error;
use crate::graphql::id::{Id, IdKind};
use crate::history::Doer;
use async_graphql::{Object, SimpleObject};
use entity::company_tutor;
use std::sync::Arc;
use uuid::Uuid;

/// A person of a company who follows students under contract.
#[derive(Clone, Debug)]
pub struct CompanyTutor {
    /// The row.
    pub row: Arc<company_tutor::Model>,
    /// Whether the one who asks is of the company or the school.
    pub private: bool,
}

/// A person of a company who follows students under contract.
#[Object]
impl CompanyTutor {
    /// Opaque id.
    async fn id(&self) -> Id {
        Id::new(IdKind::CompanyTutor, self.row.id)
    }

    /// Name.
    async fn name(&self) -> &str {
        &self.row.name
    }

    /// Function in the company.
    async fn job_title(&self) -> &str {
        &self.row.job_title
    }

    /// Mail address.
    async fn email(&self) -> &str {
        &self.row.email
    }

    /// Telephone number.
    async fn phone(&self) -> Option<&str> {
        self.row.phone.as_deref()
    }

    /// Year of birth; null to the student.
    async fn birth_year(&self) -> Option<i32> {
        self.row.birth_year.filter(|_| self.private)
    }

    /// Highest diploma; null to the student.
    async fn diploma(&self) -> Option<&str> {
        self.row.diploma.as_deref().filter(|_| self.private)
    }

    /// Years of experience in the trade; null to the student.
    async fn experience_years(&self) -> Option<i32> {
        self.row.experience_years.filter(|_| self.private)
    }

    /// Whether it is the employer in person.
    async fn employer(&self) -> bool {
        self.row.employer
    }
}

/// A member of a school's staff, as those see them who work with them.
#[derive(Clone, Debug, SimpleObject)]
pub struct Staff {
    /// Opaque id.
    pub id: Id,
    /// Name.
    pub name: String,
    /// Mail address.
    pub email: String,
}

impl Staff {
    /// The staff of this account, in a batch; `None` where none is named.
    ///
    /// # Errors
    /// The database does not answer.
    pub(super) async fn of(request: &Request, account: Option<Uuid>) -> Result<Option<Self>, Error> {
        let Some(account) = account else { return Ok(None) };
        let row = request.loaders.one(Doer(account)).await?;
        Ok(row.map(|row| Self {
            id: Id::new(IdKind::Account, row.id),
            name: row.name.clone(),
            email: row.email.clone(),
        }))
    }
}

//! Whether the candidate may sign: the conditions of the school, asked of what is known; warnings are acknowledged, and
//! nothing refused becomes active.

use crate::context::Context;
use crate::contract::state::State;
use crate::error::{Error, Rejection};
use crate::events::Transaction;
use crate::graphql::user_error::{ErrorCode, UserError};
use domain::contract::FactKind;
use domain::procedure::{Answers, FactValue};
use domain::rules::eligibility::{Fact, Facts, check, conditions_of};
use domain::rules::{Finding, Outcome};
use entity::{contract, contract_fact, student};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use std::collections::{BTreeMap, HashSet};

/// What the questions of procedures say of facts that eligibility asks about, too.
const ANSWERED_BY: &[(&str, Fact)] = &[("double_degree", Fact::IncomingDoubleDegree)];

/// What each condition of the school says; none for a school without conditions. What a student says of themselves in their
/// profile lifts nothing: that a limit of age is waived is the school's to say.
pub(super) fn findings(
    school: &str,
    row: &contract::Model,
    student: &student::Model,
    kept: &[contract_fact::Model],
    answers: &Answers,
) -> Vec<Finding> {
    let Some(conditions) = conditions_of(school, row.contract_type.0) else { return Vec::new() };
    let mut known = BTreeMap::from([(Fact::CompanyFound, true)]);
    for (question, fact) in ANSWERED_BY {
        if let Some(FactValue::Boolean(yes)) = answers.get(*question) {
            known.insert(*fact, *yes);
        }
    }
    known.extend(kept.iter().filter(|row| row.kind.0 == FactKind::Fact).filter_map(stated));
    check(conditions, &Facts { birth_date: student.birth_date, start: Some(row.first_day), answers: known })
}

fn stated(row: &contract_fact::Model) -> Option<(Fact, bool)> {
    Some((row.name.parse().ok()?, row.value.parse().ok()?))
}

/// Which warnings were acknowledged.
pub(super) fn acknowledged(kept: &[contract_fact::Model]) -> HashSet<&str> {
    let acknowledged = kept.iter().filter(|row| row.kind.0 == FactKind::Acknowledgement);
    acknowledged.map(|row| row.name.as_str()).collect()
}

/// What is known of a contract beside its events.
///
/// # Errors
/// The database does not answer.
pub(super) async fn kept(tx: &Transaction, contract: uuid::Uuid) -> Result<Vec<contract_fact::Model>, Error> {
    let rows = contract_fact::Entity::find().filter(contract_fact::Column::ContractId.eq(contract));
    Ok(rows.all(tx).await?)
}

/// What stands between a contract and its being active, by the school's conditions.
///
/// # Errors
/// The database does not answer.
pub(super) async fn open(context: &Context, tx: &Transaction, state: &State) -> Result<Vec<Finding>, Error> {
    let kept = kept(tx, state.row.id).await?;
    let student = student::Entity::find_by_id(state.row.student_id).one(tx).await?;
    let student = student.ok_or_else(|| Error::internal(anyhow::anyhow!("a contract without student")))?;
    let schools = context.reference.get(&context.db, context.now()).await?;
    let code = schools.school(state.row.school_id).map_or("", |school| school.code.as_str());
    let mut findings = findings(code, &state.row, &student, &kept, &state.run.answers);
    let acknowledged = acknowledged(&kept);
    findings.retain(|finding| match finding.outcome {
        Outcome::Met => false,
        Outcome::Warning => !acknowledged.contains(finding.rule.as_str()),
        Outcome::Refused => true,
    });
    Ok(findings)
}

/// Refuses what would make a contract active whose conditions are not met.
///
/// # Errors
/// `NOT_ELIGIBLE`, one for each condition; or the database does not answer.
pub(super) async fn require(context: &Context, tx: &Transaction, state: &State) -> Result<(), Rejection> {
    let errors: Vec<UserError> = open(context, tx, state).await?.iter().map(refused).collect();
    if errors.is_empty() { Ok(()) } else { Err(errors.into()) }
}

/// What a user is told of a rule that is not kept: what it says, and what would do.
fn refused(finding: &Finding) -> UserError {
    let [fr, en] = words(finding);
    UserError::new(ErrorCode::NotEligible, fr, en).at(&["eligibility", &finding.rule])
}

/// What a rule says, and what would lift its refusal, in French and in English.
pub(super) fn words(finding: &Finding) -> [String; 2] {
    let remedy = finding.remedy.as_ref();
    let fr = remedy.map_or_else(String::new, |words| format!(" {}", words.fr));
    let en = remedy.map_or_else(String::new, |words| format!(" {}", words.en));
    [format!("{}{fr}", finding.sentence.fr), format!("{}{en}", finding.sentence.en)]
}

use super::world::{World, nodes};
use domain::company::CompanyStatus;
use domain::policy::Actor;
use domain::role::Role;
use domain::student::{StudentStatus, StudentVisibility};
use entity::Stored;
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, IntoActiveModel};

const INSA: &str = "INSA-TOULOUSE";

async fn found(world: &World, actor: &Actor, arguments: &str) -> Vec<String> {
    let document = format!("{{ searchStudents{arguments} {{ totalCount edges {{ node {{ name }} }} }} }}");
    let search = world.ask(Some(actor), &document).await["searchStudents"].clone();
    let mut names = nodes(&search, "name");
    assert_eq!(search["totalCount"], names.len());
    names.sort();
    names
}

#[tokio::test]
async fn each_finds_the_students_that_the_policy_shows() {
    use StudentStatus::{Confirmed, Rejected, Unconfirmed};
    use StudentVisibility::{Companies, Hidden, Staff};
    let world = World::new().await;
    world.student("Open Infor", (INSA, "IR"), Companies, Confirmed).await;
    world.student("Open Physics", (INSA, "GP"), Companies, Confirmed).await;
    world.student("Open Stranger", ("IMT-ALES", "ISERM"), Companies, Confirmed).await;
    world.student("New Infor", (INSA, "IR"), Companies, Unconfirmed).await;
    world.student("Staff Infor", (INSA, "IR"), Staff, Confirmed).await;
    world.student("Hidden Infor", (INSA, "IR"), Hidden, Confirmed).await;
    world.student("Refused Infor", (INSA, "IR"), Companies, Rejected).await;
    let verified = World::member(&world.company("AIRBUS SAS", CompanyStatus::Verified).await);
    let unverified = World::member(&world.company("Unverified Works", CompanyStatus::Unverified).await);
    let desk = world.staff(Role::CareerServices, Some(INSA), &[]).await;
    let scoped = world.staff(Role::CareerServices, Some(INSA), &["GP"]).await;
    let head = world.staff(Role::DepartmentHead, Some(INSA), &["IR"]).await;
    let nobody = world.staff(Role::DepartmentHead, Some(INSA), &[]).await;
    let admin = world.staff(Role::Admin, None, &[]).await;
    world.drain().await;
    for ready in [true, false] {
        world.context.search.set_ready(ready);
        assert_eq!(found(&world, &verified, "").await, ["Open Infor", "Open Physics", "Open Stranger"]);
        assert_eq!(
            found(&world, &desk, "").await,
            ["New Infor", "Open Infor", "Open Physics", "Staff Infor"]
        );
        assert_eq!(found(&world, &scoped, "").await, ["Open Physics"]);
        assert_eq!(found(&world, &head, "").await, ["New Infor", "Open Infor", "Staff Infor"]);
        assert!(found(&world, &nobody, "").await.is_empty());
        assert_eq!(found(&world, &admin, "").await.len(), 5);
        assert_eq!(found(&world, &verified, "(query: \"infor \")").await, ["Open Infor"]);
        assert_eq!(found(&world, &admin, "(filter: {school: \"IMT-ALES\"})").await, ["Open Stranger"]);
        assert_eq!(
            found(&world, &desk, "(query: \"embedded\", filter: {specialties: [\"GP\"]})").await,
            ["Open Physics"]
        );
        let document = "{ searchStudents { totalCount } }";
        assert_eq!(world.refusal(None, document).await.0, "UNAUTHENTICATED");
        assert_eq!(world.refusal(Some(&unverified), document).await.0, "FORBIDDEN");
        let student = world.staff(Role::Student, None, &[]).await;
        assert_eq!(world.refusal(Some(&student), document).await.0, "FORBIDDEN");
    }
}

#[tokio::test]
async fn who_has_just_hidden_is_not_found_though_the_index_does_not_know_yet() {
    let world = World::new().await;
    let student = world
        .student("Open Infor", (INSA, "IR"), StudentVisibility::Companies, StudentStatus::Confirmed)
        .await;
    let company = World::member(&world.company("AIRBUS SAS", CompanyStatus::Verified).await);
    let desk = world.staff(Role::CareerServices, Some(INSA), &[]).await;
    world.drain().await;
    assert_eq!(found(&world, &company, "").await, ["Open Infor"]);
    let mut row = student.into_active_model();
    row.visibility = Set(Stored(StudentVisibility::Hidden));
    row.update(&world.context.db.write).await.unwrap();
    assert!(found(&world, &company, "").await.is_empty());
    assert!(found(&world, &desk, "").await.is_empty());
}

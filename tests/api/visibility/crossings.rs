//! Rows that lie across slices, besides those of the demonstration: what one rule lets through and another must not.

#![expect(clippy::disallowed_methods, clippy::disallowed_types, reason = "the rows are laid past the write door")]

use entity::document::DocumentOwnerKind;
use entity::establishment::EstablishmentState;
use entity::id::{
    AssociationId, DocumentId, EstablishmentId, GrantLineId, LicenceApplicationId, ProjectId, StaffMemberId,
};
use entity::licence_application::{self, ApplicationState};
use entity::{association, document, establishment, grant_line, project, project_partner, staff_member};
use sea_orm::{ColumnTrait, DatabaseConnection, EntityTrait, QueryFilter};
use uuid::Uuid;

use crate::harness::App;

async fn house(connection: &DatabaseConnection, reference: &str) -> establishment::Model {
    let found = establishment::Entity::find().filter(establishment::Column::Reference.eq(reference)).one(connection);
    found.await.unwrap().unwrap()
}

async fn association(connection: &DatabaseConnection, name: &str) -> association::Model {
    let found = association::Entity::find().filter(association::Column::NameFr.eq(name)).one(connection);
    found.await.unwrap().unwrap()
}

/// The application of a house for a licence that its delegation instructs, and two documents of its association, whose seat is
/// elsewhere: one that is read with the application, and one that tells of its bank account.
async fn applicant(
    connection: &DatabaseConnection,
    association: &association::Model,
    house: &establishment::Model,
    like: &document::Model,
) -> (licence_application::Model, Vec<document::Model>) {
    let document = |category: &str, restricted: bool| document::Model {
        id: DocumentId(Uuid::now_v7()),
        owner_kind: DocumentOwnerKind::Association,
        owner_id: association.id.0,
        delegation_id: association.delegation_id,
        association_id: Some(association.id),
        establishment_id: None,
        category_code: category.to_owned(),
        restricted,
        content_id: Uuid::now_v7().into(),
        ..like.clone()
    };
    let instructed = licence_application::Column::State.eq(ApplicationState::UnderInstruction);
    let application = licence_application::Entity::find().filter(instructed).one(connection).await.unwrap();
    let application = licence_application::Model {
        id: LicenceApplicationId(Uuid::now_v7()),
        receipt_number: Some("LIC-05-301-9001".to_owned()),
        establishment_id: house.id,
        delegation_id: house.delegation_id,
        association_id: house.association_id,
        ..application.unwrap()
    };
    (application, vec![document("BUREAU_LIST", false), document("BANK_CERTIFICATE", true)])
}

/// Somebody who works in a house.
async fn cook(connection: &DatabaseConnection, house: &establishment::Model) -> staff_member::Model {
    let cook = staff_member::Entity::find().filter(staff_member::Column::FunctionCode.eq("COOK")).one(connection);
    staff_member::Model {
        id: StaffMemberId(Uuid::now_v7()),
        establishment_id: house.id,
        delegation_id: house.delegation_id,
        association_id: house.association_id,
        ..cook.await.unwrap().unwrap()
    }
}

/// Lays three houses, a grant, three projects, three documents, somebody who works there, and an application for a licence.
pub(super) async fn lay(app: &App) {
    let connection = app.connection().await;
    let of_khenifra = association(&connection, "Association de Khénifra (démonstration 1)").await;
    let of_midelt = association(&connection, "Association de Midelt (démonstration 2)").await;
    let complex = house(&connection, "COMPLEX-05-301-0001").await;
    let in_khenifra = house(&connection, "EPS-05-301-0002").await;
    let in_midelt = house(&connection, "EPS-08-363-0002").await;

    let new = |reference: &str, like: &establishment::Model| establishment::Model {
        id: EstablishmentId(Uuid::now_v7()),
        reference: reference.to_owned(),
        name_fr: Some(format!("Maison {reference}")),
        ..like.clone()
    };
    // An association that manages no house.
    let without = association::Model {
        id: AssociationId(Uuid::now_v7()),
        name_fr: Some("Association sans maison".to_owned()),
        name_ar: None,
        bank_account_id: None,
        ..of_midelt.clone()
    };
    let mut bulk = app.pool.bulk(app.now()).await.unwrap();
    bulk.lay::<association::Entity>(vec![without]).await.unwrap();
    bulk.commit().await.unwrap();
    let houses = vec![
        // A centre in Midelt, of a complex in Khénifra, run by an association of Khénifra.
        establishment::Model {
            parent_id: Some(complex.id),
            association_id: Some(of_khenifra.id),
            ..new("EPS-08-363-9001", &in_midelt)
        },
        // A house in Khénifra, run by an association of Midelt.
        establishment::Model { association_id: Some(of_midelt.id), ..new("EPS-05-301-9001", &in_khenifra) },
        // A closed house.
        establishment::Model {
            state: EstablishmentState::Closed,
            closed_on: chrono::NaiveDate::from_ymd_opt(2024, 5, 6),
            ..new("EPS-05-301-9002", &in_khenifra)
        },
    ];
    let grants = grant_line::Entity::find().all(&connection).await.unwrap();
    // Paid by Midelt to an association of Khénifra.
    let grant = grant_line::Model {
        id: GrantLineId(Uuid::now_v7()),
        delegation_id: in_midelt.delegation_id,
        association_id: Some(of_khenifra.id),
        ..grants[0].clone()
    };
    let like = project::Entity::find().one(&connection).await.unwrap().unwrap();
    let partner = project_partner::Entity::find().one(&connection).await.unwrap().unwrap().partner_id;
    let project = |like: &project::Model| project::Model { id: ProjectId(Uuid::now_v7()), ..like.clone() };
    let projects = vec![
        // In Midelt, carried by an association of Khénifra, it led to a house in Khénifra that another one runs.
        project::Model {
            delegation_id: in_midelt.delegation_id,
            commune_id: in_midelt.commune_id,
            association_id: Some(of_khenifra.id),
            establishment_id: Some(in_khenifra.id),
            ..project(&like)
        },
        // In Khénifra, it led to a house in Midelt whose director has an account.
        project::Model {
            delegation_id: in_khenifra.delegation_id,
            association_id: None,
            establishment_id: Some(in_midelt.id),
            ..project(&like)
        },
        // In Khénifra, nobody carries it; it led to the house that an association of Midelt runs.
        project::Model {
            delegation_id: in_khenifra.delegation_id,
            association_id: None,
            establishment_id: Some(houses[1].id),
            ..project(&like)
        },
    ];
    let contract =
        document::Entity::find().filter(document::Column::CategoryCode.eq("RENTAL_CONTRACT")).one(&connection);
    // Of the house in Khénifra that an association of Midelt runs.
    let contract = document::Model {
        id: DocumentId(Uuid::now_v7()),
        owner_kind: DocumentOwnerKind::Establishment,
        owner_id: houses[1].id.0,
        delegation_id: houses[1].delegation_id,
        association_id: houses[1].association_id,
        establishment_id: Some(houses[1].id),
        content_id: Uuid::now_v7().into(),
        ..contract.await.unwrap().unwrap()
    };
    let (application, mut documents) = applicant(&connection, &of_midelt, &houses[1], &contract).await;
    documents.push(contract);
    let cook = cook(&connection, &houses[1]).await;
    let part = project_partner::Model { project_id: projects[0].id, partner_id: partner };
    connection.close().await.unwrap();

    let mut bulk = app.pool.bulk(app.now()).await.unwrap();
    bulk.lay::<establishment::Entity>(houses).await.unwrap();
    bulk.lay::<document::Entity>(documents).await.unwrap();
    bulk.lay::<licence_application::Entity>(vec![application]).await.unwrap();
    bulk.lay::<staff_member::Entity>(vec![cook]).await.unwrap();
    bulk.lay::<grant_line::Entity>(vec![grant]).await.unwrap();
    bulk.lay::<project::Entity>(projects).await.unwrap();
    bulk.lay::<project_partner::Entity>(vec![part]).await.unwrap();
    bulk.commit().await.unwrap();
    taawun::statistics::rebuild(&app.pool, app.now()).await.unwrap();
}

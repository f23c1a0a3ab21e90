//! Who sees a document, and who keeps it: of an association the delegation of its seat and itself; of a house the delegation
//! where it stands, the association that manages it and its director; of a member of the staff those of the house; of a request
//! for support the delegation that instructs it and the association that asks. A delegation that instructs an application for a
//! licence reads what the rules ask of the association that applies. Those above only read. Documents of restricted categories, as what
//! tells a bank account or what somebody was convicted of, are not for those above who neither pay nor audit. Social workers
//! follow persons; partners see none.

use entity::document::{DocumentOwnerKind, DocumentState};
use entity::id::DelegationId;
use entity::{
    association, creation_support, delegation, document, document_category, establishment, licence_application,
    rule_set_document, staff_member,
};
use sea_orm::ColumnTrait;
use sea_orm::sea_query::{Condition, Expr, ExprTrait, Query};

use crate::auth::{DelegationRole, NationalRole, Viewer};
use crate::db::{ChildOf, Keys, Personal, Record, Scoped, Slice, reference_data};
use crate::licence_application::UNDER_WAY;

reference_data!(document_category::Entity);

impl Scoped for document::Entity {
    fn visible_to(viewer: Viewer) -> Slice {
        let open = document::COLUMN.restricted.eq(false);
        match viewer {
            Viewer::NationalOffice(NationalRole::Admin | NationalRole::Finance | NationalRole::Auditor) => {
                Slice::Everything
            }
            Viewer::NationalOffice(NationalRole::Officer | NationalRole::DataProtection) => Slice::only(open),
            Viewer::Region(_) => {
                Slice::through::<delegation::Entity>(document::Column::DelegationId, delegation::Column::Id, viewer)
                    .and(open)
            }
            Viewer::Delegation(id, DelegationRole::Head | DelegationRole::Officer) => {
                Self::editable_by(viewer).or(of_an_applicant(id))
            }
            Viewer::Delegation(_, DelegationRole::SocialWorker)
            | Viewer::Association(_)
            | Viewer::Establishment(_)
            | Viewer::Partner(_) => Self::editable_by(viewer),
        }
    }

    fn editable_by(viewer: Viewer) -> Slice {
        match viewer {
            Viewer::Delegation(id, DelegationRole::Head | DelegationRole::Officer) => {
                Slice::only(document::COLUMN.delegation_id.eq(id))
            }
            Viewer::Association(id) => Slice::only(document::COLUMN.association_id.eq(id)),
            Viewer::Establishment(id) => Slice::only(document::COLUMN.establishment_id.eq(id)),
            Viewer::NationalOffice(_)
            | Viewer::Region(_)
            | Viewer::Delegation(_, DelegationRole::SocialWorker)
            | Viewer::Partner(_) => Slice::Nothing,
        }
    }
}

/// What the rules ask of an association that has applied, for a house of this delegation, for a licence that is not decided: it is a
/// part of the file of the application, wherever its seat is.
#[expect(
    clippy::disallowed_methods,
    reason = "what rules ask for is everybody's to know; whose file it is, the rest says"
)]
fn of_an_applicant(delegation: DelegationId) -> Slice {
    let asked = |column: rule_set_document::Column| Expr::col((rule_set_document::Entity, column));
    let mut asked_for = Query::select();
    asked_for
        .expr(Expr::val(1))
        .from(rule_set_document::Entity)
        .and_where(
            asked(rule_set_document::Column::RuleSetId)
                .equals((licence_application::Entity, licence_application::Column::RuleSetId)),
        )
        .and_where(
            asked(rule_set_document::Column::ApplicationKind)
                .equals((licence_application::Entity, licence_application::Column::Kind)),
        )
        .and_where(
            asked(rule_set_document::Column::CategoryCode).equals((document::Entity, document::Column::CategoryCode)),
        )
        .and_where(asked(rule_set_document::Column::OfAssociation).eq(true));
    let instructed = Condition::all()
        .add(licence_application::COLUMN.delegation_id.eq(delegation))
        .add(licence_application::Column::State.is_in(UNDER_WAY))
        .add(Expr::exists(asked_for));
    let (own, theirs) = (document::Column::OwnerId, licence_application::Column::AssociationId);
    Slice::among::<licence_application::Entity>(own, theirs, instructed).and(
        Condition::all()
            .add(document::COLUMN.owner_kind.eq(DocumentOwnerKind::Association))
            .add(document::COLUMN.state.eq(DocumentState::Current))
            .add(document::COLUMN.restricted.eq(false)),
    )
}

/// Whether the documents of what falls into these slices are this viewer's to keep: [`Scoped::editable_by`], asked while there
/// is no row yet. The row is asked again when it is written.
#[must_use]
pub fn keeps(viewer: Viewer, owner: Keys) -> bool {
    match viewer {
        Viewer::Delegation(id, DelegationRole::Head | DelegationRole::Officer) => owner.delegation == Some(id),
        Viewer::Association(id) => owner.association == Some(id),
        Viewer::Establishment(id) => owner.establishment == Some(id),
        Viewer::NationalOffice(_)
        | Viewer::Region(_)
        | Viewer::Delegation(_, DelegationRole::SocialWorker)
        | Viewer::Partner(_) => false,
    }
}

impl Record for document::Entity {
    const TYPE: &'static str = "Document";
    /// What is written of one names nobody, but of one that hangs on a member of the staff; its bytes are not in the journal.
    const PERSONAL: Option<Personal<Self>> = Some(Personal {
        person: |row| (row.owner_kind == DocumentOwnerKind::StaffMember).then(|| row.owner_id.into()),
        columns: &[
            document::Column::CategoryCode,
            document::Column::Title,
            document::Column::FileName,
            document::Column::Sha256,
            document::Column::Reason,
        ],
    });

    fn keys(row: &document::Model) -> Keys {
        Keys {
            delegation: Some(row.delegation_id),
            association: row.association_id,
            establishment: row.establishment_id,
        }
    }
}

/// What has documents of its own.
macro_rules! owners {
    ($($table:ident),*) => {$(
        impl ChildOf<$table::Entity> for document::Entity {
            fn parent_column() -> document::Column {
                document::Column::OwnerId
            }

            fn sibling_order() -> document::Column {
                document::Column::Id
            }
        }
    )*};
}

owners!(association, establishment, staff_member, creation_support);

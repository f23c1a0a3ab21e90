//! What a document hangs on.

use async_graphql::ID;
use entity::document::DocumentOwnerKind;
use entity::id::{AssociationId, CreationSupportId, DelegationId, EstablishmentId, StaffMemberId};
use entity::{association, creation_support, establishment, staff_member};
use sea_orm::ColumnTrait;
use uuid::Uuid;

use crate::db::{Change, Keys, Record, ScopedDb};
use crate::error::Error;
use crate::global_id::Global;

/// What a document hangs on, and the slices into which that falls, and so the document.
#[derive(Clone, Copy, Debug)]
pub(super) struct Owner {
    pub(super) kind: DocumentOwnerKind,
    pub(super) id: Uuid,
    pub(super) keys: Keys,
    pub(super) delegation: DelegationId,
    pub(super) demonstration: bool,
}

impl Owner {
    fn of<E: Record>(kind: DocumentOwnerKind, id: Uuid, row: &E::Model, demonstration: bool) -> Result<Self, Error> {
        let keys = E::keys(row);
        let delegation =
            keys.delegation.ok_or_else(|| Error::internal("an owner of documents without a delegation"))?;
        Ok(Self { kind, id, keys, delegation, demonstration })
    }
}

/// The kinds of owners. Whatever else shall have documents is a line here, beside its value of `DocumentOwnerKind`, its
/// `ChildOf` in `scope.rs` and its field in `object.rs`.
macro_rules! owners {
    ($($kind:ident: $id:ident in $table:ident),* $(,)?) => {
        impl Owner {
            /// What a global id names, as a kind and a key; `None` of an id of anything else.
            pub(super) fn named(id: &ID) -> Option<(DocumentOwnerKind, Uuid)> {
                $(if let Some(key) = $id::from_global(id) {
                    return Some((DocumentOwnerKind::$kind, key.into()));
                })*
                None
            }

            /// The owner, where it is there for this viewer.
            pub(super) async fn find(db: &ScopedDb, kind: DocumentOwnerKind, id: Uuid) -> Result<Option<Self>, Error> {
                match kind {
                    $(DocumentOwnerKind::$kind => {
                        let row = db.find_by_key::<$table::Entity>($id(id))?.one().await?;
                        row.map(|row| Self::of::<$table::Entity>(kind, id, &row, row.demonstration)).transpose()
                    })*
                }
            }

            /// The same in a change.
            pub(super) async fn read_in(
                change: &Change,
                kind: DocumentOwnerKind,
                id: Uuid,
            ) -> Result<Option<Self>, Error> {
                match kind {
                    $(DocumentOwnerKind::$kind => {
                        let rows = change.find::<$table::Entity>().filter($table::COLUMN.id.eq($id(id)));
                        let row = rows.one().await?;
                        row.map(|row| Self::of::<$table::Entity>(kind, id, &row, row.demonstration)).transpose()
                    })*
                }
            }
        }
    };
}

owners! {
    Association: AssociationId in association,
    Establishment: EstablishmentId in establishment,
    StaffMember: StaffMemberId in staff_member,
    CreationSupport: CreationSupportId in creation_support,
}

//! The journal: every change of a record, in the order of its stream, chained by hashes. Rows are added and never
//! changed.

use sea_orm::entity::prelude::*;

use crate::id::{AccountId, AssociationId, DelegationId, EstablishmentId, JournalEntryId, MandateId, StreamId};

/// A change, as one stream saw it.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "journal")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: JournalEntryId,
    /// The stream.
    pub stream_id: StreamId,
    /// Its place in the stream, from 1, without gaps.
    pub position: i64,
    /// When, in microseconds of the Unix epoch.
    pub at_micros: i64,
    /// Who.
    pub account_id: AccountId,
    /// By which mandate.
    pub mandate_id: MandateId,
    /// For whom, where the mandate is on behalf of another account's.
    pub on_behalf_of_account_id: Option<AccountId>,
    /// By which mutation.
    pub mutation: String,
    /// The GraphQL type of what was changed.
    pub object_type: String,
    /// Its key.
    pub object_id: Uuid,
    /// Its version after the change.
    pub version: i32,
    /// The delegation whose slice it was in; null where in none, or it did not exist.
    pub delegation_before: Option<DelegationId>,
    /// The delegation whose slice it is in.
    pub delegation_after: Option<DelegationId>,
    /// The association whose slice it was in.
    pub association_before: Option<AssociationId>,
    /// The association whose slice it is in.
    pub association_after: Option<AssociationId>,
    /// The establishment whose slice it was in.
    pub establishment_before: Option<EstablishmentId>,
    /// The establishment whose slice it is in.
    pub establishment_after: Option<EstablishmentId>,
    /// The changed fields as JSON: field → [before, after].
    pub changes: String,
    /// SHA-256 over the entry before it in its stream and over this one.
    pub hash: Vec<u8>,
}

impl ActiveModelBehavior for ActiveModel {}

//! Documents: what is known of a file that hangs on something. Its bytes are in the store.

use sea_orm::entity::prelude::*;

use crate::id::{AccountId, AssociationId, ContentId, DelegationId, DocumentId, EstablishmentId};

/// What a document hangs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, async_graphql::Enum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(32))", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum DocumentOwnerKind {
    /// An association.
    Association,
    /// An establishment.
    Establishment,
    /// A member of the staff of an establishment.
    StaffMember,
    /// A request for support to create a house.
    CreationSupport,
}

/// What a file is, by its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, async_graphql::Enum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(32))", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum DocumentMediaType {
    /// `application/pdf`.
    Pdf,
    /// `image/jpeg`.
    Jpeg,
    /// `image/png`.
    Png,
    /// `image/webp`.
    Webp,
}

/// Where a document stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, async_graphql::Enum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(32))", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum DocumentState {
    /// معتمدة: it stands.
    Current,
    /// معوضة: another one has taken its place. Archived.
    Replaced,
    /// مسحوبة: it was taken back. Archived.
    Withdrawn,
}

/// A document.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "document")]
pub struct Model {
    /// That of the upload it came by, so that one upload makes one document.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: DocumentId,
    /// What it hangs on.
    pub owner_kind: DocumentOwnerKind,
    /// The key of what it hangs on, in the table of that kind.
    pub owner_id: Uuid,
    /// The owner's delegation, repeated for the slice.
    pub delegation_id: DelegationId,
    /// The owner's association, repeated for the slice: itself, or the one that manages the house.
    pub association_id: Option<AssociationId>,
    /// The owner's establishment, repeated for the slice.
    pub establishment_id: Option<EstablishmentId>,
    /// What it is.
    pub category_code: String,
    /// Whether it is for those alone who keep the owner's file, pay and audit; repeated for the slice.
    pub restricted: bool,
    /// What people call it.
    pub title: String,
    /// The day it bears; null where it bears none.
    pub issued_on: Option<Date>,
    /// The last day on which it holds; null where it has none.
    pub expires_on: Option<Date>,
    /// The name of the file that was uploaded: shown, and never a path.
    pub file_name: String,
    /// What the file is, by its content.
    pub media_type: DocumentMediaType,
    /// Its size in bytes.
    pub size: i32,
    /// The SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// Where its bytes are in the store.
    pub content_id: ContentId,
    /// Who added it.
    pub added_by: AccountId,
    /// When.
    pub added_at: DateTimeUtc,
    /// Who changed last what is said of it; null where nobody has.
    pub updated_by: Option<AccountId>,
    /// Whose place it has taken; null where it is the first.
    pub replaces_id: Option<DocumentId>,
    /// Where it stands.
    pub state: DocumentState,
    /// The office day on which it was replaced or withdrawn; null before.
    pub archived_on: Option<Date>,
    /// Why it was replaced or withdrawn; null before.
    pub reason: Option<String>,
    /// True for whatever stands here only to demonstrate.
    pub demonstration: bool,
    /// Grows by one with each change.
    pub version: i32,
    #[sea_orm(belongs_to, from = "category_code", to = "code")]
    pub category: BelongsTo<super::document_category::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}

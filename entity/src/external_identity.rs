//! Identities of the OpenID provider (operational): as whom a person signs in there, and to which account that was bound.

use sea_orm::entity::prelude::*;

use crate::id::AccountId;

/// An identity, bound to an account. An account is bound to one of an issuer at most.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "external_identity")]
pub struct Model {
    /// Who vouches for it: the provider's address.
    #[sea_orm(primary_key, auto_increment = false)]
    pub issuer: String,
    /// By which the provider names the person; it never changes and is given to no other.
    #[sea_orm(primary_key, auto_increment = false)]
    pub subject: String,
    /// The account.
    pub account_id: AccountId,
    /// When it was bound.
    pub bound_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}

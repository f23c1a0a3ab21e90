//! Identities of the OpenID provider, and the attempts by which they come in.

use chrono::{DateTime, Utc};
use entity::id::AccountId;
use entity::security_event::SecurityEventKind;
use entity::{account, external_identity, security_event, single_sign_on_attempt};
use sea_orm::sea_query::{Expr, ExprTrait, Func, OnConflict};
use sea_orm::{
    ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QuerySelect,
};
use uuid::Uuid;

use super::super::Pool;
use super::security::log;
use crate::error::Error;

impl Pool {
    /// Uses an attempt up. `false` where it was before.
    pub async fn use_attempt(&self, id: Uuid, expires_at: DateTime<Utc>) -> Result<bool, Error> {
        let used = single_sign_on_attempt::Model { id, expires_at };
        let used = single_sign_on_attempt::Entity::insert(used.into_active_model())
            .on_conflict(OnConflict::new().do_nothing().to_owned())
            .exec_without_returning(self.writer())
            .await?;
        Ok(used > 0)
    }

    /// The account to which an identity is bound.
    pub async fn account_of_identity(&self, issuer: &str, subject: &str) -> Result<Option<AccountId>, Error> {
        let key = (issuer.to_owned(), subject.to_owned());
        let bound = external_identity::Entity::find_by_id(key).one(self.reader()).await?;
        Ok(bound.map(|bound| bound.account_id))
    }

    /// Whether an account is bound to an identity of an issuer.
    pub async fn has_identity(&self, account: AccountId, issuer: &str) -> Result<bool, Error> {
        let own = external_identity::Entity::find().filter(external_identity::Column::AccountId.eq(account));
        Ok(own.filter(external_identity::Column::Issuer.eq(issuer)).count(self.reader()).await? > 0)
    }

    /// The accounts of an address, active or not. Upper and lower case of a to z are the same, and of no other letter: some
    /// of those have another one's lower case.
    pub async fn accounts_of_email(&self, email: &str) -> Result<Vec<account::Model>, Error> {
        let lower = Expr::expr(Func::lower(Expr::col(account::Column::Email)));
        let alike = [email.to_ascii_lowercase(), email.to_lowercase()];
        let found = account::Entity::find().filter(lower.is_in(alike)).all(self.reader()).await?;
        Ok(found.into_iter().filter(|account| has_email(account, email)).collect())
    }
}

/// Whether an identity is bound to its account, or is now, with a note in the security log. It is not where the account is
/// bound to another one, or the identity to another account.
pub(super) async fn bind(
    transaction: &DatabaseTransaction,
    identity: &external_identity::Model,
    event: &security_event::Model,
) -> Result<bool, Error> {
    let key = (identity.issuer.clone(), identity.subject.clone());
    if let Some(bound) = external_identity::Entity::find_by_id(key).lock_shared().one(transaction).await? {
        return Ok(bound.account_id == identity.account_id);
    }
    let bound = external_identity::Entity::insert(identity.clone().into_active_model())
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .exec_without_returning(transaction)
        .await?;
    if bound == 0 {
        return Ok(false);
    }
    let id = Uuid::now_v7().into();
    log(transaction, security_event::Model { id, kind: SecurityEventKind::IdentityBound, ..event.clone() }).await?;
    Ok(true)
}

fn has_email(account: &account::Model, email: &str) -> bool {
    account.email.as_ref().is_some_and(|own| own.eq_ignore_ascii_case(email))
}

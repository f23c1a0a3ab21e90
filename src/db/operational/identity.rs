//! Identities of the OpenID provider, and the attempts by which they come in.

use chrono::{DateTime, Utc};
use entity::id::AccountId;
use entity::security_event::SecurityEventKind;
use entity::{account, entered_email, external_identity, mandate, security_event, single_sign_on_attempt};
use sea_orm::sea_query::{Expr, ExprTrait, Func, OnConflict};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter,
    QuerySelect,
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

    /// Whether an account was given nothing since its address was entered.
    pub async fn email_is_younger(&self, account: AccountId) -> Result<bool, Error> {
        is_younger_than_mandates(self.reader(), account).await
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

/// What is known of somebody whom the provider named, when it was looked.
#[derive(Debug)]
pub struct Named {
    /// The identity, and the account to which it is bound or will be.
    pub identity: external_identity::Model,
    /// By which address it is to be bound; `None` where it was bound before.
    pub first_by: Option<String>,
}

/// Whether an identity is bound to its account still, or is now, with a note in the security log. It is not where it was
/// unbound meanwhile, where the account is bound to another one or has another address by now, or was given more since the
/// address was entered. The account's row is locked.
pub(super) async fn bind(
    transaction: &DatabaseTransaction,
    account: &account::Model,
    Named { identity, first_by }: &Named,
    event: &security_event::Model,
) -> Result<bool, Error> {
    let key = (identity.issuer.clone(), identity.subject.clone());
    if let Some(bound) = external_identity::Entity::find_by_id(key).lock_shared().one(transaction).await? {
        return Ok(bound.account_id == identity.account_id);
    }
    let Some(email) = first_by else { return Ok(false) };
    if !has_email(account, email) || !is_younger_than_mandates(transaction, account.id).await? {
        return Ok(false);
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

/// Whether no mandate was given to an account since its address was entered. Of accounts that were laid, nobody entered it.
async fn is_younger_than_mandates(connection: &impl ConnectionTrait, account: AccountId) -> Result<bool, Error> {
    let Some(entered) = entered_email::Entity::find_by_id(account).one(connection).await? else { return Ok(true) };
    let own = mandate::Entity::find().filter(mandate::Column::AccountId.eq(account));
    let since = own.filter(mandate::Column::Id.gt(entered.entered)).filter(mandate::Column::EndedAt.is_null());
    Ok(since.count(connection).await? == 0)
}

fn has_email(account: &account::Model, email: &str) -> bool {
    account.email.as_ref().is_some_and(|own| own.eq_ignore_ascii_case(email))
}

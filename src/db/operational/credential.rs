//! What accounts sign in with, and the links by which they are given it.

use chrono::{DateTime, Utc};
use entity::credential::PasswordHash;
use entity::id::{AccountId, MandateId};
use entity::{account, credential, mandate, one_time_link, security_event};
use sea_orm::sea_query::{Expr, OnConflict, SelectStatement};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait,
};

use super::super::Pool;
use super::security::log;
use super::{insert, session};
use crate::error::Error;

/// Who may be signing in.
#[derive(Clone, Debug)]
pub struct Holder {
    /// The account.
    pub account: account::Model,
    /// Its mandates, the oldest first.
    pub mandates: Vec<mandate::Model>,
    /// What it signs in with; `None` where nobody has set a password.
    pub credential: Option<credential::Model>,
}

impl Pool {
    /// Who may be signing in under a login: read without a viewer, by two statements whether the login exists or not.
    pub async fn credentials(&self, login: &str) -> Result<Option<Holder>, Error> {
        let credential = credential::Entity::find()
            .filter(credential::Column::AccountId.in_subquery(of_login(login)))
            .one(self.reader())
            .await?;
        self.holder(account::Column::Login.eq(login), credential).await
    }

    /// The same of an account that is known.
    pub async fn credentials_of(&self, account: AccountId) -> Result<Option<Holder>, Error> {
        let credential = credential::Entity::find_by_id(account).one(self.reader()).await?;
        self.holder(account::Column::Id.eq(account), credential).await
    }

    async fn holder(&self, is: Expr, credential: Option<credential::Model>) -> Result<Option<Holder>, Error> {
        let found = account::Entity::find()
            .filter(is)
            .find_with_related(mandate::Entity)
            .order_by_asc(mandate::Column::ValidFrom)
            .order_by_asc(mandate::Column::Id)
            .all(self.reader())
            .await?;
        Ok(found.into_iter().next().map(|(account, mandates)| Holder { account, mandates, credential }))
    }

    /// An account.
    pub async fn account(&self, id: AccountId) -> Result<Option<account::Model>, Error> {
        Ok(account::Entity::find_by_id(id).one(self.reader()).await?)
    }

    /// A mandate.
    pub async fn mandate(&self, id: MandateId) -> Result<Option<mandate::Model>, Error> {
        Ok(mandate::Entity::find_by_id(id).one(self.reader()).await?)
    }

    /// The mandates of an account, the oldest first.
    pub async fn mandates_of(&self, account: AccountId) -> Result<Vec<mandate::Model>, Error> {
        let own = mandate::Entity::find().filter(mandate::Column::AccountId.eq(account));
        let oldest_first = own.order_by_asc(mandate::Column::ValidFrom).order_by_asc(mandate::Column::Id);
        Ok(oldest_first.all(self.reader()).await?)
    }

    /// Keeps what accounts sign in with, in the place of what they did; for the demonstration.
    pub async fn keep_credentials(&self, credentials: Vec<credential::Model>) -> Result<(), Error> {
        for credential in credentials {
            put(self.writer(), credential).await?;
        }
        Ok(())
    }

    /// Keeps a new one-time link in the place of those that the account was given before; with `lock_out`, its password
    /// opens nothing any more and its sessions are ended.
    pub async fn keep_link(
        &self,
        link: one_time_link::Model,
        lock_out: bool,
        event: security_event::Model,
    ) -> Result<(), Error> {
        let transaction = self.begin().await?;
        lock(&transaction, link.account_id).await?;
        withdraw_links(&transaction, link.account_id).await?;
        if lock_out {
            credential::Entity::delete_by_id(link.account_id).exec(&transaction).await?;
            session::end_all(&transaction, link.account_id, None, event.at).await?;
        }
        insert::<one_time_link::Entity>(&transaction, link).await?;
        log(&transaction, event).await?;
        Ok(transaction.commit().await?)
    }

    /// A one-time link that has not ended.
    pub async fn link(&self, token_hash: Vec<u8>, now: DateTime<Utc>) -> Result<Option<one_time_link::Model>, Error> {
        let link = one_time_link::Entity::find()
            .filter(one_time_link::Column::TokenHash.eq(token_hash))
            .filter(one_time_link::Column::ExpiresAt.gt(now));
        Ok(link.one(self.reader()).await?)
    }

    /// Sets a password, by a one-time link or in the place of the one that was verified. `false`, and nothing done, where
    /// the link was used meanwhile, or the password is another one by now. All other sessions of the account are ended.
    pub async fn set_password(
        &self,
        password: credential::Model,
        by: &Opener,
        event: security_event::Model,
    ) -> Result<bool, Error> {
        let transaction = self.begin().await?;
        lock(&transaction, password.account_id).await?;
        let opened = match by {
            Opener::Link(token_hash) => {
                let link = one_time_link::Column::TokenHash.eq(token_hash.clone());
                let link = one_time_link::Entity::delete_many().filter(link);
                let own = one_time_link::Column::AccountId.eq(password.account_id);
                link.filter(own).exec(&transaction).await?.rows_affected
            }
            Opener::Password(hash) => {
                let verified = credential::Column::PasswordHash.eq(hash.clone());
                let own = credential::Column::AccountId.eq(password.account_id);
                credential::Entity::delete_many().filter(own).filter(verified).exec(&transaction).await?.rows_affected
            }
        };
        if opened == 0 {
            return Ok(false);
        }
        withdraw_links(&transaction, password.account_id).await?;
        session::end_all(&transaction, password.account_id, None, event.at).await?;
        put(&transaction, password).await?;
        log(&transaction, event).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// From now on a password opens nothing but the way to another one; sessions are ended.
    pub async fn expire_password(&self, account: AccountId, event: security_event::Model) -> Result<(), Error> {
        let transaction = self.begin().await?;
        lock(&transaction, account).await?;
        credential::Entity::update_many()
            .filter(credential::Column::AccountId.eq(account))
            .col_expr(credential::Column::MustChange, Expr::val(true))
            .exec(&transaction)
            .await?;
        session::end_all(&transaction, account, None, event.at).await?;
        log(&transaction, event).await?;
        Ok(transaction.commit().await?)
    }
}

/// What lets a password be set.
#[derive(Debug)]
pub enum Opener {
    /// A one-time link, by the hash of its token.
    Link(Vec<u8>),
    /// The password before, by the hash that was verified.
    Password(PasswordHash),
}

/// What is done about an account's password is done one after the other: of two that meet on PostgreSQL, the later sees what
/// the earlier wrote.
async fn lock(transaction: &DatabaseTransaction, account: AccountId) -> Result<(), Error> {
    account::Entity::find_by_id(account).lock_exclusive().one(transaction).await?;
    Ok(())
}

fn of_login(login: &str) -> SelectStatement {
    let of_login = account::Entity::find().select_only().column(account::Column::Id);
    of_login.filter(account::Column::Login.eq(login)).into_query()
}

async fn put(connection: &impl ConnectionTrait, credential: credential::Model) -> Result<(), Error> {
    let columns = [credential::Column::PasswordHash, credential::Column::MustChange, credential::Column::ChangedAt];
    credential::Entity::insert(credential.into_active_model())
        .on_conflict(OnConflict::column(credential::Column::AccountId).update_columns(columns).to_owned())
        .exec_without_returning(connection)
        .await?;
    Ok(())
}

async fn withdraw_links(transaction: &DatabaseTransaction, account: AccountId) -> Result<(), Error> {
    let links = one_time_link::Entity::delete_many().filter(one_time_link::Column::AccountId.eq(account));
    links.exec(transaction).await?;
    Ok(())
}

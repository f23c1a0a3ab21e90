//! Sessions: opened, used, ended; and what of them, of mandates and of accounts no token may speak for any more.

use std::time::Duration;

use chrono::{DateTime, Utc};
use entity::credential::PasswordHash;
use entity::id::{AccountId, MandateId, SessionId};
use entity::{
    account, api_client, api_client_secret, credential, mandate, partner_agreement, second_factor, secret_key,
    security_event, session,
};
use sea_orm::sea_query::{Expr, Query, UnionType};
use sea_orm::sqlx::postgres::{PgListener, PgPoolOptions};
use sea_orm::{ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::super::Pool;
use super::identity::Named;
use super::security::log;
use super::{identity, insert};
use crate::error::Error;

/// By which name PostgreSQL tells of what was revoked.
const CHANNEL: &str = "taawun_revoked";

/// Open sessions of an account: one more ends the one that was used longest ago.
const MOST_SESSIONS: u64 = 20;

/// What came of using a refresh token.
#[derive(Debug, PartialEq, Eq)]
pub enum Rotated {
    /// Only the new one is good from now on.
    Done,
    /// It was used before: the session is ended.
    Reused,
    /// The session was ended before, or has ended by itself.
    Ended,
}

/// By what somebody has shown whose account it is.
#[derive(Debug)]
pub enum Shown {
    /// Its password, by the hash that was verified.
    Password(PasswordHash),
    /// An identity of the OpenID provider, bound to it or to be bound.
    Identity(Named),
}

impl Pool {
    /// Opens a session, if the account and its mandate still stand and what was shown is still its own. Whoever deactivates
    /// the account or resets its password at this moment waits, and then finds the session.
    pub async fn open_session(
        &self,
        session: session::Model,
        shown: &Shown,
        event: security_event::Model,
    ) -> Result<bool, Error> {
        let transaction = self.begin().await?;
        let account = account::Entity::find_by_id(session.account_id).lock_shared().one(&transaction).await?;
        let own = match shown {
            Shown::Password(hash) => {
                let credential = credential::Entity::find_by_id(session.account_id).lock_shared();
                let credential = credential.one(&transaction).await?;
                credential.is_some_and(|credential| !credential.must_change && credential.password_hash == *hash)
            }
            Shown::Identity(named) => match &account {
                Some(account) => identity::bind(&transaction, account, named, &event).await?,
                None => false,
            },
        };
        let mandate = mandate::Entity::find_by_id(session.mandate_id).lock_shared().one(&transaction).await?;
        // A second factor that was confirmed meanwhile has not been shown.
        let factor = second_factor::Entity::find_by_id(session.account_id).lock_shared().one(&transaction).await?;
        let shown = session.second_factor || factor.is_none_or(|factor| factor.confirmed_at.is_none());
        let stands = shown
            && own
            && account.is_some_and(|account| account.deactivated_at.is_none())
            && mandate.is_some_and(|mandate| mandate.ended_at.is_none());
        if !stands {
            return Ok(false);
        }
        let own = session::Entity::find().select_only().column(session::Column::Id);
        let open =
            own.filter(session::Column::AccountId.eq(session.account_id)).filter(session::Column::EndedAt.is_null());
        let last_first = open.order_by_desc(session::Column::LastUsedAt).order_by_desc(session::Column::Id);
        let more: Vec<SessionId> =
            last_first.offset(MOST_SESSIONS - 1).limit(MOST_SESSIONS).into_tuple().all(&transaction).await?;
        for id in more {
            end(&transaction, id, event.at).await?;
        }
        insert::<session::Entity>(&transaction, session).await?;
        log(&transaction, event).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// A session.
    pub async fn session(&self, id: SessionId) -> Result<Option<session::Model>, Error> {
        Ok(session::Entity::find_by_id(id).one(self.reader()).await?)
    }

    /// The sessions of an account that have not ended, the last used first; twenty at most.
    pub async fn sessions_of(&self, account: AccountId, now: DateTime<Utc>) -> Result<Vec<session::Model>, Error> {
        let own = session::Entity::find().filter(session::Column::AccountId.eq(account));
        let open = own.filter(session::Column::EndedAt.is_null()).filter(session::Column::ExpiresAt.gt(now));
        let last_first = open.order_by_desc(session::Column::LastUsedAt).order_by_desc(session::Column::Id);
        Ok(last_first.limit(MOST_SESSIONS).all(self.reader()).await?)
    }

    /// Puts a new refresh token in the place of one that is shown; `session` is as it shall be. Where the one shown is not
    /// the latest, the session is ended, since one of the two who hold a token is not who it was given to.
    pub async fn rotate(
        &self,
        session: &session::Model,
        shown: (i32, &[u8]),
        event: impl FnOnce() -> security_event::Model + Send,
    ) -> Result<Rotated, Error> {
        let transaction = self.begin().await?;
        let there = session::Entity::find_by_id(session.id).lock_exclusive().one(&transaction).await?;
        let Some(there) = there.filter(|there| there.ended_at.is_none()) else { return Ok(Rotated::Ended) };
        if (there.generation, there.refresh_token_hash.as_slice()) != shown {
            let event = event();
            end(&transaction, session.id, event.at).await?;
            log(&transaction, event).await?;
            transaction.commit().await?;
            return Ok(Rotated::Reused);
        }
        session::Entity::update_many()
            .filter(session::Column::Id.eq(session.id))
            .col_expr(session::Column::Generation, Expr::val(session.generation))
            .col_expr(session::Column::RefreshTokenHash, Expr::val(session.refresh_token_hash.clone()))
            .col_expr(session::Column::MandateId, Expr::val(session.mandate_id))
            .col_expr(session::Column::LastUsedAt, Expr::val(session.last_used_at))
            .exec(&transaction)
            .await?;
        transaction.commit().await?;
        Ok(Rotated::Done)
    }

    /// Lets a session speak for another mandate. `false` where it has ended.
    pub async fn switch_mandate(
        &self,
        id: SessionId,
        mandate: MandateId,
        event: security_event::Model,
    ) -> Result<bool, Error> {
        let transaction = self.begin().await?;
        let switched = session::Entity::update_many()
            .filter(session::Column::Id.eq(id))
            .filter(session::Column::EndedAt.is_null())
            .filter(session::Column::ExpiresAt.gt(event.at))
            .col_expr(session::Column::MandateId, Expr::val(mandate))
            .exec(&transaction)
            .await?;
        log(&transaction, event).await?;
        transaction.commit().await?;
        Ok(switched.rows_affected > 0)
    }

    /// Ends a session of an account; `false` where the account has none of this id that is open.
    pub async fn end_session(&self, id: SessionId, event: security_event::Model) -> Result<bool, Error> {
        let transaction = self.begin().await?;
        let own = session::Entity::find_by_id(id).filter(session::Column::AccountId.eq(event.account_id));
        let open = own.filter(session::Column::EndedAt.is_null()).lock_exclusive().one(&transaction).await?;
        if open.is_none() {
            return Ok(false);
        }
        end(&transaction, id, event.at).await?;
        log(&transaction, event).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// Ends all sessions of an account, but perhaps one; how many.
    pub async fn end_sessions_of(
        &self,
        account: AccountId,
        but: Option<SessionId>,
        event: security_event::Model,
    ) -> Result<u64, Error> {
        let transaction = self.begin().await?;
        let ended = end_all(&transaction, account, but, event.at).await?;
        log(&transaction, event).await?;
        transaction.commit().await?;
        Ok(ended)
    }

    /// What no token may speak for any more: sessions ended, mandates taken back, accounts deactivated, keys retired since a moment
    /// before which no token lives. Not counted among the statements that requests cost.
    pub async fn revoked_since(&self, moment: DateTime<Utc>) -> Result<Vec<Uuid>, Error> {
        let mut revoked = Query::select();
        revoked.column(session::Column::Id).from(session::Entity).and_where(session::Column::EndedAt.gt(moment));
        let mut mandates = Query::select();
        mandates.column(mandate::Column::Id).from(mandate::Entity).and_where(mandate::Column::EndedAt.gt(moment));
        // With it, those on its behalf.
        let mut deputies = Query::select();
        deputies.column(mandate::Column::Id).from(mandate::Entity);
        deputies.and_where(mandate::Column::OnBehalfOfId.in_subquery(mandates.clone()));
        // And those on behalf of an account that is deactivated.
        let mut left = Query::select();
        left.column(account::Column::Id).from(account::Entity).and_where(account::Column::DeactivatedAt.gt(moment));
        let mut left_behind = Query::select();
        left_behind.column(mandate::Column::Id).from(mandate::Entity);
        left_behind.and_where(mandate::Column::OnBehalfOfAccountId.in_subquery(left));
        let mut accounts = Query::select();
        accounts.column(account::Column::Id).from(account::Entity);
        accounts.and_where(account::Column::DeactivatedAt.gt(moment));
        // The systems of partners: their secrets, themselves, their agreements.
        let mut secrets = Query::select();
        secrets.column(api_client_secret::Column::Id).from(api_client_secret::Entity);
        secrets.and_where(api_client_secret::Column::EndedAt.gt(moment));
        let mut clients = Query::select();
        clients.column(api_client::Column::Id).from(api_client::Entity);
        clients.and_where(api_client::Column::EndedAt.gt(moment));
        let mut agreements = Query::select();
        agreements.column(partner_agreement::Column::Id).from(partner_agreement::Entity);
        agreements.and_where(partner_agreement::Column::EndedAt.gt(moment));
        let mut keys = Query::select();
        keys.column(secret_key::Column::Id).from(secret_key::Entity);
        keys.and_where(secret_key::Column::RetiredAt.gt(moment));
        revoked
            .union(UnionType::All, mandates)
            .union(UnionType::All, deputies)
            .union(UnionType::All, left_behind)
            .union(UnionType::All, accounts)
            .union(UnionType::All, secrets)
            .union(UnionType::All, clients)
            .union(UnionType::All, agreements)
            .union(UnionType::All, keys);
        let rows = self.watcher().query_all(&revoked).await?;
        Ok(rows.iter().map(|row| row.try_get_by_index(0)).collect::<Result<_, _>>()?)
    }
}

/// Tells when something was revoked by another process.
#[derive(Debug)]
pub struct News(Option<(PgListener, sea_orm::sqlx::PgPool)>);

impl News {
    /// Waits for news, but not for longer than this.
    pub async fn within(&mut self, patience: Duration) {
        let Some((listener, pool)) = &mut self.0 else { return tokio::time::sleep(patience).await };
        let told = tokio::select! {
            told = tokio::time::timeout(patience, listener.recv()) => told,
            // Whoever closes the pool has no more use for news.
            () = pool.close_event() => {
                self.0 = None;
                return;
            }
        };
        // Where the connection is lost, the listener connects again; until it can, patience ends the wait.
        if let Ok(Err(error)) = told {
            tracing::warn!(%error, "the database tells no news");
            tokio::time::sleep(patience).await;
        }
    }
}

impl Pool {
    /// News of what other processes revoke. On SQLite, and where a pooler in between lets nobody listen, there are none: then
    /// the list is read at intervals only.
    pub async fn news_of_revocations(&self) -> News {
        if self.is_embedded() {
            return News(None);
        }
        let listening = async {
            let pool = self.watcher().get_postgres_connection_pool();
            // It holds a connection for as long as it listens: one of its own.
            let own = PgPoolOptions::new().max_connections(1).connect_lazy_with((*pool.connect_options()).clone());
            let mut listener = PgListener::connect_with(&own).await?;
            listener.listen(CHANNEL).await?;
            Ok::<_, sea_orm::sqlx::Error>((listener, pool.clone()))
        };
        News(listening.await.inspect_err(|error| tracing::warn!(%error, "the database tells no news")).ok())
    }

    /// Tells other processes that something was revoked.
    pub async fn tell_revoked(&self) -> Result<(), Error> {
        if !self.is_embedded() {
            self.watcher().execute_unprepared(&format!("SELECT pg_notify('{CHANNEL}', '')")).await?;
        }
        Ok(())
    }
}

async fn end(transaction: &DatabaseTransaction, id: SessionId, at: DateTime<Utc>) -> Result<(), Error> {
    session::Entity::update_many()
        .filter(session::Column::Id.eq(id))
        .col_expr(session::Column::EndedAt, Expr::val(at))
        .exec(transaction)
        .await?;
    Ok(())
}

/// Ends all sessions of an account that are open, but perhaps one.
pub(super) async fn end_all(
    transaction: &DatabaseTransaction,
    account: AccountId,
    but: Option<SessionId>,
    at: DateTime<Utc>,
) -> Result<u64, Error> {
    let mut open = session::Entity::update_many()
        .filter(session::Column::AccountId.eq(account))
        .filter(session::Column::EndedAt.is_null())
        .col_expr(session::Column::EndedAt, Expr::val(at));
    if let Some(but) = but {
        open = open.filter(session::Column::Id.ne(but));
    }
    Ok(open.exec(transaction).await?.rows_affected)
}

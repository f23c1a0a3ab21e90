//! What a change takes away from an account with it: sessions, passwords, second factors; and what it gives to the system of a
//! partner and takes from it: secrets. In the same transaction, so that a client
//! that goes away, or a crash behind the change, leaves nobody in.

use entity::id::{AccountId, ApiClientId, ApiClientSecretId};
use entity::{api_client_secret, credential, entered_email, external_identity, one_time_link, second_factor, session};
use sea_orm::sea_query::Query;
use sea_orm::{ColumnTrait, EntityTrait};
use uuid::Uuid;

use super::Change;
use super::flush::Staged;
use crate::error::Error;

impl Change {
    /// All sessions of an account end.
    pub fn end_sessions(&mut self, account: AccountId) {
        let mut end = Query::update();
        end.table(session::Entity).value(session::Column::EndedAt, self.now());
        end.and_where(session::Column::AccountId.eq(account)).and_where(session::Column::EndedAt.is_null());
        self.staged.push(Staged::follow(end));
    }

    /// The password of an account opens nothing any more, nor does a link that was made for it before.
    pub fn withdraw_password(&mut self, account: AccountId) {
        let mut password = Query::delete();
        password.from_table(credential::Entity).and_where(credential::Column::AccountId.eq(account));
        let mut links = Query::delete();
        links.from_table(one_time_link::Entity).and_where(one_time_link::Column::AccountId.eq(account));
        self.staged.extend([password, links].map(Staged::taken));
    }

    /// An account is bound to no identity of the OpenID provider any more.
    pub fn unbind_identities(&mut self, account: AccountId) {
        let mut identities = Query::delete();
        identities.from_table(external_identity::Entity).and_where(external_identity::Column::AccountId.eq(account));
        self.staged.push(Staged::taken(identities));
    }

    /// The address of an account was entered, or confirmed, now: after whatever mandate is given with it.
    pub fn enter_email(&mut self, account: AccountId) -> Result<(), Error> {
        let entered = entered_email::Model { account_id: account, entered: Uuid::now_v7() };
        self.staged.push(Staged::child_in_place::<entered_email::Entity>(&entered)?);
        Ok(())
    }

    /// Whether an account has a second factor that was confirmed.
    pub async fn has_second_factor(&self, account: AccountId) -> Result<bool, Error> {
        let factor = second_factor::Entity::find_by_id(account).one(&self.transaction).await?;
        Ok(factor.is_some_and(|factor| factor.confirmed_at.is_some()))
    }

    /// The password of an account opens nothing but the way to another one.
    pub fn expire_password(&mut self, account: AccountId) {
        let mut expire = Query::update();
        expire.table(credential::Entity).value(credential::Column::MustChange, true);
        expire.and_where(credential::Column::AccountId.eq(account));
        self.staged.push(Staged::follow(expire));
    }

    /// An account has no second factor any more.
    pub fn withdraw_second_factor(&mut self, account: AccountId) {
        let mut factor = Query::delete();
        factor.from_table(second_factor::Entity).and_where(second_factor::Column::AccountId.eq(account));
        self.staged.push(Staged::taken(factor));
    }

    /// The system of a partner has another secret.
    pub fn lay_secret(&mut self, secret: &api_client_secret::Model) -> Result<(), Error> {
        self.staged.push(Staged::child::<api_client_secret::Entity>(secret)?);
        Ok(())
    }

    /// The secrets of a partner's system end, or one of them.
    pub fn end_secrets(&mut self, of: ApiClientId, only: Option<ApiClientSecretId>) {
        let mut end = Query::update();
        end.table(api_client_secret::Entity).value(api_client_secret::Column::EndedAt, self.now());
        end.and_where(api_client_secret::Column::ApiClientId.eq(of));
        end.and_where(api_client_secret::Column::EndedAt.is_null());
        if let Some(only) = only {
            end.and_where(api_client_secret::Column::Id.eq(only));
        }
        self.staged.push(Staged::follow(end));
    }
}

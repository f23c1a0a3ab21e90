//! What the systems of partners ask for tokens by.

use entity::id::{ApiClientId, ApiClientSecretId};
use entity::{api_client, api_client_secret, partner_agreement, security_event};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::super::Pool;
use super::insert;
use super::security::log;
use crate::error::Error;

/// A client that may be asking for a token.
#[derive(Debug)]
pub struct ApiClientHolder {
    /// The client.
    pub client: api_client::Model,
    /// The agreement by which it reads.
    pub agreement: partner_agreement::Model,
    /// Its secrets.
    pub secrets: Vec<api_client_secret::Model>,
}

impl Pool {
    /// A client with its agreement and its secrets: read without a viewer, by two statements whether it exists or not.
    pub async fn api_client(&self, id: ApiClientId) -> Result<Option<ApiClientHolder>, Error> {
        let of_client = api_client_secret::Column::ApiClientId.eq(id);
        let secrets = api_client_secret::Entity::find().filter(of_client).all(self.reader()).await?;
        let found =
            api_client::Entity::find_by_id(id).find_also_related(partner_agreement::Entity).one(self.reader()).await?;
        Ok(found.and_then(|(client, agreement)| Some(ApiClientHolder { client, agreement: agreement?, secrets })))
    }

    /// Keeps a secret in the place of those that its client had; for the demonstration.
    pub async fn put_api_secret(&self, secret: api_client_secret::Model) -> Result<(), Error> {
        let transaction = self.begin().await?;
        let others = api_client_secret::Column::ApiClientId.eq(secret.api_client_id);
        api_client_secret::Entity::delete_many().filter(others).exec(&transaction).await?;
        insert::<api_client_secret::Entity>(&transaction, secret).await?;
        Ok(transaction.commit().await?)
    }

    /// A token was asked for by a secret.
    pub async fn note_secret_used(&self, id: ApiClientSecretId, event: security_event::Model) -> Result<(), Error> {
        let transaction = self.begin().await?;
        api_client_secret::Entity::update_many()
            .filter(api_client_secret::Column::Id.eq(id))
            .col_expr(api_client_secret::Column::LastUsedAt, Expr::val(event.at))
            .exec(&transaction)
            .await?;
        log(&transaction, event).await?;
        Ok(transaction.commit().await?)
    }
}

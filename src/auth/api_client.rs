//! Access tokens for the systems of partners: by client credentials (RFC 6749, 4.4), as long as their agreement holds.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chacha20poly1305::aead::Generate;
use chrono::NaiveDate;
use entity::id::{AccountId, ApiClientId, ApiClientSecretId};
use entity::security_event::SecurityEventKind;
use entity::{api_client_secret, partner_agreement, security_event};
use sha2::{Digest, Sha256};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::session::event;
use super::{Client, Gate, Identity, LIFETIME, Scopes};
use crate::clock::{office_day, start_of};
use crate::error::Error;

/// What a secret begins with, so that whoever scans for secrets that were published knows it.
const BEGINS: &str = "taawun_secret_";

/// An access token of a partner's system.
pub struct ApiToken {
    /// The token.
    pub access_token: String,
    /// Seconds after which it ends.
    pub expires_in: i64,
    /// What it may read.
    pub scopes: Scopes,
}

impl std::fmt::Debug for ApiToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ApiToken({})", self.scopes.names())
    }
}

/// Why a partner's system is given no token.
#[derive(Debug)]
pub enum NotGiven {
    /// There is no such client, or it has ended, or the secret is not its own.
    WrongClient,
    /// Its agreement does not hold today.
    NoAgreement,
    /// It asks for more than its agreement opens.
    WrongScope,
    /// Something else.
    Error(Error),
}

impl<E: Into<Error>> From<E> for NotGiven {
    fn from(error: E) -> Self {
        Self::Error(error.into())
    }
}

impl Gate {
    /// An access token for a client that shows one of its secrets, of all scopes of its agreement or of those it names.
    pub async fn api_token(
        &self,
        id: Option<ApiClientId>,
        secret: &str,
        scope: Option<&str>,
        client: &Client,
    ) -> Result<ApiToken, NotGiven> {
        let now = self.clock.now();
        let named = id.map(|id| id.0.to_string()).unwrap_or_default();
        let attempt = self.may_show_secret(&named, client).await?;
        // An unknown client costs the same.
        let holder = self.pool.api_client(id.unwrap_or(ApiClientId(Uuid::nil()))).await?;
        let shown = NewSecret::hash_of(secret);
        let known = holder.and_then(|holder| {
            let own = |row: &&api_client_secret::Model| row.ended_at.is_none() && row.secret_hash == shown;
            let secret = holder.secrets.iter().find(own).map(|row| row.id);
            secret.filter(|_| holder.client.ended_at.is_none()).map(|secret| (holder, secret))
        });
        let Some((holder, secret)) = known else {
            self.secret_was_wrong(&attempt).await?;
            self.tell_client_refused(id, client).await?;
            return Err(NotGiven::WrongClient);
        };
        if !agreed_on(&holder.agreement, office_day(now)) {
            self.tell_client_refused(id, client).await?;
            return Err(NotGiven::NoAgreement);
        }
        let scopes = Scopes::named(&holder.agreement.scopes).narrowed(scope).ok_or(NotGiven::WrongScope)?;
        let identity = Identity::of_client(&holder.client, secret, &holder.agreement, scopes);
        let identity = identity.ok_or_else(|| Error::internal("an agreement without the key of its reach"))?;
        let last = holder.agreement.valid_to.succ_opt().map_or(now + LIFETIME, start_of);
        let expires_at = (now + LIFETIME).min(last);
        let access_token = self.keys.now().tokens.issue(&identity, Uuid::now_v7(), now, expires_at)?;
        // Once in a while: a system that asks for a token each time would fill the log.
        if self.may_tell(&["signed in", &named, &secret.0.to_string()].join(" "), client).await? {
            let signed_in = self.of_client(SecurityEventKind::ClientSignedIn, Some(holder.client.id), None, client);
            self.pool.note_secret_used(secret, signed_in).await?;
        }
        Ok(ApiToken { access_token, expires_in: (expires_at - now).num_seconds(), scopes })
    }

    /// Writes into the security log what was done to the secrets of a client, and by whom.
    pub async fn log_secret(
        &self,
        kind: SecurityEventKind,
        of: ApiClientId,
        by: AccountId,
        client: &Client,
    ) -> Result<(), Error> {
        self.pool.log_security(self.of_client(kind, Some(of), Some(by), client)).await
    }

    async fn tell_client_refused(&self, id: Option<ApiClientId>, client: &Client) -> Result<(), Error> {
        let named = id.map(|id| id.0.to_string()).unwrap_or_default();
        if self.may_tell(&named, client).await? {
            self.pool.log_security(self.of_client(SecurityEventKind::ClientRefused, id, None, client)).await?;
        }
        Ok(())
    }

    fn of_client(
        &self,
        kind: SecurityEventKind,
        of: Option<ApiClientId>,
        by: Option<AccountId>,
        client: &Client,
    ) -> security_event::Model {
        let event = event(self.clock.now(), kind, None, client);
        security_event::Model { api_client_id: of, by_account_id: by, ..event }
    }
}

/// Whether an agreement holds on a day.
fn agreed_on(agreement: &partner_agreement::Model, day: NaiveDate) -> bool {
    agreement.ended_at.is_none() && agreement.valid_from <= day && day <= agreement.valid_to
}

/// A new secret, which is shown once.
#[derive(Clone)]
pub struct NewSecret {
    /// Its identifier.
    pub id: ApiClientSecretId,
    /// The secret.
    pub secret: Zeroizing<String>,
}

impl NewSecret {
    /// Random, and long enough not to be guessed.
    #[must_use]
    pub fn generate() -> Self {
        let random = URL_SAFE_NO_PAD.encode(<[u8; 32]>::generate());
        Self { id: ApiClientSecretId(Uuid::now_v7()), secret: Zeroizing::new(format!("{BEGINS}{random}")) }
    }

    /// What is kept of it.
    #[must_use]
    pub fn hash(&self) -> Vec<u8> {
        Self::hash_of(&self.secret)
    }

    /// What is kept of a secret.
    #[must_use]
    pub fn hash_of(secret: &str) -> Vec<u8> {
        Sha256::digest(secret.as_bytes()).to_vec()
    }
}

impl std::fmt::Debug for NewSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "NewSecret({})", self.id.0)
    }
}

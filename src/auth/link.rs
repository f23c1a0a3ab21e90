//! Passwords set by the person alone: by a one-time link, or by the password before.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chacha20poly1305::aead::Generate;
use chrono::{DateTime, TimeDelta, Utc};
use entity::credential::PasswordHash;
use entity::id::{AccountId, OneTimeLinkId};
use entity::security_event::SecurityEventKind;
use entity::{account, credential, one_time_link, security_event};
use sha2::{Digest, Sha256};

use super::password::is_hard_to_guess;
use super::session::event;
use super::{Client, Denied, Gate, WeakPassword};
use crate::db::operational::{Holder, Opener};
use crate::error::Error;

/// How long a one-time link lasts.
const LINK: TimeDelta = TimeDelta::days(3);

/// A one-time link, shown once.
pub struct OneTimeLink {
    /// Whoever has it sets the password.
    pub token: String,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
}

impl OneTimeLink {
    /// The address of a page that takes it, which no server is sent along with the request for the page.
    #[must_use]
    pub fn on_page(&self, page: &str) -> String {
        format!("{page}#{}", self.token)
    }
}

impl std::fmt::Debug for OneTimeLink {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "OneTimeLink(until {})", self.expires_at)
    }
}

impl Gate {
    /// A one-time link for an account, in the place of those before; with `lock_out`, its password and its sessions end
    /// now. `id` is made before it is looked at what the account holds.
    pub async fn link(
        &self,
        id: OneTimeLinkId,
        of: AccountId,
        by: Option<AccountId>,
        lock_out: bool,
        client: &Client,
    ) -> Result<OneTimeLink, Error> {
        let now = self.clock.now();
        let token = URL_SAFE_NO_PAD.encode(<[u8; 32]>::generate());
        let expires_at = now + LINK;
        let link = one_time_link::Model { id, account_id: of, token_hash: Sha256::digest(&token).to_vec(), expires_at };
        let event = event(now, SecurityEventKind::LinkIssued, Some(of), client);
        self.pool.keep_link(link, lock_out, security_event::Model { by_account_id: by, ..event }).await?;
        if lock_out {
            self.tell_revoked().await;
        }
        Ok(OneTimeLink { token, expires_at })
    }

    /// From now on the password of an account opens nothing but the way to another one.
    pub async fn expire_password(&self, of: AccountId, by: AccountId, client: &Client) -> Result<(), Error> {
        let event = event(self.clock.now(), SecurityEventKind::PasswordExpired, Some(of), client);
        self.pool.expire_password(of, security_event::Model { by_account_id: Some(by), ..event }).await?;
        self.tell_revoked().await;
        Ok(())
    }

    /// Sets a password by a one-time link, which is good no more; returns the account it is for.
    pub async fn set_password(&self, token: &str, password: String, client: &Client) -> Result<account::Model, Denied> {
        let token_hash = Sha256::digest(token).to_vec();
        let link = self.pool.link(token_hash.clone(), self.clock.now()).await?.ok_or(Denied::LinkEnded)?;
        let holder = self.pool.credentials_of(link.account_id).await?;
        // Whoever had the link made could give all that the account held then, and perhaps not what it was given since.
        let same = |holder: &Holder| holder.mandates.iter().all(|mandate| mandate.id.0 < link.id.0);
        let active = holder.filter(|holder| holder.account.deactivated_at.is_none() && same(holder));
        let account = active.ok_or(Denied::LinkEnded)?.account;
        self.put_password(&account, password, &Opener::Link(token_hash), client).await?;
        Ok(account)
    }

    /// Sets another password in the place of one that is known; returns the account it is for. All sessions of the account end.
    pub async fn change_password(
        &self,
        login: &str,
        before: String,
        password: String,
        code: Option<&str>,
        client: &Client,
    ) -> Result<account::Model, Denied> {
        // Told before a code is used up for nothing.
        is_hard_to_guess(&password, &[login]).map_err(Denied::WeakPassword)?;
        if password == before {
            return Err(Denied::WeakPassword(WeakPassword::Same));
        }
        let (holder, attempt) = self.verified_attempt(login, before, client).await?;
        if holder.account.deactivated_at.is_some() {
            self.take_back(&attempt).await?;
            return Err(Denied::Deactivated);
        }
        self.second_step(&holder, &attempt, code, client).await?;
        let Holder { account, credential, .. } = holder;
        let Some(credential) = credential else { return Err(Denied::Credentials) };
        self.put_password(&account, password, &Opener::Password(credential.password_hash), client).await?;
        Ok(account)
    }

    async fn put_password(
        &self,
        account: &account::Model,
        password: String,
        by: &Opener,
        client: &Client,
    ) -> Result<(), Denied> {
        let (now, account_id) = (self.clock.now(), account.id);
        let own_words =
            [Some(&account.login), account.name_fr.as_ref(), account.name_ar.as_ref(), account.email.as_ref()];
        let own_words: Vec<_> = own_words.into_iter().flatten().map(String::as_str).collect();
        is_hard_to_guess(&password, &own_words).map_err(Denied::WeakPassword)?;
        let password_hash = self.passwords.hash(password).await?;
        let password_hash = PasswordHash(password_hash);
        let password = credential::Model { account_id, password_hash, must_change: false, changed_at: now };
        let event = event(now, SecurityEventKind::PasswordSet, Some(account_id), client);
        if !self.pool.set_password(password, by, event).await? {
            return Err(Denied::LinkEnded);
        }
        self.tell_revoked().await;
        Ok(())
    }
}

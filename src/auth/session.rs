//! Signing in and out. A session is a family of refresh tokens, each good once; an access token speaks for one session, one
//! account, one mandate.

use std::net::IpAddr;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chacha20poly1305::aead::Generate;
use chrono::{DateTime, TimeDelta, Utc};
use entity::id::{AccountId, MandateId, SecurityEventId, SessionId};
use entity::security_event::SecurityEventKind;
use entity::{mandate, security_event, session};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::second_factor::needs_second_factor;
use super::throttle::{Attempt, network};
use super::{Denied, Gate, Identity, LIFETIME};
use crate::db::operational::{Holder, Rotated, Shown};
use crate::error::Error;
use crate::text::LocalizedText;

/// How long a session lasts without signing in again.
const SESSION: TimeDelta = TimeDelta::days(30);
/// What a refresh token is sealed for.
const PLACE: &[u8] = b"refresh token";

/// From where somebody asks.
#[derive(Clone, Debug, Default)]
pub struct Client {
    /// The network address; `None` on this machine's command line.
    pub address: Option<IpAddr>,
    /// What the client says it is.
    pub device: Option<String>,
}

/// Tokens, and whom they speak for.
pub struct SignedIn {
    /// Whom the access token speaks for.
    pub identity: Identity,
    /// The access token.
    pub access_token: String,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
    /// The refresh token; `None` where the one that the client has stays good.
    pub refresh_token: Option<String>,
}

impl std::fmt::Debug for SignedIn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SignedIn({})", self.identity.viewer())
    }
}

/// A refresh token, opened: the session, and how often tokens were used before it.
struct RefreshToken {
    session: SessionId,
    generation: i32,
}

impl Gate {
    /// Signs in with a login and a password, and a code where the account has a second factor. The account speaks by the
    /// first of its mandates that holds today.
    pub async fn sign_in(
        &self,
        login: &str,
        password: String,
        code: Option<&str>,
        client: &Client,
    ) -> Result<SignedIn, Denied> {
        let (holder, attempt) = self.verified_attempt(login, password, client).await?;
        if holder.account.deactivated_at.is_some() {
            self.take_back(&attempt).await?;
            return Err(self.deactivated(&holder, client).await?);
        }
        let Some(credential) = &holder.credential else { return Err(Denied::Credentials) };
        // Told before a code is used up for nothing.
        if credential.must_change {
            self.take_back(&attempt).await?;
            return Err(Denied::PasswordExpired);
        }
        let shown = Shown::Password(credential.password_hash.clone());
        let second_factor = self.second_step(&holder, &attempt, code, client).await?;
        self.let_in(&holder, second_factor, shown, client).await
    }

    /// Opens a session for an account that is active, by what was shown for it.
    pub(super) async fn let_in(
        &self,
        holder: &Holder,
        second_factor: bool,
        shown: Shown,
        client: &Client,
    ) -> Result<SignedIn, Denied> {
        let now = self.clock.now();
        let session_id = SessionId(Uuid::now_v7());
        let Some((identity, mandate)) = self.identity_of(holder, session_id, None).await? else {
            let refused = event(now, SecurityEventKind::SignInWithoutMandate, Some(holder.account.id), client);
            self.pool.log_security(refused).await?;
            return Err(Denied::NoMandate);
        };
        self.has_shown_enough(&identity, second_factor).map_err(|denied| match shown {
            Shown::Identity(_) => Denied::FactorNotVouchedFor,
            Shown::Password(_) => denied,
        })?;
        let refresh_token = self.refresh_token(session_id, 0)?;
        let session = session::Model {
            id: session_id,
            account_id: identity.account,
            mandate_id: identity.mandate,
            generation: 0,
            refresh_token_hash: Sha256::digest(&refresh_token).to_vec(),
            second_factor,
            device: client.device.clone(),
            created_at: now,
            last_used_at: now,
            expires_at: now + SESSION,
            ended_at: None,
        };
        let signed_in = event(now, SecurityEventKind::SignedIn, Some(identity.account), client);
        if !self.pool.open_session(session, &shown, signed_in).await? {
            return Err(match shown {
                Shown::Password(_) => Denied::Credentials,
                Shown::Identity(_) => Denied::SingleSignOnRefused,
            });
        }
        self.tokens(identity, &mandate, Some(refresh_token), now, now + SESSION).await
    }

    /// Nobody comes in by an account that is deactivated.
    pub(super) async fn deactivated(&self, holder: &Holder, client: &Client) -> Result<Denied, Error> {
        let kind = SecurityEventKind::SignInWithoutMandate;
        self.pool.log_security(event(self.clock.now(), kind, Some(holder.account.id), client)).await?;
        Ok(Denied::Deactivated)
    }

    /// Gives new tokens for a refresh token, which is good no more. Shown a second time, it ends its session.
    pub async fn refresh(&self, token: &str, client: &Client) -> Result<SignedIn, Denied> {
        let now = self.clock.now();
        let RefreshToken { session, generation } = self.open_refresh_token(token).ok_or(Denied::SessionEnded)?;
        let session = self.pool.session(session).await?.ok_or(Denied::SessionEnded)?;
        if session.ended_at.is_some() || session.expires_at <= now {
            return Err(Denied::SessionEnded);
        }
        let holder = self.pool.credentials_of(session.account_id).await?.ok_or(Denied::SessionEnded)?;
        if holder.account.deactivated_at.is_some() {
            return Err(Denied::Deactivated);
        }
        let mut found = self.identity_of(&holder, session.id, Some(session.mandate_id)).await?;
        if found.is_none() {
            found = self.identity_of(&holder, session.id, None).await?;
        }
        let (identity, mandate) = found.ok_or(Denied::NoMandate)?;
        self.has_shown_enough(&identity, session.second_factor)?;
        let next = generation.checked_add(1).ok_or(Denied::SessionEnded)?;
        let refresh_token = self.refresh_token(session.id, next)?;
        let after = session::Model {
            mandate_id: identity.mandate,
            generation: next,
            refresh_token_hash: Sha256::digest(&refresh_token).to_vec(),
            last_used_at: now,
            ..session
        };
        let reused = || event(now, SecurityEventKind::RefreshTokenReused, Some(identity.account), client);
        match self.pool.rotate(&after, (generation, &Sha256::digest(token)), reused).await? {
            Rotated::Done => self.tokens(identity, &mandate, Some(refresh_token), now, after.expires_at).await,
            Rotated::Reused => {
                self.tell_revoked().await;
                Err(Denied::SessionEnded)
            }
            Rotated::Ended => Err(Denied::SessionEnded),
        }
    }

    /// Gives an access token that speaks for another mandate of the account, in the same session.
    pub async fn switch(&self, identity: &Identity, mandate: MandateId, client: &Client) -> Result<SignedIn, Denied> {
        let now = self.clock.now();
        let holder = self.pool.credentials_of(identity.account).await?.ok_or(Denied::SessionEnded)?;
        let switched =
            self.identity_of(&holder, identity.session, Some(mandate)).await?.ok_or(Denied::MandateNotYours)?;
        let session = self.pool.session(identity.session).await?.ok_or(Denied::SessionEnded)?;
        self.has_shown_enough(&switched.0, session.second_factor)?;
        let event = event(now, SecurityEventKind::MandateSwitched, Some(identity.account), client);
        if !self.pool.switch_mandate(identity.session, mandate, event).await? {
            return Err(Denied::SessionEnded);
        }
        // Whoever has an access token alone does not make it last by this.
        let ends = identity.token_ends.map_or(session.expires_at, |ends| ends.min(session.expires_at));
        self.tokens(switched.0, &switched.1, None, now, ends).await
    }

    /// The mandates by which an account may speak today, the oldest first.
    pub async fn mandates_of(&self, account: AccountId) -> Result<Vec<mandate::Model>, Error> {
        let mut holding = Vec::new();
        for mandate in self.pool.mandates_of(account).await? {
            if self.holds(&mandate).await? {
                holding.push(mandate);
            }
        }
        Ok(holding)
    }

    /// The names of whoever has an account.
    pub async fn name_of(&self, account: AccountId) -> Result<Option<LocalizedText>, Error> {
        let account = self.pool.account(account).await?;
        Ok(account.map(|account| LocalizedText { ar: account.name_ar, fr: account.name_fr }))
    }

    /// The open sessions of an account, the last used first.
    pub async fn sessions_of(&self, account: AccountId) -> Result<Vec<session::Model>, Error> {
        self.pool.sessions_of(account, self.clock.now()).await
    }

    /// Ends a session of an account; `false` where it has none of this id.
    pub async fn end_session(&self, of: AccountId, id: SessionId, client: &Client) -> Result<bool, Error> {
        let event = event(self.clock.now(), SecurityEventKind::SessionsEnded, Some(of), client);
        let ended = self.pool.end_session(id, event).await?;
        self.tell_revoked().await;
        Ok(ended)
    }

    /// Ends all sessions of an account, but perhaps one; `by` another account, where it is another's doing.
    pub async fn end_sessions(
        &self,
        of: AccountId,
        but: Option<SessionId>,
        by: Option<AccountId>,
        client: &Client,
    ) -> Result<u64, Error> {
        let event = event(self.clock.now(), SecurityEventKind::SessionsEnded, Some(of), client);
        let event = security_event::Model { by_account_id: by, ..event };
        let ended = self.pool.end_sessions_of(of, but, event).await?;
        self.tell_revoked().await;
        Ok(ended)
    }

    /// Whether the second factor of an account was shown, after its password; it must be where there is one. A wrong code counts
    /// as an attempt.
    pub(super) async fn second_step(
        &self,
        holder: &Holder,
        attempt: &Attempt,
        code: Option<&str>,
        client: &Client,
    ) -> Result<bool, Denied> {
        let shown = self.shows_second_factor(holder.account.id, code, client).await;
        match shown {
            Ok(_) => self.forgive(attempt).await?,
            // Only the password was shown: whoever has that alone tries no codes by it.
            Err(Denied::SecondFactorNeeded) => self.take_back(attempt).await?,
            Err(_) => {}
        }
        shown
    }

    /// Where the installation asks for a second factor of a role, the session must have shown one.
    fn has_shown_enough(&self, identity: &Identity, second_factor: bool) -> Result<(), Denied> {
        if self.second_factor_required && needs_second_factor(identity.viewer().role()) && !second_factor {
            return Err(Denied::SecondFactorMissing);
        }
        Ok(())
    }

    /// The account of a login, where the password is its own and was not tried too often; for what lets nobody in.
    pub(super) async fn verified(&self, login: &str, password: String, client: &Client) -> Result<Holder, Denied> {
        let (holder, attempt) = self.verified_attempt(login, password, client).await?;
        self.take_back(&attempt).await?;
        Ok(holder)
    }

    /// An unknown login and a wrong password cost the same work and get the same answer.
    pub(super) async fn verified_attempt(
        &self,
        login: &str,
        password: String,
        client: &Client,
    ) -> Result<(Holder, Attempt), Denied> {
        let now = self.clock.now();
        // No login has a NUL, which PostgreSQL cannot even be asked for.
        let login = login.trim().to_lowercase().replace('\0', "\u{fffd}");
        let holder = self.pool.credentials(&login).await?;
        let attempt = self.let_try(&login, holder.as_ref(), client).await?;
        let hash = holder.as_ref().and_then(|holder| holder.credential.as_ref());
        let hash = hash.map(|credential| credential.password_hash.0.clone());
        if self.passwords.verify(password, hash).await?
            && let Some(holder) = holder
        {
            return Ok((holder, attempt));
        }
        let account = holder.map(|holder| holder.account.id);
        self.pool.log_security(event(now, SecurityEventKind::SignInRefused, account, client)).await?;
        Err(Denied::Credentials)
    }

    /// Whom an account speaks as today: by the mandate that is wanted, or by the first that holds.
    async fn identity_of(
        &self,
        holder: &Holder,
        session: SessionId,
        wanted: Option<MandateId>,
    ) -> Result<Option<(Identity, mandate::Model)>, Error> {
        for mandate in holder.mandates.iter().filter(|mandate| wanted.is_none_or(|wanted| wanted == mandate.id)) {
            if let Some(identity) = Identity::of_mandate(&holder.account.login, session, mandate)
                && self.holds(mandate).await?
            {
                return Ok(Some((identity, mandate.clone())));
            }
        }
        Ok(None)
    }

    /// Whether a mandate holds today, and the one on whose behalf it is.
    pub(crate) async fn holds(&self, mandate: &mandate::Model) -> Result<bool, Error> {
        let today = self.clock.today();
        let Some(principal) = mandate.on_behalf_of_id.filter(|_| holds_on(mandate, today)) else {
            return Ok(holds_on(mandate, today));
        };
        let Some(principal) = self.pool.mandate(principal).await? else { return Ok(false) };
        let account = self.pool.account(principal.account_id).await?;
        Ok(holds_on(&principal, today) && account.is_some_and(|account| account.deactivated_at.is_none()))
    }

    /// An access token for an identity; it ends with the last day of the mandate, and with `ends`, at the latest.
    async fn tokens(
        &self,
        identity: Identity,
        mandate: &mandate::Model,
        refresh_token: Option<String>,
        now: DateTime<Utc>,
        ends: DateTime<Utc>,
    ) -> Result<SignedIn, Denied> {
        let last = mandate.valid_to.and_then(|last| last.succ_opt()).map_or(ends, crate::clock::start_of);
        let expires_at = (now + LIFETIME).min(ends).min(last);
        let access_token = self.keys.now().tokens.issue(&identity, Uuid::now_v7(), now, expires_at)?;
        Ok(SignedIn { identity, access_token, expires_at, refresh_token })
    }

    /// A new refresh token: random, and sealed, so that an older one of the same session is told from one that never was.
    fn refresh_token(&self, session: SessionId, generation: i32) -> Result<String, Error> {
        let random = <[u8; 32]>::generate();
        let plain = [session.0.as_bytes().as_slice(), &generation.to_be_bytes(), &random].concat();
        Ok(URL_SAFE_NO_PAD.encode(self.keys.now().links.seal(&plain, PLACE)?))
    }

    fn open_refresh_token(&self, token: &str) -> Option<RefreshToken> {
        let plain = self.keys.now().links.open(&URL_SAFE_NO_PAD.decode(token).ok()?, PLACE)?;
        let (session, rest) = plain.split_first_chunk::<16>()?;
        let (generation, _) = rest.split_first_chunk::<4>()?;
        Some(RefreshToken { session: Uuid::from_bytes(*session).into(), generation: i32::from_be_bytes(*generation) })
    }
}

/// Whether a mandate holds on a day.
#[must_use]
pub fn holds_on(mandate: &mandate::Model, day: chrono::NaiveDate) -> bool {
    mandate.ended_at.is_none() && mandate.valid_from <= day && mandate.valid_to.is_none_or(|last| day <= last)
}

/// An event for the security log.
pub(super) fn event(
    now: DateTime<Utc>,
    kind: SecurityEventKind,
    account: Option<AccountId>,
    client: &Client,
) -> security_event::Model {
    security_event::Model {
        id: SecurityEventId(Uuid::now_v7()),
        at: now,
        kind,
        account_id: account,
        by_account_id: None,
        api_client_id: None,
        address: client.address.map(|address| address.to_string()),
        network: client.address.map(network),
    }
}

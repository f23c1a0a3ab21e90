//! Single sign-on: staff come in by the OpenID provider of the institution (authorisation code, with PKCE).
//!
//! Whoever begins is given an attempt: state, nonce and verifier, sealed. They keep it, go to the provider, and show it when
//! they come back with a code. So a state that another browser has, or a code of another attempt, opens nothing; nothing is
//! written before somebody comes back; and any process may finish what another began. An attempt is good once.
//!
//! The provider says who somebody is; which account that is, and what it may do, is ours. An identity is bound to an account
//! when it comes the first time, by an address that the provider has verified and that one account has. No account is made.

mod outbound;
mod provider;

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chacha20poly1305::aead::Generate;
use chrono::{DateTime, TimeDelta, Utc};
use entity::id::AccountId;
use entity::security_event::SecurityEventKind;
use entity::{account, external_identity};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use url::Url;
use uuid::Uuid;
use zeroize::Zeroizing;

use super::session::event;
use super::{Client, Denied, Gate, SignedIn};
use crate::db::operational::{Holder, Named, Shown};
use crate::error::Error;
use crate::outbound::is_plain_loopback;
use provider::{Bond, NotVouched, Provider, Vouched};

/// How long somebody may take at the provider.
const ATTEMPT: TimeDelta = TimeDelta::minutes(10);
/// What an attempt is sealed for.
const PLACE: &[u8] = b"single sign-on";

/// Where the provider is, and as whom it knows this installation.
#[derive(Clone)]
pub struct Settings {
    /// The provider's address, letter by letter as it says it itself.
    pub issuer: String,
    /// By which it knows this installation.
    pub client_id: String,
    /// By which this installation shows that it is the one.
    pub client_secret: Zeroizing<String>,
    /// The pages to which it may send people back, the usual one first.
    pub redirect_uris: Vec<String>,
    /// What it says of those who have shown a second factor there (`acr`), where it says it so.
    pub second_factor_acr: Vec<String>,
}

/// Single sign-on by one provider.
pub struct SingleSignOn(Provider);

/// An attempt that was begun.
pub struct Begun {
    /// Where the browser goes.
    pub authorization_url: String,
    /// What it shows when it comes back.
    pub attempt: String,
    /// When the attempt ends.
    pub expires_at: DateTime<Utc>,
}

/// What somebody shows who comes back.
pub struct Returned {
    /// What they were given when they began.
    pub attempt: String,
    /// The state that the provider sent along.
    pub state: String,
    /// The provider's code.
    pub code: String,
    /// The code of the account's own second factor, where the provider vouches for none.
    pub second_factor_code: Option<String>,
}

/// What is sealed into an attempt.
#[derive(Deserialize, Serialize)]
struct Attempt {
    id: Uuid,
    began_at: i64,
    state: String,
    nonce: String,
    verifier: String,
    redirect_uri: String,
}

/// Whether people may be sent to an address with something that is theirs alone: https, but on this machine, and without `#`.
#[must_use]
pub fn is_page(url: &Url) -> bool {
    url.fragment().is_none() && (url.scheme() == "https" || is_plain_loopback(url))
}

impl SingleSignOn {
    /// The provider is not asked for anything yet: one that is down keeps nobody else out.
    pub fn new(settings: Settings) -> Result<Self, String> {
        for redirect_uri in &settings.redirect_uris {
            let url = Url::parse(redirect_uri).map_err(|error| format!("the page {redirect_uri}: {error}"))?;
            if !is_page(&url) {
                return Err(format!("the page {redirect_uri} must be https, but on this machine, and without #"));
            }
        }
        if settings.client_id.trim().is_empty() || settings.second_factor_acr.iter().any(|acr| acr.trim().is_empty()) {
            return Err("the client id, or a value of acr, is empty".to_owned());
        }
        if settings.redirect_uris.is_empty() {
            return Err("there is no page to which people come back".to_owned());
        }
        Ok(Self(Provider::new(settings)?))
    }
}

impl Settings {
    fn issuer_url(&self) -> Result<Url, String> {
        Url::parse(&self.issuer).map_err(|error| format!("the issuer: {error}"))
    }
}

impl Gate {
    /// The same, where people may come in by a provider.
    #[must_use]
    pub fn with_single_sign_on(self, single_sign_on: Option<SingleSignOn>) -> Self {
        Self { single_sign_on: single_sign_on.map(Arc::new), ..self }
    }

    /// Begins an attempt, to come back to one of the pages; by default the first.
    pub async fn begin_single_sign_on(&self, back_to: Option<&str>, client: &Client) -> Result<Begun, Denied> {
        let SingleSignOn(provider) = self.single_sign_on.as_deref().ok_or(Denied::SingleSignOnOff)?;
        let mut pages = provider.settings().redirect_uris.iter();
        let redirect_uri = pages.find(|page| back_to.is_none_or(|wanted| wanted == **page));
        let redirect_uri = redirect_uri.ok_or(Denied::OtherPage)?.clone();
        self.let_begin(client).await?;
        let now = self.clock.now();
        let random = || URL_SAFE_NO_PAD.encode(<[u8; 32]>::generate());
        let (state, nonce, verifier) = (random(), random(), random());
        let attempt = Attempt { id: Uuid::now_v7(), began_at: now.timestamp(), state, nonce, verifier, redirect_uri };
        let authorization_url = provider.authorization_url(&attempt.bond(now)).await.map_err(denied)?;
        let sealed = self.keys.now().links.seal(&serde_json::to_vec(&attempt).map_err(Error::internal)?, PLACE)?;
        Ok(Begun { authorization_url, attempt: URL_SAFE_NO_PAD.encode(sealed), expires_at: now + ATTEMPT })
    }

    /// Signs in whoever comes back from the provider, as the account that is bound to whom it names.
    ///
    /// With the account, where it was bound by this.
    pub async fn finish_single_sign_on(
        &self,
        returned: Returned,
        client: &Client,
    ) -> Result<(SignedIn, Option<account::Model>), Denied> {
        let SingleSignOn(provider) = self.single_sign_on.as_deref().ok_or(Denied::SingleSignOnOff)?;
        let filled = self.let_finish(client).await?;
        let Some((attempt, began_at)) = self.attempt_of(&returned).await? else {
            return Err(self.refused(None, Denied::AttemptEnded, client).await?);
        };
        let now = self.clock.now();
        let vouched = match provider.vouched(returned.code, &attempt.bond(began_at), now).await {
            Ok(vouched) => vouched,
            Err(not) => return Err(self.refused(None, denied(not), client).await?),
        };
        let (holder, named) = match self.holder_of(provider, &vouched).await? {
            Ok(found) => found,
            Err((account, why)) => return Err(self.refused(account, why, client).await?),
        };
        if holder.account.deactivated_at.is_some() {
            return Err(self.deactivated(&holder, client).await?);
        }
        let account = holder.account.id;
        // The first time, the account's own factor says that it is the same person.
        let is_first = named.first_by.is_some();
        let let_in = async {
            let own = if vouched.second_factor && !is_first {
                false
            } else {
                self.shows_own_factor(&holder, returned.second_factor_code.as_deref(), client).await?
            };
            self.let_in(&holder, vouched.second_factor || own, Shown::Identity(named), client).await
        };
        let signed_in = match let_in.await {
            Ok(signed_in) => signed_in,
            // Of the other two, the log was told.
            Err(why @ (Denied::NoMandate | Denied::OwnFactorWrong)) => return Err(why),
            Err(why) => return Err(self.refused(Some(account), why, client).await?),
        };
        self.take_back(&filled).await?;
        Ok((signed_in, is_first.then_some(holder.account)))
    }

    /// The account's own second factor, as with a password; whoever lacks its code comes back by another attempt.
    async fn shows_own_factor(&self, holder: &Holder, code: Option<&str>, client: &Client) -> Result<bool, Denied> {
        match self.shows_second_factor(holder.account.id, code, client).await {
            Err(Denied::SecondFactorNeeded) => Err(Denied::OwnFactorNeeded),
            Err(Denied::WrongCode) => Err(Denied::OwnFactorWrong),
            shown => shown,
        }
    }

    /// The attempt that somebody shows, with the moment at which it began: where it is one of ours, of this state, neither
    /// ended nor finished before.
    async fn attempt_of(&self, returned: &Returned) -> Result<Option<(Attempt, DateTime<Utc>)>, Error> {
        let sealed = URL_SAFE_NO_PAD.decode(&returned.attempt).ok();
        let plain = sealed.and_then(|sealed| self.keys.now().links.open(&sealed, PLACE));
        let attempt = plain.and_then(|plain| serde_json::from_slice::<Attempt>(&plain).ok());
        let Some(attempt) = attempt else { return Ok(None) };
        let Some(began_at) = DateTime::from_timestamp(attempt.began_at, 0) else { return Ok(None) };
        // By their digests, so that the time of the comparison tells nothing.
        let same = Sha256::digest(&attempt.state) == Sha256::digest(&returned.state);
        if !same || began_at + ATTEMPT <= self.clock.now() {
            return Ok(None);
        }
        let first = self.pool.use_attempt(attempt.id, began_at + ATTEMPT).await?;
        Ok(first.then_some((attempt, began_at)))
    }

    /// The account that is bound to somebody, or that will be; or why there is none, and of which account that is said.
    async fn holder_of(
        &self,
        provider: &Provider,
        vouched: &Vouched,
    ) -> Result<Result<(Holder, Named), (Option<AccountId>, Denied)>, Error> {
        let issuer = provider.settings().issuer.clone();
        let identity = |account_id| external_identity::Model {
            issuer: issuer.clone(),
            subject: vouched.subject.clone(),
            account_id,
            bound_at: self.clock.now(),
        };
        if let Some(account) = self.pool.account_of_identity(&issuer, &vouched.subject).await? {
            let holder = self.pool.credentials_of(account).await?;
            let named = Named { identity: identity(account), first_by: None };
            return Ok(holder.map(|holder| (holder, named)).ok_or((None, Denied::IdentityUnknown)));
        }
        let email = match provider.verified_email(vouched).await {
            Ok(Some(email)) => email,
            Ok(None) => return Ok(Err((None, Denied::EmailNotVerified))),
            Err(not) => return Ok(Err((None, denied(not)))),
        };
        let (mut active, mut left): (Vec<_>, Vec<_>) = self
            .pool
            .accounts_of_email(&email)
            .await?
            .into_iter()
            .partition(|account| account.deactivated_at.is_none());
        if active.len() > 1 {
            return Ok(Err((None, Denied::EmailOfMany)));
        }
        let Some(account) = active.pop().or_else(|| left.pop()) else {
            return Ok(Err((None, Denied::IdentityUnknown)));
        };
        if self.pool.has_identity(account.id, &issuer).await? {
            return Ok(Err((Some(account.id), Denied::IdentityOther)));
        }
        // As a one-time link: what was given since is not opened by it.
        if !self.pool.email_is_younger(account.id).await? {
            return Ok(Err((Some(account.id), Denied::EmailOutdated)));
        }
        let holder = self.pool.credentials_of(account.id).await?;
        let named = Named { identity: identity(account.id), first_by: Some(email) };
        Ok(holder.map(|holder| (holder, named)).ok_or((None, Denied::IdentityUnknown)))
    }

    /// Notes a refusal, where it is one, and passes it on.
    async fn refused(&self, account: Option<AccountId>, why: Denied, client: &Client) -> Result<Denied, Error> {
        if !matches!(why, Denied::SingleSignOnUnavailable | Denied::Error(_)) {
            let event = event(self.clock.now(), SecurityEventKind::SingleSignOnRefused, account, client);
            self.pool.log_security(event).await?;
        }
        Ok(why)
    }
}

impl Attempt {
    fn bond(&self, began_at: DateTime<Utc>) -> Bond<'_> {
        let Self { state, nonce, verifier, redirect_uri, .. } = self;
        Bond { state, nonce, verifier, redirect_uri, began_at }
    }
}

/// Details are for the log, and name nobody.
fn denied(not: NotVouched) -> Denied {
    match not {
        NotVouched::Unavailable(cause) => {
            tracing::warn!(cause, "the OpenID provider is of no use");
            Denied::SingleSignOnUnavailable
        }
        NotVouched::Refused(cause) => {
            tracing::info!(cause, "somebody who came back from the OpenID provider was refused");
            Denied::SingleSignOnRefused
        }
    }
}

impl std::fmt::Debug for Settings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Settings({})", self.issuer)
    }
}

impl std::fmt::Debug for SingleSignOn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SingleSignOn({:?})", self.0.settings())
    }
}

impl std::fmt::Debug for Begun {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Begun(until {})", self.expires_at)
    }
}

impl std::fmt::Debug for Returned {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Returned(…)")
    }
}

//! Access tokens: who signed in, by which mandate, for a quarter of an hour. Ed25519, and nothing else, whatever a
//! token says of itself.

use std::collections::HashMap;
use std::num::NonZero;
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use entity::id::{AccountId, ApiClientId, ApiClientSecretId, MandateId, PartnerId, SecretKeyId, SessionId};
use entity::mandate::Role;
use entity::{api_client, mandate, partner_agreement};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use lru::LruCache;
use sea_orm::ActiveEnum;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::keys::{Secret, signing_key};
use super::{PartnerAccess, Reach, Rights, Scopes, Viewer};
use crate::error::Error;
use crate::global_id::Global;

/// How long an access token lives.
pub const LIFETIME: TimeDelta = TimeDelta::minutes(15);
/// By how much the clocks of two machines may differ.
pub const LEEWAY: TimeDelta = TimeDelta::seconds(5);

/// Tokens whose signature is remembered, about three megabytes of them.
const TOKENS: NonZero<usize> = NonZero::new(4096).unwrap();

const ISSUER: &str = "taawun";
const AUDIENCE: &str = "taawun-api";
/// The type of RFC 9068, so that no other kind of token passes for an access token.
const TYPE: &str = "at+jwt";

/// Who a token speaks for. Made from a mandate at sign-in or from a verified token, and from nothing else: a resolver
/// cannot make itself another viewer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The account.
    pub account: AccountId,
    /// Its login.
    pub login: String,
    /// The session it signed in to.
    pub session: SessionId,
    /// The mandate it acts by.
    pub mandate: MandateId,
    /// For whom it acts, where the mandate is on behalf of another account's.
    pub on_behalf_of: Option<AccountId>,
    /// When its token ends; `None` where there is no token of it yet.
    pub token_ends: Option<DateTime<Utc>>,
    /// The partner's system, where it is one. Its client then stands for the account, its secret for the session, and its
    /// agreement for the mandate.
    pub client: Option<ApiClientId>,
    viewer: Viewer,
    rights: Rights,
}

impl Identity {
    /// The identity that a mandate gives; `None` where the mandate does not carry the key its role needs.
    #[must_use]
    pub fn of_mandate(login: &str, session: SessionId, mandate: &mandate::Model) -> Option<Self> {
        let viewer = Viewer::of_mandate(mandate)?;
        let named = mandate.rights.as_deref().map_or(viewer.rights(), Rights::named);
        Some(Self {
            account: mandate.account_id,
            login: login.to_owned(),
            session,
            mandate: mandate.id,
            on_behalf_of: mandate.on_behalf_of_account_id,
            token_ends: None,
            client: None,
            viewer,
            rights: viewer.rights().both(named),
        })
    }

    /// The identity that an agreement gives a partner's system; `None` where its row lacks the key of its reach.
    #[must_use]
    pub fn of_client(
        client: &api_client::Model,
        secret: ApiClientSecretId,
        agreement: &partner_agreement::Model,
        scopes: Scopes,
    ) -> Option<Self> {
        let viewer = Viewer::Partner(PartnerAccess { scopes, ..PartnerAccess::of_agreement(agreement)? });
        Some(Self {
            account: client.id.0.into(),
            login: client.name.clone(),
            session: secret.0.into(),
            mandate: agreement.id.0.into(),
            on_behalf_of: None,
            token_ends: None,
            client: Some(client.id),
            viewer,
            rights: viewer.rights(),
        })
    }

    /// What it may do: what its role may, or, of a mandate with named rights, those.
    #[must_use]
    pub fn rights(&self) -> Rights {
        self.rights
    }

    /// The role and slice of its mandate.
    #[must_use]
    pub fn viewer(&self) -> Viewer {
        self.viewer
    }
}

#[derive(Debug, Serialize, Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    sub: Uuid,
    sid: Uuid,
    jti: Uuid,
    iat: i64,
    exp: i64,
    /// The login: the claim of that meaning in OpenID Connect.
    preferred_username: String,
    mandate: MandateClaim,
    /// The partner's system, and what it may read (RFC 9068).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    client_id: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    scope: Option<String>,
    /// Where it may read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reach: Option<Reach>,
}

#[derive(Debug, Serialize, Deserialize)]
struct MandateClaim {
    id: Uuid,
    role: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    slice: Option<Uuid>,
    /// The rights, where they are not all of the role's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    rights: Option<String>,
    /// The account for which it acts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    on_behalf_of: Option<Uuid>,
}

/// The signing keys in use: the newest signs, all verify.
pub(super) struct KeyRing {
    signing: (String, EncodingKey),
    verifying: HashMap<String, (SecretKeyId, DecodingKey)>,
    public: Vec<(SecretKeyId, [u8; 32])>,
    /// Tokens whose signature was verified under these keys: they go with them. Whether one is in time is asked each time.
    verified: Mutex<LruCache<String, Verified>>,
}

/// A token whose signature holds.
#[derive(Clone)]
pub(super) struct Verified {
    /// Whom it speaks for.
    pub(super) identity: Identity,
    /// The key that signed it.
    pub(super) key: SecretKeyId,
    issued: i64,
    expires: i64,
}

impl Verified {
    fn is_in_time(&self, now: DateTime<Utc>) -> bool {
        let (now, leeway) = (now.timestamp(), LEEWAY.num_seconds());
        self.issued <= now.saturating_add(leeway)
            && self.expires > now.saturating_sub(leeway)
            && self.expires.saturating_sub(self.issued) <= LIFETIME.num_seconds()
    }
}

/// Why a token is refused.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Refused {
    /// It names a key that is not in the ring. Another process may just have made it.
    UnknownKey,
    /// Anything else.
    Invalid,
}

impl KeyRing {
    /// Of keys, the newest first.
    pub(super) fn new<'a>(keys: impl Iterator<Item = (SecretKeyId, &'a Secret)>) -> Result<Self, Error> {
        let mut signing = None;
        let (mut verifying, mut public) = (HashMap::new(), Vec::new());
        for (id, secret) in keys {
            let (private, verifies, shown) = signing_key(secret)?;
            signing.get_or_insert((id.0.to_string(), private));
            verifying.insert(id.0.to_string(), (id, verifies));
            public.push((id, shown));
        }
        let signing = signing.ok_or_else(|| Error::internal("no key to sign with"))?;
        Ok(Self { signing, verifying, public, verified: Mutex::new(LruCache::new(TOKENS)) })
    }

    /// The public halves, the newest first.
    pub(super) fn public(&self) -> &[(SecretKeyId, [u8; 32])] {
        &self.public
    }

    /// A token for an identity, until a moment that is not farther than [`LIFETIME`].
    pub(super) fn issue(
        &self,
        identity: &Identity,
        jti: Uuid,
        now: DateTime<Utc>,
        expires_at: DateTime<Utc>,
    ) -> Result<String, Error> {
        let (kid, key) = &self.signing;
        let access = match identity.viewer {
            Viewer::Partner(access) => identity.client.map(|client| (client, access)),
            Viewer::NationalOffice(_)
            | Viewer::Region(_)
            | Viewer::Delegation(..)
            | Viewer::Association(_)
            | Viewer::Establishment(_) => None,
        };
        let header = Header { kid: Some(kid.clone()), typ: Some(TYPE.to_owned()), ..Header::new(Algorithm::EdDSA) };
        let claims = Claims {
            iss: ISSUER.to_owned(),
            aud: AUDIENCE.to_owned(),
            sub: identity.account.0,
            sid: identity.session.0,
            jti,
            iat: now.timestamp(),
            exp: expires_at.timestamp(),
            preferred_username: identity.login.clone(),
            mandate: MandateClaim {
                id: identity.mandate.0,
                role: identity.viewer.role().to_value(),
                slice: identity.viewer.slice_key(),
                rights: (identity.rights != identity.viewer.rights()).then(|| identity.rights.names()),
                on_behalf_of: identity.on_behalf_of.map(|account| account.0),
            },
            client_id: access.map(|(client, _)| client.global().to_string()),
            scope: access.map(|(_, access)| access.scopes.names()),
            reach: access.map(|(_, access)| access.reach),
        };
        jsonwebtoken::encode(&header, &claims, key).map_err(Error::internal)
    }

    /// A token, where it holds.
    pub(super) fn verify(&self, token: &str, now: DateTime<Utc>) -> Result<Verified, Refused> {
        let known = self.verified.lock().unwrap_or_else(PoisonError::into_inner).get(token).cloned();
        let is_new = known.is_none();
        let verified = known.map_or_else(|| self.check(token), Ok)?;
        if !verified.is_in_time(now) {
            return Err(Refused::Invalid);
        }
        if is_new {
            self.verified.lock().unwrap_or_else(PoisonError::into_inner).put(token.to_owned(), verified.clone());
        }
        Ok(verified)
    }

    /// Everything but the time.
    fn check(&self, token: &str) -> Result<Verified, Refused> {
        let header = jsonwebtoken::decode_header(token).map_err(|_| Refused::Invalid)?;
        if header.typ.as_deref() != Some(TYPE) {
            return Err(Refused::Invalid);
        }
        let (id, key) = header.kid.and_then(|kid| self.verifying.get(&kid)).ok_or(Refused::UnknownKey)?;
        let mut validation = Validation::new(Algorithm::EdDSA);
        validation.set_issuer(&[ISSUER]);
        validation.set_audience(&[AUDIENCE]);
        validation.set_required_spec_claims(&["iss", "aud", "sub", "exp"]);
        // The library would compare with the machine's clock; times are compared with ours.
        validation.validate_exp = false;
        let claims = jsonwebtoken::decode::<Claims>(token, key, &validation).map_err(|_| Refused::Invalid)?.claims;

        let role = Role::try_from_value(&claims.mandate.role).map_err(|_| Refused::Invalid)?;
        let client = match claims.client_id.as_deref().map(ApiClientId::from_global) {
            Some(None) => return Err(Refused::Invalid),
            Some(client) => client,
            None => None,
        };
        let viewer = match (role, client, claims.reach) {
            (role, None, None) => Viewer::new(role, claims.mandate.slice),
            (Role::Partner, Some(_), Some(reach)) => claims.mandate.slice.map(|partner| {
                let scopes = Scopes::named(claims.scope.as_deref().unwrap_or_default());
                Viewer::Partner(PartnerAccess { partner: PartnerId(partner), reach, scopes })
            }),
            (_, Some(_), _) | (_, _, Some(_)) => None,
        };
        let viewer = viewer.ok_or(Refused::Invalid)?;
        let identity = Identity {
            account: claims.sub.into(),
            login: claims.preferred_username,
            session: claims.sid.into(),
            mandate: claims.mandate.id.into(),
            on_behalf_of: claims.mandate.on_behalf_of.map(Into::into),
            token_ends: DateTime::from_timestamp(claims.exp, 0),
            client,
            viewer,
            rights: viewer.rights().both(claims.mandate.rights.as_deref().map_or(viewer.rights(), Rights::named)),
        };
        Ok(Verified { identity, key: *id, issued: claims.iat, expires: claims.exp })
    }
}

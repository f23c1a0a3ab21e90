//! The provider, and what it vouches for: its metadata and keys, the code that it gives, the token that it gives for it.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use openidconnect::core::{
    CoreAuthenticationFlow, CoreClient, CoreClientAuthMethod, CoreErrorResponseType, CoreIdTokenClaims,
    CoreIdTokenVerifier, CoreJwsSigningAlgorithm as Algorithm, CoreProviderMetadata, CoreTokenResponse,
    CoreUserInfoClaims,
};
use openidconnect::{
    AccessToken, AccessTokenHash, AuthType, AuthenticationContextClass, AuthorizationCode, ClaimsVerificationError,
    ClientId, ClientSecret, CsrfToken, IssuerUrl, Nonce, OAuth2TokenResponse, PkceCodeChallenge, PkceCodeVerifier,
    RedirectUrl, RequestTokenError, Scope, SignatureVerificationError, SubjectIdentifier, TokenResponse, UserInfoError,
};
use tokio::sync::Mutex;

use super::Settings;
use super::outbound::{Failed, Outbound};

/// How a token may be signed: by a key of which we have the public half alone.
const ALGORITHMS: [Algorithm; 9] = [
    Algorithm::RsaSsaPkcs1V15Sha256,
    Algorithm::RsaSsaPkcs1V15Sha384,
    Algorithm::RsaSsaPkcs1V15Sha512,
    Algorithm::RsaSsaPssSha256,
    Algorithm::RsaSsaPssSha384,
    Algorithm::RsaSsaPssSha512,
    Algorithm::EcdsaP256Sha256,
    Algorithm::EcdsaP384Sha384,
    Algorithm::EdDsa,
];
/// How long what the provider says of itself is believed.
const KEPT: Duration = Duration::from_hours(1);
/// How long it is not asked again after it did not answer: those who wait are told at once.
const REST: Duration = Duration::from_secs(5);
/// How often it is asked again for the sake of a key that is not known.
const KEYS: Duration = Duration::from_mins(1);
/// By how much its clock may differ from ours.
const CLOCKS: TimeDelta = TimeDelta::minutes(1);
/// Characters of a subject, as OpenID Connect has it.
const LONGEST_SUBJECT: usize = 255;

/// Ways to show who one is, by what they are made of (RFC 8176). What is sent by telephone is none of them.
const KNOWN: [&str; 3] = ["pwd", "pin", "kba"];
const HELD: [&str; 4] = ["otp", "hwk", "swk", "sc"];
const BODILY: [&str; 5] = ["face", "fpt", "iris", "retina", "vbm"];

/// Why the provider vouches for nobody.
#[derive(Debug)]
pub(super) enum NotVouched {
    /// It gives no answer that can be used.
    Unavailable(String),
    /// It refuses the code, or what it gives for it does not hold: in words that name nobody.
    Refused(&'static str),
}

/// The provider.
pub(super) struct Provider {
    settings: Settings,
    outbound: Outbound,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    metadata: Option<(Arc<CoreProviderMetadata>, Instant)>,
    failed_at: Option<Instant>,
    keys_asked_at: Option<Instant>,
}

/// What belongs together of an attempt: how it began, and how it must come back.
pub(super) struct Bond<'a> {
    pub(super) state: &'a str,
    pub(super) nonce: &'a str,
    pub(super) verifier: &'a str,
    pub(super) redirect_uri: &'a str,
    pub(super) began_at: DateTime<Utc>,
}

/// Somebody for whom the provider vouches.
pub(super) struct Vouched {
    /// By which it names them, always.
    pub(super) subject: String,
    /// Whether they have shown more than a password there.
    pub(super) second_factor: bool,
    email: Option<(String, Option<bool>)>,
    access_token: AccessToken,
}

impl Provider {
    pub(super) fn new(settings: Settings) -> Result<Self, String> {
        let outbound = Outbound::to(&settings.issuer_url()?)?;
        if !outbound.allows(&settings.issuer_url()?) {
            return Err("the issuer must be https, but on this machine".to_owned());
        }
        Ok(Self { settings, outbound, state: Mutex::default() })
    }

    pub(super) fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Where the browser is sent.
    pub(super) async fn authorization_url(&self, bond: &Bond<'_>) -> Result<String, NotVouched> {
        let metadata = self.metadata().await?;
        if !self.outbound.allows(metadata.authorization_endpoint().url()) {
            return Err(NotVouched::Unavailable(Failed::Address.to_string()));
        }
        let verifier = PkceCodeVerifier::new(bond.verifier.to_owned());
        let (state, nonce) = (bond.state.to_owned(), bond.nonce.to_owned());
        let client = CoreClient::from_provider_metadata((*metadata).clone(), self.client_id(), None)
            .set_redirect_uri(redirect_url(bond)?);
        let mut asked = client
            .authorize_url(CoreAuthenticationFlow::AuthorizationCode, || CsrfToken::new(state), || Nonce::new(nonce))
            .add_scope(Scope::new("email".to_owned()))
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier));
        for class in &self.settings.second_factor_acr {
            asked = asked.add_auth_context_value(AuthenticationContextClass::new(class.clone()));
        }
        Ok(asked.url().0.into())
    }

    /// For whom it vouches by a code that it gave in an attempt.
    pub(super) async fn vouched(
        &self,
        code: String,
        bond: &Bond<'_>,
        now: DateTime<Utc>,
    ) -> Result<Vouched, NotVouched> {
        let metadata = self.metadata().await?;
        let answer = self.exchange(&metadata, code, bond).await?;
        match self.verified(&metadata, &answer, bond, now) {
            Ok(vouched) => Ok(vouched),
            // Its keys may be others by now.
            Err(ClaimsVerificationError::SignatureVerification(SignatureVerificationError::NoMatchingKey)) => {
                let metadata = self.with_keys_of_now(metadata).await?;
                self.verified(&metadata, &answer, bond, now).map_err(|error| NotVouched::Refused(reason(&error)))
            }
            Err(error) => Err(NotVouched::Refused(reason(&error))),
        }
    }

    /// The address of somebody, where the provider has verified it. Where it does not say so with the token, it is asked.
    pub(super) async fn verified_email(&self, of: &Vouched) -> Result<Option<String>, NotVouched> {
        let mut email = of.email.clone();
        if email.is_none() {
            email = self.said_of(of).await?;
        }
        Ok(email.filter(|(_, verified)| *verified == Some(true)).map(|(email, _)| email))
    }

    async fn said_of(&self, of: &Vouched) -> Result<Option<(String, Option<bool>)>, NotVouched> {
        let metadata = self.metadata().await?;
        let client = CoreClient::from_provider_metadata((*metadata).clone(), self.client_id(), None);
        // The library takes it for granted that it can be sent.
        if !of.access_token.secret().bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(NotVouched::Refused("an access token that is none"));
        }
        let subject = SubjectIdentifier::new(of.subject.clone());
        let Ok(asked) = client.user_info(of.access_token.clone(), Some(subject)) else { return Ok(None) };
        let said: CoreUserInfoClaims = asked.request_async(&self.outbound).await.map_err(|error| {
            // What the library tells may repeat what was said.
            if matches!(error, UserInfoError::ClaimsVerification(_)) {
                NotVouched::Refused("what it says is of somebody else")
            } else if matches!(&error, UserInfoError::Response(status, ..) if status.is_client_error()) {
                NotVouched::Refused("it does not take its own access token")
            } else {
                NotVouched::Unavailable("it does not say who the person is".to_owned())
            }
        })?;
        Ok(said.email().map(|email| (email.to_string(), said.email_verified())))
    }

    async fn exchange(
        &self,
        metadata: &CoreProviderMetadata,
        code: String,
        bond: &Bond<'_>,
    ) -> Result<CoreTokenResponse, NotVouched> {
        let by_header = CoreClientAuthMethod::ClientSecretBasic;
        let methods = metadata.token_endpoint_auth_methods_supported();
        let by_header = methods.is_none_or(|methods| methods.contains(&by_header));
        let client =
            CoreClient::from_provider_metadata(metadata.clone(), self.client_id(), Some(self.settings.secret()))
                .set_redirect_uri(redirect_url(bond)?)
                .set_auth_type(if by_header { AuthType::BasicAuth } else { AuthType::RequestBody });
        let unavailable = |what: &dyn std::fmt::Display| NotVouched::Unavailable(what.to_string());
        let exchange = client.exchange_code(AuthorizationCode::new(code)).map_err(|error| unavailable(&error))?;
        let exchange = exchange.set_pkce_verifier(PkceCodeVerifier::new(bond.verifier.to_owned()));
        exchange.request_async(&self.outbound).await.map_err(|error| match error {
            RequestTokenError::ServerResponse(refusal) if *refusal.error() == CoreErrorResponseType::InvalidGrant => {
                NotVouched::Refused("the code was used, has ended, or is of another attempt")
            }
            // Not the person's fault: the client's secret, most often.
            RequestTokenError::ServerResponse(refusal) => {
                NotVouched::Unavailable(format!("it refuses this installation: {}", refusal.error().as_ref()))
            }
            RequestTokenError::Request(failed) => unavailable(&failed),
            RequestTokenError::Parse(..) | RequestTokenError::Other(_) => unavailable(&"its answer cannot be read"),
        })
    }

    /// The token of an answer, where all of it holds.
    fn verified(
        &self,
        metadata: &CoreProviderMetadata,
        answer: &CoreTokenResponse,
        bond: &Bond<'_>,
        now: DateTime<Utc>,
    ) -> Result<Vouched, ClaimsVerificationError> {
        let other = |what: &str| ClaimsVerificationError::Other(what.to_owned());
        let token = answer.id_token().ok_or_else(|| other("no ID token"))?;
        let issued = bond.began_at - CLOCKS..=now + CLOCKS;
        let verifier = CoreIdTokenVerifier::new_public_client(
            self.client_id(),
            metadata.issuer().clone(),
            metadata.jwks().clone(),
        )
        .set_allowed_algs(ALGORITHMS)
        .set_time_fn(move || now - CLOCKS)
        .set_issue_time_verifier_fn(move |moment| {
            if issued.contains(&moment) { Ok(()) } else { Err("issued at another time".to_owned()) }
        });
        let claims = token.claims(&verifier, &Nonce::new(bond.nonce.to_owned()))?;
        if let Some(expected) = claims.access_token_hash() {
            let signed = ClaimsVerificationError::SignatureVerification;
            let (algorithm, key) =
                (token.signing_alg().map_err(signed)?, token.signing_key(&verifier).map_err(signed)?);
            let hash = AccessTokenHash::from_token(answer.access_token(), algorithm, key);
            if hash.map_err(|_| other("the access token's hash"))? != *expected {
                return Err(other("the access token's hash"));
            }
        }
        let subject = claims.subject().to_string();
        if subject.is_empty() || subject.chars().count() > LONGEST_SUBJECT || subject.contains('\0') {
            return Err(ClaimsVerificationError::InvalidSubject("empty or too long".to_owned()));
        }
        Ok(Vouched {
            subject,
            second_factor: self.vouches_for_second_factor(claims),
            email: claims.email().map(|email| (email.to_string(), claims.email_verified())),
            access_token: answer.access_token().clone(),
        })
    }

    fn vouches_for_second_factor(&self, claims: &CoreIdTokenClaims) -> bool {
        let methods = claims.auth_method_refs().map_or(&[][..], Vec::as_slice);
        let methods: HashSet<_> = methods.iter().map(|method| method.as_str()).collect();
        let class = claims.auth_context_ref().map(|class| class.as_str());
        are_two_factors(&methods)
            || class.is_some_and(|class| self.settings.second_factor_acr.iter().any(|acr| acr == class))
    }

    /// What the provider says of itself, its keys included: as it was said, unless that is long ago.
    async fn metadata(&self) -> Result<Arc<CoreProviderMetadata>, NotVouched> {
        let mut state = self.state.lock().await;
        let kept = state.metadata.clone();
        if let Some((metadata, _)) = kept.as_ref().filter(|(_, read_at)| read_at.elapsed() < KEPT) {
            return Ok(Arc::clone(metadata));
        }
        match (self.discover(&mut state).await, kept) {
            (Ok(metadata), _) | (Err(_), Some((metadata, _))) => Ok(metadata),
            (Err(error), None) => Err(error),
        }
    }

    /// The same with the keys of now, where it was not asked for them a moment ago.
    async fn with_keys_of_now(
        &self,
        before: Arc<CoreProviderMetadata>,
    ) -> Result<Arc<CoreProviderMetadata>, NotVouched> {
        let mut state = self.state.lock().await;
        if state.keys_asked_at.is_some_and(|asked_at| asked_at.elapsed() < KEYS) {
            // Perhaps by another one, who got them.
            return Ok(state.metadata.as_ref().map_or(before, |(metadata, _)| Arc::clone(metadata)));
        }
        state.keys_asked_at = Some(Instant::now());
        self.discover(&mut state).await
    }

    async fn discover(&self, state: &mut State) -> Result<Arc<CoreProviderMetadata>, NotVouched> {
        if state.failed_at.is_some_and(|failed_at| failed_at.elapsed() < REST) {
            return Err(NotVouched::Unavailable("it did not answer a moment ago".to_owned()));
        }
        let issuer = IssuerUrl::new(self.settings.issuer.clone());
        let issuer = issuer.map_err(|error| NotVouched::Unavailable(error.to_string()))?;
        // Also where whoever asks goes away meanwhile.
        state.failed_at = Some(Instant::now());
        match CoreProviderMetadata::discover_async(issuer, &self.outbound).await {
            Ok(metadata) => {
                let metadata = Arc::new(metadata);
                state.failed_at = None;
                state.metadata = Some((Arc::clone(&metadata), Instant::now()));
                Ok(metadata)
            }
            Err(error) => {
                let cause = std::error::Error::source(&error).map(|cause| format!(": {cause}")).unwrap_or_default();
                Err(NotVouched::Unavailable(format!("{error}{cause}")))
            }
        }
    }

    fn client_id(&self) -> ClientId {
        ClientId::new(self.settings.client_id.clone())
    }
}

impl Settings {
    fn secret(&self) -> ClientSecret {
        ClientSecret::new(self.client_secret.to_string())
    }
}

/// Whether these ways to show who one is are of two kinds, or said to be.
fn are_two_factors(methods: &HashSet<&str>) -> bool {
    let kinds = [&KNOWN[..], &HELD[..], &BODILY[..]];
    let kinds = kinds.iter().filter(|kind| kind.iter().any(|method| methods.contains(method))).count();
    methods.contains("mfa") || kinds > 1
}

fn redirect_url(bond: &Bond<'_>) -> Result<RedirectUrl, NotVouched> {
    RedirectUrl::new(bond.redirect_uri.to_owned()).map_err(|error| NotVouched::Unavailable(error.to_string()))
}

/// What did not hold, in words that repeat nothing of the token.
fn reason(error: &ClaimsVerificationError) -> &'static str {
    use ClaimsVerificationError as Fault;
    match error {
        Fault::SignatureVerification(_) => "the ID token is not signed by a key of the provider",
        Fault::Expired(_) => "the ID token has expired, or was issued at another time",
        Fault::InvalidNonce(_) => "the ID token is of another attempt",
        Fault::InvalidIssuer(_) => "the ID token is of another issuer",
        Fault::InvalidAudience(_) => "the ID token is for somebody else",
        Fault::InvalidSubject(_) => "the ID token names nobody",
        Fault::InvalidAuthContext(_) | Fault::InvalidAuthTime(_) | Fault::Other(_) | Fault::Unsupported(_) | _ => {
            "the ID token does not hold"
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_factors_are_of_two_kinds() {
        let two = |methods: &[&str]| are_two_factors(&methods.iter().copied().collect());
        assert!(two(&["mfa"]) && two(&["pwd", "otp"]) && two(&["hwk", "pin"]) && two(&["fpt", "swk", "user"]));
        assert!(!two(&[]) && !two(&["pwd"]) && !two(&["pwd", "pin"]) && !two(&["otp"]) && !two(&["pwd", "sms"]));
        assert!(!two(&["MFA"]) && !two(&["rba", "pwd"]));
    }
}

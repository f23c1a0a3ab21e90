//! The second factor: a code that the person's device makes of the time (RFC 6238), or, where the device is lost, one of ten
//! recovery codes. Each is good once.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chacha20poly1305::aead::Generate;
use entity::id::AccountId;
use entity::mandate::Role;
use entity::second_factor;
use entity::security_event::SecurityEventKind;
use hmac::Mac;
use totp_rs::{Builder, Secret, Totp};

use super::session::event;
use super::{Client, Denied, Gate};
use crate::db::operational::Holder;
use crate::error::Error;

/// What a device shows in its list of codes.
const ISSUER: &str = "Taawun";
/// Bytes of a secret, as RFC 4226 recommends.
const SECRET: usize = 20;
/// Recovery codes.
const CODES: usize = 10;
/// The letters of a recovery code: none that is taken for another.
const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
/// Letters of a recovery code: sixty bits.
const LENGTH: usize = 12;

/// A second factor that was offered.
pub struct OfferedFactor {
    /// For the device to read, as a picture of squares: `otpauth://totp/…`.
    pub uri: String,
    /// The same, to be typed: letters and digits.
    pub secret: String,
}

impl std::fmt::Debug for OfferedFactor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("OfferedFactor(…)")
    }
}

/// Whether whoever speaks by a role has to show a second factor, where the installation asks for it.
#[must_use]
pub fn needs_second_factor(role: Role) -> bool {
    match role {
        Role::NationalAdmin
        | Role::NationalOfficer
        | Role::NationalFinance
        | Role::NationalAuditor
        | Role::DataProtectionOfficer
        | Role::DelegationHead => true,
        Role::RegionalCoordinator
        | Role::DelegationOfficer
        | Role::SocialWorker
        | Role::AssociationManager
        | Role::EstablishmentDirector
        | Role::Partner => false,
    }
}

impl Gate {
    /// Offers a second factor to whoever has the password. It asks for nothing until it is confirmed.
    pub async fn offer_second_factor(
        &self,
        login: &str,
        password: String,
        client: &Client,
    ) -> Result<OfferedFactor, Denied> {
        let Holder { account, .. } = self.verified(login, password, client).await?;
        let secret = <[u8; SECRET]>::generate();
        let uri = totp(&secret, &account.login)?.to_url().map_err(Error::internal)?;
        let offered = OfferedFactor { secret: Secret::from(secret.to_vec()).to_base32(), uri };
        let row = second_factor::Model {
            account_id: account.id,
            sealed: self.keys.now().second_factors.seal(&secret, account.id.0.as_bytes())?,
            confirmed_at: None,
            last_step: 0,
            recovery: String::new(),
        };
        if !self.pool.offer_second_factor(row).await? {
            return Err(Denied::SecondFactorThere);
        }
        Ok(offered)
    }

    /// Confirms the second factor that was offered by its first code; returns the recovery codes, which are shown once.
    pub async fn confirm_second_factor(
        &self,
        login: &str,
        password: String,
        code: &str,
        client: &Client,
    ) -> Result<Vec<String>, Denied> {
        let Holder { account, .. } = self.verified(login, password, client).await?;
        let Some(factor) = self.pool.second_factor(account.id).await? else { return Err(Denied::SecondFactorNeeded) };
        if factor.confirmed_at.is_some() {
            return Err(Denied::SecondFactorThere);
        }
        let step = self.step_of(&factor, code)?.ok_or(Denied::WrongCode)?;
        let codes: Vec<_> = (0..CODES).map(|_| recovery_code()).collect();
        let digests = codes.iter().map(|code| self.digest_of(account.id, code)).collect::<Result<Vec<_>, _>>()?;
        let confirmed = second_factor::Model { last_step: step, recovery: digests.join(" "), ..factor };
        let event = event(self.clock.now(), SecurityEventKind::SecondFactorConfirmed, Some(account.id), client);
        if !self.pool.confirm_second_factor(&confirmed, event).await? {
            return Err(Denied::WrongCode);
        }
        self.tell_revoked().await;
        Ok(codes)
    }

    /// Takes the second factor of an account away, as when the device and the codes are lost.
    pub async fn remove_second_factor(&self, of: AccountId, by: AccountId, client: &Client) -> Result<(), Error> {
        let mut event = event(self.clock.now(), SecurityEventKind::SecondFactorRemoved, Some(of), client);
        event.by_account_id = Some(by);
        self.pool.remove_second_factor(of, event).await?;
        self.tell_revoked().await;
        Ok(())
    }

    /// Whether an account has shown its second factor: `false` where it has none. Where it has one, an error without the code.
    pub(super) async fn shows_second_factor(
        &self,
        account: AccountId,
        code: Option<&str>,
        client: &Client,
    ) -> Result<bool, Denied> {
        let factor = self.pool.second_factor(account).await?.filter(|factor| factor.confirmed_at.is_some());
        let Some(factor) = factor else { return Ok(false) };
        let code = code.map(str::trim).filter(|code| !code.is_empty()).ok_or(Denied::SecondFactorNeeded)?;
        let attempt = self.let_try_code(account).await?;
        let taken = match self.step_of(&factor, code)? {
            Some(step) => self.pool.take_step(account, step).await?,
            None => self.takes_recovery_code(&factor, code, client).await?,
        };
        if taken {
            self.forgive(&attempt).await?;
            return Ok(true);
        }
        let event = event(self.clock.now(), SecurityEventKind::SecondFactorRefused, Some(account), client);
        self.pool.log_security(event).await?;
        Err(Denied::WrongCode)
    }

    async fn takes_recovery_code(
        &self,
        factor: &second_factor::Model,
        code: &str,
        client: &Client,
    ) -> Result<bool, Error> {
        let digest = self.digest_of(factor.account_id, &code.to_lowercase().replace(['-', ' '], ""))?;
        let left: Vec<_> = factor.recovery.split(' ').filter(|other| *other != digest).collect();
        if left.len() == factor.recovery.split(' ').count() {
            return Ok(false);
        }
        let event = event(self.clock.now(), SecurityEventKind::RecoveryCodeUsed, Some(factor.account_id), client);
        self.pool.take_recovery_code(factor, left.join(" "), event).await
    }

    /// The step of time of a code, a step before or after this one at most.
    fn step_of(&self, factor: &second_factor::Model, code: &str) -> Result<Option<i64>, Error> {
        let keys = self.keys.now();
        let secret = keys.second_factors.open(&factor.sealed, factor.account_id.0.as_bytes());
        let secret = secret.ok_or_else(|| Error::internal("a second factor that no key of this installation opens"))?;
        let now = u64::try_from(self.clock.now().timestamp()).map_err(Error::internal)?;
        let step = totp(&secret, "-")?.check(&code.replace(' ', ""), now);
        step.map(i64::try_from).transpose().map_err(Error::internal)
    }

    /// What is kept of a recovery code.
    fn digest_of(&self, account: AccountId, code: &str) -> Result<String, Error> {
        let mut mac = self.keys.now().digest("recovery codes")?;
        mac.update(account.0.as_bytes());
        mac.update(code.as_bytes());
        Ok(URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes()))
    }
}

fn totp(secret: &[u8], login: &str) -> Result<Totp, Error> {
    let totp = Builder::new().with_secret(secret.to_vec()).with_account_name(login).with_issuer(Some(ISSUER));
    totp.build().map_err(Error::internal)
}

/// A recovery code that nobody chose.
fn recovery_code() -> String {
    let random = <[u8; LENGTH]>::generate();
    random.iter().map(|byte| char::from(LETTERS[usize::from(byte % 32)])).collect()
}

//! Guessing: how often a password may be tried, most of it settled before anything is hashed.
//!
//! Three throttles, of which a success forgives what it took: an address on a login, an address on all logins, and a login
//! by all addresses; a fourth for the codes of a second factor, and
//! two of an address for single sign-on. Each is a burst, and then one attempt after another at an interval, so that nobody waits longer than
//! minutes. What strangers try on a login keeps nobody out who comes from where they signed in before.

use std::net::IpAddr;

use chrono::TimeDelta;
use entity::id::AccountId;
use entity::security_event::SecurityEventKind;
use hmac::Mac;

use super::session::event;
use super::{Client, Gate};
use crate::db::operational::{Holder, Throttle};
use crate::error::Error;

/// An address on a login: attempts at once, and milliseconds until one is forgotten.
const ADDRESS_ON_LOGIN: (i64, i64) = (10, 20_000);
/// An address on all logins: an office behind one address signs in within minutes.
const ADDRESS: (i64, i64) = (60, 2_000);
/// A login by all addresses: as many failures in a row as NIST SP 800-63B allows.
const LOGIN: (i64, i64) = (100, 5_000);
/// How often the security log is told that an address is throttled on a login.
const TOLD: (i64, i64) = (1, 600_000);
/// Codes of a second factor, by whoever has the password: of a million, some hundred and fifty a day.
const CODE: (i64, i64) = (10, 600_000);
/// Beginning single sign-on: it writes nothing and asks nobody, most often.
const BEGIN: (i64, i64) = (120, 500);
/// Mails with a link to an account.
const MAIL_TO: (i64, i64) = (5, 600_000);
/// Mails with a link that somebody has sent to others.
const MAIL_BY: (i64, i64) = (100, 10_000);
/// How long an address is known by which somebody signed in.
const KNOWN: TimeDelta = TimeDelta::days(90);

/// An attempt that was let through.
pub(super) struct Attempt {
    /// What it filled, the address on the login first.
    filled: Vec<Throttle>,
}

impl Gate {
    /// Lets an attempt to sign in through, or says after how many seconds it may come again. `holder` is whose login it is.
    pub(super) async fn let_try(
        &self,
        login: &str,
        holder: Option<&Holder>,
        client: &Client,
    ) -> Result<Attempt, Error> {
        let now = self.clock.now();
        let address = client.address.map(network).unwrap_or_default();
        let throttle = |what: &[&str], (burst, interval)| -> Result<Throttle, Error> {
            Ok(Throttle { key: self.digest(what)?, burst, interval })
        };
        let throttles = [
            throttle(&["address on login", login, &address], ADDRESS_ON_LOGIN)?,
            throttle(&["address", &address], ADDRESS)?,
            throttle(&["login", login], LOGIN)?,
        ];
        let told = throttle(&["told", login, &address], TOLD)?;
        let waits = self.pool.waits(&[throttles.as_slice(), std::slice::from_ref(&told)].concat(), now).await?;
        let [pair, all, by_others, told_before] = waits[..] else {
            return Err(Error::internal("a throttle without its wait"));
        };
        let own = pair.max(all);
        if own > 0 {
            if told_before == 0 {
                self.tell_throttled(holder, &told, client).await?;
            }
            return Err(Error::RateLimited(seconds(own)));
        }
        let mut asked = throttles.as_slice();
        if by_others > 0 {
            if !self.is_known(holder, client).await? {
                if told_before == 0 {
                    self.tell_throttled(holder, &told, client).await?;
                }
                return Err(Error::RateLimited(seconds(by_others)));
            }
            asked = &throttles[..2];
        }
        if let Some(wait) = self.pool.let_through(asked, now).await? {
            self.tell_throttled(holder, &told, client).await?;
            return Err(Error::RateLimited(seconds(wait)));
        }
        Ok(Attempt { filled: asked.to_vec() })
    }

    /// Whether a partner's system may show a secret, which only one that failed before has to wait for: buckets of its own, so
    /// that a system with an old secret keeps nobody else out who shares its address.
    pub(super) async fn may_show_secret(&self, named: &str, client: &Client) -> Result<Attempt, Error> {
        let address = client.address.map(network).unwrap_or_default();
        let throttle = |what: &[&str], (burst, interval)| -> Result<Throttle, Error> {
            Ok(Throttle { key: self.digest(what)?, burst, interval })
        };
        let filled = vec![
            throttle(&["client at address", named, &address], ADDRESS_ON_LOGIN)?,
            throttle(&["clients at address", &address], ADDRESS)?,
        ];
        let wait = self.pool.waits(&filled, self.clock.now()).await?.into_iter().max().unwrap_or_default();
        if wait > 0 { Err(Error::RateLimited(seconds(wait))) } else { Ok(Attempt { filled }) }
    }

    /// A secret was wrong.
    pub(super) async fn secret_was_wrong(&self, attempt: &Attempt) -> Result<(), Error> {
        self.pool.let_through(&attempt.filled, self.clock.now()).await?;
        Ok(())
    }

    /// Notes in the security log that an address is throttled on a login, once in a while.
    async fn tell_throttled(&self, holder: Option<&Holder>, told: &Throttle, client: &Client) -> Result<(), Error> {
        let now = self.clock.now();
        if self.pool.let_through(std::slice::from_ref(told), now).await?.is_none() {
            let account = holder.map(|holder| holder.account.id);
            self.pool.log_security(event(now, SecurityEventKind::SignInThrottled, account, client)).await?;
        }
        Ok(())
    }

    /// Whether the security log is to be told again that somebody is refused from an address.
    pub(super) async fn may_tell(&self, named: &str, client: &Client) -> Result<bool, Error> {
        let (burst, interval) = TOLD;
        let address = client.address.map(network).unwrap_or_default();
        let told = Throttle { key: self.digest(&["told", named, &address])?, burst, interval };
        Ok(self.pool.let_through(std::slice::from_ref(&told), self.clock.now()).await?.is_none())
    }

    /// The attempt was rightful: it counts against nobody, nor do those before it, of the address on the login.
    pub(super) async fn forgive(&self, attempt: &Attempt) -> Result<(), Error> {
        self.pool.forgive(&attempt.filled, true).await
    }

    /// The attempt had the password right, and somebody who only has that is not let in: those before it still count.
    pub(super) async fn take_back(&self, attempt: &Attempt) -> Result<(), Error> {
        self.pool.forgive(&attempt.filled, false).await
    }

    /// Lets a code of a second factor be tried, by whoever has the password; or says after how many seconds it may be.
    pub(super) async fn let_try_code(&self, account: AccountId) -> Result<Attempt, Error> {
        let (burst, interval) = CODE;
        self.let_one(Throttle { key: self.digest(&["code", &account.0.to_string()])?, burst, interval }).await
    }

    /// Looks before it writes, so that what is refused costs a read.
    async fn let_one(&self, throttle: Throttle) -> Result<Attempt, Error> {
        let wait = self.pool.waits(std::slice::from_ref(&throttle), self.clock.now()).await?.into_iter().max();
        let mut wait = wait.filter(|wait| *wait > 0);
        if wait.is_none() {
            wait = self.pool.let_through(std::slice::from_ref(&throttle), self.clock.now()).await?;
        }
        match wait {
            Some(wait) => Err(Error::RateLimited(seconds(wait))),
            None => Ok(Attempt { filled: vec![throttle] }),
        }
    }

    /// Lets an address begin single sign-on, or says after how many seconds it may.
    pub(super) async fn let_begin(&self, client: &Client) -> Result<Attempt, Error> {
        self.let_address("single sign-on begun", BEGIN, client).await
    }

    /// Lets an address finish single sign-on, which asks the provider; a success takes its own attempt back.
    pub(super) async fn let_finish(&self, client: &Client) -> Result<Attempt, Error> {
        self.let_address("single sign-on", ADDRESS, client).await
    }

    async fn let_address(&self, what: &str, (burst, interval): (i64, i64), client: &Client) -> Result<Attempt, Error> {
        let address = client.address.map(network).unwrap_or_default();
        self.let_one(Throttle { key: self.digest(&[what, &address])?, burst, interval }).await
    }

    /// Whether one more mail with a link may go to an account, by whoever has it sent: they are the institution's, and few.
    pub async fn may_be_written_to(&self, account: AccountId, by: AccountId) -> Result<bool, Error> {
        let throttle = |what: [&str; 2], (burst, interval)| -> Result<Throttle, Error> {
            Ok(Throttle { key: self.digest(&what)?, burst, interval })
        };
        let of_both = [
            throttle(["mail to", &account.0.to_string()], MAIL_TO)?,
            throttle(["mail by", &by.0.to_string()], MAIL_BY)?,
        ];
        Ok(self.pool.let_through(&of_both, self.clock.now()).await?.is_none())
    }

    /// Whether the account has signed in from this address before.
    async fn is_known(&self, holder: Option<&Holder>, client: &Client) -> Result<bool, Error> {
        // Asked of a login that is nobody's too, so that it costs the same.
        let account = holder.map_or(AccountId(uuid::Uuid::nil()), |holder| holder.account.id);
        let network = client.address.map(network).unwrap_or_default();
        self.pool.has_signed_in_from(account, &network, self.clock.now() - KNOWN).await
    }

    fn digest(&self, what: &[&str]) -> Result<Vec<u8>, Error> {
        let mut mac = self.keys.now().digest("throttles")?;
        for part in what {
            mac.update(&u64::try_from(part.len()).map_err(Error::internal)?.to_be_bytes());
            mac.update(part.as_bytes());
        }
        Ok(mac.finalize().into_bytes().to_vec())
    }
}

/// What one client has of addresses: one of version 4, and a whole network of 64 bits of version 6.
#[must_use]
pub fn network(address: IpAddr) -> String {
    match address {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}

fn seconds(milliseconds: i64) -> u64 {
    u64::try_from(milliseconds.max(0)).unwrap_or_default().div_ceil(1000).max(1)
}

//! How a kind of work is declared, and what it has at hand while it is done.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use entity::id::JobId;
use entity::job::{self, JobFault, JobKind};
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::Daily;
use crate::auth::{Identity, NationalRole, Viewer};
use crate::db::change::Outcome;
use crate::db::operational::{Lease, Left, job_of};
use crate::db::{Actor, Mutation, Pool, ScopedDb};
use crate::error::Error;
use crate::request::App;

/// A kind of work.
pub trait Kind: Send + Sync + 'static {
    /// Its name.
    const KIND: JobKind;
    /// After so many attempts it is given up.
    const MOST_ATTEMPTS: i32 = 5;
    /// For how long a process holds it without a sign of life.
    const LEASE: TimeDelta = TimeDelta::seconds(60);
    /// What it is about: ids, and nothing personal.
    type Payload: Serialize + DeserializeOwned + Send;

    /// Does it. It may be begun more than once, also where an earlier attempt got far: what it does to the database is what it
    /// leaves behind ([`Ended::Leaving`]) or one change ([`Running::change`]), so that it shows once.
    fn run(running: &Running, payload: Self::Payload) -> impl Future<Output = Result<Ended, Failed>> + Send;
}

/// How a job ended that was done.
#[derive(Debug)]
pub enum Ended {
    /// It leaves this behind, written together with its end.
    Leaving(Left),
    /// By the change that was its effect.
    ByChange,
}

/// Why an attempt failed.
#[derive(Debug)]
pub struct Failed {
    /// What people are told.
    pub(super) fault: JobFault,
    /// What the log is told.
    pub(super) cause: Option<Error>,
    /// Whether another attempt can go better.
    pub(super) again: bool,
}

impl Failed {
    /// Another attempt may go better.
    #[must_use]
    pub fn for_now(fault: JobFault) -> Self {
        Self { fault, cause: None, again: true }
    }

    /// No attempt will go better.
    #[must_use]
    pub fn for_good(fault: JobFault) -> Self {
        Self { fault, cause: None, again: false }
    }
}

impl Failed {
    /// Whether no attempt will go better.
    #[must_use]
    pub fn is_for_good(&self) -> bool {
        !self.again
    }

    /// What the log is told.
    #[must_use]
    pub fn into_error(self) -> Error {
        self.cause.unwrap_or_else(|| Error::internal(format!("a job cannot go on: {:?}", self.fault)))
    }
}

impl From<Error> for Failed {
    fn from(error: Error) -> Self {
        Self { fault: JobFault::Internal, cause: Some(error), again: true }
    }
}

/// A job of a kind, of the system itself, to be begun at once.
pub fn queued<K: Kind>(payload: &K::Payload, now: DateTime<Utc>) -> Result<job::Model, Error> {
    Ok(job_of(K::KIND, serde_json::to_string(payload).map_err(Error::internal)?, now))
}

/// The same for whoever makes a change: it is theirs, and done under their rights.
pub fn asked_for<K: Kind>(payload: &K::Payload, by: Actor, now: DateTime<Utc>) -> Result<job::Model, Error> {
    Ok(job::Model { account_id: Some(by.account), mandate_id: Some(by.mandate), ..queued::<K>(payload, now)? })
}

/// A job while it is done.
#[derive(Debug)]
pub struct Running {
    /// What all requests and jobs share.
    pub app: Arc<App>,
    /// Past every slice: a job of the system has none. What is done for somebody is read by [`Running::slice`].
    pub pool: Pool,
    pub(super) lease: Lease,
}

impl Running {
    /// Its id.
    #[must_use]
    pub fn id(&self) -> JobId {
        self.lease.job.id
    }

    /// Which attempt it is, from 1.
    #[must_use]
    pub fn attempt(&self) -> i32 {
        self.lease.job.attempts
    }

    /// Everything, for a job of the system itself.
    #[must_use]
    pub fn everything(&self) -> ScopedDb {
        self.pool.scoped_to(Viewer::NationalOffice(NationalRole::Admin))
    }

    /// Who asked for it, with the rights of now; given up where they may not any more.
    pub async fn asker(&self) -> Result<Identity, Failed> {
        let refused = || Failed::for_good(JobFault::NotAllowed);
        let (account, mandate) = self.lease.job.account_id.zip(self.lease.job.mandate_id).ok_or_else(refused)?;
        let (account, mandate) = self.pool.who_asked(account, mandate).await?.ok_or_else(refused)?;
        if account.deactivated_at.is_some() || !self.app.gate.holds(&mandate).await? {
            return Err(refused());
        }
        // It speaks for no session: a job goes on when its asker has signed out.
        Identity::of_mandate(&account.login, Uuid::nil().into(), &mandate).ok_or_else(refused)
    }

    /// What an identity sees now.
    #[must_use]
    pub fn slice(&self, identity: &Identity) -> ScopedDb {
        self.app.slice_of(identity)
    }

    /// Says how far it has come.
    pub async fn progress(&self, done: i32, total: Option<i32>) -> Result<(), Error> {
        self.pool.note_progress(&self.lease, done, total).await
    }

    /// Makes the change that is the whole effect of this job, and ends the job with it: end then with [`Ended::ByChange`].
    pub async fn change<M: Mutation>(&self, actor: Actor, mutation: M) -> Result<Outcome<M::Entity>, Error> {
        self.pool.change_as_job(&self.lease, actor, self.app.clock.now(), mutation).await
    }
}

type Doing<'a> = Pin<Box<dyn Future<Output = Result<Ended, Failed>> + Send + 'a>>;

/// A kind of work that was declared.
#[derive(Clone, Copy, Debug)]
pub(super) struct Declared {
    pub(super) kind: JobKind,
    pub(super) most_attempts: i32,
    pub(super) lease: TimeDelta,
    pub(super) run: fn(&Running) -> Doing<'_>,
}

/// What is done in the background: which kinds of work there are, and what is done every day.
#[derive(Clone, Debug, Default)]
pub struct Background {
    pub(super) kinds: Vec<Declared>,
    pub(super) daily: Vec<Daily>,
}

impl Background {
    /// With a kind of work.
    #[must_use]
    pub fn with<K: Kind>(mut self) -> Self {
        fn run<K: Kind>(running: &Running) -> Doing<'_> {
            Box::pin(async move {
                let payload = serde_json::from_str(&running.lease.job.payload).map_err(Error::internal)?;
                K::run(running, payload).await
            })
        }
        let (kind, most_attempts, lease) = (K::KIND, K::MOST_ATTEMPTS, K::LEASE);
        self.kinds.push(Declared { kind, most_attempts, lease, run: run::<K> });
        self
    }

    /// With a kind of work that is done every day at an hour and minute of Morocco, and is about nothing in particular.
    #[must_use]
    pub fn daily<K: Kind<Payload = ()>>(mut self, hour: u32, minute: u32) -> Self {
        self.daily.push(Daily { kind: K::KIND, hour, minute });
        self.with::<K>()
    }
}

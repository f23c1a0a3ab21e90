//! Doing what is due. A process takes a job by a lease and shows that it lives by holding it for longer; one that is killed
//! shows nothing any more, and another takes the job. What fails is tried again later and later, and at last given up.

use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_graphql::futures_util::FutureExt;
use chrono::{DateTime, TimeDelta, Utc};
use entity::job::{self, JobFault};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::kind::{Background, Declared, Ended, Failed, Running};
use crate::db::Pool;
use crate::db::operational::Lease;
use crate::error::Error;
use crate::request::App;

/// Jobs of one process at the same time.
const AT_ONCE: usize = 2;
/// How often what other processes put into the queue, and what has become due, is looked for.
const LOOK: Duration = Duration::from_secs(1);
/// The pause after the first attempt, which doubles with each; and the longest.
const PAUSE: TimeDelta = TimeDelta::seconds(10);
const LONGEST_PAUSE: TimeDelta = TimeDelta::hours(1);

/// Does jobs.
#[derive(Clone, Debug)]
pub struct Worker {
    app: Arc<App>,
    pool: Pool,
    background: Background,
    grace: Duration,
    /// The last occurrence of each daily work that this process has put into the queue.
    put: Arc<Mutex<Vec<DateTime<Utc>>>>,
}

impl Worker {
    /// One that does this in the background of an application. When it is told to stop, jobs are let run for the grace; what
    /// has not ended then is given back.
    #[must_use]
    pub fn new(pool: Pool, app: Arc<App>, background: Background, grace: Duration) -> Self {
        let pool = pool.with_keys(app.gate.keys.clone());
        let put = Arc::new(Mutex::new(vec![DateTime::UNIX_EPOCH; background.daily.len()]));
        Self { app, pool, background, grace, put }
    }

    /// Does what is due until told to stop; then takes nothing more, lets what runs go on for a while, and gives back the rest.
    pub async fn run(self, stop: impl Future<Output = ()>) {
        let (enough, mut running) = (CancellationToken::new(), JoinSet::new());
        let mut stop = std::pin::pin!(stop);
        loop {
            while running.len() < AT_ONCE {
                match self.next().await {
                    Ok(Some((lease, kind))) => {
                        let (worker, enough) = (self.clone(), enough.clone());
                        running.spawn(async move { worker.work(lease, kind, enough).await });
                    }
                    Ok(None) => break,
                    Err(error) => {
                        tracing::warn!(%error, "the queue of jobs could not be read");
                        break;
                    }
                }
            }
            tokio::select! {
                () = &mut stop => break,
                Some(_) = running.join_next() => {}
                () = self.pool.job_within(LOOK) => {}
            }
        }
        let all = async |running: &mut JoinSet<()>| while running.join_next().await.is_some() {};
        if tokio::time::timeout(self.grace, all(&mut running)).await.is_err() {
            enough.cancel();
            all(&mut running).await;
        }
    }

    /// Does what is due now, one after the other, and how many that were.
    pub async fn work_off(&self) -> Result<u64, Error> {
        let mut done = 0;
        while let Some((lease, kind)) = self.next().await? {
            self.work(lease, kind, CancellationToken::new()).await;
            done += 1;
        }
        Ok(done)
    }

    /// Takes the next job that is due.
    async fn next(&self) -> Result<Option<(Lease, Declared)>, Error> {
        let now = self.app.clock.now();
        self.put_daily(now).await?;
        if !self.pool.has_jobs(now).await? {
            return Ok(None);
        }
        let kinds: Vec<_> = self.background.kinds.iter().map(|kind| (kind.kind, kind.lease)).collect();
        let Some(lease) = self.pool.take_job(&kinds, now).await? else { return Ok(None) };
        let kind = self.background.kinds.iter().find(|kind| kind.kind == lease.job.kind);
        Ok(kind.map(|kind| (lease, *kind)))
    }

    /// Puts the last occurrences of what is done every day into the queue, unless they are there.
    async fn put_daily(&self, now: DateTime<Utc>) -> Result<(), Error> {
        for (at, daily) in self.background.daily.iter().enumerate() {
            let last = daily.last(now);
            if self.put.lock().unwrap_or_else(PoisonError::into_inner)[at] < last {
                self.pool.enqueue(vec![daily.occurrence(last, now)]).await?;
                self.put.lock().unwrap_or_else(PoisonError::into_inner)[at] = last;
            }
        }
        Ok(())
    }

    /// Does a job that was taken, and writes down how it ended.
    async fn work(&self, lease: Lease, kind: Declared, enough: CancellationToken) {
        let running = Running { app: Arc::clone(&self.app), pool: self.pool.clone(), lease: lease.clone() };
        // Begun too often without an end: whoever does it goes away.
        let lost = lease.job.attempts > kind.most_attempts;
        let doing = async {
            if lost {
                return Err(Failed::for_good(JobFault::Lost));
            }
            let done = AssertUnwindSafe((kind.run)(&running)).catch_unwind().await;
            done.unwrap_or_else(|_| Err(Error::internal("it panicked").into()))
        };
        let outcome = tokio::select! {
            outcome = doing => outcome,
            () = self.hold(&lease, kind.lease) => {
                tracing::warn!(job = %lease.job.id.0, kind = ?kind.kind, "a job is not ours any more");
                return;
            }
            () = enough.cancelled() => {
                if let Err(error) = self.pool.give_job_back(&lease, self.app.clock.now()).await {
                    tracing::warn!(%error, "a job could not be given back: its lease runs out");
                }
                return;
            }
        };
        match self.end(&lease, kind, outcome).await {
            Ok(true) => {}
            Ok(false) => {
                tracing::warn!(job = %lease.job.id.0, kind = ?kind.kind, "a job ended too late: nothing of it is kept");
            }
            Err(error) => tracing::error!(%error, job = %lease.job.id.0, "the end of a job could not be written"),
        }
    }

    /// Writes down how a job ended; `false` where it is not held any more.
    async fn end(&self, lease: &Lease, kind: Declared, outcome: Result<Ended, Failed>) -> Result<bool, Error> {
        let now = self.app.clock.now();
        let failed = match outcome {
            Ok(Ended::ByChange) if !self.pool.keep_job(lease, now).await? => return Ok(true),
            Ok(Ended::ByChange) => Error::internal("no change has ended it").into(),
            Ok(Ended::Leaving(left)) => return self.pool.finish_job(lease, left, now).await,
            Err(failed) => failed,
        };
        let again = failed.again && lease.job.attempts < kind.most_attempts;
        let again = again.then(|| now + pause(&lease.job));
        let (id, attempt) = (lease.job.id.0, lease.job.attempts);
        tracing::warn!(job = %id, kind = ?kind.kind, attempt, fault = ?failed.fault, cause = ?failed.cause, ?again, "a job failed");
        self.pool.fail_job(lease, failed.fault, again, now).await
    }

    /// Holds a job for as long as it can; ends when it is not held any more.
    async fn hold(&self, lease: &Lease, length: TimeDelta) {
        let third = (length / 3).to_std().unwrap_or(LOOK);
        loop {
            tokio::time::sleep(third).await;
            match self.pool.keep_job(lease, self.app.clock.now() + length).await {
                Ok(true) => {}
                Ok(false) => return,
                // The next time may do; if none does, the lease runs out, and the end finds it gone.
                Err(error) => tracing::warn!(%error, "a job could not be held for longer"),
            }
        }
    }
}

/// The pause before the next attempt: twice as long after each, and by up to a quarter shorter or longer, another one for each
/// job, so that what failed together does not come again together.
fn pause(job: &job::Model) -> TimeDelta {
    let doubled = PAUSE * 2_i32.pow(u32::try_from(job.attempts - 1).unwrap_or_default().min(16));
    let own = i32::from(job.id.0.as_bytes()[15]);
    doubled.min(LONGEST_PAUSE) * (384 + own) / 512
}

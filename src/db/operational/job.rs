//! Work in the background: put into the queue, taken by one process at a time, and ended only by whoever holds its lease.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use entity::id::{AccountId, JobId, MandateId};
use entity::job::{self, JobFault, JobKind, JobState};
use entity::{account, mandate, notice};
use sea_orm::sea_query::{
    CaseStatement, Expr, ExprTrait, LockBehavior, LockType, OnConflict, Order, Query, UpdateStatement,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, IntoActiveModel, PaginatorTrait, QueryFilter,
    QuerySelect,
};
use uuid::Uuid;

use super::super::Pool;
use super::super::change::MOST_ROWS;
use super::notice::lay_notices;
use crate::error::Error;

/// A job that this process has taken. Its token is another one at each attempt: whoever comes too late holds an old one,
/// with which nothing is ended.
#[derive(Clone, Debug)]
pub struct Lease {
    /// The job as it was taken.
    pub job: job::Model,
    token: Uuid,
}

/// What a job leaves behind: written together with its end, or not at all.
#[derive(Clone, Debug, Default)]
pub struct Left {
    /// Notices to people; what is told once and was told before is left out.
    pub notices: Vec<notice::Model>,
    /// More work; what waits under its key already is left out.
    pub jobs: Vec<job::Model>,
    /// Global id of what came of it.
    pub result: Option<String>,
}

/// A job of the system itself, to be begun at once.
#[must_use]
pub fn job_of(kind: JobKind, payload: String, now: DateTime<Utc>) -> job::Model {
    job::Model {
        id: JobId(Uuid::now_v7()),
        kind,
        payload,
        account_id: None,
        mandate_id: None,
        idempotency_key: None,
        state: JobState::Queued,
        key: None,
        progress_done: 0,
        progress_total: None,
        attempts: 0,
        due_at: Some(now),
        lease: None,
        fault: None,
        result: None,
        created_at: now,
        started_at: None,
        finished_at: None,
    }
}

impl Pool {
    /// Puts jobs into the queue, and how many: one whose id is there, or of whose kind another one waits under the same key,
    /// is left out.
    pub async fn enqueue(&self, jobs: Vec<job::Model>) -> Result<u64, Error> {
        let put = put(self.writer(), jobs).await?;
        if put > 0 {
            self.jobs.notify_one();
        }
        Ok(put)
    }

    /// Puts a job into the queue that an account asks for, or finds the one that it asked for by the same key before. `None`
    /// where the account has so many already that have not ended.
    pub async fn ask_job(&self, asked: job::Model, most: u64) -> Result<Option<job::Model>, Error> {
        let transaction = self.begin().await?;
        // Of two that ask at once, the later sees what the earlier has asked for.
        account::Entity::find()
            .filter(account::Column::Id.eq(asked.account_id))
            .lock_exclusive()
            .one(&transaction)
            .await?;
        let own = job::Entity::find().filter(job::Column::AccountId.eq(asked.account_id));
        let before = own.clone().filter(job::Column::IdempotencyKey.eq(asked.idempotency_key.clone()));
        if let Some(before) = before.one(&transaction).await? {
            return Ok(Some(before));
        }
        if own.filter(job::Column::FinishedAt.is_null()).count(&transaction).await? >= most {
            return Ok(None);
        }
        put(&transaction, vec![asked.clone()]).await?;
        transaction.commit().await?;
        self.jobs.notify_one();
        Ok(Some(asked))
    }

    /// Waits for a job that this process puts into the queue, but not for longer than this.
    pub async fn job_within(&self, patience: Duration) {
        // Late is no error: others are found by looking.
        let _ = tokio::time::timeout(patience, self.jobs.notified()).await;
    }

    /// Whether a job may be taken. Not counted among the statements that requests cost.
    pub async fn has_jobs(&self, now: DateTime<Utc>) -> Result<bool, Error> {
        let due = job::Entity::find().select_only().column(job::Column::Id).filter(job::Column::DueAt.lte(now));
        Ok(due.limit(1).into_tuple::<JobId>().one(self.watcher()).await?.is_some())
    }

    /// Takes the job that has been due for longest, of these kinds, each for as long as its lease; `None` where there is none.
    /// Of several processes that take at the same time, each gets another one.
    pub async fn take_job(&self, kinds: &[(JobKind, TimeDelta)], now: DateTime<Utc>) -> Result<Option<Lease>, Error> {
        let first = job::Entity::find()
            .select_only()
            .column(job::Column::Id)
            .filter(job::Column::DueAt.lte(now))
            .filter(job::Column::Kind.is_in(kinds.iter().map(|(kind, _)| *kind)));
        let mut first = sea_orm::QueryTrait::into_query(first);
        first.order_by(job::Column::DueAt, Order::Asc).order_by(job::Column::Id, Order::Asc).limit(1);
        // On SQLite one statement writes at a time, and there is nothing to skip.
        if !self.is_embedded() {
            first.lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
        }
        let until = kinds.iter().fold(CaseStatement::new(), |until, (kind, lease)| {
            until.case(job::Column::Kind.eq(*kind), Expr::val(now + *lease))
        });
        let token = Uuid::now_v7();
        let mut take = Query::update();
        take.table(job::Entity)
            .value(job::Column::State, state(JobState::Running))
            .value(job::Column::Lease, token)
            .value(job::Column::DueAt, Expr::expr(until.finally(Expr::val(now))))
            .value(job::Column::Key, Expr::val(None::<String>))
            .value(job::Column::Attempts, Expr::col(job::Column::Attempts).add(1))
            .value(job::Column::StartedAt, Expr::col(job::Column::StartedAt).if_null(now))
            .and_where(Expr::col(job::Column::Id).eq(Expr::SubQuery(None, Box::new(first.into()))))
            .returning_all();
        let row = self.writer().query_one(&take).await?;
        let job = row.map(|row| job::Model::from_query_result(&row, "")).transpose()?;
        Ok(job.map(|job| Lease { job, token }))
    }

    /// Holds a job for longer. `false` where it is not held any more: somebody cancelled it, or another process has it.
    pub async fn keep_job(&self, lease: &Lease, until: DateTime<Utc>) -> Result<bool, Error> {
        let mut keep = lease.update();
        keep.value(job::Column::DueAt, until);
        Ok(self.watcher().execute(&keep).await?.rows_affected() > 0)
    }

    /// Says how far a job has come.
    pub async fn note_progress(&self, lease: &Lease, done: i32, total: Option<i32>) -> Result<(), Error> {
        let mut note = lease.update();
        note.value(job::Column::ProgressDone, done).value(job::Column::ProgressTotal, total);
        self.writer().execute(&note).await?;
        Ok(())
    }

    /// Ends a job that was done, together with what it leaves behind. `false`, and nothing of it, where it is not held any more.
    pub async fn finish_job(&self, lease: &Lease, left: Left, now: DateTime<Utc>) -> Result<bool, Error> {
        let transaction = self.begin().await?;
        let mut done = lease.done(now);
        done.value(job::Column::Result, left.result);
        if transaction.execute(&done).await?.rows_affected() == 0 {
            return Ok(false);
        }
        lay_notices(&transaction, left.notices).await?;
        let put = put(&transaction, left.jobs).await?;
        transaction.commit().await?;
        if put > 0 {
            self.jobs.notify_one();
        }
        Ok(true)
    }

    /// Ends an attempt that failed: the next one not before `again`, or none. `false` where it is not held any more.
    pub async fn fail_job(
        &self,
        lease: &Lease,
        fault: JobFault,
        again: Option<DateTime<Utc>>,
        now: DateTime<Utc>,
    ) -> Result<bool, Error> {
        let mut fail = lease.update();
        fail.value(job::Column::Fault, Some(sea_orm::ActiveEnum::into_value(fault)));
        if again.is_some() {
            free(&mut fail, again);
        } else {
            end(&mut fail, JobState::Failed, now);
        }
        Ok(self.writer().execute(&fail).await?.rows_affected() > 0)
    }

    /// Gives a job back that was not done, as when the process stops: another one may take it at once, and the attempt does not
    /// count.
    pub async fn give_job_back(&self, lease: &Lease, now: DateTime<Utc>) -> Result<(), Error> {
        let mut back = lease.update();
        free(&mut back, Some(now));
        back.value(job::Column::Attempts, Expr::col(job::Column::Attempts).sub(1));
        self.writer().execute(&back).await?;
        Ok(())
    }

    /// Cancels a job: from then on it has no effect. `false` where it had ended before.
    pub async fn cancel_job(&self, id: JobId, now: DateTime<Utc>) -> Result<bool, Error> {
        let mut cancel = Query::update();
        cancel.table(job::Entity).and_where(job::Column::Id.eq(id)).and_where(job::Column::FinishedAt.is_null());
        end(&mut cancel, JobState::Cancelled, now);
        Ok(self.writer().execute(&cancel).await?.rows_affected() > 0)
    }

    /// Who asked for a job, where account and mandate are still there: whether they still hold is to be judged.
    pub async fn who_asked(
        &self,
        account: AccountId,
        mandate: MandateId,
    ) -> Result<Option<(account::Model, mandate::Model)>, Error> {
        let own = mandate::Entity::find_by_id(mandate).filter(mandate::Column::AccountId.eq(account));
        let found = own.find_also_related(account::Entity).one(self.reader()).await?;
        Ok(found.and_then(|(mandate, account)| Some((account?, mandate))))
    }
}

impl Lease {
    /// A change of the job, which finds it only while this lease holds.
    fn update(&self) -> UpdateStatement {
        let mut update = Query::update();
        update.table(job::Entity);
        update.and_where(job::Column::Id.eq(self.job.id)).and_where(job::Column::Lease.eq(self.token));
        update
    }

    /// The end of a job that was done.
    pub(in crate::db) fn done(&self, now: DateTime<Utc>) -> UpdateStatement {
        let mut done = self.update();
        end(&mut done, JobState::Done, now);
        done.value(job::Column::Fault, None::<String>);
        done
    }
}

fn free(update: &mut UpdateStatement, again: Option<DateTime<Utc>>) {
    update.value(job::Column::State, state(JobState::Queued));
    update.value(job::Column::Lease, None::<Uuid>).value(job::Column::DueAt, again);
}

fn end(update: &mut UpdateStatement, how: JobState, now: DateTime<Utc>) {
    update.value(job::Column::State, state(how)).value(job::Column::FinishedAt, Some(now));
    update.value(job::Column::DueAt, None::<DateTime<Utc>>).value(job::Column::Lease, None::<Uuid>);
    update.value(job::Column::Key, None::<String>);
}

fn state(state: JobState) -> String {
    sea_orm::ActiveEnum::into_value(state)
}

/// Puts jobs into the queue, but those that are there.
pub(in crate::db) async fn put(connection: &impl ConnectionTrait, jobs: Vec<job::Model>) -> Result<u64, Error> {
    let mut put = 0;
    for some in jobs.chunks(MOST_ROWS) {
        let rows = some.iter().cloned().map(IntoActiveModel::into_active_model);
        let rows = job::Entity::insert_many(rows).on_conflict(OnConflict::new().do_nothing().to_owned());
        put += rows.exec_without_returning(connection).await?;
    }
    Ok(put)
}

/// Takes out jobs that ended before a moment.
pub(super) async fn take_out_jobs(connection: &impl ConnectionTrait, before: DateTime<Utc>) -> Result<u64, Error> {
    let ended = job::Entity::delete_many().filter(job::Column::FinishedAt.lt(before));
    Ok(ended.exec(connection).await?.rows_affected)
}

//! Jobs, as GraphQL shows them.

use async_graphql::{Context, Description, SimpleObject};
use chrono::{DateTime, Utc};
use derive_more::From;
use entity::id::JobId;
use entity::job::{self, JobFault, JobKind, JobState};

use crate::error::Maybe;
use crate::lane::{declare, shown_by_name};
use crate::node::{self, Node};
use crate::request::Request;
use crate::text::Message;

shown_by_name!(JobKind, JobState);

/// Work in the background. It is kept for thirty days after its end.
#[derive(Debug, Description, From)]
pub struct Job(pub(crate) job::Model);

/// How far a job has come.
#[derive(Debug, SimpleObject)]
pub(super) struct JobProgress {
    /// Parts done.
    done: i32,
    /// Parts in all; null while that is not known.
    total: Option<i32>,
}

fn message(fault: JobFault) -> Message {
    Message::new(match fault {
        JobFault::Internal => "job-internal",
        JobFault::Lost => "job-lost",
        JobFault::NotAllowed => "job-not-allowed",
        JobFault::MailRefused => "job-mail-refused",
        JobFault::NoFont => "job-no-font",
    })
}

declare! {
    Job of job {
        /// Global id.
        id: JobId;

        /// What is done.
        kind: JobKind;

        /// Where it stands.
        state: JobState;

        /// How far it has come.
        progress: JobProgress { done = progress_done, total = progress_total };

        /// When it was asked for.
        created_at: DateTime<Utc>;

        /// When it was begun the first time; null before.
        started_at: Option<DateTime<Utc>>;

        /// When it ended, well or not; null before.
        finished_at: Option<DateTime<Utc>>;

        /// How often it was begun. One that fails is tried again, later each time, five times in all.
        attempts: i32;

        /// Why the last attempt failed, in the language of `Accept-Language`; null where none did, and where a later one did not.
        async fn error(&self, ctx: &Context<'_>) -> async_graphql::Result<Option<String>> {
            let language = ctx.language()?;
            Ok(self.0.fault.map(|fault| message(fault).text(language)))
        }

        /// What came of it, read under your rights of now; null where nothing did, and where you do not see it.
        async fn result(&self, ctx: &Context<'_>) -> Maybe<Node> {
            node::find(ctx, self.0.result.as_deref()?).await.transpose()
        }
    }
}

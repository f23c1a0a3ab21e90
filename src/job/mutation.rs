//! Cancelling jobs.

use async_graphql::{Context, InputObject, Object, Result, SimpleObject};
use entity::id::JobId;

use super::Job;
use super::query::find;
use crate::error::{Error, Mistake, UserError, UserErrorCode};
use crate::global_id::IdOf;
use crate::request::Request;
use crate::text::Message;

/// Changes of jobs.
#[derive(Debug, Default)]
pub struct JobMutation;

/// A job to be cancelled.
#[derive(Debug, InputObject)]
pub(super) struct JobCancelInput {
    /// The job.
    id: IdOf<JobId>,
}

/// The outcome of cancelling a job.
#[derive(Debug, SimpleObject)]
pub(super) struct JobCancelPayload {
    /// The job as it is now; null where there is none that is yours.
    job: Option<Job>,
    /// What was wrong; empty where it went well.
    errors: Vec<UserError>,
}

#[Object]
impl JobMutation {
    /// Cancels a job that has not ended: it has no effect from then on, also where it was under way. Yours are those that
    /// `jobs` tells.
    async fn job_cancel(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The job.")] input: JobCancelInput,
    ) -> Result<JobCancelPayload> {
        let (caller, key) = (ctx.caller()?, input.id.key_at("id"));
        let mistake = match key {
            Err(mistake) => mistake,
            Ok(key) => match find(ctx, &input.id).await {
                Err(Error::NotFound) => Mistake::not_found("id"),
                Err(error) => return Err(error.into()),
                Ok(job) if job.0.finished_at.is_none() && caller.app.cancel_job(key).await? => {
                    return Ok(JobCancelPayload { job: Some(find(ctx, &input.id).await?), errors: Vec::new() });
                }
                Ok(_) => {
                    let mistake = Mistake::new(UserErrorCode::Invalid, Message::new("job-ended"), "id");
                    let errors = vec![mistake.told(caller.language)];
                    return Ok(JobCancelPayload { job: Some(find(ctx, &input.id).await?), errors });
                }
            },
        };
        Ok(JobCancelPayload { job: None, errors: vec![mistake.told(caller.language)] })
    }
}

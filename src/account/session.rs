//! One's own sessions: where one is signed in, and signing out.

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use entity::id::SessionId;
use entity::session;

use crate::error::{Mistake, UserError};
use crate::global_id::{Global, IdOf};
use crate::request::Request;

/// Reading one's own sessions.
#[derive(Debug, Default)]
pub struct SessionQuery;

/// Ending one's own sessions.
#[derive(Debug, Default)]
pub struct SessionMutation;

/// A session: signed in once, on one device, and refreshed since.
#[derive(Debug, SimpleObject)]
pub(super) struct Session {
    /// Global id, for `sessionEnd`.
    id: ID,
    /// What the client said it was at sign-in (`User-Agent`); null where it said nothing.
    device: Option<String>,
    /// When it was signed in.
    created_at: DateTime<Utc>,
    /// When it was signed in or refreshed the last time.
    last_used_at: DateTime<Utc>,
    /// When it ends by itself.
    expires_at: DateTime<Utc>,
    /// True for the one of this request.
    current: bool,
}

/// Which session to end.
#[derive(Debug, InputObject)]
pub(super) struct SessionEndInput {
    /// One of your `sessions`; by default the one of this request, which is signing out.
    id: Option<IdOf<SessionId>>,
}

/// Which sessions to end.
#[derive(Debug, InputObject)]
pub(super) struct SessionsEndInput {
    /// True: all but the one of this request.
    #[graphql(default)]
    keep_current: bool,
}

/// The outcome of ending a session.
#[derive(Debug, SimpleObject)]
pub(super) struct SessionEndPayload {
    /// The session that was ended; null where there are errors.
    id: Option<ID>,
    /// What was wrong, all at once; empty where it went well.
    errors: Vec<UserError>,
}

/// The outcome of ending sessions.
#[derive(Debug, SimpleObject)]
pub(super) struct SessionsEndPayload {
    /// How many were ended.
    ended: u64,
    /// What was wrong, all at once; empty where it went well.
    errors: Vec<UserError>,
}

#[Object]
impl SessionQuery {
    /// Your own sessions that have not ended, the last used first. There are twenty at most: one more ends
    /// the one that was used longest ago.
    async fn sessions(&self, ctx: &Context<'_>) -> Result<Vec<Session>> {
        let identity = ctx.identity()?;
        let shown = |row: session::Model| Session {
            id: row.id.global(),
            device: row.device,
            created_at: row.created_at,
            last_used_at: row.last_used_at,
            expires_at: row.expires_at,
            current: row.id == identity.session,
        };
        let sessions = ctx.caller()?.app.gate.sessions_of(identity.account).await?;
        Ok(sessions.into_iter().map(shown).collect())
    }
}

#[Object]
impl SessionMutation {
    /// Ends a session of yours: its tokens are refused within five seconds, everywhere.
    async fn session_end(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] input: SessionEndInput,
    ) -> Result<SessionEndPayload> {
        let (caller, identity) = (ctx.caller()?, ctx.identity()?);
        let ended = match input.id.as_ref().map_or(Ok(identity.session), |id| id.key_at("id")) {
            Ok(id) if caller.app.gate.end_session(identity.account, id, &caller.client).await? => Ok(id),
            Ok(_) => Err(Mistake::not_found("id")),
            Err(mistake) => Err(mistake),
        };
        Ok(match ended {
            Ok(id) => SessionEndPayload { id: Some(id.global()), errors: Vec::new() },
            Err(mistake) => SessionEndPayload { id: None, errors: vec![mistake.told(caller.language)] },
        })
    }

    /// Ends all your sessions, on all devices: their tokens are refused within five seconds, everywhere.
    async fn sessions_end(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which ones.")] input: SessionsEndInput,
    ) -> Result<SessionsEndPayload> {
        let (caller, identity) = (ctx.caller()?, ctx.identity()?);
        let but = input.keep_current.then_some(identity.session);
        let ended = caller.app.gate.end_sessions(identity.account, but, None, &caller.client).await?;
        Ok(SessionsEndPayload { ended, errors: Vec::new() })
    }
}

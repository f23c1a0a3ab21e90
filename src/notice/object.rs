//! Notices, as GraphQL shows them.

use async_graphql::{Context, Description};
use chrono::{DateTime, Utc};
use derive_more::From;
use entity::id::NoticeId;
use entity::notice::{self, NoticeKind, NoticeUrgency};
use entity::notice_preference::NoticeMail;

use super::kind::message;
use crate::error::Maybe;
use crate::global_id::global_of;
use crate::lane::{declare, shown_by_name};
use crate::node::{self, Node};
use crate::request::Request;

shown_by_name!(NoticeKind, NoticeMail, NoticeUrgency);

/// A notice (إشعار) to you. It is kept for a year.
#[derive(Debug, Description, From)]
pub struct Notice(pub(crate) notice::Model);

declare! {
    Notice of notice {
        /// Global id.
        id: NoticeId;

        /// What it tells.
        kind: NoticeKind;

        /// How soon it asks to be read.
        urgency: NoticeUrgency;

        /// The same in a sentence, in the language of `Accept-Language`. It names nothing of what it is about: show that beside it,
        /// from `about`.
        async fn message(&self, ctx: &Context<'_>) -> async_graphql::Result<String> {
            Ok(message(self.0.kind).text(ctx.language()?))
        }

        /// What it is about, read under your rights of now; null where you do not see it any more, or not by the mandate by which
        /// you speak.
        async fn about(&self, ctx: &Context<'_>) -> Maybe<Node> {
            node::find(ctx, &global_of(&self.0.about_type, self.0.about_id)).await.transpose()
        }

        /// When it was made.
        created_at: DateTime<Utc>;

        /// When you read it; null before.
        read_at: Option<DateTime<Utc>>;
    }
}

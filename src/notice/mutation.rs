//! What one does with one's notices.

use async_graphql::{Context, InputObject, Object, Result, SimpleObject};
use entity::id::NoticeId;
use entity::notice_preference::NoticeMail;

use crate::error::{Error, Mistake, UserError, UserErrorCode};
use crate::global_id::IdOf;
use crate::request::Request;
use crate::text::Message;

/// Notices marked in one request.
const MOST: usize = 100;

/// Changes of one's notices.
#[derive(Debug, Default)]
pub struct NoticeMutation;

/// Notices to be marked as read: some, or all.
#[derive(Debug, InputObject)]
pub(super) struct NoticesMarkReadInput {
    /// These, 100 at most. Those that you have read already stay as they are.
    ids: Option<Vec<IdOf<NoticeId>>>,
    /// True: all of yours, in the place of `ids`.
    #[graphql(default)]
    all: bool,
}

/// The outcome of marking notices as read.
#[derive(Debug, SimpleObject)]
pub(super) struct NoticesMarkReadPayload {
    /// How many were not read before.
    marked: u64,
    /// How many are not read now.
    unread: u64,
    /// What was wrong, all at once: then none was marked. Empty where it went well.
    errors: Vec<UserError>,
}

/// How you want to be told.
#[derive(Debug, InputObject)]
pub(super) struct NoticePreferencesUpdateInput {
    /// How often you are written to of notices that you have not read, where there is a mail server and your account has an
    /// address.
    mail: NoticeMail,
}

/// The outcome of changing how you want to be told.
#[derive(Debug, SimpleObject)]
pub(super) struct NoticePreferencesUpdatePayload {
    /// How often you are written to from now on.
    mail: NoticeMail,
    /// What was wrong; empty where it went well.
    errors: Vec<UserError>,
}

#[Object]
impl NoticeMutation {
    /// Marks notices of yours as read.
    async fn notices_mark_read(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which ones.")] input: NoticesMarkReadInput,
    ) -> Result<NoticesMarkReadPayload> {
        let (caller, identity) = (ctx.caller()?, ctx.identity()?);
        let notices = caller.app.notices_of(identity);
        let wanted = wanted(&input);
        let mut mistakes = Vec::new();
        let mut marked = 0;
        match wanted {
            Err(wrong) => mistakes = wrong,
            Ok(ids) => {
                if let Some(ids) = &ids {
                    let own = notices.among(ids).await?;
                    let others = ids.iter().enumerate().filter(|(_, id)| !own.contains(id));
                    mistakes.extend(others.map(|(at, _)| Mistake::not_found(&format!("ids.{at}"))));
                }
                if mistakes.is_empty() {
                    marked = notices.read(ids, caller.app.clock.now()).await?;
                }
            }
        }
        let errors = mistakes.into_iter().map(|mistake| mistake.told(caller.language)).collect();
        Ok(NoticesMarkReadPayload { marked, unread: notices.unread().await?, errors })
    }

    /// Says how you want to be told of notices. It holds for your account, by whatever mandate you speak.
    async fn notice_preferences_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How.")] input: NoticePreferencesUpdateInput,
    ) -> Result<NoticePreferencesUpdatePayload, Error> {
        ctx.caller()?.app.notices_of(ctx.identity()?).prefer(input.mail).await?;
        Ok(NoticePreferencesUpdatePayload { mail: input.mail, errors: Vec::new() })
    }
}

/// The notices that are meant; `None` of all.
fn wanted(input: &NoticesMarkReadInput) -> std::result::Result<Option<Vec<NoticeId>>, Vec<Mistake>> {
    match (&input.ids, input.all) {
        (None, true) => Ok(None),
        (None, false) | (Some(_), true) => {
            Err(vec![Mistake::new(UserErrorCode::Invalid, Message::new("notices-ids-or-all"), "ids")])
        }
        (Some(ids), false) if ids.len() > MOST => {
            let message = Message::new("list-too-long").with("maximum", MOST);
            Err(vec![Mistake::new(UserErrorCode::TooLong, message, "ids")])
        }
        (Some(ids), false) => {
            let keys = ids.iter().enumerate().map(|(at, id)| id.key_at(&format!("ids.{at}")));
            let (mut good, mut wrong) = (Vec::new(), Vec::new());
            keys.for_each(|key| match key {
                Ok(key) => good.push(key),
                Err(mistake) => wrong.push(mistake),
            });
            if wrong.is_empty() { Ok(Some(good)) } else { Err(wrong) }
        }
    }
}

//! Asking for a paper.

use async_graphql::Context;

use super::{Printable, Printing, Wanted};
use crate::auth::Right;
use crate::db::{Key, Record};
use crate::document::keeps;
use crate::error::{Error, Mistake, UserError, UserErrorCode};
use crate::global_id::IdOf;
use crate::job::{Job, ask};
use crate::press::PrintLanguage;
use crate::request::{Request, key_has_a_length};

/// What came of asking for a paper.
#[derive(Debug)]
pub struct AskedToPrint {
    /// The work that prints it; `None` where it was refused or only tried.
    pub job: Option<Job>,
    /// What was wrong, all at once.
    pub errors: Vec<UserError>,
}

/// Puts the printing of an object into the queue: for whoever may read it, and keeps the documents of what it belongs to.
pub async fn ask_to_print<P: Printable>(
    ctx: &Context<'_>,
    id: &IdOf<Key<P::Entity>>,
    language: PrintLanguage,
    idempotency_key: &str,
    validate_only: bool,
) -> Result<AskedToPrint, Error> {
    ctx.require(P::READ)?;
    ctx.require(Right::ManageDocuments)?;
    let mut mistakes: Vec<_> = key_has_a_length(Some(idempotency_key)).err().into_iter().collect();
    let mut job = None;
    let row = match id.key_at("id") {
        Ok(key) => ctx.db()?.find_by_key::<P::Entity>(key)?.one().await?.map(|row| (key, row)),
        Err(mistake) => {
            mistakes.push(mistake);
            return told(ctx, job, mistakes);
        }
    };
    match row {
        None => mistakes.push(Mistake::not_found("id")),
        Some((_, row)) if !keeps(ctx.viewer()?, P::Entity::keys(&row)) => return Err(Error::ForbiddenHere),
        Some((key, row)) => {
            let refused = P::refused(&ctx.caller()?.app, ctx.db()?, &row).await?;
            mistakes.extend(refused.map(|why| Mistake::new(UserErrorCode::Invalid, why, "id")));
            if mistakes.is_empty() && !validate_only {
                match ask::<Printing<P>>(ctx, &Wanted { object: key.into(), language }, idempotency_key).await? {
                    Ok(asked) => job = Some(asked),
                    Err(mistake) => mistakes.push(mistake),
                }
            }
        }
    }
    told(ctx, job, mistakes)
}

fn told(ctx: &Context<'_>, job: Option<Job>, mistakes: Vec<Mistake>) -> Result<AskedToPrint, Error> {
    let language = ctx.language()?;
    Ok(AskedToPrint { job, errors: mistakes.into_iter().map(|mistake| mistake.told(language)).collect() })
}

//! Why somebody may do something, or not.

use async_graphql::{Context, ID, Object, Result, SimpleObject};
use entity::id::{AccountId, SessionId};
use entity::{account, mandate};

use crate::auth::{Identity, Right, holds_on};
use crate::error::Error;
use crate::global_id::IdOf;
use crate::mandate::Mandate;
use crate::node;
use crate::request::Request;
use crate::text::Message;

/// Why somebody may do something, or not.
#[derive(Debug, Default)]
pub struct ExplainQuery;

/// What one mandate of an account lets do.
#[derive(Debug, SimpleObject)]
#[expect(clippy::struct_excessive_bools, reason = "each is asked for by itself")]
pub(super) struct AccessVerdict {
    /// The mandate.
    mandate: Mandate,
    /// Whether it holds today, and its account is active.
    holds: bool,
    /// Whether the object lies in its slice.
    in_slice: bool,
    /// Whether it has the right; true where none was asked about.
    has_right: bool,
    /// Whether all three are so.
    allowed: bool,
    /// The first of the three that is not so, or that all are; in the language of `Accept-Language`.
    reason: String,
}

#[Object]
impl ExplainQuery {
    /// Why the holder of an account may see an object, or use a right on it, or may not: a verdict for each of the account's
    /// mandates, the oldest first, since a token speaks for one of them. Which rows a role may change depends on their state
    /// too, which the mutation tells. Account and object must be yours to see. Needs the right READ_ACCOUNTS.
    async fn explain_access(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The account.")] account: IdOf<AccountId>,
        #[graphql(desc = "Global id of the object.")] node: ID,
        #[graphql(desc = "The right that is asked about; none: only whether the object is seen.")] right: Option<Right>,
    ) -> Result<Vec<AccessVerdict>> {
        ctx.require(Right::ReadAccounts)?;
        let account = ctx.row::<account::Entity>(account.key()?).await?.ok_or(Error::NotFound)?;
        if !node::is_in(ctx.db()?, &node).await? {
            return Err(Error::NotFound.into());
        }
        let (caller, today) = (ctx.caller()?, ctx.today()?);
        let mut verdicts = Vec::new();
        for row in ctx.children::<mandate::Entity, account::Entity>(account.id).await? {
            let identity = Identity::of_mandate(&account.login, SessionId(uuid::Uuid::nil()), &row);
            let holds = account.deactivated_at.is_none() && identity.is_some() && holds_on(&row, today);
            let in_slice = match &identity {
                Some(identity) => node::is_in(&caller.app.slice_of(identity), &node).await?,
                None => false,
            };
            let has_right =
                right.is_none_or(|right| identity.is_some_and(|identity| identity.rights().contains(right)));
            let reason = match (holds, in_slice, has_right) {
                (false, ..) => "access-not-held",
                (true, false, _) => "access-outside",
                (true, true, false) => "access-no-right",
                (true, true, true) => "access-allowed",
            };
            verdicts.push(AccessVerdict {
                mandate: Mandate::from(row),
                holds,
                in_slice,
                has_right,
                allowed: holds && in_slice && has_right,
                reason: Message::new(reason).text(caller.language),
            });
        }
        Ok(verdicts)
    }
}

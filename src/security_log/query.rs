//! Reading the security log.

use async_graphql::{Context, InputObject, Object, Result};
use chrono::{DateTime, Utc};
use entity::id::{AccountId, ApiClientId};
use entity::security_event;
use entity::security_event::SecurityEventKind;
use sea_orm::ColumnTrait;

use super::SecurityEvent;
use crate::auth::Right;
use crate::global_id::IdOf;
use crate::page::{OrderDirection, Page, Sort, Window, page};
use crate::request::Request;

/// The security log.
#[derive(Debug, Default)]
pub struct SecurityLogQuery;

/// Which events; all that is given must be met.
#[derive(Debug, Default, InputObject)]
pub(super) struct SecurityEventWhere {
    /// Those of one of these kinds.
    kinds: Option<Vec<SecurityEventKind>>,
    /// Those that happened to this account.
    account: Option<IdOf<AccountId>>,
    /// Those that this account did to others.
    by: Option<IdOf<AccountId>>,
    /// Those that happened to this partner's system.
    api_client: Option<IdOf<ApiClientId>>,
    /// Those from this network address.
    address: Option<String>,
    /// Those of this moment and after it.
    from: Option<DateTime<Utc>>,
    /// Those before this moment.
    before: Option<DateTime<Utc>>,
}

#[Object]
impl SecurityLogQuery {
    /// The security log, the latest event first. Needs the right READ_SECURITY_LOG.
    async fn security_events(
        &self,
        ctx: &Context<'_>,
        #[graphql(name = "where", desc = "Which ones; all by default.")] filter: Option<SecurityEventWhere>,
        #[graphql(desc = "So many from the start, or behind `after`: 20 by default, 100 at most.")] first: Option<i32>,
        #[graphql(desc = "Behind the row of this cursor.")] after: Option<String>,
        #[graphql(desc = "So many from the end, or before `before`; 100 at most. Not with `first`.")] last: Option<i32>,
        #[graphql(desc = "Before the row of this cursor.")] before: Option<String>,
    ) -> Result<Page<SecurityEvent>> {
        ctx.require(Right::ReadSecurityLog)?;
        let filter = filter.unwrap_or_default();
        let mut events = ctx.db()?.find::<security_event::Entity>();
        if let Some(kinds) = filter.kinds {
            events = events.filter(security_event::COLUMN.kind.is_in(kinds));
        }
        if let Some(account) = filter.account {
            events = events.filter(security_event::COLUMN.account_id.eq(account.key()?));
        }
        if let Some(by) = filter.by {
            events = events.filter(security_event::COLUMN.by_account_id.eq(by.key()?));
        }
        if let Some(client) = filter.api_client {
            events = events.filter(security_event::COLUMN.api_client_id.eq(client.key()?));
        }
        if let Some(address) = filter.address {
            events = events.filter(security_event::COLUMN.address.eq(address));
        }
        if let Some(from) = filter.from {
            events = events.filter(security_event::COLUMN.at.gte(from));
        }
        if let Some(before) = filter.before {
            events = events.filter(security_event::COLUMN.at.lt(before));
        }
        let latest_first = Sort::by("security events", vec![security_event::Column::Id], OrderDirection::Desc);
        Ok(page(ctx, events, latest_first, Window { first, after, last, before }).await?)
    }
}

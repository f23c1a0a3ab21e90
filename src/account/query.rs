//! Reading accounts.

use async_graphql::{Context, InputObject, Object, Result};
use entity::id::{AccountId, AssociationId, DelegationId};
use entity::mandate::Role;
use entity::{account, mandate};
use sea_orm::ColumnTrait;

use super::Account;
use crate::auth::Right;
use crate::db::Search;
use crate::delegation::visible_delegation;
use crate::error::Maybe;
use crate::global_id::IdOf;
use crate::lane::Answer;
use crate::page::{OrderDirection, Page, Sort, Window, page};
use crate::request::Request;

/// Accounts.
#[derive(Debug, Default)]
pub struct AccountQuery;

/// Which accounts; all that is given must be met.
#[derive(Debug, Default, InputObject)]
pub(super) struct AccountWhere {
    /// Those found by this: each of its words begins a word of the person's names; how words are compared, ranked and limited
    /// is said of `EstablishmentWhere.search`. The best come first.
    search: Option<String>,
    /// The one with this login.
    login: Option<String>,
    /// Those with a mandate of this role, as far as it is yours to see.
    role: Option<Role>,
    /// Those that this delegation keeps.
    delegation: Option<IdOf<DelegationId>>,
    /// Those that this association keeps.
    association: Option<IdOf<AssociationId>>,
    /// True: those that were deactivated; false: those that were not.
    deactivated: Option<bool>,
}

#[Object]
impl AccountQuery {
    /// An account. Null with the error NOT_FOUND where there is none in your slice.
    async fn account(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its global id.")] id: IdOf<AccountId>,
    ) -> Maybe<Answer<Account>> {
        ctx.lookup(&id).await
    }

    /// The accounts in your slice, in the order in which they were entered. Needs the right READ_ACCOUNTS.
    async fn accounts(
        &self,
        ctx: &Context<'_>,
        #[graphql(name = "where", desc = "Which ones; all by default.")] filter: Option<AccountWhere>,
        #[graphql(desc = "So many from the start, or behind `after`: 20 by default, 100 at most.")] first: Option<i32>,
        #[graphql(desc = "Behind the row of this cursor.")] after: Option<String>,
        #[graphql(desc = "So many from the end, or before `before`; 100 at most. Not with `first`.")] last: Option<i32>,
        #[graphql(desc = "Before the row of this cursor.")] before: Option<String>,
    ) -> Result<Page<Account>> {
        ctx.require(Right::ReadAccounts)?;
        let filter = filter.unwrap_or_default();
        let search = Search::of(filter.search.as_deref())?;
        let mut accounts = ctx.db()?.find::<account::Entity>().search(search.as_ref())?;
        if let Some(login) = filter.login {
            accounts = accounts.filter(account::COLUMN.login.eq(login.trim().to_lowercase()));
        }
        if let Some(role) = filter.role {
            let holding = ctx.db()?.find::<mandate::Entity>().filter(mandate::COLUMN.role.eq(role));
            accounts = accounts.filter(account::COLUMN.id.in_subquery(holding.values_of(mandate::Column::AccountId)));
        }
        if let Some(delegation) = filter.delegation {
            let visible = visible_delegation(ctx.db()?, delegation.key()?);
            accounts = accounts.filter(account::COLUMN.delegation_id.in_subquery(visible));
        }
        if let Some(association) = filter.association {
            let visible = ctx.db()?.find_by_key::<entity::association::Entity>(association.key()?)?;
            let visible = visible.values_of(entity::association::Column::Id);
            accounts = accounts.filter(account::COLUMN.association_id.in_subquery(visible));
        }
        accounts = match filter.deactivated {
            Some(true) => accounts.filter(account::COLUMN.deactivated_at.is_not_null()),
            Some(false) => accounts.filter(account::COLUMN.deactivated_at.is_null()),
            None => accounts,
        };
        let as_entered = Sort::by("accounts as entered", vec![account::Column::Id], OrderDirection::Asc);
        Ok(page(ctx, accounts, as_entered.best_of(search.as_ref())?, Window { first, after, last, before }).await?)
    }
}

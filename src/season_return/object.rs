//! Returns, as GraphQL shows them.

use async_graphql::{Context, Description};
use chrono::NaiveDate;
use derive_more::From;
use entity::id::{EstablishmentId, SeasonReturnId};
use entity::month::YearMonth;
use entity::return_item::ReturnUnit;
use entity::season_return::{self, SeasonReturnState};
use entity::{establishment, season_return_line};
use sea_orm::sea_query::Order;

use super::ReturnTemplate;
use super::form::Filled;
use super::jumps::{ReturnFigure, ReturnJump, jumps_of};
use super::procedure::SeasonReturnTransitionName;
use super::scope::LATEST_OF_HOUSE;
use super::template::ReturnItem;
use crate::association::Association;
use crate::auth::Right;
use crate::delegation::Delegation;
use crate::error::{Error, Maybe};
use crate::establishment::Establishment;
use crate::journal::{JournalEntry, history_of};
use crate::lane::{Asked, Draft, ReadFamily, Step, declare, shown_by_name};
use crate::money::Money;
use crate::procedure::{Available, available};
use crate::request::Request;

shown_by_name!(SeasonReturnState);

/// The return (بيان) of a house for one season or month, by the template of its kind.
#[derive(Debug, Description, From)]
pub struct SeasonReturn(pub(crate) season_return::Model);

/// A figure of a return.
#[derive(Debug, Description, From)]
pub(super) struct SeasonReturnLine(pub(crate) season_return_line::Model);

impl SeasonReturn {
    fn over(present: Option<i32>, capacity: Option<i32>) -> Option<bool> {
        Some(present? > capacity?)
    }
}

impl SeasonReturnLine {
    fn counted(unit: ReturnUnit, value: i64) -> Option<i32> {
        ReturnFigure::new(unit, value).count
    }

    fn paid(unit: ReturnUnit, value: i64) -> Option<Money> {
        ReturnFigure::new(unit, value).amount
    }
}

declare! {
    SeasonReturn of season_return {
        /// Global id.
        id: SeasonReturnId;

        /// The house.
        establishment: Establishment by establishment_id;

        /// The delegation where the house stands; null where it is not yours to see.
        delegation: Delegation by delegation_id;

        /// The association that manages the house; null where Entraide Nationale does itself.
        association: Association by association_id;

        /// The template under which it was begun: what it asks for, and when a figure jumps.
        return_template: ReturnTemplate by template_id;

        /// The first month of its period.
        period_first: YearMonth;

        /// The last month of its period.
        period_last: YearMonth;

        /// The last day on which it is in time.
        due_on: NaiveDate;

        /// Where it stands.
        state: SeasonReturnState;

        /// The office day on which it was last submitted; null before.
        submitted_on: Option<NaiveDate>;

        /// The office day on which it was last sent back, validated or reopened; null before.
        decided_on: Option<NaiveDate>;

        /// Why it was last sent back or reopened; null where it never was.
        reason: Option<String>;

        /// Everyone who was served in the period: the sum of HEAD_COUNT. Null while none of it is filled in.
        head_count: Option<i32>;

        /// Those present on the last day: the sum of PRESENT. Null while none of it is filled in, and where it is not asked for.
        present: Option<i32>;

        /// The house's places when the figures were last filled in or submitted; null where they were unknown.
        capacity: Option<i32>;

        /// Whether more were present than the house had places; null where one of the two is unknown.
        over_capacity: Option<bool> = SeasonReturn::over(present, capacity);

        /// Its figures, in the order of the template.
        lines: [SeasonReturnLine];

        /// Figures that differ much from those of the period before, as the template says. Empty where the house submitted no
        /// return for that period.
        async fn jumps(&self, ctx: &Context<'_>) -> Result<Vec<ReturnJump>, Error> {
            jumps_of(ctx, &self.0).await
        }

        /// What can be done with it, whether you may do it now, and, if not, why. Each has a mutation of its own.
        async fn available_transitions(
            &self,
            ctx: &Context<'_>,
        ) -> Result<Vec<Available<SeasonReturnTransitionName>>, Error> {
            available(ctx, &self.0, &Filled::read(ctx, &self.0).await?)
        }

        /// What was changed of it, the latest first, 20 changes at most; all of them by `journal(where: { object })`. Null with
        /// the error FORBIDDEN without the right READ_JOURNAL.
        async fn history(&self, ctx: &Context<'_>) -> Maybe<Vec<JournalEntry>> {
            Some(history_of::<season_return::Entity>(ctx, self.0.id).await)
        }

        record;
    }
}

declare! {
    SeasonReturnLine of season_return_line {
        /// What it is a figure of.
        item: ReturnItem by item_code;

        /// How many people, beds or members of the staff; null where it is money.
        count: Option<i32> = SeasonReturnLine::counted(unit, value);

        /// How much money; null where it is none.
        amount: Option<Money> = SeasonReturnLine::paid(unit, value);
    }
}

/// The latest returns of a house, as one of its fields.
pub async fn latest_of(ctx: &Context<'_>, house: EstablishmentId) -> Result<Vec<SeasonReturn>, Error> {
    ctx.require(Right::ReadReturns)?;
    let returns = ctx.children::<season_return::Entity, establishment::Entity>(house).await?;
    Ok(returns.into_iter().rev().map(SeasonReturn).collect())
}

/// The same in the lane.
pub fn latest_step(asked: &Asked<'_>, house: &mut Draft<'_, establishment::Entity>) -> Option<Step> {
    asked.ctx.require(Right::ReadReturns).ok()?;
    let all = house.db.find::<season_return::Entity>();
    let latest = vec![(season_return::Column::PeriodFirst, Order::Desc)];
    let read: ReadFamily = Box::new(move |parents, reading| {
        all.read_first_children::<establishment::Entity>(parents, reading, latest, LATEST_OF_HOUSE)
    });
    let (family, object) =
        house.children::<season_return::Entity, _>(read, |child| child.object::<SeasonReturn>(&asked.within()))?;
    Some(Step::Many { family, item: Box::new(Step::Group(object)), present: None })
}

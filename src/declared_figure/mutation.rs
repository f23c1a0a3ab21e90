//! Declaring figures.

use async_graphql::{Context, InputObject, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use entity::declared_figure::{self, Measure, Qualifier};
use entity::delegation;
use entity::id::{DeclaredFigureId, DelegationId, StreamId};
use entity::month::YearMonth;
use uuid::Uuid;

use super::DeclaredFigure;
use crate::auth::{Right, Viewer};
use crate::clock::office_day;
use crate::db::{Change, Mutation, Refused, ScopedDb};
use crate::error::{Mistake, UserErrorCode};
use crate::money::{Decimal, Money};
use crate::named::needed_text;
use crate::request::{Request, payload};
use crate::text::Message;

/// Longest naming of a source, in characters.
pub const LONGEST_SOURCE: usize = 500;
/// More of anything than a delegation has.
pub const GREATEST: i64 = 1_000_000;
/// More money than a delegation has, in centimes: a thousand million dirhams.
pub const MOST_CENTIMES: i64 = 100_000_000_000;

/// Declaring figures.
#[derive(Debug, Default)]
pub struct DeclaredFigureMutation;

/// A figure that your delegation declares.
#[derive(Debug, InputObject)]
pub(super) struct DeclaredFigureRecordInput {
    /// Made by the client, 8 to 128 characters: sending it twice records the figure once.
    idempotency_key: String,
    /// True: only say what is wrong.
    #[graphql(default)]
    validate_only: bool,
    /// What was counted.
    measure: Measure,
    /// The number declared, from 0 to 1000000; not of an amount of money.
    value: Option<i32>,
    /// The amount declared, from 0.00 to 1000000000.00 dirhams; of GRANTS_AWARDED alone.
    amount: Option<Decimal>,
    /// How it is to be read.
    #[graphql(default_with = "Qualifier::Exact")]
    qualifier: Qualifier,
    /// The month of which it speaks, which has ended.
    as_of: YearMonth,
    /// Where it was declared, 500 characters at most.
    source: String,
}

/// Figures that your delegation declares together.
#[derive(Debug, InputObject)]
pub(super) struct DeclaredFiguresRecordInput {
    /// The figures, 100 at most; each with a key of its own.
    figures: Vec<DeclaredFigureRecordInput>,
}

payload!(DeclaredFigureRecordPayload { declared_figure: DeclaredFigure });

/// The outcomes, one for each figure that was sent, in the same order.
#[derive(Debug, SimpleObject)]
pub(super) struct DeclaredFiguresRecordPayload {
    /// Of each figure: what was recorded, or what was wrong with it. Those that went well are recorded whatever came of
    /// the others.
    results: Vec<DeclaredFigureRecordPayload>,
}

#[Object]
impl DeclaredFigureMutation {
    /// Records a figure that your delegation declares; it stands beside the computed count and is never passed off as
    /// one. Needs the right DECLARE_FIGURES.
    async fn declared_figure_record(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The figure.")] input: DeclaredFigureRecordInput,
    ) -> Result<DeclaredFigureRecordPayload> {
        ctx.require(Right::DeclareFigures)?;
        Ok(ctx.change(input).await?.into())
    }

    /// Records figures that your delegation declares together, such as those of an annual report; each is recorded or
    /// refused by itself. Needs the right DECLARE_FIGURES.
    async fn declared_figures_record(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The figures.")] input: DeclaredFiguresRecordInput,
    ) -> Result<DeclaredFiguresRecordPayload> {
        ctx.require(Right::DeclareFigures)?;
        let results = ctx.change_each("figures", input.figures).await?;
        Ok(DeclaredFiguresRecordPayload { results: results.into_iter().map(Into::into).collect() })
    }
}

impl Mutation for DeclaredFigureRecordInput {
    const NAME: &'static str = "declaredFigureRecord";
    type Entity = declared_figure::Entity;

    fn idempotency_key(&self) -> Option<&str> {
        Some(&self.idempotency_key)
    }

    fn validate_only(&self) -> bool {
        self.validate_only
    }

    async fn streams(&self, db: &ScopedDb) -> Result<Vec<StreamId>, Refused> {
        Ok(vec![own(db.viewer())?.into()])
    }

    async fn apply(&self, change: &mut Change) -> Result<(), Refused> {
        let delegations = change.find::<delegation::Entity>().one().await?;
        let delegation =
            delegations.ok_or_else(|| Mistake::new(UserErrorCode::NotFound, Message::new("not-found"), "measure"))?;
        let value = change.take(declared(self.measure, self.value, self.amount)).unwrap_or_default();
        change.require(month_has_ended(self.as_of, change.now()));
        let source = change.take(needed_text(&self.source, LONGEST_SOURCE, "source")).unwrap_or_default();
        change.settle()?;
        change.insert::<declared_figure::Entity>(&declared_figure::Model {
            id: DeclaredFigureId(Uuid::now_v7()),
            delegation_id: delegation.id,
            measure: self.measure,
            value,
            qualifier: self.qualifier,
            as_of: self.as_of,
            source,
            import_part_id: None,
            demonstration: false,
            version: 1,
        })
    }
}

fn own(viewer: Viewer) -> Result<DelegationId, Refused> {
    match viewer {
        Viewer::Delegation(id, _) => Ok(id),
        Viewer::NationalOffice(_)
        | Viewer::Region(_)
        | Viewer::Association(_)
        | Viewer::Establishment(_)
        | Viewer::Partner(_) => Err(crate::error::Error::Forbidden(Right::DeclareFigures).into()),
    }
}

/// What is counted is given as a number, money as an amount; neither is less than nothing.
fn declared(measure: Measure, value: Option<i32>, amount: Option<Decimal>) -> Result<i64, Mistake> {
    let invalid = |message: Message, path: &str| Mistake::new(UserErrorCode::Invalid, message, path);
    let (given, other, most, path, others, wanted) = if measure.is_money() {
        (amount.map(Decimal::centimes), value.is_some(), MOST_CENTIMES, "amount", "value", "amount-wanted")
    } else {
        (value.map(i64::from), amount.is_some(), GREATEST, "value", "amount", "count-wanted")
    };
    let given = match given {
        Some(given) if !other => given,
        _ => return Err(invalid(Message::new(wanted), if other { others } else { path })),
    };
    if (0..=most).contains(&given) {
        return Ok(given);
    }
    let most = if measure.is_money() { Money::from_centimes(most).amount.to_string() } else { most.to_string() };
    Err(invalid(Message::new("number-range").with("from", 0).with("to", most), path))
}

/// What is counted at the end of a month is not known before.
pub fn month_has_ended(month: YearMonth, now: DateTime<Utc>) -> Result<(), Mistake> {
    if month.last_day().is_some_and(|last| last < office_day(now)) {
        Ok(())
    } else {
        Err(Mistake::new(UserErrorCode::Invalid, Message::new("month-future"), "asOf"))
    }
}

//! The mould of every procedure: what can be done with an object, from where, by what right, and what must hold. A noun writes it
//! once, in its own `procedure.rs`, for the enum of what can be done; the changes that do it ask by [`permit`], and those who want
//! to know beforehand by [`available`], so that what is told and what happens cannot part.

use std::borrow::Cow;

use async_graphql::resolver_utils::EnumType;
use async_graphql::{Context, Description, Object, OutputType, TypeName};
use chrono::NaiveDate;
use entity::id::AccountId;
use sea_orm::EntityTrait;

use crate::auth::Right;
use crate::db::{Change, Record, Refused};
use crate::error::{Error, Mistake, UserErrorCode};
use crate::request::Request;
use crate::text::Message;

/// What can be done with an object: the items of a GraphQL enum, in the order of the object's life.
pub trait Procedure: EnumType + OutputType {
    /// With what it is done.
    type Entity: Record;
    /// What the rules look at beside the row.
    type Facts;
    /// What the schema says of [`Available`].
    const DESCRIPTION: &'static str;

    /// By what right it is done.
    fn right(self) -> Right;

    /// Whether it is done where the row stands; else the message that says where that is.
    fn is_due(self, row: &Row<Self>) -> Result<(), &'static str>;

    /// What else must hold, whatever is said with it: each rule that does not.
    fn rules(self, _row: &Row<Self>, _facts: &Self::Facts, _by: By) -> Vec<Mistake> {
        Vec::new()
    }

    /// All that keeps whoever has the right from doing it now: where the row stands, and then nothing else; or each rule that does
    /// not hold.
    fn hindrances(self, row: &Row<Self>, facts: &Self::Facts, by: By) -> Vec<Mistake> {
        match self.is_due(row) {
            Ok(()) => self.rules(row, facts, by),
            Err(stands) => vec![Mistake::new(UserErrorCode::Invalid, Message::new(stands), "id")],
        }
    }
}

/// The row with which it is done.
pub type Row<P> = <<P as Procedure>::Entity as EntityTrait>::Model;

/// Who wants to do it, and on which office day.
#[derive(Clone, Copy, Debug)]
pub struct By {
    /// The account.
    pub account: AccountId,
    /// The day.
    pub today: NaiveDate,
}

/// Lets a change do it, or refuses: without the right as forbidden; else with all that keeps it from being done. What more the
/// input may have wrong is looked at behind it.
pub fn permit<P: Procedure>(change: &mut Change, step: P, row: &Row<P>, facts: &P::Facts) -> Result<(), Refused> {
    change.require_right(step.right())?;
    let by = By { account: change.account(), today: change.today() };
    change.note(step.hindrances(row, facts, by));
    change.settle()
}

/// All that can be done with a row, in the order of its life, as whoever asks is told.
pub fn available<P: Procedure>(ctx: &Context<'_>, row: &Row<P>, facts: &P::Facts) -> Result<Vec<Available<P>>, Error> {
    let (identity, language, today) = (ctx.identity()?, ctx.language()?, ctx.today()?);
    let by = By { account: identity.account, today };
    let told = P::items().iter().map(|item| {
        let (name, right) = (item.value, item.value.right());
        let mut reasons: Vec<_> = if identity.rights().contains(right) {
            name.hindrances(row, facts, by).into_iter().map(|mistake| mistake.told(language).message).collect()
        } else {
            vec![Error::Forbidden(right).message().text(language)]
        };
        reasons.dedup();
        Available { name, reasons }
    });
    Ok(told.collect())
}

/// Something that can be done with an object, as far as whoever asks is concerned, now: `InspectionTransition`, …
#[derive(Debug)]
pub struct Available<P> {
    name: P,
    reasons: Vec<String>,
}

impl<P: Procedure> TypeName for Available<P> {
    fn type_name() -> Cow<'static, str> {
        format!("{}Transition", P::Entity::TYPE).into()
    }
}

impl<P: Procedure> Description for Available<P> {
    fn description() -> &'static str {
        P::DESCRIPTION
    }
}

#[Object(name_type, use_type_description)]
impl<P: Procedure> Available<P> {
    /// What.
    async fn name(&self) -> P {
        self.name
    }

    /// Whether you may do it now.
    async fn allowed(&self) -> bool {
        self.reasons.is_empty()
    }

    /// Why not, in the language of `Accept-Language`; empty where you may.
    async fn reasons(&self) -> &[String] {
        &self.reasons
    }
}

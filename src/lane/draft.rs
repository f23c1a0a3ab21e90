//! What must be read for what is asked.

use std::fmt;

use async_graphql::Context;
use sea_orm::EntityTrait;
use sea_orm::sea_query::Condition;

use super::plan::{Family, Object, Plan, ReadFamily, Step};
use super::selection::{Asked, Selection};
use super::shown::WriteCell;
use super::{Declared, Related};
use crate::db::{ChildOf, Keyed, Of, Reading, Scoped, ScopedDb};
use crate::request::Request;

/// A plan in the making, at a table of `E`.
pub struct Draft<'d, E> {
    /// The database as the viewer sees it.
    pub db: &'d ScopedDb,
    reading: &'d mut Reading,
    families: &'d mut Vec<Family>,
    of: Of<E>,
}

impl Plan {
    /// A plan of what is read of rows of `E`, by what `drawn` drafts for it. `None` where that is for ordinary resolvers.
    pub fn draw<E: Scoped, T>(
        ctx: &Context<'_>,
        drawn: impl FnOnce(&mut Draft<'_, E>) -> Option<T>,
    ) -> Option<(Self, T)> {
        if ctx.caller().ok()?.app.fast_lane { Self::draw_in(ctx.db().ok()?, drawn) } else { None }
    }

    fn draw_in<E: Scoped, T>(db: &ScopedDb, drawn: impl FnOnce(&mut Draft<'_, E>) -> Option<T>) -> Option<(Self, T)> {
        let (mut reading, of) = Reading::new::<E>(db);
        let mut families = Vec::new();
        let drawn = drawn(&mut Draft { db, reading: &mut reading, families: &mut families, of })?;
        Some((Self { reading, families }, drawn))
    }
}

impl<E: EntityTrait> Draft<'_, E> {
    /// The place of a column.
    pub fn place(&mut self, column: &'static str) -> usize {
        self.reading.column(self.of, column)
    }

    /// A column.
    pub fn column(&mut self, column: &'static str, write: WriteCell) -> Step {
        Step::Cell { place: self.place(column), write }
    }

    /// An object of several columns: the names of its fields, their columns.
    pub fn group(
        &mut self,
        asked: &Asked<'_>,
        type_name: &str,
        fields: &[(&str, &'static str, WriteCell)],
    ) -> Option<Step> {
        let object = Object::of(&asked.within(), type_name, |asked| {
            let field = fields.iter().find(|(field, ..)| super::is_called(asked.name(), field));
            field.map(|(_, column, write)| self.column(column, *write))
        })?;
        Some(Step::Group(object))
    }

    /// The object that a column points to.
    pub fn one<N: Related>(&mut self, by: &'static str, asked: &Asked<'_>) -> Option<Step> {
        let (key, object) = self.pointed_to::<N>(by, &asked.within())?;
        Some(Step::One { key, object })
    }

    fn pointed_to<N: Related>(&mut self, by: &'static str, selection: &Selection<'_>) -> Option<(usize, Object)> {
        let (of, key) = self.reading.join::<E, N::Entity>(self.of, by)?;
        let mut there = Draft::<N::Entity> { db: self.db, reading: self.reading, families: self.families, of };
        Some((key, there.object::<N>(selection)?))
    }

    /// What is asked of the row itself.
    pub fn object<N: Declared<Entity = E>>(&mut self, selection: &Selection<'_>) -> Option<Object> {
        Object::of(selection, &N::type_name(), |asked| N::step(asked, self))
    }
}

impl<E: Keyed> Draft<'_, E> {
    /// A column of the first child that meets a condition.
    pub fn first_child<C: ChildOf<E>>(
        &mut self,
        condition: impl Into<Condition>,
        column: C::Column,
        write: WriteCell,
    ) -> Option<Step> {
        let place = self.reading.first_child::<E, C>(self.of, condition.into(), column)?;
        Some(Step::Cell { place, write })
    }

    /// The rows that belong to this one, as objects.
    pub fn many<N: Declared<Entity: ChildOf<E>>>(&mut self, asked: &Asked<'_>) -> Option<Step> {
        self.family::<N::Entity>(|child| Some((Step::Group(child.object::<N>(&asked.within())?), None)))
    }

    /// A value of each row of `C` that belongs to this one.
    pub fn each<C: ChildOf<E>>(&mut self, column: &'static str, write: WriteCell) -> Option<Step> {
        self.family::<C>(|child| Some((child.column(column, write), None)))
    }

    /// The objects that the rows of `C` that belong to this one point to; those outside the slice are left out.
    pub fn through<C: ChildOf<E>, N: Related>(&mut self, by: &'static str, asked: &Asked<'_>) -> Option<Step> {
        self.family::<C>(|link| {
            let (key, object) = link.pointed_to::<N>(by, &asked.within())?;
            Some((Step::Group(object), Some(key)))
        })
    }

    fn family<C: ChildOf<E>>(
        &mut self,
        drawn: impl FnOnce(&mut Draft<'_, C>) -> Option<(Step, Option<usize>)>,
    ) -> Option<Step> {
        let all = self.db.find::<C>();
        let read: ReadFamily = Box::new(|parents, reading| all.read_children::<E>(parents, reading));
        let (family, (item, present)) = self.children::<C, _>(read, drawn)?;
        Some(Step::Many { family, item: Box::new(item), present })
    }

    /// Rows that belong to this one, read in a way of their own: the number of their family, and what was drawn of them.
    pub fn children<C: ChildOf<E>, T>(
        &mut self,
        read: ReadFamily,
        drawn: impl FnOnce(&mut Draft<'_, C>) -> Option<T>,
    ) -> Option<(usize, T)> {
        let key = self.reading.key::<E>(self.of)?;
        let (plan, drawn) = Plan::draw_in::<C, _>(self.db, |child| {
            child.reading.parent_key::<E, C>(child.of);
            drawn(child)
        })?;
        self.families.push(Family { key, plan, read });
        Some((self.families.len() - 1, drawn))
    }
}

impl<E> fmt::Debug for Draft<'_, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Draft of a {:?}", self.reading)
    }
}

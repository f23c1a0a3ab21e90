//! What a template asks for, item by item, and what is filled in.

use std::collections::BTreeMap;

use async_graphql::Context;
use entity::id::ReturnTemplateId;
use entity::return_item::ReturnSection;
use entity::{return_item, return_template, return_template_item, season_return, season_return_line};
use sea_orm::ColumnTrait;

use crate::db::{Change, ScopedDb};
use crate::error::Error;
use crate::request::Request;

/// The items of a template, in order.
#[derive(Debug)]
pub(super) struct Form(Vec<(return_template_item::Model, return_item::Model)>);

impl Form {
    fn of(asked: Vec<return_template_item::Model>, items: Vec<return_item::Model>) -> Self {
        let mut items: BTreeMap<_, _> = items.into_iter().map(|item| (item.code.clone(), item)).collect();
        let mut form: Vec<_> =
            asked.into_iter().filter_map(|asked| items.remove(&asked.item_code).map(|item| (asked, item))).collect();
        form.sort_by_key(|(asked, _)| asked.position);
        Self(form)
    }

    async fn read(ctx: &Context<'_>, template: ReturnTemplateId) -> Result<Self, Error> {
        let asked = ctx.children::<return_template_item::Entity, return_template::Entity>(template).await?;
        let items = ctx.rows_of::<return_item::Entity>(asked.iter().map(|asked| asked.item_code.clone())).await?;
        Ok(Self::of(asked, items))
    }

    pub(super) async fn read_by(db: &ScopedDb, template: ReturnTemplateId) -> Result<Self, Error> {
        let asked = db.find::<return_template_item::Entity>();
        let asked = asked.filter(return_template_item::COLUMN.template_id.eq(template)).all().await?;
        Ok(Self::of(asked, db.find::<return_item::Entity>().all().await?))
    }

    pub(super) async fn read_in(change: &Change, template: ReturnTemplateId) -> Result<Self, Error> {
        let asked = change.find::<return_template_item::Entity>();
        let asked = asked.filter(return_template_item::COLUMN.template_id.eq(template)).all().await?;
        Ok(Self::of(asked, change.find::<return_item::Entity>().all().await?))
    }

    pub(super) fn items(&self) -> impl Iterator<Item = &(return_template_item::Model, return_item::Model)> {
        self.0.iter()
    }

    pub(super) fn item(&self, code: &str) -> Option<&(return_template_item::Model, return_item::Model)> {
        self.items().find(|(_, item)| item.code == code)
    }

    /// The sum of a section; `None` where nothing of it is filled in.
    fn sum(&self, section: ReturnSection, lines: &[season_return_line::Model]) -> Option<i32> {
        let is_of = |line: &&season_return_line::Model| {
            self.item(&line.item_code).is_some_and(|(_, item)| item.section == section)
        };
        let sum = lines.iter().filter(is_of).map(|line| line.value).reduce(|sum, value| sum + value)?;
        i32::try_from(sum).ok()
    }

    /// A return, with the sums of its lines, and the places that its house has by now.
    pub(super) fn summed(
        &self,
        row: season_return::Model,
        lines: &[season_return_line::Model],
        capacity: Option<i32>,
    ) -> season_return::Model {
        season_return::Model {
            head_count: self.sum(ReturnSection::HeadCount, lines),
            present: self.sum(ReturnSection::Present, lines),
            capacity,
            ..row
        }
    }
}

/// What a return is asked for, and what is filled in of it, in order.
#[derive(Debug)]
pub struct Filled {
    pub(super) form: Form,
    pub(super) lines: Vec<season_return_line::Model>,
}

impl Filled {
    /// As a resolver reads it.
    pub(super) async fn read(ctx: &Context<'_>, row: &season_return::Model) -> Result<Self, Error> {
        Ok(Self {
            form: Form::read(ctx, row.template_id).await?,
            lines: ctx.children::<season_return_line::Entity, season_return::Entity>(row.id).await?,
        })
    }

    /// As a change reads it, with the stream locked.
    pub(super) async fn read_in(change: &Change, row: &season_return::Model) -> Result<Self, Error> {
        let lines = change.find::<season_return_line::Entity>();
        let mut lines = lines.filter(season_return_line::COLUMN.return_id.eq(row.id)).all().await?;
        lines.sort_by_key(|line| line.position);
        Ok(Self { form: Form::read_in(change, row.template_id).await?, lines })
    }
}

//! What an import brings: rows that bear the part that brought them, and that nobody sees before all parts are shown.

use entity::id::{DelegationId, ImportId, ImportPartId};
use entity::import::{self, ImportState};
use entity::{
    association, bank_account, bureau_renewal, creation_support, declared_figure, document, establishment,
    establishment_audience, establishment_past, formal_notice, grant_line, import_part, inspection,
    licence_application, licence_measure, licence_period, mandate, project, relocation_line, relocation_plan,
    search_name, season_return, staff_member,
};
use sea_orm::sea_query::{Condition, ExprTrait, Query};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};

use super::super::Scoped;
use super::super::loader::key_column;
use super::super::search::names_of;
use super::flush::Staged;
use super::{Change, MOST_ROWS, Record, Refused, key_of};
use crate::error::Error;

/// A table of which rows come by imports.
pub trait Brought: EntityTrait {
    /// The column that names the part which brought a row.
    fn part() -> Self::Column;
}

macro_rules! brought {
    ($($table:ident),*) => {$(
        impl Brought for $table::Entity {
            fn part() -> $table::Column {
                $table::Column::ImportPartId
            }
        }
    )*};
}

brought!(association, establishment, licence_period, declared_figure);

impl Change {
    /// Stages new rows that the part staged before brings, and what stands in its journal entry of them; [`MOST_ROWS`] rows at
    /// most in a change. They must lie inside the slice that the viewer may change.
    pub fn bring_new<E: Record + Brought>(&mut self, field: &str, rows: &[E::Model]) -> Result<(), Refused> {
        if rows.is_empty() {
            return Ok(());
        }
        for row in rows {
            self.covers(E::stream(row))?;
        }
        self.note_brought::<E>(field, rows)?;
        self.staged.push(Staged::insert_many::<E>(rows, Some(self.viewer))?);
        self.staged.extend(Staged::names::<E>(&[], rows)?);
        Ok(())
    }

    /// The same of rows that belong to those staged before, and share their slice.
    pub fn bring_belonging<C: Scoped + Brought>(&mut self, field: &str, rows: &[C::Model]) -> Result<(), Refused> {
        if rows.is_empty() {
            return Ok(());
        }
        self.note_brought::<C>(field, rows)?;
        self.staged.push(Staged::insert_many::<C>(rows, None)?);
        Ok(())
    }

    fn note_brought<E: EntityTrait>(&mut self, field: &str, rows: &[E::Model]) -> Result<(), Error> {
        self.brought += rows.len();
        if self.brought > MOST_ROWS {
            return Err(Error::internal("more rows than a change may bring"));
        }
        if let Some(part) = self.objects.last_mut() {
            part.note_rows::<E>(field, &[], rows);
        }
        Ok(())
    }

    /// The rows that parts brought, seen or not.
    pub async fn brought_by<E: Brought>(&self, parts: &[ImportPartId]) -> Result<Vec<E::Model>, Error> {
        Ok(E::find().filter(E::part().is_in(parts.iter().copied())).all(&self.transaction).await?)
    }

    /// The parts of an import, by number.
    pub async fn parts_of(&self, import: ImportId) -> Result<Vec<import_part::Model>, Error> {
        let parts = import_part::Entity::find().filter(import_part::Column::ImportId.eq(import));
        Ok(parts.order_by_asc(import_part::Column::Number).all(&self.transaction).await?)
    }

    /// Whether another import is being entered into a delegation, or, without one, anywhere; whoever sees it. The stream of the
    /// national office is locked.
    pub async fn enters_elsewhere(&self, own: ImportId, delegation: Option<DelegationId>) -> Result<bool, Error> {
        let mut others = import::Entity::find()
            .filter(import::Column::State.eq(ImportState::Applying))
            .filter(import::Column::Id.ne(own));
        if let Some(delegation) = delegation {
            let there = import::Column::DelegationId.is_null().or(import::Column::DelegationId.eq(delegation));
            others = others.filter(there);
        }
        Ok(self.count_of(others).await? > 0)
    }

    /// Stages that rows that a part brought are gone; of what has names, these too. The part was staged before.
    pub fn take_brought<E: Record + Brought>(&mut self, field: &str, rows: &[E::Model]) -> Result<(), Refused> {
        let Some(object) = self.objects.last_mut().filter(|_| !rows.is_empty()) else { return Ok(()) };
        object.note_rows::<E>(field, rows, &[]);
        let named: Vec<_> = rows.iter().filter_map(names_of::<E>).map(|names| names.row_id).collect();
        if !named.is_empty() {
            let mut unnamed = Query::delete();
            unnamed.from_table(search_name::Entity).and_where(search_name::Column::RowId.is_in(named));
            self.staged.push(Staged::taken(unnamed));
        }
        let key = key_column::<E>().ok_or_else(|| Error::internal("a record without a key"))?;
        let keys = rows.iter().map(key_of::<E>).collect::<Result<Vec<_>, _>>()?;
        let mut gone = Query::delete();
        gone.from_table(E::default()).and_where(key.is_in(keys));
        self.staged.push(Staged::taken(gone));
        Ok(())
    }

    /// How many rows, seen or not, of those that parts brought have been changed since, are gone, or have something that depends
    /// on them. None: they add to the measures what they added when they came.
    pub async fn leaned_on(&self, brought: &[import_part::Model]) -> Result<u64, Error> {
        if brought.is_empty() {
            return Ok(0);
        }
        let parts: Vec<_> = brought.iter().map(|part| part.id).collect();
        let noted: Vec<_> = brought.iter().filter(|part| part.rows.is_some()).map(|part| part.id).collect();
        let mut there = 0;
        let houses = || {
            let houses = establishment::Entity::find().select_only().column(establishment::Column::Id);
            houses.filter(establishment::Column::ImportPartId.is_in(parts.iter().copied())).into_query()
        };
        let associations = || {
            let associations = association::Entity::find().select_only().column(association::Column::Id);
            associations.filter(association::Column::ImportPartId.is_in(parts.iter().copied())).into_query()
        };
        let mut count = 0;
        macro_rules! changed {
            ($($table:ident),*) => {$(
                let changed = $table::Entity::find()
                    .filter($table::Column::ImportPartId.is_in(parts.iter().copied()))
                    .filter($table::Column::Version.gt(1));
                count += self.count_of(changed).await?;
                let still = $table::Column::ImportPartId.is_in(noted.iter().copied());
                there += self.count_of($table::Entity::find().filter(still)).await?;
            )*};
        }
        changed!(association, establishment, licence_period, declared_figure);
        let came: i64 = brought.iter().filter_map(|part| part.rows).map(i64::from).sum();
        count += u64::try_from(came).map_err(Error::internal)?.saturating_sub(there);
        macro_rules! leaning {
            ($($table:ident.$column:ident on $rows:ident),* $(,)?) => {$(
                let leaning = $table::Entity::find().filter($table::Column::$column.in_subquery($rows()));
                count += self.count_of(leaning).await?;
            )*};
        }
        leaning! {
            establishment_past.EstablishmentId on houses,
            season_return.EstablishmentId on houses,
            licence_application.EstablishmentId on houses,
            inspection.EstablishmentId on houses,
            relocation_plan.EstablishmentId on houses,
            relocation_line.EstablishmentId on houses,
            formal_notice.EstablishmentId on houses,
            licence_measure.EstablishmentId on houses,
            document.EstablishmentId on houses,
            mandate.EstablishmentId on houses,
            project.EstablishmentId on houses,
            staff_member.EstablishmentId on houses,
            staff_member.AssociationId on associations,
            bureau_renewal.AssociationId on associations,
            project.AssociationId on associations,
            creation_support.AssociationId on associations,
            creation_support.EstablishmentId on houses,
            establishment_past.AssociationId on associations,
            bank_account.AssociationId on associations,
            document.AssociationId on associations,
            mandate.AssociationId on associations,
            grant_line.AssociationId on associations,
        }
        let others = |column: establishment::Column, of| {
            let by_itself = Condition::any()
                .add(establishment::Column::ImportPartId.is_null())
                .add(establishment::Column::ImportPartId.is_not_in(parts.iter().copied()));
            establishment::Entity::find().filter(column.in_subquery(of)).filter(by_itself)
        };
        count += self.count_of(others(establishment::Column::ParentId, houses())).await?;
        count += self.count_of(others(establishment::Column::AssociationId, associations())).await?;
        let licences = licence_period::Entity::find()
            .filter(licence_period::Column::EstablishmentId.in_subquery(houses()))
            .filter(licence_period::Column::ImportPartId.is_null());
        count += self.count_of(licences).await?;
        let audiences = establishment_audience::Entity::find();
        let audiences = audiences.filter(establishment_audience::Column::EstablishmentId.in_subquery(houses()));
        Ok(count + self.count_of(audiences).await?)
    }

    async fn count_of<E: EntityTrait<Model: Sync>>(&self, rows: sea_orm::Select<E>) -> Result<u64, Error> {
        Ok(sea_orm::PaginatorTrait::count(rows, &self.transaction).await?)
    }
}

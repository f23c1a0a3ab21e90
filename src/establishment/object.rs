//! Establishments, as GraphQL shows them.

use async_graphql::{Context, Description, Enum, SimpleObject};
use chrono::NaiveDate;
use derive_more::From;
use entity::establishment::EstablishmentState;
use entity::establishment_audience::Audience;
use entity::id::{AssociationId, EstablishmentId};
use entity::licence_period::LicenceState;
use entity::{establishment, establishment_audience, licence_period};

use super::{EstablishmentKind, LegalCategory};
use crate::association::Association;
use crate::auth::Scope;
use crate::delegation::Delegation;
use crate::document::{self, Document, DocumentWhere};
use crate::error::{Error, Maybe};
use crate::formal_notice::FormalNotice;
use crate::inspection::Inspection;
use crate::journal::{JournalEntry, history_of};
use crate::lane::{cell, declare, shown_by_name};
use crate::licence::{self, LicencePeriod};
use crate::licence_measure::LicenceMeasure;
use crate::page::{Page, Window};
use crate::relocation_plan::RelocationPlan;
use crate::request::Request;
use crate::season_return::{self, SeasonReturn};
use crate::staff::{self, StaffMember, StaffWhere};
use crate::territory::Commune;

/// An establishment of the network: a house, a centre or a complex (مؤسسة، مركز، مركب).
#[derive(Debug, Description, From)]
pub struct Establishment(pub(crate) establishment::Model);

/// Who manages an establishment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum ManagingBody {
    /// An association.
    Association,
    /// التعاون الوطني, Entraide Nationale itself.
    EntraideNationale,
}

shown_by_name!(ManagingBody);

impl ManagingBody {
    fn of(association: Option<AssociationId>) -> Self {
        if association.is_some() { Self::Association } else { Self::EntraideNationale }
    }
}

/// The places of an establishment.
#[derive(Debug, SimpleObject)]
pub struct Capacity {
    /// In all; null where unknown.
    pub total: Option<i32>,
    /// For girls and women; null where places are not kept apart.
    pub female: Option<i32>,
    /// For boys and men; null where places are not kept apart.
    pub male: Option<i32>,
}

declare! {
    Establishment of establishment {
        /// Global id.
        id: EstablishmentId;

        /// Taawun's stable reference, for people: `EPS-05-301-0007`.
        reference: String;

        named;

        /// Its kind in the nomenclature of Entraide Nationale.
        kind: EstablishmentKind by kind_code;

        /// Its category under the law; null where it has none or it is unknown.
        legal_category: LegalCategory by legal_category_code;

        /// Whom it serves. Empty where unknown.
        audiences: [Audience] in establishment_audience.audience;

        /// Whether it works.
        state: EstablishmentState;

        /// The state of its licence today, in Morocco; null where it has none and applied for none. To a partner's system whose
        /// agreement does not open licences, null with the error FORBIDDEN.
        async fn licence_state(&self, ctx: &Context<'_>) -> Maybe<LicenceState> {
            licence_state(ctx, self.0.id).await.transpose()
        } lane |asked, house| {
            asked.ctx.require_scope(Scope::LicencesRead).ok()?;
            let today = licence::in_force_on(asked.ctx.today().ok()?);
            house.first_child::<licence_period::Entity>(today, licence_period::Column::State, cell(|period: &licence_period::Model| &period.state))
        }

        /// The states its licence has had and will have, the earliest first. To a partner's system whose agreement does not open
        /// licences, null with the error FORBIDDEN.
        async fn licence_periods(&self, ctx: &Context<'_>) -> Maybe<Vec<LicencePeriod>> {
            Some(licence_periods(ctx, self.0.id).await)
        } lane |asked, house| {
            asked.ctx.require_scope(Scope::LicencesRead).ok()?;
            house.many::<LicencePeriod>(asked)
        }

        /// Its places.
        capacity: Capacity { total = capacity_total, female = capacity_female, male = capacity_male };

        /// People present, as the list that brought it into the register said; null where none did. What houses report since is in
        /// their season returns.
        present_declared: Option<i32>;

        /// Who manages it.
        managing_body: ManagingBody = ManagingBody::of(association_id);

        /// The association that manages it; null where Entraide Nationale does itself.
        association: Association by association_id;

        /// The delegation where it stands; null where it is not yours to see.
        delegation: Delegation by delegation_id;

        /// The commune where it stands.
        commune: Commune by commune_id;

        /// The complex it is part of; null where it stands alone, and where the complex is not yours to see.
        parent: Establishment by parent_id;

        /// The centres it contains, where it is a complex; those you may see, by reference.
        contains: [Establishment];

        /// Its inspections, those that you may see, the first one first.
        inspections: [Inspection];

        /// The formal notices to it that you may see, the first one first.
        formal_notices: [FormalNotice];

        /// The measures against its licence that you may see, the first one first.
        licence_measures: [LicenceMeasure];

        /// The plans for its residents that you may see, the first one first.
        relocation_plans: [RelocationPlan];

        /// Its season returns, the latest period first, 24 at most; all of them by `seasonReturns(where: { establishment })`. Null
        /// with the error FORBIDDEN without the right READ_RETURNS.
        async fn season_returns(&self, ctx: &Context<'_>) -> Maybe<Vec<SeasonReturn>> {
            Some(season_return::latest_of(ctx, self.0.id).await)
        } lane |asked, house| {
            season_return::latest_step(asked, house)
        }

        /// The documents that hang on it, in the order in which they were announced; those of its association are the association's,
        /// those of its staff are theirs.
        /// Null with the error FORBIDDEN without the right READ_DOCUMENTS.
        async fn documents(
            &self,
            ctx: &Context<'_>,
            #[graphql(name = "where", desc = "Which ones; all by default.")] filter: Option<DocumentWhere>,
            #[graphql(desc = "So many from the start, or behind `after`: 20 by default, 100 at most.")] first: Option<i32>,
            #[graphql(desc = "Behind the row of this cursor.")] after: Option<String>,
            #[graphql(desc = "So many from the end, or before `before`; 100 at most. Not with `first`.")] last: Option<i32>,
            #[graphql(desc = "Before the row of this cursor.")] before: Option<String>,
        ) -> Maybe<Page<Document>> {
            Some(document::documents_of(ctx, self.0.id, filter, Window { first, after, last, before }).await)
        } lane |asked, owner| { document::documents_step(asked, owner) }

        /// Who directs it today; null where nobody does. Null with the error FORBIDDEN without the right READ_STAFF.
        async fn director(&self, ctx: &Context<'_>) -> Maybe<StaffMember> {
            staff::director_of(ctx, self.0.id).await.transpose()
        } lane |asked, house| { staff::director_step(asked, house) }

        /// Its staff, those who left too, in the order in which they were entered. Null with the error FORBIDDEN without the right
        /// READ_STAFF.
        async fn staff(
            &self,
            ctx: &Context<'_>,
            #[graphql(name = "where", desc = "Which ones; all by default.")] filter: Option<StaffWhere>,
            #[graphql(desc = "So many from the start, or behind `after`: 20 by default, 100 at most.")] first: Option<i32>,
            #[graphql(desc = "Behind the row of this cursor.")] after: Option<String>,
            #[graphql(desc = "So many from the end, or before `before`; 100 at most. Not with `first`.")] last: Option<i32>,
            #[graphql(desc = "Before the row of this cursor.")] before: Option<String>,
        ) -> Maybe<Page<StaffMember>> {
            Some(staff::staff_of(ctx, self.0.id, filter, Window { first, after, last, before }).await)
        } lane |asked, house| { staff::staff_step(asked, house) }

        /// The day it opened; null where unknown.
        opened_on: Option<NaiveDate>;

        /// Its last day; null while it is open.
        closed_on: Option<NaiveDate>;

        /// What was changed in the register about it, the latest first, 20 changes at most; all of them by
        /// `journal(where: { object })`. Null with the error FORBIDDEN without the right READ_JOURNAL.
        async fn history(&self, ctx: &Context<'_>) -> Maybe<Vec<JournalEntry>> {
            Some(history_of::<establishment::Entity>(ctx, self.0.id).await)
        }

        record;
    }
}

async fn licence_state(ctx: &Context<'_>, house: EstablishmentId) -> Result<Option<LicenceState>, Error> {
    ctx.require_scope(Scope::LicencesRead)?;
    let today = ctx.today()?;
    let periods = ctx.children::<licence_period::Entity, establishment::Entity>(house).await?;
    Ok(periods.iter().find(|period| licence::covers(period, today)).map(|period| period.state))
}

async fn licence_periods(ctx: &Context<'_>, house: EstablishmentId) -> Result<Vec<LicencePeriod>, Error> {
    ctx.require_scope(Scope::LicencesRead)?;
    let periods = ctx.children::<licence_period::Entity, establishment::Entity>(house).await?;
    Ok(periods.into_iter().map(LicencePeriod).collect())
}

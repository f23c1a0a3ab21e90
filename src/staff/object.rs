//! Staff, as GraphQL shows it.

use async_graphql::{Context, Description};
use chrono::NaiveDate;
use derive_more::From;
use entity::id::StaffMemberId;
use entity::return_item::StaffType;
use entity::sex::Sex;
use entity::staff_function;
use entity::staff_member::{self, StaffContract, StaffEndReason, StaffQualification};

use crate::association::Association;
use crate::auth::Right;
use crate::delegation::Delegation;
use crate::document::{self, Document, DocumentWhere};
use crate::error::{Error, Maybe};
use crate::establishment::Establishment;
use crate::journal::{JournalEntry, history_of};
use crate::lane::{Shown, Step, declare, read, shown_by_name};
use crate::money::Money;
use crate::page::{Page, Window};
use crate::request::Request;

shown_by_name!(StaffContract, StaffEndReason, StaffQualification);

/// A member of the staff (مستخدم): one person's employment at one establishment, now or before.
#[derive(Debug, Description, From)]
pub struct StaffMember(pub(crate) staff_member::Model);

/// What people do in an establishment (مهمة).
#[derive(Debug, Description, From)]
pub struct StaffFunction(pub(crate) staff_function::Model);

/// What people cost is told to those who read what is granted, and to those who keep the staff.
fn may_read_costs(ctx: &Context<'_>) -> Result<(), Error> {
    ctx.require(Right::ManageStaff).or_else(|_| ctx.require(Right::ReadGrants))
}

declare! {
    StaffMember of staff_member {
        /// Global id.
        id: StaffMemberId;

        /// The establishment.
        establishment: Establishment by establishment_id;

        /// The association that manages the establishment; null where Entraide Nationale does itself.
        association: Association by association_id;

        /// The delegation where the establishment stands; null where it is not yours to see.
        delegation: Delegation by delegation_id;

        named;

        /// Female or male.
        sex: Sex;

        /// What they do.
        function: StaffFunction by function_code;

        /// Their highest diploma; null where unknown.
        qualification: Option<StaffQualification>;

        /// Whether they have a certificate for this work, as season returns ask; null where unknown.
        certified: Option<bool>;

        /// By what they work there.
        contract: StaffContract;

        /// Their first day there.
        started_on: NaiveDate;

        /// Their last day there; null while they work there.
        ended_on: Option<NaiveDate>;

        /// Why they left; null while they work there.
        end_reason: Option<StaffEndReason>;

        /// Hours a week; null where unknown.
        weekly_hours: Option<i32>;

        /// What they cost a month, with charges; null where unknown, and, with the error FORBIDDEN, without one of the rights
        /// MANAGE_STAFF and READ_GRANTS.
        async fn monthly_cost(&self, ctx: &Context<'_>) -> Maybe<Money> {
            may_read_costs(ctx).map(|()| self.0.monthly_cost.map(Money::from_centimes)).transpose()
        } lane |asked, member| {
            may_read_costs(asked.ctx).ok()?;
            Some(Step::Made {
                parts: <Option<Money> as Shown>::parts(asked)?,
                places: vec![member.place("monthly_cost")],
                write: |row, places, parts, json| {
                    let place = places.first().ok_or_else(|| Error::internal("a cost without its place"))?;
                    let cost = read(row, *place, |row: &staff_member::Model| &row.monthly_cost)?;
                    Shown::write(&cost.map(Money::from_centimes), parts, json);
                    Ok(())
                },
            })
        }

        /// The documents that hang on them, in the order in which they were announced. Null with the error FORBIDDEN without the
        /// right READ_DOCUMENTS.
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

        /// What was changed of them, the latest first, 20 changes at most; all of them by `journal(where: { object })`. Of what is
        /// personal it says that it changed, and not what. Null with the error FORBIDDEN without the right READ_JOURNAL.
        async fn history(&self, ctx: &Context<'_>) -> Maybe<Vec<JournalEntry>> {
            Some(history_of::<staff_member::Entity>(ctx, self.0.id).await)
        }

        record;
    }
}

declare! {
    StaffFunction of staff_function {
        /// Its code, the same for ever: `DIRECTOR`, `EDUCATOR`, …
        code: String;

        named;

        /// Under which type of staff season returns count whoever has it.
        staff_type: StaffType;

        /// True: whoever has it directs the establishment, one person at a time.
        directs: bool;
    }
}

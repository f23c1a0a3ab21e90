//! How each change of a bureau is made.

use async_graphql::MaybeUndefined;
use chrono::NaiveDate;
use entity::id::{AssociationId, BureauRenewalId, StreamId};
use entity::{association, bureau_member, bureau_renewal};
use sea_orm::ColumnTrait;
use sea_orm::sea_query::Order;
use uuid::Uuid;

use super::mutation::{BureauMemberInput, BureauRenewInput, BureauUpdateInput};
use super::rules::{days_follow_each_other, is_of_an_assembly_of_its_own, members_make_a_bureau, the_last};
use crate::association::{ReceiptInput, receipt_is_whole};
use crate::db::{Change, Mutation, Refused, ScopedDb};

impl Mutation for BureauRenewInput {
    const NAME: &'static str = "bureauRenew";
    type Entity = bureau_renewal::Entity;

    fn idempotency_key(&self) -> Option<&str> {
        Some(&self.idempotency_key)
    }

    fn validate_only(&self) -> bool {
        self.validate_only
    }

    async fn streams(&self, db: &ScopedDb) -> Result<Vec<StreamId>, Refused> {
        Ok(vec![db.stream_of::<association::Entity>(&self.association, "association").await?])
    }

    async fn apply(&self, change: &mut Change) -> Result<(), Refused> {
        let key = self.association.key_at("association")?;
        let association = change.edit::<association::Entity>(key, None, "association").await?;
        let id = BureauRenewalId(Uuid::now_v7());
        let provisional = receipt(change, self.provisional_receipt.as_ref(), "provisionalReceipt");
        let last = receipt(change, self.final_receipt.as_ref(), "finalReceipt");
        let row = bureau_renewal::Model {
            id,
            association_id: association.id,
            delegation_id: association.delegation_id,
            elected_on: self.elected_on.0,
            mandate_ends_on: self.mandate_ends_on.map(|day| day.0),
            declared_on: self.declared_on.map(|day| day.0),
            provisional_receipt_number: provisional.0,
            provisional_receipt_on: provisional.1,
            final_receipt_number: last.0,
            final_receipt_on: last.1,
            demonstration: association.demonstration,
            version: 1,
        };
        let others = renewals_of(change, association.id).await?;
        holds(change, &row, &others);
        let members = members(change, id, &self.members);
        change.settle()?;
        change.insert::<bureau_renewal::Entity>(&row)?;
        change.replace_children::<bureau_member::Entity>("members", &[], &members)?;
        repeat_in_file(change, &association, the_last(&row, &others))
    }
}

impl Mutation for BureauUpdateInput {
    const NAME: &'static str = "bureauUpdate";
    type Entity = bureau_renewal::Entity;

    fn validate_only(&self) -> bool {
        self.validate_only
    }

    async fn streams(&self, db: &ScopedDb) -> Result<Vec<StreamId>, Refused> {
        Ok(vec![db.stream_of::<bureau_renewal::Entity>(&self.id, "id").await?])
    }

    async fn apply(&self, change: &mut Change) -> Result<(), Refused> {
        let before = change.edit::<bureau_renewal::Entity>(self.id.key_at("id")?, self.expected_version, "id").await?;
        let mut after = before.clone();
        after.elected_on = self.elected_on.map_or(before.elected_on, |day| day.0);
        match self.mandate_ends_on {
            MaybeUndefined::Undefined => {}
            MaybeUndefined::Null => after.mandate_ends_on = None,
            MaybeUndefined::Value(day) => after.mandate_ends_on = Some(day.0),
        }
        match self.declared_on {
            MaybeUndefined::Undefined => {}
            MaybeUndefined::Null => after.declared_on = None,
            MaybeUndefined::Value(day) => after.declared_on = Some(day.0),
        }
        match &self.provisional_receipt {
            MaybeUndefined::Undefined => {}
            given @ (MaybeUndefined::Null | MaybeUndefined::Value(_)) => {
                (after.provisional_receipt_number, after.provisional_receipt_on) =
                    receipt(change, given.value(), "provisionalReceipt");
            }
        }
        match &self.final_receipt {
            MaybeUndefined::Undefined => {}
            given @ (MaybeUndefined::Null | MaybeUndefined::Value(_)) => {
                (after.final_receipt_number, after.final_receipt_on) = receipt(change, given.value(), "finalReceipt");
            }
        }
        let others = renewals_of(change, before.association_id).await?;
        holds(change, &after, &others);
        let mut sit = None;
        if let Some(wanted) = &self.members {
            let there = change.find::<bureau_member::Entity>();
            let there = there.filter(bureau_member::COLUMN.renewal_id.eq(before.id));
            let there = there.all_by(bureau_member::Column::Position, Order::Asc).await?;
            sit = Some((there, members(change, before.id, wanted)));
        }
        let association = change.edit::<association::Entity>(before.association_id, None, "id").await?;
        change.settle()?;
        let after = change.save::<bureau_renewal::Entity>(&before, after)?;
        if let Some((there, wanted)) = sit {
            change.replace_children::<bureau_member::Entity>("members", &there, &wanted)?;
        }
        repeat_in_file(change, &association, the_last(&after, &others))
    }
}

fn receipt(change: &mut Change, receipt: Option<&ReceiptInput>, path: &str) -> (Option<String>, Option<NaiveDate>) {
    let today = change.today();
    let whole = receipt.map(|receipt| receipt_is_whole(receipt, today, path)).transpose();
    whole.map_err(|mistakes| change.note(mistakes)).ok().flatten().unzip()
}

fn members(change: &mut Change, renewal: BureauRenewalId, wanted: &[BureauMemberInput]) -> Vec<bureau_member::Model> {
    members_make_a_bureau(renewal, wanted).map_err(|mistakes| change.note(mistakes)).unwrap_or_default()
}

fn holds(change: &mut Change, row: &bureau_renewal::Model, others: &[bureau_renewal::Model]) {
    change.note(days_follow_each_other(row, change.today()));
    change.require(is_of_an_assembly_of_its_own(row, others));
}

async fn renewals_of(change: &Change, association: AssociationId) -> Result<Vec<bureau_renewal::Model>, Refused> {
    let renewals = change.find::<bureau_renewal::Entity>();
    Ok(renewals.filter(bureau_renewal::COLUMN.association_id.eq(association)).all().await?)
}

/// The file of the association repeats the days of the bureau there is, for those who see the association and not its bureau.
fn repeat_in_file(
    change: &mut Change,
    association: &association::Model,
    last: &bureau_renewal::Model,
) -> Result<(), Refused> {
    let after = association::Model {
        bureau_elected_on: Some(last.elected_on),
        bureau_mandate_ends_on: last.mandate_ends_on,
        ..association.clone()
    };
    if after != *association {
        change.save::<association::Entity>(association, after)?;
    }
    Ok(())
}

//! How each change of an association is made.

use async_graphql::{MaybeUndefined, Result};
use entity::id::{AssociationId, StreamId};
use entity::{association, bureau_renewal, delegation};
use sea_orm::ColumnTrait;
use uuid::Uuid;

use super::mutation::{AssociationCreateInput, AssociationUpdateInput};
use super::rules::{
    BureauInput, ReceiptInput, bureau_is_of_no_renewal, final_after_provisional, mandate_follows_election,
    receipt_is_whole,
};
use crate::db::{Change, Mutation, Refused, ScopedDb};
use crate::delegation::entry::{commune_of, entered_in, stream_in};
use crate::error::Mistake;

impl Mutation for AssociationCreateInput {
    const NAME: &'static str = "associationCreate";
    type Entity = association::Entity;

    fn idempotency_key(&self) -> Option<&str> {
        Some(&self.idempotency_key)
    }

    fn validate_only(&self) -> bool {
        self.validate_only
    }

    async fn streams(&self, db: &ScopedDb) -> Result<Vec<StreamId>, Refused> {
        Ok(vec![stream_in(db, self.delegation.as_ref()).await?])
    }

    async fn apply(&self, change: &mut Change) -> Result<(), Refused> {
        let delegation = entered_in(change, self.delegation.as_ref()).await?;
        let commune_id = commune_of(change, &self.commune, &delegation).await?;
        let names = self.names.names("names").map_err(|mistakes| change.note(mistakes)).unwrap_or_default();
        let mut row = association::Model {
            id: AssociationId(Uuid::now_v7()),
            delegation_id: delegation.id,
            commune_id,
            name_ar: names.0,
            name_fr: names.1,
            provisional_receipt_number: None,
            provisional_receipt_on: None,
            final_receipt_number: None,
            final_receipt_on: None,
            bureau_elected_on: None,
            bureau_mandate_ends_on: None,
            bank_account_id: None,
            import_part_id: None,
            demonstration: false,
            version: 1,
        };
        put_provisional_receipt(change, &mut row, self.provisional_receipt.as_ref());
        put_final_receipt(change, &mut row, self.final_receipt.as_ref());
        put_bureau(change, &mut row, self.bureau.as_ref());
        change.require(final_after_provisional(row.provisional_receipt_on, row.final_receipt_on));
        change.settle()?;
        change.insert::<association::Entity>(&row)
    }
}

impl Mutation for AssociationUpdateInput {
    const NAME: &'static str = "associationUpdate";
    type Entity = association::Entity;

    fn validate_only(&self) -> bool {
        self.validate_only
    }

    async fn streams(&self, db: &ScopedDb) -> Result<Vec<StreamId>, Refused> {
        Ok(vec![db.stream_of::<association::Entity>(&self.id, "id").await?])
    }

    async fn apply(&self, change: &mut Change) -> Result<(), Refused> {
        let before = change.edit::<association::Entity>(self.id.key_at("id")?, self.expected_version, "id").await?;
        let mut after = before.clone();
        if let Some(names) = &self.names {
            (after.name_ar, after.name_fr) =
                names.names("names").map_err(|mistakes| change.note(mistakes)).unwrap_or_default();
        }
        if let Some(commune) = &self.commune {
            let delegations = change.find::<delegation::Entity>();
            let delegation = delegations.filter(delegation::COLUMN.id.eq(before.delegation_id)).one().await?;
            let delegation = delegation.ok_or_else(|| Mistake::not_found("id"))?;
            after.commune_id = commune_of(change, commune, &delegation).await?;
        }
        match &self.provisional_receipt {
            MaybeUndefined::Undefined => {}
            MaybeUndefined::Null => put_provisional_receipt(change, &mut after, None),
            MaybeUndefined::Value(receipt) => put_provisional_receipt(change, &mut after, Some(receipt)),
        }
        match &self.final_receipt {
            MaybeUndefined::Undefined => {}
            MaybeUndefined::Null => put_final_receipt(change, &mut after, None),
            MaybeUndefined::Value(receipt) => put_final_receipt(change, &mut after, Some(receipt)),
        }
        if !self.bureau.is_undefined() {
            let renewals = change.find::<bureau_renewal::Entity>();
            let renewal = renewals.filter(bureau_renewal::COLUMN.association_id.eq(before.id)).one().await?;
            change.require(bureau_is_of_no_renewal(renewal.as_ref()));
        }
        match &self.bureau {
            MaybeUndefined::Undefined => {}
            MaybeUndefined::Null => put_bureau(change, &mut after, None),
            MaybeUndefined::Value(bureau) => put_bureau(change, &mut after, Some(bureau)),
        }
        change.require(final_after_provisional(after.provisional_receipt_on, after.final_receipt_on));
        change.settle()?;
        change.save::<association::Entity>(&before, after)?;
        Ok(())
    }
}

fn put_provisional_receipt(change: &mut Change, row: &mut association::Model, receipt: Option<&ReceiptInput>) {
    (row.provisional_receipt_number, row.provisional_receipt_on) = whole(change, receipt, "provisionalReceipt");
}

fn put_final_receipt(change: &mut Change, row: &mut association::Model, receipt: Option<&ReceiptInput>) {
    (row.final_receipt_number, row.final_receipt_on) = whole(change, receipt, "finalReceipt");
}

fn whole(
    change: &mut Change,
    receipt: Option<&ReceiptInput>,
    path: &str,
) -> (Option<String>, Option<chrono::NaiveDate>) {
    let today = change.today();
    let whole = receipt.map(|receipt| receipt_is_whole(receipt, today, path)).transpose();
    whole.map_err(|mistakes| change.note(mistakes)).ok().flatten().unzip()
}

fn put_bureau(change: &mut Change, row: &mut association::Model, bureau: Option<&BureauInput>) {
    let today = change.today();
    let bureau = bureau.map(|bureau| mandate_follows_election(bureau, today)).transpose();
    (row.bureau_elected_on, row.bureau_mandate_ends_on) =
        bureau.map_err(|mistakes| change.note(mistakes)).ok().flatten().unzip();
}

//! How each change of a bank account is made.

use entity::association;
use entity::bank_account::{self, BankAccountState};
use entity::id::{BankAccountId, StreamId};
use sea_orm::ColumnTrait;
use uuid::Uuid;

use super::mutation::{BankAccountApproveInput, BankAccountProposeInput, BankAccountRejectInput};
use super::rules::{approved_by_another, may_be_proposed, not_decided_yet, rib};
use crate::auth::Right;
use crate::db::{Change, Mutation, Refused, ScopedDb};
use crate::global_id::IdOf;

impl Mutation for BankAccountProposeInput {
    const NAME: &'static str = "bankAccountPropose";
    type Entity = bank_account::Entity;

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
        let accounts = change.find::<bank_account::Entity>();
        let accounts = accounts.filter(bank_account::COLUMN.association_id.eq(association.id)).all().await?;
        let in_use = accounts.iter().find(|account| Some(account.id) == association.bank_account_id);
        let rib = change.take(rib(&self.rib).and_then(|rib| may_be_proposed(&rib, &accounts, in_use).map(|()| rib)));
        change.settle()?;
        let Some(rib) = rib else { return Ok(()) };
        change.insert::<bank_account::Entity>(&bank_account::Model {
            id: BankAccountId(Uuid::now_v7()),
            association_id: association.id,
            delegation_id: association.delegation_id,
            rib,
            state: BankAccountState::Proposed,
            proposed_by: change.account(),
            proposed_on: change.today(),
            decided_by: None,
            decided_on: None,
            demonstration: false,
            version: 1,
        })
    }
}

impl Mutation for BankAccountApproveInput {
    const NAME: &'static str = "bankAccountApprove";
    type Entity = bank_account::Entity;

    fn validate_only(&self) -> bool {
        self.validate_only
    }

    async fn streams(&self, db: &ScopedDb) -> Result<Vec<StreamId>, Refused> {
        Ok(vec![db.stream_of::<bank_account::Entity>(&self.id, "id").await?])
    }

    async fn apply(&self, change: &mut Change) -> Result<(), Refused> {
        let decided = decide(change, &self.id, self.expected_version, BankAccountState::Approved).await?;
        let before = change.edit::<association::Entity>(decided.association_id, None, "id").await?;
        let after = association::Model { bank_account_id: Some(decided.id), ..before.clone() };
        change.save::<association::Entity>(&before, after)?;
        Ok(())
    }
}

impl Mutation for BankAccountRejectInput {
    const NAME: &'static str = "bankAccountReject";
    type Entity = bank_account::Entity;

    fn validate_only(&self) -> bool {
        self.validate_only
    }

    async fn streams(&self, db: &ScopedDb) -> Result<Vec<StreamId>, Refused> {
        Ok(vec![db.stream_of::<bank_account::Entity>(&self.id, "id").await?])
    }

    async fn apply(&self, change: &mut Change) -> Result<(), Refused> {
        let decided = decide(change, &self.id, self.expected_version, BankAccountState::Rejected).await?;
        let own = decided.proposed_by == change.account();
        if own { Ok(()) } else { change.require_right(Right::ApproveBankAccounts) }
    }
}

/// The decision on a proposed account.
async fn decide(
    change: &mut Change,
    id: &IdOf<BankAccountId>,
    expected_version: i32,
    state: BankAccountState,
) -> Result<bank_account::Model, Refused> {
    let before = change.edit::<bank_account::Entity>(id.key_at("id")?, expected_version, "id").await?;
    change.require(not_decided_yet(&before));
    if state == BankAccountState::Approved {
        change.require(approved_by_another(&before, change.account()));
    }
    change.settle()?;
    let after = bank_account::Model {
        state,
        decided_by: Some(change.account()),
        decided_on: Some(change.today()),
        ..before.clone()
    };
    change.save::<bank_account::Entity>(&before, after)
}

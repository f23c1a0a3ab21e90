//! The rules of mandates.

use async_graphql::ID;
use entity::id::{AccountId, DelegationId};
use entity::mandate::Role;
use entity::{account, association, delegation, establishment, mandate, partner, regional_coordination};
use sea_orm::ColumnTrait;
use sea_orm::sea_query::{Condition, ExprTrait};
use uuid::Uuid;

use super::mutation::MandateInput;
use super::scope::giveable;
use crate::auth::{DelegationRole, Right, Rights, Viewer};
use crate::db::{Actor, Change, Key, Keyed, Refused};
use crate::error::{Mistake, UserErrorCode};
use crate::global_id::{Global, IdOf};
use crate::text::Message;

/// A mandate for an account, as an input says it, at a path inside the input; its mistakes are noted.
pub async fn given(
    change: &mut Change,
    account: AccountId,
    input: &MandateInput,
    path: &str,
) -> Result<mandate::Model, Refused> {
    let at = |field: &str| if path.is_empty() { field.to_owned() } else { format!("{path}.{field}") };
    let valid_from = input.valid_from.map_or(change.today(), |day| day.0);
    let mut row = mandate::Model {
        id: Uuid::now_v7().into(),
        account_id: account,
        role: input.role,
        regional_coordination_id: None,
        delegation_id: None,
        association_id: None,
        establishment_id: None,
        partner_id: None,
        valid_from,
        valid_to: input.valid_to.map(|day| day.0),
        ended_at: None,
        on_behalf_of_id: None,
        on_behalf_of_account_id: None,
        rights: None,
        demonstration: false,
        version: 1,
    };
    change.require(ends_after_it_begins(&row, &at("validTo")));
    change.require(yours_to_give(change.actor().viewer, input.role, &at("role")));
    put_slice(change, &mut row, input.slice.as_ref(), &at("slice")).await?;
    Ok(row)
}

/// Who may let another act for them: a head, who does not act for another.
pub(super) fn heads(actor: Actor) -> Result<DelegationId, Mistake> {
    match actor {
        Actor { viewer: Viewer::Delegation(delegation, DelegationRole::Head), on_behalf_of: None, .. } => {
            Ok(delegation)
        }
        _ => Err(Mistake::new(UserErrorCode::Forbidden, Message::new("delegate-heads-only"), "")),
    }
}

/// Nobody lets another do what they may not do themselves.
pub(super) fn of_your_rights(actor: Actor, rights: &[Right]) -> Result<(), Mistake> {
    if rights.is_empty() {
        return Err(Mistake::new(UserErrorCode::Blank, Message::new("rights-needed"), "rights"));
    }
    // Whoever gives mandates could give more than was named, and for longer.
    if rights.contains(&Right::ManageAccounts) {
        let message = Message::new("right-not-passed-on");
        return Err(Mistake::new(UserErrorCode::Forbidden, message, "rights"));
    }
    match rights.iter().find(|right| !actor.rights.contains(**right)) {
        None => Ok(()),
        Some(right) => {
            let right = Rights::of(&[*right]).names();
            let message = Message::new("right-not-yours").with("right", right);
            Err(Mistake::new(UserErrorCode::Forbidden, message, "rights"))
        }
    }
}

/// Who acts for another acts no longer than they do.
pub(super) fn ends_with_yours(row: &mandate::Model, own: &mandate::Model) -> Result<(), Mistake> {
    match own.valid_to {
        Some(last) if row.valid_to.is_none_or(|day| day > last) => {
            let message = Message::new("delegate-too-long").with("last", last);
            Err(Mistake::new(UserErrorCode::Invalid, message, "validTo"))
        }
        Some(_) | None => Ok(()),
    }
}

/// Its last day is not before its first.
pub(super) fn ends_after_it_begins(row: &mandate::Model, path: &str) -> Result<(), Mistake> {
    if row.valid_to.is_some_and(|last| last < row.valid_from) {
        return Err(Mistake::new(UserErrorCode::Invalid, Message::new("mandate-days"), path));
    }
    Ok(())
}

/// Nobody gives a role that is not theirs to give.
fn yours_to_give(viewer: Viewer, role: Role, path: &str) -> Result<(), Mistake> {
    if giveable(viewer).contains(&role) {
        Ok(())
    } else {
        Err(Mistake::new(UserErrorCode::Forbidden, Message::new("role-not-yours"), path))
    }
}

/// The keys of the slice that a role needs, and of those that its row falls into.
async fn put_slice(
    change: &mut Change,
    row: &mut mandate::Model,
    slice: Option<&ID>,
    path: &str,
) -> Result<(), Refused> {
    match row.role {
        Role::NationalAdmin
        | Role::NationalOfficer
        | Role::NationalFinance
        | Role::NationalAuditor
        | Role::DataProtectionOfficer => {
            if slice.is_some() {
                change.note(vec![Mistake::new(UserErrorCode::Invalid, Message::new("slice-not-needed"), path)]);
            }
        }
        Role::RegionalCoordinator => {
            let found = slice_row::<regional_coordination::Entity>(change, slice, path).await?;
            row.regional_coordination_id = found.map(|found| found.id);
        }
        Role::DelegationHead | Role::DelegationOfficer | Role::SocialWorker => {
            let found = slice_row::<delegation::Entity>(change, slice, path).await?;
            row.delegation_id = found.map(|found| found.id);
        }
        Role::AssociationManager => {
            let found = slice_row::<association::Entity>(change, slice, path).await?;
            row.delegation_id = found.as_ref().map(|found| found.delegation_id);
            row.association_id = found.map(|found| found.id);
        }
        Role::EstablishmentDirector => {
            let found = slice_row::<establishment::Entity>(change, slice, path).await?;
            row.delegation_id = found.as_ref().map(|found| found.delegation_id);
            row.association_id = found.as_ref().and_then(|found| found.association_id);
            row.establishment_id = found.map(|found| found.id);
        }
        Role::Partner => {
            let found = slice_row::<partner::Entity>(change, slice, path).await?;
            row.partner_id = found.map(|found| found.id);
        }
    }
    Ok(())
}

async fn slice_row<E>(change: &mut Change, slice: Option<&ID>, path: &str) -> Result<Option<E::Model>, Refused>
where
    E: Keyed<PrimaryKey: sea_orm::PrimaryKeyTrait<ValueType: Global>>,
{
    let Some(slice) = slice else {
        let of = Message::new("slice-needed").with("type", <Key<E> as Global>::TYPE);
        change.note(vec![Mistake::new(UserErrorCode::Blank, of, path)]);
        return Ok(None);
    };
    change.refer::<E>(&IdOf::of(&slice.0), path).await
}

/// What was taken back is not taken back again.
pub(super) fn not_ended_yet(row: &mandate::Model) -> Result<(), Mistake> {
    if row.ended_at.is_some() {
        return Err(Mistake::new(UserErrorCode::Invalid, Message::new("mandate-ended"), "id"));
    }
    Ok(())
}

/// Nobody changes their own account, nor what they are.
pub fn not_your_own(change: &Change, account: AccountId) -> Result<(), Mistake> {
    if change.account() == account {
        return Err(Mistake::new(UserErrorCode::Forbidden, Message::new("account-own"), ""));
    }
    Ok(())
}

/// Whoever changes an account changes what it signs in with, and so all that it may: every mandate that it holds, or will
/// hold, must be theirs to give.
pub async fn holds_none_but_yours(change: &mut Change, account: &account::Model) -> Result<(), Refused> {
    let today = change.today();
    let to_come = Condition::all()
        .add(mandate::COLUMN.account_id.eq(account.id))
        .add(mandate::COLUMN.ended_at.is_null())
        .add(mandate::COLUMN.valid_to.is_null().or(mandate::COLUMN.valid_to.gte(today)));
    if !change.may_change_all::<mandate::Entity>(to_come).await? {
        change.note(vec![Mistake::new(UserErrorCode::Forbidden, Message::new("account-holds-more"), "id")]);
    }
    Ok(())
}

//! How a request is decided.

use entity::creation_support::{self, CreationSupportState};
use entity::creation_support_line;
use entity::notice::NoticeKind;

use super::change::{managers_of, reason, save, transitions};
use super::facts::Facts;
use super::input::{CreationSupportGrantInput, CreationSupportRefuseInput};
use crate::auth::Right;
use crate::db::{Change, Place, Refused};
use crate::notice::tell;

transitions! {
    CreationSupportGrantInput as "creationSupportGrant" is Grant by grant;
    CreationSupportRefuseInput as "creationSupportRefuse" is Refuse by refuse;
}

/// What was proposed is granted, and nothing else.
async fn grant(_: &CreationSupportGrantInput, change: &mut Change, facts: Facts) -> Result<(), Refused> {
    let after = creation_support::Model {
        amount_granted: facts.row.amount_proposed,
        ..decided(change, &facts, CreationSupportState::Granted)
    };
    let lines = facts.lines.iter().map(|line| creation_support_line::Model {
        granted: line.proposed,
        amount_granted: line.amount_proposed,
        ..line.clone()
    });
    decide(change, &facts, after, lines.collect()).await
}

async fn refuse(input: &CreationSupportRefuseInput, change: &mut Change, facts: Facts) -> Result<(), Refused> {
    let reason = reason(change, &input.reason);
    change.settle()?;
    let after = creation_support::Model { reason, ..decided(change, &facts, CreationSupportState::Refused) };
    let lines = facts.lines.iter();
    let lines = lines.map(|line| creation_support_line::Model { granted: Some(false), ..line.clone() });
    decide(change, &facts, after, lines.collect()).await
}

fn decided(change: &Change, facts: &Facts, state: CreationSupportState) -> creation_support::Model {
    creation_support::Model {
        state,
        decided_by: Some(change.account()),
        decided_on: Some(change.today()),
        ..facts.row.clone()
    }
}

/// The association is told, and those who follow what becomes of it.
async fn decide(
    change: &mut Change,
    facts: &Facts,
    after: creation_support::Model,
    lines: Vec<creation_support_line::Model>,
) -> Result<(), Refused> {
    save(change, &facts.row, after)?;
    change.replace_children::<creation_support_line::Entity>("lines", &facts.lines, &lines)?;
    let kind = NoticeKind::CreationSupportDecided;
    tell(change, kind, facts.row.id, managers_of(facts.row.association_id)).await?;
    let followers = (Right::InstructCreationSupport, Place::Delegation(facts.row.delegation_id));
    tell(change, kind, facts.row.id, followers).await
}

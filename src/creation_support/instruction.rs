//! How a request is instructed and followed by the delegation.

use async_graphql::MaybeUndefined;
use entity::creation_support::{self, CreationSupportState};
use entity::notice::NoticeKind;
use entity::{
    creation_support_line, creation_support_milestone, establishment, grant_line, licence_application, programme,
    project,
};
use sea_orm::ColumnTrait;

use super::change::{managers_of, reason, save, transitions};
use super::facts::Facts;
use super::input::{
    CreationSupportAbandonInput, CreationSupportBeginInput, CreationSupportCompleteInput, CreationSupportLinkInput,
    CreationSupportMilestoneReachInput, CreationSupportPlanInput, CreationSupportProposeInput,
    CreationSupportSendBackInput, CreationSupportTakeUpInput,
};
use super::rules::{
    LONGEST, amount_of, application_is_of_its_house, decider_of, fits, house_is_of_it, lines, pays_it, project_is_of_it,
};
use crate::db::{Change, Refused};
use crate::error::{Error, Mistake, UserErrorCode};
use crate::named::needed_text;
use crate::notice::tell;
use crate::text::Message;

/// Longest title of a milestone, in characters.
const LONGEST_TITLE: usize = 200;

transitions! {
    CreationSupportTakeUpInput as "creationSupportTakeUp" is TakeUp by take_up;
    CreationSupportSendBackInput as "creationSupportSendBack" is SendBack by send_back;
    CreationSupportProposeInput as "creationSupportPropose" is Propose by propose;
    CreationSupportPlanInput as "creationSupportPlan" is Plan by plan;
    CreationSupportBeginInput as "creationSupportBegin" is Begin by begin;
    CreationSupportMilestoneReachInput as "creationSupportMilestoneReach" is Reach by reach;
    CreationSupportLinkInput as "creationSupportLink" is Link by link;
    CreationSupportCompleteInput as "creationSupportComplete" is Complete by complete;
    CreationSupportAbandonInput as "creationSupportAbandon" is Abandon by abandon;
}

async fn take_up(_: &CreationSupportTakeUpInput, change: &mut Change, facts: Facts) -> Result<(), Refused> {
    let after = creation_support::Model {
        state: CreationSupportState::UnderInstruction,
        instructed_by: Some(change.account()),
        instructed_on: Some(change.today()),
        ..facts.row.clone()
    };
    save(change, &facts.row, after)
}

/// The association may change everything: what was proposed of it holds no more.
async fn send_back(input: &CreationSupportSendBackInput, change: &mut Change, facts: Facts) -> Result<(), Refused> {
    let reason = reason(change, &input.reason);
    change.settle()?;
    let after = creation_support::Model {
        state: CreationSupportState::Draft,
        returned_on: Some(change.today()),
        reason,
        instructed_by: None,
        instructed_on: None,
        decider: None,
        amount_proposed: None,
        ..facts.row.clone()
    };
    let asked = facts.lines.iter().filter(|line| line.asked).cloned();
    let asked: Vec<_> =
        asked.map(|line| creation_support_line::Model { proposed: None, amount_proposed: None, ..line }).collect();
    save(change, &facts.row, after)?;
    change.replace_children::<creation_support_line::Entity>("lines", &facts.lines, &asked)?;
    let managers = managers_of(facts.row.association_id);
    tell(change, NoticeKind::CreationSupportSentBack, facts.row.id, managers).await
}

async fn propose(input: &CreationSupportProposeInput, change: &mut Change, facts: Facts) -> Result<(), Refused> {
    let mut proposed = Vec::new();
    for line in facts.lines.iter().filter(|line| line.asked) {
        proposed.extend(change.take(proposed_of(input, line)));
    }
    for (index, given) in input.lines.iter().enumerate() {
        let path = format!("lines.{index}.position");
        let known = facts.lines.iter().any(|line| line.asked && line.position == given.position);
        let twice = input.lines.iter().take(index).any(|other| other.position == given.position);
        if !known {
            change.note(vec![Mistake::not_found(&path)]);
        } else if twice {
            let message = Message::new("creation-support-line-twice");
            change.note(vec![Mistake::new(UserErrorCode::Invalid, message, &path)]);
        }
    }
    let last = facts.lines.iter().filter(|line| line.asked).map(|line| line.position).max().unwrap_or(0);
    let added = lines(facts.row.id, &input.added, last + 1, "added").map_err(|mistakes| change.note(mistakes));
    proposed.extend(added.unwrap_or_default().into_iter().map(|line| creation_support_line::Model {
        asked: false,
        amount_asked: None,
        proposed: Some(true),
        amount_proposed: line.amount_asked,
        ..line
    }));
    change.settle()?;
    let programmes = change.find::<programme::Entity>().filter(programme::COLUMN.id.eq(facts.row.programme_id));
    let programme = programmes.one().await?.ok_or_else(|| Error::internal("a request without its programme"))?;
    let amount = proposed.iter().filter_map(|line| line.amount_proposed).sum();
    let after = creation_support::Model {
        instructed_by: Some(change.account()),
        instructed_on: Some(change.today()),
        decider: Some(decider_of(&programme, amount)),
        amount_proposed: Some(amount),
        ..facts.row.clone()
    };
    save(change, &facts.row, after)?;
    change.replace_children::<creation_support_line::Entity>("lines", &facts.lines, &proposed)
}

/// A line that was asked, with what is proposed of it: each is judged.
fn proposed_of(
    input: &CreationSupportProposeInput,
    line: &creation_support_line::Model,
) -> Result<creation_support_line::Model, Mistake> {
    let given = input.lines.iter().enumerate().find(|(_, given)| given.position == line.position);
    let Some((index, given)) = given else {
        let message = Message::new("creation-support-line-missing").with("position", line.position);
        return Err(Mistake::new(UserErrorCode::Blank, message, "lines"));
    };
    let path = format!("lines.{index}.amount");
    let amount_proposed = match (given.grant, given.amount) {
        (true, amount) => amount_of(line.kind, amount, &path)?,
        (false, None) => None,
        (false, Some(_)) => {
            return Err(Mistake::new(UserErrorCode::Invalid, Message::new("creation-support-not-granted"), &path));
        }
    };
    Ok(creation_support_line::Model { proposed: Some(given.grant), amount_proposed, ..line.clone() })
}

async fn plan(input: &CreationSupportPlanInput, change: &mut Change, facts: Facts) -> Result<(), Refused> {
    change.require(fits(input.milestones.len(), "milestones"));
    let mut planned: Vec<_> =
        facts.milestones.iter().filter(|milestone| milestone.reached_on.is_some()).cloned().collect();
    let last = planned.iter().map(|milestone| milestone.position).max().unwrap_or(0);
    for (index, (position, given)) in (last + 1..).zip(&input.milestones).enumerate() {
        let title = needed_text(&given.title, LONGEST_TITLE, &format!("milestones.{index}.title"));
        planned.extend(change.take(title).map(|title| creation_support_milestone::Model {
            support_id: facts.row.id,
            position,
            title,
            due_on: given.due_on.0,
            reached_on: None,
            remark: None,
        }));
    }
    change.settle()?;
    save(change, &facts.row, facts.row.clone())?;
    change.replace_children::<creation_support_milestone::Entity>("milestones", &facts.milestones, &planned)
}

async fn begin(_: &CreationSupportBeginInput, change: &mut Change, facts: Facts) -> Result<(), Refused> {
    let after = creation_support::Model { state: CreationSupportState::InProgress, ..facts.row.clone() };
    save(change, &facts.row, after)
}

async fn reach(input: &CreationSupportMilestoneReachInput, change: &mut Change, facts: Facts) -> Result<(), Refused> {
    if let Some(day) = input.reached_on {
        change.require(day.is_past(change.today(), "reachedOn"));
    }
    let remark = input.remark.as_deref().map(|remark| needed_text(remark, LONGEST, "remark"));
    let remark = change.take(remark.transpose()).flatten();
    let mut milestones = facts.milestones.clone();
    match milestones.iter_mut().find(|milestone| milestone.position == input.position) {
        Some(milestone) => {
            (milestone.reached_on, milestone.remark) = (input.reached_on.map(|day| day.0), remark);
        }
        None => change.note(vec![Mistake::not_found("position")]),
    }
    change.settle()?;
    save(change, &facts.row, facts.row.clone())?;
    change.replace_children::<creation_support_milestone::Entity>("milestones", &facts.milestones, &milestones)
}

async fn link(input: &CreationSupportLinkInput, change: &mut Change, facts: Facts) -> Result<(), Refused> {
    let mut after = facts.row.clone();
    match &input.project {
        MaybeUndefined::Undefined => {}
        MaybeUndefined::Null => after.project_id = None,
        MaybeUndefined::Value(id) => {
            if let Some(project) = change.refer::<project::Entity>(id, "project").await? {
                change.require(project_is_of_it(&facts.row, &project));
                after.project_id = Some(project.id);
            }
        }
    }
    match &input.establishment {
        MaybeUndefined::Undefined => {}
        MaybeUndefined::Null => after.establishment_id = None,
        MaybeUndefined::Value(id) => {
            if let Some(house) = change.refer::<establishment::Entity>(id, "establishment").await? {
                change.require(house_is_of_it(&facts.row, &house));
                after.establishment_id = Some(house.id);
            }
        }
    }
    match &input.licence_application {
        MaybeUndefined::Undefined => {}
        MaybeUndefined::Null => after.licence_application_id = None,
        MaybeUndefined::Value(id) => {
            if let Some(application) = change.refer::<licence_application::Entity>(id, "licenceApplication").await? {
                after.licence_application_id = Some(application.id);
            }
        }
    }
    if let Some(application) = after.licence_application_id {
        let applications = change.find::<licence_application::Entity>();
        let application = applications.filter(licence_application::COLUMN.id.eq(application)).one().await?;
        let path = if input.licence_application.is_undefined() { "establishment" } else { "licenceApplication" };
        change.require(application_is_of_its_house(&after, application.as_ref(), path));
    }
    change.require(fits(input.grant_lines.len(), "grantLines"));
    change.settle()?;
    let mut paid = facts.lines.clone();
    for (index, given) in input.grant_lines.iter().enumerate() {
        let path = format!("grantLines.{index}.grantLine");
        let Some(line) = paid.iter_mut().find(|line| line.position == given.position) else {
            change.note(vec![Mistake::not_found(&format!("grantLines.{index}.position"))]);
            continue;
        };
        line.grant_line_id = None;
        if let Some(id) = &given.grant_line
            && let Some(by) = change.refer::<grant_line::Entity>(id, &path).await?
        {
            change.require(pays_it(&facts.row, line, &by, &path));
            line.grant_line_id = Some(by.id);
        }
    }
    change.settle()?;
    save(change, &facts.row, after)?;
    change.replace_children::<creation_support_line::Entity>("lines", &facts.lines, &paid)
}

async fn complete(_: &CreationSupportCompleteInput, change: &mut Change, facts: Facts) -> Result<(), Refused> {
    let after = creation_support::Model {
        state: CreationSupportState::Completed,
        ended_on: Some(change.today()),
        ..facts.row.clone()
    };
    save(change, &facts.row, after)
}

async fn abandon(input: &CreationSupportAbandonInput, change: &mut Change, facts: Facts) -> Result<(), Refused> {
    let reason = reason(change, &input.reason);
    change.settle()?;
    let after = creation_support::Model {
        state: CreationSupportState::Abandoned,
        ended_on: Some(change.today()),
        reason,
        ..facts.row.clone()
    };
    save(change, &facts.row, after)
}

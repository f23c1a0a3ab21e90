//! How the delegation instructs an application, up to the commission, with the opinion of the regional coordination.

use entity::application_event::ApplicationTransition as Transition;
use entity::licence_application::{self, ApplicationState as State};
use entity::notice::NoticeKind;
use entity::rule_set_deadline::ApplicationStep;
use entity::{application_lack, application_piece};

use super::change::{
    Before, DECIDERS, LONGEST_REASONS, LONGEST_REMARK, Made, applicants, instructors, is_short, made, plain, tell_both,
};
use super::clock::Tick;
use super::input::{
    LicenceApplicationAcceptInput, LicenceApplicationDismissInput, LicenceApplicationGiveOpinionInput,
    LicenceApplicationSubmitToCommissionInput, LicenceApplicationTakeUpInput, LicenceApplicationTellIncompleteInput,
};
use super::licensing::end;
use super::rules::is_told_once;
use crate::db::{Change, Refused};
use crate::error::{Mistake, UserErrorCode};
use crate::named::needed_text;
use crate::notice::tell;
use crate::text::Message;
use crate::visit::remark;

pub(super) async fn take_up(
    _: &LicenceApplicationTakeUpInput,
    change: &mut Change,
    before: Before,
) -> Result<(), Refused> {
    plain(change, &before, Transition::TakeUp, State::CompletenessCheck, Tick::Keep).await
}

pub(super) async fn tell_incomplete(
    input: &LicenceApplicationTellIncompleteInput,
    change: &mut Change,
    before: Before,
) -> Result<(), Refused> {
    is_short(input.lacks.len(), "lacks")?;
    let today = change.today();
    if input.lacks.is_empty() {
        let message = Message::new("application-lacks-blank");
        change.note(vec![Mistake::new(UserErrorCode::Blank, message, "lacks")]);
    }
    let mut lacks: Vec<application_lack::Model> = before.facts.lacks.clone();
    for (index, lack) in input.lacks.iter().enumerate() {
        let path = format!("lacks.{index}.category");
        if input.lacks.iter().take(index).any(|other| other.category == lack.category) {
            change.note(vec![Mistake::new(UserErrorCode::Invalid, Message::new("application-lack-twice"), &path)]);
        }
        if before.facts.asks_for(&lack.category, today) {
            change.require(is_told_once(&before.facts, &lack.category, today, &path));
        } else {
            let shown: String = lack.category.chars().take(64).collect();
            let message = Message::new("unknown-code").with("code", shown).with("field", "pieces");
            change.note(vec![Mistake::new(UserErrorCode::NotFound, message, &path)]);
        }
        let remark = remark(change, lack.remark.as_deref(), &format!("lacks.{index}.remark"));
        lacks.retain(|known| known.category_code != lack.category);
        lacks.push(application_lack::Model {
            application_id: before.row.id,
            category_code: lack.category.clone(),
            remark,
        });
    }
    change.settle()?;
    let after = before.row.clone();
    let step =
        Made { transition: Transition::TellIncomplete, state: State::Incomplete, tick: Tick::Pause, reason: None };
    made(change, &before, after, step).await?;
    change.replace_children::<application_lack::Entity>("lacks", &before.facts.lacks, &lacks)?;
    tell(change, NoticeKind::ApplicationIncomplete, before.row.id, applicants(&before.row)).await
}

pub(super) async fn accept(
    input: &LicenceApplicationAcceptInput,
    change: &mut Change,
    before: Before,
) -> Result<(), Refused> {
    let pieces = before.facts.brought(change.today()).into_iter().zip(1..).filter_map(|(piece, position)| {
        Some(application_piece::Model {
            application_id: before.row.id,
            category_code: piece.category.code.clone(),
            of_association: piece.of_association,
            position,
            document_id: piece.document?.id,
            document_version: piece.document?.version,
        })
    });
    let pieces: Vec<_> = pieces.collect();
    if let Some(seen) = &input.pieces {
        is_short(seen.len(), "pieces")?;
        let seen: Vec<_> = seen.iter().filter_map(|id| change.take(id.key_at("pieces"))).collect();
        if pieces.iter().any(|piece| !seen.contains(&piece.document_id)) {
            change.note(vec![Mistake::new(
                UserErrorCode::Invalid,
                Message::new("application-piece-not-seen"),
                "pieces",
            )]);
        }
        change.settle()?;
    }
    // A file that is looked at again stays where it is, and so does its clock.
    let (state, tick) = if before.row.state == State::CompletenessCheck {
        (State::UnderInstruction, Tick::Begin(ApplicationStep::Instruction))
    } else {
        (before.row.state, Tick::Keep)
    };
    plain(change, &before, Transition::Accept, state, tick).await?;
    change.replace_children::<application_piece::Entity>("pieces", &before.facts.accepted, &pieces)?;
    // Whoever decides, or has decided, learns that the file is another one.
    if matches!(state, State::CommissionReview | State::Approved | State::ApprovedWithReserves) {
        tell(change, NoticeKind::ApplicationToDecide, before.row.id, DECIDERS).await?;
    }
    Ok(())
}

pub(super) async fn give_opinion(
    input: &LicenceApplicationGiveOpinionInput,
    change: &mut Change,
    before: Before,
) -> Result<(), Refused> {
    let remark = change.take(needed_text(&input.remark, LONGEST_REMARK, "remark"));
    change.settle()?;
    let after = licence_application::Model {
        regional_opinion: Some(input.opinion),
        regional_remark: remark.clone(),
        regional_opinion_on: Some(change.today()),
        ..before.row.clone()
    };
    let state = before.row.state;
    let step = Made { transition: Transition::GiveOpinion, state, tick: Tick::Keep, reason: remark };
    made(change, &before, after, step).await?;
    if state == State::CommissionReview {
        tell(change, NoticeKind::ApplicationOpinion, before.row.id, DECIDERS).await?;
    }
    tell(change, NoticeKind::ApplicationOpinion, before.row.id, instructors(&before.row)).await
}

pub(super) async fn submit_to_commission(
    _: &LicenceApplicationSubmitToCommissionInput,
    change: &mut Change,
    before: Before,
) -> Result<(), Refused> {
    plain(change, &before, Transition::SubmitToCommission, State::CommissionReview, Tick::Keep).await?;
    tell(change, NoticeKind::ApplicationToDecide, before.row.id, DECIDERS).await
}

pub(super) async fn dismiss(
    input: &LicenceApplicationDismissInput,
    change: &mut Change,
    before: Before,
) -> Result<(), Refused> {
    let reason = change.take(needed_text(&input.reason, LONGEST_REASONS, "reason"));
    change.settle()?;
    let after = licence_application::Model { reason: reason.clone(), ..before.row.clone() };
    let step = Made { transition: Transition::Dismiss, state: State::Dismissed, tick: Tick::Stop, reason };
    made(change, &before, after, step).await?;
    end(change, &before).await?;
    tell_both(change, NoticeKind::ApplicationDecided, &before.row).await
}

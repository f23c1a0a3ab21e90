//! Reminding houses of a return that is late, by mail to their directors.

use async_graphql::futures_util::future::join_all;
use async_graphql::{Context, InputObject, SimpleObject};
use chrono::NaiveDate;
use entity::account;
use entity::language::Language;
use entity::month::YearMonth;

use super::due::{Due, Owed, Wanted};
use crate::account::{letter_to, not_leading};
use crate::auth::Right;
use crate::error::{Error, UserError};
use crate::mail::{Mail, one_line};
use crate::request::Request;
use crate::text::{LocalizedText, Message};

/// Houses that are reminded at once: more than a delegation has.
const MOST_HOUSES: u64 = 500;

/// Whom to remind.
#[derive(Debug, InputObject)]
pub(super) struct SeasonReturnsRemindInput {
    /// True: only say how many houses would be reminded.
    #[graphql(default)]
    validate_only: bool,
    /// Of the period that begins in this month; by default, of each house the last that is over.
    period: Option<YearMonth>,
}

/// The outcome, in numbers.
#[derive(Debug, SimpleObject)]
pub(super) struct SeasonReturnsRemindPayload {
    /// Houses whose return is late.
    houses: i32,
    /// Mails that the mail server took: one for each house and director.
    written: i32,
    /// Houses to which nobody could be written: without a director who has an address, or where no mail was taken.
    unreached: i32,
    /// What was wrong; empty where it went well.
    errors: Vec<UserError>,
}

pub(super) async fn remind(
    ctx: &Context<'_>,
    input: SeasonReturnsRemindInput,
) -> Result<SeasonReturnsRemindPayload, Error> {
    let (db, today, app) = (ctx.db()?, ctx.today()?, &ctx.caller()?.app);
    ctx.require(Right::ReadReturns)?;
    let wanted = Wanted { day: today, period: input.period, delegation: None, state: None, late: Some(true) };
    let late = match Due::find(db, &wanted).await? {
        Some(due) => due.read(db, None, MOST_HOUSES).await?,
        None => Vec::new(),
    };
    let number = |count: usize| i32::try_from(count).map_err(Error::internal);
    let houses = number(late.len())?;
    let told = |written, unreached| SeasonReturnsRemindPayload { houses, written, unreached, errors: Vec::new() };
    if input.validate_only {
        return Ok(told(0, 0));
    }
    let Some(mailer) = &app.mailer else { return Ok(told(0, houses)) };
    let by = ctx.identity()?.account;
    let directors = app.directors_of(late.iter().map(|owed| owed.house.id).collect()).await?;
    let mut mails = Vec::new();
    for (at, owed) in late.iter().enumerate() {
        for (_, director) in directors.iter().filter(|(house, _)| *house == owed.house.id) {
            if let Some(mail) = reminder(director, owed)
                && app.gate.may_be_written_to(director.id, by).await?
            {
                mails.push((at, mail));
            }
        }
    }
    // Side by side: whoever asked waits for all of them no longer than for one.
    let sent = mails.into_iter().map(async |(at, mail)| (at, mailer.hand_over(mail, app.clock.now()).await));
    let mut reached: Vec<_> = join_all(sent).await.into_iter().filter(|(_, taken)| *taken).map(|(at, _)| at).collect();
    let written = number(reached.len())?;
    reached.dedup();
    Ok(told(written, houses - number(reached.len())?))
}

/// A mail to a director; `None` where there is no address.
fn reminder(director: &account::Model, owed: &Owed) -> Option<Mail> {
    letter_to(director, &Message::new("mail-return-subject"), |language| {
        Message::new("mail-return")
            .with("house", house(owed, language))
            .with("reference", &owed.house.reference)
            .with("first", month(owed.period.first))
            .with("last", month(owed.period.last))
            .with("day", day(owed.due_on))
    })
}

fn house(owed: &Owed, language: Language) -> String {
    let names = LocalizedText::new(owed.house.name_ar.as_ref(), owed.house.name_fr.as_ref());
    not_leading(one_line(&names.in_language(language)), &owed.house.reference)
}

fn month(month: YearMonth) -> String {
    format!("{:02}/{}", month.month(), month.year())
}

fn day(day: NaiveDate) -> String {
    day.format("%d/%m/%Y").to_string()
}

//! Writing to people of the notices that they have not read: how many of which kind, and nothing of what they are about. What a
//! mail tells of is noted before it is sent, so that no two tell of the same; what the mail server refuses is tried again.

use chrono::{DateTime, Utc};
use entity::id::AccountId;
use entity::job::{self, JobFault, JobKind};
use entity::notice::NoticeKind;
use entity::notice_preference::NoticeMail;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::kind::counted;
use crate::account::letter_to;
use crate::db::operational::Left;
use crate::error::Error;
use crate::job::{Ended, Failed, Kind, Running, queued};
use crate::mail::HandedOver;
use crate::text::Message;

/// Accounts that are read at once.
const SOME: u64 = 500;

/// Writing to one account.
#[derive(Debug)]
pub struct NoticesMail;

/// Finding whom to write to.
#[derive(Debug)]
pub struct NoticesMailDaily;

/// To whom.
#[derive(Debug, Serialize, Deserialize)]
pub struct Recipient {
    account: Uuid,
}

/// A mail to an account; while it waits, it is one for however many notices.
pub fn mail_at_once(account: AccountId, now: DateTime<Utc>) -> Result<job::Model, Error> {
    let mail = queued::<NoticesMail>(&Recipient { account: account.0 }, now)?;
    Ok(job::Model { key: Some(account.0.to_string()), ..mail })
}

impl Kind for NoticesMailDaily {
    const KIND: JobKind = JobKind::NoticesMailDaily;
    type Payload = ();

    async fn run(running: &Running, (): ()) -> Result<Ended, Failed> {
        let (now, mut jobs) = (running.app.clock.now(), Vec::new());
        if running.app.mailer.is_some() {
            let mut after = None;
            loop {
                let some = running.pool.to_be_mailed(after, SOME).await?;
                let Some(last) = some.last() else { break };
                after = Some(*last);
                jobs.extend(some.into_iter().map(|to| mail_at_once(to, now)).collect::<Result<Vec<_>, _>>()?);
            }
        }
        Ok(Ended::Leaving(Left { jobs, ..Left::default() }))
    }
}

impl Kind for NoticesMail {
    const KIND: JobKind = JobKind::NoticesMail;
    type Payload = Recipient;

    async fn run(running: &Running, to: Recipient) -> Result<Ended, Failed> {
        let done = Ended::Leaving(Left::default());
        let account = AccountId(to.account);
        let (app, pool) = (&running.app, &running.pool);
        let Some(mailer) = &app.mailer else { return Ok(done) };
        let Some(person) = pool.account(account).await?.filter(|person| person.deactivated_at.is_none()) else {
            return Ok(done);
        };
        if person.email.is_none() || pool.notices_of(account).mail().await? == NoticeMail::None {
            return Ok(done);
        }
        let kinds = pool.take_for_mail(account, running.id()).await?;
        if kinds.is_empty() {
            return Ok(done);
        }
        let way = app.portal.as_ref().map_or_else(
            || Message::new("mail-notices-on-taawun"),
            |portal| Message::new("mail-notices-by-portal").with("way", portal),
        );
        let mail = letter_to(&person, &Message::new("mail-notices-subject"), |language| {
            let line = |(kind, count): (&NoticeKind, &u64)| counted(*kind, *count).text(language);
            let lines: Vec<_> = kinds.iter().map(line).collect();
            Message::new("mail-notices").with("lines", lines.join("\n")).with("way", way.text(language))
        });
        let Some(mail) = mail else { return Ok(done) };
        match mailer.wait_for(mail, app.clock.now()).await {
            // Where nobody knows whether it was taken, it may have been: it is not sent twice.
            HandedOver::Taken | HandedOver::Unknown => Ok(done),
            HandedOver::Refused => {
                pool.mail_was_not_sent(account, running.id()).await?;
                Err(Failed::for_now(JobFault::MailRefused))
            }
        }
    }
}

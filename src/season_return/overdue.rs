//! Telling the directors of houses whose return is late, every day; of each return once.

use entity::job::JobKind;
use entity::notice::{self, NoticeKind};

use super::due::{Due, Wanted};
use crate::db::operational::Left;
use crate::job::{Ended, Failed, Kind, Running};
use crate::notice::{mail_at_once, notice};

/// Houses that are read at once.
const SOME: u64 = 500;

/// Telling them.
#[derive(Debug)]
pub struct SeasonReturnsRemind;

impl Kind for SeasonReturnsRemind {
    const KIND: JobKind = JobKind::SeasonReturnsRemind;
    type Payload = ();

    async fn run(running: &Running, (): ()) -> Result<Ended, Failed> {
        let (db, now, today) = (running.everything(), running.app.clock.now(), running.app.clock.today());
        let wanted = Wanted { day: today, period: None, delegation: None, state: None, late: Some(true) };
        let (mut left, mut after, mut houses) = (Left::default(), None, 0);
        while let Some(due) = Due::find(&db, &wanted).await? {
            let late = due.read(&db, after, SOME).await?;
            let Some(last) = late.last() else { break };
            after = Some(last.house.reference.clone());
            let directors = running.pool.directors_of(late.iter().map(|owed| owed.house.id).collect(), today).await?;
            for owed in &late {
                for (_, director) in directors.iter().filter(|(house, _)| *house == owed.house.id) {
                    let once = Some(format!("{}/{}", owed.house.id.0, owed.period.first));
                    let told = notice(NoticeKind::SeasonReturnOverdue, director.id, owed.house.id, now);
                    left.notices.push(notice::Model { once, ..told });
                }
            }
            houses += i32::try_from(late.len()).unwrap_or_default();
            running.progress(houses, None).await?;
        }
        let told = left.notices.iter().map(|notice| notice.account_id).collect();
        for account in running.pool.written_to_at_once(told).await? {
            left.jobs.push(mail_at_once(account, now)?);
        }
        Ok(Ended::Leaving(left))
    }
}

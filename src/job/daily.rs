//! What is done every day. Each occurrence has one id, the same on every process, so that it stands in the queue once,
//! whoever puts it there; one that was missed, because nothing ran, is made up for where it is the last.

use chrono::{DateTime, NaiveTime, Utc};
use entity::id::JobId;
use entity::job::{self, JobKind};
use sea_orm::ActiveEnum;
use sha2::{Digest, Sha256};
use uuid::Builder;

use crate::clock::{office_day, office_moment};
use crate::db::operational::job_of;

/// Something that is done every day.
#[derive(Clone, Copy, Debug)]
pub struct Daily {
    /// What.
    pub kind: JobKind,
    /// At which hour, in Morocco.
    pub hour: u32,
    /// At which minute.
    pub minute: u32,
}

impl Daily {
    /// The moment of the last occurrence, today or yesterday.
    #[must_use]
    pub fn last(self, now: DateTime<Utc>) -> DateTime<Utc> {
        let today = office_day(now);
        let time = NaiveTime::from_hms_opt(self.hour, self.minute, 0).unwrap_or_default();
        let of_today = office_moment(today, time);
        let yesterday = today.pred_opt().unwrap_or(today);
        if of_today <= now { of_today } else { office_moment(yesterday, time) }
    }

    /// The job of an occurrence.
    #[must_use]
    pub fn occurrence(self, at: DateTime<Utc>, now: DateTime<Utc>) -> job::Model {
        let mut own = [0; 10];
        own.copy_from_slice(&Sha256::digest(self.kind.to_value())[..10]);
        let millis = u64::try_from(at.timestamp_millis()).unwrap_or_default();
        let id = JobId(Builder::from_unix_timestamp_millis(millis, &own).into_uuid());
        job::Model { id, ..job_of(self.kind, "null".to_owned(), now) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_occurrence_is_the_same_wherever_it_is_reckoned() {
        let daily = Daily { kind: JobKind::NoticesMailDaily, hour: 7, minute: 30 };
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        // Morocco is an hour ahead of UTC, but in Ramadan, which began on 18 February 2026.
        for (now, last) in [
            ("2026-11-24T06:29:59Z", "2026-11-23T06:30:00Z"),
            ("2026-11-24T06:30:00Z", "2026-11-24T06:30:00Z"),
            ("2026-11-24T23:10:00Z", "2026-11-24T06:30:00Z"),
            ("2026-03-01T07:29:00Z", "2026-02-28T07:30:00Z"),
            ("2026-03-01T07:30:00Z", "2026-03-01T07:30:00Z"),
        ] {
            assert_eq!(daily.last(at(now)), at(last), "{now}");
        }
        let [one, other] = ["2026-11-24T06:30:00Z", "2026-11-24T20:00:00Z"]
            .map(|now| daily.occurrence(daily.last(at(now)), at(now)).id);
        assert_eq!(one, other);
        let later = daily.occurrence(daily.last(at("2026-11-25T06:30:00Z")), at("2026-11-25T06:30:00Z")).id;
        assert!(later > one);
    }
}

//! Notices (إشعارات): what people are told, in the application and by mail. A notice holds its kind and the id of what it is
//! about, and nothing else: its words are those of its kind, and the object is read under the rights of whoever reads it, when
//! they do. So nobody is told by an old notice what they do not see any more. Notices are operational state: the journal has
//! what they tell of.

mod kind;
mod mail;
mod mutation;
mod object;
mod query;
mod scope;

use chrono::{DateTime, Utc};
use entity::id::{AccountId, NoticeId};
use entity::notice::{self, NoticeKind};
use uuid::Uuid;

use crate::auth::Right;
use crate::db::{Change, Place, Refused};
use crate::global_id::Global;

pub use mail::{NoticesMail, NoticesMailDaily, mail_at_once};
pub use mutation::NoticeMutation;
pub use object::Notice;
pub use query::NoticeQuery;

/// A notice to an account, about an object.
pub fn notice<T: Global>(kind: NoticeKind, to: AccountId, about: T, now: DateTime<Utc>) -> notice::Model {
    notice::Model {
        id: NoticeId(Uuid::now_v7()),
        account_id: to,
        kind,
        urgency: kind::urgency(kind),
        about_type: T::TYPE.to_owned(),
        about_id: about.into(),
        once: None,
        created_at: now,
        read_at: None,
        mailed_by: None,
    }
}

/// Tells whoever holds a right at a place what a change does, but for who makes it: with the change, or not at all.
pub async fn tell<T: Global>(
    change: &mut Change,
    kind: NoticeKind,
    about: T,
    (right, place): (Right, Place),
) -> Result<(), Refused> {
    let (told, now) = (change.holders(right, place).await?, change.now());
    let notices: Vec<_> = told.iter().map(|told| notice(kind, told.account, about, now)).collect();
    change.tell(&notices)?;
    let at_once = told.iter().filter(|told| told.at_once);
    let mails = at_once.map(|told| mail_at_once(told.account, now)).collect::<Result<Vec<_>, _>>()?;
    change.enqueue(&mails)
}

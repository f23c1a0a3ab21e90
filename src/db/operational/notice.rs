//! Notices to people: laid, read, written of by mail; and whether somebody wants to be written to.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use entity::id::{AccountId, JobId, NoticeId};
use entity::notice::NoticeKind;
use entity::notice_preference::{self, NoticeMail};
use entity::{account, notice};
use sea_orm::sea_query::{Expr, OnConflict, Query};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};

use super::super::Pool;
use super::super::change::MOST_ROWS;
use crate::error::Error;

/// Unread notices that one mail tells of.
const MOST_TOLD: u64 = 1000;

impl Pool {
    /// Lays notices; what is told once and was told before is left out.
    pub async fn lay_notices(&self, notices: Vec<notice::Model>) -> Result<(), Error> {
        lay_notices(self.writer(), notices).await
    }

    /// The notices of an account.
    #[must_use]
    pub fn notices_of(&self, account: AccountId) -> NoticesOf {
        NoticesOf { pool: self.clone(), account }
    }

    /// Of these accounts, those that want to be written to at once.
    pub async fn written_to_at_once(&self, accounts: BTreeSet<AccountId>) -> Result<Vec<AccountId>, Error> {
        let own = notice_preference::Entity::find().filter(notice_preference::Column::AccountId.is_in(accounts));
        let at_once = own.filter(notice_preference::Column::Mail.eq(NoticeMail::Immediate));
        Ok(at_once.all(self.reader()).await?.into_iter().map(|row| row.account_id).collect())
    }

    /// The accounts that have unread notices of which nobody wrote, and may be written to, behind one of them.
    pub async fn to_be_mailed(&self, after: Option<AccountId>, most: u64) -> Result<Vec<AccountId>, Error> {
        let mut never = Query::select();
        never.column(notice_preference::Column::AccountId).from(notice_preference::Entity);
        never.and_where(notice_preference::Column::Mail.eq(NoticeMail::None));
        let mut unread = Query::select();
        unread.column(notice::Column::AccountId).from(notice::Entity);
        unread.and_where(notice::Column::ReadAt.is_null()).and_where(notice::Column::MailedBy.is_null());
        let mut accounts = account::Entity::find()
            .select_only()
            .column(account::Column::Id)
            .filter(account::Column::Email.is_not_null())
            .filter(account::Column::DeactivatedAt.is_null())
            .filter(account::Column::Id.in_subquery(unread))
            .filter(account::Column::Id.not_in_subquery(never));
        if let Some(after) = after {
            accounts = accounts.filter(account::Column::Id.gt(after));
        }
        let accounts = accounts.order_by_asc(account::Column::Id).limit(most);
        Ok(accounts.into_tuple().all(self.reader()).await?)
    }

    /// Takes the unread notices of an account of which nobody wrote, for one mail: noted before it is sent, so that no two mails
    /// tell of the same. How many of each kind.
    pub async fn take_for_mail(&self, account: AccountId, by: JobId) -> Result<BTreeMap<NoticeKind, u64>, Error> {
        let transaction = self.begin().await?;
        let unread = notice::Entity::find()
            .filter(notice::Column::AccountId.eq(account))
            .filter(notice::Column::ReadAt.is_null())
            .filter(notice::Column::MailedBy.is_null())
            .order_by_asc(notice::Column::Id)
            .limit(MOST_TOLD)
            .lock_exclusive()
            .all(&transaction)
            .await?;
        notice::Entity::update_many()
            .col_expr(notice::Column::MailedBy, Expr::val(by.0))
            .filter(notice::Column::Id.is_in(unread.iter().map(|notice| notice.id)))
            .exec(&transaction)
            .await?;
        transaction.commit().await?;
        Ok(unread.iter().fold(BTreeMap::new(), |mut kinds, notice| {
            *kinds.entry(notice.kind).or_default() += 1;
            kinds
        }))
    }

    /// Takes back what was noted for a mail that the mail server refused.
    pub async fn mail_was_not_sent(&self, account: AccountId, by: JobId) -> Result<(), Error> {
        notice::Entity::update_many()
            .col_expr(notice::Column::MailedBy, Expr::val(None::<uuid::Uuid>))
            .filter(notice::Column::AccountId.eq(account))
            .filter(notice::Column::MailedBy.eq(by.0))
            .exec(self.writer())
            .await?;
        Ok(())
    }
}

/// The notices of one account, to be read by it.
#[derive(Debug)]
pub struct NoticesOf {
    pool: Pool,
    account: AccountId,
}

impl NoticesOf {
    /// How many it has not read.
    pub async fn unread(&self) -> Result<u64, Error> {
        let unread = notice::Entity::find().filter(notice::Column::AccountId.eq(self.account));
        Ok(unread.filter(notice::Column::ReadAt.is_null()).count(self.pool.reader()).await?)
    }

    /// Marks these as read, or all that there are; how many were not before.
    pub async fn read(&self, ids: Option<Vec<NoticeId>>, now: DateTime<Utc>) -> Result<u64, Error> {
        let unread = notice::Entity::update_many()
            .col_expr(notice::Column::ReadAt, Expr::val(now))
            .filter(notice::Column::AccountId.eq(self.account))
            .filter(notice::Column::ReadAt.is_null());
        let unread = if let Some(ids) = ids { unread.filter(notice::Column::Id.is_in(ids)) } else { unread };
        Ok(unread.exec(self.pool.writer()).await?.rows_affected)
    }

    /// Which of these ids are its notices.
    pub async fn among(&self, ids: &[NoticeId]) -> Result<BTreeSet<NoticeId>, Error> {
        let own = notice::Entity::find().select_only().column(notice::Column::Id);
        let own = own.filter(notice::Column::AccountId.eq(self.account));
        let own = own.filter(notice::Column::Id.is_in(ids.iter().copied()));
        Ok(own.into_tuple::<NoticeId>().all(self.pool.reader()).await?.into_iter().collect())
    }

    /// How often it wants to be written to.
    pub async fn mail(&self) -> Result<NoticeMail, Error> {
        let row = notice_preference::Entity::find_by_id(self.account).one(self.pool.reader()).await?;
        Ok(row.map(|row| row.mail).unwrap_or_default())
    }

    /// Keeps how often it wants to be written to.
    pub async fn prefer(&self, mail: NoticeMail) -> Result<(), Error> {
        let row = notice_preference::Model { account_id: self.account, mail };
        let again = OnConflict::column(notice_preference::Column::AccountId)
            .update_column(notice_preference::Column::Mail)
            .to_owned();
        let put = notice_preference::Entity::insert(row.into_active_model()).on_conflict(again);
        put.exec_without_returning(self.pool.writer()).await?;
        Ok(())
    }
}

/// Lays notices; what is told once and was told before is left out.
pub(in crate::db) async fn lay_notices(
    connection: &impl ConnectionTrait,
    notices: Vec<notice::Model>,
) -> Result<(), Error> {
    for some in notices.chunks(MOST_ROWS) {
        let rows = some.iter().cloned().map(IntoActiveModel::into_active_model);
        let rows = notice::Entity::insert_many(rows).on_conflict(OnConflict::new().do_nothing().to_owned());
        rows.exec_without_returning(connection).await?;
    }
    Ok(())
}

/// Takes out notices that were made before a moment.
pub(super) async fn take_out_notices(connection: &impl ConnectionTrait, before: DateTime<Utc>) -> Result<u64, Error> {
    let old = notice::Entity::delete_many().filter(notice::Column::CreatedAt.lt(before));
    Ok(old.exec(connection).await?.rows_affected)
}

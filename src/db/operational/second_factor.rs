//! Second factors.

use entity::id::AccountId;
use entity::{second_factor, security_event};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect};

use super::super::Pool;
use super::security::log;
use super::session;
use crate::error::Error;

impl Pool {
    /// The second factor of an account, also one that was never confirmed.
    pub async fn second_factor(&self, account: AccountId) -> Result<Option<second_factor::Model>, Error> {
        Ok(second_factor::Entity::find_by_id(account).one(self.reader()).await?)
    }

    /// Keeps a second factor that is not confirmed yet, in the place of one like it. `false`, and nothing done, where one is
    /// confirmed.
    pub async fn offer_second_factor(&self, offered: second_factor::Model) -> Result<bool, Error> {
        let transaction = self.begin().await?;
        let there = second_factor::Entity::find_by_id(offered.account_id).lock_exclusive().one(&transaction).await?;
        if there.is_some_and(|there| there.confirmed_at.is_some()) {
            return Ok(false);
        }
        let columns = [second_factor::Column::Sealed, second_factor::Column::LastStep, second_factor::Column::Recovery];
        second_factor::Entity::insert(offered.into_active_model())
            .on_conflict(
                OnConflict::column(second_factor::Column::AccountId)
                    .update_columns(columns)
                    .action_and_where(Expr::col((second_factor::Entity, second_factor::Column::ConfirmedAt)).is_null())
                    .to_owned(),
            )
            .exec_without_returning(&transaction)
            .await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// Confirms a second factor by its first code; the account's sessions before it end. `false` where it is another one by
    /// now.
    pub async fn confirm_second_factor(
        &self,
        confirmed: &second_factor::Model,
        event: security_event::Model,
    ) -> Result<bool, Error> {
        let transaction = self.begin().await?;
        let done = second_factor::Entity::update_many()
            .filter(second_factor::Column::AccountId.eq(confirmed.account_id))
            .filter(second_factor::Column::Sealed.eq(confirmed.sealed.clone()))
            .filter(second_factor::Column::ConfirmedAt.is_null())
            .col_expr(second_factor::Column::ConfirmedAt, Expr::val(event.at))
            .col_expr(second_factor::Column::LastStep, Expr::val(confirmed.last_step))
            .col_expr(second_factor::Column::Recovery, Expr::val(confirmed.recovery.clone()))
            .exec(&transaction)
            .await?;
        if done.rows_affected == 0 {
            return Ok(false);
        }
        session::end_all(&transaction, confirmed.account_id, None, event.at).await?;
        log(&transaction, event).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// Takes a code of a step, once. `false` where one of it, or of a later one, was taken before.
    pub async fn take_step(&self, account: AccountId, step: i64) -> Result<bool, Error> {
        let taken = second_factor::Entity::update_many()
            .filter(second_factor::Column::AccountId.eq(account))
            .filter(second_factor::Column::LastStep.lt(step))
            .col_expr(second_factor::Column::LastStep, Expr::val(step))
            .exec(self.writer())
            .await?;
        Ok(taken.rows_affected > 0)
    }

    /// Takes a recovery code, once: `left` are the others. `false` where one was taken meanwhile.
    pub async fn take_recovery_code(
        &self,
        before: &second_factor::Model,
        left: String,
        event: security_event::Model,
    ) -> Result<bool, Error> {
        let transaction = self.begin().await?;
        let taken = second_factor::Entity::update_many()
            .filter(second_factor::Column::AccountId.eq(before.account_id))
            .filter(second_factor::Column::Recovery.eq(before.recovery.clone()))
            .col_expr(second_factor::Column::Recovery, Expr::val(left))
            .exec(&transaction)
            .await?;
        if taken.rows_affected == 0 {
            return Ok(false);
        }
        log(&transaction, event).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// Takes the second factor of an account away, and ends its sessions.
    pub async fn remove_second_factor(&self, account: AccountId, event: security_event::Model) -> Result<(), Error> {
        let transaction = self.begin().await?;
        second_factor::Entity::delete_by_id(account).exec(&transaction).await?;
        session::end_all(&transaction, account, None, event.at).await?;
        log(&transaction, event).await?;
        Ok(transaction.commit().await?)
    }

    /// Seals all secrets of second factors anew, in one stroke.
    pub async fn reseal_second_factors(
        &self,
        reseal: impl Fn(AccountId, &[u8]) -> Result<Vec<u8>, Error> + Send,
    ) -> Result<usize, Error> {
        let transaction = self.begin().await?;
        let factors = second_factor::Entity::find().lock_exclusive().all(&transaction).await?;
        for factor in &factors {
            let own = second_factor::Column::AccountId.eq(factor.account_id);
            let sealed = Expr::val(reseal(factor.account_id, &factor.sealed)?);
            let update = second_factor::Entity::update_many().filter(own);
            update.col_expr(second_factor::Column::Sealed, sealed).exec(&transaction).await?;
        }
        transaction.commit().await?;
        Ok(factors.len())
    }
}

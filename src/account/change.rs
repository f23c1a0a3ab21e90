//! How each change of an account is made.

use async_graphql::MaybeUndefined;
use chrono::{DateTime, Utc};
use entity::id::{AccountId, StreamId};
use entity::{account, mandate};

use super::mutation::{
    AccountDeactivateInput, AccountEndSessionsInput, AccountExpirePasswordInput, AccountInviteInput,
    AccountReactivateInput, AccountRemoveSecondFactorInput, AccountResetInput, AccountUpdateInput,
};
use super::rules::{email_of_form, is_deactivated, login_of_form, still_active};
use crate::db::{Change, Mutation, Refused, ScopedDb};
use crate::error::{Mistake, UserErrorCode};
use crate::global_id::IdOf;
use crate::mandate::{given, holds_none_but_yours, not_your_own};
use crate::text::Message;

impl Mutation for AccountInviteInput {
    const NAME: &'static str = "accountInvite";
    type Entity = account::Entity;

    fn idempotency_key(&self) -> Option<&str> {
        Some(&self.idempotency_key)
    }

    fn validate_only(&self) -> bool {
        self.validate_only
    }

    async fn streams(&self, db: &ScopedDb) -> Result<Vec<StreamId>, Refused> {
        Ok(vec![self.mandate.stream(db).await?])
    }

    async fn apply(&self, change: &mut Change) -> Result<(), Refused> {
        let id = AccountId(uuid::Uuid::now_v7());
        let mandate = given(change, id, &self.mandate, "mandate").await?;
        let login = change.take(login_of_form(&self.login)).unwrap_or_default();
        if change.is_taken::<account::Entity>(account::Column::Login, &login).await? {
            change.note(vec![Mistake::new(UserErrorCode::Taken, Message::new("login-taken"), "login")]);
        }
        let names = self.names.names("names").map_err(|mistakes| change.note(mistakes)).unwrap_or_default();
        let email = self.email.as_deref().map(email_of_form).transpose();
        let email = change.take(email).flatten();
        if let Some(email) = &email {
            email_is_free(change, email).await?;
        }
        change.settle()?;
        change.insert::<account::Entity>(&account::Model {
            id,
            login,
            name_ar: names.0,
            name_fr: names.1,
            email,
            delegation_id: mandate.delegation_id,
            association_id: mandate.association_id,
            deactivated_at: None,
            demonstration: false,
            version: 1,
        })?;
        change.insert::<mandate::Entity>(&mandate)?;
        Ok(change.enter_email(id)?)
    }
}

/// By an address people come in from the OpenID provider: it stands at one account.
async fn email_is_free(change: &mut Change, email: &str) -> Result<(), Refused> {
    if change.is_taken::<account::Entity>(account::Column::Email, email).await? {
        change.note(vec![Mistake::new(UserErrorCode::Taken, Message::new("email-taken"), "email")]);
    }
    Ok(())
}

impl Mutation for AccountUpdateInput {
    const NAME: &'static str = "accountUpdate";
    type Entity = account::Entity;

    fn validate_only(&self) -> bool {
        self.validate_only
    }

    async fn streams(&self, db: &ScopedDb) -> Result<Vec<StreamId>, Refused> {
        Ok(vec![db.stream_of::<account::Entity>(&self.id, "id").await?])
    }

    async fn apply(&self, change: &mut Change) -> Result<(), Refused> {
        let before = kept(change, &self.id, self.expected_version).await?;
        let mut after = before.clone();
        if let Some(names) = &self.names {
            (after.name_ar, after.name_fr) =
                names.names("names").map_err(|mistakes| change.note(mistakes)).unwrap_or_default();
        }
        match &self.email {
            MaybeUndefined::Undefined => {}
            MaybeUndefined::Null => after.email = None,
            MaybeUndefined::Value(email) => after.email = change.take(email_of_form(email)),
        }
        if let Some(email) = after.email.as_ref().filter(|email| before.email.as_ref() != Some(email)) {
            email_is_free(change, email).await?;
        }
        change.settle()?;
        let account = change.save::<account::Entity>(&before, after)?.id;
        // Entered again as it was, it is confirmed.
        if matches!(self.email, MaybeUndefined::Value(_)) {
            change.enter_email(account)?;
        }
        Ok(())
    }
}

/// A change of an account that is kept by whoever makes it: what it requires besides, what it changes, and
/// what ends with it.
macro_rules! of_account {
    ($($input:ident $name:literal $rule:ident $edit:expr, $with:expr;)*) => {$(
        impl Mutation for $input {
            const NAME: &'static str = $name;
            type Entity = account::Entity;

            fn validate_only(&self) -> bool {
                self.validate_only
            }

            async fn streams(&self, db: &ScopedDb) -> Result<Vec<StreamId>, Refused> {
                Ok(vec![db.stream_of::<account::Entity>(&self.id, "id").await?])
            }

            async fn apply(&self, change: &mut Change) -> Result<(), Refused> {
                let before = kept(change, &self.id, self.expected_version).await?;
                change.require($rule(&before));
                change.settle()?;
                let edit: fn(account::Model, DateTime<Utc>) -> account::Model = $edit;
                let account = change.save::<account::Entity>(&before, edit(before.clone(), change.now()))?.id;
                let with: fn(&mut Change, AccountId) = $with;
                with(change, account);
                Ok(())
            }
        }
    )*};
}

// Of the last three the journal tells who did it, and when; what they end is no part of the record, and ends with it.
of_account! {
    AccountDeactivateInput "accountDeactivate" still_active
        |account, now| account::Model { deactivated_at: Some(now), ..account }, Change::end_sessions;
    AccountReactivateInput "accountReactivate" is_deactivated
        |account, _| account::Model { deactivated_at: None, ..account }, Change::end_sessions;
    AccountResetInput "accountReset" still_active |account, _| account, |change, account| {
        change.withdraw_password(account);
        change.unbind_identities(account);
        change.end_sessions(account);
    };
    AccountExpirePasswordInput "accountExpirePassword" still_active |account, _| account, |change, account| {
        change.expire_password(account);
        change.end_sessions(account);
    };
    AccountEndSessionsInput "accountEndSessions" still_active |account, _| account, Change::end_sessions;
}

impl Mutation for AccountRemoveSecondFactorInput {
    const NAME: &'static str = "accountRemoveSecondFactor";
    type Entity = account::Entity;

    fn validate_only(&self) -> bool {
        self.validate_only
    }

    async fn streams(&self, db: &ScopedDb) -> Result<Vec<StreamId>, Refused> {
        Ok(vec![db.stream_of::<account::Entity>(&self.id, "id").await?])
    }

    async fn apply(&self, change: &mut Change) -> Result<(), Refused> {
        let before = kept(change, &self.id, self.expected_version).await?;
        change.require(still_active(&before));
        // Nobody is told that something was taken away that was not there.
        if !change.has_second_factor(before.id).await? {
            change.note(vec![Mistake::new(UserErrorCode::Invalid, Message::new("second-factor-none"), "id")]);
        }
        change.settle()?;
        let account = change.save::<account::Entity>(&before, before.clone())?.id;
        change.withdraw_second_factor(account);
        change.end_sessions(account);
        Ok(())
    }
}

/// The account that an input names, where it is kept by whoever changes it.
async fn kept(change: &mut Change, id: &IdOf<AccountId>, expected_version: i32) -> Result<account::Model, Refused> {
    let account = change.edit::<account::Entity>(id.key_at("id")?, expected_version, "id").await?;
    change.require(not_your_own(change, account.id));
    holds_none_but_yours(change, &account).await?;
    Ok(account)
}

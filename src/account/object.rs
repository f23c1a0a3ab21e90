//! Accounts, as GraphQL shows them.

use std::fmt;

use async_graphql::{Context, Description, SimpleObject};
use chrono::{DateTime, Utc};
use derive_more::From;
use entity::account;
use entity::id::AccountId;

use crate::association::Association;
use crate::auth::OneTimeLink;
use crate::delegation::Delegation;
use crate::error::Maybe;
use crate::journal::{JournalEntry, history_of};
use crate::lane::declare;
use crate::mandate::Mandate;

/// An account (حساب): a person who may sign in.
#[derive(Debug, Description, From)]
pub struct Account(pub(crate) account::Model);

declare! {
    Account of account {
        /// Global id.
        id: AccountId;

        /// The name given at sign-in, lower case.
        login: String;

        named;

        /// Where the person is written to; null where unknown.
        email: Option<String>;

        /// The delegation that keeps the account; null for those that the national office keeps.
        delegation: Delegation by delegation_id;

        /// The association that keeps it too, as that of a director of its houses; null for all others.
        association: Association by association_id;

        /// Since when nobody signs in by it; null while somebody may.
        deactivated_at: Option<DateTime<Utc>>;

        /// The mandates that it holds, held or will hold, the oldest first, as far as they are yours to see.
        mandates: [Mandate];

        /// What was changed of it, the latest first, 20 changes at most; all of them by `journal(where: { object })`. Null with
        /// the error FORBIDDEN without the right READ_JOURNAL.
        async fn history(&self, ctx: &Context<'_>) -> Maybe<Vec<JournalEntry>> {
            Some(history_of::<account::Entity>(ctx, self.0.id).await)
        }

        record;
    }
}

/// A link by which the person sets a password, once. Hand it to nobody else.
#[derive(SimpleObject)]
#[graphql(name = "OneTimeLink")]
pub(super) struct ShownLink {
    /// What `passwordSet` asks for. Shown once.
    token: String,
    /// The page that was set up for it (`--link-page`), with the token behind `#`; null where none was.
    url: Option<String>,
    /// When it ends, three days from now. It ends before if another one is made.
    expires_at: DateTime<Utc>,
    /// True where it went to the person by mail too, as far as the mail server: you need not pass it on. False where that is not
    /// known: the account has no address, no mail server was set up (`--smtp-url`), or it did not take the mail in time.
    /// Pass it on yourself.
    mailed: bool,
}

impl fmt::Debug for ShownLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ShownLink(until {})", self.expires_at)
    }
}

impl ShownLink {
    pub(super) fn new(link: OneTimeLink, page: Option<&str>, mailed: bool) -> Self {
        let url = page.map(|page| link.on_page(page));
        Self { token: link.token, url, expires_at: link.expires_at, mailed }
    }
}

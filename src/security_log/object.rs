//! Security events, as GraphQL shows them.

use async_graphql::Description;
use chrono::{DateTime, Utc};
use derive_more::From;
use entity::security_event;
use entity::security_event::SecurityEventKind;

use crate::account::Account;
use crate::lane::declare;
use crate::partner_agreement::ApiClient;

/// An event of the security log. Events are never changed nor taken out.
#[derive(Debug, Description, From)]
pub struct SecurityEvent(pub(crate) security_event::Model);

declare! {
    SecurityEvent of security_event {
        /// When.
        at: DateTime<Utc>;

        /// What happened.
        kind: SecurityEventKind;

        /// The account it happened to; null where the login was nobody's.
        account: Account by account_id;

        /// The account that did it, where it is not the account's own doing; null otherwise, and for what was done at the
        /// server's own command line.
        by: Account by by_account_id;

        /// The partner's system it happened to; null where it was no system's.
        api_client: ApiClient by api_client_id;

        /// The network address it came from; null for what was done at the server's own command line.
        address: Option<String>;
    }
}

//! The security log (operational): sign-ins, refusals, and what was done to accounts, sessions and keys.

use sea_orm::entity::prelude::*;

use crate::id::{AccountId, ApiClientId, SecurityEventId};

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, async_graphql::Enum)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(32))", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum SecurityEventKind {
    /// Somebody signed in.
    SignedIn,
    /// Login or password was wrong.
    SignInRefused,
    /// There were too many attempts.
    SignInThrottled,
    /// The password was right, and the account deactivated or without a mandate.
    SignInWithoutMandate,
    /// A refresh token came a second time: its session was ended.
    RefreshTokenReused,
    /// The token of a session was made to speak for another mandate.
    MandateSwitched,
    /// A session was ended, or all of an account.
    SessionsEnded,
    /// A one-time link was handed out, by which a password can be set.
    LinkIssued,
    /// A password was set.
    PasswordSet,
    /// A password has to be changed at the next sign-in.
    PasswordExpired,
    /// A second factor was confirmed by its first code.
    SecondFactorConfirmed,
    /// The code of a second factor was wrong, or taken before.
    SecondFactorRefused,
    /// A recovery code was used in the place of a second factor's.
    RecoveryCodeUsed,
    /// A second factor was taken away.
    SecondFactorRemoved,
    /// A partner's system was given an access token; of those by one secret from one address, one in ten minutes is told.
    ClientSignedIn,
    /// A partner's system showed a wrong secret, or one whose agreement does not hold.
    ClientRefused,
    /// A partner's system was given another secret.
    ClientSecretMade,
    /// A secret of a partner's system was ended, or all of them.
    ClientSecretEnded,
    /// Somebody came back from the OpenID provider and was not let in.
    SingleSignOnRefused,
    /// An identity of the OpenID provider was bound to the account: it signs in by it from then on.
    IdentityBound,
    /// A new key was made, which signs or seals from now on.
    KeyRotated,
    /// A key was retired: what it signed and sealed is refused.
    KeyRetired,
    /// All keys were sealed under another master key.
    KeysRewrapped,
}

/// An event.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "security_event")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SecurityEventId,
    /// When.
    pub at: DateTimeUtc,
    /// What.
    pub kind: SecurityEventKind,
    /// The account it happened to; null where the login is nobody's.
    pub account_id: Option<AccountId>,
    /// The account that did it, where it is another one's doing.
    pub by_account_id: Option<AccountId>,
    /// The partner's system it happened to; null where it is no system's.
    pub api_client_id: Option<ApiClientId>,
    /// The network address it came from; null where it came from this machine's command line.
    pub address: Option<String>,
    /// What one client has of addresses: that of version 4, the network of 64 bits of version 6.
    pub network: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}

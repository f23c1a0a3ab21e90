//! Mandates, as GraphQL shows them.

use async_graphql::{Context, Description};
use chrono::{DateTime, NaiveDate, Utc};
use derive_more::From;
use entity::id::MandateId;
use entity::mandate;
use entity::mandate::Role;

use crate::account::Account;
use crate::association::Association;
use crate::auth::{Right, Rights};
use crate::delegation::{Delegation, RegionalCoordination};
use crate::error::Maybe;
use crate::establishment::Establishment;
use crate::journal::{JournalEntry, history_of};
use crate::lane::declare;
use crate::partner::Partner;

/// A mandate (تكليف): one role on one slice, held by an account from a day to a day.
#[derive(Debug, Description, From)]
pub struct Mandate(pub(crate) mandate::Model);

impl Mandate {
    fn named(rights: Option<String>) -> Option<Vec<Right>> {
        rights.map(|names| Rights::named(&names).list())
    }
}

declare! {
    Mandate of mandate {
        /// Global id.
        id: MandateId;

        /// Who holds it.
        account: Account by account_id;

        /// Its role.
        role: Role;

        /// The regional coordination it is for; null for every role but REGIONAL_COORDINATOR.
        regional_coordination: RegionalCoordination by regional_coordination_id;

        /// The delegation it is for; of an association's manager, where the association has its seat; of a director, where the
        /// house stands. Null for the other roles.
        delegation: Delegation by delegation_id;

        /// The association it is for; of a director, the one that manages the house. Null for the other roles.
        association: Association by association_id;

        /// The establishment it is for; null for every role but ESTABLISHMENT_DIRECTOR.
        establishment: Establishment by establishment_id;

        /// The partner it is for; null for every role but PARTNER.
        partner: Partner by partner_id;

        /// First day on which it holds.
        valid_from: NaiveDate;

        /// Last day on which it holds; null where it is open-ended.
        valid_to: Option<NaiveDate>;

        /// When it was taken back: from then on it does not hold, whatever its last day. Null where it was not.
        ended_at: Option<DateTime<Utc>>;

        /// For whom its holder acts: what is done by it is noted as theirs. It holds no longer than the mandate on whose behalf
        /// it is. Null where the holder acts for nobody else.
        on_behalf_of: Account by on_behalf_of_account_id;

        /// What it may do, of what the role may; null for all of it.
        rights: Option<Vec<Right>> = Mandate::named(rights);

        /// What was changed of it, the latest first, 20 changes at most; all of them by `journal(where: { object })`. Null with
        /// the error FORBIDDEN without the right READ_JOURNAL.
        async fn history(&self, ctx: &Context<'_>) -> Maybe<Vec<JournalEntry>> {
            Some(history_of::<mandate::Entity>(ctx, self.0.id).await)
        }

        record;
    }
}

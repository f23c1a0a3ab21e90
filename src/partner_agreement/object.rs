//! Agreements and the systems that read by them, as GraphQL shows them.

use async_graphql::{Context, Description};
use chrono::{DateTime, NaiveDate, Utc};
use derive_more::From;
use entity::id::{ApiClientId, ApiClientSecretId, PartnerAgreementId};
use entity::partner_agreement::AgreementReach;
use entity::{api_client, api_client_secret, partner_agreement, partner_agreement_project};

use crate::auth::{Scope, Scopes};
use crate::delegation::{Delegation, RegionalCoordination};
use crate::error::Maybe;
use crate::journal::{JournalEntry, history_of};
use crate::lane::declare;
use crate::partner::Partner;
use crate::project::Project;

/// An agreement with a partner (اتفاقية شراكة), by which systems of the partner read. It is not edited: what is agreed
/// otherwise is entered as another one.
#[derive(Debug, Description, From)]
pub struct PartnerAgreement(pub(crate) partner_agreement::Model);

impl PartnerAgreement {
    fn opened(scopes: impl AsRef<str>) -> Vec<Scope> {
        Scopes::named(scopes.as_ref()).list()
    }
}

declare! {
    PartnerAgreement of partner_agreement {
        /// Global id.
        id: PartnerAgreementId;

        /// The partner.
        partner: Partner by partner_id;

        /// The number that the agreement itself bears.
        reference: String;

        /// The number of the authorisation, or of the receipt of declaration, by the CNDP (law 09-08).
        cndp_number: String;

        /// What its systems may read.
        scopes: Vec<Scope> = PartnerAgreement::opened(scopes);

        /// Where they read.
        reach: AgreementReach;

        /// The regional coordination in which they read; null where the reach is another one.
        regional_coordination: RegionalCoordination by regional_coordination_id;

        /// The delegation in which they read; null where the reach is another one.
        delegation: Delegation by delegation_id;

        /// The projects of which they read; empty where the reach is another one.
        projects: [Project] through partner_agreement_project.project_id;

        /// First day on which it holds.
        valid_from: NaiveDate;

        /// Last day on which it holds.
        valid_to: NaiveDate;

        /// When it was ended, whatever its last day; null where it was not.
        ended_at: Option<DateTime<Utc>>;

        /// The systems that read by it, the oldest first.
        clients: [ApiClient];

        /// What was changed of it, the latest first, 20 changes at most; all of them by `journal(where: { object })`. Null with
        /// the error FORBIDDEN without the right READ_JOURNAL.
        async fn history(&self, ctx: &Context<'_>) -> Maybe<Vec<JournalEntry>> {
            Some(history_of::<partner_agreement::Entity>(ctx, self.0.id).await)
        }

        record;
    }
}

/// A system of a partner. It asks for access tokens at `/oauth/token` by its id and one of its secrets (OAuth 2.0, client
/// credentials), and then for what the partners' contract has.
#[derive(Debug, Description, From)]
pub struct ApiClient(pub(crate) api_client::Model);

declare! {
    ApiClient of api_client {
        /// Global id; it is the `client_id` too.
        id: ApiClientId;

        /// The agreement by which it reads.
        agreement: PartnerAgreement by agreement_id;

        /// What the partner calls it.
        name: String;

        /// When it was ended; null while it was not.
        ended_at: Option<DateTime<Utc>>;

        /// Its secrets, as far as they may be shown: when each was made, used and ended. The oldest first.
        secrets: [ApiClientSecret];

        /// What was changed of it, the latest first, 20 changes at most; all of them by `journal(where: { object })`. Null with
        /// the error FORBIDDEN without the right READ_JOURNAL.
        async fn history(&self, ctx: &Context<'_>) -> Maybe<Vec<JournalEntry>> {
            Some(history_of::<api_client::Entity>(ctx, self.0.id).await)
        }

        record;
    }
}

/// A secret of a partner's system. The secret itself was shown once, and is kept nowhere.
#[derive(Debug, Description, From)]
pub struct ApiClientSecret(pub(crate) api_client_secret::Model);

declare! {
    ApiClientSecret of api_client_secret {
        /// Global id.
        id: ApiClientSecretId;

        /// When it was made.
        made_at: DateTime<Utc>;

        /// When a token was asked for by it the last time, to within ten minutes; null where none was.
        last_used_at: Option<DateTime<Utc>>;

        /// When it was ended; null while it is good.
        ended_at: Option<DateTime<Utc>>;
    }
}

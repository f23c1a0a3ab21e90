//! Entering agreements with partners, ending them, and giving their systems access.

use async_graphql::{Context, InputObject, Object, Result, SimpleObject};
use entity::id::{
    ApiClientId, ApiClientSecretId, DelegationId, PartnerAgreementId, PartnerId, ProjectId, RegionalCoordinationId,
};
use entity::partner_agreement::AgreementReach;
use entity::security_event::SecurityEventKind;

use super::{ApiClient, PartnerAgreement};
use crate::auth::{NewSecret, Right, Scope};
use crate::clock::Date;
use crate::error::UserError;
use crate::global_id::IdOf;
use crate::request::{Changed, Request, payload};

/// Changes of agreements and of the systems that read by them.
#[derive(Debug, Default)]
pub struct PartnerAgreementMutation;

/// An agreement with a partner.
#[derive(Debug, InputObject)]
pub(super) struct PartnerAgreementCreateInput {
    /// Made by the client, 8 to 128 characters: sending it twice enters one.
    pub(super) idempotency_key: String,
    /// True: only say what is wrong.
    #[graphql(default)]
    pub(super) validate_only: bool,
    /// The partner.
    pub(super) partner: IdOf<PartnerId>,
    /// The number that the agreement itself bears; it stands once in the country.
    pub(super) reference: String,
    /// The number of the authorisation, or of the receipt of declaration, by the CNDP (law 09-08).
    pub(super) cndp_number: String,
    /// What its systems may read; one at least.
    pub(super) scopes: Vec<Scope>,
    /// Where they read.
    pub(super) reach: AgreementReach,
    /// The regional coordination, where the reach is one; not with another.
    pub(super) regional_coordination: Option<IdOf<RegionalCoordinationId>>,
    /// The delegation, where the reach is one; not with another.
    pub(super) delegation: Option<IdOf<DelegationId>>,
    /// The projects, 100 at most, where the reach is projects; not with another.
    #[graphql(default)]
    pub(super) projects: Vec<IdOf<ProjectId>>,
    /// First day on which it holds.
    pub(super) valid_from: Date,
    /// Last day on which it holds.
    pub(super) valid_to: Date,
}

/// An agreement to be ended.
#[derive(Debug, InputObject)]
pub(super) struct PartnerAgreementEndInput {
    /// The agreement.
    pub(super) id: IdOf<PartnerAgreementId>,
    /// The version that you have seen.
    pub(super) expected_version: i32,
    /// True: only say what is wrong.
    #[graphql(default)]
    pub(super) validate_only: bool,
}

/// A system of a partner that shall read by an agreement.
#[derive(Debug, InputObject)]
pub(super) struct ApiClientCreateInput {
    /// Made by the client, 8 to 128 characters: sending it twice enters one.
    pub(super) idempotency_key: String,
    /// True: only say what is wrong.
    #[graphql(default)]
    pub(super) validate_only: bool,
    /// The agreement, which holds still.
    pub(super) agreement: IdOf<PartnerAgreementId>,
    /// What the partner calls the system, 120 characters at most.
    pub(super) name: String,
    #[graphql(skip)]
    pub(super) secret: Option<NewSecret>,
}

/// A system of a partner to be ended.
#[derive(Debug, InputObject)]
pub(super) struct ApiClientEndInput {
    /// The system.
    pub(super) id: IdOf<ApiClientId>,
    /// The version that you have seen.
    pub(super) expected_version: i32,
    /// True: only say what is wrong.
    #[graphql(default)]
    pub(super) validate_only: bool,
}

/// A system that is to be given another secret.
#[derive(Debug, InputObject)]
pub(super) struct ApiClientSecretCreateInput {
    /// Made by the client, 8 to 128 characters: sending it twice makes one.
    pub(super) idempotency_key: String,
    /// The system.
    pub(super) id: IdOf<ApiClientId>,
    /// The version that you have seen.
    pub(super) expected_version: i32,
    /// True: only say what is wrong.
    #[graphql(default)]
    pub(super) validate_only: bool,
    #[graphql(skip)]
    pub(super) secret: Option<NewSecret>,
}

/// A secret to be ended.
#[derive(Debug, InputObject)]
pub(super) struct ApiClientSecretEndInput {
    /// The system whose it is.
    pub(super) id: IdOf<ApiClientId>,
    /// The version that you have seen.
    pub(super) expected_version: i32,
    /// The secret.
    pub(super) secret: IdOf<ApiClientSecretId>,
    /// True: only say what is wrong.
    #[graphql(default)]
    pub(super) validate_only: bool,
}

payload!(PartnerAgreementCreatePayload { partner_agreement: PartnerAgreement });
payload!(PartnerAgreementEndPayload { partner_agreement: PartnerAgreement });
payload!(ApiClientEndPayload { api_client: ApiClient });
payload!(ApiClientSecretEndPayload { api_client: ApiClient });

/// A payload with a new secret.
macro_rules! with_secret {
    ($($name:ident)*) => {$(
        /// The outcome: the system as it is now and its new secret, or errors; in a conflict the system and errors.
        #[derive(Debug, SimpleObject)]
        pub(super) struct $name {
            /// The system as the change left it. Null where it was refused or only tried; in a conflict, as it is now.
            api_client: Option<ApiClient>,
            /// The `client_secret`. Shown once: null where there are errors, where it was only tried, and where the same key
            /// was sent before.
            secret: Option<String>,
            /// What was wrong, all at once; empty where it went well.
            errors: Vec<UserError>,
        }

        impl $name {
            async fn new(ctx: &Context<'_>, changed: Changed<ApiClient>, new: NewSecret) -> Result<Self> {
                let made = changed.made().map(|ApiClient(client)| client.id);
                if let Some(client) = made {
                    log(ctx, SecurityEventKind::ClientSecretMade, client).await?;
                }
                let secret = made.map(|_| new.secret.to_string());
                Ok(Self { api_client: changed.object, secret, errors: changed.errors })
            }
        }
    )*};
}

with_secret! { ApiClientCreatePayload ApiClientSecretCreatePayload }

#[Object]
impl PartnerAgreementMutation {
    /// Enters an agreement with a partner, by which systems of the partner read from its first day to its last. Needs the right
    /// KEEP_AGREEMENTS.
    async fn partner_agreement_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The agreement.")] input: PartnerAgreementCreateInput,
    ) -> Result<PartnerAgreementCreatePayload> {
        ctx.require(Right::KeepAgreements)?;
        Ok(ctx.change(input).await?.into())
    }

    /// Ends an agreement now, whatever its last day: its systems are refused within five seconds, everywhere. Needs the right
    /// KEEP_AGREEMENTS.
    async fn partner_agreement_end(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The agreement.")] input: PartnerAgreementEndInput,
    ) -> Result<PartnerAgreementEndPayload> {
        ctx.require(Right::KeepAgreements)?;
        let changed = ctx.change(input).await?;
        ctx.caller()?.app.gate.tell_revoked().await;
        Ok(changed.into())
    }

    /// Lets a system of a partner read by an agreement, and makes its first secret. Hand both over by a way that nobody else
    /// reads. Needs the right KEEP_AGREEMENTS.
    async fn api_client_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The system.")] input: ApiClientCreateInput,
    ) -> Result<ApiClientCreatePayload> {
        ctx.require(Right::KeepAgreements)?;
        let new = NewSecret::generate();
        let changed = ctx.change(ApiClientCreateInput { secret: Some(new.clone()), ..input }).await?;
        ApiClientCreatePayload::new(ctx, changed, new).await
    }

    /// Ends a system of a partner, with its secrets: it is refused within five seconds, everywhere. Needs the right
    /// KEEP_AGREEMENTS.
    async fn api_client_end(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The system.")] input: ApiClientEndInput,
    ) -> Result<ApiClientEndPayload> {
        ctx.require(Right::KeepAgreements)?;
        let changed = ctx.change(input).await?;
        secret_ended(ctx, &changed).await?;
        Ok(changed.into())
    }

    /// Makes another secret for a system, beside the one it has: two are good at a time, so that the partner changes over before
    /// the older one is ended. Needs the right KEEP_AGREEMENTS.
    async fn api_client_secret_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The system.")] input: ApiClientSecretCreateInput,
    ) -> Result<ApiClientSecretCreatePayload> {
        ctx.require(Right::KeepAgreements)?;
        let new = NewSecret::generate();
        let changed = ctx.change(ApiClientSecretCreateInput { secret: Some(new.clone()), ..input }).await?;
        ApiClientSecretCreatePayload::new(ctx, changed, new).await
    }

    /// Ends a secret: no token is given by it any more, and those that were are refused within five seconds, everywhere. Needs
    /// the right KEEP_AGREEMENTS.
    async fn api_client_secret_end(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The secret.")] input: ApiClientSecretEndInput,
    ) -> Result<ApiClientSecretEndPayload> {
        ctx.require(Right::KeepAgreements)?;
        let changed = ctx.change(input).await?;
        secret_ended(ctx, &changed).await?;
        Ok(changed.into())
    }
}

async fn secret_ended(ctx: &Context<'_>, changed: &Changed<ApiClient>) -> Result<()> {
    ctx.caller()?.app.gate.tell_revoked().await;
    match changed.made() {
        Some(ApiClient(client)) => log(ctx, SecurityEventKind::ClientSecretEnded, client.id).await,
        None => Ok(()),
    }
}

/// The change is made: whoever made it is answered, also where the log cannot be written.
async fn log(ctx: &Context<'_>, kind: SecurityEventKind, client: ApiClientId) -> Result<()> {
    let caller = ctx.caller()?;
    if let Err(error) = caller.app.gate.log_secret(kind, client, ctx.identity()?.account, &caller.client).await {
        tracing::error!(%error, ?kind, client = %client.0, "the security log could not be written");
    }
    Ok(())
}

//! How each change of an agreement, and of a system that reads by it, is made.

use entity::id::{ApiClientId, PartnerAgreementId, ProjectId, StreamId};
use entity::{
    api_client, api_client_secret, delegation, partner, partner_agreement, partner_agreement_project, project,
    regional_coordination,
};
use sea_orm::ColumnTrait;
use uuid::Uuid;

use super::mutation::{
    ApiClientCreateInput, ApiClientEndInput, ApiClientSecretCreateInput, ApiClientSecretEndInput,
    PartnerAgreementCreateInput, PartnerAgreementEndInput,
};
use super::rules::{
    ends_after_it_begins, few_projects, is_good, not_ended, not_over, opens_something, reach_is_given,
    room_for_another, still_reads,
};
use crate::auth::NewSecret;
use crate::db::{Change, Mutation, Refused, ScopedDb};
use crate::error::{Error, Mistake, UserErrorCode};
use crate::named::needed_text;
use crate::text::Message;

/// Characters of a number of an agreement or of the CNDP.
const LONGEST_NUMBER: usize = 60;
/// Characters of what a partner calls its system.
const LONGEST_NAME: usize = 120;

impl Mutation for PartnerAgreementCreateInput {
    const NAME: &'static str = "partnerAgreementCreate";
    type Entity = partner_agreement::Entity;

    fn idempotency_key(&self) -> Option<&str> {
        Some(&self.idempotency_key)
    }

    fn validate_only(&self) -> bool {
        self.validate_only
    }

    async fn streams(&self, _: &ScopedDb) -> Result<Vec<StreamId>, Refused> {
        Ok(vec![StreamId::NATIONAL])
    }

    async fn apply(&self, change: &mut Change) -> Result<(), Refused> {
        let partner = change.refer::<partner::Entity>(&self.partner, "partner").await?.map(|row| row.id);
        let reference = change.take(needed_text(&self.reference, LONGEST_NUMBER, "reference")).unwrap_or_default();
        if change.is_taken::<partner_agreement::Entity>(partner_agreement::Column::Reference, &reference).await? {
            change.note(vec![Mistake::new(UserErrorCode::Taken, Message::new("agreement-taken"), "reference")]);
        }
        let cndp_number = change.take(needed_text(&self.cndp_number, LONGEST_NUMBER, "cndpNumber"));
        let scopes = change.take(opens_something(&self.scopes));
        let given = [self.regional_coordination.is_some(), self.delegation.is_some(), !self.projects.is_empty()];
        change.note(reach_is_given(self.reach, given));
        change.require(ends_after_it_begins(self.valid_from.0, self.valid_to.0));
        let mut regional_coordination_id = None;
        if let Some(given) = &self.regional_coordination {
            let found = change.refer::<regional_coordination::Entity>(given, "regionalCoordination").await?;
            regional_coordination_id = found.map(|row| row.id);
        }
        let mut delegation_id = None;
        if let Some(given) = &self.delegation {
            delegation_id = change.refer::<delegation::Entity>(given, "delegation").await?.map(|row| row.id);
        }
        let id = PartnerAgreementId(Uuid::now_v7());
        let projects = self.projects(change, id).await?;
        change.settle()?;
        let (Some(partner_id), Some(cndp_number), Some(scopes)) = (partner, cndp_number, scopes) else {
            return Err(Error::internal("an agreement without what it needs").into());
        };
        change.insert::<partner_agreement::Entity>(&partner_agreement::Model {
            id,
            partner_id,
            reference,
            cndp_number,
            scopes,
            reach: self.reach,
            regional_coordination_id,
            delegation_id,
            valid_from: self.valid_from.0,
            valid_to: self.valid_to.0,
            ended_at: None,
            demonstration: false,
            version: 1,
        })?;
        change.replace_children::<partner_agreement_project::Entity>("projects", &[], &projects)
    }
}

impl PartnerAgreementCreateInput {
    /// The projects it names, each once.
    async fn projects(
        &self,
        change: &mut Change,
        agreement_id: PartnerAgreementId,
    ) -> Result<Vec<partner_agreement_project::Model>, Refused> {
        change.require(few_projects(self.projects.len()));
        change.settle()?;
        let mut named: Vec<ProjectId> = Vec::new();
        for (index, given) in self.projects.iter().enumerate() {
            let found = change.refer::<project::Entity>(given, &format!("projects.{index}")).await?;
            named.extend(found.map(|row| row.id));
        }
        named.sort_unstable();
        named.dedup();
        let row = |project_id| partner_agreement_project::Model { agreement_id, project_id };
        Ok(named.into_iter().map(row).collect())
    }
}

impl Mutation for PartnerAgreementEndInput {
    const NAME: &'static str = "partnerAgreementEnd";
    type Entity = partner_agreement::Entity;

    fn validate_only(&self) -> bool {
        self.validate_only
    }

    async fn streams(&self, db: &ScopedDb) -> Result<Vec<StreamId>, Refused> {
        Ok(vec![db.stream_of::<partner_agreement::Entity>(&self.id, "id").await?])
    }

    async fn apply(&self, change: &mut Change) -> Result<(), Refused> {
        let before =
            change.edit::<partner_agreement::Entity>(self.id.key_at("id")?, self.expected_version, "id").await?;
        change.require(not_ended(&before));
        change.settle()?;
        let after = partner_agreement::Model { ended_at: Some(change.now()), ..before.clone() };
        change.save::<partner_agreement::Entity>(&before, after)?;
        Ok(())
    }
}

impl Mutation for ApiClientCreateInput {
    const NAME: &'static str = "apiClientCreate";
    type Entity = api_client::Entity;

    fn idempotency_key(&self) -> Option<&str> {
        Some(&self.idempotency_key)
    }

    fn validate_only(&self) -> bool {
        self.validate_only
    }

    async fn streams(&self, db: &ScopedDb) -> Result<Vec<StreamId>, Refused> {
        Ok(vec![db.stream_of::<partner_agreement::Entity>(&self.agreement, "agreement").await?])
    }

    async fn apply(&self, change: &mut Change) -> Result<(), Refused> {
        let agreement = change.refer::<partner_agreement::Entity>(&self.agreement, "agreement").await?;
        let name = change.take(needed_text(&self.name, LONGEST_NAME, "name"));
        if let Some(agreement) = &agreement {
            change.require(not_over(agreement, change.today()));
        }
        change.settle()?;
        let (Some(agreement), Some(name)) = (agreement, name) else {
            return Err(Error::internal("a system without what it needs").into());
        };
        let client = api_client::Model {
            id: ApiClientId(Uuid::now_v7()),
            agreement_id: agreement.id,
            name,
            ended_at: None,
            demonstration: false,
            version: 1,
        };
        change.insert::<api_client::Entity>(&client)?;
        lay_secret(change, client.id, self.secret.as_ref())
    }
}

impl Mutation for ApiClientEndInput {
    const NAME: &'static str = "apiClientEnd";
    type Entity = api_client::Entity;

    fn validate_only(&self) -> bool {
        self.validate_only
    }

    async fn streams(&self, db: &ScopedDb) -> Result<Vec<StreamId>, Refused> {
        Ok(vec![db.stream_of::<api_client::Entity>(&self.id, "id").await?])
    }

    async fn apply(&self, change: &mut Change) -> Result<(), Refused> {
        let before = change.edit::<api_client::Entity>(self.id.key_at("id")?, self.expected_version, "id").await?;
        change.require(still_reads(&before));
        change.settle()?;
        let after = api_client::Model { ended_at: Some(change.now()), ..before.clone() };
        change.save::<api_client::Entity>(&before, after)?;
        change.end_secrets(before.id, None);
        Ok(())
    }
}

impl Mutation for ApiClientSecretCreateInput {
    const NAME: &'static str = "apiClientSecretCreate";
    type Entity = api_client::Entity;

    fn idempotency_key(&self) -> Option<&str> {
        Some(&self.idempotency_key)
    }

    fn validate_only(&self) -> bool {
        self.validate_only
    }

    async fn streams(&self, db: &ScopedDb) -> Result<Vec<StreamId>, Refused> {
        Ok(vec![db.stream_of::<api_client::Entity>(&self.id, "id").await?])
    }

    /// The journal tells who did it, and when; the secret is no part of the record.
    async fn apply(&self, change: &mut Change) -> Result<(), Refused> {
        let before = change.edit::<api_client::Entity>(self.id.key_at("id")?, self.expected_version, "id").await?;
        change.require(still_reads(&before));
        let secrets = change.find::<api_client_secret::Entity>();
        let secrets = secrets.filter(api_client_secret::COLUMN.api_client_id.eq(before.id)).all().await?;
        change.require(room_for_another(&secrets));
        change.settle()?;
        change.save::<api_client::Entity>(&before, before.clone())?;
        lay_secret(change, before.id, self.secret.as_ref())
    }
}

impl Mutation for ApiClientSecretEndInput {
    const NAME: &'static str = "apiClientSecretEnd";
    type Entity = api_client::Entity;

    fn validate_only(&self) -> bool {
        self.validate_only
    }

    async fn streams(&self, db: &ScopedDb) -> Result<Vec<StreamId>, Refused> {
        Ok(vec![db.stream_of::<api_client::Entity>(&self.id, "id").await?])
    }

    async fn apply(&self, change: &mut Change) -> Result<(), Refused> {
        let before = change.edit::<api_client::Entity>(self.id.key_at("id")?, self.expected_version, "id").await?;
        let secret = change.refer::<api_client_secret::Entity>(&self.secret, "secret").await?;
        let secret = secret.filter(|secret| secret.api_client_id == before.id);
        let Some(secret) = change.take(secret.ok_or_else(|| Mistake::not_found("secret"))) else {
            return change.settle();
        };
        change.require(is_good(&secret));
        change.settle()?;
        change.save::<api_client::Entity>(&before, before.clone())?;
        change.end_secrets(before.id, Some(secret.id));
        Ok(())
    }
}

fn lay_secret(change: &mut Change, client: ApiClientId, new: Option<&NewSecret>) -> Result<(), Refused> {
    let new = new.ok_or_else(|| Error::internal("a system without its secret"))?;
    let secret = api_client_secret::Model {
        id: new.id,
        api_client_id: client,
        secret_hash: new.hash(),
        made_at: change.now(),
        last_used_at: None,
        ended_at: None,
    };
    Ok(change.lay_secret(&secret)?)
}

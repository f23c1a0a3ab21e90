//! The systems of partners in the demonstration: one that reads the projects of an agreement, one that reads a region, and one
//! whose agreement is over. Their secrets are made at random, kept in a file for their owner's eyes, and hashed in the
//! database.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use entity::id::{ApiClientId, PartnerAgreementId};
use entity::partner_agreement::AgreementReach;
use entity::{api_client, api_client_secret, partner_agreement, partner_agreement_project};

use super::accounts::keep;
use super::network::day;
use super::{INDH, MIDELT, OTHER_PARTNER, coordination_id, delegation_id, khenifra, partner_id};
use crate::auth::{NewSecret, Scope, Scopes};
use crate::db::Pool;
use crate::db::bulk::Bulk;
use crate::error::Error;
use crate::global_id::Global;
use crate::seed::key;

/// Client ids and secrets.
pub struct PartnerSystems {
    /// Client id → secret.
    pub secrets: BTreeMap<String, String>,
    /// Where they are kept.
    pub file: PathBuf,
}

impl std::fmt::Debug for PartnerSystems {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PartnerSystems(in {})", self.file.display())
    }
}

const OF_PROJECTS: &str = "DEMO-INDH-2026";
const OF_A_REGION: &str = "DEMO-REGION-2026";
const OVER: &str = "DEMO-MIDELT-2025";

/// Each agreement's number and what the partner calls its system.
const SYSTEMS: [(&str, &str); 3] =
    [(OF_PROJECTS, "Tableau de bord INDH"), (OF_A_REGION, "Observatoire régional"), (OVER, "Ancien portail")];

pub(super) async fn lay(bulk: &mut Bulk) -> Result<(), Error> {
    bulk.lay::<partner_agreement::Entity>(vec![
        agreement(OF_PROJECTS, INDH, AgreementReach::Projects, &[Scope::EstablishmentsRead, Scope::ProjectsRead]),
        partner_agreement::Model {
            regional_coordination_id: Some(coordination_id("05")),
            ..agreement(
                OF_A_REGION,
                OTHER_PARTNER,
                AgreementReach::RegionalCoordination,
                &[Scope::EstablishmentsRead, Scope::LicencesRead, Scope::StatisticsRead],
            )
        },
        partner_agreement::Model {
            delegation_id: Some(delegation_id(MIDELT)),
            valid_from: day(2025, 1, 1),
            valid_to: day(2025, 12, 31),
            ..agreement(OVER, OTHER_PARTNER, AgreementReach::Delegation, &[Scope::ProjectsRead])
        },
    ])
    .await?;
    let of_projects = khenifra::projects()
        .into_iter()
        .map(|row| partner_agreement_project::Model { agreement_id: agreement_id(OF_PROJECTS), project_id: row.id });
    bulk.lay::<partner_agreement_project::Entity>(of_projects.collect()).await?;
    let client = |(number, name): (&str, &str)| api_client::Model {
        id: client_id(number),
        agreement_id: agreement_id(number),
        name: name.to_owned(),
        ended_at: None,
        demonstration: true,
        version: 1,
    };
    bulk.lay::<api_client::Entity>(SYSTEMS.map(client).into()).await
}

/// Lays the secrets. Those of an earlier start are kept where the file and the database still agree; the others are made
/// anew.
pub async fn lay_secrets(pool: &Pool, data_dir: &Path, now: DateTime<Utc>) -> Result<PartnerSystems, Error> {
    let file = data_dir.join("demo-clients.json");
    let earlier = std::fs::read_to_string(&file).unwrap_or_default();
    let earlier: BTreeMap<String, String> = serde_json::from_str(&earlier).unwrap_or_default();
    let mut secrets = BTreeMap::new();
    for (number, _) in SYSTEMS {
        let id = client_id(number);
        let shown = id.global().to_string();
        let there = pool.api_client(id).await?.map(|holder| holder.secrets).unwrap_or_default();
        let known = earlier.get(&shown).filter(|secret| {
            let hash = NewSecret::hash_of(secret);
            there.iter().any(|row| row.secret_hash == hash && row.ended_at.is_none())
        });
        let secret = if let Some(known) = known {
            known.clone()
        } else {
            let new = NewSecret::generate();
            pool.put_api_secret(api_client_secret::Model {
                id: new.id,
                api_client_id: id,
                secret_hash: new.hash(),
                made_at: now,
                last_used_at: None,
                ended_at: None,
            })
            .await?;
            new.secret.to_string()
        };
        secrets.insert(shown, secret);
    }
    keep(&file, &secrets).map_err(|error| Error::internal(format!("{}: {error}", file.display())))?;
    Ok(PartnerSystems { secrets, file })
}

fn agreement_id(number: &str) -> PartnerAgreementId {
    key("partner_agreement", number, 0)
}

fn client_id(number: &str) -> ApiClientId {
    key("api_client", number, 0)
}

fn agreement(number: &str, partner: &str, reach: AgreementReach, scopes: &[Scope]) -> partner_agreement::Model {
    partner_agreement::Model {
        id: agreement_id(number),
        partner_id: partner_id(partner),
        reference: number.to_owned(),
        cndp_number: "A-DEMO-000/2026".to_owned(),
        scopes: Scopes::of(scopes).names(),
        reach,
        regional_coordination_id: None,
        delegation_id: None,
        valid_from: day(2026, 1, 1),
        valid_to: day(2036, 12, 31),
        ended_at: None,
        demonstration: true,
        version: 1,
    }
}

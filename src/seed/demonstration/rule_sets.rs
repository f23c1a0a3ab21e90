//! Drafts, which nobody but the national office sees: of the next edition of law 65-15, which could be published, and of one for
//! the elderly alone, which has hardly been begun.

use entity::id::RuleSetId;
use entity::legal_category::LegalFramework;
use entity::rule_set::{self, RuleSetState};
use entity::rule_set_deadline::{self, ApplicationStep, DeadlineUnit};
use entity::rule_set_document::{self, ApplicationKind};
use entity::rule_set_norm::{self, NormSubject};
use sea_orm::Iterable;

use crate::db::bulk::Bulk;
use crate::error::Error;
use crate::seed::key;

fn draft(name: &str, order: u16, category: Option<&str>, edition: i32) -> rule_set::Model {
    rule_set::Model {
        id: key("rule_set", name, order),
        framework: LegalFramework::Law6515,
        legal_category_code: category.map(str::to_owned),
        edition,
        state: RuleSetState::Draft,
        licence_required: true,
        authority_code: "SOCIAL_DEVELOPMENT".to_owned(),
        validity_months: Some(60),
        published_on: None,
        retired_on: None,
        retirement_reason: None,
        source: "Made up, to demonstrate a draft: licences for five years".to_owned(),
        demonstration: true,
        version: 1,
    }
}

fn norm(rule_set_id: RuleSetId) -> rule_set_norm::Model {
    rule_set_norm::Model {
        rule_set_id,
        code: "FIRE_SAFETY".to_owned(),
        subject: NormSubject::Safety,
        text_ar: None,
        text_fr: Some("Les moyens de prévention des incendies sont présents et contrôlés.".to_owned()),
        mandatory: true,
        position: 1,
    }
}

pub(super) async fn lay(bulk: &mut Bulk) -> Result<(), Error> {
    let next = draft("demonstration/next", 1, None, 2);
    let elderly = draft("demonstration/elderly", 2, Some("LAW_65_15_ELDERLY"), 1);
    let (next_id, elderly_id) = (next.id, elderly.id);
    bulk.lay::<rule_set::Entity>(vec![next, elderly]).await?;
    let documents = ApplicationKind::iter().zip(1..).map(|(application_kind, position)| rule_set_document::Model {
        rule_set_id: next_id,
        application_kind,
        category_code: "CAHIER_DES_CHARGES".to_owned(),
        of_association: false,
        position,
    });
    bulk.lay::<rule_set_document::Entity>(documents.collect()).await?;
    bulk.lay::<rule_set_norm::Entity>(vec![norm(next_id), norm(elderly_id)]).await?;
    let deadlines = ApplicationStep::iter().map(|step| rule_set_deadline::Model {
        rule_set_id: next_id,
        step,
        days: 10,
        unit: DeadlineUnit::WorkingDays,
    });
    bulk.lay::<rule_set_deadline::Entity>(deadlines.collect()).await
}

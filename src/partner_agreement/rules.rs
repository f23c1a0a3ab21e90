//! The rules of agreements and of the systems that read by them.

use chrono::NaiveDate;
use entity::partner_agreement::AgreementReach;
use entity::{api_client, api_client_secret, partner_agreement};

use crate::auth::{Scope, Scopes};
use crate::error::{Mistake, UserErrorCode};
use crate::text::Message;

/// Secrets of one system that are good at a time: the one in use, and the one that it changes over to.
const MOST_SECRETS: usize = 2;
/// Projects of one agreement.
const MOST_PROJECTS: usize = 100;

fn invalid(message: &'static str, path: &str) -> Mistake {
    Mistake::new(UserErrorCode::Invalid, Message::new(message), path)
}

/// An agreement opens something.
pub(super) fn opens_something(scopes: &[Scope]) -> Result<String, Mistake> {
    if scopes.is_empty() {
        return Err(Mistake::new(UserErrorCode::Blank, Message::new("scopes-needed"), "scopes"));
    }
    Ok(Scopes::of(scopes).names())
}

/// What a reach is of is given, and nothing that it is not of.
pub(super) fn reach_is_given(reach: AgreementReach, given: [bool; 3]) -> Vec<Mistake> {
    let of = match reach {
        AgreementReach::Country => [false, false, false],
        AgreementReach::RegionalCoordination => [true, false, false],
        AgreementReach::Delegation => [false, true, false],
        AgreementReach::Projects => [false, false, true],
    };
    let paths = ["regionalCoordination", "delegation", "projects"];
    let wrong = paths.into_iter().zip(of).zip(given).filter_map(|((path, needed), given)| match (needed, given) {
        (true, false) => Some(Mistake::new(UserErrorCode::Blank, Message::new("reach-needs"), path)),
        (false, true) => Some(invalid("reach-other", path)),
        (true, true) | (false, false) => None,
    });
    wrong.collect()
}

/// So many projects can be named.
pub(super) fn few_projects(count: usize) -> Result<(), Mistake> {
    if count <= MOST_PROJECTS {
        return Ok(());
    }
    let message = Message::new("list-too-long").with("maximum", MOST_PROJECTS);
    Err(Mistake::new(UserErrorCode::TooLong, message, "projects"))
}

/// Its last day is not before its first.
pub(super) fn ends_after_it_begins(from: NaiveDate, to: NaiveDate) -> Result<(), Mistake> {
    if from <= to { Ok(()) } else { Err(invalid("agreement-days", "validTo")) }
}

/// What was ended is not ended again.
pub(super) fn not_ended(agreement: &partner_agreement::Model) -> Result<(), Mistake> {
    if agreement.ended_at.is_none() { Ok(()) } else { Err(invalid("agreement-ended", "id")) }
}

/// No system reads by an agreement that is over.
pub(super) fn not_over(agreement: &partner_agreement::Model, today: NaiveDate) -> Result<(), Mistake> {
    let holds = agreement.ended_at.is_none() && today <= agreement.valid_to;
    if holds { Ok(()) } else { Err(invalid("agreement-ended", "agreement")) }
}

/// A system that was ended stays so.
pub(super) fn still_reads(client: &api_client::Model) -> Result<(), Mistake> {
    if client.ended_at.is_none() { Ok(()) } else { Err(invalid("api-client-ended", "id")) }
}

/// One secret is in use, and one more is there to change over to.
pub(super) fn room_for_another(secrets: &[api_client_secret::Model]) -> Result<(), Mistake> {
    let good = secrets.iter().filter(|secret| secret.ended_at.is_none()).count();
    if good < MOST_SECRETS {
        return Ok(());
    }
    Err(Mistake::new(UserErrorCode::Invalid, Message::new("secrets-enough").with("maximum", MOST_SECRETS), "id"))
}

/// A secret that is good can be ended.
pub(super) fn is_good(secret: &api_client_secret::Model) -> Result<(), Mistake> {
    if secret.ended_at.is_none() { Ok(()) } else { Err(invalid("secret-ended", "secret")) }
}

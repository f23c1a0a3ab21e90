//! The write door against a mutation that forgets every rule: the slice holds before and after.

use async_graphql::InputObject;
use entity::id::{AccountId, DelegationId, EstablishmentId, MandateId, StreamId};
use entity::{association, bank_account, declared_figure, establishment};
use serde_json::Value;
use taawun::auth::{DelegationRole, NationalRole, Viewer};
use taawun::db::{Actor, Change, Mutation, Refused, ScopedDb};
use taawun::error::Error;
use uuid::Uuid;

use crate::harness::{App, key_of, on_both};

/// Puts a house into a delegation, whoever asks. It names the streams it is told to.
#[derive(InputObject)]
struct Push {
    house: String,
    delegation: String,
    streams: Vec<String>,
    version: i32,
    as_new: bool,
}

impl Mutation for Push {
    const NAME: &'static str = "push";
    type Entity = establishment::Entity;

    async fn streams(&self, _: &ScopedDb) -> Result<Vec<StreamId>, Refused> {
        Ok(self.streams.iter().map(|stream| StreamId(stream.parse().unwrap())).collect())
    }

    async fn apply(&self, change: &mut Change) -> Result<(), Refused> {
        let id = EstablishmentId(self.house.parse().unwrap());
        let delegation_id = DelegationId(self.delegation.parse().unwrap());
        let before = change.edit::<establishment::Entity>(id, self.version, "house").await?;
        if self.as_new {
            let id = EstablishmentId(Uuid::now_v7());
            let reference = format!("NEW-{id:?}");
            return change.insert::<establishment::Entity>(&establishment::Model {
                id,
                delegation_id,
                reference,
                ..before
            });
        }
        change.save::<establishment::Entity>(&before, establishment::Model { delegation_id, ..before.clone() })?;
        Ok(())
    }
}

async fn push(app: &App, viewer: Viewer, push: Push) -> Result<Vec<String>, Error> {
    let actor = Actor::new(AccountId(Uuid::now_v7()), MandateId(Uuid::now_v7()), viewer);
    let outcome = app.pool.change(actor, app.now(), push).await?;
    Ok(outcome.mistakes.iter().map(|mistake| format!("{mistake:?}")).collect())
}

on_both! {
    async fn a_row_is_neither_stolen_nor_sent_away(app: &App) {
        let data = app.data("national-admin", "{ delegations { nodes { id code } } establishments(first: 100) { nodes { id delegation { code } } } }").await;
        let delegation = |code: &str| -> Uuid {
            key_of(&data["delegations"]["nodes"].as_array().unwrap().iter().find(|node| node["code"] == code).unwrap()["id"])
        };
        let house = |code: &str| -> Uuid {
            let nodes: &Vec<Value> = data["establishments"]["nodes"].as_array().unwrap();
            key_of(&nodes.iter().find(|node| node["delegation"]["code"] == code).unwrap()["id"])
        };
        let (khenifra, midelt) = (delegation("EN-05-301"), delegation("EN-08-363"));
        let (own, foreign) = (house("EN-05-301"), house("EN-08-363"));
        let head = Viewer::Delegation(khenifra.into(), DelegationRole::Head);
        let both = || vec![khenifra.to_string(), midelt.to_string()];
        let to = |house: Uuid, delegation: Uuid, streams, as_new| Push {
            house: house.to_string(), delegation: delegation.to_string(), streams, version: 1, as_new,
        };
        let before = app.data("national-admin", "{ establishments(first: 100) { nodes { id version delegation { code } } } }").await;

        let stolen = push(app, head, to(foreign, khenifra, both(), false)).await.unwrap();
        assert!(stolen.len() == 1 && stolen[0].contains("NotFound"), "{stolen:?}");
        assert!(matches!(push(app, head, to(own, midelt, both(), false)).await, Err(Error::ForbiddenHere)), "sent away");
        assert!(matches!(push(app, head, to(own, midelt, both(), true)).await, Err(Error::ForbiddenHere)), "entered elsewhere");
        for role in [DelegationRole::SocialWorker] {
            let viewer = Viewer::Delegation(khenifra.into(), role);
            assert!(matches!(push(app, viewer, to(own, khenifra, both(), false)).await, Err(Error::ForbiddenHere)), "seen, not changed");
        }
        let auditor = Viewer::NationalOffice(NationalRole::Auditor);
        assert!(matches!(push(app, auditor, to(own, midelt, both(), false)).await, Err(Error::ForbiddenHere)));

        // A row of a stream that was not locked starts the change over, and in the end it is told.
        let admin = Viewer::NationalOffice(NationalRole::Admin);
        assert!(matches!(push(app, admin, to(own, midelt, vec![midelt.to_string()], false)).await, Err(Error::Conflict)));
        assert!(matches!(push(app, admin, to(own, midelt, vec![khenifra.to_string()], false)).await, Err(Error::Conflict)));

        let after = app.data("national-admin", "{ establishments(first: 100) { nodes { id version delegation { code } } } }").await;
        assert_eq!(before, after, "nothing of all that was done");
        let (laid, breaches) = app.pool.verify_journal().await.unwrap();
        assert_eq!((laid, breaches), (6, vec![]), "what the seed laid");

        assert_eq!(push(app, admin, to(own, midelt, both(), false)).await.unwrap(), Vec::<String>::new());
        assert_eq!(app.pool.verify_journal().await.unwrap(), (6 + 2, vec![]), "and what may be done is");
    }
}

/// Enters a row into a slice, whoever asks: a bank account, a figure or an association of a delegation.
#[derive(InputObject)]
struct Enter {
    what: String,
    delegation: String,
    association: String,
    commune: String,
}

macro_rules! enters {
    ($name:ident, $table:ident, $row:expr) => {
        #[derive(InputObject)]
        struct $name {
            row: Enter,
        }

        impl Mutation for $name {
            const NAME: &'static str = "enter";
            type Entity = $table::Entity;

            async fn streams(&self, _: &ScopedDb) -> Result<Vec<StreamId>, Refused> {
                Ok(vec![StreamId(self.row.delegation.parse().unwrap())])
            }

            async fn apply(&self, change: &mut Change) -> Result<(), Refused> {
                let row: fn(&Enter) -> $table::Model = $row;
                change.insert::<$table::Entity>(&row(&self.row))
            }
        }
    };
}

enters!(EnterAccount, bank_account, |to| bank_account::Model {
    id: Uuid::now_v7().into(),
    association_id: to.association.parse::<Uuid>().unwrap().into(),
    delegation_id: to.delegation.parse::<Uuid>().unwrap().into(),
    rib: to.what.clone(),
    state: bank_account::BankAccountState::Proposed,
    proposed_by: Uuid::now_v7().into(),
    proposed_on: chrono::NaiveDate::default(),
    decided_by: None,
    decided_on: None,
    demonstration: true,
    version: 1,
});
enters!(EnterFigure, declared_figure, |to| declared_figure::Model {
    id: Uuid::now_v7().into(),
    delegation_id: to.delegation.parse::<Uuid>().unwrap().into(),
    measure: declared_figure::Measure::Cef,
    value: 1,
    qualifier: declared_figure::Qualifier::Exact,
    as_of: entity::month::YearMonth::try_new(2026, 1).unwrap(),
    source: to.what.clone(),
    import_part_id: None,
    demonstration: true,
    version: 1,
});
enters!(EnterAssociation, association, |to| association::Model {
    id: Uuid::now_v7().into(),
    delegation_id: to.delegation.parse::<Uuid>().unwrap().into(),
    commune_id: Some(to.commune.parse::<Uuid>().unwrap().into()),
    name_ar: None,
    name_fr: Some(to.what.clone()),
    provisional_receipt_number: None,
    provisional_receipt_on: None,
    final_receipt_number: None,
    final_receipt_on: None,
    bureau_elected_on: None,
    bureau_mandate_ends_on: None,
    bank_account_id: None,
    import_part_id: None,
    demonstration: true,
    version: 1,
});

on_both! {
    /// Whatever a mutation forgets to ask, a row is entered only where its viewer may change rows.
    async fn a_row_is_entered_nowhere_outside_the_slice(app: &App) {
        let data = app.data("national-admin", "{ delegations { nodes { id code } } associations(first: 100) { nodes { id delegation { code } bankAccount { id } bankAccounts { state } } } communes(first: 1) { nodes { id } } }").await;
        let nodes = |list: &str| data[list]["nodes"].as_array().unwrap().clone();
        let delegation = |code: &str| key_of(&nodes("delegations").iter().find(|node| node["code"] == code).unwrap()["id"]);
        // One without a proposal, so that only the slice stands in the way.
        let association = |code: &str| {
            let free = |node: &&Value| node["delegation"]["code"] == code && !node["bankAccount"].is_null();
            key_of(&nodes("associations").iter().find(free).unwrap()["id"])
        };
        let commune = key_of(&nodes("communes")[0]["id"]);
        let to = |code: &str| Enter {
            what: "entered by a test".to_owned(), delegation: delegation(code).to_string(), association: association(code).to_string(), commune: commune.to_string(),
        };
        let (khenifra, midelt) = ("EN-05-301", "EN-08-363");
        let actor = |viewer| Actor::new(AccountId(Uuid::now_v7()), MandateId(Uuid::now_v7()), viewer);
        let forbidden = |outcome: Result<Vec<String>, Error>| matches!(outcome, Err(Error::ForbiddenHere));
        let told = |mistakes: Vec<taawun::error::Mistake>| mistakes.iter().map(|mistake| format!("{mistake:?}")).collect::<Vec<_>>();

        let officer = Viewer::Delegation(delegation(khenifra).into(), DelegationRole::Officer);
        let manager = Viewer::Association(association(khenifra).into());
        for viewer in [officer, manager, Viewer::NationalOffice(NationalRole::Auditor)] {
            let account = app.pool.change(actor(viewer), app.now(), EnterAccount { row: to(midelt) }).await;
            assert!(forbidden(account.map(|outcome| told(outcome.mistakes))), "{viewer:?}");
            let figure = app.pool.change(actor(viewer), app.now(), EnterFigure { row: to(midelt) }).await;
            assert!(forbidden(figure.map(|outcome| told(outcome.mistakes))), "{viewer:?}");
            let entered = app.pool.change(actor(viewer), app.now(), EnterAssociation { row: to(midelt) }).await;
            assert!(forbidden(entered.map(|outcome| told(outcome.mistakes))), "{viewer:?}");
        }
        assert_eq!(app.journal().await, 0);
        // And where it may be, it is.
        let account = app.pool.change(actor(officer), app.now(), EnterAccount { row: to(khenifra) }).await.unwrap();
        let figure = app.pool.change(actor(officer), app.now(), EnterFigure { row: to(khenifra) }).await.unwrap();
        let entered = app.pool.change(actor(officer), app.now(), EnterAssociation { row: to(khenifra) }).await.unwrap();
        assert!(account.mistakes.is_empty() && figure.mistakes.is_empty() && entered.mistakes.is_empty());
        assert_eq!(app.journal().await, 3);
    }
}

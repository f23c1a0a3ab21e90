//! The write door against a mutation that forgets every rule: the slice holds before and after.

use async_graphql::InputObject;
use entity::establishment;
use entity::id::{AccountId, DelegationId, EstablishmentId, MandateId, StreamId};
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
    let actor = Actor { account: AccountId(Uuid::now_v7()), mandate: MandateId(Uuid::now_v7()), viewer };
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
        assert_eq!((laid, breaches), (3, vec![]), "what the seed laid");

        assert_eq!(push(app, admin, to(own, midelt, both(), false)).await.unwrap(), Vec::<String>::new());
        assert_eq!(app.pool.verify_journal().await.unwrap(), (3 + 2, vec![]), "and what may be done is");
    }
}

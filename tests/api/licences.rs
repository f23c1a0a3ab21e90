//! The one place where the state of a licence changes: spans against a calendar, day by day, with what they add to the measures,
//! and only for those who keep the house.

use std::collections::BTreeSet;

use async_graphql::InputObject;
use chrono::{Days, NaiveDate};
use entity::id::{AccountId, EstablishmentId, MandateId, StreamId};
use entity::licence_period::LicenceState;
use entity::{establishment, licence_period};
use sea_orm::ColumnTrait;
use sea_orm::sea_query::Order;
use serde_json::Value;
use taawun::auth::{DelegationRole, NationalRole, Viewer};
use taawun::db::{Actor, Change, Mutation, Refused, ScopedDb};
use taawun::error::Error;
use taawun::establishment::streams_of_house;
use taawun::licence::{LicensedHouse, LicensedPlaces, NextLicence, licence_changes};
use uuid::Uuid;

use crate::harness::{App, key_of, on_both};
use crate::random::Random;

const CALENDAR: usize = 60;
const STATES: [LicenceState; 4] =
    [LicenceState::InProgress, LicenceState::Licensed, LicenceState::Suspended, LicenceState::Withdrawn];

/// A step of some procedure, which asks for no right.
#[derive(InputObject)]
struct Step {
    house: String,
    state: Option<usize>,
    from: String,
    until: Option<String>,
}

impl Step {
    fn house(&self) -> EstablishmentId {
        EstablishmentId(self.house.parse().unwrap())
    }
}

impl Mutation for Step {
    const NAME: &'static str = "step";
    type Entity = licence_period::Entity;

    async fn streams(&self, db: &ScopedDb) -> Result<Vec<StreamId>, Refused> {
        streams_of_house(db, self.house()).await
    }

    async fn apply(&self, change: &mut Change) -> Result<(), Refused> {
        let house = change.find::<establishment::Entity>().filter(establishment::COLUMN.id.eq(self.house()));
        let house = house.one().await?.unwrap();
        let next = NextLicence {
            id: entity::id::LicencePeriodId(Uuid::now_v7()),
            goes_on: true,
            state: self.state.map(|state| STATES[state]),
            from: self.from.parse().unwrap(),
            until: self.until.as_ref().map(|day| day.parse().unwrap()),
            framework: None,
            decision_number: Some("12/26".to_owned()),
            authority_code: Some("SOCIAL_DEVELOPMENT".to_owned()),
            decided_on: Some(self.from.parse().unwrap()),
            places: LicensedPlaces { total: Some(40), female: Some(25), male: Some(15) },
            house: LicensedHouse::default(),
            application_id: None,
            public_number: None,
        };
        licence_changes(change, &house, next).await.map(drop)
    }
}

async fn step(app: &App, viewer: Viewer, step: Step) -> Result<Vec<String>, Error> {
    let actor = Actor::new(AccountId(Uuid::now_v7()), MandateId(Uuid::now_v7()), viewer);
    let outcome = app.pool.change(actor, app.now(), step).await?;
    Ok(outcome.mistakes.iter().map(|mistake| format!("{mistake:?}")).collect())
}

async fn house_of(app: &App, reference: &str) -> (Uuid, Uuid) {
    let query = format!(
        "{{ establishments(first: 1, where: {{ search: \"{reference}\" }}) {{ nodes {{ id delegation {{ id }} }} }} }}"
    );
    let data = app.data("national-admin", &query).await;
    let node: &Value = &data["establishments"]["nodes"][0];
    (key_of(&node["id"]), key_of(&node["delegation"]["id"]))
}

async fn spans_of(app: &App, house: Uuid) -> Vec<licence_period::Model> {
    let db = app.pool.scoped_to(Viewer::NationalOffice(NationalRole::Auditor));
    let spans = db.find::<licence_period::Entity>();
    let spans = spans.filter(licence_period::COLUMN.establishment_id.eq(EstablishmentId(house)));
    spans.order_by(licence_period::Column::StartsOn, Order::Asc).all().await.unwrap()
}

on_both! {
    async fn spans_and_measures_are_those_of_a_calendar(app: &App) {
        let (house, delegation) = house_of(app, "EPS-05-301-0039").await;
        let head = Viewer::Delegation(delegation.into(), DelegationRole::Head);
        let first = NaiveDate::from_ymd_opt(2025, 12, 1).unwrap();
        let day = |number: usize| first + Days::new(number as u64);
        let mut random = Random::new(26);
        // What is there goes on behind the calendar, until something is open-ended.
        let mut calendar = [Some(LicenceState::InProgress); CALENDAR + 1];
        for _ in 0..25 {
            let from = random.below(CALENDAR);
            let until = (random.below(4) > 0).then(|| from + random.below(CALENDAR - from));
            let state = random.below(5);
            let state = (state < 4).then_some(state);
            let laid = Step { house: house.to_string(), state, from: day(from).to_string(), until: until.map(|last| day(last).to_string()) };
            calendar[from..=until.unwrap_or(CALENDAR)].fill(state.map(|state| STATES[state]));
            // Where nothing is there and nothing shall be, nothing is changed.
            let _ = step(app, head, laid).await;
            let spans = spans_of(app, house).await;
            for (number, expected) in calendar.iter().enumerate() {
                let on = day(number);
                let covering: Vec<_> = spans.iter().filter(|span| span.starts_on <= on && span.ends_on.is_none_or(|last| on <= last)).map(|span| span.state).collect();
                assert_eq!(covering, expected.iter().copied().collect::<Vec<_>>(), "{on}");
            }
            for span in &spans {
                let licensed = span.state == LicenceState::Licensed;
                assert_eq!((span.public_number.is_some(), span.capacity_total, span.authority_code.is_some()), (licensed, licensed.then_some(40), licensed));
            }
            assert_eq!(taawun::statistics::differences(&app.pool).await.unwrap(), [], "counters");
        }
        let (_, breaches) = app.pool.verify_journal().await.unwrap();
        assert_eq!(breaches, []);
    }

    async fn a_suspension_parts_a_licence_which_goes_on_behind_it_and_is_granted_once(app: &App) {
        let (house, delegation) = house_of(app, "EPS-05-301-0039").await;
        let head = Viewer::Delegation(delegation.into(), DelegationRole::Head);
        let laid = |state: Option<usize>, from: &str, until: Option<&str>| Step {
            house: house.to_string(), state, from: from.to_owned(), until: until.map(str::to_owned),
        };
        let granted = "{ statistics(measures: [LICENCES_GRANTED], asOf: \"2024-12\") { total { count } } }";
        let before = app.data("khenifra-head", granted).await["statistics"]["total"][0]["count"].as_i64().unwrap();
        assert_eq!(step(app, head, laid(Some(1), "2024-01-01", None)).await.unwrap(), [""; 0]);
        assert_eq!(step(app, head, laid(Some(2), "2024-05-01", Some("2024-05-31"))).await.unwrap(), [""; 0]);
        let spans = spans_of(app, house).await;
        let told: Vec<_> = spans.iter().map(|span| (span.state, span.starts_on.to_string(), span.ends_on.map(|day| day.to_string()).unwrap_or_default())).collect();
        let expected = [
            (LicenceState::InProgress, "2022-03-01", "2023-12-31"), (LicenceState::Licensed, "2024-01-01", "2024-04-30"),
            (LicenceState::Suspended, "2024-05-01", "2024-05-31"), (LicenceState::Licensed, "2024-06-01", ""),
        ];
        assert_eq!(told, expected.map(|(state, from, to)| (state, from.to_owned(), to.to_owned())));
        // It is the same licence: the number by which it is known, and what the decision says.
        assert_eq!(spans[1].public_number, spans[3].public_number);
        assert_eq!(spans.iter().map(|span| span.id.0).collect::<BTreeSet<_>>().len(), 4);
        let after = app.data("khenifra-head", granted).await["statistics"]["total"][0]["count"].as_i64().unwrap();
        assert_eq!(after, before + 1, "granted once");
        assert_eq!(taawun::statistics::differences(&app.pool).await.unwrap(), []);

        let wrong = step(app, head, laid(Some(1), "2024-05-02", Some("2024-05-01"))).await.unwrap();
        assert!(wrong.len() == 1 && wrong[0].contains("licence-ends-before"), "{wrong:?}");
        // Whoever sees the house and does not keep it changes nothing.
        for viewer in [Viewer::NationalOffice(NationalRole::Auditor), Viewer::Delegation(delegation.into(), DelegationRole::SocialWorker), Viewer::Establishment(house.into())] {
            assert!(matches!(step(app, viewer, laid(Some(3), "2024-09-01", None)).await, Err(Error::ForbiddenHere)), "{viewer}");
        }
        assert_eq!(spans_of(app, house).await, spans);
    }
}

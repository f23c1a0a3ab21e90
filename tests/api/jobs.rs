//! Work in the background: done once whatever happens to whoever does it, tried again, cancelled, and shown to whose it is.

#![expect(clippy::disallowed_methods, reason = "what was done is counted past every door")]

use std::collections::BTreeMap;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use async_graphql::InputObject;
use chrono::{DateTime, TimeDelta, Utc};
use entity::id::{AccountId, EstablishmentId, JobId, NoticeId, StreamId};
use entity::job::{self, JobFault, JobKind, JobState};
use entity::mandate::Role;
use entity::notice::NoticeKind;
use entity::{establishment, mandate, notice};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use taawun::auth::{Gate, MasterKey, Passwords, SecretKeys};
use taawun::background::background;
use taawun::clock::Clock;
use taawun::db::operational::{Left, job_of};
use taawun::db::{Actor, Change as Door, Mutation, Pool, Refused, ScopedDb};
use taawun::error::Error;
use taawun::global_id::{IdOf, global_of};
use taawun::job::{Background, Ended, Failed, Kind, Running, Worker};
use taawun::request::App as Shared;
use uuid::Uuid;

use crate::harness::{App, Change, Database, PASSWORD, codes, key_of, on_both, one, plain_mandate};

const CANCEL: Change = Change::new("jobCancel", "job { id state } errors { code message path }");
const FIELDS: &str =
    "id kind state progress { done total } createdAt startedAt finishedAt attempts error result { id }";

/// What the kinds of these tests are about.
#[derive(Debug, Serialize, Deserialize)]
struct Whom {
    account: Uuid,
    house: Uuid,
}

/// Leaves a notice behind: two of one job would be two notices.
struct Telling;

impl Kind for Telling {
    const KIND: JobKind = JobKind::SeasonReturnsRemind;
    const LEASE: TimeDelta = TimeDelta::seconds(2);
    type Payload = Whom;

    async fn run(running: &Running, whom: Whom) -> Result<Ended, Failed> {
        running.progress(1, Some(1)).await?;
        tokio::time::sleep(Duration::from_millis(3)).await;
        let told = notice::Model {
            id: NoticeId(Uuid::now_v7()),
            about_id: running.id().0,
            ..taawun::notice::notice(
                NoticeKind::SeasonReturnOverdue,
                AccountId(whom.account),
                EstablishmentId(whom.house),
                running.app.clock.now(),
            )
        };
        let result = Some(global_of("Establishment", whom.house));
        Ok(Ended::Leaving(Left { notices: vec![told], result, ..Left::default() }))
    }
}

/// Fails, as the mail server would.
struct Failing;

impl Kind for Failing {
    const KIND: JobKind = JobKind::NoticesMail;
    const MOST_ATTEMPTS: i32 = 3;
    type Payload = ();

    async fn run(running: &Running, (): ()) -> Result<Ended, Failed> {
        match running.attempt() {
            1 => Err(Failed::for_now(JobFault::MailRefused)),
            2 => Err(Error::internal("what nobody is told").into()),
            _ => panic!("as a fault of ours would"),
        }
    }
}

/// Another name of a house.
#[derive(InputObject)]
struct HouseRename {
    house: IdOf<EstablishmentId>,
}

impl Mutation for HouseRename {
    const NAME: &'static str = "houseRename";
    type Entity = establishment::Entity;

    async fn streams(&self, db: &ScopedDb) -> Result<Vec<StreamId>, Refused> {
        Ok(vec![db.stream_of::<establishment::Entity>(&self.house, "house").await?])
    }

    async fn apply(&self, change: &mut Door) -> Result<(), Refused> {
        let before = change.edit::<establishment::Entity>(self.house.key_at("house")?, None, "house").await?;
        let after = establishment::Model { name_fr: Some("Maison renommée".to_owned()), ..before.clone() };
        change.save::<establishment::Entity>(&before, after)?;
        Ok(())
    }
}

/// Renames a house as whoever asked for it.
struct Renaming;

impl Kind for Renaming {
    const KIND: JobKind = JobKind::NoticesMailDaily;
    type Payload = Whom;

    async fn run(running: &Running, whom: Whom) -> Result<Ended, Failed> {
        let identity = running.asker().await?;
        let actor =
            Actor { rights: identity.rights(), ..Actor::new(identity.account, identity.mandate, identity.viewer()) };
        let outcome = running.change(actor, rename(whom.house)).await?;
        assert!(outcome.mistakes.is_empty(), "{:?}", outcome.mistakes);
        Ok(Ended::ByChange)
    }
}

/// Never ends by itself.
struct Endless;

impl Kind for Endless {
    const KIND: JobKind = JobKind::CountersCloseYears;
    type Payload = ();

    async fn run(_: &Running, (): ()) -> Result<Ended, Failed> {
        std::future::pending().await
    }
}

fn rename(house: Uuid) -> HouseRename {
    HouseRename { house: IdOf::of(&global_of("Establishment", house)) }
}

/// A job of a kind, due at once.
fn queued<K: Kind>(payload: &K::Payload, now: DateTime<Utc>) -> job::Model {
    job_of(K::KIND, serde_json::to_string(payload).unwrap(), now)
}

async fn account_of(app: &App, login: &str) -> AccountId {
    app.pool.credentials(login).await.unwrap().unwrap().account.id
}

async fn mandate_of(app: &App, login: &str) -> mandate::Model {
    app.pool.mandates_of(account_of(app, login).await).await.unwrap()[0].clone()
}

/// A job that somebody of the demonstration asked for.
async fn asked_by(app: &App, login: &str, of: job::Model) -> job::Model {
    let mandate = mandate_of(app, login).await;
    job::Model { account_id: Some(mandate.account_id), mandate_id: Some(mandate.id), ..of }
}

async fn house(app: &App, reference: &str) -> Uuid {
    let query = format!("{{ establishments(where: {{ search: \"{reference}\" }}) {{ nodes {{ id }} }} }}");
    key_of(&app.data("auditor", &query).await["establishments"]["nodes"][0]["id"])
}

async fn read(app: &App, id: JobId) -> job::Model {
    let connection = app.connection().await;
    let row = job::Entity::find_by_id(id).one(&connection).await.unwrap().unwrap();
    connection.close().await.unwrap();
    row
}

/// How many notices each job left behind.
async fn left(app: &App) -> BTreeMap<Uuid, usize> {
    let connection = app.connection().await;
    let all = notice::Entity::find().filter(notice::Column::Kind.eq(NoticeKind::SeasonReturnOverdue));
    let all = all.all(&connection).await.unwrap();
    connection.close().await.unwrap();
    all.into_iter().fold(BTreeMap::new(), |mut left, notice| {
        *left.entry(notice.about_id).or_default() += 1;
        left
    })
}

/// Work that cannot be taken again until its lease has ended.
const LONG: [(JobKind, TimeDelta); 2] =
    [(JobKind::SeasonReturnsRemind, TimeDelta::seconds(60)), (JobKind::NoticesMailDaily, TimeDelta::seconds(60))];

on_both! {
    async fn a_job_is_shown_to_whose_it_is_and_to_nobody_else(app: &App) {
        let whom = Whom { account: account_of(app, "dpo").await.0, house: house(app, "EPS-05-301-0002").await };
        let own = asked_by(app, "khenifra-officer", queued::<Telling>(&whom, app.now())).await;
        let system = queued::<Endless>(&(), app.now() + TimeDelta::days(1));
        assert_eq!(app.pool.enqueue(vec![own.clone(), system.clone()]).await.unwrap(), 2);
        let ids = [own.id, system.id].map(|id| global_of("Job", id.0));
        let by_id = |id: &str| format!("{{ job(id: \"{id}\") {{ {FIELDS} }} }}");
        let waiting = app.data("khenifra-officer", &by_id(&ids[0])).await["job"].clone();
        assert_eq!(waiting, json!({
            "id": ids[0], "kind": "SEASON_RETURNS_REMIND", "state": "QUEUED", "progress": { "done": 0, "total": null },
            "createdAt": "2026-11-24T09:00:00+00:00", "startedAt": null, "finishedAt": null, "attempts": 0, "error": null, "result": null,
        }));
        app.advance(5);
        assert_eq!(app.worker(Background::default().with::<Telling>().with::<Endless>()).await.work_off().await.unwrap(), 1);
        let done = app.data("khenifra-officer", &by_id(&ids[0])).await["job"].clone();
        let house = global_of("Establishment", whom.house);
        assert_eq!(done, json!({
            "id": ids[0], "kind": "SEASON_RETURNS_REMIND", "state": "DONE", "progress": { "done": 1, "total": 1 },
            "createdAt": "2026-11-24T09:00:00+00:00", "startedAt": "2026-11-24T09:00:05+00:00", "finishedAt": "2026-11-24T09:00:05+00:00",
            "attempts": 1, "error": null, "result": { "id": house },
        }));
        assert_eq!(left(app).await, BTreeMap::from([(own.id.0, 1)]));

        // Of 17 accounts two see one: its own, or the system's.
        let list = "{ jobs { totalCount nodes { id } } }";
        let filtered = "{ jobs(where: { state: DONE, kind: SEASON_RETURNS_REMIND }) { nodes { id } } none: jobs(where: { state: FAILED }) { nodes { id } } }";
        for login in app.logins() {
            let token = app.token(&login).await;
            let seen: Vec<_> = match login.as_str() {
                "khenifra-officer" => vec![&ids[0]],
                "national-admin" => vec![&ids[1]],
                _ => Vec::new(),
            };
            let nodes: Vec<_> = seen.iter().map(|id| json!({ "id": id })).collect();
            let listed = app.send(Some(&token), list, json!({})).await.body["data"]["jobs"].clone();
            assert_eq!(listed, json!({ "totalCount": seen.len(), "nodes": nodes }), "{login}");
            let listed = app.send(Some(&token), filtered, json!({})).await.body["data"].clone();
            let done: Vec<_> = nodes.iter().filter(|node| node["id"] == ids[0]).collect();
            assert_eq!(listed, json!({ "jobs": { "nodes": done }, "none": { "nodes": [] } }), "{login}");
            for id in &ids {
                let answer = app.send(Some(&token), &by_id(id), json!({})).await;
                if seen.contains(&id) {
                    assert_eq!(answer.body["data"]["job"]["id"], json!(id), "{login}");
                    continue;
                }
                assert_eq!((answer.body["data"]["job"].clone(), answer.only_code()), (Value::Null, "NOT_FOUND".to_owned()), "{login}");
                // As one that does not exist.
                let refused = app.change(&token, CANCEL, &json!({ "id": id })).await;
                let unknown = app.change(&token, CANCEL, &json!({ "id": global_of("Job", Uuid::nil()) })).await;
                assert_eq!((codes(&refused), &refused), (one("NOT_FOUND", "input.id"), &unknown), "{login}");
            }
        }
        for query in [list.to_owned(), by_id(&ids[0])] {
            assert_eq!(app.send(None, &query, json!({})).await.only_code(), "UNAUTHENTICATED");
        }
        // What came of it is read by the rights of now: nobody sees a house that is elsewhere.
        let midelt = asked_by(app, "midelt-officer", queued::<Telling>(&whom, app.now())).await;
        app.pool.enqueue(vec![midelt.clone()]).await.unwrap();
        app.worker(Background::default().with::<Telling>()).await.work_off().await.unwrap();
        let of_midelt = app.data("midelt-officer", &by_id(&global_of("Job", midelt.id.0))).await["job"].clone();
        assert_eq!((&of_midelt["state"], &of_midelt["result"]), (&json!("DONE"), &Value::Null));
    }

    async fn a_job_is_of_the_mandate_by_which_it_was_asked_for(app: &App) {
        let (khenifra, midelt) = (mandate_of(app, "khenifra-head").await, mandate_of(app, "midelt-head").await);
        let of = |delegation| mandate::Model { delegation_id: delegation, ..plain_mandate(Role::DelegationOfficer) };
        app.lay_account("both", vec![of(khenifra.delegation_id), of(midelt.delegation_id)]).await;
        let mandates = app.pool.mandates_of(account_of(app, "both").await).await.unwrap();
        let job = queued::<Endless>(&(), app.now());
        let job = job::Model { account_id: Some(mandates[0].account_id), mandate_id: Some(mandates[0].id), ..job };
        app.pool.enqueue(vec![job]).await.unwrap();
        let mut seen = BTreeMap::new();
        let first = app.sign_in("both", PASSWORD).await["accessToken"].as_str().unwrap().to_owned();
        for mandate in &mandates {
            let switch = Change::new("mandateSwitch", "accessToken errors { code }");
            let switched = app.change(&first, switch, &json!({ "mandate": global_of("Mandate", mandate.id.0) })).await;
            let token = switched["accessToken"].as_str().unwrap();
            let jobs = app.send(Some(token), "{ jobs { totalCount } }", json!({})).await.body["data"]["jobs"]["totalCount"].clone();
            seen.insert(mandate.id.0, jobs);
        }
        assert_eq!(seen, BTreeMap::from([(mandates[0].id.0, json!(1)), (mandates[1].id.0, json!(0))]));
    }

    async fn who_comes_too_late_ends_nothing(app: &App) {
        let whom = Whom { account: account_of(app, "dpo").await.0, house: house(app, "EPS-05-301-0002").await };
        let job = queued::<Telling>(&whom, app.now());
        app.pool.enqueue(vec![job.clone()]).await.unwrap();
        let late = app.pool.take_job(&LONG, app.now()).await.unwrap().unwrap();
        let worker = app.worker(Background::default().with::<Telling>().with::<Renaming>()).await;
        app.advance(59);
        assert_eq!(worker.work_off().await.unwrap(), 0, "it is held for a minute");
        // A sign of life holds it for longer.
        assert!(app.pool.keep_job(&late, app.now() + TimeDelta::seconds(60)).await.unwrap());
        app.advance(59);
        assert_eq!(worker.work_off().await.unwrap(), 0);
        app.advance(2);
        assert_eq!(worker.work_off().await.unwrap(), 1, "then another one takes it");
        let notices = vec![taawun::notice::notice(NoticeKind::SeasonReturnOverdue, AccountId(whom.account), EstablishmentId(whom.house), app.now())];
        assert!(!app.pool.finish_job(&late, Left { notices, ..Left::default() }, app.now()).await.unwrap());
        assert!(!app.pool.keep_job(&late, app.now()).await.unwrap());
        assert!(!app.pool.fail_job(&late, JobFault::Internal, None, app.now()).await.unwrap());
        assert_eq!(left(app).await, BTreeMap::from([(job.id.0, 1)]));
        let row = read(app, job.id).await;
        assert_eq!((row.state, row.attempts), (JobState::Done, 2));

        // A change that is the effect of a job, and the end of the job, are one.
        let renaming = asked_by(app, "khenifra-head", queued::<Renaming>(&whom, app.now())).await;
        app.pool.enqueue(vec![renaming.clone()]).await.unwrap();
        let late = app.pool.take_job(&LONG, app.now()).await.unwrap().unwrap();
        app.advance(61);
        let held = app.pool.take_job(&LONG, app.now()).await.unwrap().unwrap();
        let mandate = mandate_of(app, "khenifra-head").await;
        let actor = Actor::new(mandate.account_id, mandate.id, taawun::auth::Viewer::of_mandate(&mandate).unwrap());
        let refused = app.pool.change_as_job(&late, actor, app.now(), rename(whom.house)).await;
        assert_eq!(refused.unwrap_err(), Error::Conflict);
        assert_eq!((app.journal().await, read(app, renaming.id).await.state), (0, JobState::Running));
        app.pool.give_job_back(&held, app.now()).await.unwrap();
        assert_eq!(worker.work_off().await.unwrap(), 1);
        let row = read(app, renaming.id).await;
        assert_eq!((app.journal().await, row.state, row.attempts, row.result), (1, JobState::Done, 2, Some(global_of("Establishment", whom.house))));
    }

    async fn what_fails_is_tried_again_later_and_later_and_given_up(app: &App) {
        let job = asked_by(app, "khenifra-officer", queued::<Failing>(&(), app.now())).await;
        app.pool.enqueue(vec![job.clone()]).await.unwrap();
        let worker = app.worker(Background::default().with::<Failing>()).await;
        let query = format!("{{ job(id: \"{}\") {{ state attempts error finishedAt }} }}", global_of("Job", job.id.0));
        // The pause is ten seconds, then twenty, each by up to a quarter shorter or longer.
        for (attempt, [least, most], fault) in [(1, [7, 13], "The mail server did not take the mail."), (2, [15, 25], "This attempt failed by a fault of ours, which is noted.")] {
            assert_eq!(worker.work_off().await.unwrap(), 1);
            let shown = app.data("khenifra-officer", &query).await["job"].clone();
            assert_eq!(shown, json!({ "state": "QUEUED", "attempts": attempt, "error": fault, "finishedAt": null }));
            app.advance(least);
            assert_eq!(worker.work_off().await.unwrap(), 0, "attempt {attempt}");
            app.advance(most - least);
        }
        assert_eq!(worker.work_off().await.unwrap(), 1);
        app.advance(24 * 3600);
        assert_eq!(worker.work_off().await.unwrap(), 0, "it was given up");
        let token = app.token("khenifra-officer").await;
        for (language, fault) in [
            ("ar", "فشلت هذه المحاولة بسبب خطأ من جانبنا، وقد سُجّل."),
            ("fr", "Cette tentative a échoué par une erreur de notre part, qui est consignée."),
        ] {
            let request = app.client().post(format!("{}/graphql", app.url)).bearer_auth(&token).header("accept-language", language);
            let shown = app.receive(request.json(&json!({ "query": query }))).await.body["data"]["job"].clone();
            assert_eq!((&shown["state"], &shown["attempts"], &shown["error"]), (&json!("FAILED"), &json!(3), &json!(fault)));
        }
    }

    async fn whoever_may_not_any_more_has_nothing_done(app: &App) {
        let whom = Whom { account: Uuid::nil(), house: house(app, "EPS-05-301-0002").await };
        let job = asked_by(app, "khenifra-officer", queued::<Renaming>(&whom, app.now())).await;
        app.pool.enqueue(vec![job.clone()]).await.unwrap();
        let found = app.data("national-admin", "{ accounts(where: { login: \"khenifra-officer\" }) { nodes { mandates { id version } } } }").await;
        let mandate = &found["accounts"]["nodes"][0]["mandates"][0];
        let end = Change::new("mandateEnd", "errors { code }");
        let ended = app.change(&app.token("national-admin").await, end, &json!({ "id": mandate["id"], "expectedVersion": mandate["version"] })).await;
        assert_eq!(ended["errors"], json!([]));
        app.worker(Background::default().with::<Renaming>()).await.work_off().await.unwrap();
        let row = read(app, job.id).await;
        assert_eq!((row.state, row.attempts, row.fault), (JobState::Failed, 1, Some(JobFault::NotAllowed)));
        assert_eq!(app.journal().await, 1, "the end of the mandate");
    }

    async fn a_job_that_is_cancelled_has_no_effect(app: &App) {
        let whom = Whom { account: account_of(app, "dpo").await.0, house: house(app, "EPS-05-301-0002").await };
        let mut jobs = Vec::new();
        for _ in 0..2 {
            jobs.push(asked_by(app, "khenifra-officer", queued::<Telling>(&whom, app.now())).await);
        }
        app.pool.enqueue(jobs.clone()).await.unwrap();
        let token = app.token("khenifra-officer").await;
        // One under way, one that waits.
        let lease = app.pool.take_job(&LONG, app.now()).await.unwrap().unwrap();
        for job in &jobs {
            let id = global_of("Job", job.id.0);
            let cancelled = app.change(&token, CANCEL, &json!({ "id": id })).await;
            assert_eq!(cancelled, json!({ "job": { "id": id, "state": "CANCELLED" }, "errors": [] }));
            let again = app.change(&token, CANCEL, &json!({ "id": id })).await;
            assert_eq!((codes(&again), &again["job"]["state"]), (one("INVALID", "input.id"), &json!("CANCELLED")));
        }
        assert!(!app.pool.finish_job(&lease, Left::default(), app.now()).await.unwrap());
        app.advance(3600);
        assert_eq!(app.worker(Background::default().with::<Telling>()).await.work_off().await.unwrap(), 0);
        assert_eq!(left(app).await, BTreeMap::new());
        assert_eq!(codes(&app.change(&app.token("khenifra-officer").await, CANCEL, &json!({ "id": "Job_none" })).await), one("INVALID", "input.id"));
    }

    async fn of_those_that_wait_under_one_key_there_is_one(app: &App) {
        let one_more = || job::Model { key: Some("the same".to_owned()), ..queued::<Endless>(&(), app.now()) };
        let all = (0..20).map(|_| {
            let (pool, job) = (app.pool.clone(), one_more());
            tokio::spawn(async move { pool.enqueue(vec![job]).await.unwrap() })
        });
        let mut put = 0;
        for one in all.collect::<Vec<_>>() {
            put += one.await.unwrap();
        }
        assert_eq!(put, 1);
        // From when it is begun, what comes after it waits for itself.
        assert!(app.pool.take_job(&[(JobKind::CountersCloseYears, TimeDelta::seconds(60))], app.now()).await.unwrap().is_some());
        assert_eq!(app.pool.enqueue(vec![one_more()]).await.unwrap(), 1);
        assert_eq!(app.pool.enqueue(vec![one_more()]).await.unwrap(), 0);
    }

    async fn what_is_done_every_day_is_done_once_a_day_whoever_does_it(app: &App) {
        let workers = [app.worker(background()).await, app.worker(background()).await];
        let both = async || {
            let [one, other] = [workers[0].work_off(), workers[1].work_off()];
            let (one, other) = tokio::join!(one, other);
            one.unwrap() + other.unwrap()
        };
        assert_eq!(both().await, 4, "the years, the reminders, the dossiers, the mails");
        assert_eq!(both().await, 0);
        // At eleven in the evening nothing more; five minutes after midnight the years; at half past seven the mails.
        app.advance(13 * 3600);
        assert_eq!(both().await, 0);
        app.advance(3600 + 300);
        assert_eq!(both().await, 1);
        app.advance(7 * 3600 + 25 * 60);
        assert_eq!(both().await, 3);
        let listed = app.data("national-admin", "{ jobs { nodes { kind state } } }").await["jobs"]["nodes"].clone();
        let kinds: Vec<_> = listed.as_array().unwrap().iter().map(|job| (job["kind"].as_str().unwrap(), job["state"].as_str().unwrap())).collect();
        let each = ["NOTICES_MAIL_DAILY", "DOSSIERS_WARN", "SEASON_RETURNS_REMIND", "COUNTERS_CLOSE_YEARS"].map(|kind| (kind, "DONE"));
        assert_eq!(kinds, [each, each].concat());
        // What has ended is kept for thirty days.
        app.advance(32 * 24 * 3600);
        assert!(app.pool.sweep(app.now()).await.unwrap() >= 8);
        assert_eq!(app.data("national-admin", "{ jobs { totalCount } }").await["jobs"]["totalCount"], 0);
    }

    async fn a_process_that_stops_gives_back_what_it_has_not_done(app: &App) {
        let job = queued::<Endless>(&(), app.now());
        app.pool.enqueue(vec![job.clone()]).await.unwrap();
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let worker = app.worker(Background::default().with::<Endless>()).await;
        let running = tokio::spawn(worker.run(async { stopped.await.unwrap() }));
        while read(app, job.id).await.state != JobState::Running {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        stop.send(()).unwrap();
        running.await.unwrap();
        let row = read(app, job.id).await;
        assert_eq!((row.state, row.attempts, row.due_at), (JobState::Queued, 0, Some(app.now())));
    }

    /// What goes away with each attempt is given up in the end.
    async fn a_job_that_takes_its_process_along_is_given_up(app: &App) {
        let whom = Whom { account: Uuid::nil(), house: Uuid::nil() };
        let job = queued::<Telling>(&whom, app.now());
        app.pool.enqueue(vec![job.clone()]).await.unwrap();
        for _ in 0..5 {
            assert!(app.pool.take_job(&LONG, app.now()).await.unwrap().is_some());
            app.advance(61);
        }
        assert_eq!(app.worker(Background::default().with::<Telling>()).await.work_off().await.unwrap(), 1);
        let row = read(app, job.id).await;
        assert_eq!((row.state, row.fault), (JobState::Failed, Some(JobFault::Lost)));
    }
}

/// Not a test by itself: the process that is killed. It works in the background of a database until it is.
#[tokio::test]
#[ignore = "started by another test, to be killed"]
async fn works_until_it_is_killed() {
    let Ok(url) = std::env::var("JOBS_OF") else { return };
    let pool = Pool::connect(&url, 4, None).await.unwrap();
    let clock = Clock::system();
    let master = MasterKey::from_base64("dGhlIGtleSBvZiBhbGwgdGVzdHMsIG9mIDMyIGJ5dGU=", "a test").unwrap();
    let keys = SecretKeys::open(&pool, master, clock.now()).await.unwrap();
    let gate = Gate::open(pool.clone(), keys, Passwords::new(1).unwrap(), clock.clone()).await.unwrap();
    let app = std::sync::Arc::new(Shared::new(pool.clone(), gate, clock));
    Worker::new(pool, app, Background::default().with::<Telling>(), Duration::ZERO).run(std::future::pending()).await;
}

/// A process of its own.
struct Process(Child);

impl Process {
    fn start(app: &App) -> Self {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["jobs::works_until_it_is_killed", "--exact", "--ignored", "--nocapture"]);
        command.env("JOBS_OF", app.database_url()).stdout(Stdio::null()).stderr(Stdio::null());
        Self(command.spawn().unwrap())
    }
}

/// At once, as a failing machine would.
impl Drop for Process {
    fn drop(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

async fn each_is_done_once(app: &App) {
    let jobs: u32 = std::env::var("JOBS").map_or(1000, |jobs| jobs.parse().unwrap());
    let whom = Whom { account: account_of(app, "dpo").await.0, house: house(app, "EPS-05-301-0002").await };
    let queue: Vec<_> = (0..jobs).map(|_| queued::<Telling>(&whom, DateTime::UNIX_EPOCH)).collect();
    assert_eq!(app.pool.enqueue(queue.clone()).await.unwrap(), u64::from(jobs));
    let connection = app.connection().await;
    let done = async || {
        let done = job::Entity::find().filter(job::Column::State.eq(JobState::Done));
        done.count(&connection).await.unwrap()
    };
    let until = async |least: u64| {
        tokio::time::timeout(Duration::from_mins(1), async {
            while done().await < least {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        })
        .await
        .expect("they are done in time");
    };
    let (mut one, other) = (Process::start(app), Process::start(app));
    // Often enough that some of them hold a job by then.
    for eighth in 1..8 {
        until(u64::from(jobs * eighth / 8)).await;
        // Killed, with what it holds; and another one in its place.
        one = Process::start(app);
    }
    until(u64::from(jobs)).await;
    drop((one, other));
    assert_eq!(left(app).await, queue.iter().map(|job| (job.id.0, 1)).collect());
    let most = job::Entity::find().select_only().column(job::Column::Attempts).order_by_desc(job::Column::Attempts);
    let most: Option<i32> = most.into_tuple().one(&connection).await.unwrap();
    assert!(most > Some(1), "some were under way when a process was killed");
    connection.close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_processes_sqlite() {
    each_is_done_once(&App::start(Database::Sqlite).await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_processes_postgres() {
    each_is_done_once(&App::start(Database::Postgres).await).await;
}

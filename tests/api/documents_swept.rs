//! What became no document is taken out, whatever was cut or killed when; what is one stays.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use entity::id::ContentId;
use serde_json::json;
use taawun::document::{Swept, claim, sweep};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use uuid::Uuid;

use crate::documents::{ADD, PDF, add, addition, announce, get, owners, put};
use crate::harness::{App, Database, codes, on_both, one};

/// What is in the folder, finished or not, besides what says whose it is.
fn files(app: &App) -> usize {
    let files = std::fs::read_dir(app.documents_dir()).unwrap().map(|file| file.unwrap().file_name());
    files.filter(|name| name != "installation" && !name.to_string_lossy().starts_with("installation#")).count()
}

async fn swept(app: &App, now: DateTime<Utc>) -> Swept {
    claim(&app.pool, &app.store).await.unwrap();
    sweep(&app.pool, &app.store, now).await.unwrap()
}

/// Far behind whatever was begun in a test, by any clock.
fn much_later(app: &App) -> DateTime<Utc> {
    app.now() + TimeDelta::days(36_500)
}

on_both! {
    async fn an_upload_that_is_cut_leaves_nothing_and_can_be_sent_again(app: &App) {
        let (_, house) = owners(app).await;
        let director = app.token("khenifra-director").await;
        let laid = files(app);
        // Larger than what is held in memory, so that some of it is in the folder when the line is cut.
        let whole = [PDF, &vec![b' '; 6 * 1024 * 1024]].concat();
        let upload = announce(app, &director, &house, "plan.pdf", whole.len()).await;
        let url = upload["url"].as_str().unwrap();
        let mut stream = TcpStream::connect(app.url.strip_prefix("http://").unwrap()).await.unwrap();
        let head = format!("PUT {url} HTTP/1.1\r\nHost: x\r\nContent-Length: {}\r\n\r\n", whole.len());
        stream.write_all(head.as_bytes()).await.unwrap();
        stream.write_all(&whole[..whole.len() - 1]).await.unwrap();
        for turn in 0.. {
            if files(app) > laid {
                break;
            }
            assert!(turn < 500, "some of it is in the folder");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        drop(stream);
        for turn in 0.. {
            if files(app) == laid {
                break;
            }
            assert!(turn < 500, "nothing of it stays");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        assert_eq!(put(app, url, &whole).await.0, 201);
        assert_eq!(app.change(&director, ADD, &addition(&upload, "FLOOR_PLAN")).await["errors"], json!([]));
    }

    async fn what_became_no_document_is_taken_out_a_day_later(app: &App) {
        let (_, house) = owners(app).await;
        let director = app.token("khenifra-director").await;
        let laid = files(app);
        let document = add(app, &director, &house, "FLOOR_PLAN", PDF).await;
        let arrived = announce(app, &director, &house, "plan.pdf", PDF.len()).await;
        assert_eq!(put(app, arrived["url"].as_str().unwrap(), PDF).await.0, 201);
        announce(app, &director, &house, "plan.pdf", PDF.len()).await;
        assert_eq!(files(app), laid + 2);
        // As long as they may become documents, and a while longer, they stay.
        let day = TimeDelta::hours(24);
        assert_eq!(swept(app, DateTime::UNIX_EPOCH).await, Swept::default());
        assert_eq!(swept(app, app.now() + day + TimeDelta::hours(2)).await.uploads, 0);
        assert_eq!(files(app), laid + 2);
        assert_eq!(swept(app, app.now() + day + TimeDelta::hours(2) + TimeDelta::seconds(1)).await.uploads, 2);
        assert_eq!(files(app), laid + 1);
        assert_eq!(codes(&app.change(&director, ADD, &addition(&arrived, "FLOOR_PLAN")).await), one("NOT_FOUND", "input.upload"));
        // Whatever is referred to stays for good, archived or not; the demonstration's files too.
        assert_eq!(swept(app, much_later(app)).await, Swept::default());
        assert_eq!(files(app), laid + 1);
        assert_eq!(get(app, Some(&director), document["url"].as_str().unwrap(), &[]).await.2, PDF);
    }

    async fn a_crash_between_the_store_and_the_database_leaves_nothing_wrong(app: &App) {
        let (_, house) = owners(app).await;
        let director = app.token("khenifra-director").await;
        let laid = files(app);
        // In the store, and not in the database: the file was there, and the row not yet told so. It is sent again.
        let upload = announce(app, &director, &house, "plan.pdf", PDF.len()).await;
        let lost = ContentId(Uuid::now_v7());
        app.store.put(lost, PDF.to_vec()).await.unwrap();
        // Half written when the process was killed, under the name that the library gives to such.
        std::fs::write(app.documents_dir().join(format!("{}#1", Uuid::now_v7())), b"%PDF").unwrap();
        // And what is none of ours, in any folder that somebody else puts something into.
        std::fs::write(app.documents_dir().join("README"), b"not ours").unwrap();
        assert_eq!(put(app, upload["url"].as_str().unwrap(), PDF).await.0, 201);
        assert_eq!(app.change(&director, ADD, &addition(&upload, "FLOOR_PLAN")).await["errors"], json!([]));
        assert_eq!(swept(app, DateTime::UNIX_EPOCH).await, Swept::default(), "what is young may be on its way");
        assert_eq!(files(app), laid + 4);
        assert_eq!(swept(app, much_later(app)).await, Swept { uploads: 0, files: 2 });
        assert_eq!(files(app), laid + 2);

        // Out of the database, and still in the store: the row of an upload was taken out, and the file not yet.
        let upload = announce(app, &director, &house, "plan.pdf", PDF.len()).await;
        assert_eq!(put(app, upload["url"].as_str().unwrap(), PDF).await.0, 201);
        assert!(app.pool.end_upload(crate::harness::key_of(&upload["id"]).into()).await.unwrap());
        assert_eq!(codes(&app.change(&director, ADD, &addition(&upload, "FLOOR_PLAN")).await), one("NOT_FOUND", "input.upload"));
        assert_eq!(swept(app, much_later(app)).await, Swept { uploads: 0, files: 1 });
        assert_eq!(files(app), laid + 2);
        // Two that sweep at once take out the same once.
        for _ in 0..5 {
            announce(app, &director, &house, "plan.pdf", PDF.len()).await;
        }
        let (one, two) = tokio::join!(swept(app, much_later(app)), swept(app, much_later(app)));
        assert_eq!(one.uploads + two.uploads, 5);
    }

    /// As one that was started on the folder of another one by mistake.
    async fn a_second_installation_on_the_same_folder_takes_out_nothing(app: &App) {
        let database = if app.is_postgres() { Database::Postgres } else { Database::Sqlite };
        let other = App::start(database).await;
        let (_, house) = owners(app).await;
        let director = app.token("khenifra-director").await;
        let document = add(app, &director, &house, "FLOOR_PLAN", PDF).await;
        let (laid, later) = (files(app), much_later(app));
        // Nobody's yet: nobody sweeps it.
        assert!(sweep(&other.pool, &app.store, later).await.is_err());
        claim(&app.pool, &app.store).await.unwrap();
        claim(&other.pool, &app.store).await.unwrap();
        let refused = sweep(&other.pool, &app.store, later).await.unwrap_err().to_string();
        assert!(refused.contains("belongs to another installation"), "{refused}");
        assert_eq!(files(app), laid);
        assert_eq!(get(app, Some(&director), document["url"].as_str().unwrap(), &[]).await.2, PDF);
        assert_eq!(sweep(&app.pool, &app.store, later).await.unwrap(), Swept::default());
    }

    /// An upload that ends while it becomes a document is one or the other.
    async fn adding_and_sweeping_at_once_lose_nothing(app: &App) {
        let (_, house) = owners(app).await;
        let director = app.token("khenifra-director").await;
        for _ in 0..5 {
            let upload = announce(app, &director, &house, "plan.pdf", PDF.len()).await;
            assert_eq!(put(app, upload["url"].as_str().unwrap(), PDF).await.0, 201);
            let input = addition(&upload, "FLOOR_PLAN");
            let (added, _) = tokio::join!(app.change(&director, ADD, &input), swept(app, much_later(app)));
            if added["errors"] == json!([]) {
                assert_eq!(get(app, Some(&director), added["document"]["url"].as_str().unwrap(), &[]).await.2, PDF);
            } else {
                assert_eq!(codes(&added), one("NOT_FOUND", "input.upload"));
            }
        }
        app.journal().await;
    }
}

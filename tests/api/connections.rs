//! Connections that say nothing, too little, or too much: others are served meanwhile.

use std::io::Write;
use std::time::{Duration, Instant};

use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::harness::{App, on_both};
use taawun::config::Limits;

/// A request that is served in the time that a person notices.
async fn is_served(app: &App) {
    let started = Instant::now();
    let answer = app.send(None, "{ __typename }", json!({})).await;
    assert_eq!(answer.body, json!({ "data": { "__typename": "Query" } }));
    assert!(started.elapsed() < Duration::from_secs(5), "{:?}", started.elapsed());
}

async fn open(url: &str, text: &str) -> TcpStream {
    let mut stream = TcpStream::connect(url.strip_prefix("http://").unwrap()).await.unwrap();
    stream.write_all(text.as_bytes()).await.unwrap();
    stream
}

/// Reads until the other end closes: what it said, or `None` where it says nothing more within ten seconds.
async fn rest(stream: &mut TcpStream) -> Option<String> {
    let mut text = Vec::new();
    let read = tokio::time::timeout(Duration::from_secs(10), stream.read_to_end(&mut text)).await.ok()?;
    Some(if read.is_ok() { String::from_utf8(text).unwrap() } else { String::new() })
}

on_both! {
    async fn a_thousand_half_open_connections_and_slow_bodies_leave_room_for_others(app: &App) {
        rlimit::increase_nofile_limit(u64::MAX).unwrap();
        let mut open_ones = Vec::new();
        for number in 0..1000 {
            open_ones.push(open(&app.url, ["", "POST /graphql HTTP/1.1\r\nHost: x\r\n"][number % 2]).await);
        }
        is_served(app).await;
        // Fifty bodies that come byte by byte.
        for _ in 0..50 {
            let head = "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{";
            open_ones.push(open(&app.url, head).await);
        }
        for _ in 0..5 {
            for stream in &mut open_ones[1000..] {
                stream.write_all(b" ").await.unwrap();
            }
            is_served(app).await;
        }
    }

    async fn a_connection_that_says_nothing_is_closed(app: &App) {
        let url = app.listen_within(Limits { idle_seconds: 1, ..Limits::default() }).await;
        for text in ["", "POST /graphql HTTP/1.1\r\nHo"] {
            let mut stream = open(&url, text).await;
            let started = Instant::now();
            assert!(rest(&mut stream).await.is_some(), "it is closed");
            assert!(started.elapsed() > Duration::from_millis(900), "{:?}", started.elapsed());
        }
        // A head that does not end.
        let mut stream = open(&url, &format!("GET /healthz HTTP/1.1\r\nX: {}", "x".repeat(70_000))).await;
        let answer = rest(&mut stream).await.unwrap();
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 431"), "{answer}");
    }

    /// It asks and asks and reads nothing, until no buffer takes any more of its answers.
    async fn a_connection_that_reads_nothing_is_closed(app: &App) {
        let url = app.listen_within(Limits { connections: 1, idle_seconds: 1, ..Limits::default() }).await;
        let mut deaf = TcpStream::connect(url.strip_prefix("http://").unwrap()).await.unwrap();
        let asked = "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n".repeat(1000);
        let sent = async { while deaf.write_all(asked.as_bytes()).await.is_ok() {} };
        assert!(tokio::time::timeout(Duration::from_secs(30), sent).await.is_ok(), "it is hung up on");
        let mut other = open(&url, "GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").await;
        assert!(rest(&mut other).await.unwrap().starts_with("HTTP/1.1 200 OK"));
    }

    async fn more_connections_than_there_are_places_wait_their_turn(app: &App) {
        let url = app.listen_within(Limits { connections: 2, idle_seconds: 1, ..Limits::default() }).await;
        let silent = [open(&url, "").await, open(&url, "").await];
        let mut waiting = open(&url, "GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").await;
        let started = Instant::now();
        assert!(rest(&mut waiting).await.unwrap().starts_with("HTTP/1.1 200 OK"), "it is served once there is a place");
        assert!(started.elapsed() > Duration::from_millis(700), "{:?}", started.elapsed());
        drop(silent);
    }

    /// A thousand to one: a hundred megabytes of blanks in a hundred kilobytes.
    async fn a_packed_body_is_not_unpacked(app: &App) {
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        packed.write_all(&vec![b' '; 100 * 1024 * 1024]).unwrap();
        let packed = packed.finish().unwrap();
        assert!(packed.len() < 110_000, "{}", packed.len());
        for encoding in ["gzip", "deflate", "br", "identity, gzip"] {
            let request = app.client().post(format!("{}/graphql", app.url)).header("content-type", "application/json");
            let started = Instant::now();
            let answer = app.receive(request.header("content-encoding", encoding).body(packed.clone())).await;
            assert_eq!((answer.status.as_u16(), answer.only_code()), (415, "BAD_USER_INPUT".to_owned()), "{encoding}");
            assert!(answer.body["errors"][0]["message"].as_str().unwrap().contains("Content-Encoding"));
            assert!(started.elapsed() < Duration::from_secs(2));
        }
        // Said to be plain, it is no JSON; and plain JSON may be said to be plain.
        let request = || app.client().post(format!("{}/graphql", app.url)).header("content-type", "application/json").header("content-encoding", "identity");
        assert_eq!(app.receive(request().body(packed)).await.status.as_u16(), 400);
        assert_eq!(app.receive(request().body("{\"query\":\"{ __typename }\"}")).await.status.as_u16(), 200);
    }
}

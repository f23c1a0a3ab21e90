//! Files that are no documents, and addresses that are not good.

use std::time::Duration;

use reqwest::StatusCode;
use serde_json::{Value, json};
use taawun::config::Limits;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::documents::{ADD, ANNOUNCE, PDF, addition, announce, error_of, get, owners, put};
use crate::harness::{codes, on_both, one};

/// A PNG's first bytes, by its specification: the signature, and a header of so many pixels.
fn png(width: u32, height: u32) -> Vec<u8> {
    let header =
        [&b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR"[..], &width.to_be_bytes(), &height.to_be_bytes(), &[8, 6, 0, 0, 0]]
            .concat();
    [&header[..], &[0; 4], &b"\0\0\0\0IEND\xae\x42\x60\x82"[..]].concat()
}

/// A JPEG's frame, behind as many bytes of a camera's own as that writes.
fn jpeg(width: u16, height: u16, before: u16) -> Vec<u8> {
    let own = [&[0xff, 0xe1][..], &(before + 2).to_be_bytes(), &vec![0; before.into()]].concat();
    let frame = [
        &[0xff, 0xc0, 0, 17, 8][..],
        &height.to_be_bytes(),
        &width.to_be_bytes(),
        &[3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1],
    ]
    .concat();
    [&[0xff, 0xd8][..], &own, &frame, &[0xff, 0xd9]].concat()
}

/// Sends text to the server, and reads what it says until it closes, or for a while.
async fn say(server: &str, parts: &[&[u8]], pause: Duration) -> String {
    let mut stream = TcpStream::connect(server.strip_prefix("http://").unwrap()).await.unwrap();
    for part in parts {
        stream.write_all(part).await.unwrap();
        tokio::time::sleep(pause).await;
    }
    let mut answer = vec![0; 4096];
    let read = tokio::time::timeout(Duration::from_secs(5), stream.read(&mut answer)).await;
    String::from_utf8_lossy(&answer[..read.unwrap().unwrap_or_default()]).into_owned()
}

fn head(url: &str, more: &str) -> String {
    format!("PUT {url} HTTP/1.1\r\nHost: x\r\n{more}\r\n\r\n")
}

on_both! {
    async fn only_what_is_a_document_and_what_its_name_says_is_kept(app: &App) {
        let (_, house) = owners(app).await;
        let director = app.token("khenifra-director").await;
        let empty_archive = [&b"PK\x05\x06"[..], &[0; 18]].concat();
        // By its specification: one entry, whose directory has 46 bytes and begins at 10.
        let fields = [&[0_u8, 0, 0, 0, 1, 0, 1, 0][..], &46_u32.to_le_bytes(), &10_u32.to_le_bytes(), &[0, 0]].concat();
        let archive = [&b"PK\x05\x06"[..], &fields].concat();
        let elf = [&b"\x7fELF\x02\x01\x01"[..], &[0; 5000]].concat();
        let exe = [&b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0"[..], &[0; 200], b"PE\0\0"].concat();
        let cases: Vec<(&str, Vec<u8>, u16)> = vec![
            ("bon.pdf", PDF.to_vec(), 201),
            ("bon.png", png(4000, 3000), 201),
            ("bon.jpeg", jpeg(4000, 3000, 60_000), 201),
            ("BON.JPG", jpeg(4000, 3000, 10), 201),
            // Programs, pages and archives, whatever they are called.
            ("programme.pdf", exe, 415),
            ("programme.png", elf, 415),
            ("script.pdf", b"#!/bin/sh\necho\n".to_vec(), 415),
            ("page.pdf", b"<!DOCTYPE html><script>alert(1)</script>".to_vec(), 415),
            ("image.jpg", b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>".to_vec(), 415),
            ("office.pdf", [b"PK\x03\x04", &[0; 30][..], &empty_archive].concat(), 415),
            ("blanc.pdf", vec![b' '; 6000], 415),
            // Not at its start.
            ("page.pdf", [b"<html>", PDF].concat(), 415),
            // One in the name of another.
            ("image.pdf", png(10, 10), 415),
            ("texte.png", PDF.to_vec(), 415),
            ("photo.png", jpeg(10, 10, 0), 415),
            // Two at once.
            ("deux.pdf", [PDF, &empty_archive].concat(), 415),
            ("deux.pdf", [PDF, &archive, b"\n"].concat(), 415),
            ("deux.png", [&png(10, 10)[..], &empty_archive].concat(), 415),
            // Pictures of more pixels than whoever opens them can bear, or of none.
            ("bombe.png", png(30_000, 30_000), 422),
            ("bombe.png", png(u32::MAX, u32::MAX), 422),
            ("bombe.jpg", jpeg(65_000, 65_000, 0), 422),
            ("rien.png", png(0, 10), 422),
            ("rien.jpg", b"\xff\xd8\xff\xd9".to_vec(), 422),
        ];
        let laid = std::fs::read_dir(app.documents_dir()).unwrap().count();
        let mut good = 0;
        for (name, bytes, expected) in cases {
            let upload = announce(app, &director, &house, name, bytes.len()).await;
            let (status, body) = put(app, upload["url"].as_str().unwrap(), &bytes).await;
            assert_eq!(status.as_u16(), expected, "{name}: {body}");
            good += usize::from(status == 201);
            if status != 201 {
                assert_eq!(error_of(&body), "BAD_USER_INPUT", "{name}");
                assert_eq!(codes(&app.change(&director, ADD, &addition(&upload, "OTHER")).await), one("INVALID", "input.upload"));
            }
            let there = std::fs::read_dir(app.documents_dir()).unwrap().count();
            assert_eq!(there, laid + good, "{name}: what is refused is nowhere");
        }
        // What is refused is said in the reader's language; the same address takes the right file.
        let upload = announce(app, &director, &house, "programme.pdf", 4).await;
        let url = format!("{}{}", app.url, upload["url"].as_str().unwrap());
        for (language, word) in [("ar", "وثيقة"), ("fr", "document"), ("en", "document")] {
            let answer = app.client().put(&url).header("accept-language", language).body("MZ\0\0").send().await.unwrap();
            let body: Value = answer.json().await.unwrap();
            assert!(body["errors"][0]["message"].as_str().unwrap().contains(word), "{language}: {body}");
        }
        let wrong = json!({ "idempotencyKey": "of another file", "owner": house, "fileName": "a.pdf", "size": PDF.len(), "sha256": "0".repeat(64) });
        let upload = app.change(&director, ANNOUNCE, &wrong).await["upload"].clone();
        assert_eq!(put(app, upload["url"].as_str().unwrap(), PDF).await.0, 422, "not the one that was announced");
    }

    async fn a_name_is_no_path_and_hides_nothing(app: &App) {
        let (_, house) = owners(app).await;
        let director = app.token("khenifra-director").await;
        let input = |name: &str| json!({ "idempotencyKey": format!("a name {name:?}"), "owner": house, "fileName": name, "size": PDF.len() });
        for wrong in ["../../etc/passwd", "a\0.pdf", "a\u{1b}[2J.pdf", "a\u{202e}fdp.exe.pdf", "\u{2067}a.pdf", "", "a.exe", ".pdf", "a.pdf/"] {
            let refused = codes(&app.change(&director, ANNOUNCE, &input(wrong)).await);
            assert_eq!((refused.len(), refused[0].1.as_str()), (1, "input.fileName"), "{wrong:?}");
        }
        let upload = app.change(&director, ANNOUNCE, &input("../../../../tmp/plan.pdf")).await["upload"].clone();
        assert_eq!(put(app, upload["url"].as_str().unwrap(), PDF).await.0, 201);
        let document = app.change(&director, ADD, &addition(&upload, "FLOOR_PLAN")).await["document"].clone();
        assert_eq!(document["fileName"], "plan.pdf");
        // In the folder, files have names that nobody outside has given.
        for file in std::fs::read_dir(app.documents_dir()).unwrap() {
            uuid::Uuid::parse_str(file.unwrap().file_name().to_str().unwrap()).unwrap();
        }
        let all = json!({ "idempotencyKey": "short", "owner": house, "fileName": "x", "size": 20 * 1024 * 1024 + 1, "sha256": "x" });
        let expected = [("INVALID", "input.idempotencyKey"), ("INVALID", "input.fileName"), ("INVALID", "input.size"), ("INVALID", "input.sha256")];
        assert_eq!(codes(&app.change(&director, ANNOUNCE, &all).await), expected.map(|(code, path)| (code.to_owned(), path.to_owned())));
        for owner in ["", "Document_AZAAAAAAcACAAAAAAAAAAA", "Establishment_AZAAAAAAcACAAAAAAAAAAA"] {
            let input = json!({ "idempotencyKey": "of nothing", "owner": owner, "fileName": "a.pdf", "size": 5 });
            assert_eq!(codes(&app.change(&director, ANNOUNCE, &input).await), one("NOT_FOUND", "input.owner"), "{owner}");
        }
    }

    async fn an_address_is_good_for_one_file_and_a_quarter_of_an_hour(app: &App) {
        let (_, house) = owners(app).await;
        let director = app.token("khenifra-director").await;
        let upload = announce(app, &director, &house, "plan.pdf", PDF.len()).await;
        let other = announce(app, &director, &house, "plan.pdf", PDF.len()).await;
        let (url, other) = (upload["url"].as_str().unwrap(), other["url"].as_str().unwrap());
        let (path, address) = url.rsplit_once('/').unwrap();
        // Altered anywhere: of another upload, of a later moment, of another signature; cut, or made longer.
        for at in 0..address.len() {
            let mut altered = address.as_bytes().to_vec();
            altered[at] = if altered[at] == b'A' { b'B' } else { b'A' };
            let altered = String::from_utf8(altered).unwrap();
            let before = app.statements();
            let (status, body) = put(app, &format!("{path}/{altered}"), PDF).await;
            // The last digit has bits that belong to no byte, and must be zero.
            assert_eq!((status, error_of(&body)), (StatusCode::FORBIDDEN, "FORBIDDEN"), "{at}");
            assert_eq!(app.statements(), before, "nobody is asked about it");
        }
        for wrong in [&address[..address.len() - 4], &format!("{address}AAAA"), "AAAA", "é"] {
            assert_eq!(put(app, &format!("{path}/{wrong}"), PDF).await.0, 403, "{wrong}");
        }
        let mixed = format!("{path}/{}{}", &other.rsplit_once('/').unwrap().1[..32], &address[32..]);
        assert_eq!(put(app, &mixed, PDF).await.0, 403, "the upload of one with the signature of another");
        // Only PUT, and only of bytes as they are.
        assert_eq!(app.client().get(format!("{}{url}", app.url)).send().await.unwrap().status(), 405);
        for (name, value, status) in [("content-encoding", "gzip", 415), ("content-range", "bytes 0-3/9", 400)] {
            let answer = app.client().put(format!("{}{url}", app.url)).header(name, value).body(PDF).send().await.unwrap();
            assert_eq!(answer.status(), status, "{name}");
        }
        // Sent twice at once, it is there once; and once there, it stays what it is.
        let laid = std::fs::read_dir(app.documents_dir()).unwrap().count();
        let (one, two) = tokio::join!(put(app, url, PDF), put(app, url, PDF));
        let mut statuses = [one.0.as_u16(), two.0.as_u16()];
        statuses.sort_unstable();
        assert_eq!(statuses, [201, 409]);
        assert_eq!(std::fs::read_dir(app.documents_dir()).unwrap().count(), laid + 1);
        let other_file = [PDF, b"%%EOF\n"].concat();
        assert_eq!(put(app, url, &other_file[..PDF.len()]).await.0, 409);
        app.advance(15 * 60 - 1);
        assert_eq!(put(app, other, &PDF[1..]).await.0, 400, "still good");
        app.advance(1);
        let (status, body) = put(app, other, PDF).await;
        assert_eq!((status, error_of(&body)), (StatusCode::GONE, "UPLOAD_ENDED"));
        // What arrived can become a document for a day.
        app.advance(24 * 3600 - 15 * 60 - 1);
        let director = app.token("khenifra-director").await;
        let mut only = addition(&upload, "FLOOR_PLAN");
        only["validateOnly"] = json!(true);
        assert_eq!(app.change(&director, ADD, &only).await["errors"], json!([]));
        app.advance(1);
        assert_eq!(codes(&app.change(&director, ADD, &only).await), crate::harness::one("NOT_FOUND", "input.upload"));
    }

    async fn one_address_is_sent_to_once_at_a_time(app: &App) {
        let (_, house) = owners(app).await;
        let director = app.token("khenifra-director").await;
        let upload = announce(app, &director, &house, "plan.pdf", PDF.len()).await;
        let url = upload["url"].as_str().unwrap();
        let mut stream = TcpStream::connect(app.url.strip_prefix("http://").unwrap()).await.unwrap();
        let begun = head(url, &format!("Content-Length: {}\r\nExpect: 100-continue", PDF.len()));
        stream.write_all(begun.as_bytes()).await.unwrap();
        // The server asks for the bytes when the sending has begun.
        let mut answer = vec![0; 4096];
        let read = stream.read(&mut answer).await.unwrap();
        assert!(answer[..read].starts_with(b"HTTP/1.1 100 "), "{}", String::from_utf8_lossy(&answer[..read]));
        stream.write_all(&PDF[..5]).await.unwrap();
        let url_of_this = format!("{}{url}", app.url);
        for (language, word) in [("ar", "يُرسل"), ("fr", "en cours"), ("en", "being sent")] {
            let second = app.client().put(&url_of_this).header("accept-language", language).body(PDF).send().await.unwrap();
            assert_eq!(second.status(), 409);
            assert_eq!(second.headers()["retry-after"], "5");
            let body: Value = second.json().await.unwrap();
            assert_eq!(error_of(&body), "UPLOAD_UNDER_WAY");
            assert!(body["errors"][0]["message"].as_str().unwrap().contains(word), "{language}: {body}");
        }
        stream.write_all(&PDF[5..]).await.unwrap();
        let read = stream.read(&mut answer).await.unwrap();
        assert!(answer[..read].starts_with(b"HTTP/1.1 201 "), "{}", String::from_utf8_lossy(&answer[..read]));
        let (status, body) = put(app, url, PDF).await;
        assert_eq!((status, error_of(&body)), (StatusCode::CONFLICT, "CONFLICT"), "it is there");
    }

    async fn a_file_that_was_swapped_in_the_store_is_not_given(app: &App) {
        let (_, house) = owners(app).await;
        let director = app.token("khenifra-director").await;
        let laid: Vec<_> = std::fs::read_dir(app.documents_dir()).unwrap().map(|file| file.unwrap().path()).collect();
        let document = crate::documents::add(app, &director, &house, "FLOOR_PLAN", PDF).await;
        let url = document["url"].as_str().unwrap();
        let files = std::fs::read_dir(app.documents_dir()).unwrap().map(|file| file.unwrap().path());
        let file = files.into_iter().find(|file| !laid.contains(file)).unwrap();
        let mut other = PDF.to_vec();
        other[20] = b'!';
        for swapped in [other, PDF[1..].to_vec(), [PDF, b"x"].concat()] {
            std::fs::write(&file, swapped).unwrap();
            let answer = app.client().get(format!("{}{url}", app.url)).bearer_auth(&director).send().await;
            let bytes = match answer {
                Ok(answer) => answer.bytes().await,
                Err(error) => Err(error),
            };
            assert!(bytes.is_err(), "it is broken off");
        }
        std::fs::write(&file, PDF).unwrap();
        assert_eq!(get(app, Some(&director), url, &[]).await.2, PDF);
    }

    async fn too_much_is_refused_at_once_and_slowness_is_borne(app: &App) {
        let (_, house) = owners(app).await;
        let director = app.token("khenifra-director").await;
        let most = 20 * 1024 * 1024;
        let upload = announce(app, &director, &house, "plan.pdf", most).await;
        let url = upload["url"].as_str().unwrap();
        let none = Duration::ZERO;
        // 21 megabytes: refused before one of them is sent.
        let answer = say(&app.url, &[head(url, "Content-Length: 22020096").as_bytes()], none).await;
        assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
        assert!(answer.contains("LIMIT_EXCEEDED"), "{answer}");
        let answer = say(&app.url, &[head(url, "Content-Length: 5").as_bytes()], none).await;
        assert!(answer.starts_with("HTTP/1.1 400 "), "fewer than were announced: {answer}");
        // Of unknown length: with the first byte that is too many.
        let chunk = |bytes: &[u8]| [format!("{:x}\r\n", bytes.len()).as_bytes(), bytes, b"\r\n"].concat();
        let begun = head(url, "Transfer-Encoding: chunked");
        let all = [PDF, &vec![b' '; most - PDF.len()]].concat();
        let answer = say(&app.url, &[begun.as_bytes(), &chunk(&all), &chunk(b"x")], none).await;
        assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
        let answer = say(&app.url, &[begun.as_bytes(), &chunk(&all), b"0\r\n\r\n"], none).await;
        assert!(answer.starts_with("HTTP/1.1 201 "), "as many as are taken: {answer}");

        // Longer than a request may take, and never silent for long.
        let slow = app.listen_within(Limits { deadline_seconds: 1, idle_seconds: 1, ..Limits::default() }).await;
        let upload = announce(app, &director, &house, "plan.pdf", PDF.len()).await;
        let begun = head(upload["url"].as_str().unwrap(), &format!("Content-Length: {}", PDF.len()));
        let parts = [begun.as_bytes(), &PDF[..5], &PDF[5..9], &PDF[9..15], &PDF[15..]];
        let answer = say(&slow, &parts[..3], Duration::from_millis(10)).await;
        assert!(answer.starts_with("HTTP/1.1 408 "), "nothing more came: {answer}");
        let answer = say(&slow, &parts, Duration::from_millis(300)).await;
        assert!(answer.starts_with("HTTP/1.1 201 "), "{answer}");
    }
}

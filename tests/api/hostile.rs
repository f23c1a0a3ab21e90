//! Generated hostile requests: documents grown from the schema with whatever values, and documents, bodies and headers
//! whose bytes were altered. Each is answered in time, with no 5xx and no fault of ours.

use std::fmt::Write;
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::http::Request;
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::harness::on_both;
use crate::random::Random;
use crate::shape::Shape;

/// The schema, as the generator walks it, and whether it keeps to it.
#[derive(Clone)]
struct Grammar {
    shape: Shape,
    wild: bool,
}

impl Grammar {
    /// A selection of a type, growing until it has spent what it may.
    fn selection(&self, random: &mut Random, name: &str, budget: &mut i32, ids: &[String], out: &mut String) {
        out.push_str("{ ");
        let fields = self.shape.of(name)["fields"].as_array().cloned().unwrap_or_default();
        let possible = self.shape.of(name)["possibleTypes"].as_array().cloned().unwrap_or_default();
        for _ in 0..=random.below(5) {
            *budget -= 1;
            match random.below(12) {
                0 => out.push_str("__typename "),
                1 if !possible.is_empty() && *budget > 0 => {
                    let part = possible[random.below(possible.len())]["name"].as_str().unwrap();
                    write!(out, "... on {part} ").unwrap();
                    self.selection(random, part, budget, ids, out);
                }
                2 if self.wild => out.push_str("noSuchField "),
                _ if fields.is_empty() => {}
                _ => {
                    let field = &fields[random.below(fields.len())];
                    if random.below(6) == 0 {
                        write!(out, "a{}: ", random.below(9)).unwrap();
                    }
                    write!(out, "{} ", field["name"].as_str().unwrap()).unwrap();
                    let arguments = field["args"].as_array().unwrap();
                    let needed = |argument: &Value| !self.wild && argument["type"]["kind"] == "NON_NULL";
                    let given: Vec<_> =
                        arguments.iter().filter(|argument| needed(argument) || random.below(3) == 0).collect();
                    if !given.is_empty() {
                        out.push('(');
                        for argument in given {
                            write!(out, "{}: ", argument["name"].as_str().unwrap()).unwrap();
                            self.value(random, &argument["type"], 4, ids, out);
                            out.push(' ');
                        }
                        out.push_str(") ");
                    }
                    if random.below(9) == 0 {
                        out.push_str(
                            ["@include(if: true) ", "@skip(if: $b) ", "@none "]
                                [if self.wild { random.below(3) } else { 0 }],
                        );
                    }
                    let within = Shape::named(&field["type"]);
                    if matches!(self.shape.of(within)["kind"].as_str(), Some("OBJECT" | "INTERFACE" | "UNION")) {
                        if *budget > 0 {
                            self.selection(random, within, budget, ids, out);
                        } else {
                            out.push_str("{ __typename } ");
                        }
                    }
                }
            }
        }
        out.push_str("__typename } ");
    }

    /// A value of a type, or not of it.
    fn value(&self, random: &mut Random, kind: &Value, depth: usize, ids: &[String], out: &mut String) {
        const STRANGE: [&str; 16] = [
            "null",
            "\"\"",
            "-1",
            "0",
            "2147483647",
            "-2147483648",
            "9223372036854775808",
            "1e308",
            "\"\\u0000\"",
            "\"'; DROP TABLE journal; --\"",
            "\"%_\\\\\"",
            "[]",
            "{}",
            "[[[[1]]]]",
            "NO_SUCH",
            "\"\u{202e}\u{66c}\u{640}\"",
        ];
        if (self.wild && random.below(6) == 0) || depth == 0 {
            out.push_str(STRANGE[random.below(STRANGE.len())]);
            return;
        }
        match kind["kind"].as_str().unwrap() {
            "NON_NULL" => self.value(random, &kind["ofType"], depth, ids, out),
            "LIST" => {
                out.push('[');
                for _ in 0..random.below(4) {
                    self.value(random, &kind["ofType"], depth - 1, ids, out);
                    out.push(' ');
                }
                out.push(']');
            }
            "ENUM" => {
                let values = self.shape.of(kind["name"].as_str().unwrap())["enumValues"].as_array().unwrap();
                out.push_str(values[random.below(values.len())]["name"].as_str().unwrap());
            }
            "INPUT_OBJECT" => {
                out.push('{');
                for field in self.shape.of(kind["name"].as_str().unwrap())["inputFields"].as_array().unwrap() {
                    if random.below(3) > 0 || (!self.wild && field["type"]["kind"] == "NON_NULL") {
                        write!(out, "{}: ", field["name"].as_str().unwrap()).unwrap();
                        self.value(random, &field["type"], depth - 1, ids, out);
                        out.push(' ');
                    }
                }
                out.push('}');
            }
            _ => match kind["name"].as_str().unwrap() {
                "ID" => write!(out, "\"{}\"", ids[random.below(ids.len())]).unwrap(),
                "Int" => write!(out, "{}", random.below(300)).unwrap(),
                "Boolean" => out.push_str(["true", "false"][random.below(2)]),
                "Date" => write!(
                    out,
                    "\"2026-{:02}-{:02}\"",
                    1 + random.below(12),
                    1 + random.below(if self.wild { 33 } else { 28 })
                )
                .unwrap(),
                "YearMonth" => {
                    write!(out, "\"2026-{:02}\"", 1 + random.below(if self.wild { 14 } else { 12 })).unwrap();
                }
                _ => write!(out, "\"text {}\"", random.below(1000)).unwrap(),
            },
        }
    }

    fn document(&self, random: &mut Random, ids: &[String]) -> String {
        let mut out = String::new();
        let (operation, root) = if random.below(3) == 0 { ("mutation", "Mutation") } else { ("query", "Query") };
        write!(out, "{operation} Q{} ", if self.wild { "($b: Boolean = true)" } else { "" }).unwrap();
        let mut budget = 40;
        self.selection(random, root, &mut budget, ids, &mut out);
        if random.below(4) == 0 {
            out = out.replacen("__typename }", "...F }", 1);
            write!(out, "fragment F on {root} {{ __typename ").unwrap();
            if self.wild && random.below(3) == 0 {
                out.push_str("...F ");
            }
            out.push('}');
        }
        out
    }
}

/// Some bytes altered, taken out, doubled or put in.
fn alter(random: &mut Random, text: &str) -> Vec<u8> {
    let mut bytes = text.as_bytes().to_vec();
    for _ in 0..=random.below(6) {
        if bytes.is_empty() {
            break;
        }
        let at = random.below(bytes.len());
        match random.below(5) {
            0 => bytes[at] = u8::try_from(random.below(256)).unwrap(),
            1 => drop(bytes.remove(at)),
            2 => bytes.insert(at, b"{}[]()\"\\$@!.:#\0\n"[random.below(16)]),
            3 => bytes.truncate(at),
            _ => {
                let part = bytes[at..].to_vec();
                bytes.extend(part);
            }
        }
    }
    bytes
}

on_both! {
    /// As many as HOSTILE says (400 by default), by a fixed seed.
    async fn requests_are_answered_in_time_without_a_fault_of_ours(app: &App) {
        let count: usize = std::env::var("HOSTILE").map_or(400, |count| count.parse().unwrap());
        let tame = Grammar { shape: Shape::read().await, wild: false };
        let wild = Grammar { wild: true, ..tame.clone() };
        let data = app.data("national-admin", "{ establishments(first: 30) { nodes { id } } associations(first: 20) { nodes { id bankAccounts { id } } } delegations { nodes { id } } communes(first: 20) { nodes { id } } projects { nodes { id } } }").await;
        let mut ids: Vec<String> = Vec::new();
        let mut gather = |value: &Value| { ids.extend(value.to_string().split('"').filter(|part| part.contains('_')).map(str::to_owned)); };
        gather(&data);
        ids.extend(["Establishment_", "x", "Commune_AZAAAAAAcACAAAAAAAAAAA", "Establishment_####"].map(str::to_owned));
        let mut tokens = vec![None];
        for login in app.logins() {
            tokens.push(Some(app.token(&login).await));
        }
        let (mut random, mut executed, mut done) = (Random::new(2026), 0, 0);
        let mut slowest = (Duration::ZERO, String::new());
        for round in 0..count {
            let document = if random.below(3) == 0 { &wild } else { &tame }.document(&mut random, &ids);
            let body = json!({ "query": document, "operationName": "Q" }).to_string();
            let body = match random.below(6) {
                0 => alter(&mut random, &body),
                1 => json!({ "query": String::from_utf8_lossy(&alter(&mut random, &document)) }).to_string().into_bytes(),
                _ => body.into_bytes(),
            };
            let mut request = Request::post("/graphql").header("content-type", "application/json");
            if let Some(token) = &tokens[random.below(tokens.len())] {
                request = request.header("authorization", format!("Bearer {token}"));
            }
            let shown = String::from_utf8_lossy(&body).into_owned();
            let started = Instant::now();
            let answer = app.router().oneshot(request.body(Body::from(body)).unwrap()).await.unwrap();
            let status = answer.status();
            let answer = axum::body::to_bytes(answer.into_body(), usize::MAX).await.unwrap();
            let took = started.elapsed();
            assert!(!status.is_server_error(), "round {round}: {status}: {shown}");
            let answer: Value = serde_json::from_slice(&answer).unwrap();
            for error in answer["errors"].as_array().into_iter().flatten() {
                assert_ne!(error["extensions"]["code"], "INTERNAL", "round {round}: {shown}");
            }
            executed += usize::from(answer.get("data").is_some());
            done += usize::from(answer["extensions"]["position"].is_string());
            if took > slowest.0 {
                slowest = (took, shown);
            }
        }
        eprintln!("{count} requests, {executed} executed, {done} changed something; the slowest took {:?}", slowest.0);
        assert!(executed > count / 10, "the generator finds its way in: {executed}");
        assert!(slowest.0 < Duration::from_secs(10), "{slowest:?}");
        // After all that, everything holds.
        app.journal().await;
    }
}

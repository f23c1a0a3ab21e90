//! The limit: an axum server that answers the workloads by one prepared statement each, written by hand, with the same
//! signature of tokens verified and the same slice. What a GraphQL server can hope to cost.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::post;
use axum::{Json, Router};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use sqlx::postgres::PgPoolOptions;
use sqlx::{PgPool, Row};
use uuid::Uuid;

struct Limit {
    pool: PgPool,
    key: DecodingKey,
    validation: Validation,
}

#[derive(Deserialize)]
struct Claims {
    sub: Uuid,
    mandate: Mandate,
}

#[derive(Deserialize)]
struct Mandate {
    id: Uuid,
    slice: Uuid,
}

/// The delegation that a token speaks for.
fn slice(limit: &Limit, headers: &HeaderMap) -> Result<Uuid, StatusCode> {
    Ok(claims(limit, headers)?.mandate.slice)
}

fn claims(limit: &Limit, headers: &HeaderMap) -> Result<Claims, StatusCode> {
    let token = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "));
    let token = token.ok_or(StatusCode::UNAUTHORIZED)?;
    let claims = jsonwebtoken::decode::<Claims>(token, &limit.key, &limit.validation);
    Ok(claims.map_err(|_| StatusCode::UNAUTHORIZED)?.claims)
}

fn global(name: &str, id: Uuid) -> String {
    let mut global = format!("{name}_");
    URL_SAFE_NO_PAD.encode_string(id.as_bytes(), &mut global);
    global
}

fn key(global: &str) -> Option<Uuid> {
    Uuid::from_slice(&URL_SAFE_NO_PAD.decode(global.split_once('_')?.1).ok()?).ok()
}

type Answer = Result<axum::response::Response, StatusCode>;

fn failed(error: sqlx::Error) -> StatusCode {
    eprintln!("{error}");
    StatusCode::INTERNAL_SERVER_ERROR
}

fn json(body: impl Serialize) -> Answer {
    let body = serde_json::to_string(&body).map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;
    Ok(([(header::CONTENT_TYPE, "application/json")], body).into_response())
}

#[derive(Serialize)]
struct Data<T> {
    data: T,
}

#[derive(Serialize)]
struct Names {
    ar: Option<String>,
    fr: Option<String>,
}

#[derive(Serialize)]
struct Capacity {
    total: Option<i32>,
    female: Option<i32>,
    male: Option<i32>,
}

#[derive(Serialize)]
struct Association {
    id: String,
    names: Names,
}

#[derive(Serialize)]
struct Delegation {
    id: String,
    code: String,
    names: Names,
}

#[derive(Deserialize)]
struct One {
    id: String,
}

/// One establishment with its association and its delegation.
async fn q1(State(limit): State<Arc<Limit>>, headers: HeaderMap, Json(input): Json<One>) -> Answer {
    #[derive(Serialize)]
    struct Establishment {
        id: String,
        reference: String,
        names: Names,
        state: String,
        capacity: Capacity,
        association: Option<Association>,
        delegation: Delegation,
    }
    #[derive(Serialize)]
    struct Root {
        establishment: Establishment,
    }
    let slice = slice(&limit, &headers)?;
    let row = sqlx::query(
        "SELECT e.id, e.reference, e.name_ar, e.name_fr, e.state, e.capacity_total, e.capacity_female, e.capacity_male,
                a.id, a.name_ar, a.name_fr, d.id, d.code, d.name_ar, d.name_fr
         FROM establishment e LEFT JOIN association a ON a.id = e.association_id JOIN delegation d ON d.id = e.delegation_id
         WHERE e.id = $1 AND e.delegation_id = $2",
    )
    .bind(key(&input.id))
    .bind(slice)
    .fetch_one(&limit.pool)
    .await
    .map_err(failed)?;
    json(Data {
        data: Root {
            establishment: Establishment {
                id: global("Establishment", row.get(0)),
                reference: row.get(1),
                names: Names { ar: row.get(2), fr: row.get(3) },
                state: row.get(4),
                capacity: Capacity { total: row.get(5), female: row.get(6), male: row.get(7) },
                association: row.get::<Option<Uuid>, _>(8).map(|id| Association {
                    id: global("Association", id),
                    names: Names { ar: row.get(9), fr: row.get(10) },
                }),
                delegation: Delegation {
                    id: global("Delegation", row.get(11)),
                    code: row.get(12),
                    names: Names { ar: row.get(13), fr: row.get(14) },
                },
            },
        },
    })
}

#[derive(Serialize)]
struct Root<N> {
    establishments: Nodes<N>,
}

#[derive(Serialize)]
struct Nodes<N> {
    nodes: Vec<N>,
}

#[derive(Serialize)]
struct Line {
    id: String,
    amount: Amount,
}

#[derive(Serialize)]
struct Amount {
    amount: String,
}

fn decimal(centimes: i64) -> String {
    format!("{}.{:02}", centimes / 100, centimes % 100)
}

/// Fifty establishments of the delegation with their associations, the grants of these in a year, and the states of their
/// licences: two statements.
async fn q2(State(limit): State<Arc<Limit>>, headers: HeaderMap) -> Answer {
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Establishment {
        id: String,
        reference: String,
        names: Names,
        state: String,
        licence_state: Option<String>,
        association: Option<Granted>,
    }
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Granted {
        id: String,
        names: Names,
        grant_lines: Nodes<Line>,
    }
    let slice = slice(&limit, &headers)?;
    let rows = sqlx::query(
        "SELECT e.id, e.reference, e.name_ar, e.name_fr, e.state, a.id, a.name_ar, a.name_fr,
                (SELECT l.state FROM licence_period l WHERE l.establishment_id = e.id AND l.starts_on <= CURRENT_DATE
                   AND (l.ends_on IS NULL OR l.ends_on >= CURRENT_DATE) ORDER BY l.starts_on LIMIT 1)
         FROM (SELECT * FROM establishment WHERE delegation_id = $1 ORDER BY reference, id LIMIT 50) e
         LEFT JOIN association a ON a.id = e.association_id ORDER BY e.reference, e.id",
    )
    .bind(slice)
    .fetch_all(&limit.pool)
    .await
    .map_err(failed)?;
    let associations: Vec<Uuid> = rows.iter().filter_map(|row| row.get(5)).collect();
    let lines = sqlx::query(
        "SELECT association_id, id, amount_centimes FROM grant_line
         WHERE association_id = ANY($1) AND delegation_id = $2 AND budget_year = 2021 ORDER BY id",
    )
    .bind(associations)
    .bind(slice)
    .fetch_all(&limit.pool)
    .await
    .map_err(failed)?;
    let mut granted: HashMap<Uuid, Vec<(Uuid, i64)>> = HashMap::new();
    for line in lines {
        let own = granted.entry(line.get(0)).or_default();
        if own.len() < 10 {
            own.push((line.get(1), line.get(2)));
        }
    }
    let lines = |association| {
        let own = granted.get(&association).map_or(&[][..], Vec::as_slice);
        let line = |(id, centimes): &(Uuid, i64)| Line {
            id: global("GrantLine", *id),
            amount: Amount { amount: decimal(*centimes) },
        };
        Nodes { nodes: own.iter().map(line).collect() }
    };
    let nodes = rows.iter().map(|row| Establishment {
        id: global("Establishment", row.get(0)),
        reference: row.get(1),
        names: Names { ar: row.get(2), fr: row.get(3) },
        state: row.get(4),
        association: row.get::<Option<Uuid>, _>(5).map(|id| Granted {
            id: global("Association", id),
            names: Names { ar: row.get(6), fr: row.get(7) },
            grant_lines: lines(id),
        }),
        licence_state: row.get(8),
    });
    json(Data { data: Root { establishments: Nodes { nodes: nodes.collect() } } })
}

/// A page of a hundred, filtered by kind.
async fn q4(State(limit): State<Arc<Limit>>, headers: HeaderMap) -> Answer {
    #[derive(Serialize)]
    struct Edge {
        node: Node,
    }
    #[derive(Serialize)]
    struct Node {
        id: String,
        reference: String,
        names: Names,
    }
    #[derive(Serialize)]
    struct Edges {
        edges: Vec<Edge>,
    }
    #[derive(Serialize)]
    struct Root {
        establishments: Edges,
    }
    let slice = slice(&limit, &headers)?;
    let rows = sqlx::query(
        "SELECT e.id, e.reference, e.name_ar, e.name_fr FROM establishment e
         WHERE e.delegation_id = $1 AND e.kind_code IN (SELECT code FROM establishment_kind WHERE code = 'EPS' OR parent_code = 'EPS')
         ORDER BY e.reference, e.id LIMIT 101",
    )
    .bind(slice)
    .fetch_all(&limit.pool)
    .await
    .map_err(failed)?;
    let edges = rows.iter().take(100).map(|row| {
        let (id, reference): (Uuid, String) = (row.get(0), row.get(1));
        Edge {
            node: Node { id: global("Establishment", id), reference, names: Names { ar: row.get(2), fr: row.get(3) } },
        }
    });
    json(Data { data: Root { establishments: Edges { edges: edges.collect() } } })
}

#[derive(Deserialize)]
struct Change {
    input: Figure,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Figure {
    idempotency_key: String,
    measure: String,
    value: i32,
    qualifier: String,
    as_of: String,
    source: String,
}

/// A figure declared: the stream locked, the key looked up, the figure, the journal's entry behind the last one, the key and
/// the stream's head written by one statement.
async fn m1(State(limit): State<Arc<Limit>>, headers: HeaderMap, Json(Change { input }): Json<Change>) -> Answer {
    let Claims { sub: account, mandate } = claims(&limit, &headers)?;
    let month: i32 = input.as_of.replace('-', "").parse().map_err(|_| StatusCode::BAD_REQUEST)?;
    let at = SystemTime::now().duration_since(UNIX_EPOCH).map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;
    let at = i64::try_from(at.as_micros()).map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;
    let mut transaction = limit.pool.begin().await.map_err(failed)?;
    let head = sqlx::query(
        "SELECT position, hash, EXISTS (SELECT FROM idempotency WHERE account_id = $2 AND key = $3),
                EXISTS (SELECT FROM delegation WHERE id = $1)
         FROM stream WHERE id = $1 FOR UPDATE",
    )
    .bind(mandate.slice)
    .bind(account)
    .bind(&input.idempotency_key)
    .fetch_one(&mut *transaction)
    .await
    .map_err(failed)?;
    let (position, hash): (i64, Vec<u8>) = (head.get::<i64, _>(0) + 1, head.get(1));
    if head.get(2) || !head.get::<bool, _>(3) {
        return Err(StatusCode::CONFLICT);
    }
    let (id, entry) = (Uuid::now_v7(), Uuid::now_v7());
    let changes = serde_json::json!({
        "id": [null, id], "delegationId": [null, mandate.slice], "measure": [null, input.measure],
        "value": [null, input.value], "qualifier": [null, input.qualifier], "asOf": [null, month],
        "source": [null, input.source], "demonstration": [null, false], "version": [null, 1],
    });
    let changes = changes.to_string();
    let mut chain = Sha256::new();
    chain.update(&hash);
    chain.update(format!("{entry}{position}{at}{account}{}{id}{changes}", mandate.id));
    let hash = chain.finalize().to_vec();
    let mut mac = Hmac::<Sha256>::new_from_slice(b"a key").map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;
    mac.update(changes.as_bytes());
    let input_hash = mac.finalize().into_bytes().to_vec();
    sqlx::query(
        "WITH figure AS (
           INSERT INTO declared_figure (id, delegation_id, measure, value, qualifier, as_of, source, demonstration, version)
           VALUES ($1, $2, $3, $4, $5, $6, $7, false, 1)
         ), entry AS (
           INSERT INTO journal (id, stream_id, position, at_micros, account_id, mandate_id, mutation, object_type, object_id,
                                version, delegation_after, changes, hash)
           VALUES ($8, $2, $9, $10, $11, $12, 'declaredFigureRecord', 'DeclaredFigure', $1, 1, $2, $13, $14)
         ), used AS (
           INSERT INTO idempotency (account_id, key, mutation, input_hash, object_id, stream_id, position, at_micros)
           VALUES ($11, $15, 'declaredFigureRecord', $16, $1, $2, $9, $10)
         )
         UPDATE stream SET position = $9, hash = $14 WHERE id = $2",
    )
    .bind(id)
    .bind(mandate.slice)
    .bind(&input.measure)
    .bind(input.value)
    .bind(&input.qualifier)
    .bind(month)
    .bind(&input.source)
    .bind(entry)
    .bind(position)
    .bind(at)
    .bind(account)
    .bind(mandate.id)
    .bind(changes)
    .bind(&hash)
    .bind(&input.idempotency_key)
    .bind(input_hash)
    .execute(&mut *transaction)
    .await
    .map_err(failed)?;
    transaction.commit().await.map_err(failed)?;
    let figure = serde_json::json!({ "measure": input.measure, "value": input.value, "version": 1 });
    json(serde_json::json!({ "data": { "declaredFigureRecord": { "declaredFigure": figure, "errors": [] } } }))
}

#[tokio::main]
async fn main() {
    let url = std::env::args().nth(1).expect("the address of the database");
    let pool = PgPoolOptions::new().max_connections(8).test_before_acquire(false).connect(&url).await.unwrap();
    let row = sqlx::query("SELECT public_key FROM signing_key ORDER BY created_at DESC LIMIT 1").fetch_one(&pool).await;
    let key = DecodingKey::from_ed_der(row.unwrap().get::<&[u8], _>(0));
    let mut validation = Validation::new(Algorithm::EdDSA);
    validation.set_required_spec_claims(&["iss", "aud", "sub", "exp"]);
    validation.validate_aud = false;
    let router =
        Router::new().route("/q1", post(q1)).route("/q2", post(q2)).route("/q4", post(q4)).route("/m1", post(m1));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    println!("The limit listens on http://{}", listener.local_addr().unwrap());
    axum::serve(listener, router.with_state(Arc::new(Limit { pool, key, validation }))).await.unwrap();
}

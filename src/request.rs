//! What a resolver may ask of its request: the slice's data, the day, the reader's language.

use std::collections::BTreeMap;
use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};

use async_graphql::Context;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::NaiveDate;
use entity::id::{DocumentUploadId, EstablishmentId, JobId, StreamId};
use entity::language::Language;
use entity::{account, document_upload, job, stream};
use sea_orm::sea_query::Order;
use sea_orm::{EntityTrait, PrimaryKeyTrait};
use tokio::sync::OnceCell;

use crate::auth::{Client, Gate, Identity, PartnerAccess, Right, Scope, Viewer};
use crate::clock::Clock;
use crate::db::change::{Found, Outcome, resolve};
use crate::db::operational::NoticesOf;
use crate::db::{Actor, ChildOf, Key, Keyed, Mutation, Pool, Record, ReferenceData, Rows, ScopedDb, ScopedSelect};
use crate::error::{Error, Maybe, Mistake, UserError, UserErrorCode};
use crate::global_id::{Global, IdOf};
use crate::lane::{Answer, Declared, Json, Plan, Related, Selection};
use crate::mail::Mailer;
use crate::press::Press;
use crate::rate_limit::RateLimit;
use crate::store::Store;
use crate::text::Message;

/// Changes in one batch.
const MOST_CHANGES: usize = 100;

/// The one thing a request's context carries.
#[derive(Debug)]
pub struct Caller {
    /// What all requests share.
    pub app: Arc<App>,
    /// In which language messages and names are wanted.
    pub language: Language,
    /// From where it comes.
    pub client: Client,
    /// What is left of its budget; `None` where nobody counts.
    pub rate_limit: Option<RateLimit>,
    signed_in: Option<SignedIn>,
    positions: Arc<Mutex<BTreeMap<StreamId, i64>>>,
}

/// What all requests of a process share.
#[derive(Debug)]
pub struct App {
    /// Reached through the methods below alone: a resolver that held it could make itself any viewer.
    pool: Pool,
    /// Passwords and tokens.
    pub gate: Gate,
    /// The clock.
    pub clock: Clock,
    /// Whether what can be is answered by the fast lane.
    pub fast_lane: bool,
    /// The page that takes the token of a one-time link behind `#`.
    pub link_page: Option<String>,
    /// What hands mail over; `None` where nobody is written to.
    pub mailer: Option<Mailer>,
    /// Where the bytes of documents are.
    pub store: Store,
    /// Where people use what is built on this API: the address that mail tells them.
    pub portal: Option<String>,
    /// Where this API is reached from everywhere, without a slash at its end: certificates name it.
    pub public_address: Option<String>,
    /// What prints papers.
    pub press: Press,
}

impl App {
    /// What all requests share.
    #[must_use]
    pub fn new(pool: Pool, gate: Gate, clock: Clock) -> Self {
        let pool = pool.with_keys(gate.keys.clone());
        Self {
            pool,
            gate,
            clock,
            fast_lane: true,
            link_page: None,
            mailer: None,
            store: Store::in_memory(),
            portal: None,
            public_address: None,
            press: Press::default(),
        }
    }

    /// The same, or all answered by ordinary resolvers.
    #[must_use]
    pub fn with_fast_lane(self, fast_lane: bool) -> Self {
        Self { fast_lane, ..self }
    }

    /// The same, with a page for one-time links.
    #[must_use]
    pub fn with_link_page(self, link_page: Option<String>) -> Self {
        Self { link_page, ..self }
    }

    /// The same, with a mail server.
    #[must_use]
    pub fn with_mailer(self, mailer: Option<Mailer>) -> Self {
        Self { mailer, ..self }
    }

    /// The same, with a store; until there is one, documents are in memory.
    #[must_use]
    pub fn with_store(self, store: Store) -> Self {
        Self { store, ..self }
    }

    /// The same, with the address that mail tells people.
    #[must_use]
    pub fn with_portal(self, portal: Option<String>) -> Self {
        Self { portal, ..self }
    }

    /// The same, with the address by which it is reached from everywhere.
    #[must_use]
    pub fn with_public_address(self, address: Option<String>) -> Self {
        let public_address = address.map(|address| address.trim_end_matches('/').to_owned());
        Self { public_address, ..self }
    }

    /// The same, with a press; until there is one, it has no fonts, and prints nothing.
    #[must_use]
    pub fn with_press(self, press: Press) -> Self {
        Self { press, ..self }
    }

    /// The database as an identity sees it.
    pub(crate) fn slice_of(&self, identity: &Identity) -> ScopedDb {
        let slice = self.pool.scoped_to(identity.viewer());
        // What a partner's system holds in the place of an account is none.
        if identity.client.is_some() { slice } else { slice.asked_by(identity.account, identity.mandate) }
    }

    /// The notices of an identity's account.
    pub(crate) fn notices_of(&self, identity: &Identity) -> NoticesOf {
        self.pool.notices_of(identity.account)
    }

    /// Puts a job into the queue that its account asks for, or finds the one that it asked for by the same key before; `None`
    /// where the account has so many already that have not ended.
    pub(crate) async fn ask_job(&self, asked: job::Model, most: u64) -> Result<Option<job::Model>, Error> {
        self.pool.ask_job(asked, most).await
    }

    /// Cancels a job, which must be the caller's to cancel; `false` where it had ended before.
    pub(crate) async fn cancel_job(&self, id: JobId) -> Result<bool, Error> {
        self.pool.cancel_job(id, self.clock.now()).await
    }

    /// Positions in streams, as clients are told them; `None` of none. Sealed: what a stream's position is tells how busy
    /// others are.
    pub(crate) fn position(&self, positions: impl Iterator<Item = (StreamId, i64)>) -> Result<Option<String>, Error> {
        let plain: Vec<u8> = positions
            .flat_map(|(stream, position)| [&stream.0.as_bytes()[..], &position.to_be_bytes()].concat())
            .collect();
        if plain.is_empty() {
            return Ok(None);
        }
        let sealed = self.gate.keys.now().positions.seal(&plain, b"position");
        sealed.map(|sealed| Some(URL_SAFE_NO_PAD.encode(sealed))).map_err(Error::internal)
    }

    /// How far each stream in the slice of an identity has come, and that of the national office, which keeps reference data.
    pub(crate) async fn heads_of(&self, identity: &Identity) -> Result<Vec<(StreamId, i64)>, Error> {
        let heads = self.slice_of(identity).find::<stream::Entity>().order_by(stream::Column::Id, Order::Asc);
        Ok(heads.all().await?.into_iter().map(|head| (head.id, head.position)).collect())
    }

    /// The directors of houses, each with the house, to be written to and not to be shown.
    pub(crate) async fn directors_of(
        &self,
        houses: Vec<EstablishmentId>,
    ) -> Result<Vec<(EstablishmentId, account::Model)>, Error> {
        self.pool.directors_of(houses, self.clock.today()).await
    }

    /// Keeps an upload that is announced, or finds the one that its account announced by the same key before; `None` where the
    /// account has so many already.
    pub(crate) async fn keep_upload(
        &self,
        announced: document_upload::Model,
        most: usize,
    ) -> Result<Option<document_upload::Model>, Error> {
        self.pool.keep_upload(announced, most).await
    }

    /// An upload.
    pub(crate) async fn upload(&self, id: DocumentUploadId) -> Result<Option<document_upload::Model>, Error> {
        self.pool.upload(id).await
    }

    /// An upload has arrived. `false` where it had before, or ended meanwhile.
    pub(crate) async fn receive_upload(&self, received: document_upload::Model) -> Result<bool, Error> {
        self.pool.receive_upload(received).await
    }

    /// The database as whoever has not signed in sees it: what is published.
    pub(crate) fn slice_of_the_public(&self) -> ScopedDb {
        self.pool.scoped_to(Viewer::Partner(PartnerAccess::of_the_public()))
    }

    /// The database as the reader of the public register sees it: what is licensed today.
    pub(crate) fn slice_of_the_register(&self) -> ScopedDb {
        self.pool.scoped_to(Viewer::Partner(PartnerAccess::of_the_register(self.clock.today())))
    }

    /// The database as whoever verifies a certificate sees it: the house of the licence that it names.
    pub(crate) fn slice_of_a_certificate(&self, number: i64) -> ScopedDb {
        self.pool.scoped_to(Viewer::Partner(PartnerAccess::of_a_certificate(number)))
    }

    /// Whether the database answers.
    pub(crate) async fn ping(&self) -> Result<(), Error> {
        self.pool.ping().await
    }
}

struct SignedIn {
    /// `None` of whoever reads the public register.
    identity: Option<Identity>,
    db: ScopedDb,
    rows: Rows,
    /// The heads of the streams in the slice, as they were when they were first asked for.
    heads: OnceCell<Vec<stream::Model>>,
}

impl std::fmt::Debug for SignedIn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}", self.db)
    }
}

impl Caller {
    /// One request's caller; without an identity, anonymous.
    #[must_use]
    pub fn new(app: Arc<App>, language: Language, client: Client, identity: Option<Identity>) -> Self {
        let signed_in = identity.map(|identity| {
            let db = app.slice_of(&identity);
            let rows = db.rows();
            SignedIn { identity: Some(identity), db, rows, heads: OnceCell::new() }
        });
        Self { app, language, client, rate_limit: None, signed_in, positions: Arc::default() }
    }

    /// Whoever reads the public register, and nothing else.
    #[must_use]
    pub fn of_the_register(app: Arc<App>, language: Language, client: Client) -> Self {
        let db = app.slice_of_the_register();
        let signed_in = SignedIn { identity: None, rows: db.rows(), db, heads: OnceCell::new() };
        Self { signed_in: Some(signed_in), ..Self::new(app, language, client, None) }
    }

    /// Where the changes of this request stand in their streams; filled as they are made.
    #[must_use]
    pub fn positions(&self) -> Arc<Mutex<BTreeMap<StreamId, i64>>> {
        Arc::clone(&self.positions)
    }

    fn note(&self, positions: Vec<(StreamId, i64)>) {
        self.positions.lock().unwrap_or_else(PoisonError::into_inner).extend(positions);
    }
}

/// What a mutation's payload is made of.
#[derive(Debug)]
pub struct Changed<N> {
    /// What was changed; null where there are errors, but in a conflict the object as it is now.
    pub object: Option<N>,
    /// What was wrong, all at once.
    pub errors: Vec<UserError>,
    made: bool,
}

impl<N> Changed<N> {
    /// The object, where it was changed now: not only tried, not refused, and not by an earlier sending of the same key.
    #[must_use]
    pub fn made(&self) -> Option<&N> {
        self.object.as_ref().filter(|_| self.made)
    }
}

/// The payload of a mutation: the object, and the errors.
macro_rules! payload {
    ($name:ident { $field:ident: $object:ty }) => {
        /// The outcome: the object as it is now, or errors; in a conflict both.
        #[derive(Debug, async_graphql::SimpleObject)]
        pub(super) struct $name {
            /// The object as the change left it. Null where it was refused or only tried; in a conflict, as it is now.
            $field: Option<$object>,
            /// What was wrong, all at once; empty where it went well.
            errors: Vec<$crate::error::UserError>,
        }

        impl From<$crate::request::Changed<$object>> for $name {
            fn from(changed: $crate::request::Changed<$object>) -> Self {
                Self { $field: changed.object, errors: changed.errors }
            }
        }
    };
}
pub(crate) use payload;

/// A key is neither too short to be one's own nor too long to be kept.
pub(crate) fn key_has_a_length(key: Option<&str>) -> Result<(), Mistake> {
    match key {
        Some(key) if !(8..=128).contains(&key.chars().count()) || key.contains('\0') => {
            Err(Mistake::new(UserErrorCode::Invalid, Message::new("key-length"), "idempotencyKey"))
        }
        Some(_) | None => Ok(()),
    }
}

/// What resolvers see of it.
pub trait Request {
    /// The caller.
    fn caller(&self) -> Result<&Caller, Error>;

    /// Who has signed in; an error for the anonymous.
    fn identity(&self) -> Result<&Identity, Error>;

    /// The database, as the viewer sees it.
    fn db(&self) -> Result<&ScopedDb, Error>;

    /// The heads of the streams in the slice, read once for a request: what is read afterwards has come as far, or further.
    fn heads(&self) -> impl Future<Output = Result<&[stream::Model], Error>> + Send;

    /// A row by its key; `None` where it does not exist or is outside the slice.
    fn row<E: Keyed>(&self, key: Key<E>) -> impl Future<Output = Result<Option<E::Model>, Error>> + Send;

    /// The object of a row that another one points to; null where it points to none, and where the row is outside the
    /// slice.
    fn related<E: Keyed, N: From<E::Model>>(
        &self,
        key: impl Into<Option<Key<E>>> + Send,
    ) -> impl Future<Output = Maybe<N>> + Send;

    /// The object of an id that the client holds; `NOT_FOUND` where there is none inside the slice.
    fn lookup<N: Related<Entity: Keyed<PrimaryKey: PrimaryKeyTrait<ValueType: Global>>>>(
        &self,
        id: &IdOf<Key<N::Entity>>,
    ) -> impl Future<Output = Maybe<Answer<N>>> + Send;

    /// The objects of all the rows that are found.
    fn list<N: Declared>(
        &self,
        select: ScopedSelect<N::Entity>,
    ) -> impl Future<Output = Result<Answer<Vec<N>>, Error>> + Send;

    /// Rows by their keys, in the order of the keys; those that do not exist or are outside the slice are left out.
    fn rows_of<E: Keyed>(
        &self,
        keys: impl IntoIterator<Item = Key<E>> + Send,
    ) -> impl Future<Output = Result<Vec<E::Model>, Error>> + Send;

    /// Makes a change as the viewer, or tells its mistakes.
    fn change<M, N>(&self, mutation: M) -> impl Future<Output = Result<Changed<N>, Error>> + Send
    where
        M: Mutation<Entity: Record<PrimaryKey: PrimaryKeyTrait<ValueType: Global>>>,
        N: From<<M::Entity as EntityTrait>::Model> + Send;

    /// Makes changes as the viewer, each done or refused by itself, in the order given; `list` is the input's field that
    /// holds them.
    fn change_each<M, N>(
        &self,
        list: &str,
        mutations: Vec<M>,
    ) -> impl Future<Output = Result<Vec<Changed<N>>, Error>> + Send
    where
        M: Mutation<Entity: Record<PrimaryKey: PrimaryKeyTrait<ValueType: Global>>>,
        N: From<<M::Entity as EntityTrait>::Model> + Send;

    /// The rows of `E` that belong to a row of `P`.
    fn children<E: ChildOf<P>, P: Keyed>(
        &self,
        parent: Key<P>,
    ) -> impl Future<Output = Result<Vec<E::Model>, Error>> + Send;

    /// All the rows of a table of reference data, read once for a request.
    fn all<E: ReferenceData>(&self) -> impl Future<Output = Result<Vec<E::Model>, Error>> + Send;

    /// The viewer.
    fn viewer(&self) -> Result<Viewer, Error> {
        Ok(self.identity()?.viewer())
    }

    /// Refuses a viewer whose role lacks a right.
    fn require(&self, right: Right) -> Result<(), Error> {
        let identity = self.identity()?;
        if identity.rights().contains(right) {
            return Ok(());
        }
        let scope = identity.client.and_then(|_| Scope::of_right(right));
        Err(scope.map_or(Error::Forbidden(right), Error::OutOfScope))
    }

    /// Refuses a partner's system whose agreement lacks a scope: what it does not read is not "none".
    fn require_scope(&self, scope: Scope) -> Result<(), Error> {
        match self.viewer()? {
            Viewer::Partner(access) if !access.reads(scope) => Err(Error::OutOfScope(scope)),
            Viewer::NationalOffice(_)
            | Viewer::Region(_)
            | Viewer::Delegation(..)
            | Viewer::Association(_)
            | Viewer::Establishment(_)
            | Viewer::Partner(_) => Ok(()),
        }
    }

    /// Today, in Morocco.
    fn today(&self) -> Result<NaiveDate, Error> {
        Ok(self.caller()?.app.clock.today())
    }

    /// The language that the reader wants.
    fn language(&self) -> Result<Language, Error> {
        Ok(self.caller()?.language)
    }
}

impl Request for Context<'_> {
    fn caller(&self) -> Result<&Caller, Error> {
        self.data_opt::<Caller>().ok_or_else(|| Error::internal("a request without its caller"))
    }

    fn identity(&self) -> Result<&Identity, Error> {
        signed_in(self)?.identity.as_ref().ok_or_else(Error::unauthenticated)
    }

    fn db(&self) -> Result<&ScopedDb, Error> {
        Ok(&signed_in(self)?.db)
    }

    async fn heads(&self) -> Result<&[stream::Model], Error> {
        let SignedIn { db, heads, .. } = signed_in(self)?;
        Ok(heads.get_or_try_init(|| db.find::<stream::Entity>().all()).await?)
    }

    async fn row<E: Keyed>(&self, key: Key<E>) -> Result<Option<E::Model>, Error> {
        signed_in(self)?.rows.by_key::<E>(key).await
    }

    async fn related<E: Keyed, N: From<E::Model>>(&self, key: impl Into<Option<Key<E>>> + Send) -> Maybe<N> {
        let row = self.row::<E>(key.into()?).await.transpose()?;
        Some(row.map(N::from))
    }

    async fn lookup<N: Related<Entity: Keyed<PrimaryKey: PrimaryKeyTrait<ValueType: Global>>>>(
        &self,
        id: &IdOf<Key<N::Entity>>,
    ) -> Maybe<Answer<N>> {
        Some(look_up(self, id).await)
    }

    async fn list<N: Declared>(&self, select: ScopedSelect<N::Entity>) -> Result<Answer<Vec<N>>, Error> {
        let Some((plan, object)) = Plan::draw::<N::Entity, _>(self, |draft| draft.object::<N>(&Selection::of(self)?))
        else {
            return Ok(Answer::Object(select.all().await?.into_iter().map(N::from).collect()));
        };
        let filled = plan.read(select).await?;
        let mut json = Json::default();
        let mut open = json.open("[");
        for at in 0..filled.rows.len() {
            json.fits()?;
            open.next(&mut json);
            object.write_row(&filled, at, &mut json)?;
        }
        json.raw("]");
        Ok(Answer::Written(json.into_value()))
    }

    async fn rows_of<E: Keyed>(&self, keys: impl IntoIterator<Item = Key<E>> + Send) -> Result<Vec<E::Model>, Error> {
        let keys = keys.into_iter().collect();
        signed_in(self)?.rows.by_keys::<E>(keys).await
    }

    async fn change<M, N>(&self, mutation: M) -> Result<Changed<N>, Error>
    where
        M: Mutation<Entity: Record<PrimaryKey: PrimaryKeyTrait<ValueType: Global>>>,
        N: From<<M::Entity as EntityTrait>::Model> + Send,
    {
        if let Err(mistake) = key_has_a_length(mutation.idempotency_key()) {
            return Ok(Changed { object: None, errors: vec![mistake.told(self.language()?)], made: false });
        }
        let app = &self.caller()?.app;
        let outcome = app.pool.change(actor(self)?, app.clock.now(), mutation).await?;
        changed(self, outcome, |mistake| mistake).await
    }

    async fn change_each<M, N>(&self, list: &str, mutations: Vec<M>) -> Result<Vec<Changed<N>>, Error>
    where
        M: Mutation<Entity: Record<PrimaryKey: PrimaryKeyTrait<ValueType: Global>>>,
        N: From<<M::Entity as EntityTrait>::Model> + Send,
    {
        if mutations.len() > MOST_CHANGES {
            return Err(Error::LimitExceeded(Message::new("list-too-long").with("maximum", MOST_CHANGES)));
        }
        let app = &self.caller()?.app;
        let keys: Vec<_> = mutations.iter().map(|mutation| key_has_a_length(mutation.idempotency_key())).collect();
        let made = mutations.into_iter().zip(&keys).filter(|(_, key)| key.is_ok()).map(|(mutation, _)| mutation);
        let mut outcomes = app.pool.batch(actor(self)?, app.clock.now(), made.collect()).await?.into_iter();
        let mut all = Vec::new();
        for (index, key) in keys.into_iter().enumerate() {
            let outcome = match key {
                Ok(()) => outcomes.next().ok_or_else(|| Error::internal("a change without its outcome"))?,
                Err(mistake) => Outcome::refused(vec![mistake]),
            };
            all.push(changed(self, outcome, |mistake| mistake.in_item(list, index)).await?);
        }
        Ok(all)
    }

    async fn all<E: ReferenceData>(&self) -> Result<Vec<E::Model>, Error> {
        signed_in(self)?.rows.all::<E>().await
    }

    async fn children<E: ChildOf<P>, P: Keyed>(&self, parent: Key<P>) -> Result<Vec<E::Model>, Error> {
        signed_in(self)?.rows.children::<E, P>(parent).await
    }
}

async fn look_up<N: Related<Entity: Keyed<PrimaryKey: PrimaryKeyTrait<ValueType: Global>>>>(
    ctx: &Context<'_>,
    id: &IdOf<Key<N::Entity>>,
) -> Result<Answer<N>, Error> {
    let key = id.key()?;
    let Some((plan, object)) = Plan::draw::<N::Entity, _>(ctx, |draft| draft.object::<N>(&Selection::of(ctx)?)) else {
        let row = ctx.row::<N::Entity>(key).await?;
        return row.map(|row| Answer::Object(N::from(row))).ok_or(Error::NotFound);
    };
    let filled = plan.read(ctx.db()?.find_by_key::<N::Entity>(key)?).await?;
    if filled.rows.is_empty() {
        return Err(Error::NotFound);
    }
    let mut json = Json::default();
    object.write_row(&filled, 0, &mut json)?;
    Ok(Answer::Written(json.into_value()))
}

fn actor(ctx: &Context<'_>) -> Result<Actor, Error> {
    ctx.identity().map(Actor::from)
}

impl From<&Identity> for Actor {
    fn from(identity: &Identity) -> Self {
        Self {
            account: identity.account,
            mandate: identity.mandate,
            viewer: identity.viewer(),
            rights: identity.rights(),
            on_behalf_of: identity.on_behalf_of,
        }
    }
}

/// What a payload is made of: the object as its viewer sees it now, and what was wrong, in the viewer's language.
async fn changed<E, N>(
    ctx: &Context<'_>,
    outcome: Outcome<E>,
    at: impl Fn(Mistake) -> Mistake,
) -> Result<Changed<N>, Error>
where
    E: Record<PrimaryKey: PrimaryKeyTrait<ValueType: Global>>,
    N: From<E::Model>,
{
    let caller = ctx.caller()?;
    caller.note(outcome.positions);
    signed_in(ctx)?.rows.read_again();
    let mut mistakes = outcome.mistakes;
    let made = mistakes.is_empty() && matches!(outcome.row, Some(Found::Row(_)));
    let mut object = None;
    if let Some(found) = outcome.row {
        object = resolve::<E>(ctx.db()?, found).await?.map(N::from);
        if object.is_none() {
            mistakes.push(Mistake::new(UserErrorCode::NotFound, Message::new("not-found"), "idempotencyKey"));
        }
    }
    let errors = mistakes.into_iter().map(|mistake| at(mistake).told(caller.language)).collect();
    Ok(Changed { object, errors, made })
}

fn signed_in<'a>(ctx: &'a Context<'_>) -> Result<&'a SignedIn, Error> {
    ctx.caller()?.signed_in.as_ref().ok_or_else(Error::unauthenticated)
}

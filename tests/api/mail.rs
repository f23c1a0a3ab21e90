//! A mail server to write to, and what the program does with one: by TLS, in time, and with nothing in the log.

use std::sync::Arc;
use std::time::Duration;

use mailin::{Action, AuthMechanism, Handler, Response, Session, SessionBuilder, response};
use rcgen::{CertifiedKey, generate_simple_self_signed};
use serde_json::{Value, json};
use taawun::mail::{Mailer, MailerError};
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

use crate::harness::{create_postgres, postgres_url};
use crate::persons::{contains, everything};
use crate::program::{Running, accounts, error_of, run, taawun};

/// Who writes.
pub(crate) const FROM: &str = "Taawun <taawun@example.ma>";

/// A mail as the mail server got it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Received {
    pub(crate) from: String,
    pub(crate) to: Vec<String>,
    pub(crate) data: Vec<u8>,
    /// User and password, where some were given.
    signed_in: Option<(String, String)>,
}

/// A mail server: the crate mailin answers, the test carries its lines.
pub(crate) struct MailServer {
    pub(crate) port: u16,
    received: UnboundedReceiver<Received>,
}

#[derive(Clone)]
struct Desk {
    mail: Received,
    taken: UnboundedSender<Received>,
}

impl Handler for Desk {
    fn auth_plain(&mut self, _: &str, user: &str, password: &str) -> Response {
        self.mail.signed_in = Some((user.to_owned(), password.to_owned()));
        response::AUTH_OK
    }

    /// As many do, it repeats the address of whom it does not know.
    fn rcpt(&mut self, to: &str) -> Response {
        if to.starts_with("unknown") { Response::custom(550, format!("no such user: {to}")) } else { response::OK }
    }

    fn data_start(&mut self, _: &str, from: &str, _: bool, to: &[String]) -> Response {
        (self.mail.from, self.mail.to) = (from.to_owned(), to.to_vec());
        response::OK
    }

    fn data(&mut self, line: &[u8]) -> std::io::Result<()> {
        self.mail.data.extend(line);
        Ok(())
    }

    fn data_end(&mut self) -> Response {
        // Nobody reads them any more where the test is over.
        let _ = self.taken.send(self.mail.clone());
        response::OK
    }
}

async fn carry(stream: impl AsyncRead + AsyncWrite + Unpin, mut session: Session<Desk>) -> std::io::Result<()> {
    let mut stream = BufReader::new(stream);
    stream.write_all(&session.greeting().buffer()?).await?;
    stream.flush().await?;
    let mut line = Vec::new();
    while stream.read_until(b'\n', &mut line).await? > 0 {
        let answer = session.process(&line);
        line.clear();
        stream.write_all(&answer.buffer()?).await?;
        stream.flush().await?;
        if answer.action == Action::Close {
            break;
        }
    }
    Ok(())
}

impl MailServer {
    /// One that speaks plain text.
    pub(crate) async fn start() -> Self {
        Self::with(None, Duration::ZERO).await
    }

    /// One that speaks TLS from the start and asks for a password, where it is given a certificate; it takes its time to greet.
    async fn with(tls: Option<TlsAcceptor>, slow: Duration) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let (taken, received) = unbounded_channel();
        tokio::spawn(async move {
            loop {
                let (stream, peer) = listener.accept().await.unwrap();
                let desk = Desk { mail: Received::default(), taken: taken.clone() };
                let mut sessions = SessionBuilder::new("mail.example.ma");
                if tls.is_some() {
                    // From then on it takes mail from nobody else.
                    sessions.enable_auth(AuthMechanism::Plain).insecure_enable_plaintext_auth();
                }
                let (session, tls) = (sessions.build(peer.ip(), desk), tls.clone());
                tokio::spawn(async move {
                    tokio::time::sleep(slow).await;
                    match tls {
                        Some(tls) => carry(tls.accept(stream).await?, session).await,
                        None => carry(stream, session).await,
                    }
                });
            }
        });
        Self { port, received }
    }

    pub(crate) fn mailer(&self) -> Mailer {
        Mailer::new(&format!("smtp://127.0.0.1:{}", self.port), FROM, false).unwrap()
    }

    /// The next mail; it must come.
    pub(crate) async fn next(&mut self) -> Received {
        tokio::time::timeout(Duration::from_secs(20), self.received.recv()).await.expect("a mail comes").unwrap()
    }

    /// Whether a mail has come that nobody has looked at.
    pub(crate) fn has_more(&mut self) -> bool {
        self.received.try_recv().is_ok()
    }
}

/// A certificate of this machine that nobody else vouches for: what a server shows, and the same as a file's text.
fn certificate() -> (TlsAcceptor, String) {
    let CertifiedKey { cert, signing_key } = generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    let key = PrivateKeyDer::try_from(signing_key.serialize_der()).unwrap();
    let config = ServerConfig::builder().with_no_client_auth().with_single_cert(vec![cert.der().clone()], key).unwrap();
    (TlsAcceptor::from(Arc::new(config)), cert.pem())
}

/// Sends a mutation to a running program, and returns its payload.
async fn send(running: &Running, token: Option<&str>, name: &str, fields: &str, input: Value) -> Value {
    let of_type = format!("{}{}Input", name[..1].to_uppercase(), &name[1..]);
    let query = format!("mutation ($input: {of_type}!) {{ {name}(input: $input) {{ {fields} errors {{ code }} }} }}");
    let answer = running.ask(token, json!({ "query": query, "variables": { "input": input } })).await;
    assert_eq!(answer["data"][name]["errors"], json!([]), "{answer:#}");
    answer["data"][name].clone()
}

async fn token(running: &Running, dir: &TempDir) -> String {
    let signed_in = running.sign_in("khenifra-head", &accounts(dir.path())["khenifra-head"]).await;
    signed_in["data"]["signIn"]["accessToken"].as_str().unwrap().to_owned()
}

/// Everything that can be logged is. The mail goes by TLS, with the mail server's password; then to nobody who is not believed,
/// and to a person whom the mail server does not know.
#[tokio::test]
async fn a_mail_goes_by_tls_and_nothing_of_it_is_logged_or_kept() {
    for url in ["sqlite://any.db".to_owned(), postgres_url(&create_postgres(None).await)] {
        let (dir, (tls, pem)) = (TempDir::new().unwrap(), certificate());
        std::fs::write(dir.path().join("certificate.pem"), pem).unwrap();
        let mut server = MailServer::with(Some(tls), Duration::ZERO).await;
        let port = server.port;
        let start = |certificates: &str| {
            let mut command = taawun(dir.path());
            command.args([
                "--log",
                "trace",
                "serve",
                "--demo",
                "--no-jobs",
                "--listen",
                "127.0.0.1:0",
                "--database-url",
                &url,
            ]);
            command.env("TAAWUN_SMTP_URL", format!("smtps://planted-user:pl%40nted-p%2Fssword@localhost:{port}"));
            command.env("TAAWUN_MAIL_FROM", FROM).env("SSL_CERT_FILE", certificates);
            Running::of(&mut command)
        };
        let running = start("certificate.pem");
        let head = token(&running, &dir).await;
        let viewer = running.ask(Some(&head), json!({ "query": "{ viewer { slice { id } } }" })).await;
        let invite = async |running: &Running, login: &str, email: &str| {
            let mandate = json!({ "role": "SOCIAL_WORKER", "slice": viewer["data"]["viewer"]["slice"]["id"] });
            let input = json!({ "idempotencyKey": format!("an-invitation-of-{login}"), "login": login, "names": { "fr": "Une personne" }, "email": email, "mandate": mandate });
            send(running, Some(&head), "accountInvite", "link { token mailed }", input).await["link"].clone()
        };
        let link = invite(&running, "one.invited", "planted-address@example.ma").await;
        assert_eq!(link["mailed"], true);
        let mail = server.next().await;
        assert_eq!(mail.signed_in, Some(("planted-user".to_owned(), "pl@nted-p/ssword".to_owned())));
        assert_eq!(mail.to, ["planted-address@example.ma"]);
        let unknown = invite(&running, "one.unknown", "unknown-address@example.ma").await;
        assert_eq!(unknown["mailed"], false);
        let set = json!({ "token": link["token"], "password": "planted houses where rivers meet" });
        assert_eq!(send(&running, None, "passwordSet", "login", set).await["login"], "one.invited");
        server.next().await;
        let log = running.stop();
        assert!(log.contains("a mail was not sent") && log.contains("the mail server answered 550"), "why is told");

        // A mail server that nobody vouches for gets neither the password nor the mail.
        let running = start("nowhere.pem");
        assert_eq!(invite(&running, "one.not.written.to", "another-planted-address@example.ma").await["mailed"], false);
        let log = [log, running.stop()].concat();
        assert!(!server.has_more());
        assert!(log.contains("certificate"), "why is told");

        let secrets = [
            link["token"].as_str().unwrap(),
            unknown["token"].as_str().unwrap(),
            "pl@nted-p/ssword",
            "pl%40nted-p%2Fssword",
        ];
        let kept = everything(&url.replace("any.db", &dir.path().join("any.db").display().to_string()));
        assert!(contains(&kept, "one.invited"), "what is kept was read");
        for secret in secrets {
            assert!(!contains(&kept, secret), "{secret} is in the database");
        }
        for secret in secrets.into_iter().chain(["planted-address", "unknown-address", "planted-user"]) {
            let at = log.find(secret);
            assert!(
                at.is_none(),
                "{secret} is in the log, near {:?}",
                at.map(|at| &log[at.saturating_sub(200)..at + 40])
            );
        }
    }
}

/// Nobody waits for the news that a password was set; a server that is told to stop waits for it to go out.
#[tokio::test(flavor = "multi_thread")]
async fn mail_on_its_way_is_waited_for() {
    let dir = TempDir::new().unwrap();
    let mut server = MailServer::with(None, Duration::from_secs(2)).await;
    let url = format!("smtp://localhost:{}", server.port);
    let running =
        Running::start(dir.path(), &["--demo", "--no-jobs", "--smtp-url", &url, "--mail-from", "taawun@example.ma"]);
    let head = token(&running, &dir).await;
    let found = json!({ "query": "{ accounts(where: { login: \"khenifra-officer\" }) { nodes { id } } }" });
    let id = running.ask(Some(&head), found).await["data"]["accounts"]["nodes"][0]["id"].clone();
    let address = json!({ "id": id, "expectedVersion": 1, "email": "officer@example.ma" });
    send(&running, Some(&head), "accountUpdate", "account { version }", address).await;
    let password = &accounts(dir.path())["khenifra-officer"];
    let change = json!({ "login": "khenifra-officer", "currentPassword": password, "password": "houses stand where rivers meet" });
    send(&running, None, "passwordChange", "login", change).await;
    assert!(!server.has_more(), "nobody waited for it");
    running.stop();
    assert!(server.has_more(), "it went out before the end");
}

#[test]
fn what_is_set_up_wrongly_is_told_at_the_start_without_the_password() {
    let dir = TempDir::new().unwrap();
    let of = |url: &str, arguments: &[&str]| {
        let mut command = taawun(dir.path());
        // Should the address be taken, what comes after it stops the start.
        command.args(["serve", "--trusted-documents", "nowhere"]).args(arguments);
        error_of(&command.env("TAAWUN_SMTP_URL", url).output().unwrap())
    };
    let from = ["--mail-from", FROM];
    for url in [
        "S3cret",
        "http://user:S3cret@localhost",
        "smtps://user:12#S3cret@localhost",
        "smtps://user:12/S3cret@localhost",
        "smtps://user:S3cret@localhost:port",
        "smtps://user:S3cret@",
        "smtps://S3cret@localhost",
        "smtp://user:S3cret@localhost?tls=requires",
        "smtp://user:S3cret@localhost?tsl=required",
    ] {
        let error = of(url, &from);
        assert!(error.contains("TAAWUN_SMTP_URL") && error.contains("no address of a mail server"), "{url}: {error}");
        assert!(!error.to_lowercase().contains("s3cret"), "{url}: {error}");
    }
    for url in [
        "smtp://user:S3cret@mail.example.ma",
        "smtp://user:S3cret@10.0.0.1:25",
        "smtp://user:S3cret@mail.example.ma?tls=opportunistic",
    ] {
        let error = of(url, &from);
        assert!(
            error.contains("plain text") && error.contains("--smtp-plain-text") && !error.contains("S3cret"),
            "{url}: {error}"
        );
    }
    let url = "smtps://user:S3cret@mail.example.ma";
    for (arguments, told) in
        [(vec![], "--mail-from"), (vec!["--mail-from", "nobody"], "--mail-from (TAAWUN_MAIL_FROM) is no sender")]
    {
        let error = of(url, &arguments);
        assert!(error.contains(told) && !error.contains("S3cret"), "{error}");
    }
    assert!(error_of(&run(dir.path(), &["serve", "--mail-from", FROM])).contains("--smtp-url"));
    let help = taawun(dir.path()).args(["serve", "--help"]).env("TAAWUN_SMTP_URL", url).output().unwrap();
    let help = String::from_utf8(help.stdout).unwrap();
    assert!(
        ["--smtp-url", "--mail-from", "--smtp-plain-text"].iter().all(|flag| help.contains(flag))
            && !help.contains("S3cret"),
        "{help}"
    );
}

#[tokio::test]
async fn plain_text_goes_to_this_machine_or_where_it_is_allowed() {
    for (url, allowed) in [
        ("smtp://localhost", false),
        ("smtp://127.0.0.1:2525", false),
        ("smtp://[::1]:2525", false),
        ("smtp://mail.example.ma?tls=required", false),
        ("smtps://mail.example.ma", false),
        ("smtp://mail.example.ma", true),
    ] {
        assert!(Mailer::new(url, FROM, allowed).is_ok(), "{url}");
    }
    for url in [
        "smtp://localhost.example.ma",
        "smtp://127.0.0.1.example.ma",
        "smtp://0.0.0.0",
        "smtp://localhost.example.ma?tls=opportunistic",
    ] {
        assert!(matches!(Mailer::new(url, FROM, false), Err(MailerError::PlainText)), "{url}");
    }
    let mailer = Mailer::new("smtps://planted:planted@localhost", FROM, false).unwrap();
    assert_eq!(format!("{mailer:?}"), "Mailer(…)");
}

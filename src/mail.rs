//! Mail: one person is written to, in both languages of the office. There is no queue here: what the mail server does not take
//! now is not sent, and whoever asked for it is told, or, where it is a job, tries again.

use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use lettre::address::AddressError;
use lettre::message::Mailbox;
use lettre::message::header::{ContentType, HeaderName, HeaderValue, MIME_VERSION_1_0};
use lettre::transport::smtp::Error as SmtpError;
use lettre::{AsyncSmtpTransport, AsyncTransport, Message as Sealed, Tokio1Executor};
use thiserror::Error;
use tokio::sync::Semaphore;
use tokio::task::JoinHandle;
use tokio_util::task::TaskTracker;
use url::Url;
use uuid::Uuid;

/// How long whoever asked for a mail waits to hear that it was taken.
const PATIENCE: Duration = Duration::from_secs(4);
/// How long the mail server has to take a mail, waiting for its turn included.
const HANDING_OVER: Duration = Duration::from_secs(20);
/// How long mail on its way is waited for when the server is told to stop.
const FAREWELL: Duration = Duration::from_secs(10);
/// Mails handed over at the same time.
const AT_ONCE: usize = 8;
/// Between what is said in one language and in the other.
const RULE: &str = "\n\n----------------------------------------\n\n";

/// A mail to one person.
pub struct Mail {
    /// The person's address.
    address: String,
    /// The person's name, on one line: the library panics over another.
    name: String,
    /// What it is about.
    subject: String,
    /// What it says.
    text: String,
}

impl Mail {
    /// A mail that says the same in both languages, the Arabic first: the subject and the text of each.
    #[must_use]
    pub fn bilingual(address: String, name: &str, [ar, fr]: [(String, String); 2]) -> Self {
        let (subject, text) = (format!("{} – {}", ar.0, fr.0), [ar.1, fr.1].join(RULE));
        Self { address, name: one_line(name), subject, text }
    }

    fn sealed(self, from: &Mailbox, at: DateTime<Utc>) -> Result<Sealed, NotSealed> {
        let id = format!("<{}@{}>", Uuid::now_v7(), from.email.domain());
        let automatic = HeaderName::new_from_ascii_str("Auto-Submitted");
        let mail = Sealed::builder()
            .from(from.clone())
            .to(Mailbox::new(Some(self.name).filter(|name| !name.is_empty()), self.address.parse()?))
            .subject(self.subject)
            .date(at.into())
            .message_id(Some(id))
            .raw_header(HeaderValue::new(automatic, "auto-generated".to_owned()))
            .header(MIME_VERSION_1_0)
            .header(ContentType::TEXT_PLAIN);
        Ok(mail.body(self.text)?)
    }
}

/// It may hold the token of a link.
impl fmt::Debug for Mail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Mail(…)")
    }
}

/// A text without breaks of lines, by which a name could say more than a name.
#[must_use]
pub fn one_line(text: &str) -> String {
    let broken = |letter: char| letter.is_whitespace() || letter.is_control();
    text.split(broken).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Why a mail cannot be put together; told without what is in it.
#[derive(Debug, Error)]
enum NotSealed {
    #[error("the address is none that can be written to")]
    Address(#[from] AddressError),
    #[error("the mail cannot be put together")]
    Other(#[from] lettre::error::Error),
}

/// Why no mail server can be reached by what was set up; told without its password.
#[derive(Debug, Error)]
pub enum MailerError {
    /// The address does not read.
    #[error(
        "--smtp-url (TAAWUN_SMTP_URL) is no address of a mail server: smtps://USER:PASSWORD@HOST, smtp://USER:PASSWORD@HOST?tls=required, or \
         smtp://localhost. In user and password, whatever is no letter and no digit is written %XX"
    )]
    Url,
    /// What is sent could be read on the way.
    #[error(
        "--smtp-url (TAAWUN_SMTP_URL) sends links and its own password over the network as plain text: give smtps:// or \
         ?tls=required, or allow it by --smtp-plain-text (TAAWUN_SMTP_PLAIN_TEXT)"
    )]
    PlainText,
    /// The sender is none.
    #[error("--mail-from (TAAWUN_MAIL_FROM) is no sender: taawun@example.ma, or \"Taawun <taawun@example.ma>\"")]
    From,
}

/// What became of a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HandedOver {
    /// The mail server took it.
    Taken,
    /// It did not.
    Refused,
    /// Nobody knows: it was on its way for too long.
    Unknown,
}

/// Hands mails over to a mail server.
#[derive(Clone)]
pub struct Mailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    patience: Duration,
    places: Arc<Semaphore>,
    under_way: TaskTracker,
}

impl fmt::Debug for Mailer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Mailer(…)")
    }
}

impl Mailer {
    /// By the mail server of an address, in the name of a sender. Plain text goes to this machine alone, unless it may go
    /// elsewhere.
    pub fn new(url: &str, from: &str, plain_text: bool) -> Result<Self, MailerError> {
        let parsed = Url::parse(url).map_err(|_| MailerError::Url)?;
        if !is_whole(&parsed) {
            return Err(MailerError::Url);
        }
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(url).map_err(|_| MailerError::Url)?;
        if !plain_text && !is_encrypted(&parsed) && !is_this_machine(&parsed) {
            return Err(MailerError::PlainText);
        }
        Ok(Self {
            transport: transport.timeout(Some(HANDING_OVER)).build(),
            from: from.parse().map_err(|_| MailerError::From)?,
            patience: PATIENCE,
            places: Arc::new(Semaphore::new(AT_ONCE)),
            under_way: TaskTracker::new(),
        })
    }

    /// The same, where nobody waits for longer than this to hear that a mail was taken.
    #[must_use]
    pub fn with_patience(self, longest: Duration) -> Self {
        Self { patience: self.patience.min(longest), ..self }
    }

    /// Hands a mail over and tells whether the mail server took it. One that takes too long is handed over nevertheless, perhaps, and
    /// told not to be.
    pub async fn hand_over(&self, mail: Mail, at: DateTime<Utc>) -> bool {
        let taken = tokio::time::timeout(self.patience, self.start(mail, at)).await;
        taken.is_ok_and(|taken| taken.is_ok_and(|taken| taken == HandedOver::Taken))
    }

    /// Hands a mail over and waits until it is known what became of it.
    pub async fn wait_for(&self, mail: Mail, at: DateTime<Utc>) -> HandedOver {
        self.start(mail, at).await.unwrap_or(HandedOver::Unknown)
    }

    /// Hands a mail over without anybody waiting for it.
    pub fn send(&self, mail: Mail, at: DateTime<Utc>) {
        drop(self.start(mail, at));
    }

    /// On a task of its own, which does not end with the request.
    fn start(&self, mail: Mail, at: DateTime<Utc>) -> JoinHandle<HandedOver> {
        let mailer = self.clone();
        self.under_way.spawn(async move {
            let sent = async {
                let mail = mail.sealed(&mailer.from, at).map_err(|error| error.to_string())?;
                let _place = mailer.places.acquire().await.map_err(|error| error.to_string())?;
                mailer.transport.send(mail).await.map_err(|error| told(&error))
            };
            match tokio::time::timeout(HANDING_OVER, sent).await {
                Ok(Ok(_)) => HandedOver::Taken,
                Ok(Err(reason)) => {
                    tracing::warn!(reason, "a mail was not sent");
                    HandedOver::Refused
                }
                Err(_) => {
                    tracing::warn!(reason = "the mail server did not take it in time", "a mail was not sent");
                    HandedOver::Unknown
                }
            }
        })
    }

    /// Waits for the mail that is on its way, for a while.
    pub async fn farewell(&self) {
        self.under_way.close();
        if tokio::time::timeout(FAREWELL, self.under_way.wait()).await.is_err() {
            tracing::warn!("stopped with mail still on its way");
        }
    }
}

/// What may be logged of a failure: not what the mail server says, which often repeats the address.
fn told(error: &SmtpError) -> String {
    match error.status() {
        Some(code) => format!("the mail server answered {code}"),
        None if error.is_response() => "the mail server answered what is no SMTP".to_owned(),
        None => error.to_string(),
    }
}

/// Whether the address says what it seems to say: a password with `/`, `?` or `#` in it ends it early.
fn is_whole(url: &Url) -> bool {
    let known = |(key, value): (std::borrow::Cow<'_, str>, std::borrow::Cow<'_, str>)| {
        key == "tls" && matches!(&*value, "required" | "opportunistic")
    };
    let login = url.username().is_empty() == url.password().is_none();
    let place = url.host_str().is_some_and(|host| !host.is_empty()) && matches!(url.path(), "" | "/");
    login && place && url.fragment().is_none() && url.query_pairs().all(known)
}

/// Whether nothing is sent that can be read on the way. What is encrypted only where the server says that it can be is not.
fn is_encrypted(url: &Url) -> bool {
    url.scheme() == "smtps" || url.query_pairs().any(|(key, value)| key == "tls" && value == "required")
}

fn is_this_machine(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
    host.eq_ignore_ascii_case("localhost") || host.parse().is_ok_and(|address: IpAddr| address.is_loopback())
}

//! What persons are written: their one-time link, and what was done to what they sign in with.

use entity::account;
use entity::id::AccountId;
use entity::language::Language;

use crate::auth::OneTimeLink;
use crate::clock::written;
use crate::error::Error;
use crate::mail::{Mail, one_line};
use crate::request::App;
use crate::text::{LocalizedText, Message};

/// What a letter is about: its subject and its text in the files of messages.
#[derive(Clone, Copy, Debug)]
pub(super) enum Letter {
    /// An account was made for the person: the way to a password.
    Invitation,
    /// The password was taken away: the way to another one.
    Reset,
    /// There is another password.
    Password,
    /// The second factor was taken away.
    SecondFactor,
    /// Another address stands at the account; written to the one before.
    Address,
    /// An identity of the OpenID provider was bound to the account.
    Identity,
}

impl Letter {
    fn subject(self) -> Message {
        Message::new(match self {
            Self::Invitation => "mail-invitation-subject",
            Self::Reset => "mail-reset-subject",
            Self::Password => "mail-password-subject",
            Self::SecondFactor => "mail-second-factor-subject",
            Self::Address => "mail-address-subject",
            Self::Identity => "mail-identity-subject",
        })
    }

    fn text(self) -> Message {
        Message::new(match self {
            Self::Invitation => "mail-invitation",
            Self::Reset => "mail-reset",
            Self::Password => "mail-password",
            Self::SecondFactor => "mail-second-factor",
            Self::Address => "mail-address",
            Self::Identity => "mail-identity",
        })
    }

    /// To the person of an account, where it has an address.
    fn to(self, account: &account::Model, fill: impl Fn(Message, Language) -> Message) -> Option<Mail> {
        letter_to(account, &self.subject(), |language| fill(self.text().with("login", &account.login), language))
    }
}

/// A letter to the person of an account, who is called by name in it; `None` where there is no address.
pub fn letter_to(account: &account::Model, subject: &Message, text: impl Fn(Language) -> Message) -> Option<Mail> {
    let name = |language| {
        let names = LocalizedText::new(account.name_ar.as_ref(), account.name_fr.as_ref());
        not_leading(one_line(&names.in_language(language)), &account.login)
    };
    let said = [Language::Ar, Language::Fr].map(|language| {
        let texts = [text(language).with("name", name(language)), Message::new("mail-footer")];
        (subject.text(language), texts.map(|message| message.text(language)).join("\n\n"))
    });
    Some(Mail::bilingual(account.email.clone()?, &name(Language::Ar), said))
}

/// A name, or another one in its place: a name is not to send people somewhere, in a mail of the institution.
#[must_use]
pub fn not_leading(name: String, other: &str) -> String {
    let leads = ["://", "www.", "@"].iter().any(|sign| name.to_lowercase().contains(sign));
    if leads { other.to_owned() } else { name }
}

/// Sends a person the link to a password, with the page that was set up for it, and tells whether the mail server took it.
pub(super) async fn send_link(
    app: &App,
    letter: Letter,
    to: &account::Model,
    by: AccountId,
    link: &OneTimeLink,
) -> Result<bool, Error> {
    if app.mailer.is_none() || to.email.is_none() || !app.gate.may_be_written_to(to.id, by).await? {
        return Ok(false);
    }
    let [day, time] = written(link.expires_at);
    let way = match &app.link_page {
        Some(page) => Message::new("mail-by-page").with("way", link.on_page(page)),
        None => Message::new("mail-by-token").with("way", &link.token),
    };
    let way = way.with("day", day).with("time", time);
    let mail = letter.to(to, |text, language| text.with("way", way.text(language)));
    Ok(match (&app.mailer, mail) {
        (Some(mailer), Some(mail)) => mailer.hand_over(mail, app.clock.now()).await,
        (None, _) | (_, None) => false,
    })
}

/// Tells a person what was just done to what they sign in with, so that whoever did not do it hears of it. Nobody waits for it.
pub(super) fn tell(app: &App, letter: Letter, to: &account::Model) {
    let now = app.clock.now();
    let [day, time] = written(now);
    let mail = letter.to(to, |text, _| text.with("day", &day).with("time", &time));
    if let (Some(mailer), Some(mail)) = (&app.mailer, mail) {
        mailer.send(mail, now);
    }
}

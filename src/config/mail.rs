//! How mail is sent.

use std::time::Duration;

use clap::Args;

use crate::mail::{Mailer, MailerError};

/// How mail is sent. Without a mail server nobody is written to.
#[derive(Args)]
pub struct MailServer {
    /// The mail server that takes mail to persons: smtps://USER:PASSWORD@HOST, or smtp://USER:PASSWORD@HOST?tls=required;
    /// better given as a variable than as a flag. Without one nobody is written to
    #[arg(long, env = "TAAWUN_SMTP_URL", hide_env_values = true, value_name = "URL", requires = "mail_from")]
    smtp_url: Option<String>,

    /// Who writes, such as "Taawun <taawun@example.ma>"
    #[arg(long, env = "TAAWUN_MAIL_FROM", value_name = "ADDRESS", requires = "smtp_url")]
    mail_from: Option<String>,

    /// Let mail, and the password of the mail server, go over the network as plain text, which else goes to this machine alone
    #[arg(long, env = "TAAWUN_SMTP_PLAIN_TEXT")]
    smtp_plain_text: bool,
}

/// The address may hold a password.
impl std::fmt::Debug for MailServer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("MailServer(…)")
    }
}

impl MailServer {
    /// What hands mail over, where there is a mail server. Whoever asks for a mail waits for half of a request's deadline at most,
    /// so that the answer is still in time.
    pub fn open(&self, deadline: Duration) -> Result<Option<Mailer>, MailerError> {
        let (Some(url), Some(from)) = (&self.smtp_url, &self.mail_from) else { return Ok(None) };
        Ok(Some(Mailer::new(url, from, self.smtp_plain_text)?.with_patience(deadline / 2)))
    }
}

//! Single sign-on by an OpenID provider.

use std::path::PathBuf;

use clap::Args;

use crate::auth::SingleSignOn;
use crate::auth::single_sign_on::Settings;
use zeroize::Zeroizing;

/// By which provider staff may come in, if by any.
#[derive(Args)]
pub struct Oidc {
    /// The OpenID provider by which staff may sign in: its address, letter by letter as it says it itself; https, but on this
    /// machine
    #[arg(long = "oidc-issuer", env = "TAAWUN_OIDC_ISSUER", value_name = "URL", requires_all = ["client_id", "redirect_uri"])]
    issuer: Option<String>,

    /// By which the provider knows this installation
    #[arg(long = "oidc-client-id", env = "TAAWUN_OIDC_CLIENT_ID", value_name = "ID", requires = "issuer")]
    client_id: Option<String>,

    /// The secret that the provider gave this installation; better given as a variable, or in a file, than as a flag
    #[arg(
        long = "oidc-client-secret",
        env = "TAAWUN_OIDC_CLIENT_SECRET",
        hide_env_values = true,
        value_name = "SECRET",
        requires = "issuer"
    )]
    client_secret: Option<String>,

    /// A file with that secret
    #[arg(
        long = "oidc-client-secret-file",
        env = "TAAWUN_OIDC_CLIENT_SECRET_FILE",
        value_name = "FILE",
        requires = "issuer"
    )]
    client_secret_file: Option<PathBuf>,

    /// The page to which the provider sends people back, such as https://portal.example.ma/signed-in; several are parted by
    /// commas
    #[arg(
        long = "oidc-redirect-uri",
        env = "TAAWUN_OIDC_REDIRECT_URI",
        value_delimiter = ',',
        value_name = "URL",
        requires = "issuer"
    )]
    redirect_uri: Vec<String>,

    /// What the provider says of those who have shown a second factor there, as `acr`; several are parted by commas. What it
    /// says as `amr` counts in any case
    #[arg(
        long = "oidc-second-factor-acr",
        env = "TAAWUN_OIDC_SECOND_FACTOR_ACR",
        value_delimiter = ',',
        value_name = "VALUE",
        requires = "issuer"
    )]
    second_factor_acr: Vec<String>,
}

impl Oidc {
    /// The provider, where one is named; an error names the flag that is wrong and repeats no secret.
    pub fn open(&self) -> Result<Option<SingleSignOn>, String> {
        let (Some(issuer), Some(client_id)) = (&self.issuer, &self.client_id) else { return Ok(None) };
        let client_secret = match (&self.client_secret, &self.client_secret_file) {
            (Some(secret), _) => secret.clone(),
            (None, Some(file)) => {
                let secret = std::fs::read_to_string(file);
                let secret =
                    secret.map_err(|error| format!("--oidc-client-secret-file {}: {error}", file.display()))?;
                secret.trim().to_owned()
            }
            (None, None) => String::new(),
        };
        if client_secret.is_empty() {
            return Err(
                "--oidc-client-secret-file (or TAAWUN_OIDC_CLIENT_SECRET): the provider's secret is missing".to_owned()
            );
        }
        let settings = Settings {
            issuer: issuer.clone(),
            client_id: client_id.clone(),
            client_secret: Zeroizing::new(client_secret),
            redirect_uris: self.redirect_uri.clone(),
            second_factor_acr: self.second_factor_acr.clone(),
        };
        SingleSignOn::new(settings).map(Some).map_err(|error| format!("--oidc-… (TAAWUN_OIDC_…): {error}"))
    }
}

impl std::fmt::Debug for Oidc {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Oidc(…)")
    }
}

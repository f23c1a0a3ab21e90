//! Where the fonts are in which papers are printed.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::press::{FONTS, Press};

/// Where the fonts are in which papers are printed.
#[derive(Args, Debug)]
pub struct Fonts {
    /// The folder of fonts in which papers are printed, in Arabic and French [default: /usr/share/fonts, where Debian's
    /// fonts-hosny-amiri puts Amiri]
    #[arg(long, env = "TAAWUN_FONTS_DIR", value_name = "DIR")]
    fonts_dir: Option<PathBuf>,
}

impl Fonts {
    /// The press; an error where a folder is named that cannot be read. Where no font writes Arabic, the log says so.
    pub fn open(&self) -> Result<Press, String> {
        let press = match &self.fonts_dir {
            Some(folder) => {
                let named = |error| format!("--fonts-dir (TAAWUN_FONTS_DIR) {}: {error}", folder.display());
                Press::open(folder).map_err(named)?
            }
            None => Press::open(Path::new(FONTS)).unwrap_or_default(),
        };
        if !press.writes_arabic() {
            tracing::warn!(
                "no font writes Arabic: nothing is printed until fonts-hosny-amiri is installed, or --fonts-dir names a folder \
                 that has such a font"
            );
        }
        Ok(press)
    }
}

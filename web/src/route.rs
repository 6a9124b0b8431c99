//! Where the user is: the part of the address after `#`, such as `#/prioritise/indirect-prompt-injection`.

use std::fmt;

use yew::html::IntoPropValue;
use yew::prelude::*;

use crate::host::Host;
use crate::storage::listener;

/// A page of the app.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Page {
    /// Begin, open, and choose among assessments.
    #[default]
    Home,
    /// Answer questions.
    Describe,
    /// Draw components and flows.
    Map,
    /// See threats and their risks.
    Prioritise,
    /// See to controls.
    Treat,
    /// Decide about what remains.
    Residual,
    /// Hand over.
    Report,
}

impl Page {
    /// Every page that the address can name, in the order of the journey.
    pub(crate) const ALL: [Self; 7] =
        [Self::Home, Self::Describe, Self::Map, Self::Prioritise, Self::Treat, Self::Residual, Self::Report];

    /// Whether its code is fetched once the app is at work: `crates/xtask/src/split.rs` lists their modules.
    pub(crate) fn is_later(self) -> bool {
        !matches!(self, Self::Home | Self::Describe)
    }

    /// Its part of the address.
    fn slug(self) -> &'static str {
        match self {
            Self::Home => "",
            Self::Describe => "describe",
            Self::Map => "map",
            Self::Prioritise => "prioritise",
            Self::Treat => "treat",
            Self::Residual => "residual",
            Self::Report => "report",
        }
    }

    /// What pages that embed the app call it.
    pub(crate) fn name(self) -> &'static str {
        if self == Self::Home { "home" } else { self.slug() }
    }

    /// Its name.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Home => "Assessments",
            Self::Describe => "Describe",
            Self::Map => "System map",
            Self::Prioritise => "Prioritise",
            Self::Treat => "Treat",
            Self::Residual => "Residual",
            Self::Report => "Report",
        }
    }
}

/// A page, and the entry on it that is meant.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Route {
    /// The page.
    pub(crate) page: Page,
    /// The id of a fact, component, threat or control; empty for the page as a whole.
    pub(crate) entry: String,
}

impl From<Page> for Route {
    fn from(page: Page) -> Self {
        Self { page, entry: String::new() }
    }
}

impl IntoPropValue<Route> for Page {
    fn into_prop_value(self) -> Route {
        self.into()
    }
}

impl Route {
    /// An entry on a page.
    pub(crate) fn to(page: Page, entry: &(impl fmt::Display + ?Sized)) -> Self {
        Self { page, entry: entry.to_string() }
    }

    /// What an address says; what it does not know leads home.
    pub(crate) fn read(address: &str) -> Self {
        let path = address.strip_prefix("#/").unwrap_or_default();
        let (slug, entry) = path.split_once('/').unwrap_or((path, ""));
        match Page::ALL.into_iter().find(|page| page.slug() == slug) {
            Some(page) => Self::to(page, entry),
            None => Self::default(),
        }
    }
}

impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("#/")?;
        f.write_str(self.page.slug())?;
        if !self.entry.is_empty() {
            f.write_str("/")?;
            f.write_str(&self.entry)?;
        }
        Ok(())
    }
}

/// Where the user is, and the way elsewhere.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Place {
    /// The page that the app is in.
    pub(crate) host: Host,
    /// Where the user is.
    pub(crate) route: Route,
    /// Leads elsewhere.
    pub(crate) go: Callback<Route>,
}

/// Where the user is, in any component below the app.
#[hook]
pub(crate) fn use_place() -> Place {
    // INVARIANT: the app provides it before it renders anything that asks for it.
    use_context::<Place>().expect("the app provides the place")
}

/// The place, following the address and leading it, among the pages that are shown.
#[hook]
pub(crate) fn use_address(host: &Host) -> Place {
    let address = use_state_eq(|| host.script.address());
    use_effect_with((), {
        let (script, address) = (host.script.clone(), address.setter());
        move |()| script.follow(&listener(Box::new(move |_, _, now, _| address.set(now))))
    });
    let go = use_callback((), {
        let script = host.script.clone();
        // The address changes at once; the state follows as that is told.
        move |route: Route, ()| script.set_address(&route.to_string())
    });
    let mut route = Route::read(&address);
    route.page = host.nearest(route.page);
    Place { host: host.clone(), route, go }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_is_found_by_its_address() {
        for page in Page::ALL {
            for route in [Route::from(page), Route::to(page, "an-entry")] {
                assert_eq!(Route::read(&route.to_string()), route);
            }
        }
    }

    #[test]
    fn what_the_address_does_not_know_leads_home() {
        for address in ["", "#", "#threats", "#/nowhere", "#/nowhere/else"] {
            assert_eq!(Route::read(address), Route::default(), "{address}");
        }
    }
}

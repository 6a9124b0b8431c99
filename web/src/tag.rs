//! Elements made by a call. `html!` writes out the making of each element where it stands: on long pages that is several
//! times the code.

use yew::prelude::*;
use yew::virtual_dom::{VTag, VText};

/// An element, of a class unless that is empty, with what it holds.
pub(crate) fn tag(name: &'static str, class: &'static str, holds: Vec<Html>) -> Html {
    let mut tag = VTag::new(name);
    if !class.is_empty() {
        tag.add_attribute("class", class);
    }
    tag.add_children(holds);
    tag.into()
}

/// An element of a class that holds a text.
pub(crate) fn told(name: &'static str, class: &'static str, says: &str) -> Html {
    tag(name, class, vec![text(says)])
}

/// A text.
pub(crate) fn text(says: &str) -> Html {
    VText::new(says.to_owned()).into()
}

//! What is kept on this device, as the app knows it.

use std::rc::Rc;

use yew::prelude::*;

use crate::components::Notice;

/// An assessment in the list.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Entry {
    /// Under which id it is kept.
    pub(crate) id: String,
    /// What the system is called; may be empty.
    pub(crate) title: String,
    /// When it was changed last.
    pub(crate) changed: String,
    /// How far it is, in words.
    pub(crate) progress: String,
}

impl Entry {
    /// What to call it.
    pub(crate) fn name(&self) -> &str {
        if self.title.is_empty() { "Without a name" } else { &self.title }
    }
}

/// Where the assessment in hand is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Saved {
    /// Nothing was changed yet.
    #[default]
    Nothing,
    /// On this device.
    Kept,
    /// On its way, for longer than one would notice.
    Saving,
    /// Not on this device, which has no room for it.
    Full,
    /// Not on this device, where the browser keeps nothing.
    Blocked,
    /// Not on this device, for another reason.
    Failed,
    /// Another tab changed it.
    Conflict,
    /// Another tab deleted it.
    Gone,
    /// Nowhere, as the user wishes.
    Off,
}

impl Saved {
    /// What the head says of it.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Nothing => "",
            Self::Kept => "Saved on this device",
            Self::Saving => "Saving …",
            Self::Full => "Not saved: no room",
            Self::Blocked => "Not saved: storage is blocked",
            Self::Failed => "Not saved",
            Self::Conflict => "Not saved: changed in another tab",
            Self::Gone => "Not saved: deleted in another tab",
            Self::Off => "Kept nowhere",
        }
    }

    /// Whether what is in hand is there when the page is closed.
    pub(crate) fn is_safe(self) -> bool {
        matches!(self, Self::Nothing | Self::Kept | Self::Saving)
    }

    /// Whether another tab is in the way, so that nothing is saved until the user decides.
    pub(crate) fn is_disputed(self) -> bool {
        matches!(self, Self::Conflict | Self::Gone)
    }
}

/// What is kept, and where what is in hand is.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Library {
    /// The assessments, the one changed last first.
    pub(crate) entries: Rc<[Entry]>,
    /// Where the assessment in hand is.
    pub(crate) saved: Saved,
    /// What the browser says of a failure.
    reason: String,
    /// Whether the user has read what is wrong.
    read: bool,
}

/// What happens to it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum News {
    /// The list, one line an assessment.
    List(String),
    /// Where the assessment in hand is now, and what the browser says.
    Saved(Saved, String),
    /// Another assessment is in hand.
    InHand(Saved),
    /// The user has read what is wrong.
    Read,
}

impl Library {
    /// Before the list is known.
    pub(crate) fn new(saved: Saved) -> Self {
        Self { saved, ..Self::default() }
    }

    /// What is wrong, if the user must know.
    pub(crate) fn trouble(&self) -> Option<Notice> {
        let words = match self.saved {
            _ if self.read => return None,
            Saved::Full => {
                "Not saved: the browser has no more room for Kubu on this device. Your work is on this page; keep it with \
                 “Save file”, or delete assessments that you no longer need."
            }
            Saved::Blocked => {
                "Nothing is saved: this browser blocks storage for Kubu, or this is a private window. Everything works, but \
                 what you enter is gone when you close this page. Keep it with “Save file”."
            }
            Saved::Failed => {
                "Not saved on this device. Your work is on this page; keep it with “Save file”. The browser says:"
            }
            Saved::Conflict => {
                "This assessment was changed in another tab. So that neither overwrites the other, nothing is saved from this \
                 tab until you choose."
            }
            Saved::Gone => {
                "This assessment was deleted in another tab. Nothing is saved from this tab until you keep it."
            }
            _ => return None,
        };
        let mut words = words.to_owned();
        if self.saved == Saved::Failed {
            words = words + " " + &self.reason;
        }
        Some(Notice::warning(words))
    }
}

impl Reducible for Library {
    type Action = News;

    fn reduce(self: Rc<Self>, news: News) -> Rc<Self> {
        let mut next = Self::clone(&self);
        match news {
            News::List(lines) => next.entries = lines.lines().map(entry).collect(),
            // A save that was under way when another tab came in between settles nothing.
            News::Saved(saved, _) if self.saved.is_disputed() && !saved.is_disputed() && saved != Saved::Off => {}
            News::Saved(saved, reason) => {
                next.read &= saved == self.saved;
                (next.saved, next.reason) = (saved, reason);
            }
            News::InHand(saved) => {
                if self.saved.is_safe() || self.saved.is_disputed() {
                    next.saved = saved;
                }
            }
            News::Read => next.read = true,
        }
        next.into()
    }
}

fn entry(line: &str) -> Entry {
    let mut parts = line.split('\t').map(str::to_owned);
    let mut part = || parts.next().unwrap_or_default();
    Entry { id: part(), title: part(), changed: part(), progress: part() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(news: impl IntoIterator<Item = News>) -> Rc<Library> {
        let begun: Rc<Library> = Rc::default();
        news.into_iter().fold(begun, Library::reduce)
    }

    fn saved(saved: Saved) -> News {
        News::Saved(saved, String::new())
    }

    #[test]
    fn the_list_is_read() {
        let library = after([News::List("1\tBot\t2026-11-25 14:05\t3 threats apply\n2\t\t2026-11-24 09:00\t".into())]);
        let names: Vec<_> = library.entries.iter().map(Entry::name).collect();
        assert_eq!(names, ["Bot", "Without a name"]);
        assert_eq!(library.entries[0].progress, "3 threats apply");
        assert!(after([News::List(String::new())]).entries.is_empty());
    }

    #[test]
    fn a_dispute_ends_only_by_a_decision() {
        let library = after([saved(Saved::Conflict), saved(Saved::Kept), saved(Saved::Full)]);
        assert_eq!(library.saved, Saved::Conflict);
        assert_eq!(library.reduce(News::InHand(Saved::Kept)).saved, Saved::Kept);
        assert_eq!(after([saved(Saved::Conflict), saved(Saved::Off)]).saved, Saved::Off);
    }

    #[test]
    fn another_assessment_changes_nothing_about_the_device() {
        for state in [Saved::Full, Saved::Blocked, Saved::Failed, Saved::Off] {
            assert_eq!(after([saved(state), News::InHand(Saved::Nothing)]).saved, state);
        }
    }

    #[test]
    fn what_was_read_is_said_again_only_if_something_else_is_wrong() {
        let library = after([saved(Saved::Full), News::Read, saved(Saved::Full)]);
        assert_eq!(library.trouble(), None);
        assert!(library.reduce(saved(Saved::Failed)).trouble().is_some());
    }
}

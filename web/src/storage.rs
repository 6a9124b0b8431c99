//! Keeps assessments on this device, and puts one in hand: a new one, an example, one of a file, or a kept one.

mod bridge;
mod library;

use std::cell::RefCell;
use std::rc::Rc;

use kubu_core::{Assessment, Diagnostic, Opened, PackId, Verdict};
use yew::prelude::*;

use crate::app::focus;
use crate::components::{Notice, notice as notices};
use crate::document::{Action, Document, Edit};
use crate::examples;
use crate::files;
use crate::findings::Findings;
use crate::host::Host;
use crate::packs::{self, Packs, adds, is_pack};
use crate::route::{Page, Place, Route};
use crate::rules::SharedRules;

pub(crate) use bridge::{Store, download, listener, style};
use library::News;
pub(crate) use library::{Entry, Library, Saved};

/// What is said before why a file was not opened.
const REFUSED: &str = "The file was not opened. Your assessment is as it was";

/// What the app begins with.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct First {
    pub(crate) host: Host,
    store: Store,
    id: String,
    text: String,
    previous: String,
    /// The files of the packs that are kept.
    pub(crate) packs: Vec<String>,
}

/// Asks the browser for what is kept, then begins.
pub(crate) fn start(host: Host, begin: impl Fn(First) + 'static) {
    let resume = Route::read(&host.script.address()).page != Page::Home;
    let store = host.script.store();
    let starter = {
        let (store, packs) = (store.clone(), RefCell::new(Vec::new()));
        bridge::listener(Box::new(move |kind, id, text, previous| {
            if kind == "pack" {
                packs.borrow_mut().push(text);
            } else {
                begin(First { host: host.clone(), store: store.clone(), id, text, previous, packs: packs.take() });
            }
        }))
    };
    store.start(resume, &starter);
}

/// What the user wants with assessments.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Wish {
    /// Begin an empty one.
    New,
    /// Begin with an example.
    Example(usize),
    /// Open the text of a file.
    Text(String),
    /// Put a kept one in hand.
    Open(String),
    /// Keep a copy of it.
    Copy(String),
    /// Give it another name.
    Rename(String, String),
    /// Delete it.
    Delete(Entry),
    /// See what is kept.
    List,
    /// Take a pack away.
    DropPack(PackId),
    /// Keep nothing on this device, or keep again.
    KeepNothing(bool),
    /// Keep what is in hand beside that of another tab.
    KeepCopy,
    /// Be told no more of what is wrong.
    Read,
}

/// The document as it begins, and what to say of it.
pub(crate) fn begin(first: &First, rules: SharedRules) -> (Document, Saved, Option<Notice>) {
    let First { store, id, text, previous, .. } = first;
    let id = if id.is_empty() { store.fresh_id() } else { id.clone() };
    if text.is_empty() && previous.is_empty() {
        let example = examples::named(&id).and_then(|example| Assessment::open(example.text, &rules).ok());
        let assessment = example.map(|opened| opened.assessment).unwrap_or_default();
        return (Document::new(id, Rc::new(assessment)), Saved::Nothing, None);
    }
    match recover(text, previous, rules) {
        Ok((assessment, notice)) => (Document::new(id, Rc::new(assessment)), Saved::Kept, notice),
        Err(notice) => (Document::new(store.fresh_id(), Rc::default()), Saved::Nothing, Some(notice)),
    }
}

/// What was kept: its last state or the one before; or what to say if neither can be read.
fn recover(text: &str, previous: &str, rules: SharedRules) -> Result<(Assessment, Option<Notice>), Notice> {
    match Assessment::open(text, &rules) {
        Ok(opened) => Ok((opened.assessment, None)),
        Err(errors) => match Assessment::open(previous, &rules) {
            Ok(opened) => Ok((
                opened.assessment,
                Some(Notice::refused(
                    "The last state that was saved on this device cannot be read. The state before it is open",
                    errors,
                )),
            )),
            Err(_) => Err(unreadable(text, errors)),
        },
    }
}

fn unreadable(text: &str, errors: Vec<Diagnostic>) -> Notice {
    let text = text.to_owned();
    Notice::refused("What was saved on this device could not be opened. It stays where it is", errors).with(
        "Save it as it is".into(),
        Callback::from(move |()| download("unreadable.kubu.json", "application/json", &text)),
    )
}

/// What is on the table: all that is needed to open, save and change places.
#[derive(Clone)]
struct Desk {
    store: Store,
    rules: SharedRules,
    packs: Packs,
    on_packs: Callback<Packs>,
    document: UseReducerHandle<Document>,
    findings: Findings,
    library: UseReducerHandle<Library>,
    notice: UseStateHandle<Option<Notice>>,
    place: Place,
    /// What was last handed in to be saved, or came from there.
    written: Rc<RefCell<Rc<Assessment>>>,
}

/// What is kept, and the way to ask for more.
#[derive(Clone, PartialEq)]
pub(crate) struct Storage {
    pub(crate) library: UseReducerHandle<Library>,
    pub(crate) wish: Callback<Wish>,
}

impl Storage {
    /// Where the assessment in hand is kept, for the head.
    pub(crate) fn status(&self) -> Html {
        let saved = self.library.saved;
        let class = if saved.is_safe() { "saved" } else { "saved urgent" };
        html! { <span {class} role="status">{ saved.words() }</span> }
    }

    /// What is wrong with keeping the assessment of this id, and what to do; the focus goes to `main` then.
    pub(crate) fn trouble(&self, id: &str, main: &NodeRef) -> Html {
        let Some(mut notice) = self.library.trouble() else { return Html::default() };
        let saved = self.library.saved;
        let way = |wish: Wish| {
            let main = main.clone();
            self.wish.reform(move |()| {
                focus(&main);
                wish.clone()
            })
        };
        if saved == Saved::Conflict {
            notice = notice.with("Show theirs".into(), way(Wish::Open(id.into())));
        }
        let mut on_dismiss = None;
        if saved.is_disputed() {
            notice = notice.with("Keep mine as a copy".into(), way(Wish::KeepCopy));
        } else {
            on_dismiss = Some(way(Wish::Read));
        }
        notices::view("trouble", &notice, on_dismiss.as_ref())
    }
}

/// Keeps every change of the document, and does what the user wishes with others; `added` are the packs, and how to have
/// others; `told` is where what is in hand is kept, and what the user is told.
#[hook]
pub(crate) fn use_storage(
    first: &First,
    added: (&Packs, &Callback<Packs>),
    told: (Saved, &UseStateHandle<Option<Notice>>),
    document: &UseReducerHandle<Document>,
    findings: &Findings,
    place: &Place,
) -> Storage {
    let library = use_reducer_eq(|| Library::new(told.0));
    let written = use_mut_ref(|| document.assessment.clone());
    let desk = use_mut_ref(|| None::<Desk>);
    desk.replace(Some(Desk {
        store: first.store.clone(),
        rules: added.0.rules,
        packs: added.0.clone(),
        on_packs: added.1.clone(),
        document: document.clone(),
        findings: findings.clone(),
        library: library.clone(),
        notice: told.1.clone(),
        place: place.clone(),
        written: written.clone(),
    }));
    let now = {
        let desk = desk.clone();
        // Cloned, so that it may be replaced while it works.
        move || desk.borrow().clone()
    };
    use_effect_with((), {
        let (host, store, now, findings) = (first.host.clone(), first.store.clone(), now.clone(), findings.clone());
        move |()| {
            host.hold(|| findings);
            let listener = bridge::listener(Box::new(move |kind, id, text, more| {
                if let Some(desk) = now() {
                    desk.hear(&kind, id, text, &more);
                }
            }));
            if host.edits {
                bridge::accept(&host.ground(), &listener);
            }
            store.listen(&listener);
        }
    });
    use_effect_with((document.id.clone(), document.assessment.clone()), {
        let store = first.store.clone();
        move |(id, assessment)| {
            store.hold(id);
            if !Rc::ptr_eq(&written.borrow(), assessment) {
                store.touch();
            }
        }
    });
    let wish = use_callback((), move |wish: Wish, ()| {
        if let Some(desk) = now() {
            desk.fulfil(wish);
        }
    });
    Storage { library, wish }
}

impl Desk {
    /// Does what the user wishes.
    fn fulfil(&self, wish: Wish) {
        let is_in_hand = |id: &str| *id == self.document.id;
        match wish {
            Wish::New => self.put(self.store.fresh_id(), Assessment::default(), Some(Saved::Nothing), None),
            Wish::Example(position) => {
                let Some(example) = examples::ALL.get(position) else { return };
                if let Ok(opened) = Assessment::open(example.text, &self.rules) {
                    let notice = if self.place.host.keeps {
                        "This is an example. Change what you like: from then on it is kept as your own."
                    } else {
                        "This is an example. Change what you like."
                    };
                    let notice = Notice::told(notice, vec![]);
                    self.put(example.id(&self.store.fresh_id()), opened.assessment, Some(Saved::Nothing), Some(notice));
                }
            }
            Wish::Text(text) => self.open_file(&text),
            Wish::Open(id) if is_in_hand(&id) && !self.library.saved.is_disputed() => self.show(),
            Wish::Open(id) => {
                if !self.library.saved.is_disputed() {
                    self.write();
                }
                self.store.read("open", &id, "");
            }
            Wish::Copy(id) => {
                self.write();
                self.store.read("copy", &id, "");
            }
            Wish::Rename(id, title) if is_in_hand(&id) => {
                self.document.dispatch(Action::Edit(Edit::Rename(title)));
            }
            Wish::Rename(id, title) => self.store.read("rename", &id, &title),
            Wish::Delete(entry) => {
                if is_in_hand(&entry.id) {
                    let empty: Rc<Assessment> = Rc::default();
                    self.written.replace(empty.clone());
                    self.document.dispatch(Action::Open(self.store.fresh_id(), empty));
                    self.library.dispatch(News::InHand(Saved::Nothing));
                }
                self.store.remove(&entry.id);
                let store = self.store.clone();
                let restore = Callback::from(move |()| store.restore());
                let message = String::from("“") + entry.name() + "” is deleted.";
                self.say(Notice::told(message, vec![]).with("Undo".into(), restore));
            }
            Wish::List => self.store.list(),
            Wish::DropPack(id) => self.drop_pack(&id),
            Wish::KeepNothing(nothing) => self.store.keep(nothing),
            Wish::Read => self.library.dispatch(News::Read),
            Wish::KeepCopy => {
                let mut copy = Assessment::clone(&self.document.assessment);
                copy.title = copied(&copy.title);
                self.put(self.store.fresh_id(), copy, None, None);
                self.notice.set(None);
            }
        }
    }

    /// Hears what happens to storage and files.
    fn hear(&self, kind: &str, id: String, text: String, more: &str) {
        let saved = |saved| self.library.dispatch(News::Saved(saved, text.clone()));
        let is_in_hand = id == self.document.id;
        match kind {
            "write" => self.write(),
            "list" => self.library.dispatch(News::List(text)),
            "saved" if is_in_hand => {
                saved(Saved::Kept);
                if self.place.route.page == Page::Home {
                    self.store.list();
                }
            }
            "saving" if is_in_hand => saved(Saved::Saving),
            "conflict" if is_in_hand => saved(Saved::Conflict),
            "gone" if is_in_hand => saved(Saved::Gone),
            "full" => saved(Saved::Full),
            "blocked" => saved(Saved::Blocked),
            "failed" => saved(Saved::Failed),
            "nothing" => {
                saved(Saved::Off);
                self.library.dispatch(News::List(String::new()));
            }
            "something" => {
                saved(Saved::Nothing);
                for (id, text) in self.packs.texts() {
                    self.store.pack(id.as_str(), text);
                }
                if *self.document.assessment != Assessment::default() {
                    self.save(&self.document.id, &self.findings);
                }
            }
            "file" => self.open_file(&text),
            "reading" => self.say(Notice::told("Reading the file …", vec![])),
            "given" => self.open_given(&text),
            "pack" => self.add_pack(&text),
            "refused" => self.refuse(&text),
            "open" if text.is_empty() && more.is_empty() => self.refuse("it is no longer on this device"),
            "open" => match recover(&text, more, self.rules) {
                Ok((assessment, notice)) => self.put(id, assessment, Some(Saved::Kept), notice),
                Err(notice) => self.say(notice),
            },
            "copy" | "rename" => match Assessment::open(&text, &self.rules) {
                Ok(mut opened) => {
                    let copies = kind == "copy";
                    let title = &mut opened.assessment.title;
                    *title = if copies { copied(title) } else { more.to_owned() };
                    let id = if copies { self.store.fresh_id() } else { id };
                    self.save(&id, &Findings::new(self.rules, Rc::new(opened.assessment)));
                }
                Err(errors) => self.say(unreadable(&text, errors)),
            },
            _ => {}
        }
    }

    fn add_pack(&self, text: &str) {
        let (packs, id) = match self.packs.with(text) {
            Ok(more) => more,
            Err(errors) => return self.refuse_all(packs::REFUSED, errors),
        };
        let name = packs.rules.catalog().packs.get(&id).map_or(id.as_str(), |pack| &pack.name);
        let message = ["The pack of “", name, "” is added: ", &adds(&packs.rules, &id), "."].concat();
        self.say(Notice::told(message, vec![]));
        self.store.pack(id.as_str(), text);
        self.on_packs.emit(packs);
    }

    fn drop_pack(&self, id: &PackId) {
        let Ok(fewer) = self.packs.without(id) else { return };
        let again = {
            let (store, on_packs, before, id) =
                (self.store.clone(), self.on_packs.clone(), self.packs.clone(), id.clone());
            Callback::from(move |()| {
                for (_, text) in before.texts().filter(|(kept, _)| **kept == id) {
                    store.pack(id.as_str(), text);
                }
                on_packs.emit(before.clone());
            })
        };
        self.store.pack(id.as_str(), "");
        self.on_packs.emit(fewer);
        let message = "The pack is removed. What was answered to its questions stays in your assessments.";
        self.say(Notice::told(message, vec![]).with("Undo".into(), again));
    }

    fn open_file(&self, text: &str) {
        if is_pack(text) {
            return self.add_pack(text);
        }
        match Assessment::open(files::assessment_in(text), &self.rules) {
            Ok(opened) => {
                let message = match opened.migrated_from {
                    Some(_) => "The file is open. It is of an older version; saving brings it up to date.",
                    None => "The file is open.",
                };
                self.put(self.store.fresh_id(), opened.assessment, None, Some(Notice::told(message, opened.warnings)));
            }
            Err(errors) => self.refuse_all(REFUSED, errors),
        }
    }

    /// Opens what the page gives, without a word if all is well.
    fn open_given(&self, text: &str) {
        match Assessment::open(files::assessment_in(text), &self.rules) {
            Ok(Opened { assessment, warnings, .. }) => {
                let notice = (!warnings.is_empty()).then(|| Notice::told("The file is open.", warnings));
                self.put(self.store.fresh_id(), assessment, Some(Saved::Nothing), notice);
            }
            Err(errors) => self.refuse_all(REFUSED, errors),
        }
    }

    fn refuse_all(&self, words: &'static str, errors: Vec<Diagnostic>) {
        for Diagnostic { code, message, at, help, .. } in &errors {
            self.place.host.script.refuse(code, message, at, help);
        }
        self.say(Notice::refused(words, errors));
    }

    /// Puts an assessment in hand: one that is `saved`, or one that is to be kept from now on.
    fn put(&self, id: String, assessment: Assessment, saved: Option<Saved>, mut notice: Option<Notice>) {
        self.write();
        let Document { id: id_before, assessment: before, .. } = &*self.document;
        let is_lost = !self.library.saved.is_safe();
        if is_lost && id != *id_before && **before != Assessment::default() {
            let (document, id, before) = (self.document.dispatcher(), id_before.clone(), before.clone());
            let back = Callback::from(move |()| document.dispatch(Action::Open(id.clone(), before.clone())));
            let notice_before = notice.take().unwrap_or_else(|| Notice::told("Another assessment is in hand.", vec![]));
            notice = Some(notice_before.with("Bring the one before back".into(), back));
        }
        let assessment = Rc::new(assessment);
        self.place.host.hold(|| Findings::new(self.rules, assessment.clone()));
        if saved.is_some() {
            self.written.replace(assessment.clone());
        }
        self.document.dispatch(Action::Open(id, assessment));
        self.library.dispatch(News::InHand(saved.unwrap_or_default()));
        self.notice.set(notice);
        self.show();
    }

    fn show(&self) {
        if self.place.route.page == Page::Home {
            self.place.go.emit(Page::Describe.into());
        }
    }

    fn say(&self, notice: Notice) {
        self.notice.set(Some(notice));
    }

    fn refuse(&self, reason: &str) {
        self.say(Notice::warning(
            String::from("The file was not opened: ") + reason + ". Your assessment is as it was.",
        ));
    }

    /// Hands in what is in hand, unless that is done already or another tab is in the way.
    fn write(&self) {
        let assessment = &self.document.assessment;
        if !Rc::ptr_eq(&self.written.borrow(), assessment) && !self.library.saved.is_disputed() {
            self.save(&self.document.id, &self.findings);
            self.written.replace(assessment.clone());
        }
    }

    fn save(&self, id: &str, findings: &Findings) {
        let assessment = findings.stamped();
        self.store.save(id, &assessment.to_json(), &assessment.title, &progress(findings));
    }
}

fn copied(title: &str) -> String {
    let name = if title.is_empty() { "Without a name" } else { title };
    name.to_owned() + " (copy)"
}

/// How far an assessment is: `12 threats apply, 3 undetermined`.
fn progress(findings: &Findings) -> String {
    if findings.assessment.description == Default::default() {
        return "Nothing answered yet".into();
    }
    let threats = &findings.report().threats;
    let count = |verdict| threats.iter().filter(|threat| threat.verdict == verdict).count();
    let (applies, open) = (count(Verdict::Applies), count(Verdict::Undetermined));
    let noun = if applies == 1 { " threat applies, " } else { " threats apply, " };
    let open = if open == 0 { "all settled".to_owned() } else { open.to_string() + " undetermined" };
    applies.to_string() + noun + &open
}

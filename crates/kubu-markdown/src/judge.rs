//! What a reader of all of CommonMark says of a text: where it agrees, the text keeps to the part that is read here.

use pulldown_cmark::{CodeBlockKind, Event, LinkType, Options, Parser, Tag};

use crate::{Block, Inline, read};

/// The first thing in a text that CommonMark reads otherwise, or nothing. Links that do not lead to https count, too.
pub fn difference(text: &str) -> Option<String> {
    let (ours, theirs) = (steps(text), reference(text));
    let at = ours.iter().zip(&theirs).take_while(|(ours, theirs)| ours == theirs).count();
    let step = |steps: &[String]| steps.get(at).cloned().unwrap_or_else(|| "the end".to_owned());
    (ours != theirs).then(|| format!("{} instead of {}", step(&ours), step(&theirs)))
}

/// Whether the reference finds only what is read here.
#[cfg(test)]
pub(crate) fn is_within(text: &str) -> bool {
    !reference(text).iter().any(|step| step.starts_with(|c: char| c.is_ascii_uppercase()))
}

/// The nodes of a text as steps: the start and the end of elements, and what stands between.
fn steps(text: &str) -> Vec<String> {
    let mut steps = Steps::default();
    read(text).iter().for_each(|block| steps.block(block, false));
    steps.0
}

#[derive(Default)]
struct Steps(Vec<String>);

impl Steps {
    fn text(&mut self, text: &str) {
        match self.0.last_mut() {
            Some(last) if last.starts_with("text ") => last.push_str(text),
            _ if text.is_empty() => {}
            _ => self.0.push(format!("text {text}")),
        }
    }

    fn within(&mut self, start: String, content: impl FnOnce(&mut Self)) {
        self.0.push(start);
        content(self);
        self.0.push("end".to_owned());
    }

    fn block(&mut self, block: &Block, tight_item: bool) {
        match block {
            Block::Paragraph(content) if tight_item => self.inlines(content),
            Block::Paragraph(content) => self.within("paragraph".to_owned(), |steps| steps.inlines(content)),
            Block::Quote(blocks) => self.within("quote".to_owned(), |steps| {
                blocks.iter().for_each(|block| steps.block(block, false));
            }),
            Block::List { first, tight, items } => self.within(format!("list {first:?}"), |steps| {
                for item in items {
                    steps.within("item".to_owned(), |steps| {
                        item.iter().for_each(|block| steps.block(block, *tight));
                    });
                }
            }),
            Block::Code { info, text } => self.within(format!("code {info}"), |steps| steps.text(text)),
        }
    }

    fn inlines(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            match inline {
                Inline::Text(text) => self.text(text),
                Inline::SoftBreak => self.0.push("soft break".to_owned()),
                Inline::HardBreak => self.0.push("hard break".to_owned()),
                Inline::Code(code) => self.0.push(code_span(code)),
                Inline::Emphasis(content) => self.within("emphasis".to_owned(), |steps| steps.inlines(content)),
                Inline::Strong(content) => self.within("strong".to_owned(), |steps| steps.inlines(content)),
                Inline::Link { to, content } => self.within(format!("link {to}"), |steps| steps.inlines(content)),
            }
        }
    }
}

/// Blanks in a row are shown as one; the reference keeps those that start a line within code.
fn code_span(code: &str) -> String {
    format!("code span {}", code.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" "))
}

/// The same steps by the reference; what has no node here is shown as the reference calls it, with a capital letter.
fn reference(text: &str) -> Vec<String> {
    let mut steps = Steps::default();
    for event in Parser::new_ext(text, Options::empty()) {
        let step = match event {
            Event::Text(text) => {
                steps.text(&text);
                continue;
            }
            Event::SoftBreak => "soft break".to_owned(),
            Event::HardBreak => "hard break".to_owned(),
            Event::Code(code) => code_span(&code),
            Event::End(_) => "end".to_owned(),
            Event::Start(Tag::Paragraph) => "paragraph".to_owned(),
            Event::Start(Tag::BlockQuote(None)) => "quote".to_owned(),
            Event::Start(Tag::List(first)) => format!("list {first:?}"),
            Event::Start(Tag::Item) => "item".to_owned(),
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) if info.chars().all(char::is_alphanumeric) => {
                format!("code {info}")
            }
            Event::Start(Tag::Emphasis) => "emphasis".to_owned(),
            Event::Start(Tag::Strong) => "strong".to_owned(),
            Event::Start(Tag::Link { link_type: LinkType::Inline | LinkType::Autolink, dest_url, title, .. })
                if dest_url.starts_with("https://") && title.is_empty() =>
            {
                format!("link {dest_url}")
            }
            Event::Html(html) | Event::InlineHtml(html) => format!("HTML {}", html.trim_end()),
            Event::Start(Tag::HtmlBlock) => "HTML".to_owned(),
            Event::Start(Tag::Heading { .. }) => "Heading".to_owned(),
            Event::Start(Tag::Image { dest_url, .. }) => format!("Image of {dest_url}"),
            Event::Start(Tag::Link { dest_url, .. }) => format!("Link to {dest_url}"),
            other => format!("{other:?}"),
        };
        steps.0.push(step);
    }
    steps.0
}

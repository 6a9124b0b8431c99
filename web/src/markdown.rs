//! Markdown as nodes, by an allow list: raw HTML and images are shown as text, links lead to https or nowhere.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use yew::prelude::*;
use yew::virtual_dom::{VNode, VTag};

/// Shows Markdown. Nothing in the text can become markup that is not on the list.
#[component]
pub(crate) fn Markdown(props: &MarkdownProps) -> Html {
    render(&props.text)
}

/// The text of a [`Markdown`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct MarkdownProps {
    /// Markdown as a catalogue or a user wrote it.
    pub(crate) text: AttrValue,
}

fn render(text: &str) -> Html {
    // The elements that are open, the document itself at the bottom.
    let mut open: Vec<(Option<VTag>, Vec<VNode>)> = vec![(None, Vec::new())];
    let add = |open: &mut Vec<(Option<VTag>, Vec<VNode>)>, node: VNode| {
        if let Some((_, children)) = open.last_mut() {
            children.push(node);
        }
    };
    for event in Parser::new_ext(text, Options::empty()) {
        match event {
            Event::Start(tag) => open.push((element(&tag), Vec::new())),
            Event::End(end) => {
                if let Some((tag, children)) = open.pop() {
                    add(&mut open, close(tag, children, end));
                }
            }
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => {
                add(&mut open, VNode::from(text.into_string()));
            }
            Event::Code(text) => add(&mut open, html! { <code>{ text.into_string() }</code> }),
            Event::SoftBreak => add(&mut open, VNode::from(" ")),
            Event::HardBreak => add(&mut open, html! { <br /> }),
            Event::Rule => add(&mut open, html! { <hr /> }),
            // Extensions that are not switched on.
            Event::InlineMath(text) | Event::DisplayMath(text) | Event::FootnoteReference(text) => {
                add(&mut open, VNode::from(text.into_string()));
            }
            Event::TaskListMarker(_) => {}
        }
    }
    open.into_iter().flat_map(|(_, children)| children).collect()
}

/// The element for a tag, if it is on the list. Headings become paragraphs: a text does not structure the page.
fn element(tag: &Tag<'_>) -> Option<VTag> {
    let name = match tag {
        Tag::Paragraph | Tag::Heading { .. } => "p",
        Tag::BlockQuote(_) => "blockquote",
        Tag::CodeBlock(_) => "pre",
        Tag::List(Some(_)) => "ol",
        Tag::List(None) => "ul",
        Tag::Item => "li",
        Tag::Emphasis => "em",
        Tag::Strong => "strong",
        Tag::Link { dest_url, .. } if dest_url.starts_with("https://") => {
            let mut link = VTag::new("a");
            link.add_attribute("href", dest_url.to_string());
            link.add_attribute("rel", "noopener noreferrer");
            link.add_attribute("target", "_blank");
            return Some(link);
        }
        _ => return None,
    };
    Some(VTag::new(name))
}

fn close(tag: Option<VTag>, children: Vec<VNode>, end: TagEnd) -> VNode {
    let children: VNode = children.into_iter().collect();
    match tag {
        Some(mut tag) => {
            tag.add_child(children);
            tag.into()
        }
        None if end == TagEnd::HtmlBlock => html! { <p>{ children }</p> },
        None => children,
    }
}

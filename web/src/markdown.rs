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

#[cfg(test)]
mod tests {
    use super::*;

    /// The markup that a node stands for, with attributes in order.
    fn markup(node: &VNode) -> String {
        match node {
            VNode::VTag(tag) => {
                let children = tag.children().map(markup).unwrap_or_default();
                let attributes: String =
                    tag.attributes.iter().map(|(name, value)| format!(" {name}={value}")).collect();
                format!("<{}{attributes}>{children}</{}>", tag.tag(), tag.tag())
            }
            VNode::VText(text) => text.text.replace('<', "&lt;"),
            VNode::VList(list) => list.iter().map(markup).collect(),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn what_is_on_the_list_becomes_elements() {
        let text = "A **strong** *word* and `code`.\n\n1. one\n2. two\n\n> said\n\n# Heading";
        assert_eq!(
            markup(&render(text)),
            "<p>A <strong>strong</strong> <em>word</em> and <code>code</code>.</p>\
             <ol><li>one</li><li>two</li></ol><blockquote><p>said</p></blockquote><p>Heading</p>"
        );
    }

    #[test]
    fn raw_html_never_becomes_markup() {
        for text in [
            "<script>alert(1)</script>",
            "a <img src=x onerror=alert(1)> b",
            "<b onclick=x>bold</b>",
            "<!-- x -->",
            "<svg/onload=1>",
        ] {
            let markup = markup(&render(text));
            let elements = markup.matches('<').count();
            let paragraphs = markup.matches("<p>").count() + markup.matches("</p>").count();
            assert_eq!(elements, paragraphs, "{text} gave {markup}");
        }
    }

    #[test]
    fn links_lead_to_https_or_nowhere() {
        let safe = markup(&render("[there](https://example.org)"));
        assert!(safe.contains("href=https://example.org") && safe.contains("rel=noopener noreferrer"), "{safe}");
        for target in [
            "javascript:alert(1)",
            "http://example.org",
            "data:text/html,x",
            "//example.org",
            "JaVaScRiPt:alert(1)",
            "https:x",
            "<javascript:x>",
        ] {
            assert_eq!(markup(&render(&format!("[there]({target})"))), "<p>there</p>", "{target}");
        }
        assert!(!markup(&render("<javascript:alert(1)>")).contains("<a"));
        assert_eq!(markup(&render("![picture](https://example.org/x.png)")), "<p>picture</p>");
    }
}

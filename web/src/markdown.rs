//! Markdown as nodes, by an allow list: raw HTML and images are shown as text, links lead to https or nowhere.

use kubu_markdown::{Block, Inline};
use yew::prelude::*;
use yew::virtual_dom::{VNode, VTag};

/// Markdown as a catalogue or a user wrote it. Nothing in the text can become markup that is not on the list.
pub(crate) fn render(text: &str) -> Html {
    blocks(kubu_markdown::read(text), false)
}

/// In an item of a tight list the text stands without paragraphs.
fn blocks(blocks: Vec<Block>, tight_item: bool) -> Html {
    let node = |block| -> VNode {
        let tag = match block {
            Block::Paragraph(content) if tight_item => return inlines(content),
            Block::Paragraph(content) => element("p", inlines(content)),
            Block::Quote(content) => element("blockquote", self::blocks(content, false)),
            Block::Code { text, .. } => element("pre", VNode::from(text)),
            Block::List { first, tight, items } => {
                let items =
                    items.into_iter().map(|item| VNode::from(element("li", self::blocks(item, tight)))).collect();
                let mut list = element(if first.is_some() { "ol" } else { "ul" }, items);
                if let Some(first) = first.filter(|&first| first != 1) {
                    list.add_attribute("start", first.to_string());
                }
                list
            }
        };
        tag.into()
    };
    blocks.into_iter().map(node).collect()
}

fn inlines(content: Vec<Inline>) -> Html {
    let node = |inline| -> VNode {
        let tag = match inline {
            Inline::Text(text) => return VNode::from(text),
            Inline::SoftBreak => return VNode::from(" "),
            Inline::HardBreak => VTag::new("br"),
            Inline::Code(text) => element("code", VNode::from(text)),
            Inline::Emphasis(content) => element("em", inlines(content)),
            Inline::Strong(content) => element("strong", inlines(content)),
            Inline::Link { to, content } if to.starts_with("https://") => {
                let mut link = VTag::new("a");
                link.add_attribute("href", to);
                link.add_attribute("rel", "noopener noreferrer");
                link.add_attribute("target", "_blank");
                link.add_child(inlines(content));
                link
            }
            Inline::Link { content, .. } => return inlines(content),
        };
        tag.into()
    };
    content.into_iter().map(node).collect()
}

fn element(name: &'static str, content: Html) -> VTag {
    let mut tag = VTag::new(name);
    tag.add_child(content);
    tag
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
        let text = "A **strong** *word* and `code`.\n\n1. one\n2. two\n\n> said\n\n# Heading\n\n3. three";
        assert_eq!(
            markup(&render(text)),
            "<p>A <strong>strong</strong> <em>word</em> and <code>code</code>.</p>\
             <ol><li>one</li><li>two</li></ol><blockquote><p>said</p></blockquote><p>Heading</p><ol start=3><li>three</li></ol>"
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
        let picture = "![picture](https://example.org/x.png)";
        assert_eq!(markup(&render(picture)), format!("<p>{picture}</p>"));
    }
}

//! Laws of the reader: it agrees with a reader of all of CommonMark, loses nothing, and never does too much.

use std::cell::Cell;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use crate::judge::{difference, is_within};
use crate::{Block, Inline, read};

thread_local! {
    static STEPS: Cell<usize> = const { Cell::new(0) };
}

/// Counts what the reader does.
pub(crate) fn count(steps: usize) {
    STEPS.set(STEPS.get() + steps);
}

/// Marks and their neighbours, to be put together by chance.
const PIECES: &[&str] = &[
    "a",
    "b c",
    " ",
    "  ",
    "\n",
    "\n\n",
    "*",
    "**",
    "_",
    "__",
    "`",
    "``",
    "[",
    "](https://x.org)",
    "<https://x.org/_a_>",
    "\\*",
    "\\a",
    "\\\nd",
    "  \ne",
    "- ",
    "+ ",
    "* ",
    "1. ",
    "2) ",
    "10. ",
    "> ",
    "\n  ",
    "\n   ",
    "\n> ",
    "\n- ",
    "\n```\n",
    "\n~~~\n",
    "“",
    "’",
    "–",
    "é",
    "£",
    "中",
    "(",
    ")",
    ".",
    ":",
    "!",
    "-",
    "#",
    "1",
];

/// Text without marks, as people write it.
fn words() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        "[a-z]{1,8}",
        "[A-Z][a-zé]{0,5}",
        "[0-9]{1,3}",
        select(&["R&D", "item 1.1", "“so”", "it’s", "a-b", "x_y"][..]).prop_map(str::to_owned)
    ];
    vec(word, 1..5).prop_map(|words| format!("w{}", words.join(" ")))
}

/// Running text within one line.
fn line() -> impl Strategy<Value = String> {
    let span = words().prop_recursive(3, 12, 3, |inner| {
        let several = vec(inner, 1..3).prop_map(|parts| parts.join(" "));
        prop_oneof![
            words(),
            several.clone().prop_map(|text| format!("*so {text}.*")),
            several.clone().prop_map(|text| format!("_so {text}._")),
            several.prop_map(|text| format!("**so {text}.**")),
            words().prop_map(|text| format!("`{text} * <b>`")),
            words().prop_map(|text| format!("[{text} *so*](https://example.org/{}?a=b)", text.len())),
            words().prop_map(|text| format!("<https://example.org/{}>", text.len())),
            words().prop_map(|text| format!("{text}\\*\\_\\[\\]\\`\\\\")),
        ]
    });
    vec(span, 1..4).prop_map(|spans| format!("So {}.", spans.join(", ")))
}

fn paragraph() -> impl Strategy<Value = String> {
    (vec((line(), select(&["\n", "  \n", "\\\n"][..])), 0..3), line())
        .prop_map(|(lines, last)| lines.into_iter().map(|(line, end)| line + end).collect::<String>() + &last)
}

/// A text of the grammar that is read here.
fn document() -> impl Strategy<Value = String> {
    let code = (select(&["```", "~~~~"][..]), select(&["", "toml"][..]), vec("[a-z *<>\\[\\]]{0,9}", 0..4)).prop_map(
        |(fence, info, lines)| {
            format!("{fence}{info}\n{}{fence}", lines.iter().map(|line| format!("{line}\n")).collect::<String>())
        },
    );
    let block = prop_oneof![4 => paragraph(), 1 => code].prop_recursive(3, 16, 3, |inner| {
        let items = vec((inner.clone(), select(&["\n", "\n\n"][..])), 1..4);
        prop_oneof![
            2 => paragraph(),
            3 => (items, select(&["- ", "* ", "1. ", "7) "][..])).prop_map(|(items, sign)| {
                let item = |(text, end): (String, &str)| format!("{sign}{}{end}", indented(&text, &" ".repeat(sign.len())));
                items.into_iter().map(item).collect::<String>().trim_end().to_owned()
            }),
            1 => vec(inner, 1..3).prop_map(|blocks| format!("> {}", indented(&blocks.join("\n\n"), "> "))),
        ]
    });
    vec(block, 0..5).prop_map(|blocks| blocks.join("\n\n") + "\n")
}

fn indented(text: &str, by: &str) -> String {
    text.replace('\n', &format!("\n{by}"))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1024) })]

    #[test]
    fn texts_of_the_grammar_are_read_as_commonmark_says(text in document()) {
        prop_assert_eq!(difference(&text), None);
    }

    #[test]
    fn so_is_every_text_in_which_commonmark_finds_nothing_else(pieces in vec(select(PIECES), 0..16)) {
        let text = pieces.concat() + "\n";
        // Longer runs of marks stay text, and a hard break that ends the text of a link is read in two ways.
        let excluded = ["****", "____"].iter().any(|mark| text.contains(mark));
        if !excluded && is_within(&text) {
            prop_assert_eq!(difference(&text), None);
        }
    }

    #[test]
    fn nothing_is_lost(pieces in vec(prop_oneof![select(PIECES).prop_map(str::to_owned), any::<String>(), "[a-z&<>;#=|!\t\r]{1,8}"], 0..24)) {
        let text = pieces.concat();
        let visible = |text: &str| text.chars().filter(|c| c.is_alphabetic() || *c as u32 > 0x2fff).collect::<String>();
        prop_assert_eq!(visible(&all_text(&read(&text))), visible(&text));
    }

    #[test]
    fn text_without_marks_stays_as_it_is(text in "[a-z&;=|!?(),.:/\"'^%$@{}é“ ]{0,60}") {
        let text = text.trim();
        prop_assert_eq!(all_text(&read(text)), text);
    }
}

/// All that nodes hold, in the order of the source.
fn all_text(blocks: &[Block]) -> String {
    let block = |block: &Block| match block {
        Block::Paragraph(content) => inline_text(content),
        Block::Quote(blocks) => all_text(blocks),
        Block::List { items, .. } => items.iter().map(|item| all_text(item)).collect(),
        Block::Code { info, text } => format!("{info}{text}"),
    };
    blocks.iter().map(block).collect()
}

fn inline_text(inlines: &[Inline]) -> String {
    let inline = |inline: &Inline| match inline {
        Inline::Text(text) | Inline::Code(text) => text.clone(),
        Inline::SoftBreak | Inline::HardBreak => "\n".to_owned(),
        Inline::Emphasis(content) | Inline::Strong(content) => inline_text(content),
        Inline::Link { to, content } if *content == [Inline::Text(to.clone())] => to.clone(),
        Inline::Link { to, content } => inline_text(content) + to,
    };
    inlines.iter().map(inline).collect()
}

#[test]
fn hostile_markup_is_text_and_addresses_are_kept_for_who_shows_them() {
    let text = |text: &str| Inline::Text(text.to_owned());
    assert_eq!(all_text(&read("<script>alert(1)</script>")), "<script>alert(1)</script>");
    assert_eq!(all_text(&read("![x](https://x.org/x.png) &lt;b&gt;")), "![x](https://x.org/x.png) &lt;b&gt;");
    assert_eq!(all_text(&read("<javascript:alert(1)>")), "<javascript:alert(1)>");
    assert_eq!(
        read("[x](javascript:alert(1))"),
        [Block::Paragraph(vec![Inline::Link { to: "javascript:alert(1)".to_owned(), content: vec![text("x")] }])]
    );
    assert_eq!(
        read("# Title #1\ntext"),
        [Block::Paragraph(vec![text("Title #1")]), Block::Paragraph(vec![text("text")])]
    );
}

#[test]
fn hostile_texts_take_few_steps_and_nest_little() {
    const TIMES: usize = 100_000;
    for unit in [
        "*",
        "*a ",
        "a* ",
        "*a_b",
        "**a *b ",
        "_",
        "[",
        "[a](",
        "[a](b",
        "](",
        "[](](",
        "[a](<",
        "<",
        "<https://",
        "<a",
        "`",
        "`` ` ",
        "`a``b```c````",
        "\\",
        "\\\n",
        "> ",
        ">",
        "- ",
        "-\n",
        "- a\n\n",
        "1. ",
        "  - a\n",
        "```\n",
        "![",
        "a\n",
        " ",
        "\n",
        "#",
        "# ",
        "> - ",
        "[*a](x)",
        "*[a](x)",
        "<https://x>",
    ] {
        STEPS.set(0);
        let text = unit.repeat(TIMES);
        let blocks = read(&text);
        assert!(STEPS.get() <= 16 * text.len(), "{unit:?} took {} steps for {} bytes", STEPS.get(), text.len());
        assert!(depth(&blocks) <= 64, "{unit:?} nests to {}", depth(&blocks));
    }
}

fn depth(blocks: &[Block]) -> usize {
    fn inline(content: &[Inline]) -> usize {
        let node = |node: &Inline| match node {
            Inline::Emphasis(content) | Inline::Strong(content) | Inline::Link { content, .. } => inline(content),
            _ => 0,
        };
        1 + content.iter().map(node).max().unwrap_or_default()
    }
    let block = |block: &Block| match block {
        Block::Paragraph(content) => inline(content),
        Block::Quote(blocks) => depth(blocks),
        Block::List { items, .. } => items.iter().map(|item| depth(item)).max().unwrap_or_default(),
        Block::Code { .. } => 0,
    };
    1 + blocks.iter().map(block).max().unwrap_or_default()
}

//! Lines become blocks: the containers that a line continues, those that it opens, and what is left of it.

use crate::{Block, inline};

/// How deep quotes and items may stand in each other; the signs of deeper ones are text.
const DEEPEST: usize = 10;

/// How far a sign may be indented; beyond, CommonMark sees indented code or a continued paragraph.
const INDENT: usize = 3;

/// Reads a text.
pub fn read(text: &str) -> Vec<Block> {
    let document = Container { kind: Kind::Document, blocks: Vec::new(), sign: b' ' };
    let mut reader = Reader { open: vec![document], leaf: Leaf::None, blank: None };
    for line in text.lines() {
        reader.line(line);
    }
    reader.close(1);
    reader.open.pop().map(|document| document.blocks).unwrap_or_default()
}

struct Reader {
    /// The containers that are open, each inside the one before.
    open: Vec<Container>,
    /// What is open in the last container.
    leaf: Leaf,
    /// After a blank line: the innermost open quote, or the document. It sets apart nothing outside of that.
    blank: Option<usize>,
}

struct Container {
    kind: Kind,
    blocks: Vec<Block>,
    /// The sign of the items of the list that is last in `blocks`.
    sign: u8,
}

enum Kind {
    Document,
    Quote,
    Item { sign: Sign, indent: usize, loose: bool },
}

enum Leaf {
    None,
    Paragraph(String),
    Code { fence: Fence, indent: usize, text: String },
}

#[derive(Clone, Copy)]
struct Sign {
    mark: u8,
    number: u32,
    /// From the start of the sign to the text of the item.
    width: usize,
}

struct Fence {
    mark: char,
    length: usize,
    info: String,
}

impl Reader {
    fn line(&mut self, mut rest: &str) {
        let mut depth = 1;
        while let Some(after) = self.continued(depth, rest) {
            rest = after;
            depth += 1;
        }
        #[cfg(test)]
        crate::laws::count(depth);
        if depth == self.open.len() && self.code(rest) {
            return;
        }
        let mut opened = false;
        let mut indent = spaces(rest);
        let mut text = rest.get(indent..).unwrap_or_default();
        while indent <= INDENT && depth <= DEEPEST {
            let in_paragraph = depth == self.open.len() && matches!(self.leaf, Leaf::Paragraph(_));
            let kind = if let Some(after) = text.strip_prefix('>') {
                rest = after.strip_prefix(' ').unwrap_or(after);
                Kind::Quote
            } else if let Some(sign) = sign(text, in_paragraph) {
                rest = text.get(sign.width..).unwrap_or_default();
                Kind::Item { sign, indent: indent + sign.width, loose: false }
            } else {
                break;
            };
            self.close(depth);
            self.begin(Some(&kind));
            self.open.push(Container { kind, blocks: Vec::new(), sign: b' ' });
            depth += 1;
            opened = true;
            indent = spaces(rest);
            text = rest.get(indent..).unwrap_or_default();
        }
        text = text.trim_start_matches(BLANK);
        if text.is_empty() {
            self.close(depth);
            let quote = |container: &Container| matches!(container.kind, Kind::Quote);
            self.blank = (!opened).then(|| self.open.iter().rposition(quote).unwrap_or_default());
            return;
        }
        let heading = heading(text).filter(|_| indent <= INDENT);
        let fence = fence(text).filter(|_| indent <= INDENT);
        if let (Leaf::Paragraph(paragraph), None, None) = (&mut self.leaf, heading, &fence) {
            // Even if the line does not continue every container: a paragraph may go on without their signs.
            paragraph.push('\n');
            paragraph.push_str(text);
        } else {
            self.close(depth);
            self.begin(None);
            self.leaf = match fence {
                Some(fence) => Leaf::Code { fence, indent, text: String::new() },
                None => Leaf::Paragraph(heading.unwrap_or(text).to_owned()),
            };
            if heading.is_some() {
                self.close(depth);
            }
        }
        self.blank = None;
    }

    /// What is left of a line that continues the container at a depth.
    fn continued<'a>(&self, depth: usize, line: &'a str) -> Option<&'a str> {
        let container = self.open.get(depth)?;
        let indent = spaces(line);
        match container.kind {
            Kind::Document => None,
            Kind::Quote => {
                let after = line.get(indent..)?.strip_prefix('>').filter(|_| indent <= INDENT)?;
                Some(after.strip_prefix(' ').unwrap_or(after))
            }
            // A blank line ends an item only if it is still empty.
            Kind::Item { indent: least, .. } if line.trim_matches(BLANK).is_empty() => {
                let last = depth + 1 == self.open.len();
                let empty = last && container.blocks.is_empty() && matches!(self.leaf, Leaf::None);
                (!empty).then(|| line.get(least..).unwrap_or_default())
            }
            Kind::Item { indent: least, .. } if indent >= least => line.get(least..),
            Kind::Item { .. } => None,
        }
    }

    /// Takes a line as code, if code is open.
    fn code(&mut self, line: &str) -> bool {
        let Leaf::Code { fence, indent, text } = &mut self.leaf else { return false };
        let before = spaces(line);
        let end = line.trim_matches(BLANK);
        if before <= INDENT && end.len() >= fence.length && end.trim_start_matches(fence.mark).is_empty() {
            self.close(self.open.len());
        } else {
            text.push_str(line.get(before.min(*indent)..).unwrap_or_default());
            text.push('\n');
        }
        self.blank = None;
        true
    }

    /// Before a container or text is opened in the last container: a blank line before it loosens the list.
    fn begin(&mut self, kind: Option<&Kind>) {
        if self.blank.is_none_or(|outermost| outermost >= self.open.len()) {
            return;
        }
        let Some(container) = self.open.last_mut() else { return };
        match (kind, container.blocks.last_mut(), &mut container.kind) {
            (Some(Kind::Item { sign, .. }), Some(Block::List { tight, .. }), _) if sign.mark == container.sign => {
                *tight = false;
            }
            (_, Some(_), Kind::Item { loose, .. }) => *loose = true,
            _ => {}
        }
    }

    /// Closes what is open but for the first containers.
    fn close(&mut self, depth: usize) {
        let mut closed = match std::mem::replace(&mut self.leaf, Leaf::None) {
            Leaf::None => None,
            Leaf::Paragraph(text) => Some(Block::Paragraph(inline::read(text.trim_end_matches(BLANK)))),
            Leaf::Code { fence, text, .. } => Some(Block::Code { info: fence.info, text }),
        };
        loop {
            if let Some(container) = self.open.last_mut() {
                container.blocks.extend(closed.take());
            }
            if self.open.len() <= depth {
                return;
            }
            let Some(Container { kind, blocks, .. }) = self.open.pop() else { return };
            let Kind::Item { sign, loose, .. } = kind else {
                closed = Some(Block::Quote(blocks));
                continue;
            };
            let Some(parent) = self.open.last_mut() else { return };
            match parent.blocks.last_mut() {
                Some(Block::List { items, tight, .. }) if sign.mark == parent.sign => {
                    items.push(blocks);
                    *tight &= !loose;
                }
                _ => {
                    let first = matches!(sign.mark, b'.' | b')').then_some(sign.number);
                    parent.sign = sign.mark;
                    closed = Some(Block::List { first, tight: !loose, items: vec![blocks] });
                }
            }
        }
    }
}

/// What is blank within a line.
const BLANK: [char; 2] = [' ', '\t'];

fn spaces(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// The sign that starts an item. In a paragraph only an item that is sure to be meant counts.
fn sign(text: &str, in_paragraph: bool) -> Option<Sign> {
    let digits = text.bytes().take(10).take_while(u8::is_ascii_digit).count();
    let mark = *text.as_bytes().get(digits)?;
    if !matches!((digits, mark), (0, b'-' | b'*' | b'+') | (1..=9, b'.' | b')')) {
        return None;
    }
    let number = text.bytes().take(digits).fold(0, |number, digit| number * 10 + u32::from(digit - b'0'));
    let after = text.get(digits + 1..)?;
    let blank = spaces(after);
    let empty = after.len() == blank;
    let meant = !in_paragraph || (!empty && (digits == 0 || number == 1));
    // `* * *` would be a rule.
    let rule = mark != b'+'
        && text.bytes().filter(|&byte| byte == mark).count() > 2
        && text.bytes().all(|byte| byte == mark || byte == b' ');
    let width = digits + 1 + if empty || blank > INDENT + 1 { 1 } else { blank };
    ((empty || blank > 0) && meant && !rule).then_some(Sign { mark, number, width })
}

/// The text of a heading.
fn heading(text: &str) -> Option<&str> {
    let after = text.trim_start_matches('#');
    (1..=6).contains(&(text.len() - after.len())).then(|| after.strip_prefix(' '))?
}

/// The fence that opens code.
fn fence(text: &str) -> Option<Fence> {
    let mark = text.chars().next().filter(|mark| matches!(mark, '`' | '~'))?;
    let info = text.trim_start_matches(mark);
    let length = text.len() - info.len();
    (length > 2 && !(mark == '`' && info.contains('`'))).then(|| Fence {
        mark,
        length,
        info: info.trim_matches(BLANK).to_owned(),
    })
}

//! Running text becomes marks and pieces of text; the marks then find their partners.

use crate::Inline;

/// How many runs of marks can wait for a partner at once. It bounds both the search and how deep stress is nested.
const MOST_WAITING: usize = 8;

/// How many round brackets may stand in each other in an address.
const MOST_BRACKETS: usize = 4;

enum Piece<'a> {
    Text(&'a str),
    Node(Inline),
    Run(Run),
}

/// A run of `*` or `_`.
#[derive(Clone, Copy)]
struct Run {
    mark: char,
    length: usize,
    opens: bool,
    closes: bool,
}

/// Reads the text of a paragraph.
pub(crate) fn read(text: &str) -> Vec<Inline> {
    let mut pieces: Vec<Piece<'_>> = Vec::new();
    // Where a link may have begun; none for an image.
    let mut brackets: Vec<Option<usize>> = Vec::new();
    // The lengths of back-tick runs that do not come again, as bits.
    let mut lonely = 0_u32;
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let plain = rest.find(['\\', '`', '*', '_', '[', ']', '<', '!', '\n']).unwrap_or(rest.len());
        if let Some(plain) = rest.get(..plain).filter(|plain| !plain.is_empty()) {
            at += plain.len();
            // Blanks at the end of a line are none of the text.
            let ends = text.get(at..).is_some_and(|rest| rest.starts_with('\n'));
            let plain = if ends { plain.trim_end_matches(' ') } else { plain };
            pieces.extend(Some(plain).filter(|plain| !plain.is_empty()).map(Piece::Text));
            continue;
        }
        let mark = rest.chars().next().unwrap_or_default();
        let run = if matches!(mark, '`' | '*' | '_') { rest.len() - rest.trim_start_matches(mark).len() } else { 1 };
        #[cfg(test)]
        crate::laws::count(run);
        let mut length = 1;
        let node = match mark {
            '\\' if rest.starts_with("\\\n") => {
                length = 2;
                Some(Inline::HardBreak)
            }
            '\\' if escapes(rest) => {
                pieces.extend(rest.get(1..2).map(Piece::Text));
                at += 2;
                continue;
            }
            '\n' => {
                let hard = text.get(..at).is_some_and(|before| before.ends_with("  "));
                Some(if hard { Inline::HardBreak } else { Inline::SoftBreak })
            }
            '`' => {
                let code = code(rest, run, &mut lonely);
                length = code.map_or(run, |code| code.len() + 2 * run);
                code.map(|code| Inline::Code(spaced(code)))
            }
            '<' => autolink(rest).map(|to| {
                length = to.len() + 2;
                Inline::Link { to: to.to_owned(), content: vec![Inline::Text(to.to_owned())] }
            }),
            '*' | '_' => {
                length = run;
                let before = text.get(..at).and_then(|before| before.chars().next_back());
                let after = rest.get(run..).and_then(|after| after.chars().next());
                if run < 4 {
                    pieces.push(Piece::Run(Run::between(before, mark, run, after)));
                    at += run;
                    continue;
                }
                None
            }
            '[' => {
                brackets.push(Some(pieces.len()));
                None
            }
            '!' if rest.starts_with("![") => {
                length = 2;
                brackets.push(None);
                None
            }
            ']' => brackets.pop().flatten().zip(rest.get(1..).and_then(address)).map(|(start, (to, taken))| {
                length = 1 + taken;
                // A link holds no link, so that no bracket before can begin one.
                brackets.clear();
                let content = resolve(pieces.split_off(pieces.len().min(start + 1)));
                pieces.pop();
                Inline::Link { to, content }
            }),
            _ => None,
        };
        pieces.extend(node.map(Piece::Node).or_else(|| rest.get(..length).map(Piece::Text)));
        at += length;
    }
    resolve(pieces)
}

/// Whether a text starts with an escaped mark.
fn escapes(text: &str) -> bool {
    text.starts_with('\\') && text.as_bytes().get(1).is_some_and(u8::is_ascii_punctuation)
}

/// The code between a run of back-ticks and the next of the same length.
fn code<'a>(rest: &'a str, run: usize, lonely: &mut u32) -> Option<&'a str> {
    let bit = u32::try_from(run).ok().and_then(|run| 1_u32.checked_shl(run))?;
    if *lonely & bit != 0 {
        return None;
    }
    let mut from = run;
    while let Some(start) = rest.get(from..)?.find('`').map(|start| start + from) {
        let ticks = rest.get(start..)?;
        let length = ticks.len() - ticks.trim_start_matches('`').len();
        if length == run {
            return rest.get(run..start);
        }
        #[cfg(test)]
        crate::laws::count(start + length - from);
        from = start + length;
    }
    *lonely |= bit;
    None
}

/// Code as it is shown: on one line, and without the blanks that only keep a back-tick apart.
fn spaced(code: &str) -> String {
    let code = code.replace('\n', " ");
    match code.strip_prefix(' ').and_then(|code| code.strip_suffix(' ')) {
        Some(inner) if !code.trim_matches(' ').is_empty() => inner.to_owned(),
        _ => code,
    }
}

/// The address in `<…>`.
fn autolink(rest: &str) -> Option<&str> {
    let inner = rest.get(1..)?;
    let end = inner.find(|c: char| c.is_ascii_control() || matches!(c, ' ' | '<' | '>'))?;
    #[cfg(test)]
    crate::laws::count(end);
    let (to, after) = inner.split_at_checked(end)?;
    (to.starts_with("https://") && after.starts_with('>')).then_some(to)
}

/// The address in `(…)`, and the length of all that.
fn address(rest: &str) -> Option<(String, usize)> {
    let inside = rest.strip_prefix('(')?.trim_start_matches([' ', '\n']);
    let angle = inside.starts_with('<');
    let mut to = String::new();
    let mut depth = 0;
    let mut escaped = false;
    let mut left = inside.get(usize::from(angle)..)?;
    while let Some(c) = left.chars().next() {
        if !escaped {
            match c {
                '\n' => break,
                '\\' if escapes(left) => {
                    escaped = true;
                    left = left.get(1..)?;
                    continue;
                }
                '<' if angle => return None,
                '>' if angle => break,
                '(' if !angle && depth == MOST_BRACKETS => return None,
                '(' if !angle => depth += 1,
                ')' if !angle && depth == 0 => break,
                ')' if !angle => depth -= 1,
                _ if !angle && (c == ' ' || c.is_ascii_control()) => break,
                _ => {}
            }
        }
        escaped = false;
        #[cfg(test)]
        crate::laws::count(1);
        to.push(c);
        left = left.get(c.len_utf8()..)?;
    }
    if angle {
        left = left.strip_prefix('>')?;
    }
    let after = left.trim_start_matches([' ', '\n']).strip_prefix(')').filter(|_| depth == 0)?;
    Some((to, rest.len() - after.len()))
}

impl Run {
    /// A run by its neighbours, as CommonMark has it: what is flanked by text on its right opens.
    fn between(before: Option<char>, mark: char, length: usize, after: Option<char>) -> Self {
        let blank = |c: Option<char>| c.is_none_or(char::is_whitespace);
        let punctuation = |c: Option<char>| c.is_some_and(is_punctuation);
        let left = !blank(after) && (!punctuation(after) || blank(before) || punctuation(before));
        let right = !blank(before) && (!punctuation(before) || blank(after) || punctuation(after));
        let word = mark == '_' && left && right;
        Run {
            mark,
            length,
            opens: left && (!word || punctuation(before)),
            closes: right && (!word || punctuation(after)),
        }
    }

    /// The first of its marks, as text.
    fn text(self, marks: usize) -> Inline {
        Inline::Text(std::iter::repeat_n(self.mark, marks).collect())
    }

    /// Whether a run opens what another closes. `**a*b**` is one strong text, so that lengths count where a run is both.
    fn pairs_with(self, closer: Self) -> bool {
        let both = self.closes || closer.opens;
        let thirds = (self.length + closer.length).is_multiple_of(3) && !self.length.is_multiple_of(3);
        self.mark == closer.mark && !(both && thirds)
    }
}

/// Marks that CommonMark counts as punctuation, as far as people write them.
fn is_punctuation(c: char) -> bool {
    c.is_ascii_punctuation()
        || matches!(c, '\u{a1}'..='\u{a9}' | '\u{ab}'..='\u{b1}' | '\u{b4}' | '\u{b6}'..='\u{b8}' | '»' | '¿' | '×' | '÷')
        || matches!(c, '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205e}' | '\u{20a0}'..='\u{20bf}' | '\u{2190}'..='\u{23ff}')
        || matches!(c, '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3011}' | '\u{ff01}'..='\u{ff0f}')
}

/// A run that waits for its partner.
struct Waiting {
    run: Run,
    /// How many marks are left.
    left: usize,
    /// Where they stand in the result, as text.
    at: usize,
}

/// Pairs the marks.
fn resolve(pieces: Vec<Piece<'_>>) -> Vec<Inline> {
    let mut nodes: Vec<Inline> = Vec::new();
    let mut waiting: Vec<Waiting> = Vec::new();
    for piece in pieces {
        let run = match piece {
            Piece::Node(node) => {
                nodes.push(node);
                continue;
            }
            Piece::Text(text) => {
                nodes.push(Inline::Text(text.to_owned()));
                continue;
            }
            Piece::Run(run) => run,
        };
        let mut left = run.length;
        while run.closes && left > 0 {
            #[cfg(test)]
            crate::laws::count(waiting.len());
            let Some(found) = waiting.iter().rposition(|opener| opener.run.pairs_with(run)) else { break };
            waiting.truncate(found + 1);
            let Some(opener) = waiting.last_mut() else { break };
            let content = nodes.split_off(nodes.len().min(opener.at + 1));
            let used = left.min(opener.left).min(2);
            left -= used;
            opener.left -= used;
            nodes.pop();
            if opener.left == 0 {
                waiting.pop();
            } else {
                nodes.push(run.text(opener.left));
            }
            nodes.push(if used == 2 { Inline::Strong(content) } else { Inline::Emphasis(content) });
        }
        if left > 0 {
            if run.opens {
                if waiting.len() == MOST_WAITING {
                    waiting.remove(0);
                }
                waiting.push(Waiting { run, left, at: nodes.len() });
            }
            nodes.push(run.text(left));
        }
    }
    nodes
}

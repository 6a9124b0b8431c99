//! Text for people: wrapped at 80 columns, with a little style that is dropped where it is not welcome.

use std::fmt::Write;

use anstyle::{AnsiColor, Style};
use kubu_core::Verdict;

const WIDTH: usize = 80;

/// Names of things.
pub(crate) const NAME: Style = Style::new().bold();
/// What can be skipped.
pub(crate) const ASIDE: Style = Style::new().dimmed();

/// The style of a verdict.
pub(crate) fn style_of(verdict: Verdict) -> Style {
    let colour = match verdict {
        Verdict::Applies => AnsiColor::Red,
        Verdict::Undetermined => AnsiColor::Yellow,
        Verdict::DoesNotApply => AnsiColor::Green,
    };
    NAME.fg_color(Some(colour.into()))
}

/// Text that grows line by line.
#[derive(Default)]
pub(crate) struct Page(String);

impl Page {
    /// The whole text.
    pub(crate) fn text(self) -> String {
        self.0
    }

    /// An empty line.
    pub(crate) fn blank(&mut self) {
        self.0.push('\n');
    }

    /// A heading, underlined.
    pub(crate) fn heading(&mut self, text: &str) {
        self.blank();
        self.styled(NAME, 0, text);
        self.styled(ASIDE, 0, &"-".repeat(text.chars().count()));
    }

    /// A paragraph.
    pub(crate) fn line(&mut self, indent: usize, text: &str) {
        self.styled(Style::new(), indent, text);
    }

    /// A paragraph in a style.
    pub(crate) fn styled(&mut self, style: Style, indent: usize, text: &str) {
        self.wrapped(style, &" ".repeat(indent), &" ".repeat(indent), text);
    }

    /// An element of a list.
    pub(crate) fn item(&mut self, indent: usize, text: &str) {
        self.wrapped(Style::new(), &format!("{}- ", " ".repeat(indent)), &" ".repeat(indent + 2), text);
    }

    fn wrapped(&mut self, style: Style, first: &str, rest: &str, text: &str) {
        let options = textwrap::Options::new(WIDTH).initial_indent(first).subsequent_indent(rest);
        for line in textwrap::wrap(text, options) {
            // INVARIANT: writing to a string cannot fail.
            let _ = writeln!(self.0, "{style}{}{style:#}", line.trim_end());
        }
    }
}

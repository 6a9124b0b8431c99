//! What the page is made of.

mod controls;
mod disclosure;
mod masthead;
mod notice;
mod questions;
mod threats;
mod verdict;

pub(crate) use controls::Controls;
pub(crate) use masthead::Masthead;
pub(crate) use notice::{Notice, NoticeView};
pub(crate) use questions::Questions;
pub(crate) use threats::Threats;

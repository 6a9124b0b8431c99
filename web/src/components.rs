//! What the pages are made of.

mod disclosure;
pub(crate) mod form;
mod frame;
mod keys_list;
pub(crate) mod level;
mod link;
mod matrix;
mod modal;
mod notice;
mod search;
mod unfold;
pub(crate) mod verdict;

pub(crate) use disclosure::Disclosure;
pub(crate) use frame::{Foot, Head};
pub(crate) use link::Link;
pub(crate) use matrix::matrix;
pub(crate) use notice::{Notice, NoticeView};
pub(crate) use unfold::{focus, use_unfold};
pub(crate) use verdict::VerdictMark;

//! What the pages are made of.

mod disclosure;
pub(crate) mod form;
mod frame;
mod keys_list;
pub(crate) mod level;
mod link;
mod matrix;
mod modal;
pub(crate) mod notice;
mod search;
mod unfold;
pub(crate) mod verdict;

pub(crate) use disclosure::Disclosure;
pub(crate) use frame::{Head, foot};
pub(crate) use link::Link;
pub(crate) use matrix::matrix;
pub(crate) use notice::Notice;
pub(crate) use unfold::{focus, use_unfold};

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
mod patience;
mod search;
mod unfold;
pub(crate) mod verdict;

pub(crate) use disclosure::disclosure;
pub(crate) use frame::{Head, HeadProps, foot};
pub(crate) use link::{Link, LinkProps, link, link_as};
pub(crate) use matrix::matrix;
pub(crate) use notice::Notice;
pub(crate) use patience::{please_wait, use_patience};
pub(crate) use unfold::{focus, use_unfold};

//! The pages, one for each step.

mod describe;
mod home;
mod map;
mod prioritise;
mod report;
mod residual;
mod treat;

pub(crate) use describe::Describe;
pub(crate) use home::{Home, HomeProps};
pub(crate) use map::Map;
pub(crate) use prioritise::{Prioritise, PrioritiseProps};
pub(crate) use report::{Report, ReportProps};
pub(crate) use residual::Residual;
pub(crate) use treat::{Treat, TreatProps};

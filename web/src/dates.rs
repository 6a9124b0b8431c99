//! The day, as the browser knows it. The core has no clock: dates come in from here.

use js_sys::Date;

/// Today, as `2026-11-23`.
pub(crate) fn today() -> String {
    let now = Date::new_0();
    iso(now.get_full_year(), now.get_month() + 1, now.get_date())
}

fn iso(year: u32, month: u32, day: u32) -> String {
    format!("{year}-{month:02}-{day:02}")
}

#[cfg(test)]
mod tests {
    #[test]
    fn days_sort_as_text() {
        assert_eq!(super::iso(2026, 1, 9), "2026-01-09");
    }
}

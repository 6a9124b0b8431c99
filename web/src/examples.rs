//! Complete assessments of systems that people recognise, to begin with.

/// An example.
#[derive(Debug)]
pub(crate) struct Example {
    /// Its file.
    slug: &'static str,
    /// What the system is called.
    pub(crate) title: &'static str,
    /// What the system does.
    pub(crate) line: &'static str,
    /// The assessment as a file, without spaces.
    pub(crate) text: &'static str,
}

macro_rules! examples {
    ($($slug:literal, $title:literal, $line:literal;)*) => {
        [$(Example {
            slug: $slug,
            title: $title,
            line: $line,
            text: include_str!(concat!(env!("OUT_DIR"), "/", $slug, ".kubu.json")),
        }),*]
    };
}

/// The examples, those first that most people know.
pub(crate) const ALL: [Example; 8] = examples! {
    "support-chatbot", "Support chatbot", "Answers customers on a website from help articles, and looks up orders.";
    "mailbox-agent", "Mailbox agent", "Reads incoming mail, keeps the calendar and drafts replies.";
    "coding-agent", "Coding agent", "Changes code, runs commands and pushes to the repository.";
    "on-premises-model", "On-premises language model", "Open weights, tuned in house, search shared drives for all staff.";
    "llm-platform", "Language-model platform", "Offers models, fine-tuning and agents to paying customers.";
    "credit-scoring", "Credit scoring", "Scores loan applications with a model trained on past loans.";
    "face-gate", "Face gate in a lobby", "Opens a turnstile for faces that it knows.";
    "surveillance-cameras", "Surveillance cameras", "Finds people where nobody should be, and sounds the alarm.";
};

impl Example {
    /// An id for an assessment that begins with it, which still tells the example.
    pub(crate) fn id(&self, unique: &str) -> String {
        self.slug.to_owned() + "~" + unique
    }
}

/// The example that an id tells.
pub(crate) fn named(id: &str) -> Option<&'static Example> {
    let (slug, _) = id.split_once('~')?;
    ALL.iter().find(|example| example.slug == slug)
}

#[cfg(test)]
mod tests {
    use kubu_core::Assessment;

    use super::*;

    #[test]
    fn every_example_is_there_and_stays_what_its_file_says() {
        let rules = kubu_catalog::rules().unwrap();
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples");
        let files = std::fs::read_dir(folder).unwrap();
        let files = files.filter(|file| file.as_ref().unwrap().path().to_string_lossy().ends_with(".kubu.json"));
        assert_eq!(files.count(), ALL.len());
        for Example { slug, title, text, .. } in &ALL {
            let file = std::fs::read_to_string(format!("{folder}/{slug}.kubu.json")).unwrap();
            let opened = Assessment::open(text, &rules).unwrap();
            assert_eq!(opened, Assessment::open(&file, &rules).unwrap());
            assert_eq!((opened.assessment.title.as_str(), opened.warnings), (*title, vec![]));
        }
    }

    #[test]
    fn an_id_tells_its_example() {
        for example in &ALL {
            assert_eq!(named(&example.id("x")).unwrap().slug, example.slug);
        }
        assert!(named("support-chatbot").is_none() && named("other~x").is_none());
    }
}

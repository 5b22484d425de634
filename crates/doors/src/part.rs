//! The parts of an ask that belong to some doors only.
//!
//! In: an ask. Out: nothing, or the part that is missing or does not belong.
//! Never: looks at what a part says, only at whether it is there.

use terms::Ask;

/// A part of an ask that belongs to some doors only.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Part {
    Breadth,
    Custody,
    Help,
    Inquiry,
    InquiryFor,
    Question,
    Records,
}

/// A part that is missing, or that does not belong on this door.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Misfit {
    pub(crate) part: Part,
    pub(crate) is_missing: bool,
}

impl Part {
    /// The name of the field in an ask.
    pub(crate) const fn field(self) -> &'static str {
        match self {
            Self::Breadth => "breadth",
            Self::Custody => "custody",
            Self::Help => "help",
            Self::Inquiry => "inquiry",
            Self::InquiryFor => "inquiry_for",
            Self::Question => "question",
            Self::Records => "records",
        }
    }

    /// What the field says, as a clause.
    pub(crate) const fn told(self) -> &'static str {
        match self {
            Self::Breadth => "how much is asked for",
            Self::Custody => "what is wanted of custody",
            Self::Help => "what help is wanted",
            Self::Inquiry => "what would be asked or recorded",
            Self::InquiryFor => "what it would be asked or recorded for",
            Self::Question => "a question put to records",
            Self::Records => "the class of records asked for",
        }
    }

    /// The doors it belongs on, as a list.
    pub(crate) const fn doors(self) -> &'static str {
        match self {
            Self::Custody => "custody",
            Self::Help => "assist",
            Self::Inquiry | Self::InquiryFor => "inquiry",
            Self::Question => "query, feed, hotlist, disclosure and assist",
            Self::Breadth | Self::Records => "query, feed, hotlist, disclosure, assist and custody",
        }
    }

    const fn is_in(self, ask: &Ask) -> bool {
        match self {
            Self::Breadth => ask.breadth.is_some(),
            Self::Custody => ask.custody.is_some(),
            Self::Help => ask.help.is_some(),
            Self::Inquiry => ask.inquiry.is_some(),
            Self::InquiryFor => ask.inquiry_for.is_some(),
            Self::Question => ask.question.is_some(),
            Self::Records => ask.records.is_some(),
        }
    }
}

/// The parts this door cannot do without.
pub(crate) fn needs(ask: &Ask, parts: &[Part]) -> Result<(), Misfit> {
    match parts.iter().find(|part| !part.is_in(ask)) {
        Some(part) => Err(Misfit { part: *part, is_missing: true }),
        None => Ok(()),
    }
}

/// The parts that do not belong on this door.
pub(crate) fn refuses(ask: &Ask, parts: &[Part]) -> Result<(), Misfit> {
    match parts.iter().find(|part| part.is_in(ask)) {
        Some(part) => Err(Misfit { part: *part, is_missing: false }),
        None => Ok(()),
    }
}

//! Why the law could not be loaded, or a claim not be put to the solver.

/// Why the law could not be loaded. A law that does not load whole does not load at all.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no file `schema.cedarschema`, or no pack at all.
    #[error("the law is incomplete: `{missing}` is missing")]
    Incomplete {
        /// What is missing.
        missing: String,
    },
    /// The schema or a policy text cannot be read.
    #[error("`{path}` cannot be read as Cedar: {why}")]
    Cedar {
        /// The file.
        path: String,
        /// What the reader said.
        why: String,
    },
    /// A file stands where the law has no place for it.
    #[error("`{path}` has no place in the law: {why}")]
    Stray {
        /// The file.
        path: String,
        /// Why.
        why: &'static str,
    },
    /// Nobody wrote down this reading.
    #[error("no reading is called `{name}`: give one of {known}")]
    NoReading {
        /// What was wanted.
        name: String,
        /// Those there are.
        known: String,
    },
    /// A `pack.toml` cannot be read.
    #[error("`{path}` is not a pack manifest")]
    Manifest {
        /// The file.
        path: String,
        /// What the reader said.
        #[source]
        source: Box<toml::de::Error>,
    },
    /// A case file cannot be read.
    #[error("`{path}` is not a file of cases: {why}")]
    Case {
        /// The file.
        path: String,
        /// What the reader said.
        why: String,
    },
    /// A claim, place or assumption of a `claims.toml` is not one.
    #[error("`{path}`, `{id}`: {why}")]
    Claim {
        /// The file.
        path: String,
        /// The id of what is wrong, or `?` where the file cannot be read at all.
        id: String,
        /// What is wrong, and how to mend it.
        why: String,
    },
    /// The table of holidays cannot be read.
    #[error("`{path}` is no table of holidays: {why}")]
    Holidays {
        /// The file.
        path: String,
        /// What was wrong.
        why: String,
    },
    /// A matter cannot be put to the law: one of its words is not in the schema.
    #[error("the matter cannot be read: {why}")]
    Matter {
        /// What was wrong.
        why: String,
    },
    /// A policy breaks a rule of the house.
    #[error("`{path}`, policy `{policy}`: {why}")]
    Policy {
        /// The file.
        path: String,
        /// The id of the policy, or its place in the file when it has none.
        policy: String,
        /// Which rule, and how to mend it.
        why: String,
    },
    /// A pack does not pass strict validation against the schema.
    #[error("`{path}` does not pass strict validation: {why}")]
    Invalid {
        /// The file.
        path: String,
        /// What the validator said.
        why: String,
    },
    /// A claim cannot be put to the solver.
    #[error("the claim cannot be put to the solver: {why}")]
    Prove {
        /// What stands in the way.
        why: String,
    },
    /// The solver cannot be started.
    #[error(
        "the solver `{program}` cannot be run: {why}; install it with `apt-get install cvc5`, or \
         put its path into the environment variable CVC5"
    )]
    NoSolver {
        /// The program that was tried.
        program: String,
        /// What the system said.
        why: String,
    },
}

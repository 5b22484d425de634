-- The head of the ledger: one row, compared and swapped. What is pending stands beside it, so that one
-- transaction does both.
CREATE TABLE head (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    checkpoint BLOB NOT NULL,
    pending BLOB NOT NULL,
    -- Seconds since 1970 at which the checkpoint was signed.
    signed_at INTEGER NOT NULL,
    -- The latest day that an entry has: a clock that goes back is refused.
    day TEXT NOT NULL,
    -- The entry that froze the ledger, and why.
    frozen INTEGER,
    cause TEXT
) STRICT;

-- Openings of closed entries: kept apart from the public folder, and erased when law says.
CREATE TABLE opening (
    entry INTEGER PRIMARY KEY,
    asked_by BLOB NOT NULL,
    ask_id TEXT,
    closed BLOB NOT NULL,
    bytes BLOB NOT NULL
) STRICT;

CREATE INDEX opening_of_ask ON opening (asked_by, ask_id) WHERE ask_id IS NOT NULL;

-- Days that were shuffled: where each place came from, which is never published.
CREATE TABLE shuffled (
    day TEXT PRIMARY KEY,
    first INTEGER NOT NULL,
    past INTEGER NOT NULL,
    shuffle BLOB NOT NULL,
    places BLOB NOT NULL
) STRICT;

-- Places that were opened or erased.
CREATE TABLE done (
    day TEXT NOT NULL,
    place INTEGER NOT NULL,
    PRIMARY KEY (day, place)
) STRICT;

-- Openings that stay closed until a day has passed, under a paper.
CREATE TABLE held (
    entry INTEGER PRIMARY KEY,
    until TEXT NOT NULL
) STRICT;

-- Papers that entries name: the ledger has a commitment, and these open it.
CREATE TABLE paper (
    committed BLOB PRIMARY KEY,
    secret BLOB NOT NULL,
    digest BLOB NOT NULL
) STRICT;

-- A file of openings that is being entered: after a stop the ledger itself says whether it was.
CREATE TABLE publishing (
    day TEXT PRIMARY KEY,
    openings BLOB NOT NULL,
    -- How many entries the ledger had before.
    size INTEGER NOT NULL
) STRICT;

"""What people use instead: read the audit, drop copies, classify by regular expressions, group.

usage: peers.py duckdb|polars|pandas FILE

The same work as far as these can do it: no ruling by any law, and every reason through ten
regular expressions. All columns are read as text, as a careful reader of such exports does.
"""

import resource
import sys
import time

CLASSES = [
    ("civil_immigration", r"(?i)\b(immigration|ice|ero|deport\w*|287\(?g\)?|detainer)\b"),
    ("assist_federal", r"(?i)\b(hsi|cbp|usms|marshals?|dea|fbi|atf|border patrol|dhs)\b"),
    ("missing_person", r"(?i)\b(missing|endangered|runaway)\b"),
    ("homicide", r"(?i)\b(homicide|murder|187)\b"),
    ("stolen", r"(?i)\b(stolen|10851)\b"),
    ("burglary", r"(?i)\b(burglary|459)\b"),
    ("robbery", r"(?i)\b(robbery|211)\b"),
    ("drugs", r"(?i)\b(narcotics?|drugs?)\b"),
    ("vague", r"(?i)^\s*(inv|investigation|susp|bolo|test)\s*$"),
    ("case_number", r"^[A-Z]{0,3}[0-9-]+$"),
]


def duckdb_run(file):
    import duckdb

    connection = duckdb.connect()
    connection.execute("SET threads = 2")
    cases = " ".join(
        f"WHEN regexp_matches(\"Reason\", '{pattern}') THEN '{name}'" for name, pattern in CLASSES
    )
    connection.execute(
        f"""CREATE TEMP TABLE counts AS
            WITH rows AS (
              SELECT DISTINCT ON ("ID") "ID", "Org", coalesce("Reason", '') AS "Reason"
              FROM read_csv('{file}', all_varchar = true, header = true,
                names = ['ID', 'Name', 'Org', 'Networks', 'Devices', 'Frame', 'Plate', 'Reason',
                         'Case', 'Filters', 'Time', 'Type', 'Prompt', 'Moderation']))
            SELECT "Org", CASE {cases} WHEN "Reason" = '' THEN 'blank' ELSE 'other' END AS class,
              count(*) AS n FROM rows GROUP BY ALL"""
    )
    return connection.execute("SELECT class, sum(n) FROM counts GROUP BY class").fetchall()


def polars_run(file):
    import polars

    frame = polars.scan_csv(file, infer_schema=False)
    frame = frame.rename(lambda name: name.strip()).unique(subset="ID")
    reason = polars.col("Reason").fill_null("")
    chain = polars.when(reason == "").then(polars.lit("blank"))
    for name, pattern in CLASSES:
        chain = chain.when(reason.str.contains(pattern)).then(polars.lit(name))
    frame = frame.with_columns(chain.otherwise(polars.lit("other")).alias("class"))
    counts = frame.group_by("Org Name", "class").len().collect(engine="streaming")
    return counts.group_by("class").agg(polars.col("len").sum()).rows()


def pandas_run(file):
    import pandas

    frame = pandas.read_csv(file, dtype=str, keep_default_na=False)
    frame.columns = [name.strip() for name in frame.columns]
    frame = frame.drop_duplicates(subset="ID")
    kind = pandas.Series("other", index=frame.index)
    left = frame["Reason"] != ""
    kind[~left] = "blank"
    for name, pattern in CLASSES:
        hit = left & frame["Reason"].str.contains(pattern, regex=True)
        kind[hit] = name
        left &= ~hit
    counts = frame.assign(kind=kind).groupby(["Org Name", "kind"]).size()
    return list(counts.groupby("kind").sum().items())


def main():
    peer, file = sys.argv[1:3]
    run = {"duckdb": duckdb_run, "polars": polars_run, "pandas": pandas_run}[peer]
    begun = time.perf_counter()
    counts = run(file)
    seconds = time.perf_counter() - begun
    rows = sum(count for _, count in counts)
    resident = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{peer}: {rows} different rows in {seconds:.2f} s; most resident {resident} MiB")


main()

#!/usr/bin/env bash
# What a department would use instead: an audit table in PostgreSQL, hash-chained by a trigger.
# A server of its own in a folder for temporary files, with the durability it has out of the box.
set -euo pipefail
folder=$(mktemp -d)
chmod 755 "$folder"
bin=$(ls -d /usr/lib/postgresql/*/bin | tail -1)
# PostgreSQL does not run as root.
as=()
if [ "$(id -u)" = 0 ]; then
  chown postgres "$folder"
  as=(runuser -u postgres --)
fi
cd "$folder"
"${as[@]}" "$bin/initdb" -D "$folder/data" -A trust >/dev/null
"${as[@]}" "$bin/pg_ctl" -D "$folder/data" -o "-k $folder -c listen_addresses=''" -l "$folder/log" -w start >/dev/null
trap '"${as[@]}" "$bin/pg_ctl" -D "$folder/data" -m immediate stop >/dev/null; rm -rf "$folder"' EXIT
sql() { "${as[@]}" "$bin/psql" -q -h "$folder" -d postgres "$@"; }
sql <<'SQL'
CREATE TABLE head (one int PRIMARY KEY CHECK (one = 1), hash bytea NOT NULL);
INSERT INTO head VALUES (1, sha256(''));
CREATE TABLE audit (id bigserial PRIMARY KEY, entry bytea NOT NULL, opening text NOT NULL, hash bytea NOT NULL);
CREATE FUNCTION chain() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE before bytea;
BEGIN
  -- The lock is held to the end of the transaction: a chain has one end.
  SELECT hash INTO before FROM head WHERE one = 1 FOR UPDATE;
  NEW.hash := sha256(before || NEW.entry);
  UPDATE head SET hash = NEW.hash WHERE one = 1;
  RETURN NEW;
END $$;
CREATE TRIGGER chained BEFORE INSERT ON audit FOR EACH ROW EXECUTE FUNCTION chain();
SQL
entry="decode(repeat(md5(random()::text), 6), 'hex')"
opening="repeat(md5(random()::text), 20)"
echo "INSERT INTO audit (entry, opening) VALUES ($entry, $opening);" > one.sql
echo "INSERT INTO audit (entry, opening) SELECT $entry, $opening FROM generate_series(1, 1000);" > thousand.sql
rate() {
  "${as[@]}" "$bin/pgbench" -n -h "$folder" -d postgres -f "$1" -c "$2" -j 2 -T 10 -M prepared 2>/dev/null |
    awk -v rows="$3" '/^tps/ { printf "%.0f", $3 * rows }'
}
echo "PostgreSQL $("$bin/postgres" --version | awk '{ print $3 }'), hash chain by trigger, an entry a transaction, 64 callers: $(rate one.sql 64 1) entries a second"
echo "  the same, 1,000 entries a transaction, one caller: $(rate thousand.sql 1 1000) entries a second"

"""The migrations' words for row security: who may see a row and who may write it, said once a table.

Three logins a service: the owner (migrates, owns everything), `<owner>_web` (under the policies, owns nothing) and
`<owner>_service` (consume, relay, commands; passes by the policies). What a migration does not grant, `_web` has not.

A predicate is SQL over a row. All of them compare by `=` alone, which is leakproof, and ask for a setting by a
subquery, which is computed once a statement: under a policy anything else keeps the planner from its indexes.
"""

from typing import Any

from sqlalchemy import text

ALL = "(SELECT current_setting('asn.reach', true)) = 'all'"
EVERYBODY = "true"
NOBODY = "false"
_ME = "(SELECT nullif(current_setting('asn.employee', true), '')::uuid)"
_UNITS = "(SELECT nullif(current_setting('asn.units', true), '')::uuid[])::uuid[]"
CALLER = "(SELECT current_setting('asn.caller', true))"
SESSION = "(SELECT current_setting('asn.session', true))"
PUBLIC = "(SELECT current_setting('asn.reach', true)) = 'public'"

# The owner's rights, because the web login sees neither who is whose login nor, yet, anybody's unit.
_ENTER = """
CREATE FUNCTION enter(reach text, caller text, iss text, sub text, unit uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    me uuid;
    top uuid := unit;
    below uuid[] := '{}';
BEGIN
    IF iss IS NOT NULL THEN
        SELECT employee_id INTO me FROM logins
        WHERE issuer = iss AND subject = sub AND withdrawn_at IS NULL ORDER BY linked_at DESC LIMIT 1;
        IF reach = 'subtree' THEN
            SELECT unit_id INTO top FROM assignments
            WHERE employee_id = me AND effective_date <= (now() AT TIME ZONE 'Asia/Jakarta')::date
            ORDER BY effective_date DESC LIMIT 1;
        END IF;
    END IF;
    IF reach = 'subtree' AND top IS NOT NULL THEN
        WITH RECURSIVE tree (id) AS (
            SELECT top UNION SELECT units.id FROM units JOIN tree ON units.parent_id = tree.id
        )
        SELECT array_agg(id) INTO below FROM tree;
    END IF;
    PERFORM set_config('asn.reach', reach, true), set_config('asn.caller', caller, true),
            set_config('asn.units', below::text, true), set_config('asn.employee', coalesce(me::text, ''), true);
END $$
"""

# Of the owner, so that the policy of `assignments` may ask it too; it shows no more than the reach of whoever asks.
_STAFF_IN_REACH = """
CREATE VIEW staff_in_reach AS
SELECT held.employee_id
FROM assignments AS held, (SELECT (now() AT TIME ZONE 'Asia/Jakarta')::date AS today) AS clock
WHERE held.unit_id = ANY ((SELECT nullif(current_setting('asn.units', true), '')::uuid[])::uuid[])
    AND held.effective_date <= today AND NOT EXISTS (
        SELECT FROM assignments AS later
        WHERE later.employee_id = held.employee_id
            AND later.effective_date > held.effective_date AND later.effective_date <= today
    )
"""


def person(column: str) -> str:
    """Ask that the caller is this employee."""
    return f"{column} = {_ME}"


def unit(column: str) -> str:
    """Ask that the unit lies in the caller's subtree: for rows of a period, which keep the unit of their period."""
    return f"{column} = ANY ({_UNITS})"


def staff(column: str) -> str:
    """Ask that the employee is, by today's assignment, in the caller's subtree: for rows about a person.

    The column is named with its table: `employee_id` alone would be the view's own, and so always the same.
    """
    if "." not in column:
        raise ValueError(f"{column} needs its table before it")
    return f"EXISTS (SELECT FROM staff_in_reach AS staff WHERE staff.employee_id = {column})"


def another(column: str) -> str:
    """Ask that the employee is not the caller: nobody decides about herself."""
    return f"{column} IS DISTINCT FROM {_ME}"


def either(*predicates: str) -> str:
    """Ask at least one of these."""
    return f"({' OR '.join(predicates)})"


def both(*predicates: str) -> str:
    """Ask every one of these."""
    return f"({' AND '.join(predicates)})"


def about(column: str) -> str:
    """Ask that the row about this employee is the caller's own, or of her subtree today, or that she reaches all."""
    return either(ALL, person(column), staff(column))


def by_superior(column: str) -> str:
    """Ask what `about` asks, for writing: nobody decides about herself."""
    return both(either(ALL, staff(column)), another(column))


def of_unit(column: str) -> str:
    """Ask that the row's unit lies in the caller's subtree, or that she reaches all."""
    return either(ALL, unit(column))


def open_to_service(op: Any) -> None:
    """Let `_service` read and write every table that is made from here on, and both see the schema's version."""
    web, service = logins(op)
    op.execute(f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {service}")
    op.execute(f"GRANT SELECT ON alembic_version TO {web}, {service}")


def create_enter(op: Any) -> None:
    """Create the function that gives a transaction its reach.

    It reads `logins`, `assignments` and `units`, which a service has or shows to nobody but reach all.
    """
    web, service = logins(op)
    op.execute(_ENTER)
    op.execute("REVOKE EXECUTE ON FUNCTION enter FROM PUBLIC")
    op.execute(f"GRANT EXECUTE ON FUNCTION enter TO {web}, {service}")


def create_staff_in_reach(op: Any) -> None:
    """Create the view that `staff` asks; `assignments` must be there."""
    op.execute(_STAFF_IN_REACH)
    grant(op, "staff_in_reach")


def drop_staff_in_reach(op: Any) -> None:
    """Drop the view, and with it the policies that ask it, before the tables."""
    op.execute("DROP VIEW staff_in_reach CASCADE")


def grant(op: Any, *tables: str, may: str = "SELECT") -> None:
    """Let `_web` do this with every row of the tables: for tables without a person in them."""
    web, _ = logins(op)
    for table in tables:
        op.execute(f'GRANT {may} ON "{table}" TO {web}')


def protect(
    op: Any,
    table: str,
    *,
    read: str,
    write: str = NOBODY,
    insert: str | None = None,
    lock: str | None = None,
    may: str = "",
) -> None:
    """Put the table under row security: `_web` sees what `read` allows, writes what `write` (or `insert`) allows.

    `may` names what it does besides reading, "INSERT, UPDATE". A row that it may not write is not there for whoever
    locks it, unless `lock` allows it, and a new row outside is refused.
    """
    web, _ = logins(op)
    op.execute(f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY')
    rules = {
        "SELECT": f"USING ({read})",
        "INSERT": f"WITH CHECK ({insert or write})",
        "UPDATE": f"USING ({lock or write}) WITH CHECK ({write})",
        "DELETE": f"USING ({write})",
    }
    for action in ["SELECT", *filter(None, may.split(", "))]:
        op.execute(f'CREATE POLICY {action.lower()}_in_reach ON "{table}" FOR {action} TO {web} {rules[action]}')
        op.execute(f'GRANT {action} ON "{table}" TO {web}')


def logins(op: Any) -> tuple[str, str]:
    """Return the names of `_web` and `_service`, quoted: their owner is who migrates."""
    owner = str(op.get_bind().scalar(text("SELECT current_user")))
    return f'"{owner}_web"', f'"{owner}_service"'

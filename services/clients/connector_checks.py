"""What snowflake-connector-python does with a served warehouse.

Run with the server's port: each `check_…` gets a schema of its own and says on one line of JSON whether
it held.
"""

import json
import os
import sys
import tempfile
import threading
import time
import traceback
from datetime import date, datetime, time as time_of_day, timedelta, timezone
from decimal import Decimal

import snowflake.connector
from snowflake.connector import DictCursor, ProgrammingError
from snowflake.connector.errors import DatabaseError

PORT = int(sys.argv[1])


def connect(**options):
    return snowflake.connector.connect(
        **{
            "account": "local",
            "user": "ann",
            "password": "any",
            "role": "ACCOUNTADMIN",
            "host": "127.0.0.1",
            "port": PORT,
            "protocol": "http",
            **options,
        }
    )


def equal(found, expected):
    if found != expected:
        raise AssertionError(f"expected {expected!r}, found {found!r}")


def rows(connection, text, *binds):
    with connection.cursor() as cursor:
        return cursor.execute(text, *binds).fetchall()


def failure(connection, text):
    try:
        rows(connection, text)
    except DatabaseError as error:
        return error
    raise AssertionError("the statement did not fail")


def check_signs_in_and_says_where_it_is(connection):
    equal(
        rows(connection, "SELECT CURRENT_ROLE(), CURRENT_DATABASE(), CURRENT_USER()"),
        [("ACCOUNTADMIN", "CONNECTOR", "ANN")],
    )
    equal(connection.role, "ACCOUNTADMIN")
    equal(connection.database, "CONNECTOR")
    rows(connection, "USE ROLE PUBLIC")
    equal(connection.role, "PUBLIC")


def check_reads_types_as_python_values(connection):
    [row] = rows(
        connection,
        """SELECT 1::NUMBER, 1.50::NUMBER(10,2), 12345678901234567890123456789012345678::NUMBER(38,0),
                  2.5::FLOAT, 'text', TRUE, '2026-02-28'::DATE, '13:14:15.123456'::TIME,
                  '2026-02-28 13:14:15.123456'::TIMESTAMP_NTZ, TO_BINARY('00FF', 'HEX'),
                  NULL, PARSE_JSON('{"a": [1, "x"]}'), ARRAY_CONSTRUCT(1, 2), -1.05::NUMBER(10,2)""",
    )
    equal(
        row[:11],
        (
            1,
            Decimal("1.50"),
            12345678901234567890123456789012345678,
            2.5,
            "text",
            True,
            date(2026, 2, 28),
            time_of_day(13, 14, 15, 123456),
            datetime(2026, 2, 28, 13, 14, 15, 123456),
            b"\x00\xff",
            None,
        ),
    )
    equal(json.loads(row[11]), {"a": [1, "x"]})
    equal(json.loads(row[12]), [1, 2])
    equal(row[13], Decimal("-1.05"))


def check_reads_moments_with_their_time_zone(connection):
    [(zoned, local)] = rows(
        connection,
        "SELECT '2026-02-28 13:14:15 +00:00'::TIMESTAMP_TZ, '2026-02-28 13:14:15'::TIMESTAMP_LTZ",
    )
    equal(zoned, datetime(2026, 2, 28, 13, 14, 15, tzinfo=timezone.utc))
    equal(local.astimezone(timezone.utc), zoned)


def check_reads_dates_before_1970(connection):
    equal(
        rows(connection, "SELECT '1901-12-31'::DATE, '1901-12-31 23:59:59.5'::TIMESTAMP_NTZ"),
        [(date(1901, 12, 31), datetime(1901, 12, 31, 23, 59, 59, 500000))],
    )


def check_binds_pyformat(connection):
    [row] = rows(
        connection,
        "SELECT %(n)s, %(t)s, %(d)s::DATE, %(b)s, %(x)s, %(m)s::TIMESTAMP_NTZ, %(q)s::NUMBER(5,2)",
        {
            "n": 7,
            "t": "it's 100% \\ \"so\"\n",
            "d": date(2026, 1, 2),
            "b": False,
            "x": None,
            "m": datetime(2026, 1, 2, 3, 4, 5),
            "q": Decimal("1.25"),
        },
    )
    equal(
        row,
        (
            7,
            "it's 100% \\ \"so\"\n",
            date(2026, 1, 2),
            False,
            None,
            datetime(2026, 1, 2, 3, 4, 5),
            Decimal("1.25"),
        ),
    )
    equal(rows(connection, "SELECT COLUMN1 FROM VALUES (1), (2), (3) WHERE COLUMN1 IN (%s)", ([1, 3],)), [(1,), (3,)])


def check_binds_qmark(connection):
    snowflake.connector.paramstyle = "qmark"
    try:
        with connect(database="CONNECTOR", schema=connection.schema) as other:
            rows(
                other,
                "CREATE TABLE BOUND (N NUMBER, A NUMBER(8,3), F FLOAT, T VARCHAR, B BOOLEAN, D DATE, H TIME, M TIMESTAMP_NTZ, X BINARY)",
            )
            given = (
                1,
                Decimal("2.125"),
                0.1,
                "it's",
                True,
                date(2026, 1, 2),
                time_of_day(3, 4, 5),
                datetime(2026, 1, 2, 3, 4, 5, 600000),
                b"\x01\x02",
            )
            rows(other, "INSERT INTO BOUND VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", given)
            rows(other, "INSERT INTO BOUND VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", (None,) * 9)
            equal(
                rows(other, "SELECT * FROM BOUND ORDER BY N NULLS LAST"),
                [given, (None,) * 9],
            )
            equal(rows(other, "SELECT COUNT(*) FROM BOUND WHERE T = ?", ("it's",)), [(1,)])
    finally:
        snowflake.connector.paramstyle = "pyformat"


def check_inserts_many_rows_at_once(connection):
    rows(connection, "CREATE TABLE MANY (N NUMBER, T VARCHAR)")
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO MANY (N, T) VALUES (%s, %s)", [(n, f"row '{n}'") for n in range(500)]
        )
        equal(cursor.rowcount, 500)
    equal(
        rows(connection, "SELECT COUNT(*), SUM(N), MAX(T) FROM MANY"), [(500, 124750, "row '99'")]
    )


def check_inserts_100_000_rows_by_qmark(connection):
    snowflake.connector.paramstyle = "qmark"
    try:
        with connect(database="CONNECTOR", schema=connection.schema) as other:
            rows(other, "CREATE TABLE BULK (N NUMBER, T VARCHAR)")
            with other.cursor() as cursor:
                for start in range(0, 100_000, 20_000):
                    cursor.executemany(
                        "INSERT INTO BULK VALUES (?, ?)",
                        [(n, f"t{n % 10}") for n in range(start, start + 20_000)],
                    )
            equal(
                rows(other, "SELECT COUNT(*), COUNT(DISTINCT N), COUNT(DISTINCT T) FROM BULK"),
                [(100_000, 100_000, 10)],
            )
    finally:
        snowflake.connector.paramstyle = "pyformat"


def check_fetches_in_parts(connection):
    with connection.cursor() as cursor:
        cursor.execute("SELECT COLUMN1 FROM VALUES (1), (2), (3), (4), (5) ORDER BY 1")
        equal(cursor.rowcount, 5)
        equal(cursor.fetchone(), (1,))
        equal(cursor.fetchmany(2), [(2,), (3,)])
        equal(cursor.fetchmany(9), [(4,), (5,)])
        equal(cursor.fetchone(), None)


def check_streams_a_long_result(connection):
    rows(connection, "CREATE TABLE LONG AS SELECT COLUMN1 AS N FROM VALUES " + ", ".join(f"({n})" for n in range(100)))
    with connection.cursor() as cursor:
        cursor.execute("SELECT A.N * 10000 + B.N * 100 + C.N AS X FROM LONG A, LONG B, LONG C WHERE C.N < 20 ORDER BY X")
        count = total = 0
        for (number,) in cursor:
            count += 1
            total += number
    equal((count, total), (200_000, sum(a * 10000 + b * 100 + c for a in range(100) for b in range(100) for c in range(20))))


def check_gives_rows_as_dicts(connection):
    with connection.cursor(DictCursor) as cursor:
        equal(cursor.execute('SELECT 1 AS A, 2 AS "b c"').fetchall(), [{"A": 1, "b c": 2}])


def check_describes_columns_without_running(connection):
    rows(connection, "CREATE TABLE D (N NUMBER(10,2), T VARCHAR(20), M TIMESTAMP_NTZ, V VARIANT, F FLOAT, B BOOLEAN, H TIME, X BINARY, Z TIMESTAMP_TZ)")
    with connection.cursor() as cursor:
        described = cursor.describe("SELECT * FROM D")
        names = snowflake.connector.constants.FIELD_ID_TO_NAME
        equal(
            [(column.name, names[column.type_code]) for column in described],
            [
                ("N", "FIXED"),
                ("T", "TEXT"),
                ("M", "TIMESTAMP_NTZ"),
                ("V", "VARIANT"),
                ("F", "REAL"),
                ("B", "BOOLEAN"),
                ("H", "TIME"),
                ("X", "BINARY"),
                ("Z", "TIMESTAMP_TZ"),
            ],
        )
        equal((described[0].precision, described[0].scale), (10, 2))
        equal(described[1].internal_size, 20)
        cursor.describe("INSERT INTO D (N) VALUES (1)")
    equal(rows(connection, "SELECT COUNT(*) FROM D"), [(0,)])


def check_commits_and_rolls_back(connection):
    rows(connection, "CREATE TABLE T (N NUMBER)")
    connection.autocommit(False)
    rows(connection, "INSERT INTO T VALUES (1)")
    connection.rollback()
    rows(connection, "INSERT INTO T VALUES (2)")
    connection.commit()
    connection.autocommit(True)
    rows(connection, "BEGIN")
    rows(connection, "INSERT INTO T VALUES (3)")
    rows(connection, "ROLLBACK")
    equal(rows(connection, "SELECT N FROM T"), [(2,)])


def check_two_connections_see_what_is_committed(connection):
    rows(connection, "CREATE TABLE SHARED (N NUMBER)")
    with connect(database="CONNECTOR", schema=connection.schema) as other:
        rows(connection, "BEGIN")
        rows(connection, "INSERT INTO SHARED VALUES (1)")
        equal(rows(other, "SELECT COUNT(*) FROM SHARED"), [(0,)])
        equal(rows(connection, "SELECT COUNT(*) FROM SHARED"), [(1,)])
        rows(connection, "COMMIT")
        equal(rows(other, "SELECT COUNT(*) FROM SHARED"), [(1,)])


def check_two_threads_at_once(connection):
    rows(connection, "CREATE TABLE COUNTER (N NUMBER)")
    rows(connection, "INSERT INTO COUNTER VALUES (0)")
    failures = []

    def add():
        try:
            with connect(database="CONNECTOR", schema=connection.schema) as other:
                for _ in range(20):
                    rows(other, "UPDATE COUNTER SET N = N + 1")
        except Exception as error:  # a thread's failure is the check's
            failures.append(error)

    threads = [threading.Thread(target=add) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    equal(failures, [])
    equal(rows(connection, "SELECT N FROM COUNTER"), [(40,)])


def check_errors_carry_number_and_state(connection):
    def said(text):
        error = failure(connection, text)
        return (type(error), error.errno, error.sqlstate, bool(error.sfqid))

    equal(said("SELECT * FROM NOT_THERE"), (ProgrammingError, 2003, "42S02", True))
    equal(said("SELEC 1"), (ProgrammingError, 1003, "42000", True))
    equal(said("SELECT NO_COLUMN FROM (SELECT 1 AS A)"), (ProgrammingError, 904, "42000", True))
    equal(said("SELECT 1 / 0"), (ProgrammingError, 100051, "22012", True))
    rows(connection, "CREATE TABLE THERE (N NUMBER)")
    equal(said("CREATE TABLE THERE (N NUMBER)"), (ProgrammingError, 2002, "42710", True))


def check_an_error_says_no_value(connection):
    rows(connection, "CREATE TABLE SECRETS (T VARCHAR)")
    rows(connection, "INSERT INTO SECRETS VALUES ('hush-4711')")
    error = failure(connection, "SELECT T::NUMBER FROM SECRETS")
    if "4711" in str(error):
        raise AssertionError("the message holds the value")


def check_runs_asynchronously(connection):
    with connection.cursor() as cursor:
        cursor.execute_async("SELECT 42 AS A")
        query = cursor.sfqid
        for _ in range(200):
            if not connection.is_still_running(connection.get_query_status(query)):
                break
            time.sleep(0.02)
        equal(connection.get_query_status_throw_if_error(query).name, "SUCCESS")
        cursor.get_results_from_sfqid(query)
        equal(cursor.fetchall(), [(42,)])


def check_an_asynchronous_failure_is_told(connection):
    with connection.cursor() as cursor:
        cursor.execute_async("SELECT 1 / 0")
        try:
            cursor.get_results_from_sfqid(cursor.sfqid)
            cursor.fetchall()
        except DatabaseError as error:
            equal(error.errno, 100051)
            return
    raise AssertionError("the statement did not fail")


def check_puts_and_gets_files(connection):
    rows(connection, "CREATE STAGE FILES")
    rows(connection, "CREATE TABLE LOADED (N NUMBER, T VARCHAR)")
    with tempfile.TemporaryDirectory() as folder:
        source = os.path.join(folder, "rows.csv")
        with open(source, "w", encoding="utf8") as file:
            file.write("".join(f"{n},row {n}\n" for n in range(1000)))
        [put] = rows(connection, f"PUT 'file://{source}' @FILES AUTO_COMPRESS=TRUE")
        equal((put[0], put[1], put[6]), ("rows.csv", "rows.csv.gz", "UPLOADED"))
        equal(len(rows(connection, "LIST @FILES")), 1)
        rows(connection, "COPY INTO LOADED FROM @FILES FILE_FORMAT = (TYPE = CSV)")
        equal(rows(connection, "SELECT COUNT(*), SUM(N) FROM LOADED"), [(1000, 499500)])
        target = os.path.join(folder, "down")
        os.mkdir(target)
        [got] = rows(connection, f"GET @FILES/rows.csv.gz 'file://{target}'")
        equal(got[2], "DOWNLOADED")
        if not os.path.getsize(os.path.join(target, "rows.csv.gz")):
            raise AssertionError("the file is empty")


def check_keeps_session_parameters(connection):
    with connect(
        database="CONNECTOR",
        schema=connection.schema,
        session_parameters={"QUERY_TAG": "nightly", "TIMEZONE": "UTC"},
    ) as other:
        tags = {row[0]: row[1] for row in rows(other, "SHOW PARAMETERS LIKE 'QUERY_TAG' IN SESSION")}
        equal(tags, {"QUERY_TAG": "nightly"})
        rows(other, "ALTER SESSION SET QUERY_TAG = 'daily'")
        tags = {row[0]: row[1] for row in rows(other, "SHOW PARAMETERS LIKE 'QUERY_TAG'")}
        equal(tags, {"QUERY_TAG": "daily"})


def check_runs_several_statements_one_by_one(connection):
    script = "CREATE TABLE S (N NUMBER); INSERT INTO S VALUES (1), (2); SELECT SUM(N) FROM S;"
    cursors = list(connection.execute_string(script))
    equal(cursors[-1].fetchall(), [(3,)])


def check_tells_how_many_rows_changed(connection):
    rows(connection, "CREATE TABLE C AS SELECT COLUMN1 AS N FROM VALUES (1), (2), (3)")
    with connection.cursor() as cursor:
        equal(cursor.execute("UPDATE C SET N = N + 1 WHERE N > 1").rowcount, 2)
        equal(cursor.execute("DELETE FROM C").rowcount, 3)


def check_a_masked_role_sees_masked_values(connection):
    schema = connection.schema
    for text in (
        "CREATE ROLE IF NOT EXISTS CONNECTOR_READER",
        "CREATE MASKING POLICY HIDE AS (V VARCHAR) RETURNS VARCHAR -> CASE WHEN CURRENT_ROLE() = 'ACCOUNTADMIN' THEN V ELSE '***' END",
        "CREATE TABLE PEOPLE (N NUMBER, EMAIL VARCHAR WITH MASKING POLICY HIDE)",
        "INSERT INTO PEOPLE VALUES (1, 'ann@example.com')",
        "GRANT USAGE ON DATABASE CONNECTOR TO ROLE CONNECTOR_READER",
        f"GRANT USAGE ON SCHEMA CONNECTOR.{schema} TO ROLE CONNECTOR_READER",
        "GRANT SELECT ON TABLE PEOPLE TO ROLE CONNECTOR_READER",
    ):
        rows(connection, text)
    equal(rows(connection, "SELECT EMAIL FROM PEOPLE"), [("ann@example.com",)])
    with connect(role="CONNECTOR_READER", database="CONNECTOR", schema=schema) as reader:
        equal(rows(reader, "SELECT EMAIL FROM PEOPLE"), [("***",)])
        equal(rows(reader, "SELECT COUNT(*) FROM PEOPLE WHERE EMAIL = 'ann@example.com'"), [(0,)])
        equal(failure(reader, "DELETE FROM PEOPLE").errno, 3001)


def main():
    with connect() as admin:
        rows(admin, "CREATE DATABASE CONNECTOR")
    for name, check in list(globals().items()):
        if not name.startswith("check_"):
            continue
        report = {"name": name.removeprefix("check_").replace("_", " "), "failure": None}
        try:
            with connect(database="CONNECTOR") as connection:
                rows(connection, f"CREATE SCHEMA {name}")
                check(connection)
        except Exception:  # whatever it is, it is the outcome of the check
            report["failure"] = traceback.format_exc()
        print(json.dumps(report), flush=True)


main()

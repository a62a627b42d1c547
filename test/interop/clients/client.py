"""What the Python connector makes of the embedded account: signs in, reads every type, pages, and meets errors."""

import datetime
import decimal
import json
import os
import sys

import snowflake.connector
from snowflake.connector import errors

PLACE = {
    key: os.environ["INTEROP_" + key.upper()]
    for key in ("account_name", "host", "port", "user", "token", "oauth_token", "key_file", "types")
}
CONNECT = {
    "account": PLACE["account_name"],
    "host": PLACE["host"],
    "port": int(PLACE["port"]),
    "protocol": "http",
    "user": PLACE["user"],
    "database": "DB",
    "schema": "PUBLIC",
    "warehouse": "WH",
    "login_timeout": 20,
    "session_parameters": {"TIMEZONE": "UTC"},
}
UTC = datetime.timezone.utc


def check(what, actual, expected):
    if actual != expected:
        sys.exit(f"{what}: {actual!r} is not {expected!r}")
    print(f"ok {what}")


def refusal(what, work, code):
    try:
        work()
    except errors.Error as error:
        check(what, error.errno, code)
        return str(error)
    sys.exit(f"{what}: was not refused")


def sign_in():
    with open(PLACE["key_file"], "rb") as file:
        pem = file.read()
    from cryptography.hazmat.primitives import serialization

    key = serialization.load_pem_private_key(pem, None).private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    with snowflake.connector.connect(**CONNECT, private_key=key) as connection:
        check("key pair", connection.cursor().execute("SELECT CURRENT_USER()").fetchone(), (PLACE["user"],))
    with snowflake.connector.connect(**CONNECT, password=PLACE["token"]) as connection:
        check("token as password", connection.role, "ACCOUNTADMIN")
    with snowflake.connector.connect(**CONNECT, authenticator="oauth", token=PLACE["oauth_token"]) as connection:
        check("OAuth", connection.role, "ACCOUNTADMIN")
    refusal(
        "wrong OAuth token",
        lambda: snowflake.connector.connect(**CONNECT, authenticator="oauth", token="wrong"),
        390303,
    )
    said = refusal(
        "wrong password",
        lambda: snowflake.connector.connect(**CONNECT, password="wrong"),
        390100,
    )
    check("which says why", "Incorrect username or password" in said, True)
    return snowflake.connector.connect(
        **CONNECT, authenticator="PROGRAMMATIC_ACCESS_TOKEN", token=PLACE["token"]
    )


def types(cursor):
    row = cursor.execute(PLACE["types"]).fetchone()
    local = datetime.timezone(datetime.timedelta(hours=5, minutes=30))
    expected = [
        12345678901234567890123456789012345678,
        decimal.Decimal("-1.50"),
        0.25,
        "it's \u8868",
        True,
        datetime.date(1969, 12, 31),
        datetime.time(23, 59, 59, 123000),
        datetime.datetime(2024, 2, 29, 12, 34, 56, 123456),
        datetime.datetime(2024, 2, 29, 12, 34, 56, 500000),
        datetime.datetime(2024, 2, 29, 12, 34, 56, tzinfo=UTC),
        datetime.datetime(2024, 2, 29, 12, 34, 56, 100000, tzinfo=local),
        b"\x00\xff\x10",
        None,
    ]
    for at, value in enumerate(expected):
        check(f"type {cursor.description[at].name}", row[at], value)
        if isinstance(value, datetime.datetime) and value.tzinfo:
            check("its offset", row[at].utcoffset(), value.utcoffset())
    check("type VARIANT", json.loads(row[13]), {"a": [1, "b"]})
    check("type ARRAY", json.loads(row[14]), [1, 2])


def statements(connection):
    cursor = connection.cursor()
    cursor.execute("CREATE OR REPLACE TABLE PY (ID INT, NAME VARCHAR, AT TIMESTAMP_NTZ(3))")
    at = datetime.datetime(2024, 2, 29, 12, 0, 0, 250000)
    cursor.execute("INSERT INTO PY VALUES (%s, %s, %s)", (1, "a 'quoted' one", at))
    cursor.executemany("INSERT INTO PY VALUES (%s, %s, %s)", [(2, "b", at), (3, None, None)])
    check("rows inserted", cursor.rowcount, 2)
    cursor.execute("SELECT * FROM PY ORDER BY ID")
    check("rows", cursor.fetchall(), [(1, "a 'quoted' one", at), (2, "b", at), (3, None, None)])
    cursor.execute("UPDATE PY SET NAME = 'c' WHERE ID = 3")
    check("rows updated", cursor.rowcount, 1)
    connection.autocommit(False)
    cursor.execute("DELETE FROM PY")
    connection.rollback()
    connection.autocommit(True)
    check("rolled back", cursor.execute("SELECT COUNT(*) FROM PY").fetchone(), (3,))
    shown = connection.cursor(snowflake.connector.DictCursor).execute("SHOW TABLES LIKE 'PY'").fetchall()
    check("SHOW", [(row["name"], row["kind"], row["rows"]) for row in shown], [("PY", "TABLE", 3)])
    age = datetime.datetime.now(UTC) - shown[0]["created_on"]
    check("created just now", datetime.timedelta(minutes=-1) < age < datetime.timedelta(minutes=10), True)
    many = cursor.execute("SELECT SEQ4(), REPEAT('x', 50) FROM TABLE(GENERATOR(ROWCOUNT => 20000)) ORDER BY 1")
    check("20000 rows in chunks", sum(number for number, _ in many.fetchall()), sum(range(20000)))
    check("no rows", cursor.execute("SELECT * FROM PY WHERE FALSE").fetchall(), [])


def refusals(cursor):
    refusal("no such table", lambda: cursor.execute("SELECT * FROM NOPE"), 2003)
    refusal("syntax", lambda: cursor.execute("SELEC 1"), 1003)
    refusal("division", lambda: cursor.execute("SELECT 1 / 0"), 100051)


with sign_in() as connection:
    check("token", connection.user.upper(), PLACE["user"])
    types(connection.cursor())
    statements(connection)
    refusals(connection.cursor())

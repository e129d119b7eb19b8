"""The benchmark's queries in DuckDB: run.py WORKLOAD IN OUT. As many threads as a Go program would have: GOMAXPROCS."""

import os
import sys

import duckdb

ORDERS = (
    "order_id: 'BIGINT', customer_id: 'BIGINT', order_date: 'VARCHAR', status: 'VARCHAR', channel: 'VARCHAR',"
    " total_amount: 'DOUBLE'"
)
WIDE = ", ".join(f"c{i:02d}: '{('BIGINT', 'VARCHAR', 'DOUBLE', 'BOOLEAN')[i % 4]}'" for i in range(60))
NESTED = (
    "id: 'BIGINT', customer: 'STRUCT(id BIGINT, name VARCHAR, address STRUCT(city VARCHAR, zip VARCHAR))',"
    " items: 'STRUCT(sku VARCHAR, qty INTEGER, price DOUBLE)[]', tags: 'VARCHAR[]', amount: 'DOUBLE'"
)
EVENTS = "event_id: 'BIGINT', source: 'VARCHAR', k: 'BIGINT', v: 'BIGINT', millis: 'BIGINT'"
TRADES = (
    "trade_id: 'BIGINT', trader_id: 'VARCHAR', symbol: 'VARCHAR', venue: 'VARCHAR', price: 'DOUBLE', quantity: 'BIGINT',"
    " millis: 'BIGINT'"
)
MEASUREMENTS = "station: 'VARCHAR', temperature: 'DECIMAL(4, 1)'"


def orders(over):
    return f"SELECT order_id, customer_id, order_date, total_amount FROM $orders WHERE total_amount > {over}"


def time(millis):
    return f"CAST(make_timestamp(({millis}) * 1000) AS VARCHAR) || 'Z'"


TOTALS = (
    "SELECT symbol, COUNT(*) AS trade_count, AVG(price) AS avg_price, MIN(price) AS min_price, MAX(price) AS max_price,"
    " SUM(quantity)::BIGINT AS total_quantity FROM $trades GROUP BY symbol"
)
MINUTE = "COUNT(*) AS trade_count, AVG(price) AS avg_price, SUM(quantity)::BIGINT AS total_quantity, SUM(price * quantity) AS total_value"
MINUTES = f"SELECT trader_id, symbol, {MINUTE} FROM $trades GROUP BY trader_id, symbol, millis // 60000"
# Rows of windows that are over by the watermark are too late.
IN_TIME = f"""
    WITH marked AS (
      SELECT *, MAX(millis) OVER (ORDER BY trade_id ROWS UNBOUNDED PRECEDING) - 5000 AS watermark FROM $trades
    )
    SELECT trader_id, symbol, {MINUTE} FROM marked WHERE (millis // 60000 + 1) * 60000 > watermark
    GROUP BY trader_id, symbol, millis // 60000
"""
# There is nothing like a changelog: what remains of it in the end.
LAST_OF_MINUTES = (
    f"SELECT trader_id, symbol, {time('millis // 60000 * 60000')} AS window_start, {MINUTE} FROM $trades"
    " GROUP BY trader_id, symbol, millis // 60000"
)
FRAME = "OVER (PARTITION BY symbol ORDER BY millis ROWS BETWEEN 99 PRECEDING AND CURRENT ROW)"
MOVING = (
    f"SELECT symbol, price, AVG(price) {FRAME} AS moving_avg, MIN(price) {FRAME} AS min_price, MAX(price) {FRAME} AS max_price"
    " FROM $trades"
)
KEYS = "SELECT k, COUNT(*) AS n, SUM(v)::BIGINT AS total, MIN(v) AS least, MAX(v) AS most FROM $events GROUP BY k"
SESSIONS = f"""
    WITH begun AS (
      SELECT *, millis - LAG(millis, 1, 0) OVER (PARTITION BY k ORDER BY millis) >= 2000 AS first FROM $events
    ), numbered AS (
      SELECT *, SUM(first::INT) OVER (PARTITION BY k ORDER BY millis ROWS UNBOUNDED PRECEDING) AS number FROM begun
    )
    SELECT k, {time("MIN(millis)")} AS window_start, {time("MAX(millis) + 2000")} AS window_end, COUNT(*) AS n,
      SUM(v)::BIGINT AS total FROM numbered GROUP BY k, number
"""


# Windows are put together from slices that are as long as the slide.
def hops(overlaps):
    slide = 100_000 // overlaps
    return f"""
    WITH slices AS (
      SELECT symbol, millis // {slide} AS slice, COUNT(*) AS n, SUM(price) AS total, MAX(price) AS most, SUM(quantity) AS quantity
      FROM $trades GROUP BY symbol, slice
    )
    SELECT symbol, {time(f"starts.start * {slide}")} AS window_start, SUM(n)::BIGINT AS trade_count, SUM(total) / SUM(n) AS avg_price,
      MAX(most) AS max_price, SUM(quantity)::BIGINT AS total_quantity
    FROM slices, UNNEST(RANGE(slice - {overlaps - 1}, slice + 1)) AS starts(start) GROUP BY symbol, starts.start
    """


# By what is in a workload's name before the format.
QUERIES = {
    "s0": orders(100),
    "s0_selective": orders(200),
    "wide": "SELECT c00, c17, c34, c56 FROM $wide WHERE c56 > 500",
    "nested": "SELECT id, customer.name AS name, customer.address.zip AS zip, items[1].sku AS first_sku,"
    " len(items) AS item_count, amount FROM $nested WHERE customer.address.city = 'Zurich'",
    "s1": MOVING,
    "s2": TOTALS,
    "s2_million": TOTALS,
    "s2_changes": TOTALS,
    "s2w": IN_TIME,
    "s3a": MINUTES,
    "s3a_wide": MINUTES,
    "s3b": LAST_OF_MINUTES,
    "groups_10": KEYS,
    "groups_10k": KEYS,
    "groups_1m": KEYS,
    "skew": KEYS,
    "hop_5": hops(5),
    "hop_100": hops(100),
    "hop_100_10k": hops(100),
    "sessions": SESSIONS,
    "1brc": "SELECT station, MIN(temperature) AS min_temp, AVG(temperature)::DECIMAL(38, 6) AS avg_temp, MAX(temperature) AS max_temp"
    " FROM $measurements GROUP BY station",
}
TABLES = {"orders": ORDERS, "wide": WIDE, "nested": NESTED, "trades": TRADES, "events": EVENTS, "measurements": MEASUREMENTS}


def reader(columns, source, delimiter):
    name = "'" + source.replace("'", "''") + "'"
    if source.endswith(".csv"):
        return f"read_csv({name}, header = true, auto_detect = false, delim = '{delimiter}', quote = '\"', columns = {{{columns}}})"
    return f"read_json({name}, format = 'newline_delimited', columns = {{{columns}}})"


def main(workload, source, target):
    connection = duckdb.connect()
    connection.execute(f"SET threads = {int(os.environ.get('GOMAXPROCS', '1'))}")
    query = QUERIES[workload.removesuffix("_json").removesuffix("_csv")]
    for table, columns in TABLES.items():
        query = query.replace("$" + table, reader(columns, source, ";" if table == "measurements" else ","))
    format = "(FORMAT csv, HEADER)" if target.endswith("csv") else "(FORMAT json)"
    connection.execute(f"COPY ({query}) TO '{target}' {format}")


if __name__ == "__main__":
    main(*sys.argv[1:])

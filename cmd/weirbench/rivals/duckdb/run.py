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
TRADES = (
    "trade_id: 'BIGINT', trader_id: 'VARCHAR', symbol: 'VARCHAR', venue: 'VARCHAR', price: 'DOUBLE', quantity: 'BIGINT',"
    " millis: 'BIGINT'"
)
MEASUREMENTS = "station: 'VARCHAR', temperature: 'DECIMAL(4, 1)'"


def orders(reader, over):
    return f"SELECT order_id, customer_id, order_date, total_amount FROM {reader} WHERE total_amount > {over}"


def lines(columns):
    return f"read_json($in, format = 'newline_delimited', columns = {{{columns}}})"


def table(columns=ORDERS, delimiter=","):
    return f"read_csv($in, header = true, auto_detect = false, delim = '{delimiter}', quote = '\"', columns = {{{columns}}})"


TOTALS = (
    "SELECT symbol, COUNT(*) AS trade_count, AVG(price) AS avg_price, MIN(price) AS min_price, MAX(price) AS max_price,"
    f" SUM(quantity) AS total_quantity FROM {lines(TRADES)} GROUP BY symbol"
)


QUERIES = {
    "s0_json": orders(lines(ORDERS), 100),
    "s0_selective_json": orders(lines(ORDERS), 200),
    "s0_csv": orders(table(), 100),
    "s0_selective_csv": orders(table(), 200),
    "wide_json": f"SELECT c00, c17, c34, c56 FROM {lines(WIDE)} WHERE c56 > 500",
    "nested_json": "SELECT id, customer.name AS name, customer.address.zip AS zip, items[1].sku AS first_sku,"
    f" len(items) AS item_count, amount FROM {lines(NESTED)} WHERE customer.address.city = 'Zurich'",
    "s2_json": TOTALS,
    "s2_million_json": TOTALS,
    "s3a_json": "SELECT trader_id, symbol, COUNT(*) AS trade_count, AVG(price) AS avg_price, SUM(quantity) AS total_quantity,"
    f" SUM(price * quantity) AS total_value FROM {lines(TRADES)} GROUP BY trader_id, symbol, millis // 60000",
    "1brc": "SELECT station, MIN(temperature) AS min_temp, AVG(temperature) AS avg_temp, MAX(temperature) AS max_temp"
    f" FROM {table(MEASUREMENTS, ';')} GROUP BY station",
}


def main(workload, source, target):
    connection = duckdb.connect()
    connection.execute(f"SET threads = {int(os.environ.get('GOMAXPROCS', '1'))}")
    format = "(FORMAT csv, HEADER)" if target.endswith("csv") else "(FORMAT json)"
    query = QUERIES[workload].replace("$in", "'" + source.replace("'", "''") + "'")
    connection.execute(f"COPY ({query}) TO '{target}' {format}")


if __name__ == "__main__":
    main(*sys.argv[1:])

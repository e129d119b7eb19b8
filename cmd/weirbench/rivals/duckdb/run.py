"""The benchmark's queries in DuckDB, on one thread: run.py WORKLOAD IN OUT."""

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


def orders(reader, over):
    return f"SELECT order_id, customer_id, order_date, total_amount FROM {reader} WHERE total_amount > {over}"


def lines(columns):
    return f"read_json($in, format = 'newline_delimited', columns = {{{columns}}})"


def table():
    return f"read_csv($in, header = true, auto_detect = false, delim = ',', quote = '\"', columns = {{{ORDERS}}})"


QUERIES = {
    "s0_json": orders(lines(ORDERS), 100),
    "s0_selective_json": orders(lines(ORDERS), 200),
    "s0_csv": orders(table(), 100),
    "s0_selective_csv": orders(table(), 200),
    "wide_json": f"SELECT c00, c17, c34, c56 FROM {lines(WIDE)} WHERE c56 > 500",
    "nested_json": "SELECT id, customer.name AS name, customer.address.zip AS zip, items[1].sku AS first_sku,"
    f" len(items) AS item_count, amount FROM {lines(NESTED)} WHERE customer.address.city = 'Zurich'",
}


def main(workload, source, target):
    connection = duckdb.connect()
    connection.execute("SET threads = 1")
    format = "(FORMAT csv, HEADER)" if workload.endswith("csv") else "(FORMAT json)"
    query = QUERIES[workload].replace("$in", "'" + source.replace("'", "''") + "'")
    connection.execute(f"COPY ({query}) TO '{target}' {format}")


if __name__ == "__main__":
    main(*sys.argv[1:])

-- Nested records: a ROW in a ROW, an array of ROWs, an array of strings.
CREATE TABLE orders (
  id       BIGINT NOT NULL,
  customer ROW<id BIGINT, name VARCHAR, address ROW<city VARCHAR, zip VARCHAR>>,
  items    ARRAY<ROW<sku VARCHAR, qty INT, price DOUBLE>>,
  tags     ARRAY<VARCHAR>,
  amount   DOUBLE
) WITH ('connector' = 'file', 'path' = '${IN}', 'format' = 'json');

CREATE TABLE zurich (
  id BIGINT NOT NULL, name VARCHAR, zip VARCHAR, first_sku VARCHAR, item_count INT, amount DOUBLE
) WITH ('connector' = 'file', 'path' = '${OUT}', 'format' = 'json');

INSERT INTO zurich
SELECT id, customer.name, customer.address.zip, items[1].sku, CARDINALITY(items), amount
FROM orders
WHERE customer.address.city = 'Zurich';

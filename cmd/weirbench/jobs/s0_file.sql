-- S0, file to file: four of six columns, a filter and nothing else.
CREATE TABLE orders (
  order_id     BIGINT  NOT NULL,
  customer_id  BIGINT  NOT NULL,
  order_date   VARCHAR NOT NULL,
  status       VARCHAR,
  channel      VARCHAR,
  total_amount DOUBLE  NOT NULL
) WITH ('connector' = 'file', 'path' = '${IN}', @FORMAT@);

CREATE TABLE high_value (
  order_id     BIGINT  NOT NULL,
  customer_id  BIGINT  NOT NULL,
  order_date   VARCHAR NOT NULL,
  total_amount DOUBLE  NOT NULL
) WITH ('connector' = 'file', 'path' = '${OUT}', @FORMAT@);

INSERT INTO high_value
SELECT order_id, customer_id, order_date, total_amount FROM orders WHERE total_amount > 100;

-- Orders over 100, as they come: the smallest useful job.
SET 'job.name' = 'high_value';

CREATE TABLE orders (
  order_id     BIGINT NOT NULL,
  customer_id  BIGINT NOT NULL,
  order_date   VARCHAR,
  total_amount DOUBLE NOT NULL,
  note         VARCHAR
) WITH (
  'connector' = 'file',
  'path' = '${IN:-testdata/jobs/high_value/orders.jsonl}',
  'format' = 'json'
);

CREATE TABLE high_value (
  order_id     BIGINT NOT NULL,
  customer_id  BIGINT NOT NULL,
  order_date   VARCHAR,
  total_amount DOUBLE NOT NULL
) WITH (
  'connector' = 'file',
  'path' = '${OUT:--}',
  'format' = 'json'
);

INSERT INTO high_value
SELECT order_id, customer_id, order_date, total_amount
FROM orders
WHERE total_amount > 100;

-- S0 in memory: datagen to blackhole, so that nothing is measured but the job's own loop.
CREATE TABLE orders (
  order_id     BIGINT NOT NULL,
  customer_id  AS order_id % 1000,
  order_date   AS '2024-01-15',
  total_amount AS 150.0e0 + order_id % 100
) WITH (
  'connector' = 'datagen', 'number-of-rows' = '${ROWS}',
  'fields.order_id.kind' = 'sequence', 'fields.order_id.start' = '0', 'fields.order_id.end' = '9000000000'
);

CREATE TABLE high_value (
  order_id BIGINT, customer_id BIGINT, order_date VARCHAR, total_amount DOUBLE
) WITH ('connector' = 'blackhole');

INSERT INTO high_value
SELECT order_id, customer_id, order_date, total_amount FROM orders WHERE total_amount > 200;

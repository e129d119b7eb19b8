-- Orders worth 100 or more, with their total and a priority. Run it from the root of the repository:
--
--   go run ./cmd/weir run testdata/jobs/large_orders/job.sql
SET 'job.name' = 'large_orders';

CREATE TABLE orders (
  order_id   BIGINT NOT NULL,
  customer   ROW<name VARCHAR, since INT>,
  country    VARCHAR,
  price      DECIMAL(12, 2),
  quantity   SMALLINT,
  ordered_at TIMESTAMP(3),
  total      AS price * quantity
) WITH (
  'connector' = 'file',
  'path'      = '${IN:-testdata/jobs/large_orders/orders.jsonl}',
  'format'    = 'json'
);

SELECT
  order_id,
  UPPER(customer.name) AS customer,
  total,
  CASE WHEN total >= 1000 THEN 'high' ELSE 'normal' END AS priority,
  DATE_FORMAT(ordered_at, 'yyyy-MM-dd') AS day
FROM orders
WHERE total >= 100 AND country IN ('DE', 'FR', 'NL');

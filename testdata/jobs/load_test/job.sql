-- Made-up orders for a load test: every tenth goes to the screen, all of them go to the blackhole.
SET 'job.name' = 'load_test';

CREATE TABLE orders (
  order_id    BIGINT NOT NULL,
  customer_id INT NOT NULL,
  amount      DECIMAL(8, 2) NOT NULL,
  express     BOOLEAN NOT NULL
) WITH (
  'connector' = 'datagen',
  'number-of-rows' = '${ROWS:-50}',
  'seed' = '42',
  'fields.order_id.kind' = 'sequence',
  'fields.order_id.start' = '1',
  'fields.customer_id.min' = '100',
  'fields.customer_id.max' = '999',
  'fields.amount.min' = '0.01',
  'fields.amount.max' = '500.00'
);

CREATE TABLE sample (order_id BIGINT NOT NULL, customer_id INT NOT NULL, amount DECIMAL(8, 2) NOT NULL)
WITH ('connector' = 'print');

CREATE TABLE everything (order_id BIGINT NOT NULL, gross DECIMAL(12, 4) NOT NULL, express BOOLEAN NOT NULL)
WITH ('connector' = 'blackhole');

INSERT INTO sample SELECT order_id, customer_id, amount FROM orders WHERE MOD(order_id, 10) = 0;

INSERT INTO everything SELECT order_id, amount * 1.19, express FROM orders;

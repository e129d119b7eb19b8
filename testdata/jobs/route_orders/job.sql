-- One stream of orders, read once, goes to four places.
SET 'job.name' = 'route_orders';

CREATE TABLE orders (
  order_id BIGINT NOT NULL,
  country  VARCHAR NOT NULL,
  price    DECIMAL(10, 2) NOT NULL,
  quantity INT NOT NULL,
  coupon   VARCHAR
) WITH (
  'connector' = 'file',
  'path' = '${IN:-testdata/jobs/route_orders/orders.jsonl}',
  'format' = 'json'
);

CREATE VIEW priced AS
SELECT order_id, country, quantity, coupon, price * quantity AS total
FROM orders;

CREATE TABLE domestic (order_id BIGINT NOT NULL, total DECIMAL(12, 2) NOT NULL)
WITH ('connector' = 'file', 'path' = '${OUT_DIR:-/tmp}/domestic.jsonl', 'format' = 'json');

CREATE TABLE abroad (order_id BIGINT NOT NULL, country VARCHAR NOT NULL, total DECIMAL(12, 2) NOT NULL)
WITH ('connector' = 'file', 'path' = '${OUT_DIR:-/tmp}/abroad.jsonl', 'format' = 'json');

CREATE TABLE review (order_id BIGINT NOT NULL, reason VARCHAR NOT NULL)
WITH ('connector' = 'file', 'path' = '${OUT_DIR:-/tmp}/review.csv', 'format' = 'csv');

CREATE TABLE audit (order_id BIGINT NOT NULL, total DECIMAL(12, 2) NOT NULL, coupon VARCHAR)
WITH ('connector' = 'file', 'path' = '${OUT_DIR:-/tmp}/audit.jsonl', 'format' = 'json');

INSERT INTO domestic SELECT order_id, total FROM priced WHERE country = 'DE';

INSERT INTO abroad SELECT order_id, country, total FROM priced WHERE country <> 'DE';

INSERT INTO review
SELECT order_id, 'large total' FROM priced WHERE total > 5000
UNION ALL
SELECT order_id, 'many of one item' FROM priced WHERE quantity > 100;

INSERT INTO audit SELECT order_id, total, coupon FROM priced;

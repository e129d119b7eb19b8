-- One row for each symbol when the input ends: GROUP BY in its plainest form. Each partition adds up its own rows, and the sums
-- meet in one partition (Velostream's scenario S2).
SET 'job.name' = 'trade_totals';

CREATE TABLE market_data (
  i        BIGINT NOT NULL,
  symbol   AS 'SYM' || CAST(i % 200 AS VARCHAR),
  price    AS 100.0 + CAST(i % 100 AS DOUBLE),
  quantity AS i % 1000
) WITH (
  'connector' = 'datagen',
  'fields.i.kind' = 'sequence', 'fields.i.start' = '0', 'fields.i.end' = '4999'
);

CREATE TABLE trade_totals WITH ('connector' = 'file', 'path' = '${OUT:--}', 'format' = 'json') AS
SELECT symbol, COUNT(*) as trade_count, AVG(price) as avg_price, MIN(price) as min_price, MAX(price) as max_price,
       SUM(quantity) as total_quantity
FROM market_data
GROUP BY symbol
EMIT FINAL;

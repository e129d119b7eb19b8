-- Aggregates written in Go: each trader's average price by volume and largest position, minute by minute, and the average price by volume
-- of each symbol's last two minutes with every trade.
SET 'job.name' = 'trader_vwap';

CREATE AGGREGATE FUNCTION vwap(price DOUBLE, quantity BIGINT) RETURNS DOUBLE LANGUAGE GO AS 'github.com/weirsql/weir/testdata/jobs/trader_vwap/udf.VWAP';
CREATE AGGREGATE FUNCTION largest(symbol VARCHAR, quantity BIGINT) RETURNS VARCHAR LANGUAGE GO AS 'github.com/weirsql/weir/testdata/jobs/trader_vwap/udf.Largest';

CREATE TABLE market_data (
  i          BIGINT NOT NULL,
  trader_id  AS 'TRADER' || CAST(i % 4 AS VARCHAR),
  symbol     AS 'SYM' || CAST(i % 10 AS VARCHAR),
  price      AS 100.0 + CAST(i % 50 AS DOUBLE),
  quantity   AS 100 + i * 37 % 1000,
  trade_time AS TO_TIMESTAMP_LTZ(1700000000 + 1000 * i, 3),
  WATERMARK FOR trade_time AS trade_time - INTERVAL '5' SECOND
) WITH (
  'connector' = 'datagen',
  'fields.i.kind' = 'sequence', 'fields.i.start' = '0', 'fields.i.end' = '399'
);

CREATE TABLE minute_vwap WITH ('connector' = 'file', 'path' = '${OUT:--}', 'format' = 'json') AS
SELECT trader_id, vwap(price, quantity) AS price, largest(symbol, quantity) FILTER (WHERE quantity > 150) AS largest, COUNT(*) AS trades
FROM market_data
GROUP BY trader_id
WINDOW TUMBLING (trade_time, INTERVAL '1' MINUTE);

CREATE TABLE moving_vwap WITH ('connector' = 'file', 'path' = '${OUT_DIR:-.}/moving.jsonl', 'format' = 'json') AS
SELECT symbol, trade_time, vwap(price, quantity) OVER (PARTITION BY symbol ORDER BY trade_time RANGE BETWEEN INTERVAL '2' MINUTE PRECEDING AND CURRENT ROW) AS price
FROM market_data;

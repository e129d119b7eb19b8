-- S3a in memory: datagen to blackhole. Tumbling windows of a minute, each written when the watermark has passed its end.
CREATE TABLE market_data (
  i          BIGINT NOT NULL,
  trader_id  AS 'TRADER' || CAST(i % 20 AS VARCHAR),
  symbol     AS 'SYM' || CAST(i % 10 AS VARCHAR),
  price      AS 100.0e0 + i % 50 + 10 * SIN(i / 100.0e0),
  quantity   AS 100 + i % 1000,
  trade_time AS TO_TIMESTAMP_LTZ(1700000000 + 1000 * i, 3),
  WATERMARK FOR trade_time AS trade_time
) WITH (
  'connector' = 'datagen', 'number-of-rows' = '${ROWS}',
  'fields.i.kind' = 'sequence', 'fields.i.start' = '0', 'fields.i.end' = '9000000000'
);

CREATE TABLE minutes WITH ('connector' = 'blackhole') AS
SELECT trader_id, symbol, COUNT(*) as trade_count, AVG(price) as avg_price, SUM(quantity) as total_quantity, SUM(price * quantity) as total_value FROM market_data GROUP BY trader_id, symbol WINDOW TUMBLING (trade_time, INTERVAL '1' MINUTE);

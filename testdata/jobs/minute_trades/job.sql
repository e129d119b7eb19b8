-- Each trader's trades in each symbol, minute by minute (Velostream's scenario S3a). A minute is written when the watermark has
-- passed its end.
SET 'job.name' = 'minute_trades';

CREATE TABLE market_data (
  i          BIGINT NOT NULL,
  trader_id  AS 'TRADER' || CAST(i % 20 AS VARCHAR),
  symbol     AS 'SYM' || CAST(i % 10 AS VARCHAR),
  price      AS 100.0 + CAST(i % 50 AS DOUBLE),
  quantity   AS 100 + i % 1000,
  trade_time AS TO_TIMESTAMP_LTZ(1700000000 + 1000 * i, 3),
  WATERMARK FOR trade_time AS trade_time - INTERVAL '5' SECOND
) WITH (
  'connector' = 'datagen',
  'fields.i.kind' = 'sequence', 'fields.i.start' = '0', 'fields.i.end' = '999'
);

CREATE TABLE minute_trades WITH ('connector' = 'file', 'path' = '${OUT:--}', 'format' = 'json') AS
SELECT trader_id, symbol, COUNT(*) as trade_count, AVG(price) as avg_price, SUM(quantity) as total_quantity,
       SUM(price * quantity) as total_value
FROM market_data
GROUP BY trader_id, symbol
WINDOW TUMBLING (trade_time, INTERVAL '1' MINUTE);

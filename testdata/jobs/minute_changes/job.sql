-- The minutes of minute_trades as they fill: one row for each trade (Velostream's scenario S3b).
SET 'job.name' = 'minute_changes';

CREATE TABLE market_data (
  i          BIGINT NOT NULL,
  trader_id  AS 'TRADER' || CAST(i % 20 AS VARCHAR),
  symbol     AS 'SYM' || CAST(i % 10 AS VARCHAR),
  price      AS 100.0 + CAST(i % 50 AS DOUBLE),
  quantity   AS 100 + i % 1000,
  event_time AS TO_TIMESTAMP_LTZ(1700000000 + 1000 * i, 3),
  WATERMARK FOR event_time AS event_time
) WITH (
  'connector' = 'datagen',
  'fields.i.kind' = 'sequence', 'fields.i.start' = '0', 'fields.i.end' = '299'
);

CREATE TABLE minute_changes WITH ('connector' = 'file', 'path' = '${OUT:--}', 'format' = 'csv', 'changelog.column' = 'op') AS
SELECT trader_id, symbol, window_start, COUNT(*) as trade_count, AVG(price) as avg_price, SUM(quantity) as total_quantity,
       SUM(price * quantity) as total_value
FROM market_data
GROUP BY trader_id, symbol
WINDOW TUMBLING (1m)
EMIT CHANGES;

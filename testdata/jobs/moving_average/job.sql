-- Average, least and greatest of each symbol's last 100 prices, with every price (Velostream's scenario S1).
SET 'job.name' = 'moving_average';

CREATE TABLE market_data (
  i         BIGINT NOT NULL,
  symbol    AS 'SYM' || CAST(i % 3 AS VARCHAR),
  price     AS 100.0 + CAST(i * 7 % 50 AS DOUBLE),
  timestamp AS TO_TIMESTAMP_LTZ(1700000000000 + 1000 * i, 3),
  WATERMARK FOR timestamp AS timestamp
) WITH (
  'connector' = 'datagen',
  'fields.i.kind' = 'sequence', 'fields.i.start' = '0', 'fields.i.end' = '499'
);

CREATE TABLE moving_average WITH ('connector' = 'file', 'path' = '${OUT:--}', 'format' = 'json') AS
SELECT symbol, price,
  AVG(price) OVER (ROWS WINDOW BUFFER 100 ROWS PARTITION BY symbol ORDER BY timestamp) as moving_avg,
  MIN(price) OVER (ROWS WINDOW BUFFER 100 ROWS PARTITION BY symbol ORDER BY timestamp) as min_price,
  MAX(price) OVER (ROWS WINDOW BUFFER 100 ROWS PARTITION BY symbol ORDER BY timestamp) as max_price
FROM market_data;

-- S1 in memory: datagen to blackhole. Average, least and greatest of each symbol's last 100 prices, with every price.
CREATE TABLE market_data (
  i         BIGINT NOT NULL,
  symbol    AS 'SYM' || CAST(i % 10 AS VARCHAR),
  price     AS 100.0e0 + i % 50 + 10 * SIN(i / 100.0e0),
  timestamp AS TO_TIMESTAMP_LTZ(1700000000000 + 1000 * i, 3),
  WATERMARK FOR timestamp AS timestamp
) WITH (
  'connector' = 'datagen', 'number-of-rows' = '${ROWS}',
  'fields.i.kind' = 'sequence', 'fields.i.start' = '0', 'fields.i.end' = '9000000000'
);

CREATE TABLE moving WITH ('connector' = 'blackhole') AS
SELECT symbol, price, AVG(price) OVER (ROWS WINDOW BUFFER 100 ROWS PARTITION BY symbol ORDER BY timestamp) as moving_avg, MIN(price) OVER (ROWS WINDOW BUFFER 100 ROWS PARTITION BY symbol ORDER BY timestamp) as min_price, MAX(price) OVER (ROWS WINDOW BUFFER 100 ROWS PARTITION BY symbol ORDER BY timestamp) as max_price FROM market_data;

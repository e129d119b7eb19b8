-- S3b, file to file: the minutes of S3a as they fill, one change for each record.
CREATE TABLE market_data (
  trade_id   BIGINT  NOT NULL,
  trader_id  VARCHAR NOT NULL,
  symbol     VARCHAR NOT NULL,
  venue      VARCHAR,
  price      DOUBLE  NOT NULL,
  quantity   BIGINT  NOT NULL,
  millis     BIGINT  NOT NULL,
  event_time AS TO_TIMESTAMP_LTZ(millis, 3),
  WATERMARK FOR event_time AS event_time
) WITH ('connector' = 'file', 'path' = '${IN}', @FORMAT@);

CREATE TABLE minutes (
  trader_id      VARCHAR          NOT NULL,
  symbol         VARCHAR          NOT NULL,
  window_start   TIMESTAMP_LTZ(3) NOT NULL,
  trade_count    BIGINT           NOT NULL,
  avg_price      DOUBLE           NOT NULL,
  total_quantity BIGINT           NOT NULL,
  total_value    DOUBLE           NOT NULL
) WITH ('connector' = 'file', 'path' = '${OUT}', @FORMAT@, 'changelog.column' = 'op');

INSERT INTO minutes
SELECT trader_id, symbol, window_start, COUNT(*) as trade_count, AVG(price) as avg_price, SUM(quantity) as total_quantity, SUM(price * quantity) as total_value FROM market_data GROUP BY trader_id, symbol WINDOW TUMBLING(1m) EMIT CHANGES;

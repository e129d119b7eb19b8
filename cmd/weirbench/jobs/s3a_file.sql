-- S3a, file to file: tumbling windows of a minute, each written when the watermark has passed its end.
CREATE TABLE market_data (
  trade_id   BIGINT  NOT NULL,
  trader_id  VARCHAR NOT NULL,
  symbol     VARCHAR NOT NULL,
  venue      VARCHAR,
  price      DOUBLE  NOT NULL,
  quantity   BIGINT  NOT NULL,
  millis     BIGINT  NOT NULL,
  trade_time AS TO_TIMESTAMP_LTZ(millis, 3),
  WATERMARK FOR trade_time AS trade_time - INTERVAL '5' SECOND
) WITH ('connector' = 'file', 'path' = '${IN}', @FORMAT@);

CREATE TABLE minutes (
  trader_id      VARCHAR NOT NULL,
  symbol         VARCHAR NOT NULL,
  trade_count    BIGINT  NOT NULL,
  avg_price      DOUBLE  NOT NULL,
  total_quantity BIGINT  NOT NULL,
  total_value    DOUBLE  NOT NULL
) WITH ('connector' = 'file', 'path' = '${OUT}', @FORMAT@);

INSERT INTO minutes
SELECT trader_id, symbol, COUNT(*) as trade_count, AVG(price) as avg_price, SUM(quantity) as total_quantity, SUM(price * quantity) as total_value FROM market_data GROUP BY trader_id, symbol WINDOW TUMBLING (trade_time, INTERVAL '1' MINUTE);

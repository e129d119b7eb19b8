-- Hopping windows of 100 s that begin each @SLIDE@ s, file to file: each record is in several of them.
CREATE TABLE market_data (
  trade_id   BIGINT  NOT NULL,
  trader_id  VARCHAR NOT NULL,
  symbol     VARCHAR NOT NULL,
  venue      VARCHAR,
  price      DOUBLE  NOT NULL,
  quantity   BIGINT  NOT NULL,
  millis     BIGINT  NOT NULL,
  trade_time AS TO_TIMESTAMP_LTZ(millis, 3),
  WATERMARK FOR trade_time AS trade_time
) WITH ('connector' = 'file', 'path' = '${IN}', @FORMAT@);

CREATE TABLE windows (
  symbol         VARCHAR          NOT NULL,
  window_start   TIMESTAMP_LTZ(3) NOT NULL,
  trade_count    BIGINT           NOT NULL,
  avg_price      DOUBLE           NOT NULL,
  max_price      DOUBLE           NOT NULL,
  total_quantity BIGINT           NOT NULL
) WITH ('connector' = 'file', 'path' = '${OUT}', @FORMAT@);

INSERT INTO windows
SELECT symbol, window_start, COUNT(*) AS trade_count, AVG(price) AS avg_price, MAX(price) AS max_price, SUM(quantity) AS total_quantity
FROM TABLE(HOP(TABLE market_data, DESCRIPTOR(trade_time), INTERVAL '@SLIDE@' SECOND, INTERVAL '100' SECOND))
GROUP BY symbol, window_start, window_end;

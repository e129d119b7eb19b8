-- S1, file to file: average, least and greatest of each symbol's last 100 prices, with every price.
CREATE TABLE market_data (
  trade_id   BIGINT  NOT NULL,
  trader_id  VARCHAR NOT NULL,
  symbol     VARCHAR NOT NULL,
  venue      VARCHAR,
  price      DOUBLE  NOT NULL,
  quantity   BIGINT  NOT NULL,
  millis     BIGINT  NOT NULL,
  timestamp AS TO_TIMESTAMP_LTZ(millis, 3),
  WATERMARK FOR timestamp AS timestamp
) WITH ('connector' = 'file', 'path' = '${IN}', @FORMAT@);

CREATE TABLE moving (
  symbol     VARCHAR NOT NULL,
  price      DOUBLE  NOT NULL,
  moving_avg DOUBLE  NOT NULL,
  min_price  DOUBLE  NOT NULL,
  max_price  DOUBLE  NOT NULL
) WITH ('connector' = 'file', 'path' = '${OUT}', @FORMAT@);

INSERT INTO moving
SELECT symbol, price, AVG(price) OVER (ROWS WINDOW BUFFER 100 ROWS PARTITION BY symbol ORDER BY timestamp) as moving_avg, MIN(price) OVER (ROWS WINDOW BUFFER 100 ROWS PARTITION BY symbol ORDER BY timestamp) as min_price, MAX(price) OVER (ROWS WINDOW BUFFER 100 ROWS PARTITION BY symbol ORDER BY timestamp) as max_price FROM market_data;

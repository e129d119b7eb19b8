-- S2, file to file: GROUP BY over symbols, the group of each record as it is then.
CREATE TABLE market_data (
  trade_id   BIGINT  NOT NULL,
  trader_id  VARCHAR NOT NULL,
  symbol     VARCHAR NOT NULL,
  venue      VARCHAR,
  price      DOUBLE  NOT NULL,
  quantity   BIGINT  NOT NULL,
  millis     BIGINT  NOT NULL
) WITH ('connector' = 'file', 'path' = '${IN}', @FORMAT@);

CREATE TABLE totals (
  symbol         VARCHAR NOT NULL,
  trade_count    BIGINT  NOT NULL,
  avg_price      DOUBLE  NOT NULL,
  min_price      DOUBLE  NOT NULL,
  max_price      DOUBLE  NOT NULL,
  total_quantity BIGINT  NOT NULL
) WITH ('connector' = 'file', 'path' = '${OUT}', @FORMAT@, 'changelog.column' = 'op');

INSERT INTO totals
SELECT symbol, COUNT(*) as trade_count, AVG(price) as avg_price, MIN(price) as min_price, MAX(price) as max_price, SUM(quantity) as total_quantity FROM market_data GROUP BY symbol
EMIT CHANGES;

-- Trades scored by functions written in Go; those at risk are printed.
SET 'job.name' = 'risk';

CREATE FUNCTION risk(price DOUBLE, quantity BIGINT) RETURNS DOUBLE LANGUAGE GO AS 'github.com/weirsql/weir/testdata/jobs/risk/udf.Risk';
CREATE FUNCTION sector(symbol VARCHAR) RETURNS VARCHAR LANGUAGE GO AS 'github.com/weirsql/weir/testdata/jobs/risk/udf.Sector';
CREATE FUNCTION lots(quantity BIGINT, size BIGINT) RETURNS BIGINT LANGUAGE GO AS 'github.com/weirsql/weir/testdata/jobs/risk/udf.Lots';

CREATE TABLE trades (
  trade_id BIGINT NOT NULL,
  symbol   VARCHAR NOT NULL,
  price    DOUBLE,
  quantity BIGINT NOT NULL,
  lot_size BIGINT NOT NULL
) WITH (
  'connector' = 'file',
  'path' = '${IN:-testdata/jobs/risk/trades.jsonl}',
  'format' = 'json'
);

SET 'on-error' = 'skip';

SELECT
  trade_id,
  symbol,
  sector(symbol) AS sector,
  CAST(risk(price, quantity) AS DECIMAL(5, 4)) AS risk,
  lots(quantity, lot_size) AS lots
FROM trades
WHERE risk(price, quantity) >= 0.25;

-- The same as they change: one row for each trade, which replaces the one of its symbol. The column op says so. Symbols whose total
-- is small are left out, and deleted when a correction makes it small again.
SET 'job.name' = 'running_totals';

CREATE TABLE market_data (
  i        BIGINT NOT NULL,
  symbol   AS 'SYM' || CAST(i % 7 AS VARCHAR),
  quantity AS CASE WHEN i % 10 = 9 THEN -300 ELSE i % 100 END
) WITH (
  'connector' = 'datagen',
  'fields.i.kind' = 'sequence', 'fields.i.start' = '0', 'fields.i.end' = '199'
);

CREATE TABLE totals WITH ('connector' = 'file', 'path' = '${OUT:--}', 'format' = 'json', 'changelog.column' = 'op') AS
SELECT symbol, COUNT(*) AS trades, SUM(quantity) AS total_quantity
FROM market_data
GROUP BY symbol
HAVING SUM(quantity) > 150
EMIT CHANGES;

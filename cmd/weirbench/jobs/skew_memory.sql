-- GROUP BY where nine of ten records have one key, the others one of ten thousand, in memory: datagen to blackhole.
CREATE TABLE events (
  i BIGINT NOT NULL,
  k AS CASE WHEN i % 10 < 9 THEN 0 ELSE i * 2654435761 % 10000 END,
  v AS i % 1000
) WITH (
  'connector' = 'datagen', 'number-of-rows' = '${ROWS}',
  'fields.i.kind' = 'sequence', 'fields.i.start' = '0', 'fields.i.end' = '3000000000'
);

CREATE TABLE totals WITH ('connector' = 'blackhole') AS
SELECT k, COUNT(*) AS n, SUM(v) AS total, MIN(v) AS least, MAX(v) AS most FROM events GROUP BY k EMIT FINAL;

-- GROUP BY over a number of keys in random order, in memory: datagen to blackhole.
CREATE TABLE events (
  i BIGINT NOT NULL,
  k AS i * 2654435761 % @KEYS@,
  v AS i % 1000
) WITH (
  'connector' = 'datagen', 'number-of-rows' = '${ROWS}',
  'fields.i.kind' = 'sequence', 'fields.i.start' = '0', 'fields.i.end' = '3000000000'
);

CREATE TABLE totals WITH ('connector' = 'blackhole') AS
SELECT k, COUNT(*) AS n, SUM(v) AS total, MIN(v) AS least, MAX(v) AS most FROM events GROUP BY k EMIT FINAL;

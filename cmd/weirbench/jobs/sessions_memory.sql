-- Sessions of ten records each, of ever new keys, a thousand of them open at a time, in memory: datagen to blackhole.
CREATE TABLE events (
  i  BIGINT NOT NULL,
  k  AS i / 10000 * 1000 + i % 1000,
  v  AS i % 1000,
  ts AS TO_TIMESTAMP_LTZ(1700000000000 + i, 3),
  WATERMARK FOR ts AS ts
) WITH (
  'connector' = 'datagen', 'number-of-rows' = '${ROWS}',
  'fields.i.kind' = 'sequence', 'fields.i.start' = '0', 'fields.i.end' = '9000000000'
);

CREATE TABLE sessions WITH ('connector' = 'blackhole') AS
SELECT k, window_start, window_end, COUNT(*) AS n, SUM(v) AS total FROM events GROUP BY k WINDOW SESSION (ts, INTERVAL '2' SECOND);

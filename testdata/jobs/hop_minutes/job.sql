-- The last minute's readings of each sensor, every 25 seconds: windows that overlap, of which each reading is kept once. The outer
-- query groups the windows that the inner one has made.
SET 'job.name' = 'hop_minutes';

CREATE TABLE readings (
  i        BIGINT NOT NULL,
  sensor   AS 's' || CAST(i % 4 AS VARCHAR),
  reading  AS CAST(i * 37 % 101 AS INT),
  taken_at AS TO_TIMESTAMP_LTZ(1700000000000 + 3000 * i - i % 5 * 1000, 3),
  WATERMARK FOR taken_at AS taken_at - INTERVAL '10' SECOND
) WITH (
  'connector' = 'datagen',
  'fields.i.kind' = 'sequence', 'fields.i.start' = '0', 'fields.i.end' = '199'
);

CREATE VIEW per_sensor AS
SELECT sensor, window_start, window_end, MAX(reading) AS peak, COUNT(*) AS readings
FROM TABLE(HOP(TABLE readings, DESCRIPTOR(taken_at), INTERVAL '25' SECOND, INTERVAL '1' MINUTE))
GROUP BY sensor, window_start, window_end;

CREATE TABLE peaks WITH ('connector' = 'file', 'path' = '${OUT:--}', 'format' = 'json') AS
SELECT window_start, window_end, MAX(peak) AS peak, SUM(readings) AS readings
FROM per_sensor
GROUP BY window_start, window_end;

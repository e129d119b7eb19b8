-- Devices that are heard of: how often, and their highest level. One that was silent for more than a minute begins anew, and those that
-- never come back cost nothing.
SET 'job.name' = 'live_devices';
SET 'state.ttl' = '1 min';
SET 'state.unbounded' = 'error';

CREATE TABLE signals (
  i      BIGINT NOT NULL,
  device AS 'device' || CAST(i * i % 11 AS VARCHAR),
  level  AS i * 37 % 100,
  heard  AS TO_TIMESTAMP_LTZ(i * 7000, 3),
  WATERMARK FOR heard AS heard
) WITH (
  'connector' = 'datagen',
  'fields.i.kind' = 'sequence', 'fields.i.start' = '0', 'fields.i.end' = '99'
);

CREATE TABLE live WITH ('connector' = 'file', 'path' = '${OUT:--}', 'format' = 'json', 'changelog.column' = 'op') AS
SELECT device, COUNT(*) AS signals, MAX(level) AS highest
FROM signals
GROUP BY device
EMIT CHANGES;

-- Sensor values in whole tenths. Records that can't be read or computed go to a table of their own, with the reason.
SET 'job.name' = 'dead_letters';
SET 'on-error' = 'dead-letter';
SET 'on-error.table' = 'rejected';

CREATE TABLE sensors (
  sensor   VARCHAR NOT NULL,
  reading  INT NOT NULL,
  divisor  INT NOT NULL
) WITH (
  'connector' = 'file',
  'path' = '${IN:-testdata/jobs/dead_letters/sensors.jsonl}',
  'format' = 'json'
);

CREATE TABLE tenths (sensor VARCHAR NOT NULL, tenths INT NOT NULL)
WITH ('connector' = 'file', 'path' = '${OUT_DIR:-/tmp}/tenths.jsonl', 'format' = 'json');

CREATE TABLE rejected (record VARCHAR, reason VARCHAR, "table" VARCHAR, "position" VARCHAR, "offset" BIGINT, line BIGINT)
WITH ('connector' = 'file', 'path' = '${OUT_DIR:-/tmp}/rejected.jsonl', 'format' = 'json');

INSERT INTO tenths
SELECT sensor, reading * 10 / divisor
FROM sensors;

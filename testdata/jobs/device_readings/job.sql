-- Nested JSON from devices, flattened; readings without a location or with a bad status are left out.
SET 'job.name' = 'device_readings';

CREATE TABLE messages (
  device ROW<id VARCHAR NOT NULL, firmware ROW<version VARCHAR, channel VARCHAR>, tags ARRAY<VARCHAR>> NOT NULL,
  location ROW<lat DOUBLE, lon DOUBLE>,
  "values" MAP<VARCHAR, DOUBLE>,
  history ARRAY<ROW<at TIMESTAMP(3), celsius DOUBLE>>,
  raw_status JSON
) WITH (
  'connector' = 'file',
  'path' = '${IN:-testdata/jobs/device_readings/messages.jsonl}',
  'format' = 'json'
);

CREATE TABLE readings (
  device_id   VARCHAR NOT NULL,
  version     VARCHAR,
  first_tag   VARCHAR,
  tag_count   INT,
  position    ROW<lat DOUBLE, lon DOUBLE>,
  temperature DOUBLE,
  last_seen   TIMESTAMP(3),
  status      VARCHAR,
  battery     INT,
  tags        ARRAY<VARCHAR>
) WITH (
  'connector' = 'file',
  'path' = '${OUT:--}',
  'format' = 'json'
);

INSERT INTO readings
SELECT
  device.id,
  device.firmware.version,
  device.tags[1],
  CARDINALITY(device.tags),
  location,
  COALESCE("values"['temperature'], history[1].celsius),
  history[1].at,
  raw_status ->> 'state',
  CAST(JSON_VALUE(raw_status, '$.power.battery') AS INT),
  device.tags
FROM messages
WHERE location IS NOT NULL
  AND raw_status ->> 'state' <> 'retired';

-- Where each vehicle was last: a position that is older than the one known changes nothing, whenever it comes. Vehicles that haven't been
-- heard of for ten minutes are forgotten.
SET 'job.name' = 'latest_positions';
SET 'state.ttl' = '10 min';
SET 'state.unbounded' = 'error';

CREATE TABLE positions (
  i       BIGINT NOT NULL,
  vehicle AS 'V' || CAST(i * 7 % 5 AS VARCHAR),
  street  AS 'street ' || CAST(i * i % 23 AS VARCHAR),
  seen    AS TO_TIMESTAMP_LTZ(1700000000000 + i * 2000 - i * 13 % 9 * 3000, 3),
  WATERMARK FOR seen AS seen - INTERVAL '30' SECOND
) WITH (
  'connector' = 'datagen',
  'fields.i.kind' = 'sequence', 'fields.i.start' = '0', 'fields.i.end' = '199'
);

CREATE TABLE latest_positions WITH ('connector' = 'file', 'path' = '${OUT:--}', 'format' = 'json', 'changelog.column' = 'op') AS
SELECT vehicle, street, seen
FROM positions
QUALIFY ROW_NUMBER() OVER (PARTITION BY vehicle ORDER BY seen DESC) = 1
EMIT CHANGES;

-- More visitors than memory may have room for: with --state-memory, those who haven't been seen for a while wait on disk.
SET 'job.name' = 'visitor_totals';
SET 'state.backend' = 'disk';

CREATE TABLE visits (
  i       BIGINT NOT NULL,
  visitor AS 'v' || CAST(i * 31 % 199 AS VARCHAR)
) WITH (
  'connector' = 'datagen',
  'fields.i.kind' = 'sequence', 'fields.i.start' = '0', 'fields.i.end' = '399'
);

CREATE TABLE totals WITH ('connector' = 'file', 'path' = '${OUT:--}', 'format' = 'json') AS
SELECT visitor, COUNT(*) AS visits, MAX(i) AS last_visit
FROM visits
GROUP BY visitor
EMIT FINAL;

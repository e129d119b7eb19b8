-- A web server's log, line by line: the fields by regular expressions, robots and assets left out.
SET 'job.name' = 'web_log';

CREATE TABLE lines (line VARCHAR NOT NULL)
WITH ('connector' = 'file', 'path' = '${IN:-testdata/jobs/web_log/access.log}', 'format' = 'raw');

CREATE TABLE requests (
  client VARCHAR,
  at     VARCHAR,
  method VARCHAR,
  path   VARCHAR,
  status INT,
  bytes  BIGINT,
  slow   BOOLEAN
) WITH ('connector' = 'file', 'path' = '${OUT:--}', 'format' = 'json');

INSERT INTO requests
SELECT
  SPLIT_PART(line, ' ', 1),
  REGEXP_EXTRACT(line, '\[([^\]]+)\]', 1),
  REGEXP_EXTRACT(line, '"([A-Z]+) ', 1),
  SPLIT_PART(REGEXP_EXTRACT(line, '"[A-Z]+ ([^ "]+)', 1), '?', 1),
  CAST(REGEXP_EXTRACT(line, '" ([0-9]{3}) ', 1) AS INT),
  TRY_CAST(REGEXP_EXTRACT(line, '" [0-9]{3} ([0-9]+|-)', 1) AS BIGINT),
  CAST(REGEXP_EXTRACT(line, ' ([0-9.]+)$', 1) AS DOUBLE) > 1.0
FROM lines
WHERE REGEXP_LIKE(line, '"(GET|POST|PUT|DELETE) ')
  AND NOT REGEXP_LIKE(line, 'bot|spider')
  AND line NOT LIKE '%.css %';

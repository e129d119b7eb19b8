-- GROUP BY a number, file to file, one row of each when the input ends.
CREATE TABLE events (
  event_id BIGINT NOT NULL,
  source   VARCHAR,
  k        BIGINT NOT NULL,
  v        BIGINT NOT NULL,
  millis   BIGINT NOT NULL
) WITH ('connector' = 'file', 'path' = '${IN}', @FORMAT@);

CREATE TABLE totals (
  k     BIGINT NOT NULL,
  n     BIGINT NOT NULL,
  total BIGINT NOT NULL,
  least BIGINT NOT NULL,
  most  BIGINT NOT NULL
) WITH ('connector' = 'file', 'path' = '${OUT}', @FORMAT@);

INSERT INTO totals
SELECT k, COUNT(*) AS n, SUM(v) AS total, MIN(v) AS least, MAX(v) AS most FROM events GROUP BY k EMIT FINAL;

-- Sessions of ten records each, of ever new keys, a thousand of them open at a time, file to file.
CREATE TABLE events (
  event_id BIGINT NOT NULL,
  source   VARCHAR,
  k        BIGINT NOT NULL,
  v        BIGINT NOT NULL,
  millis   BIGINT NOT NULL,
  ts AS TO_TIMESTAMP_LTZ(millis, 3),
  WATERMARK FOR ts AS ts
) WITH ('connector' = 'file', 'path' = '${IN}', @FORMAT@);

CREATE TABLE sessions (
  k            BIGINT           NOT NULL,
  window_start TIMESTAMP_LTZ(3) NOT NULL,
  window_end   TIMESTAMP_LTZ(3) NOT NULL,
  n            BIGINT           NOT NULL,
  total        BIGINT           NOT NULL
) WITH ('connector' = 'file', 'path' = '${OUT}', @FORMAT@);

INSERT INTO sessions
SELECT k, window_start, window_end, COUNT(*) AS n, SUM(v) AS total FROM events GROUP BY k WINDOW SESSION (ts, INTERVAL '2' SECOND);

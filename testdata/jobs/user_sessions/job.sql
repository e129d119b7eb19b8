-- A visit ends when a user has done nothing for half a minute. Clicks may come up to ten seconds late.
SET 'job.name' = 'user_sessions';

CREATE TABLE clicks (
  user_id  VARCHAR,
  page     VARCHAR NOT NULL,
  spent    DECIMAL(8, 2),
  happened TIMESTAMP(3) NOT NULL,
  WATERMARK FOR happened AS happened - INTERVAL '10' SECOND
) WITH (
  'connector' = 'file', 'path' = '${IN:-testdata/jobs/user_sessions/clicks.jsonl}', 'format' = 'json'
);

CREATE TABLE visits WITH ('connector' = 'file', 'path' = '${OUT:--}', 'format' = 'json') AS
SELECT user_id, window_start AS began, window_end AS ended, COUNT(*) AS clicks, COUNT(DISTINCT page) AS pages,
       SUM(spent) AS spent, COUNT(*) FILTER (WHERE page = '/checkout') AS checkouts
FROM clicks
GROUP BY user_id
WINDOW SESSION (happened, INTERVAL '30' SECOND);

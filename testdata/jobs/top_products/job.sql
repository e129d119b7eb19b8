-- The three products of each minute that sold most, in the order of the minutes: written when the watermark has passed the minute.
SET 'job.name' = 'top_products';
SET 'state.unbounded' = 'error';

CREATE TABLE sales (
  i        BIGINT NOT NULL,
  product  AS 'product' || CAST(i * i % 13 AS VARCHAR),
  quantity AS 1 + i * 31 % 17,
  sold     AS TO_TIMESTAMP_LTZ(1700000000000 + i * 1500 - i % 4 * 1000, 3),
  WATERMARK FOR sold AS sold - INTERVAL '3' SECOND
) WITH (
  'connector' = 'datagen',
  'fields.i.kind' = 'sequence', 'fields.i.start' = '0', 'fields.i.end' = '299'
);

CREATE VIEW minutes AS
SELECT window_start, window_end, product, SUM(quantity) AS total
FROM TABLE(TUMBLE(TABLE sales, DESCRIPTOR(sold), INTERVAL '1' MINUTE))
GROUP BY window_start, window_end, product;

CREATE TABLE top_products WITH ('connector' = 'file', 'path' = '${OUT:--}', 'format' = 'json') AS
SELECT window_start, place, product, total
FROM (
  SELECT *, ROW_NUMBER() OVER (PARTITION BY window_start, window_end ORDER BY total DESC, product) AS place
  FROM minutes
)
WHERE place <= 3
ORDER BY window_start, place;

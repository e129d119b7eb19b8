-- Hopping windows of 100 s that begin each @SLIDE@ s: each record is in several of them. In memory: datagen to blackhole.
CREATE TABLE market_data (
  i          BIGINT NOT NULL,
  symbol     AS 'SYM' || CAST(i % @KEYS@ AS VARCHAR),
  price      AS 100.0e0 + i % 50,
  quantity   AS 100 + i % 1000,
  trade_time AS TO_TIMESTAMP_LTZ(1700000000000 + i, 3),
  WATERMARK FOR trade_time AS trade_time
) WITH (
  'connector' = 'datagen', 'number-of-rows' = '${ROWS}',
  'fields.i.kind' = 'sequence', 'fields.i.start' = '0', 'fields.i.end' = '9000000000'
);

CREATE TABLE windows WITH ('connector' = 'blackhole') AS
SELECT symbol, window_start, COUNT(*) AS trade_count, AVG(price) AS avg_price, MAX(price) AS max_price, SUM(quantity) AS total_quantity
FROM TABLE(HOP(TABLE market_data, DESCRIPTOR(trade_time), INTERVAL '@SLIDE@' SECOND, INTERVAL '100' SECOND))
GROUP BY symbol, window_start, window_end;

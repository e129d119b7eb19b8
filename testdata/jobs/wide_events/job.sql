-- Events of 60 columns, of which the job reads four: the others are checked and skipped.
SET 'job.name' = 'wide_events';

CREATE TABLE events (
  event_id     BIGINT NOT NULL,
  attribute_01 BIGINT,
  attribute_02 DOUBLE,
  attribute_03 BOOLEAN,
  attribute_04 VARCHAR,
  attribute_05 BIGINT,
  attribute_06 DOUBLE,
  attribute_07 BOOLEAN,
  attribute_08 VARCHAR,
  attribute_09 BIGINT,
  attribute_10 DOUBLE,
  attribute_11 BOOLEAN,
  user_id      BIGINT,
  attribute_13 BIGINT,
  attribute_14 DOUBLE,
  attribute_15 BOOLEAN,
  attribute_16 VARCHAR,
  attribute_17 BIGINT,
  attribute_18 DOUBLE,
  attribute_19 BOOLEAN,
  attribute_20 VARCHAR,
  attribute_21 BIGINT,
  attribute_22 DOUBLE,
  attribute_23 BOOLEAN,
  attribute_24 VARCHAR,
  attribute_25 BIGINT,
  attribute_26 DOUBLE,
  attribute_27 BOOLEAN,
  attribute_28 VARCHAR,
  attribute_29 BIGINT,
  attribute_30 DOUBLE,
  attribute_31 BOOLEAN,
  attribute_32 VARCHAR,
  country      VARCHAR,
  attribute_34 DOUBLE,
  attribute_35 BOOLEAN,
  attribute_36 VARCHAR,
  attribute_37 BIGINT,
  attribute_38 DOUBLE,
  attribute_39 BOOLEAN,
  attribute_40 VARCHAR,
  attribute_41 BIGINT,
  attribute_42 DOUBLE,
  attribute_43 BOOLEAN,
  attribute_44 VARCHAR,
  attribute_45 BIGINT,
  attribute_46 DOUBLE,
  attribute_47 BOOLEAN,
  attribute_48 VARCHAR,
  attribute_49 BIGINT,
  attribute_50 DOUBLE,
  attribute_51 BOOLEAN,
  attribute_52 VARCHAR,
  attribute_53 BIGINT,
  attribute_54 DOUBLE,
  attribute_55 BOOLEAN,
  attribute_56 VARCHAR,
  revenue      DOUBLE,
  attribute_58 DOUBLE,
  attribute_59 BOOLEAN
) WITH (
  'connector' = 'file',
  'path' = '${IN:-testdata/jobs/wide_events/events.jsonl}',
  'format' = 'json'
);

CREATE TABLE revenue (event_id BIGINT NOT NULL, user_id BIGINT, country VARCHAR, revenue DOUBLE)
WITH ('connector' = 'file', 'path' = '${OUT:--}', 'format' = 'json');

INSERT INTO revenue
SELECT event_id, user_id, country, revenue
FROM events
WHERE revenue > 0;

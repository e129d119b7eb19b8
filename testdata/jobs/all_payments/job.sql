-- Card payments from JSON and bank transfers from CSV, in one shape.
SET 'job.name' = 'all_payments';

CREATE TABLE card_payments (
  id       VARCHAR NOT NULL,
  paid_at  TIMESTAMP_LTZ(3) NOT NULL,
  cents    BIGINT NOT NULL,
  currency VARCHAR(3) NOT NULL
) WITH (
  'connector' = 'file',
  'path' = '${CARDS:-testdata/jobs/all_payments/cards.jsonl}',
  'format' = 'json'
);

CREATE TABLE transfers (
  reference VARCHAR NOT NULL,
  booked    DATE NOT NULL,
  amount    DECIMAL(12, 2),
  currency  VARCHAR(3),
  file      VARCHAR METADATA FROM 'file.name'
) WITH (
  'connector' = 'file',
  'path' = '${TRANSFERS:-testdata/jobs/all_payments/transfers.csv}',
  'format' = 'csv'
);

CREATE TABLE payments (
  reference VARCHAR NOT NULL,
  day       DATE NOT NULL,
  amount    DECIMAL(12, 2) NOT NULL,
  currency  VARCHAR(3) NOT NULL,
  source    VARCHAR NOT NULL
) WITH (
  'connector' = 'file',
  'path' = '${OUT:--}',
  'format' = 'json'
);

INSERT INTO payments
SELECT id, CAST(paid_at AS DATE), CAST(cents AS DECIMAL(12, 2)) / 100, currency, 'card'
FROM card_payments
UNION ALL
SELECT reference, booked, amount, COALESCE(currency, 'EUR'), file
FROM transfers
WHERE amount IS NOT NULL;

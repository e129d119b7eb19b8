-- A spreadsheet export, cleaned: trimmed names, real types, one spelling of each country, a tier from the money spent.
SET 'job.name' = 'clean_customers';

CREATE TABLE export (
  "Customer No" VARCHAR,
  "Full Name"   VARCHAR,
  "E-Mail"      VARCHAR,
  "Country"     VARCHAR,
  "Signed Up"   VARCHAR,
  "Spent (EUR)" VARCHAR,
  "Newsletter"  VARCHAR
) WITH (
  'connector' = 'file',
  'path' = '${IN:-testdata/jobs/clean_customers/export.csv}',
  'format' = 'csv',
  'csv.field-delimiter' = ';',
  'csv.header' = 'true',
  'csv.null-literal' = 'n/a'
);

CREATE TABLE customers (
  customer_id INT NOT NULL,
  name        VARCHAR NOT NULL,
  email       VARCHAR,
  country     VARCHAR(2),
  signed_up   DATE,
  spent       DECIMAL(12, 2) NOT NULL,
  tier        VARCHAR NOT NULL,
  newsletter  BOOLEAN NOT NULL
) WITH (
  'connector' = 'file',
  'path' = '${OUT:--}',
  'format' = 'csv',
  'csv.header' = 'true',
  'csv.null-literal' = ''
);

CREATE VIEW typed AS
SELECT
  CAST("Customer No" AS INT) AS customer_id,
  TRIM("Full Name") AS name,
  LOWER(TRIM("E-Mail")) AS email,
  UPPER(TRIM("Country")) AS country,
  TRY_CAST("Signed Up" AS DATE) AS signed_up,
  COALESCE(CAST(NULLIF(REPLACE("Spent (EUR)", ',', '.'), '') AS DECIMAL(12, 2)), 0) AS spent,
  "Newsletter" IN ('yes', 'y', '1') AS newsletter
FROM export;

INSERT INTO customers
SELECT
  customer_id,
  name,
  CASE WHEN email LIKE '%_@_%.__%' THEN email END,
  CASE country
    WHEN 'GERMANY' THEN 'DE'
    WHEN 'FRANCE' THEN 'FR'
    ELSE LEFT(country, 2)
  END,
  signed_up,
  spent,
  CASE WHEN spent >= 1000 THEN 'gold' WHEN spent >= 100 THEN 'silver' ELSE 'bronze' END,
  newsletter IS TRUE
FROM typed
WHERE customer_id IS NOT NULL AND name <> '';

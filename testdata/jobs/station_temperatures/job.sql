-- The billion row challenge: least, mean and greatest temperature of each station. DECIMAL keeps the mean exact.
SET 'job.name' = 'station_temperatures';

CREATE TABLE measurements (
  station     VARCHAR NOT NULL,
  temperature DECIMAL(4, 1) NOT NULL
) WITH (
  'connector' = 'file', 'path' = '${IN:-testdata/jobs/station_temperatures/measurements.csv}',
  'format' = 'csv', 'csv.field-delimiter' = ';', 'csv.header' = 'true'
);

CREATE TABLE stations WITH ('connector' = 'file', 'path' = '${OUT:--}', 'format' = 'csv') AS
SELECT station, MIN(temperature) AS min_temp, AVG(temperature) AS avg_temp, MAX(temperature) AS max_temp
FROM measurements
GROUP BY station
EMIT FINAL;

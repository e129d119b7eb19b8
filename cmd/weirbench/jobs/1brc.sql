-- 1BRC, file to file: least, mean and greatest temperature of 408 stations. DECIMAL keeps the mean exact.
CREATE TABLE measurements (
  station     VARCHAR       NOT NULL,
  temperature DECIMAL(4, 1) NOT NULL
) WITH ('connector' = 'file', 'path' = '${IN}', 'format' = 'csv', 'csv.field-delimiter' = ';', 'csv.header' = 'true');

CREATE TABLE stations (
  station  VARCHAR        NOT NULL,
  min_temp DECIMAL(4, 1)  NOT NULL,
  avg_temp DECIMAL(38, 6) NOT NULL,
  max_temp DECIMAL(4, 1)  NOT NULL
) WITH ('connector' = 'file', 'path' = '${OUT}', 'format' = 'csv', 'csv.header' = 'true');

INSERT INTO stations
SELECT station, MIN(temperature) AS min_temp, AVG(temperature) AS avg_temp, MAX(temperature) AS max_temp FROM measurements GROUP BY station EMIT FINAL;

// Package generated holds the packages that weir makes of the jobs in testdata/jobs: to be read, and compiled, run and
// compared with their SQL by the tests beside this file. Renew them with go generate ./generated.
//
// A package's best reading order is schema.go (rows), pipeline.go (what happens to one), exprs.go (SQL expressions, each under its
// SQL and its line), codec.go (bytes to rows and back), job.go (the description that the runtime runs) and inprocess.go (the
// job as a function).
package generated

//go:generate go run ../cmd/weir generate -o highvalue ../testdata/jobs/high_value/job.sql
//go:generate go run ../cmd/weir generate -o cleancustomers ../testdata/jobs/clean_customers/job.sql
//go:generate go run ../cmd/weir generate -o routeorders ../testdata/jobs/route_orders/job.sql
//go:generate go run ../cmd/weir generate -o allpayments ../testdata/jobs/all_payments/job.sql
//go:generate go run ../cmd/weir generate -o devicereadings ../testdata/jobs/device_readings/job.sql
//go:generate go run ../cmd/weir generate -o loadtest ../testdata/jobs/load_test/job.sql
//go:generate go run ../cmd/weir generate -o wideevents ../testdata/jobs/wide_events/job.sql
//go:generate go run ../cmd/weir generate -o weblog ../testdata/jobs/web_log/job.sql
//go:generate go run ../cmd/weir generate -o risk ../testdata/jobs/risk/job.sql
//go:generate go run ../cmd/weir generate -o deadletters ../testdata/jobs/dead_letters/job.sql
//go:generate go run ../cmd/weir generate -o largeorders ../testdata/jobs/large_orders/job.sql
//go:generate go run ../cmd/weir generate -o tradetotals ../testdata/jobs/trade_totals/job.sql
//go:generate go run ../cmd/weir generate -o runningtotals ../testdata/jobs/running_totals/job.sql
//go:generate go run ../cmd/weir generate -o visitortotals ../testdata/jobs/visitor_totals/job.sql
//go:generate go run ../cmd/weir generate -o livedevices ../testdata/jobs/live_devices/job.sql
//go:generate go run ../cmd/weir generate -o minutetrades ../testdata/jobs/minute_trades/job.sql
//go:generate go run ../cmd/weir generate -o minutechanges ../testdata/jobs/minute_changes/job.sql
//go:generate go run ../cmd/weir generate -o movingaverage ../testdata/jobs/moving_average/job.sql
//go:generate go run ../cmd/weir generate -o usersessions ../testdata/jobs/user_sessions/job.sql
//go:generate go run ../cmd/weir generate -o stationtemperatures ../testdata/jobs/station_temperatures/job.sql
//go:generate go run ../cmd/weir generate -o hopminutes ../testdata/jobs/hop_minutes/job.sql
//go:generate go run ../cmd/weir generate -o tradervwap ../testdata/jobs/trader_vwap/job.sql
//go:generate go run ../cmd/weir generate -o topproducts ../testdata/jobs/top_products/job.sql
//go:generate go run ../cmd/weir generate -o latestpositions ../testdata/jobs/latest_positions/job.sql

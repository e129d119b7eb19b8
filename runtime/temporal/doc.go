// Package temporal is dates, times, timestamps and intervals for generated code.
//
// A DATE is int32 days since 1970-01-01; a TIME is an int64 of units since midnight; a TIMESTAMP is an int64 of units since
// 1970-01-01 00:00 on a wall clock, a TIMESTAMP_LTZ the same for an instant, in UTC. The unit is how many make a second,
// 1e6 or 1e9, and is the last argument of every function (but for a time zone behind it): Micros or Nanos.
//
// The calendar is the proleptic Gregorian one without leap seconds. Nothing here makes a time.Time but time zones.
package temporal

// Units per second of the two representations.
const (
	Micros int64 = 1_000_000
	Nanos  int64 = 1_000_000_000
)

// Seconds in a day, and in an hour.
const (
	daySeconds  = 86_400
	hourSeconds = 3_600
)

// Interval is PostgreSQL's interval: months have no fixed number of days, days no fixed number of hours.
type Interval struct {
	Months, Days int32
	Micros       int64
}

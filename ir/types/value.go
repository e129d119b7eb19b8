package types

// IntervalValue is PostgreSQL's interval: months, days and microseconds are kept apart, since a month has no fixed number
// of days and a day no fixed number of hours.
type IntervalValue struct {
	Months, Days int32
	Micros       int64
}

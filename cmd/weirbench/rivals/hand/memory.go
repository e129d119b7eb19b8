package main

import (
	"errors"
	"strconv"
)

// overRows are the workloads whose rows are made in memory, each a function of its number. What a query gives is made and dropped; or, for
// checking it, written as CSV.
var overRows = map[string]func(rows int64, out *results) error{
	"s0_memory":       ordersInMemory,
	"s1_memory":       movingInMemory,
	"s3a_memory":      minutesInMemory,
	"s3b_memory":      changesInMemory,
	"groups_10":       groupsInMemory(10),
	"groups_10k":      groupsInMemory(10_000),
	"groups_1m":       groupsInMemory(1_000_000),
	"skew_memory":     skewedInMemory,
	"hop_5":           hopsInMemory(100, 5),
	"hop_100":         hopsInMemory(100, 100),
	"hop_100_10k":     hopsInMemory(10_000, 100),
	"sessions_memory": sessionsInMemory,
}

func inMemory(query func(int64, *results) error, rows, out string) error {
	n, err := strconv.ParseInt(rows, 10, 64)
	if err != nil {
		return err
	}
	if out == "" {
		return query(n, &results{})
	}
	return intoFile(out, "", csvLines, func(results *results) error { return query(n, results) })
}

// errOrder stops a query over rows that come in the order of time when one doesn't.
var errOrder = errors.New("a row is older than the one before")

// appendKey appends a name that ends in a number.
func appendKey(dst []byte, name string, number int64) []byte {
	return strconv.AppendInt(append(dst, name...), number, 10)
}

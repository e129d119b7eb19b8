package main

import (
	"cmp"
	"embed"
	"slices"
	"strconv"
	"strings"
)

//go:embed jobs
var jobFiles embed.FS

// workload is one query that is measured, with what it reads and whom it is compared with.
type workload struct {
	name     string // of jobs/<name>.sql and of the rivals' workload
	title    string
	rows     int64  // at scale 1
	job      string // of jobs/<job>.sql; "" for the workload's name
	keys     int64  // how many keys the job's text is to have; 0 where it says itself
	slide    int64  // of the job's windows, in seconds; 0 for 1
	key      int    // of the rows that the query changes: how many columns; 0 where it only adds rows
	judged   int64  // how many rows made in memory are compared, where it isn't judgedRows
	file     string // input file's name; "" where the rows are made in memory
	header   string
	row      rowWriter
	rivals   []string // of rivals/, the first is the yardstick of the ratio
	outputs  string   // extension of the output file; "" for none
	parallel bool     // the program by hand is one for all cores, too
	// unordered says that the query promises no order and that a rival makes use of it.
	unordered bool
}

// The workloads: S0 and its selective variant in JSON, CSV and in memory; a wide and a nested record; S2 with few and with many
// groups, S3a, and 1BRC; in memory S1, S3a and S3b, groups by few and many keys and by a skewed one, windows that overlap, sessions.
var workloads = []workload{
	{name: "s0_json", title: "S0, JSON → JSON", rows: 2_000_000, file: "orders.jsonl", row: orderJSON, rivals: []string{"hand", "stdlib"}, outputs: ".jsonl"},
	{name: "s0_selective_json", title: "S0 selective, JSON → JSON", rows: 2_000_000, file: "orders.jsonl", row: orderJSON, rivals: []string{"hand", "stdlib"}, outputs: ".jsonl"},
	{name: "s0_csv", title: "S0, CSV → CSV", rows: 2_000_000, file: "orders.csv", header: orderCSVHeader, row: orderCSV, rivals: []string{"hand", "stdlib"}, outputs: ".csv"},
	{name: "s0_selective_csv", title: "S0 selective, CSV → CSV", rows: 2_000_000, file: "orders.csv", header: orderCSVHeader, row: orderCSV, rivals: []string{"hand", "stdlib"}, outputs: ".csv"},
	{name: "s0_memory", title: "S0, in memory", rows: 300_000_000, rivals: []string{"hand"}},
	{name: "wide_json", title: "60 columns, 4 used", rows: 300_000, file: "wide.jsonl", row: wideJSON, rivals: []string{"hand", "stdlib"}, outputs: ".jsonl"},
	{name: "nested_json", title: "Nested records", rows: 1_000_000, file: "nested.jsonl", row: nestedJSON, rivals: []string{"hand", "stdlib"}, outputs: ".jsonl"},
	{name: "s2_json", title: "S2, GROUP BY of 200 keys, JSON → JSON", rows: 2_000_000, file: "market.jsonl", row: marketJSON, rivals: []string{"hand", "stdlib"}, outputs: ".jsonl"},
	{name: "s2_million_json", title: "S2 with a million keys", rows: 4_000_000, file: "market_million.jsonl", row: marketMillionJSON, rivals: []string{"hand", "stdlib"}, outputs: ".jsonl"},
	{name: "s3a_json", title: "S3a, tumbling windows, JSON → JSON", rows: 2_000_000, file: "minutes.jsonl", row: minuteJSON, rivals: []string{"hand", "stdlib"}, outputs: ".jsonl"},
	{name: "1brc", title: "1BRC, CSV → CSV", rows: 10_000_000, file: "measurements.csv", header: measurementsHead, row: measurementCSV, rivals: []string{"hand", "stdlib"}, outputs: ".csv", unordered: true, parallel: true},
	{name: "s1_memory", title: "S1, moving average, in memory", rows: 20_000_000, rivals: []string{"hand"}},
	{name: "s3a_memory", title: "S3a, tumbling windows, in memory", rows: 20_000_000, rivals: []string{"hand"}},
	{name: "s3b_memory", title: "S3b, each change, in memory", rows: 20_000_000, key: 3, rivals: []string{"hand"}},
	{name: "groups_10", title: "GROUP BY of 10 keys, in memory", rows: 50_000_000, job: "groups_memory", keys: 10, rivals: []string{"hand"}},
	{name: "groups_10k", title: "GROUP BY of 10,000 keys, in memory", rows: 50_000_000, job: "groups_memory", keys: 10_000, rivals: []string{"hand"}},
	{name: "groups_1m", title: "GROUP BY of a million keys, in memory", rows: 20_000_000, job: "groups_memory", keys: 1_000_000, rivals: []string{"hand"}},
	{name: "skew_memory", title: "GROUP BY, nine of ten records with one key, in memory", rows: 50_000_000, rivals: []string{"hand"}},
	{name: "hop_5", title: "HOP, each record in 5 windows, 100 keys, in memory", rows: 20_000_000, job: "hop_memory", keys: 100, slide: 20, judged: 300_000, rivals: []string{"hand"}},
	{name: "hop_100", title: "HOP, each record in 100 windows, 100 keys, in memory", rows: 20_000_000, job: "hop_memory", keys: 100, judged: 300_000, rivals: []string{"hand"}},
	{name: "hop_100_10k", title: "HOP, each record in 100 windows, 10,000 keys and results for each 1,000 records, in memory", rows: 2_000_000, job: "hop_memory", keys: 10_000, judged: 3_000, rivals: []string{"hand"}},
	{name: "sessions_memory", title: "Sessions of ten records, ever new keys, in memory", rows: 10_000_000, rivals: []string{"hand"}},
}

// selectWorkloads returns the named workloads, all for no names; false and the first name that isn't known otherwise.
func selectWorkloads(names []string) ([]workload, string, bool) {
	if len(names) == 0 {
		return workloads, "", true
	}
	var chosen []workload
	for _, name := range names {
		i := slices.IndexFunc(workloads, func(w workload) bool { return w.name == name })
		if i < 0 {
			return nil, name, false
		}
		chosen = append(chosen, workloads[i])
	}
	return chosen, "", true
}

// sql returns the workload's job.
func (w workload) sql() string {
	text, err := jobFiles.ReadFile("jobs/" + cmp.Or(w.job, w.name) + ".sql")
	if err != nil {
		panic(err) // the file is embedded: a workload without its job is a mistake in the table
	}
	return strings.NewReplacer("@KEYS@", strconv.FormatInt(w.keys, 10), "@SLIDE@", strconv.FormatInt(cmp.Or(w.slide, 1), 10)).Replace(string(text))
}

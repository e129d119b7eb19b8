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
	format   string // of the job's files, where its text leaves that open
	keys     int64  // how many keys the job's text is to have; 0 where it says itself
	slide    int64  // of the job's windows, in seconds; 0 for 1
	key      int    // of the rows that the query changes: how many columns; 0 where it only adds rows
	late     int    // where rows come too late, and which do depends on what a partition reads: the result's column that counts them; 0 elsewhere
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

// The workloads: each query over files of JSON and of CSV, and in memory.
var workloads = slices.Concat(
	overFiles(records{"orders", orderJSON, orderCSV, orderCSVHeader},
		workload{name: "s0", title: "S0", rows: 2_000_000},
		workload{name: "s0_selective", title: "S0 selective", rows: 2_000_000}),
	[]workload{
		{name: "wide_json", title: "60 columns, 4 used", rows: 300_000, file: "wide.jsonl", row: wideJSON, rivals: []string{"hand", "stdlib"}, outputs: ".jsonl"},
		{name: "nested_json", title: "Nested records", rows: 1_000_000, file: "nested.jsonl", row: nestedJSON, rivals: []string{"hand", "stdlib"}, outputs: ".jsonl"},
	},
	overFiles(trades("moving", movingTrade), workload{name: "s1", title: "S1, moving average", rows: 1_000_000}),
	overFiles(trades("market", marketTrade),
		workload{name: "s2", title: "S2, GROUP BY of 200 keys", rows: 2_000_000},
		workload{name: "s2_changes", title: "S2, each change", rows: 2_000_000, key: 1}),
	overFiles(trades("market_million", marketMillionTrade), workload{name: "s2_million", title: "S2 with a million keys", rows: 4_000_000, job: "s2_file"}),
	overFiles(trades("late", lateTrade), workload{name: "s2w", title: "S2w, windows and rows too late for them", rows: 2_000_000, job: "s3a_file", late: 3}),
	overFiles(trades("minutes", minuteTrade), workload{name: "s3a", title: "S3a, tumbling windows", rows: 2_000_000}),
	overFiles(trades("wide_minutes", wideMinuteTrade), workload{name: "s3a_wide", title: "S3a wide, a result for each record", rows: 1_000_000, job: "s3a_file"}),
	overFiles(trades("changing", changingTrade), workload{name: "s3b", title: "S3b, each change", rows: 1_000_000, key: 3}),
	overFiles(events("ten", oneOf(10)), workload{name: "groups_10", title: "GROUP BY of 10 keys", rows: 2_000_000, job: "groups_file"}),
	overFiles(events("ten_thousand", oneOf(10_000)), workload{name: "groups_10k", title: "GROUP BY of 10,000 keys", rows: 2_000_000, job: "groups_file"}),
	overFiles(events("million", oneOf(1_000_000)), workload{name: "groups_1m", title: "GROUP BY of a million keys", rows: 4_000_000, job: "groups_file"}),
	overFiles(events("skewed", skewedKey), workload{name: "skew", title: "GROUP BY, nine of ten records with one key", rows: 2_000_000, job: "groups_file"}),
	overFiles(trades("hopping", hoppingTrade(100)),
		workload{name: "hop_5", title: "HOP, each record in 5 windows, 100 keys", rows: 2_000_000, job: "hop_file", slide: 20, unordered: true},
		workload{name: "hop_100", title: "HOP, each record in 100 windows, 100 keys", rows: 2_000_000, job: "hop_file", unordered: true}),
	overFiles(trades("hopping_10k", hoppingTrade(10_000)), workload{name: "hop_100_10k", title: "HOP, each record in 100 windows, 10,000 keys", rows: 200_000, job: "hop_file", unordered: true}),
	overFiles(events("sessions", sessionKey), workload{name: "sessions", title: "Sessions of ten records, ever new keys", rows: 2_000_000, unordered: true}),
	[]workload{
		{name: "1brc", title: "1BRC, CSV → CSV", rows: 10_000_000, file: "measurements.csv", header: measurementsHead, row: measurementCSV, rivals: []string{"hand", "stdlib"}, outputs: ".csv", unordered: true, parallel: true},
		{name: "s0_memory", title: "S0, in memory", rows: 300_000_000, rivals: []string{"hand"}},
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
	},
)

// overFiles are queries over the same records, in JSON and in CSV: jobs/<name>_file.sql, where no other job is named.
func overFiles(of records, queries ...workload) (all []workload) {
	for _, format := range []struct {
		name, title, extension, header, options string
		row                                     rowWriter
	}{
		{"json", "JSON → JSON", ".jsonl", "", "'format' = 'json'", of.json},
		{"csv", "CSV → CSV", ".csv", of.header, "'format' = 'csv', 'csv.header' = 'true'", of.csv},
	} {
		for _, w := range queries {
			w.job = cmp.Or(w.job, w.name+"_file")
			w.name, w.title = w.name+"_"+format.name, w.title+", "+format.title
			w.file, w.header, w.row, w.format = of.file+format.extension, format.header, format.row, format.options
			w.rivals, w.outputs = []string{"hand", "stdlib"}, format.extension
			all = append(all, w)
		}
	}
	return all
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
	return strings.NewReplacer("@KEYS@", strconv.FormatInt(w.keys, 10), "@SLIDE@", strconv.FormatInt(cmp.Or(w.slide, 1), 10), "@FORMAT@", w.format).Replace(string(text))
}

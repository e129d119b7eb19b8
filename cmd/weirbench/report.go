package main

import (
	"fmt"
	"io"
	"text/tabwriter"
	"time"
)

// printResult prints one workload's table: rates, and how many times faster the job is than each rival.
func printResult(out io.Writer, r result) {
	fmt.Fprintf(out, "\n%s · %d records", r.workload.title, r.rows)
	if r.bytes > 0 {
		fmt.Fprintf(out, " of %d bytes", r.bytes/r.rows)
	}
	fmt.Fprintf(out, " · %d rounds\n", len(r.runs[0]))
	table := tabwriter.NewWriter(out, 0, 0, 3, ' ', 0)
	fmt.Fprintln(table, "  \trecords/s\tMB/s\tCPU ns/record\tweir (1 partition), by CPU time\tspread")
	for i, c := range r.contestants {
		rate := r.rate(i)
		fmt.Fprintf(table, "  %s\t%s\t%s\t%.1f\t%s\n", c.name, million(rate.median), r.megabytes(rate.median), r.cpu(i), r.versus(i))
	}
	table.Flush()
	two := r.speedUp()
	fmt.Fprintf(out, "  two partitions are %.2f × one (%.2f–%.2f), by wall time · %s\n", two.median, two.min, two.max, r.exchanges)
}

func (r result) versus(i int) string {
	if i < 2 {
		return "\t"
	}
	ratio := r.ratio(i)
	by := ""
	if r.contestants[i].cores > 1 {
		by = ", 2 partitions, by wall time"
	}
	return fmt.Sprintf("%.2f × as fast%s\t%.2f–%.2f", ratio.median, by, ratio.min, ratio.max)
}

// cpu is the median CPU time for a record, in nanoseconds.
func (r result) cpu(i int) float64 {
	var figures []float64
	for _, done := range r.runs[i] {
		figures = append(figures, float64(done.cpu.Nanoseconds())/float64(r.rows))
	}
	return spreadOf(figures).median
}

func (r result) megabytes(rate float64) string {
	if r.bytes == 0 {
		return "–"
	}
	return fmt.Sprintf("%.0f", rate*float64(r.bytes)/float64(r.rows)/1e6)
}

func million(rate float64) string { return fmt.Sprintf("%.2f M", rate/1e6) }

// printToolchain prints what the compiler costs.
func printToolchain(out io.Writer, f toolchain) {
	fmt.Fprintln(out, "\nThe toolchain")
	table := tabwriter.NewWriter(out, 0, 0, 3, ' ', 0)
	row := func(what string, s spread) {
		fmt.Fprintf(table, "  %s\t%s\t(%s–%s)\n", what, seconds(s.median), seconds(s.min), seconds(s.max))
	}
	row("weir check", f.check)
	row("SQL to binary, warm", f.build)
	row("weir check, 1,000 statements", f.checkMany)
	row("SQL to binary, 1,000 statements, warm", f.buildMany)
	fmt.Fprintf(table, "  lines of Go for 1,000 statements\t%d\t\n", f.linesMany)
	fmt.Fprintf(table, "  binary\t%.1f MB\t\n", float64(f.binary)/1e6)
	table.Flush()
}

func seconds(s float64) string {
	return time.Duration(s * float64(time.Second)).Round(100 * time.Microsecond).String()
}

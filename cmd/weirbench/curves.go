package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"text/tabwriter"
)

// curve is how the cost of a record depends on something: it is to be flat, but for caches that get too small.
type curve struct {
	title, unit string
	points      []point
}

// point is one measurement of a curve.
type point struct {
	x    int64 // keys or records
	work workload
}

// curves are the cost by the number of keys, and by the number of records: whether anything piles up while a job runs.
var curves = []curve{
	{"GROUP BY, by the number of keys", "keys", byKeys("groups_memory", 40_000_000, 1_000, 10_000, 100_000, 1_000_000, 10_000_000)},
	{"HOP with 100 overlaps, by the number of keys", "keys", byKeys("hop_memory", 2_000_000, 10, 100, 1_000, 10_000)},
	{"S3a, tumbling windows, by the number of records", "records", byRecords("s3a_memory", 0)},
	{"HOP with 100 overlaps, by the number of records", "records", byRecords("hop_memory", 100)},
	{"Sessions of ever new keys, by the number of records", "records", byRecords("sessions_memory", 0)},
	{"S1, moving average, by the number of records", "records", byRecords("s1_memory", 0)},
}

func byKeys(job string, rows int64, keys ...int64) (points []point) {
	for _, n := range keys {
		points = append(points, point{n, workload{name: fmt.Sprint(job, "_", n), job: job, keys: n, rows: rows}})
	}
	return points
}

func byRecords(job string, keys int64) (points []point) {
	for _, n := range []int64{1_000_000, 10_000_000, 100_000_000} {
		points = append(points, point{n, workload{name: job + "_records", job: job, keys: keys, rows: n}})
	}
	return points
}

// measureCurves runs each curve's jobs in one partition, and prints the median CPU time of a record. The start of the process, some
// milliseconds, is part of it.
func (p *place) measureCurves(c config, out, log io.Writer, interrupted <-chan os.Signal) error {
	for _, curve := range curves {
		fmt.Fprintf(out, "\n%s\n", curve.title)
		table := tabwriter.NewWriter(out, 0, 0, 3, ' ', tabwriter.AlignRight)
		fmt.Fprintf(table, "%s\trecords\tCPU ns/record\tspread\t\n", curve.unit)
		for _, point := range curve.points {
			rows := max(1, int64(float64(point.work.rows)*c.scale))
			fmt.Fprintf(log, "%s: %d\n", curve.title, point.x)
			cost, err := p.costOf(point.work, rows, c.rounds, interrupted)
			if err != nil {
				return fmt.Errorf("%s, %d %s: %w", curve.title, point.x, curve.unit, err)
			}
			fmt.Fprintf(table, "%d\t%d\t%.1f\t%.1f–%.1f\t\n", point.x, rows, cost.median, cost.min, cost.max)
		}
		table.Flush()
	}
	return nil
}

// costOf is the CPU time of a record, in nanoseconds.
func (p *place) costOf(w workload, rows int64, rounds int, interrupted <-chan os.Signal) (spread, error) {
	job, err := p.buildJob(w)
	if err != nil {
		return spread{}, err
	}
	contestant := p.contestants(w, job, strconv.FormatInt(rows, 10))[0]
	var figures []float64
	for range rounds {
		select {
		case <-interrupted:
			return spread{}, errors.New("interrupted")
		default:
		}
		done, err := contestant.run()
		if err != nil {
			return spread{}, err
		}
		figures = append(figures, float64(done.cpu.Nanoseconds())/float64(rows))
	}
	return spreadOf(figures), nil
}

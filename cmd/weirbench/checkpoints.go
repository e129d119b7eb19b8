package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"text/tabwriter"
	"time"
)

// checkpointed are the jobs that run with checkpoints and without. The rows are enough for several seconds.
var checkpointed = []struct {
	workload
	interval time.Duration
}{
	{workload{name: "GROUP BY, 10,000 keys", job: "groups_memory", keys: 10_000, rows: 400_000_000}, time.Second},
	{workload{name: "GROUP BY, a million keys", job: "groups_memory", keys: 1_000_000, rows: 60_000_000}, time.Second},
	{workload{name: "S3a, tumbling windows", job: "s3a_memory", rows: 60_000_000}, time.Second},
	{workload{name: "HOP with 100 overlaps", job: "hop_memory", keys: 100, rows: 60_000_000}, time.Second},
	{workload{name: "S1, moving average", job: "s1_memory", rows: 40_000_000}, time.Second},
	{workload{name: "GROUP BY, 10,000 keys, a checkpoint each 5 ms", job: "groups_memory", keys: 10_000, rows: 1_600_000_000}, 5 * time.Millisecond},
}

// measureSafety measures all that has to do with checkpoints, until something fails or somebody interrupts it.
func (p *place) measureSafety(c config, out, log io.Writer, interrupted <-chan os.Signal) error {
	for _, measure := range []func(config, io.Writer, io.Writer, <-chan os.Signal) error{p.measureCheckpoints, p.measureRecovery, p.measureMany} {
		if err := measure(c, out, log, interrupted); err != nil {
			return err
		}
	}
	return nil
}

// paused is what a job says of its checkpoints.
type paused struct {
	Checkpoints struct{ Taken int64 }
	Pauses      struct {
		Count         int64
		P50, P99, Max float64 // seconds
	} `json:"checkpoint_pauses"`
}

// measureCheckpoints runs each job without checkpoints and with them, in turn, in one partition: what they cost of CPU time, for how long
// processing stood, and how much of a disk they took at most.
func (p *place) measureCheckpoints(c config, out, log io.Writer, interrupted <-chan os.Signal) error {
	table := tabwriter.NewWriter(out, 0, 0, 3, ' ', tabwriter.AlignRight)
	fmt.Fprint(table, "\tcheckpoint each\tCPU time, by that without\tspread\tcheckpoints\tp50 ms\tp99 ms\tlongest ms\tMB on disk\t\n")
	for _, w := range checkpointed {
		rows := max(1, int64(float64(w.rows)*c.scale))
		job, err := p.buildJob(w.workload)
		if err != nil {
			return err
		}
		plain := p.contestants(w.workload, job, strconv.FormatInt(rows, 10))[0]
		var ratios []float64
		var last paused
		var disk int64
		for round := range c.rounds {
			fmt.Fprintf(log, "%s: round %d of %d\n", w.name, round+1, c.rounds)
			select {
			case <-interrupted:
				return errors.New("interrupted")
			default:
			}
			without, err := plain.run()
			if err != nil {
				return err
			}
			with, bytes, err := p.runWithCheckpoints(plain, w.interval)
			if err != nil {
				return err
			}
			if last, err = pausesOf(with); err != nil {
				return fmt.Errorf("%s: %w", w.name, err)
			}
			ratios, disk = append(ratios, with.cpu.Seconds()/without.cpu.Seconds()), max(disk, bytes)
		}
		cost := spreadOf(ratios)
		fmt.Fprintf(table, "%s\t%v\t%.3f\t%.3f–%.3f\t%d\t%.2f\t%.2f\t%.2f\t%.1f\t\n", w.name, w.interval, cost.median, cost.min, cost.max,
			last.Checkpoints.Taken, 1e3*last.Pauses.P50, 1e3*last.Pauses.P99, 1e3*last.Pauses.Max, float64(disk)/1e6)
	}
	return table.Flush()
}

// pausesOf reads the statistics.
func pausesOf(done run) (p paused, err error) { return p, json.Unmarshal(lastLine(done.stderr), &p) }

// runWithCheckpoints runs a job in a new directory of checkpoints, and gives the most bytes that were seen there.
func (p *place) runWithCheckpoints(plain contestant, interval time.Duration) (done run, most int64, err error) {
	dir := p.path("checkpoints")
	if err := os.RemoveAll(dir); err != nil {
		return run{}, 0, err
	}
	with := plain
	with.argv = append(slices.Clone(plain.argv), "--stats", "json", "--checkpoint-dir", dir, "--checkpoint-interval", interval.String())
	stop := make(chan struct{})
	var watching sync.WaitGroup
	watching.Go(func() {
		for tick := time.Tick(100 * time.Millisecond); ; {
			select {
			case <-stop:
				return
			case <-tick:
				most = max(most, sizeOf(dir))
			}
		}
	})
	done, err = with.run()
	close(stop)
	watching.Wait()
	return done, most, err
}

// sizeOf is the bytes of a directory's files. Some go while they are counted.
func sizeOf(dir string) (sum int64) {
	_ = filepath.WalkDir(dir, func(_ string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			if info, err := entry.Info(); err == nil {
				sum += info.Size()
			}
		}
		return nil
	})
	return sum
}

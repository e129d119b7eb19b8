package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"
	"text/tabwriter"
	"time"
)

// recovered is the job whose state is taken up again: about a gigabyte of it in memory.
var recovered = workload{name: "GROUP BY, 13 million keys", job: "groups_memory", keys: 13_000_000, rows: 26_000_000}

// endless is more rows than a job gets to.
const endless = "3000000000"

// measureRecovery lets a job build up state, asks it to stop, and starts it again: how long that takes until it could read the first record.
func (p *place) measureRecovery(c config, out, log io.Writer, interrupted <-chan os.Signal) error {
	w := recovered
	w.keys, w.rows = max(1, int64(float64(w.keys)*c.scale)), max(1, int64(float64(w.rows)*c.scale))
	binary, err := p.buildJob(w)
	if err != nil {
		return err
	}
	jobs := p.contestants(w, binary, endless)[:2] // of one partition, and of two
	for i := range jobs {
		jobs[i].argv = append(slices.Clone(jobs[i].argv), "--stats", "json", "--checkpoint-dir", p.path("checkpoints"), "--checkpoint-interval", "2s")
	}
	fmt.Fprintf(log, "%s: building up state\n", w.name)
	if err := os.RemoveAll(p.path("checkpoints")); err != nil {
		return err
	}
	if _, err := jobs[0].runUntil(p.hasEntries(w.keys), interrupted); err != nil {
		return err
	}
	fmt.Fprintln(out)
	table := tabwriter.NewWriter(out, 0, 0, 3, ' ', tabwriter.AlignRight)
	fmt.Fprintf(out, "Starting again: %s\n", w.name)
	fmt.Fprint(table, "\tentries\tMB on disk\tMB in memory\tseconds\tCPU seconds\tMB/s\tentries/s\t\n")
	for start := range 2 * c.rounds {
		job := jobs[start%2]
		fmt.Fprintf(log, "%s: start %d of %d\n", w.name, start+1, 2*c.rounds)
		done, err := job.runUntil(started, interrupted)
		if err != nil {
			return err
		}
		var stats struct {
			Checkpoints struct {
				Restored int64   `json:"restored"`
				Bytes    int64   `json:"restored_bytes"`
				Seconds  float64 `json:"restore_time"`
			}
		}
		if err := json.Unmarshal(lastLine(done.stderr), &stats); err != nil {
			return err
		}
		s := stats.Checkpoints
		if s.Restored == 0 {
			return errors.New("the job didn't go on from its checkpoint")
		}
		fmt.Fprintf(table, "%s\t%d\t%.1f\t%.0f\t%.2f\t%.2f\t%.0f\t%.1f M\t\n", job.name, s.Restored, float64(s.Bytes)/1e6, done.memory/1e6, s.Seconds, done.cpu.Seconds(),
			float64(s.Bytes)/1e6/s.Seconds, float64(s.Restored)/1e6/s.Seconds)
	}
	return table.Flush()
}

// hasEntries says that the last checkpoint of a directory has so many groups: their changes came, all in all, so many times.
func (p *place) hasEntries(keys int64) func(time.Duration) bool {
	return func(time.Duration) bool {
		manifests, _ := filepath.Glob(filepath.Join(p.path("checkpoints"), "checkpoint-*"))
		for _, name := range manifests {
			var manifest struct{ Segments []struct{ Entries int64 } }
			text, err := os.ReadFile(name)
			if err != nil {
				continue // removed in the meantime
			}
			from := bytes.IndexByte(text, '{')
			if from < 0 || json.NewDecoder(bytes.NewReader(text[from:])).Decode(&manifest) != nil {
				continue
			}
			sum := int64(0)
			for _, s := range manifest.Segments {
				sum += s.Entries
			}
			if sum >= keys {
				return true
			}
		}
		return false
	}
}

// started says that a process listens to signals by now.
func started(since time.Duration) bool { return since > 500*time.Millisecond }

// runUntil runs the contestant and asks it to stop when there is what is waited for.
func (c contestant) runUntil(enough func(since time.Duration) bool, interrupted <-chan os.Signal) (run, error) {
	var stderr bytes.Buffer
	cmd := c.command(&stderr)
	began := time.Now()
	if err := cmd.Start(); err != nil {
		return run{}, err
	}
	memory := 0.0
	over := make(chan error, 1)
	go func() { over <- cmd.Wait() }()
	for {
		select {
		case err := <-over:
			if err != nil {
				return run{}, fmt.Errorf("%s: %w\n%s", c.name, err, stderr.Bytes())
			}
			state := cmd.ProcessState
			return run{time.Since(began), state.UserTime() + state.SystemTime(), memory, stderr.Bytes()}, nil
		case <-interrupted:
			_ = cmd.Process.Kill()
			return run{}, errors.Join(errors.New("interrupted"), <-over)
		case <-time.After(50 * time.Millisecond):
			memory = max(memory, residentMost(cmd.Process.Pid))
			if enough(time.Since(began)) {
				if err := cmd.Process.Signal(syscall.SIGTERM); err != nil && !errors.Is(err, os.ErrProcessDone) {
					return run{}, err
				}
				enough = func(time.Duration) bool { return false }
			}
		}
	}
}

// residentMost is the most memory that a process has had, in bytes; 0 where the system doesn't say.
func residentMost(process int) float64 {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", process))
	if err != nil {
		return 0
	}
	_, text, _ := bytes.Cut(status, []byte("VmHWM:"))
	var kilobytes float64
	_, _ = fmt.Sscan(string(text), &kilobytes)
	return 1024 * kilobytes
}

// lastLine is the statistics, behind what the job says of sinks that can't go back.
func lastLine(text []byte) []byte {
	lines := bytes.Split(bytes.TrimSpace(text), []byte("\n"))
	return lines[len(lines)-1]
}

// often is an hour's worth of checkpoints, one a second, in three minutes: all over the same keys, of which all change between two of them.
var often = struct {
	workload
	rate, interval int64 // rows a second; ms
	count          int64
}{workload{name: "GROUP BY, 10,000 keys", job: "groups_memory", keys: 10_000}, 1_000_000, 50, 3_600}

// measureMany takes very many checkpoints, and looks at how large their directory gets.
func (p *place) measureMany(c config, out, log io.Writer, interrupted <-chan os.Signal) error {
	binary, err := p.buildJob(often.workload)
	if err != nil {
		return err
	}
	count := max(20, int64(float64(often.count)*c.scale))
	rows := count * often.interval * often.rate / 1000
	job := p.contestants(often.workload, binary, strconv.FormatInt(rows, 10))[0]
	dir := p.path("checkpoints")
	job.argv = append(slices.Clone(job.argv), "--stats", "json", "--checkpoint-dir", dir, "--checkpoint-interval", fmt.Sprint(often.interval, "ms"),
		"--set", "events.rows-per-second="+strconv.FormatInt(often.rate, 10))
	if err := os.RemoveAll(dir); err != nil {
		return err
	}
	fmt.Fprintf(log, "%s: %d checkpoints\n", often.name, count)
	var sizes []int64
	done, err := job.runUntil(func(time.Duration) bool { sizes = append(sizes, sizeOf(dir)); return false }, interrupted)
	if err != nil {
		return err
	}
	var stats struct{ Checkpoints struct{ Taken int64 } }
	if err := json.Unmarshal(lastLine(done.stderr), &stats); err != nil {
		return err
	}
	fmt.Fprintf(out, "\n%s, each %d ms: %d checkpoints\n", often.name, often.interval, stats.Checkpoints.Taken)
	for part := range 4 {
		if quarter := sizes[part*len(sizes)/4 : (part+1)*len(sizes)/4]; len(quarter) > 0 {
			fmt.Fprintf(out, "  MB on disk in quarter %d: at most %.2f\n", part+1, float64(slices.Max(quarter))/1e6)
		}
	}
	return nil
}

package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"time"
)

// contestant is one program that does the workload's work.
type contestant struct {
	name   string
	argv   []string
	env    []string
	output string // file it writes; "" for none
	cores  int
	spare  int // processors of Go that it has besides: see rt.Main
	// partitions is how many the job has; 0 for a rival.
	partitions int
	// spelling marks a rival that spells numbers its own way (150.0, not 150), and has no changes: the last rows of each key are compared.
	spelling bool
}

// run is one finished process.
type run struct {
	wall   time.Duration
	cpu    time.Duration // user and system time over all threads
	memory float64       // resident, at most, where it was looked at

	stderr []byte
}

// result holds all runs of one workload: runs[c][r] is round r of contestants[c]. contestants[0] is the job with one
// partition, contestants[1] with two.
type result struct {
	workload    workload
	rows        int64
	bytes       int64  // of the input file, 0 in memory
	exchanges   string // of the job's plan
	contestants []contestant
	runs        [][]run
}

// measure runs the workload's contestants in turn and checks that their results agree.
func (p *place) measure(w workload, c config, log io.Writer, interrupted <-chan os.Signal) (result, error) {
	rows := max(1, int64(float64(w.rows)*c.scale))
	job, err := p.buildJob(w)
	if err != nil {
		return result{}, err
	}
	r := result{workload: w, rows: rows}
	if r.exchanges, err = p.exchanges(w); err != nil {
		return r, err
	}
	if w.file == "" && len(w.rivals) > 0 {
		fmt.Fprintf(log, "%s: comparing results\n", w.name)
		if err := p.judge(w); err != nil {
			return r, err
		}
	}
	in := strconv.FormatInt(rows, 10)
	if w.file != "" {
		if in, r.bytes, err = p.input(w, rows, log); err != nil {
			return r, err
		}
	}
	r.contestants = p.contestants(w, job, in)
	if r.exchanges == noExchange {
		r.contestants[1].spare = 1 // as where nobody says how many it has
	}
	r.runs = make([][]run, len(r.contestants))
	for round := range c.warmUps + c.rounds {
		fmt.Fprintf(log, "%s: round %d of %d\n", w.name, round+1-c.warmUps, c.rounds)
		for turn := range r.contestants {
			select {
			case <-interrupted:
				return r, errors.New("interrupted")
			default:
			}
			i := (turn + round) % len(r.contestants)
			done, err := r.contestants[i].run()
			if err != nil {
				return r, err
			}
			if round >= c.warmUps {
				r.runs[i] = append(r.runs[i], done)
			}
		}
	}
	return r, r.agree()
}

func (p *place) contestants(w workload, job, in string) []contestant {
	output := func(name string) string {
		if w.outputs == "" {
			return ""
		}
		return p.path(name + "_out" + w.outputs)
	}
	weir := func(partitions int) contestant {
		name := fmt.Sprintf("weir, %d partition", partitions)
		if partitions > 1 {
			name += "s"
		}
		out := output("weir" + strconv.Itoa(partitions))
		return contestant{
			name:   name,
			argv:   []string{job, "--partitions", strconv.Itoa(partitions), "--stats", "none", "--progress", "off"},
			env:    []string{"IN=" + in, "OUT=" + out, "ROWS=" + in},
			output: out,
			cores:  partitions, partitions: partitions,
		}
	}
	all := []contestant{weir(1), weir(2)}
	rival := func(name string, cores int, argv ...string) {
		c := contestant{name: name, cores: cores, output: output(name + strconv.Itoa(cores)), spelling: name == "duckdb"}
		c.argv = append(argv, w.name, in, c.output)
		if cores > 1 {
			c.name = fmt.Sprintf("%s, %d cores", name, cores)
		}
		all = append(all, c)
	}
	for _, name := range w.rivals {
		rival(name, 1, p.path(name))
		if name == "hand" && w.parallel {
			rival(name, 2, p.path(name))
		}
	}
	if p.duckdb != "" && w.file != "" {
		rival("duckdb", 1, "python3", p.duckdb)
		rival("duckdb", 2, "python3", p.duckdb)
	}
	return all
}

// command is the contestant's process, on as many cores as it is to have.
func (c contestant) command(stderr io.Writer) *exec.Cmd {
	cmd := exec.Command(c.argv[0], c.argv[1:]...)
	cmd.Env = append(append(os.Environ(), c.env...), "GOMAXPROCS="+strconv.Itoa(c.cores+c.spare))
	cmd.Stderr = stderr
	return cmd
}

// run runs the contestant once, to its end.
func (c contestant) run() (run, error) {
	var stderr bytes.Buffer
	cmd := c.command(&stderr)
	start := time.Now()
	err := cmd.Run()
	wall := time.Since(start)
	if err != nil {
		return run{}, fmt.Errorf("%s: %w\n%s", c.name, err, stderr.Bytes())
	}
	return run{wall, cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), 0, stderr.Bytes()}, nil
}

// agree compares the results with that of the job in one partition.
func (r result) agree() error {
	if r.contestants[0].output == "" {
		return nil
	}
	want, err := os.ReadFile(r.contestants[0].output)
	if err != nil {
		return err
	}
	if len(want) == 0 {
		return errors.New("the job wrote nothing")
	}
	for _, c := range r.contestants[1:] {
		got, err := os.ReadFile(c.output)
		if err != nil {
			return err
		}
		if err := r.workload.agrees(c, got, want); err != nil {
			return fmt.Errorf("%s: %w", c.name, err)
		}
	}
	return nil
}

// spread is the smallest, the middle and the largest of some figures.
type spread struct{ min, median, max float64 }

func spreadOf(figures []float64) spread {
	sorted := slices.Sorted(slices.Values(figures))
	return spread{sorted[0], sorted[len(sorted)/2], sorted[len(sorted)-1]}
}

// rate is the contestant's records per second of wall time.
func (r result) rate(i int) spread {
	var rates []float64
	for _, done := range r.runs[i] {
		rates = append(rates, float64(r.rows)/done.wall.Seconds())
	}
	return spreadOf(rates)
}

// ratio is how many times less CPU time the one-partition job took than contestant i, round by round. They run on
// one core and wait for nothing, so CPU time is their time on a machine of their own; wall time would add what other
// processes of the machine took. Of a contestant on two cores it is how many times faster two partitions were, by wall time.
func (r result) ratio(i int) spread {
	if r.contestants[i].cores > 1 {
		return r.ratioOf(1, i, func(done run) time.Duration { return done.wall })
	}
	return r.ratioOf(0, i, func(done run) time.Duration { return done.cpu })
}

// speedUp is how many times faster two partitions were than one, by wall time.
func (r result) speedUp() spread {
	return r.ratioOf(1, 0, func(done run) time.Duration { return done.wall })
}

// ratioOf is how many times less contestant a took than b.
func (r result) ratioOf(a, b int, took func(run) time.Duration) spread {
	var ratios []float64
	for round, done := range r.runs[b] {
		ratios = append(ratios, took(done).Seconds()/took(r.runs[a][round]).Seconds())
	}
	return spreadOf(ratios)
}

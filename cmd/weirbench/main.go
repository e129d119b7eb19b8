// Command weirbench measures Weir's jobs against their rivals: the program an expert would write by hand for the same
// query, and the one written with the standard library.
//
//	go run ./cmd/weirbench                      # every workload, five rounds
//	go run ./cmd/weirbench -rounds 9 s0_json    # one of them, with less noise
//	go run ./cmd/weirbench -svg bench.svg       # and a picture
//	go run ./cmd/weirbench -curves              # instead: the cost of a record, by the number of keys and of records
//	go run ./cmd/weirbench -checkpoints         # instead: what checkpoints cost, for how long processing stands for them, and starting again
//
// The rivals run in turn, round after round, as processes of their own on one core each (GOMAXPROCS=1; the job once
// more with two partitions on two). A ratio is taken within a round, so that a machine whose speed drifts does not
// decide; the table gives the median over the rounds and the spread. All rivals' results are compared: see judge.go.
// Files live in memory (/dev/shm) where there is such a place, so that a disk does not decide either.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
)

// config is what the command line says.
type config struct {
	rounds      int
	warmUps     int // rounds that don't count
	scale       float64
	dir         string
	svg         string
	toolchain   bool
	curves      bool
	checkpoints bool
	workloads   []string
}

func main() {
	if err := benchmark(os.Args[1:], os.Stdout, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "weirbench:", err)
		os.Exit(1)
	}
}

// benchmark runs the command: results to out, progress to log.
func benchmark(args []string, out, log io.Writer) (err error) {
	config, err := parseFlags(args, log)
	if err != nil {
		return err
	}
	chosen, unknown, ok := selectWorkloads(config.workloads)
	if !ok {
		return fmt.Errorf("no workload %q; there are %v", unknown, workloadNames())
	}
	place, err := newPlace(config.dir)
	if err != nil {
		return err
	}
	defer place.remove()
	interrupted := make(chan os.Signal, 1)
	signal.Notify(interrupted, os.Interrupt)
	defer signal.Stop(interrupted)

	if err := place.buildTools(log); err != nil {
		return err
	}
	if config.toolchain {
		figures, err := place.measureToolchain(config.rounds, log)
		if err != nil {
			return err
		}
		printToolchain(out, figures)
	}
	if config.curves {
		return place.measureCurves(config, out, log, interrupted)
	}
	if config.checkpoints {
		return place.measureSafety(config, out, log, interrupted)
	}
	var results []result
	for i, w := range chosen {
		r, err := place.measure(w, config, log, interrupted)
		if err != nil {
			return fmt.Errorf("%s: %w", w.name, err)
		}
		printResult(out, r)
		results = append(results, r)
		if err := place.clear(r, chosen[i+1:]); err != nil {
			return err
		}
	}
	if config.svg == "" {
		return nil
	}
	return os.WriteFile(config.svg, drawSVG(results), 0o644)
}

func parseFlags(args []string, log io.Writer) (config, error) {
	c := config{warmUps: 1}
	flags := flag.NewFlagSet("weirbench", flag.ContinueOnError)
	flags.SetOutput(log)
	flags.IntVar(&c.rounds, "rounds", 5, "how often each rival runs")
	flags.Float64Var(&c.scale, "scale", 1, "factor on the number of records")
	flags.StringVar(&c.dir, "dir", "", "where inputs and outputs live (default /dev/shm, or the temporary directory)")
	flags.StringVar(&c.svg, "svg", "", "write a picture of the ratios to this file")
	flags.BoolVar(&c.toolchain, "toolchain", true, "measure check, build and binary size too")
	flags.BoolVar(&c.curves, "curves", false, "measure instead how the cost of a record grows with keys and with records")
	flags.BoolVar(&c.checkpoints, "checkpoints", false, "measure instead what checkpoints cost")
	flags.Usage = func() {
		fmt.Fprintf(log, "usage: weirbench [flags] [workload …]\nworkloads: %v\n", workloadNames())
		flags.PrintDefaults()
	}
	if err := flags.Parse(args); err != nil {
		return c, err
	}
	if c.rounds < 1 || c.scale <= 0 {
		return c, fmt.Errorf("-rounds and -scale must be positive")
	}
	c.workloads = flags.Args()
	return c, nil
}

func workloadNames() (names []string) {
	for _, w := range workloads {
		names = append(names, w.name)
	}
	return names
}

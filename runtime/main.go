package rt

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
	"time"

	"github.com/weirsql/weir/runtime/checkpoint"
)

// Exit codes of a job.
const (
	exitDone   = 0 // the input ended, or a signal ended the reading and what was read is committed
	exitFailed = 1
	exitUsage  = 2
)

// Main runs a job by the command line's flags and returns the process's exit code: 0 done or drained, 1 failed, 2 wrong
// usage.
func Main(job *Job) int {
	return command{job, os.Args[1:], os.Stdout, os.Stderr}.run()
}

// command is one call of a job's binary.
type command struct {
	job    *Job
	args   []string
	stdout io.Writer
	stderr *os.File
}

func (c command) run() int {
	if len(c.args) > 0 && c.args[0] == "checkpoints" {
		return c.listCommand()
	}
	flags, err := parseFlags(c.job, c.args)
	switch {
	case errors.Is(err, errHelp):
		fmt.Fprint(c.stdout, usage(c.job))
		return exitDone
	case err != nil:
		fmt.Fprintf(c.stderr, "%s: %v\nRun %s --help for its flags.\n", c.job.Name, err, c.job.Name)
		return exitUsage
	case flags.explain:
		fmt.Fprintln(c.stdout, c.job.Plan)
		return exitDone
	case flags.version:
		fmt.Fprintln(c.stdout, c.version())
		return exitDone
	}
	return c.start(flags)
}

// version names the plan and the runtime: two binaries with the same line do the same.
func (c command) version() string {
	return fmt.Sprintf("%s, plan %s, weir %s", c.job.Name, c.job.Fingerprint, runtimeVersion())
}

// runtimeVersion is the version of Weir that is linked.
func runtimeVersion() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "(devel)"
	}
	return moduleVersion(info)
}

func moduleVersion(info *debug.BuildInfo) string {
	const module = "github.com/weirsql/weir"
	for _, m := range append(info.Deps, &info.Main) {
		if m.Path == module && m.Version != "" {
			return m.Version
		}
	}
	return "(devel)"
}

func (c command) start(flags flags) int {
	signal.Ignore(syscall.SIGPIPE) // a closed pipe is an error of the write: sinks are aborted before the job ends
	ctx, stop := drainOnSignal(c.job.Name, c.stderr)
	defer stop()
	if flags.progress == "on" || flags.progress == "auto" && IsTerminal(c.stderr) {
		flags.config.Progress, flags.config.Discreet = c.stderr, flags.progress == "auto"
	}
	flags.config.Log = c.stderr
	signals, ended := saveOnSignal()
	defer ended()
	flags.config.Attach = append(flags.config.Attach, c.savepointsOn(signals))
	if flags.http != "" {
		endpoint, err := c.job.HTTP(flags.http)
		if err != nil {
			fmt.Fprintf(c.stderr, "%s: --http: %v\n", c.job.Name, err)
			return exitUsage
		}
		defer endpoint.Close()
		fmt.Fprintf(c.stderr, "%s: HTTP is at %s\n", c.job.Name, endpoint.URL())
		flags.config.Attach, flags.config.Observe = append(flags.config.Attach, endpoint.Attach), true
	}
	stats, err := Run(ctx, c.job, c.withSpareProcessor(flags.config))
	return c.report(flags, stats, err)
}

// report prints the statistics and, behind them where it is seen, what went wrong.
func (c command) report(flags flags, stats *Stats, err error) int {
	var usage *UsageError
	switch {
	case errors.As(err, &usage):
		fmt.Fprintf(c.stderr, "%s: %v\n", c.job.Name, err)
		return exitUsage
	case errors.Is(err, syscall.EPIPE):
		return exitFailed // whoever reads the output has seen enough: no news for anybody
	}
	form := flags.stats
	if len(stats.Partitions) == 0 && form == "text" {
		form = "none" // it didn't come so far
	}
	switch form {
	case "text":
		fmt.Fprint(c.stderr, stats.Text())
	case "json":
		fmt.Fprintf(c.stderr, "%s\n", stats.AppendJSON(nil))
	}
	if err != nil {
		fmt.Fprintf(c.stderr, "%s: %v\n", c.job.Name, err)
		return exitFailed
	}
	return exitDone
}

// saveOnSignal returns where signals that ask for a savepoint come; they don't end the process from now on.
func saveOnSignal() (signals chan os.Signal, stop func()) {
	signals = make(chan os.Signal, 1) // one may come before the job is open; more of them mean the same
	notifySavepoint(signals)
	return signals, func() { signal.Stop(signals) }
}

// savepointsOn takes a savepoint at each signal, named by the time.
func (c command) savepointsOn(signals <-chan os.Signal) func(*Running) (func(), error) {
	return func(job *Running) (func(), error) {
		ctx, cancel := context.WithCancel(context.Background())
		go func() {
			for {
				select {
				case <-ctx.Done():
					return
				case <-signals:
				}
				name := checkpoint.NameByTime(time.Now())
				if m, err := job.Savepoint(ctx, name); err != nil {
					fmt.Fprintf(c.stderr, "%s: no savepoint is taken: %v\n", c.job.Name, err)
				} else {
					fmt.Fprintf(c.stderr, "%s: savepoint %s is taken, at checkpoint %d: --from-savepoint %s goes back to it\n", c.job.Name, name, m.Number, name)
				}
			}
		}()
		return cancel, nil
	}
}

// drainOnSignal returns a context that the first SIGINT or SIGTERM ends. The second one ends the process.
func drainOnSignal(job string, stderr io.Writer) (context.Context, func()) {
	ctx, cancel := context.WithCancel(context.Background())
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	done := make(chan struct{})
	go func() {
		for count := 0; ; count++ {
			select {
			case <-done:
				return
			case <-signals:
			}
			if count > 0 {
				os.Exit(exitFailed)
			}
			fmt.Fprintf(stderr, "%s: stopping: what was read is being written; again to stop at once\n", job)
			cancel()
		}
	}()
	return ctx, func() {
		signal.Stop(signals)
		close(done)
		cancel()
	}
}

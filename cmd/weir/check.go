package main

import (
	"context"
	"errors"
	"flag"
	"fmt"

	"github.com/weirsql/weir/compiler"
	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/runtime/evolution"
)

var checkCommand = &command{
	name:    "check",
	usage:   "[--json] [--state LOCK] FILE...",
	summary: "find the mistakes in SQL files",
	help: `
Compiles each file as far as its plan and prints every error and warning, with the
line, a caret and a suggestion. Of a job that is right and keeps state between records
it says, for each state, what it holds, about how much a key takes, and what bounds it;
silence means that it is right and keeps none. It writes nothing.

  weir check jobs/*.sql
  weir check --json job.sql        one JSON array, for editors and CI
  weir check --state job/job.lock job.sql

--state says what a job of the SQL does with a checkpoint of the job whose job.lock weir
generate wrote: what isn't as it was, and what would be lost (weir diff says all).

Every code, such as W0203, has an entry in docs/errors.md.
Exit status: 0 no errors (there may be warnings), 1 state would be lost, 2 errors.`,
	setup: func(flags *flag.FlagSet) action {
		asJSON := flags.Bool("json", false, "print the diagnostics and the states to stdout as one JSON array")
		lock := flags.String("state", "", "compare what the job keeps with a `LOCK` file")
		return func(ctx context.Context, t *terminal, args []string) error {
			files, err := manyFiles("check", args)
			if err != nil {
				return err
			}
			if *lock != "" && len(files) > 1 {
				return &usageError{"check", "--state takes one SQL file: a lock is of one job"}
			}
			c := checker{terminal: t, asJSON: *asJSON, lock: *lock}
			if *lock != "" {
				if c.old, err = readLock(*lock); err != nil {
					return err
				}
			}
			return c.check(ctx, files)
		}
	},
}

// checker is one call of weir check.
type checker struct {
	*terminal
	asJSON bool
	lock   string            // "" for none
	old    *evolution.Schema // what the lock holds
}

func (c checker) check(ctx context.Context, files []string) error {
	var outcome error
	all := []any{}
	for _, file := range files {
		reports, err := c.file(ctx, file)
		if errors.Is(err, errWrongSQL) || errors.As(err, new(exitError)) {
			outcome = err
		} else if err != nil {
			return err
		}
		all = append(all, reports...)
	}
	if c.asJSON {
		if err := c.printJSON(all); err != nil {
			return err
		}
	}
	return outcome
}

// file checks one file. It returns what --json prints of it.
func (c checker) file(ctx context.Context, file string) ([]any, error) {
	source, err := c.readSource(file)
	if err != nil {
		return nil, err
	}
	result, diags := compiler.Compile(ctx, source, compiler.Options{})
	text := diag.NewSource(source.Name, source.Text)
	var reports []any
	if c.asJSON {
		reports = checkedJSON(text, result, diags)
	} else if c.show(source, diags) == nil {
		c.printStates(text, result.States())
	}
	if diags.HasErrors() {
		return reports, errWrongSQL
	}
	verdicts, err := c.compare(ctx, result)
	return append(reports, verdicts...), err
}

// compare says what becomes of the state that the lock is of.
func (c checker) compare(ctx context.Context, result *compiler.Result) (reports []any, err error) {
	if c.old == nil {
		return nil, nil
	}
	new, err := c.keepsOf(ctx, result)
	if err != nil {
		return nil, err
	}
	report := evolution.Compare(c.old, new)
	for _, item := range report.Items {
		severity := "info"
		if item.Verdict == evolution.Lost {
			severity = "error"
		}
		reports = append(reports, verdictReport{result.Source.Name, severity, item.String(), item})
		if !c.asJSON && item.Verdict != evolution.Kept {
			c.printVerdict(item)
		}
	}
	if len(report.Losses()) > 0 {
		fmt.Fprintf(c.stderr, "weir: %s: state would be lost: a job with this SQL starts on a checkpoint of that one only with --allow-state-loss\n", c.lock)
		return reports, exitError(exitFailure)
	}
	return reports, nil
}

// printVerdict prints what isn't as it was: to standard error where it would be lost.
func (c checker) printVerdict(item evolution.Item) {
	if item.Verdict == evolution.Lost {
		fmt.Fprintf(c.stderr, "weir: %s: %s\n", c.lock, item)
		return
	}
	c.printf("%s: %s\n", c.lock, item)
}

// verdictReport is what --json says of something that the lock has, or hasn't.
type verdictReport struct {
	File     string         `json:"file"`
	Severity string         `json:"severity"`
	Message  string         `json:"message"`
	Verdict  evolution.Item `json:"verdict"`
}

func (t *terminal) printStates(source *diag.Source, states []compiler.State) {
	for _, state := range states {
		t.printf("%s: state: %s\n", place(source, state.Span), state)
	}
}

// place is where something stands, as diagnostics say it.
func place(source *diag.Source, at diag.Span) string {
	position := source.Position(at.Start)
	return fmt.Sprintf("%s:%d:%d", source.Name, position.Line, position.Column)
}

// checkedJSON lists diagnostics, then states.
func checkedJSON(source *diag.Source, result *compiler.Result, diags diag.List) []any {
	var list []any
	for _, report := range source.Report(diags) {
		list = append(list, report)
	}
	if diags.HasErrors() {
		return list
	}
	for _, state := range result.States() {
		at := source.Report(diag.List{{Span: state.Span}})[0]
		list = append(list, stateReport{at.File, "info", state.String(), at.Range, state})
	}
	return list
}

// stateReport is what --json says of a state.
type stateReport struct {
	File     string            `json:"file"`
	Severity string            `json:"severity"`
	Message  string            `json:"message"`
	Range    *diag.ReportRange `json:"range,omitempty"`
	State    compiler.State    `json:"state"`
}

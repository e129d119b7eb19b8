package main

import (
	"context"
	"flag"
	"fmt"

	"github.com/weirsql/weir/compiler"
	"github.com/weirsql/weir/compiler/diag"
)

var checkCommand = &command{
	name:    "check",
	usage:   "[--json] FILE...",
	summary: "find the mistakes in SQL files",
	help: `
Compiles each file as far as its plan and prints every error and warning, with the
line, a caret and a suggestion. Of a job that is right and keeps state between records
it says, for each state, what it holds, about how much a key takes, and what bounds it;
silence means that it is right and keeps none. It writes nothing.

  weir check jobs/*.sql
  weir check --json job.sql        one JSON array, for editors and CI

Every code, such as W0203, has an entry in docs/errors.md.
Exit status: 0 no errors (there may be warnings), 2 errors.`,
	setup: func(flags *flag.FlagSet) action {
		asJSON := flags.Bool("json", false, "print the diagnostics and the states to stdout as one JSON array")
		return func(ctx context.Context, t *terminal, args []string) error {
			files, err := manyFiles("check", args)
			if err != nil {
				return err
			}
			return check(ctx, t, files, *asJSON)
		}
	},
}

func check(ctx context.Context, t *terminal, files []string, asJSON bool) error {
	var outcome error
	all := []any{}
	for _, file := range files {
		source, err := t.readSource(file)
		if err != nil {
			return err
		}
		result, diags := compiler.Compile(ctx, source, compiler.Options{})
		if diags.HasErrors() {
			outcome = errWrongSQL
		}
		text := diag.NewSource(source.Name, source.Text)
		if asJSON {
			all = append(all, checkedJSON(text, result, diags)...)
			continue
		}
		if t.show(source, diags) == nil {
			t.printStates(text, result.States())
		}
	}
	if asJSON {
		if err := t.printJSON(all); err != nil {
			return err
		}
	}
	return outcome
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

package main

import (
	"context"
	"flag"

	"github.com/weirsql/weir/compiler"
	"github.com/weirsql/weir/compiler/diag"
)

var checkCommand = &command{
	name:    "check",
	usage:   "[--json] FILE...",
	summary: "find the mistakes in SQL files",
	help: `
Compiles each file as far as its plan and prints every error and warning, with the
line, a caret and a suggestion. It writes nothing; silence means that the SQL is right.

  weir check jobs/*.sql
  weir check --json job.sql        one JSON array, for editors and CI

Every code, such as W0203, has an entry in docs/errors.md.
Exit status: 0 no errors (there may be warnings), 2 errors.`,
	setup: func(flags *flag.FlagSet) action {
		asJSON := flags.Bool("json", false, "print the diagnostics to stdout as one JSON array")
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
	all := []diag.Report{}
	for _, file := range files {
		source, err := t.readSource(file)
		if err != nil {
			return err
		}
		_, diags := compiler.Compile(ctx, source, compiler.Options{})
		if asJSON {
			all = append(all, diag.NewSource(source.Name, source.Text).Report(diags)...)
		} else if err := t.show(source, diags); err != nil {
			outcome = err
		}
		if diags.HasErrors() {
			outcome = errWrongSQL
		}
	}
	if asJSON {
		if err := t.printJSON(all); err != nil {
			return err
		}
	}
	return outcome
}

package main

import (
	"context"
	"flag"

	"github.com/weirsql/weir/compiler/build"
	"github.com/weirsql/weir/compiler/format"
)

var fmtCommand = &command{
	name:    "fmt",
	usage:   "[-w] [-d] [-l] FILE...",
	summary: "format SQL files",
	help: `
Prints each file in the one style: keywords in capitals, one clause a line, comments kept.
A file that doesn't parse is left alone and its mistakes are shown.

  weir fmt job.sql
  weir fmt -w *.sql
  weir fmt -l .../*.sql            in CI: exit status 1 where a file isn't formatted`,
	setup: func(flags *flag.FlagSet) action {
		var o fmtOptions
		flags.BoolVar(&o.write, "w", false, "write the result to the file instead of stdout")
		flags.BoolVar(&o.diff, "d", false, "print the difference instead of the result; exit status 1 if there is any")
		flags.BoolVar(&o.list, "l", false, "print the names of files whose formatting differs; exit status 1 if there are any")
		return func(_ context.Context, t *terminal, args []string) error {
			files, err := manyFiles("fmt", args)
			if err != nil {
				return err
			}
			return formatFiles(t, files, o)
		}
	},
}

type fmtOptions struct {
	write, diff, list bool
}

func formatFiles(t *terminal, files []string, o fmtOptions) error {
	var outcome error
	for _, file := range files {
		if file == "-" && o.write {
			return &usageError{"fmt", "-w can't write to standard input"}
		}
		if err := formatFile(t, file, o); err != nil && outcome != errWrongSQL {
			outcome = err
		}
	}
	return outcome
}

func formatFile(t *terminal, file string, o fmtOptions) error {
	source, err := t.readSource(file)
	if err != nil {
		return err
	}
	formatted, diags := format.File(source.Text)
	if err := t.show(source, diags); err != nil {
		return err
	}
	if !o.write && !o.diff && !o.list {
		t.printf("%s", formatted)
		return nil
	}
	if formatted == source.Text {
		return nil
	}
	if o.list {
		t.printf("%s\n", source.Name)
	}
	if o.diff {
		t.printDiff(source.Name, []byte(source.Text), []byte(formatted))
	}
	if o.write {
		_, err := build.WriteFile(file, []byte(formatted))
		return err
	}
	return exitError(exitFailure)
}

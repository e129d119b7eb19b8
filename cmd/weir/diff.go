package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"unicode/utf8"

	"github.com/weirsql/weir/codegen"
	"github.com/weirsql/weir/compiler"
	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/runtime/evolution"
)

var diffCommand = &command{
	name:    "diff",
	usage:   "[--json] OLD NEW",
	summary: "say what becomes of a job's state when its SQL is edited",
	help: `
Compares what two versions of a job keep, and says for each source, operator with state and
sink what a job of the new SQL does with a checkpoint of the old one, and why:

  kept       it goes on as it was
  migrated   it goes on, with what is said
  new        it begins empty, or at its beginning
  removed    nothing needs it any longer
  lost       what it had can't be gone on with: the job starts only with --allow-state-loss

OLD is a SQL file, or the job.lock that weir generate wrote of it. Nothing is run.

  weir diff old.sql new.sql
  git show HEAD:job/job.lock > old.lock && weir diff old.lock job.sql

docs/evolution.md has the rules. Exit status: 0 it was said, 2 error.`,
	setup: func(flags *flag.FlagSet) action {
		asJSON := flags.Bool("json", false, "print the verdicts to stdout as JSON")
		return func(ctx context.Context, t *terminal, args []string) error {
			if len(args) != 2 {
				return &usageError{"diff", "it takes two files: the old SQL, or its job.lock, and the new SQL"}
			}
			old, err := t.oldKeeps(ctx, args[0])
			if err != nil {
				return err
			}
			new, err := t.keeps(ctx, args[1])
			if err != nil {
				return err
			}
			report := evolution.Compare(old, new)
			if *asJSON {
				return t.printJSON(report)
			}
			t.printReport(report)
			return nil
		}
	},
}

// keeps compiles a SQL file, and says what its job keeps.
func (t *terminal) keeps(ctx context.Context, file string) (*evolution.Schema, error) {
	result, err := t.compile(ctx, file)
	if err != nil {
		return nil, err
	}
	return t.keepsOf(ctx, result)
}

func (t *terminal) keepsOf(ctx context.Context, result *compiler.Result) (*evolution.Schema, error) {
	keeps, err := result.Keeps(ctx)
	var bug diag.Diagnostic
	if errors.As(err, &bug) {
		return nil, t.show(result.Source, diag.List{bug})
	}
	return keeps, err
}

// oldKeeps is keeps of a SQL file, or of a lock file.
func (t *terminal) oldKeeps(ctx context.Context, file string) (*evolution.Schema, error) {
	if content, err := os.ReadFile(file); err == nil && strings.HasPrefix(string(content), codegen.Header) {
		return readLock(file)
	}
	return t.keeps(ctx, file)
}

// readLock reads a job.lock.
func readLock(file string) (*evolution.Schema, error) {
	content, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, &usageError{message: fmt.Sprintf("no such file: %s: weir generate writes it beside the Go of a job", file)}
	}
	if err != nil {
		return nil, &usageError{message: err.Error()}
	}
	keeps, err := codegen.ReadLock(content)
	if err != nil {
		return nil, &usageError{message: fmt.Sprintf("%s: %v", file, err)}
	}
	return keeps, nil
}

// printReport prints a line for each item, and its reasons below.
func (t *terminal) printReport(report *evolution.Report) {
	var rows [][]string
	var widths [4]int
	for _, item := range report.Items {
		row := []string{string(item.What), item.Name, string(item.Verdict), item.Position, about(item)}
		for i := range widths {
			widths[i] = max(widths[i], utf8.RuneCountInString(row[i]))
		}
		rows = append(rows, row)
	}
	for i, row := range rows {
		line := ""
		for at, width := range widths {
			line += fmt.Sprintf("%-*s  ", width, row[at])
		}
		t.printf("%s\n", strings.TrimRight(line+row[len(widths)], " "))
		for _, reason := range report.Items[i].Reasons {
			t.printf("%*s%s\n", widths[0]+2, "", reason)
		}
	}
	if losses := report.Losses(); len(losses) > 0 {
		t.printf("\nLost: %d. A job with this SQL starts on a checkpoint of the old one only with --allow-state-loss for each.\n", len(losses))
	}
}

// about is what an item is, and was called.
func about(item evolution.Item) string {
	if item.Was != "" {
		return strings.TrimSpace(item.Text + ", was " + item.Was)
	}
	return item.Text
}

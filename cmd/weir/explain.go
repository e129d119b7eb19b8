package main

import (
	"context"
	"flag"
	"fmt"
	"slices"
	"strings"

	"github.com/weirsql/weir/compiler"
	"github.com/weirsql/weir/compiler/build"
	"github.com/weirsql/weir/compiler/diag"
	"github.com/weirsql/weir/ir/explain"
)

var explainCommand = &command{
	name:    "explain",
	usage:   "[--stage STAGE] [--format FORMAT] [--passes] FILE",
	summary: "show a job's plan, or the Go it becomes",
	help: `
Stages, from SQL to Go:
  logical    the query as it was understood: names, types, casts
  optimized  after the rewrites; --passes lists what each of them did
  physical   what runs: which columns are decoded, the stages, the exchanges and why (the default)
  go         the generated source

  weir explain job.sql
  weir explain --stage go job.sql
  weir explain --format mermaid job.sql > plan.mmd`,
	setup: func(flags *flag.FlagSet) action {
		var o explainOptions
		flags.StringVar(&o.stage, "stage", "physical", "logical, optimized, physical or go: `STAGE` to show")
		flags.StringVar(&o.format, "format", "text", "text, json or mermaid: `FORMAT` of a plan")
		flags.BoolVar(&o.passes, "passes", false, "list the optimizer's passes too, with what each did and how long it took")
		return func(ctx context.Context, t *terminal, args []string) error {
			file, err := oneFile("explain", args)
			if err != nil {
				return err
			}
			if err := o.check(); err != nil {
				return err
			}
			return explainFile(ctx, t, file, o)
		}
	},
}

type explainOptions struct {
	stage, format string
	passes        bool
}

func (o explainOptions) check() error {
	if err := oneOf("--stage", o.stage, "logical", "optimized", "physical", "go"); err != nil {
		return err
	}
	if err := oneOf("--format", o.format, "text", "json", "mermaid"); err != nil {
		return err
	}
	if o.stage == "go" && o.format != "text" {
		return &usageError{"explain", fmt.Sprintf("--stage go is Go source: it has no --format %s", o.format)}
	}
	if o.stage == "go" && o.passes {
		return &usageError{"explain", "--stage go is Go source: it has no --passes"}
	}
	return nil
}

// oneOf checks a flag whose values are words.
func oneOf(flagName, value string, allowed ...string) error {
	if slices.Contains(allowed, value) {
		return nil
	}
	return &usageError{"explain", fmt.Sprintf("%s %q: want %s%s", flagName, value, strings.Join(allowed, ", "),
		didYouMean(diag.Nearest(value, allowed)))}
}

func explainFile(ctx context.Context, t *terminal, file string, o explainOptions) error {
	result, err := t.compile(ctx, file)
	if err != nil {
		return err
	}
	if o.stage == "go" {
		return explainGo(ctx, t, result)
	}
	return result.Explain(t.stdout, explain.Plan(o.stage), explain.Format(o.format), o.passes)
}

// explainGo prints the generated files one below the other, each under its name.
func explainGo(ctx context.Context, t *terminal, result *compiler.Result) error {
	place := build.PrivatePlace(result.PackageName())
	pkg, err := t.generate(ctx, result, compiler.Target{ImportPath: place.ImportPath})
	if err != nil {
		return err
	}
	for i, file := range pkg.Files {
		if i > 0 {
			t.printf("\n")
		}
		t.printf("==> %s/%s\n%s", pkg.Name, file.Path, file.Content)
	}
	return nil
}

package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"github.com/weirsql/weir/compiler"
	"github.com/weirsql/weir/compiler/build"
)

var buildCommand = &command{
	name:    "build",
	usage:   "[-o BINARY] [--debug] FILE",
	summary: "compile a job to one static binary",
	help: `
Compiles a job to a binary that needs nothing beside itself. -o names it; by default it
stands in the current directory under the job's name.

  weir build job.sql -o ./job && ./job --help
  GOOS=linux GOARCH=arm64 weir build job.sql

Inside a Go module that requires github.com/weirsql/weir the job is built with the runtime
that its go.mod pins, and with its packages for CREATE FUNCTION. Anywhere else it is built
with the runtime that this weir carries, without a network. A default.pgo beside the SQL
file is used. The same SQL gives the same bytes.`,
	setup: func(flags *flag.FlagSet) action {
		output := flags.String("o", "", "write the binary to `BINARY`")
		debug := flags.Bool("debug", false, "keep the symbol table and DWARF, for debuggers")
		return func(ctx context.Context, t *terminal, args []string) error {
			file, err := oneFile("build", args)
			if err != nil {
				return err
			}
			if info, err := os.Stat(*output); err == nil && info.IsDir() {
				return &usageError{"build", fmt.Sprintf("-o %s is a directory: name the file", *output)}
			}
			binary, err := buildFile(ctx, t, file, build.Options{Debug: *debug})
			if err != nil {
				return err
			}
			if *output == "" {
				*output = filepath.Base(binary)
			}
			return build.Install(binary, *output)
		}
	},
}

// buildFile compiles a SQL file and builds its binary into the cache.
func buildFile(ctx context.Context, t *terminal, file string, options build.Options) (binary string, err error) {
	result, err := t.compile(ctx, file)
	if err != nil {
		return "", err
	}
	place, err := build.BuildPlace(result.Source.Dir, result.PackageName())
	if err != nil {
		return "", err
	}
	pkg, err := t.generate(ctx, result, compiler.Target{ImportPath: place.ImportPath})
	if err != nil {
		return "", err
	}
	options.Profile, err = build.ProfileFor(result.Source.Dir)
	if err != nil {
		return "", err
	}
	return build.Binary(ctx, place, pkg, options)
}

package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/weirsql/weir"
	"github.com/weirsql/weir/codegen"
	"github.com/weirsql/weir/compiler"
	"github.com/weirsql/weir/compiler/build"
)

var generateCommand = &command{
	name:    "generate",
	usage:   "[-o DIR] [--check] FILE...",
	summary: "write a job's Go package into your module",
	help: `
Writes the package of each job into a directory of the job's name beside its SQL file, or
into DIR, and its main package below that in cmd/. Files whose bytes don't change aren't
touched, so it is at home in go generate:

  //go:generate go tool weir generate job.sql

Commit what it writes. --check writes nothing and prints what would change, for CI:
exit status 0 nothing, 1 something, 2 error.`,
	setup: func(flags *flag.FlagSet) action {
		dir := flags.String("o", "", "write into `DIR` (one FILE only)")
		checkOnly := flags.Bool("check", false, "print the difference and write nothing")
		return func(ctx context.Context, t *terminal, args []string) error {
			files, err := manyFiles("generate", args)
			if err != nil {
				return err
			}
			if *dir != "" && len(files) > 1 {
				return &usageError{"generate", "-o takes one SQL file: two packages can't share a directory"}
			}
			return checkStatus(generateFiles(ctx, t, files, *dir, *checkOnly))
		}
	},
}

// checkStatus keeps status 1 for a difference: whatever else ends the command is status 2.
func checkStatus(err error) error {
	var exit exitError
	var usage *usageError
	if err == nil || errors.As(err, &exit) || errors.As(err, &usage) {
		return err
	}
	return &statusError{err, exitUsage}
}

// generated is a package and the directory that it belongs in.
type generated struct {
	dir string
	pkg *codegen.Package
}

// generateFiles compiles all files before it writes the first package: a mistake in one leaves all as they were.
func generateFiles(ctx context.Context, t *terminal, files []string, dir string, checkOnly bool) error {
	var packages []generated
	var outcome error
	for _, file := range files {
		made, err := generateFile(ctx, t, file, dir)
		if err != nil && !errors.Is(err, errWrongSQL) {
			return err
		}
		if err != nil {
			outcome = err
			continue
		}
		packages = append(packages, made)
	}
	if outcome != nil {
		return outcome
	}
	for _, made := range packages {
		if checkOnly {
			if err := t.showChanges(made); err != nil {
				outcome = err
			}
		} else if err := made.pkg.Write(made.dir); err != nil {
			return fmt.Errorf("%s: %w", made.dir, err)
		}
	}
	return outcome
}

// generateFile compiles one file to the package for dir, or for the directory of the job's name beside it.
func generateFile(ctx context.Context, t *terminal, file, dir string) (generated, error) {
	result, err := t.compile(ctx, file)
	if err != nil {
		return generated{}, err
	}
	name := result.PackageName()
	if dir == "" {
		dir = filepath.Join(result.Source.Dir, name)
	}
	place, err := build.InModule(dir, name)
	if errors.Is(err, build.ErrNoModule) {
		return generated{}, &usageError{"generate", fmt.Sprintf("%s is in no Go module, which the package's import path comes from: run go mod init first, or use weir build, which needs none", dir)}
	}
	if err != nil {
		return generated{}, err
	}
	pkg, err := t.generate(ctx, result, compiler.Target{ImportPath: place.ImportPath, Importer: codegen.NewImporter(place.Module)})
	if err != nil && strings.Contains(err.Error(), "no required module provides package "+weir.ModulePath) {
		err = fmt.Errorf("%w\n\nThe generated package imports Weir's runtime, which this module must require:\n  go get %s@%s",
			err, weir.ModulePath, weirVersion())
	}
	return generated{dir, pkg}, err
}

// weirVersion is the version of weir that a module is to require: this one, or the latest for a build from a checkout.
func weirVersion() string {
	if version := weir.Version(); version != "(devel)" {
		return version
	}
	return "latest"
}

// showChanges prints what Write would change, as a unified diff.
func (t *terminal) showChanges(made generated) error {
	changes, err := made.pkg.Compare(made.dir)
	if err != nil {
		return err
	}
	for _, change := range changes {
		t.printDiff(filepath.ToSlash(filepath.Join(made.dir, change.Path)), change.Old, change.New)
	}
	if len(changes) > 0 {
		return exitError(exitFailure)
	}
	return nil
}

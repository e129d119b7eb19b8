package main

import (
	"context"
	"errors"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/weirsql/weir"
	"github.com/weirsql/weir/compiler"
	"github.com/weirsql/weir/compiler/build"
	"github.com/weirsql/weir/templates"
)

var initCommand = &command{
	name:    "init",
	usage:   "[--force] [DIR]",
	summary: "set up a directory with a first job",
	help: `
Writes into DIR, or the current directory: job.sql and a few lines of input for it, gen.go
with the go:generate line, a Dockerfile for an image from scratch, a GitHub Actions workflow,
a .gitignore, and a go.mod where there is none above. A file that is there already is kept.

  weir init orders && cd orders && weir run job.sql`,
	setup: func(flags *flag.FlagSet) action {
		force := flags.Bool("force", false, "overwrite existing files")
		return func(_ context.Context, t *terminal, args []string) error {
			if len(args) > 1 {
				return &usageError{"init", "weir init takes one directory"}
			}
			dir := "."
			if len(args) == 1 {
				dir = args[0]
			}
			return initProject(t, dir, *force)
		}
	},
}

func initProject(t *terminal, dir string, force bool) error {
	project, err := describeProject(dir)
	if err != nil {
		return err
	}
	files, err := project.Files()
	if err != nil {
		return err
	}
	for _, file := range files {
		if err := writeProjectFile(t, filepath.Join(dir, filepath.FromSlash(file.Path)), file.Content, force); err != nil {
			return err
		}
	}
	printNextSteps(t, dir)
	return nil
}

// writeProjectFile writes a file; one that is there already is kept unless force is set.
func writeProjectFile(t *terminal, name, content string, force bool) error {
	if _, err := os.Lstat(name); !errors.Is(err, fs.ErrNotExist) && !force {
		t.printf("kept  %s, which is there already\n", name)
		return nil
	}
	if _, err := build.WriteFile(name, []byte(content)); err != nil {
		return err
	}
	t.printf("wrote %s\n", name)
	return nil
}

// describeProject fills the templates' holes from the directory.
func describeProject(dir string) (templates.Project, error) {
	absolute, err := filepath.Abs(dir)
	if err != nil {
		return templates.Project{}, err
	}
	name := compiler.DefaultJobName(filepath.Base(absolute))
	project := templates.Project{Name: name, Go: goRelease(), Weir: weir.ModulePath}
	_, err = build.InModule(absolute, name)
	if errors.Is(err, build.ErrNoModule) {
		project.Module, err = "example.com/"+strings.ReplaceAll(name, "_", ""), nil
	}
	return project, err
}

// goRelease is the release of the toolchain that built weir, as a go.mod writes it: 1.26.
func goRelease() string {
	parts := strings.SplitN(strings.TrimPrefix(runtime.Version(), "go"), ".", 3)
	if len(parts) < 2 {
		return "1.26"
	}
	return parts[0] + "." + parts[1]
}

func printNextSteps(t *terminal, dir string) {
	t.printf("\nNext:\n")
	if dir != "." {
		t.printf("  cd %s\n", dir)
	}
	t.printf("  weir run job.sql\n")
	t.printf("  go get -tool %s/cmd/weir && go generate && go mod tidy && go test ./...    # in your module\n", weir.ModulePath)
}

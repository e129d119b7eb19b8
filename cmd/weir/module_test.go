package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"
)

// TestModule takes a fresh module outside the repository through what a user's CI does, with the module proxy off: the module
// requires weir, holds a job with a Go function, a go:generate line and a test of its own.
func TestModule(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the weir command and a job")
	}
	m := newUserModule(t)

	m.run("go", "get", "-tool", "github.com/weirsql/weir/cmd/weir")
	m.run("go", "generate", "./...")
	if changed := m.run("go", "tool", "weir", "generate", "--check", "job.sql"); changed != "" {
		t.Errorf("generate --check after generate: %s", changed)
	}
	m.run("go", "vet", "./...")
	m.run("go", "test", "./...")
	m.run("go", "build", "-o", "job", "./riskyorders/cmd/riskyorders")
	if got, want := m.run("./job", "--stats", "none"), m.read("want.jsonl"); got != want {
		t.Errorf("the job printed\n%s\nwant\n%s", got, want)
	}

	t.Run("weir build", m.checkWeirBuild)
	t.Run("stale", m.checkStale)
	t.Run("vendored", m.checkVendored)
}

// userModule is a module of a user of weir.
type userModule struct {
	t   *testing.T
	dir string
	env []string
}

// newUserModule unpacks testdata/module.txt; its go.mod finds weir by a local replace, in this test alone. With -trimpath the
// build cache doesn't depend on the directory: weir isn't compiled anew for each run of the test.
func newUserModule(t *testing.T) *userModule {
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	warmModuleCache(t, root)
	archive, err := txtar.ParseFile("testdata/module.txt")
	if err != nil {
		t.Fatal(err)
	}
	m := &userModule{t, t.TempDir(), append(buildEnvironment(t, ""), "GOFLAGS=-mod=mod -trimpath")}
	for _, file := range archive.Files {
		writeTestFile(t, filepath.Join(m.dir, file.Name), withCheckout(t, file.Data))
	}
	sums, err := os.ReadFile(filepath.Join(root, "go.sum"))
	if err != nil {
		t.Fatal(err)
	}
	writeTestFile(t, filepath.Join(m.dir, "go.sum"), sums)
	return m
}

// warmModuleCache has the go command read the go.mod of every module that weir's requirements name, as go get does when a user
// adds weir; building weir alone leaves out those that nothing is built from. This is the one step that may ask a proxy.
func warmModuleCache(t *testing.T, root string) {
	t.Helper()
	command := exec.CommandContext(t.Context(), "go", "mod", "graph")
	command.Dir = root
	if output, err := command.CombinedOutput(); err != nil {
		t.Fatalf("go mod graph: %v\n%.1000s", err, output)
	}
}

// run runs a command in the module and returns its standard output; it must succeed.
func (m *userModule) run(name string, args ...string) string {
	m.t.Helper()
	stdout, err := m.try(name, args...)
	if err != nil {
		m.t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, stdout)
	}
	return stdout
}

func (m *userModule) try(name string, args ...string) (string, error) {
	var stdout, stderr bytes.Buffer
	command := exec.CommandContext(m.t.Context(), name, args...)
	if strings.HasPrefix(name, "./") {
		command.Path = filepath.Join(m.dir, name)
	}
	command.Dir, command.Env = m.dir, append(m.env, "PWD="+m.dir)
	command.Stdout, command.Stderr = &stdout, &stderr
	start := time.Now()
	err := command.Run()
	m.t.Logf("%s %s: %v", name, strings.Join(args, " "), time.Since(start).Round(time.Millisecond))
	if err != nil {
		return stdout.String() + stderr.String(), err
	}
	return stdout.String(), nil
}

func (m *userModule) read(name string) string {
	m.t.Helper()
	content, err := os.ReadFile(filepath.Join(m.dir, filepath.FromSlash(name)))
	if err != nil {
		m.t.Fatal(err)
	}
	return string(content)
}

// checkWeirBuild: weir build in the module gives a binary that does the same, and writes nothing else into the module.
func (m *userModule) checkWeirBuild(t *testing.T) {
	m = &userModule{t, m.dir, m.env}
	before := listFiles(t, m.dir)
	m.run("go", "tool", "weir", "build", "-o", "built", "job.sql")
	if got, want := m.run("./built", "--stats", "none"), m.read("want.jsonl"); got != want {
		t.Errorf("the built job printed\n%s\nwant\n%s", got, want)
	}
	if err := os.Remove(filepath.Join(m.dir, "built")); err != nil {
		t.Fatal(err)
	}
	if after := listFiles(t, m.dir); after != before {
		t.Errorf("weir build changed the module: before\n%s\nafter\n%s", before, after)
	}
}

// checkStale: an edited file is a difference, shown as a diff, with status 1; generate repairs it.
func (m *userModule) checkStale(t *testing.T) {
	m = &userModule{t, m.dir, m.env}
	name := filepath.Join(m.dir, "riskyorders", "exprs.go")
	writeTestFile(t, name, []byte(m.read("riskyorders/exprs.go")+"// edited\n"))
	output, err := m.try("go", "tool", "weir", "generate", "--check", "job.sql")
	if err == nil || !strings.Contains(output, "-// edited\n") {
		t.Errorf("generate --check of an edited file: %v\n%s", err, output)
	}
	m.run("go", "tool", "weir", "generate", "job.sql")
	m.run("go", "tool", "weir", "generate", "--check", "job.sql")
}

// checkVendored: the same with a vendor directory. The weir command is the test's own, since go tool would compile a vendored
// one, with its large parser, anew for each directory.
func (m *userModule) checkVendored(t *testing.T) {
	m = &userModule{t, m.dir, m.env}
	weir := filepath.Join(commandDir(t), "weir")
	m.run("go", "mod", "vendor")
	m.env = append(m.env, "GOFLAGS=-mod=vendor -trimpath")
	m.run("go", "vet", "./...")
	m.run("go", "test", "./...")
	m.run(weir, "generate", "--check", "job.sql")
	m.run(weir, "build", "-o", "built", "job.sql")
	if got, want := m.run("./built", "--stats", "none"), m.read("want.jsonl"); got != want {
		t.Errorf("the job built with -mod=vendor printed\n%s\nwant\n%s", got, want)
	}
}

// listFiles lists the files below a directory.
func listFiles(t *testing.T, dir string) string {
	t.Helper()
	var names []string
	err := filepath.WalkDir(dir, func(name string, entry os.DirEntry, err error) error {
		names = append(names, name)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(names, "\n")
}

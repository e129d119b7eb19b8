package build

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
)

// goTool runs the Go toolchain with one set of build flags.
type goTool struct {
	path  string
	flags []string
	env   []string
}

// findGoTool finds the go command.
func findGoTool(opts Options) (*goTool, error) {
	path, err := exec.LookPath("go")
	if err != nil {
		return nil, errors.New("building a job needs the Go toolchain, and there is no go command on the PATH: see https://go.dev/dl")
	}
	tool := &goTool{path: path, env: append(os.Environ(), "CGO_ENABLED=0"), flags: buildFlags(opts)}
	if opts.Native {
		tool.env = append(tool.env, "GOOS="+runtime.GOOS, "GOARCH="+runtime.GOARCH)
	}
	return tool, nil
}

// outside returns the tool as it works outside the user's module: in no workspace, and without the flags of GOFLAGS that
// are about the user's own go.mod.
func (t *goTool) outside() *goTool {
	var kept []string
	for flag := range strings.FieldsSeq(os.Getenv("GOFLAGS")) {
		name, _, _ := strings.Cut(strings.TrimLeft(flag, "-"), "=")
		if name != "mod" && name != "modfile" && name != "overlay" && name != "modcacherw" {
			kept = append(kept, flag)
		}
	}
	return t.with("GOWORK=off", "GO111MODULE=on", "GOFLAGS="+strings.Join(kept, " "))
}

// with returns the tool with more variables in its environment.
func (t *goTool) with(env ...string) *goTool {
	changed := *t
	changed.env = append(slices.Clip(t.env), env...)
	return &changed
}

// identity names what the bytes of a binary depend on beside its source: the toolchain, the target and the flags.
func (t *goTool) identity(ctx context.Context, dir string) (string, error) {
	output, err := t.run(ctx, dir, "env", "GOVERSION", "GOOS", "GOARCH", "GOFLAGS", "GOEXPERIMENT", "GOFIPS140",
		"GO386", "GOAMD64", "GOARM", "GOARM64", "GOMIPS", "GOMIPS64", "GOPPC64", "GORISCV64", "GOWASM")
	return output + strings.Join(t.flags, " "), err
}

// buildFlags are the flags of every build: no path, no time and no version control in the binary, so that the same SQL gives
// the same bytes everywhere.
func buildFlags(opts Options) []string {
	flags := []string{"-trimpath", "-buildvcs=false", "-pgo=off"}
	if opts.Profile != "" {
		flags[2] = "-pgo=" + opts.Profile
	}
	if !opts.Debug {
		flags = append(flags, "-ldflags=-s -w")
	}
	return flags
}

// build runs go build for one package in a directory.
func (t *goTool) build(ctx context.Context, dir, output, importPath string, extra ...string) error {
	args := append([]string{"build", "-o", output}, t.flags...)
	args = append(append(args, extra...), importPath)
	_, err := t.run(ctx, dir, args...)
	return err
}

// run runs the go command and returns what it printed, which becomes part of the error if it fails.
func (t *goTool) run(ctx context.Context, dir string, args ...string) (string, error) {
	command := exec.CommandContext(ctx, t.path, args...)
	command.Dir = dir
	command.Env = append(slices.Clip(t.env), "PWD="+dir)
	output, err := command.CombinedOutput()
	if err != nil {
		return "", &ToolError{Args: args, Output: strings.TrimSpace(string(output)), Err: err}
	}
	return string(output), nil
}

// ToolError is a failed run of the go command.
type ToolError struct {
	Args   []string
	Output string // what the go command printed
	Err    error
}

// Error shows the go command's own words, which name the file and the line.
func (e *ToolError) Error() string {
	return fmt.Sprintf("go %s: %v\n%s", e.Args[0], e.Err, e.Output)
}

// Unwrap returns the error of os/exec.
func (e *ToolError) Unwrap() error { return e.Err }

// environment returns the value of a variable as the go command will see it.
func (t *goTool) environment(name string) string {
	for _, entry := range slices.Backward(t.env) {
		if value, found := strings.CutPrefix(entry, name+"="); found {
			return value
		}
	}
	return ""
}

// executableSuffix is ".exe" where the target is Windows.
func executableSuffix(t *goTool) string {
	if t.environment("GOOS") == "windows" || t.environment("GOOS") == "" && runtime.GOOS == "windows" {
		return ".exe"
	}
	return ""
}

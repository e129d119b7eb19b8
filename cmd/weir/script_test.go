package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

var update = flag.Bool("update", false, "rewrite the transcripts in testdata")

// TestScripts runs every testdata/*.txtar: a description, a transcript of commands, and the files that they start from.
//
//	A misspelt column is shown with the nearest name.
//
//	$ weir check job.sql
//	2> job.sql:1:8: error[W0203]: …
//	exit 2
//
//	-- job.sql --
//	SELECT …
//
// A line of standard error begins with "2> "; an exit status other than 0 is the last line. The commands run one after another
// in one fresh directory, by sh.
func TestScripts(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("scripts need sh")
	}
	scripts, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(scripts) == 0 {
		t.Fatalf("no scripts: %v", err)
	}
	commands := commandDir(t)
	for _, file := range scripts {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			t.Parallel()
			runScript(t, file, buildEnvironment(t, commands))
		})
	}
}

func runScript(t *testing.T, file string, env []string) {
	archive, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for _, f := range archive.Files {
		writeTestFile(t, filepath.Join(dir, f.Name), withCheckout(t, f.Data))
	}
	want := string(archive.Comment)
	got := transcript(t, want, dir, env)
	if got == want {
		return
	}
	if !*update {
		t.Errorf("%s: transcript differs (-update rewrites it):\n%s", file, patchOf(want, got))
		return
	}
	archive.Comment = []byte(got)
	if err := os.WriteFile(file, txtar.Format(archive), 0o666); err != nil {
		t.Fatal(err)
	}
}

// transcript runs the commands of a script and returns the script with what they printed now.
func transcript(t *testing.T, script, dir string, env []string) string {
	var out strings.Builder
	description, _, _ := strings.Cut(script, "\n$ ")
	out.WriteString(strings.TrimSpace(description) + "\n")
	for line := range strings.Lines(script) {
		command, isCommand := strings.CutPrefix(line, "$ ")
		if !isCommand {
			continue
		}
		fmt.Fprintf(&out, "\n$ %s\n%s", strings.TrimSpace(command), runLine(t, command, dir, env))
	}
	out.WriteString("\n")
	return out.String()
}

// runLine runs one command line and returns its transcript.
func runLine(t *testing.T, line, dir string, env []string) string {
	var stdout, stderr bytes.Buffer
	command := exec.CommandContext(t.Context(), "sh", "-c", line)
	command.Dir, command.Env = dir, env
	command.Stdout, command.Stderr = &stdout, &stderr
	err := command.Run()
	var failed *exec.ExitError
	if err != nil && !errors.As(err, &failed) {
		t.Fatal(err)
	}
	text := withLineEnd(stdout.String()) + prefixLines("2> ", withLineEnd(stderr.String()))
	if failed != nil {
		text += fmt.Sprintf("exit %d\n", failed.ExitCode())
	}
	return strings.ReplaceAll(text, dir, "$WORK")
}

func withLineEnd(text string) string {
	if text == "" || strings.HasSuffix(text, "\n") {
		return text
	}
	return text + "\n"
}

func prefixLines(prefix, text string) string {
	var out strings.Builder
	for line := range strings.Lines(text) {
		if line == "\n" {
			out.WriteString(strings.TrimSpace(prefix) + line)
			continue
		}
		out.WriteString(prefix + line)
	}
	return out.String()
}

// withCheckout puts the path of this checkout into a file, for a replace line of a go.mod.
func withCheckout(t *testing.T, content []byte) []byte {
	t.Helper()
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	return bytes.ReplaceAll(content, []byte("WEIR_CHECKOUT"), []byte(root))
}

func patchOf(want, got string) string {
	var diff bytes.Buffer
	(&terminal{stdout: &diff}).printDiff("transcript", []byte(want), []byte(got))
	return diff.String()
}

func writeTestFile(t *testing.T, name string, content []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, content, 0o666); err != nil {
		t.Fatal(err)
	}
}

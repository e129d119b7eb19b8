package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// asWeir makes the test binary behave as the weir command: scripts and go:generate lines then run what is under test.
const asWeir = "WEIR_TEST_AS_COMMAND"

// weirCache is the user's cache directory of all tests here: jobs are built there.
var weirCache string

func TestMain(m *testing.M) {
	if os.Getenv(asWeir) != "" {
		os.Unsetenv(asWeir) // jobs that weir starts are themselves
		main()
	}
	var err error
	if weirCache, err = os.MkdirTemp("", "weir-test-cache-"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	code := m.Run()
	os.RemoveAll(weirCache)
	os.Exit(code)
}

// commandDir makes a directory that holds the test binary under the name weir, for a PATH.
func commandDir(t *testing.T) string {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	wrapper := fmt.Sprintf("#!/bin/sh\n%s=1 exec '%s' \"$@\"\n", asWeir, self)
	if err := os.WriteFile(filepath.Join(dir, "weir"), []byte(wrapper), 0o755); err != nil {
		t.Fatal(err)
	}
	return dir
}

// buildEnvironment is the environment of a test that builds jobs: no network, a cache of weir's own, Go's caches as they are.
func buildEnvironment(t *testing.T, commands string) []string {
	t.Helper()
	return append(os.Environ(),
		"PATH="+commands+string(os.PathListSeparator)+os.Getenv("PATH"),
		"GOCACHE="+goEnv(t, "GOCACHE"),
		"GOMODCACHE="+goEnv(t, "GOMODCACHE"),
		"XDG_CACHE_HOME="+weirCache,
		"GOPROXY=off",
		"GOFLAGS=",
		"GOWORK=off",
	)
}

func goEnv(t *testing.T, name string) string {
	t.Helper()
	output, err := exec.Command("go", "env", name).Output()
	if err != nil {
		t.Fatalf("go env %s: %v", name, err)
	}
	return strings.TrimSpace(string(output))
}

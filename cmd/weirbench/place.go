package main

import (
	"bytes"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
)

// place is the directory in which one run of the benchmark keeps binaries, inputs and outputs.
type place struct {
	dir    string
	duckdb string            // the script that runs a workload in DuckDB; "" where there is none
	built  map[string]string // binaries by the jobs' text
}

//go:embed rivals/duckdb/run.py
var duckdbScript []byte

func newPlace(dir string) (*place, error) {
	if dir == "" {
		dir = os.TempDir()
		if info, err := os.Stat("/dev/shm"); err == nil && info.IsDir() {
			dir = "/dev/shm"
		}
	}
	made, err := os.MkdirTemp(dir, "weirbench-")
	return &place{dir: made, built: map[string]string{}}, err
}

func (p *place) remove() { os.RemoveAll(p.dir) }

func (p *place) path(name string) string { return filepath.Join(p.dir, name) }

// buildTools builds the compiler and the rivals; it must run inside the repository.
func (p *place) buildTools(log io.Writer) error {
	fmt.Fprintln(log, "building weir and its rivals …")
	for name, pkg := range map[string]string{
		"weir":   "github.com/weirsql/weir/cmd/weir",
		"hand":   "github.com/weirsql/weir/cmd/weirbench/rivals/hand",
		"stdlib": "github.com/weirsql/weir/cmd/weirbench/rivals/stdlib",
	} {
		if err := command("go", "build", "-o", p.path(name), pkg); err != nil {
			return err
		}
	}
	return p.findDuckDB(log)
}

// findDuckDB puts DuckDB on the list of rivals where Python has it.
func (p *place) findDuckDB(log io.Writer) error {
	if command("python3", "-c", "import duckdb") != nil {
		fmt.Fprintln(log, "DuckDB is left out: python3 has no module duckdb (pip install duckdb)")
		return nil
	}
	p.duckdb = p.path("duckdb_rival.py")
	return os.WriteFile(p.duckdb, duckdbScript, 0o644)
}

// buildJob compiles a workload's SQL into a binary.
func (p *place) buildJob(w workload) (binary string, err error) { return p.buildText(w.name, w.sql()) }

// buildText compiles SQL into a binary, once for all jobs of the same text.
func (p *place) buildText(name, sql string) (binary string, err error) {
	path := p.path(name + ".sql")
	if err := os.WriteFile(path, []byte(sql), 0o644); err != nil {
		return "", err
	}
	if binary := p.built[sql]; binary != "" {
		return binary, nil
	}
	binary = p.path("job_" + name)
	p.built[sql] = binary
	return binary, command(p.path("weir"), "build", "-o", binary, path)
}

// input makes the workload's input file, once for all workloads that share it.
func (p *place) input(w workload, rows int64, log io.Writer) (path string, size int64, err error) {
	path = p.path(w.file)
	if info, err := os.Stat(path); err == nil {
		return path, info.Size(), nil
	}
	fmt.Fprintf(log, "writing %d records to %s …\n", rows, w.file)
	if err := writeInput(path, w.header, w.row, rows); err != nil {
		return "", 0, err
	}
	info, err := os.Stat(path)
	if err != nil {
		return "", 0, err
	}
	return path, info.Size(), nil
}

// clear removes a workload's results, and what it reads unless others do that come after it.
func (p *place) clear(r result, rest []workload) error {
	var errs []error
	for _, c := range r.contestants {
		if c.output != "" {
			errs = append(errs, os.Remove(c.output))
		}
	}
	shared := slices.ContainsFunc(rest, func(w workload) bool { return w.file == r.workload.file })
	if r.workload.file != "" && !shared {
		errs = append(errs, os.Remove(p.path(r.workload.file)))
	}
	return errors.Join(errs...)
}

// command runs a program and puts what it printed into the error.
func command(name string, args ...string) error {
	var output bytes.Buffer
	cmd := exec.Command(name, args...)
	cmd.Stdout, cmd.Stderr = &output, &output
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%s %v: %w\n%s", filepath.Base(name), args, err, output.Bytes())
	}
	return nil
}

package oracle

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// postgres is a server of its own for one test, on a socket in a temporary directory.
type postgres struct{ bin, dir string }

// startPostgres starts a server, or skips the test where none is installed.
func startPostgres(t *testing.T) *postgres {
	t.Helper()
	bins, _ := filepath.Glob("/usr/lib/postgresql/*/bin")
	if len(bins) == 0 {
		t.Skip("no PostgreSQL below /usr/lib/postgresql: apt-get install postgresql")
	}
	dir, err := os.MkdirTemp("", "weir-pg-") // a short path: sockets have a limit
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	pg := &postgres{bins[len(bins)-1], dir}
	if os.Getuid() == 0 {
		pg.must(t, exec.Command("chown", "postgres", dir))
	}
	data := filepath.Join(dir, "data")
	pg.must(t, pg.server("initdb", "-D", data, "-U", "weir", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"))
	server := pg.server("postgres", "-D", data, "-k", dir, "-c", "listen_addresses=", "-c", "fsync=off", "-c", "TimeZone=UTC")
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		server.Process.Signal(os.Interrupt)
		server.Wait()
	})
	pg.wait(t)
	return pg
}

// server is a command of the server, which refuses to run as root.
func (pg *postgres) server(name string, args ...string) *exec.Cmd {
	args = append([]string{filepath.Join(pg.bin, name)}, args...)
	if os.Getuid() == 0 {
		args = append([]string{"setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"}, args...)
	}
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Dir = "/"
	return cmd
}

func (pg *postgres) must(t *testing.T, cmd *exec.Cmd) {
	t.Helper()
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Skipf("PostgreSQL doesn't start: %v: %v\n%s", cmd.Args, err, out)
	}
}

func (pg *postgres) wait(t *testing.T) {
	t.Helper()
	for range 100 {
		if exec.Command(filepath.Join(pg.bin, "pg_isready"), "-h", pg.dir, "-U", "weir", "-d", "postgres").Run() == nil {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Skip("PostgreSQL doesn't get ready")
}

// query runs a script and returns the rows that its last COPY … TO STDOUT (FORMAT csv) printed.
func (pg *postgres) query(t *testing.T, script string) [][]string {
	t.Helper()
	cmd := exec.Command(filepath.Join(pg.bin, "psql"), "-h", pg.dir, "-U", "weir", "-d", "postgres", "-q", "-X", "-A", "-t", "-v", "ON_ERROR_STOP=1")
	cmd.Stdin = strings.NewReader(script)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		t.Fatalf("psql: %v\n%s", err, errs.String())
	}
	rows, err := csv.NewReader(&out).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// evaluate computes expressions over a table's rows, each on its own, so that one that fails leaves the others alone:
// by expression and row, the value as text, NULL, or the error.
func (pg *postgres) evaluate(t *testing.T, table string, rows int, expressions []string) [][]outcome {
	t.Helper()
	var script strings.Builder
	script.WriteString(table)
	script.WriteString(evaluator)
	for k, e := range expressions {
		fmt.Fprintf(&script, "DO $do$ BEGIN PERFORM evaluate(%d, $e$%s$e$); END $do$;\n", k, e)
	}
	script.WriteString("COPY (SELECT k, r, failed, value IS NULL, value FROM outcome) TO STDOUT (FORMAT csv);\n")
	results := make([][]outcome, len(expressions))
	for i := range results {
		results[i] = make([]outcome, rows)
	}
	for _, row := range pg.query(t, script.String()) {
		var k, r int
		fmt.Sscan(row[0], &k)
		fmt.Sscan(row[1], &r)
		results[k][r] = outcome{failed: row[2] == "t", null: row[3] == "t", value: row[4]}
	}
	return results
}

// outcome is what became of an expression on a row. Of one that failed, value is the message.
type outcome struct {
	failed, null bool
	value        string
}

func (o outcome) String() string {
	switch {
	case o.failed:
		return "error: " + o.value
	case o.null:
		return "NULL"
	}
	return fmt.Sprintf("%q", o.value)
}

const evaluator = `
SET client_min_messages = warning;
CREATE TABLE outcome (k int, r int, value text, failed boolean);
CREATE FUNCTION evaluate(k int, e text) RETURNS void LANGUAGE plpgsql AS $body$
DECLARE row_number int;
BEGIN
  EXECUTE 'INSERT INTO outcome SELECT ' || k || ', r, (' || e || ')::text, false FROM t';
EXCEPTION WHEN OTHERS THEN
  FOR row_number IN SELECT r FROM t LOOP
    BEGIN
      EXECUTE 'INSERT INTO outcome SELECT ' || k || ', r, (' || e || ')::text, false FROM t WHERE r = ' || row_number;
    EXCEPTION WHEN OTHERS THEN
      INSERT INTO outcome VALUES (k, row_number, SQLERRM, true);
    END;
  END LOOP;
END $body$;
`

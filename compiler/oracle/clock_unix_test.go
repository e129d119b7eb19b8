//go:build unix

package oracle

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// started is a job that runs, with its output line by line.
type started struct {
	*exec.Cmd
	lines chan string
}

func (j job) start(t *testing.T, stdin io.Reader, environment []string, flags ...string) started {
	t.Helper()
	cmd := exec.Command(j.binary, append([]string{"--stats", "none", "--progress", "off"}, flags...)...)
	cmd.Stdin, cmd.Stderr, cmd.Env, cmd.Dir = stdin, os.Stderr, append(os.Environ(), environment...), t.TempDir()
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	s := started{cmd, make(chan string, 100)}
	go func() {
		defer close(s.lines)
		for scanner := bufio.NewScanner(out); scanner.Scan(); {
			s.lines <- scanner.Text()
		}
	}()
	return s
}

// next is the next line, which has to come while the input is still open.
func (s started) next(t *testing.T) string {
	t.Helper()
	select {
	case line := <-s.lines:
		return line
	case <-time.After(20 * time.Second):
		_ = s.Process.Kill()
		t.Fatal("nothing comes")
	}
	return ""
}

// Windows of processing time close by the machine's clock, though no row comes and the input has no end; each row is in one of them.
func TestProcessingTime(t *testing.T) {
	const windows = "SELECT user_id, window_start, window_time AS wt, COUNT(*) AS n FROM clicks GROUP BY user_id WINDOW TUMBLING (at, INTERVAL '%s' SECOND)"
	closesByClock(t, fmt.Sprintf(windows, "1"))
	closesByClock(t, fmt.Sprintf("SELECT window_start, SUM(n) AS n FROM ("+windows+") GROUP BY TUMBLE(wt, INTERVAL '1' SECOND)", "0.25"))
}

func closesByClock(t *testing.T, query string) {
	job := compileJob(t, `CREATE TABLE clicks (user_id VARCHAR, at AS PROCTIME()) WITH ('connector' = 'file', 'path' = '-', 'format' = 'json');
`+query+";")
	for _, partitions := range []string{"1", "3"} {
		in, write, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		s := job.start(t, in, nil, "--partitions", partitions)
		const rows = 7
		for range rows {
			fmt.Fprintln(write, `{"user_id":"a"}`)
		}
		counted := 0
		for counted < rows {
			var row struct {
				Start string `json:"window_start"`
				N     int
			}
			if err := json.Unmarshal([]byte(s.next(t)), &row); err != nil {
				t.Fatal(err)
			}
			at, err := time.Parse("2006-01-02 15:04:05Z", row.Start)
			if err != nil || at.Before(began.Truncate(time.Second)) || at.After(time.Now().Add(-time.Second)) {
				t.Errorf("a window of %s closes at %s: %v", row.Start, time.Now(), err)
			}
			counted += row.N
		}
		if counted != rows {
			t.Errorf("%d rows are in windows, of %d", counted, rows)
		}
		write.Close()
		if err := s.Wait(); err != nil {
			t.Error(err)
		}
	}
}

// A source that gives nothing holds event time back until its 'scan.watermark.idle-timeout' is over, and for ever where it has none.
func TestIdleTimeout(t *testing.T) {
	for _, timeout := range []string{"", ", 'scan.watermark.idle-timeout' = '200 ms'"} {
		source := func(name string) string {
			return fmt.Sprintf("CREATE TABLE %s (k VARCHAR, ts TIMESTAMP(3), WATERMARK FOR ts AS ts) WITH ('connector' = 'file', 'path' = '%s', 'format' = 'json'%s);\n", name, "${"+name+"}", timeout)
		}
		job := compileJob(t, source("busy")+source("quiet")+
			`SELECT k, window_start, COUNT(*) AS n FROM (SELECT k, ts FROM busy UNION ALL SELECT k, ts FROM quiet) AS u GROUP BY k WINDOW TUMBLING (ts, INTERVAL '1' SECOND);`)
		dir := t.TempDir()
		busy, quiet := filepath.Join(dir, "busy"), filepath.Join(dir, "quiet")
		for _, path := range []string{busy, quiet} {
			if err := syscall.Mkfifo(path, 0o600); err != nil {
				t.Skip(err)
			}
		}
		s := job.start(t, nil, []string{"busy=" + busy, "quiet=" + quiet}, "--partitions", "2")
		toBusy, err := os.OpenFile(busy, os.O_WRONLY, 0)
		if err != nil {
			t.Fatal(err)
		}
		toQuiet, err := os.OpenFile(quiet, os.O_WRONLY, 0)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintln(toBusy, `{"k":"x","ts":"2026-01-01 00:00:01"}`)
		fmt.Fprintln(toBusy, `{"k":"x","ts":"2026-01-01 00:00:02"}`)
		const want = `{"k":"x","window_start":"2026-01-01 00:00:01","n":1}`
		if timeout != "" {
			if got := s.next(t); got != want {
				t.Errorf("%s comes", got)
			}
		} else {
			select {
			case line := <-s.lines:
				t.Errorf("%s comes, though a source may still have older rows", line)
			case <-time.After(700 * time.Millisecond):
			}
		}
		toBusy.Close()
		toQuiet.Close()
		if err := s.Wait(); err != nil {
			t.Error(err)
		}
	}
}

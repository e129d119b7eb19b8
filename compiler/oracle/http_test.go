package oracle

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

const (
	httpRows   = 6000
	httpGroups = 7
)

// httpSQL reads numbers for three seconds, or without a bound on speed.
func httpSQL(http string) string {
	return fmt.Sprintf(`SET 'job.http' = '%s';
CREATE TABLE n (i BIGINT NOT NULL) WITH ('connector' = 'datagen', 'fields.i.kind' = 'sequence', 'fields.i.start' = '0', 'fields.i.end' = '%d', 'rows-per-second' = '2000');
CREATE TABLE out WITH ('connector' = 'file', 'path' = 'out.jsonl', 'format' = 'json') AS
SELECT i %% %d AS g, COUNT(*) AS n, SUM(i) AS s FROM n GROUP BY i %% %[3]d EMIT FINAL`, http, httpRows-1, httpGroups)
}

// A job is asked over HTTP while it runs, takes a savepoint, and is killed; it goes on from the savepoint, and nothing is missing and nothing
// twice.
func TestHTTP(t *testing.T) {
	j, dir := compileJob(t, httpSQL("on")), t.TempDir()
	cmd, url := httpJob(t, j, dir)
	var stats struct {
		Outcome string
		Read    int64
	}
	for deadline := time.Now().Add(20 * time.Second); stats.Read < httpRows/20; time.Sleep(10 * time.Millisecond) {
		httpAsk(t, "GET", url+"/stats", http.StatusOK, &stats)
		if time.Now().After(deadline) {
			t.Fatalf("%+v", stats)
		}
	}
	var saved struct {
		Savepoint  string
		Checkpoint int64
	}
	httpAsk(t, "POST", url+"/savepoint?name=here", http.StatusCreated, &saved)
	var listing struct {
		Checkpoints []struct {
			Kind, Name string
			Number     int64
			Read       int64
		}
	}
	httpAsk(t, "GET", url+"/checkpoints", http.StatusOK, &listing)
	last := listing.Checkpoints[len(listing.Checkpoints)-1]
	if stats.Outcome != "running" || saved.Savepoint != "here" || last.Name != "here" || last.Number != saved.Checkpoint || last.Read < stats.Read || last.Read >= httpRows {
		t.Errorf("%+v, %+v, %+v", stats, saved, listing)
	}
	_ = cmd.Process.Kill()
	_ = cmd.Wait()
	again := exec.Command(j.binary, "--progress", "off", "--stats", "none", "--checkpoint-dir", "state", "--from-savepoint", "here", "--partitions", "3")
	again.Dir = dir
	if text, err := again.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	var want []string
	var n, s [httpGroups]int
	for i := range httpRows {
		n[i%httpGroups]++
		s[i%httpGroups] += i
	}
	for g := range httpGroups {
		want = append(want, fmt.Sprintf(`{"g":%d,"n":%d,"s":%d}`, g, n[g], s[g]))
	}
	content, err := os.ReadFile(filepath.Join(dir, "out.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	got := strings.Split(strings.TrimSpace(string(content)), "\n")
	slices.Sort(got)
	sameLines(t, "out", got, want)
}

// httpJob starts a job with --http and returns where it listens.
func httpJob(t *testing.T, j job, dir string) (*exec.Cmd, string) {
	t.Helper()
	cmd := exec.Command(j.binary, "--progress", "off", "--stats", "none", "--checkpoint-dir", "state", "--partitions", "2", "--http", "0")
	cmd.Dir = dir
	stderr, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill() })
	lines := bufio.NewReader(stderr)
	for {
		line, err := lines.ReadString('\n')
		if err != nil {
			t.Fatal(err)
		}
		if _, url, found := strings.Cut(line, "HTTP is at "); found {
			go func() { _, _ = io.Copy(io.Discard, lines) }()
			return cmd, strings.TrimSpace(url)
		}
	}
}

func httpAsk(t *testing.T, method, url string, status int, answer any) {
	t.Helper()
	request, err := http.NewRequest(method, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	var response *http.Response
	for range 100 { // the job may be starting
		if response, err = http.DefaultClient.Do(request); err != nil {
			t.Fatal(err)
		}
		if response.StatusCode != http.StatusServiceUnavailable {
			break
		}
		response.Body.Close()
		time.Sleep(10 * time.Millisecond)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err == nil {
		err = json.Unmarshal(text, answer)
	}
	if err != nil || response.StatusCode != status {
		t.Fatalf("%s %s: %d, %v, %s", method, url, response.StatusCode, err, text)
	}
}

// A port that is taken, and a job without HTTP, end the start before anything is touched.
func TestHTTPRefused(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	address := listener.Addr().String()
	for setting, want := range map[string]string{
		"on":  "oracle: --http: " + address + " is in use by another process: give another port, or 0 for any that is free\n",
		"off": "oracle: --http: this job was built without HTTP: add SET 'job.http' = 'on' to job.sql and build it again\nRun oracle --help for its flags.\n",
	} {
		j, dir := compileJob(t, httpSQL(setting)), t.TempDir()
		cmd := exec.Command(j.binary, "--checkpoint-dir", "state", "--http", address)
		cmd.Dir = dir
		text, _ := cmd.CombinedOutput()
		left, err := os.ReadDir(dir)
		if string(text) != want || cmd.ProcessState.ExitCode() != 2 || len(left) > 0 || err != nil {
			t.Errorf("%s: exit %d, %s, left %v, %v", setting, cmd.ProcessState.ExitCode(), text, left, err)
		}
	}
}

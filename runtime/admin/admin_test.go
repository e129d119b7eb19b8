package admin

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	rt "github.com/weirsql/weir/runtime"
	"github.com/weirsql/weir/runtime/connector/blackhole"
)

// endless is a source that gives a line each millisecond.
type endless struct{}

func (endless) Splits(context.Context, int) ([]*rt.Split, error) {
	return []*rt.Split{{}}, nil
}
func (endless) NewReader() (rt.Reader, error)         { return endless{}, nil }
func (endless) Open(context.Context, *rt.Split) error { return nil }
func (endless) Close() error                          { return nil }
func (endless) Read(ctx context.Context, batch *rt.Batch) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(time.Millisecond):
	}
	batch.Data = []byte("line\n")
	return nil
}

// lines is the pipeline of a job that writes each line.
type lines struct{ out *rt.Output }

func (p lines) Process(batch *rt.Batch) error {
	for batch.Next() {
		p.out.Buf = append(append(p.out.Buf, batch.Record()...), '\n')
		if err := p.out.Wrote(); err != nil {
			return err
		}
	}
	return nil
}

func endlessJob() *rt.Job {
	return &rt.Job{
		Name: "endless", SQLFile: "endless.sql",
		Sources: []rt.SourceTable{{Name: "lines", New: func(*rt.Table) (rt.Source, error) { return endless{}, nil }}},
		Sinks:   []rt.SinkTable{{Name: "out", New: blackhole.NewSink}},
		Stages: []rt.Stage{{Name: "lines", Source: "lines", Outputs: []string{"out"}, New: func(ctx *rt.StageContext) (rt.Partition, error) {
			return lines{ctx.Output("out")}, nil
		}}},
	}
}

// client asks an endpoint.
type client struct {
	t   *testing.T
	url string
}

func listen(t *testing.T) (rt.Endpoint, client) {
	t.Helper()
	endpoint, err := Listen("0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { endpoint.Close() })
	return endpoint, client{t, endpoint.URL()}
}

// ask returns the status and the answer, which is an object.
func (c client) ask(method, path string) (int, map[string]any) {
	c.t.Helper()
	request, err := http.NewRequest(method, c.url+path, nil)
	if err != nil {
		c.t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		c.t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	var made map[string]any
	if response.Header.Get("Content-Type") == contentType {
		if err := json.Unmarshal(text, &made); err != nil {
			c.t.Fatalf("%s %s: %v in %s", method, path, err, text)
		}
	}
	return response.StatusCode, made
}

// expect asks, and checks the status and a member of the answer.
func (c client) expect(method, path string, status int, key, want string) {
	c.t.Helper()
	got, answer := c.ask(method, path)
	if text, _ := answer[key].(string); got != status || text != want {
		c.t.Errorf("%s %s: %d %v, want %d %s: %q", method, path, got, answer, status, key, want)
	}
}

// run runs the job with an endpoint, and stops it when during returns.
func run(t *testing.T, config rt.Config, during func(c client)) client {
	t.Helper()
	endpoint, c := listen(t)
	c.expect("GET", "/health", 200, "phase", "starting")
	c.expect("GET", "/ready", 503, "phase", "starting")
	c.expect("GET", "/stats", 503, "error", "the job is starting: ask again when GET /ready answers 200")
	c.expect("POST", "/savepoint", 503, "error", "the job is starting: ask again when GET /ready answers 200")
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	open := make(chan struct{})
	config.Observe, config.Partitions = true, 1
	config.Attach = append(config.Attach, endpoint.Attach, func(*rt.Running) (func(), error) {
		close(open)
		return func() {}, nil
	})
	ended := make(chan error)
	go func() {
		_, err := rt.Run(ctx, endlessJob(), config)
		ended <- err
	}()
	select {
	case <-open:
	case err := <-ended:
		t.Fatal(err)
	}
	during(c)
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
	return c
}

// A job is asked while it starts, runs, and has ended.
func TestAnswers(t *testing.T) {
	dir := t.TempDir()
	c := run(t, rt.Config{CheckpointDir: dir, CheckpointInterval: time.Hour}, func(c client) {
		c.expect("GET", "/health", 200, "phase", "running")
		c.expect("GET", "/ready", 200, "phase", "running")
		c.expect("POST", "/savepoint?name=one", 201, "savepoint", "one")
		if _, err := os.Stat(filepath.Join(dir, "savepoint-one")); err != nil {
			t.Error(err)
		}
		c.expect("POST", "/savepoint?name=ONE", 409, "error", "there is a savepoint one already: give another name, or remove its file from the checkpoint directory")
		c.expect("POST", "/savepoint?name=..%2Fup", 400, "error", `a savepoint can't be named "../up": give it up to 100 letters, digits, dashes, underscores and points`)
		c.expect("POST", "/savepoint?name=", 400, "error", `a savepoint can't be named "": give it up to 100 letters, digits, dashes, underscores and points`)
		c.expect("POST", "/savepoint?nme=x", 400, "error", `there is no parameter "nme": POST /savepoint?name=NAME takes the savepoint's name alone`)
		if status, answer := c.ask("POST", "/savepoint"); status != 201 || !strings.HasSuffix(answer["savepoint"].(string), "Z") {
			t.Errorf("%d %v", status, answer)
		}
		for path, method := range map[string]string{"/savepoint": "GET", "/stats": "POST", "/health": "DELETE"} {
			if status, _ := c.ask(method, path); status != http.StatusMethodNotAllowed {
				t.Errorf("%s %s: %d", method, path, status)
			}
		}
		if status, _ := c.ask("GET", "/other"); status != http.StatusNotFound {
			t.Errorf("/other: %d", status)
		}
		if _, listing := c.ask("GET", "/checkpoints"); listing["job"] != "endless" || len(listing["checkpoints"].([]any)) < 3 {
			t.Errorf("%v", listing)
		}
	})
	c.expect("GET", "/health", 200, "phase", "ending")
	c.expect("GET", "/ready", 503, "phase", "ending")
	const ended = "the job is ending: started again, it goes on from its last checkpoint, if it keeps any"
	c.expect("POST", "/savepoint?name=late", 503, "error", ended)
	c.expect("GET", "/stats", 503, "error", ended)
}

// The statistics of a running job follow it.
func TestStatsFollow(t *testing.T) {
	run(t, rt.Config{}, func(c client) {
		var last float64
		for deadline := time.Now().Add(10 * time.Second); last < 200; time.Sleep(10 * time.Millisecond) {
			status, stats := c.ask("GET", "/stats")
			read, _ := stats["read"].(float64)
			if status != 200 || stats["outcome"] != "running" || read < last || time.Now().After(deadline) {
				t.Fatalf("%d, behind %v records: %v", status, last, stats)
			}
			last = read
		}
		const none = "the job has no --checkpoint-dir: there are no savepoints without one: start it with --checkpoint-dir DIR"
		c.expect("POST", "/savepoint?name=x", 409, "error", none)
		c.expect("GET", "/checkpoints", 409, "error", none)
	})
}

// A page of another origin that a browser of this machine shows can't take savepoints.
func TestOtherOrigins(t *testing.T) {
	dir := t.TempDir()
	run(t, rt.Config{CheckpointDir: dir}, func(c client) {
		request, err := http.NewRequest("POST", c.url+"/savepoint?name=x", nil)
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Origin", "http://example.com")
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
		if _, err := os.Stat(filepath.Join(dir, "savepoint-x")); response.StatusCode != http.StatusForbidden || !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%d, %v", response.StatusCode, err)
		}
	})
}

// A client that sends nothing, or too much, is cut off, and the job goes on.
func TestClientsAreBounded(t *testing.T) {
	_, c := listen(t)
	connection, err := net.Dial("tcp", strings.TrimPrefix(c.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer connection.Close()
	go func() {
		_, _ = io.WriteString(connection, "GET /health HTTP/1.1\r\nHost: x\r\nMuch: "+strings.Repeat("x", 1<<20))
	}()
	answer, _ := io.ReadAll(connection)
	if !strings.HasPrefix(string(answer), "HTTP/1.1 431 ") {
		t.Errorf("%q", answer)
	}
	c.expect("GET", "/health", 200, "phase", "starting")
}

// A port alone is this machine's.
func TestAddresses(t *testing.T) {
	for address, want := range map[string]string{"8080": "127.0.0.1:8080", ":8080": "127.0.0.1:8080", "0.0.0.0:80": "0.0.0.0:80", "[::1]:0": "[::1]:0", "localhost:1": "localhost:1"} {
		if got, err := complete(address); err != nil || got != want {
			t.Errorf("%s: %s, %v, want %s", address, got, err, want)
		}
	}
	for address, want := range map[string]string{
		"":          `"" is no port: it must be a number from 0 to 65535`,
		"65536":     `"65536" is no port: it must be a number from 0 to 65535`,
		"http":      `"http" is no port: it must be a number from 0 to 65535`,
		"::1":       `"::1" is no address: it must be a port, or an address and a port, such as 8080 or 0.0.0.0:8080`,
		"host:+1":   `"+1" is no port: it must be a number from 0 to 65535`,
		"http://x/": `"//x/" is no port: it must be a number from 0 to 65535`,
	} {
		if _, err := Listen(address); err == nil || err.Error() != want {
			t.Errorf("%s: %v, want %s", address, err, want)
		}
	}
	_, c := listen(t)
	taken := strings.TrimPrefix(c.url, "http://")
	if _, err := Listen(taken); err == nil || err.Error() != taken+" is in use by another process: give another port, or 0 for any that is free" {
		t.Error(err)
	}
}

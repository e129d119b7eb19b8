// Package admin is the HTTP interface of a running job, for those who look after it: its health, its statistics, its checkpoints, and savepoints.
//
//	POST /savepoint?name=N  takes a savepoint, named by the time where no name is given, and answers when it is complete
//	GET  /checkpoints       what `job checkpoints --json` shows
//	GET  /stats             the statistics of the job so far
//	GET  /health            200 as long as the process answers
//	GET  /ready             200 while the job reads; 503 before and behind that
//
// Answers are JSON; those of what can't be done are {"error": "…"} and say what to do. A job whose SQL says SET 'job.http' = 'on' links the
// package.
package admin

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	rt "github.com/weirsql/weir/runtime"
	"github.com/weirsql/weir/runtime/checkpoint"
)

// What a client may take: nobody holds a job's memory by being slow, or by sending much.
const (
	headerTime  = 5 * time.Second
	requestTime = 10 * time.Second
	answerTime  = 30 * time.Second // but for savepoints and lists of checkpoints, which take the time that the disk does
	idleTime    = time.Minute
	headerSize  = 16 << 10
	bodySize    = 4 << 10 // no request needs one
	closeTime   = 2 * time.Second
)

// server answers for one job.
type server struct {
	listener net.Listener
	http     *http.Server
	job      atomic.Pointer[rt.Running] // nil as long as it isn't open, and when it has ended
	begun    atomic.Bool                // there was one
	listing  sync.Mutex                 // held while checkpoints are read: once at a time
}

// Listen listens at an address: a port, for clients of this machine alone, or HOST:PORT; 0 is any port that is free. It answers at once.
func Listen(address string) (rt.Endpoint, error) {
	address, err := complete(address)
	if err != nil {
		return nil, err
	}
	listener, err := net.Listen("tcp", address)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, fmt.Errorf("%s is in use by another process: give another port, or 0 for any that is free", address)
	case err != nil:
		return nil, fmt.Errorf("can't listen at %s: %w", address, err)
	}
	s := &server{listener: listener}
	s.http = &http.Server{
		Handler:           http.MaxBytesHandler(http.NewCrossOriginProtection().Handler(s.routes()), bodySize), // no page in a browser takes savepoints
		ReadHeaderTimeout: headerTime, ReadTimeout: requestTime, WriteTimeout: answerTime, IdleTimeout: idleTime, MaxHeaderBytes: headerSize,
		ErrorLog: log.New(io.Discard, "", 0), // a client's mistakes aren't the job's news
	}
	go func() { _ = s.http.Serve(listener) }() // it returns when the server is closed
	return s, nil
}

// complete adds this machine's own address to a port.
func complete(address string) (string, error) {
	if !strings.Contains(address, ":") {
		address = ":" + address
	}
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return "", fmt.Errorf("%q is no address: it must be a port, or an address and a port, such as 8080 or 0.0.0.0:8080", address)
	}
	if number, err := strconv.ParseUint(port, 10, 16); err != nil || fmt.Sprint(number) != port {
		return "", fmt.Errorf("%q is no port: it must be a number from 0 to 65535", port)
	}
	if host == "" {
		host = "127.0.0.1"
	}
	return net.JoinHostPort(host, port), nil
}

func (s *server) URL() string { return "http://" + s.listener.Addr().String() }

// Attach lets the server answer for a job.
func (s *server) Attach(job *rt.Running) (func(), error) {
	s.job.Store(job)
	s.begun.Store(true)
	return func() { s.job.Store(nil) }, nil
}

func (s *server) Close() error {
	ctx, cancel := context.WithTimeout(context.Background(), closeTime)
	defer cancel()
	if err := s.http.Shutdown(ctx); err != nil {
		return s.http.Close()
	}
	return nil
}

func (s *server) routes() http.Handler {
	routes := http.NewServeMux()
	routes.HandleFunc("GET /health", s.health)
	routes.HandleFunc("GET /ready", s.ready)
	routes.HandleFunc("GET /stats", s.stats)
	routes.HandleFunc("GET /checkpoints", s.checkpoints)
	routes.HandleFunc("POST /savepoint", s.savepoint)
	return routes
}

// Where a job is in its life.
const (
	starting = "starting"
	running  = "running"
	ending   = "ending"
)

func (s *server) phase() (job *rt.Running, phase string) {
	job = s.job.Load()
	switch {
	case job != nil && !job.Stopping():
		return job, running
	case job == nil && !s.begun.Load():
		return nil, starting
	}
	return nil, ending
}

func (s *server) health(w http.ResponseWriter, _ *http.Request) {
	_, phase := s.phase()
	answer(w, http.StatusOK, map[string]string{"phase": phase})
}

func (s *server) ready(w http.ResponseWriter, _ *http.Request) {
	_, phase := s.phase()
	status := http.StatusOK
	if phase != running {
		status = http.StatusServiceUnavailable
	}
	answer(w, status, map[string]string{"phase": phase})
}

func (s *server) stats(w http.ResponseWriter, _ *http.Request) {
	job := s.job.Load() // also while it ends
	if job == nil {
		s.unavailable(w)
		return
	}
	w.Header().Set("Content-Type", contentType)
	_, _ = w.Write(append(job.Stats().AppendJSON(nil), '\n')) // a client that is gone needs nothing
}

func (s *server) checkpoints(w http.ResponseWriter, r *http.Request) {
	job := s.job.Load()
	if job == nil {
		s.unavailable(w)
		return
	}
	unlimited(w)
	s.listing.Lock()
	defer s.listing.Unlock()
	if r.Context().Err() != nil { // the client has gone meanwhile
		return
	}
	listing, err := job.Checkpoints()
	if err != nil {
		refuse(w, err)
		return
	}
	answer(w, http.StatusOK, listing)
}

// saved is the answer to POST /savepoint.
type saved struct {
	Savepoint  string    `json:"savepoint"`
	Checkpoint int64     `json:"checkpoint"`
	Time       time.Time `json:"time"`
	Bytes      int64     `json:"bytes"` // of state
}

func (s *server) savepoint(w http.ResponseWriter, r *http.Request) {
	name, err := savepointName(r)
	if err != nil {
		answer(w, http.StatusBadRequest, problem{err.Error()})
		return
	}
	job, _ := s.phase()
	if job == nil {
		s.unavailable(w)
		return
	}
	unlimited(w)
	m, err := job.Savepoint(r.Context(), name)
	if err != nil {
		refuse(w, err)
		return
	}
	answer(w, http.StatusCreated, saved{name, m.Number, m.Time, m.Bytes()})
}

// savepointName is the name that a request gives, the time where it gives none.
func savepointName(r *http.Request) (string, error) {
	for key := range r.URL.Query() {
		if key != "name" {
			return "", fmt.Errorf("there is no parameter %q: POST /savepoint?name=NAME takes the savepoint's name alone", key)
		}
	}
	if !r.URL.Query().Has("name") {
		return checkpoint.NameByTime(time.Now()), nil
	}
	return r.URL.Query().Get("name"), nil
}

// unlimited lets an answer take its time.
func unlimited(w http.ResponseWriter) {
	_ = http.NewResponseController(w).SetWriteDeadline(time.Time{})
}

// problem is the answer to a request that can't be done.
type problem struct {
	Error string `json:"error"`
}

func (s *server) unavailable(w http.ResponseWriter) {
	if _, phase := s.phase(); phase == starting {
		answer(w, http.StatusServiceUnavailable, problem{"the job is starting: ask again when GET /ready answers 200"})
		return
	}
	refuse(w, rt.ErrEnding)
}

// refuse says why something can't be done, and what to do.
func refuse(w http.ResponseWriter, err error) {
	var exists *checkpoint.ExistsError
	var name *checkpoint.NameError
	switch {
	case errors.Is(err, rt.ErrEnding):
		answer(w, http.StatusServiceUnavailable, problem{err.Error() + ": started again, it goes on from its last checkpoint, if it keeps any"})
	case errors.Is(err, rt.ErrNoCheckpoints):
		answer(w, http.StatusConflict, problem{err.Error() + ": start it with --checkpoint-dir DIR"})
	case errors.As(err, &exists):
		answer(w, http.StatusConflict, problem{err.Error() + ": give another name, or remove its file from the checkpoint directory"})
	case errors.As(err, &name):
		answer(w, http.StatusBadRequest, problem{err.Error()})
	case errors.Is(err, context.Canceled): // nobody is there any longer
	default:
		answer(w, http.StatusInternalServerError, problem{err.Error()})
	}
}

const contentType = "application/json"

func answer(w http.ResponseWriter, status int, content any) {
	text, err := json.MarshalIndent(content, "", "  ")
	if err != nil {
		status, text = http.StatusInternalServerError, []byte(`{"error": "the answer can't be written as JSON: a bug of weir's"}`)
	}
	w.Header().Set("Content-Type", contentType)
	w.WriteHeader(status)
	_, _ = w.Write(append(text, '\n')) // as above
}

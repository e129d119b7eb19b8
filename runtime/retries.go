package rt

import (
	"fmt"
	"sync"
	"text/tabwriter"
	"time"

	"github.com/weirsql/weir/runtime/disk"
)

// RetryStats is how often what has files had to try again: reads and writes that failed for a reason which passes.
type RetryStats struct {
	Of    string // table orders, checkpoint directory, --dead-letter
	Count int64
	Last  string // the last reason
}

// retries counts for one of them. Its methods may be called by any goroutine.
type retries struct {
	run   *run
	limit time.Duration
	mu    sync.Mutex
	stats RetryStats
	said  bool // and nothing has worked since
}

// checkpointPatience is how much less patient checkpoints are: the workers may be waiting, and there is a next one anyway.
const checkpointPatience = 10

// filesOf are the files of a table, or of whatever else has some.
func (r *run) filesOf(what string, limit time.Duration) disk.FS {
	if limit <= 0 {
		return r.config.Files
	}
	made := &retries{run: r, limit: limit, stats: RetryStats{Of: what}}
	r.retries = append(r.retries, made)
	return disk.Retrying(r.config.Files, disk.Retries{Limit: limit, Stop: r.failed, Again: made.again, Passed: made.passed})
}

func (t *retries) again(err error) {
	t.mu.Lock()
	t.stats.Count++
	t.stats.Last = err.Error()
	said := t.said
	t.said = true
	t.mu.Unlock()
	if !said {
		t.run.log("%s: %v: it is tried again, for %s at most", t.stats.Of, err, t.limit)
	}
}

func (t *retries) passed() {
	t.mu.Lock()
	t.said = false
	t.mu.Unlock()
	t.run.log("%s: it works again", t.stats.Of)
}

// retried lists what had to try again.
func (r *run) retried() (list []RetryStats) {
	for _, t := range r.retries {
		t.mu.Lock()
		if t.stats.Count > 0 {
			list = append(list, t.stats)
		}
		t.mu.Unlock()
	}
	return list
}

// retryLines has a line for each that had to try again.
func (s *Stats) retryLines(table *tabwriter.Writer) {
	for _, t := range s.Retries {
		fmt.Fprintf(table, "  retried\t%s\t%s times\t\tlast: %s\n", oneLine(t.Of), thousands(t.Count), oneLine(t.Last))
	}
}

func (o *object) retries(list []RetryStats) {
	o.list("retries")
	for _, t := range list {
		o.begin()
		o.text("of", t.Of)
		o.count("count", t.Count)
		o.text("last", t.Last)
		o.close()
	}
	o.end()
}

package rt

import (
	"fmt"
	"io"
	"strings"
	"time"
)

// progress draws one line on a terminal while the job runs, and takes it away at the end.
type progress struct {
	out     io.Writer
	workers []*worker
	saves   *checkpointer // nil without checkpoints
	bytes   int64         // to be read in all; 0 for unknown
	records int64
	started time.Time
	quit    chan struct{}
	gone    chan struct{}
}

// progressEvery is the time between two drawings: quick enough to look alive.
const progressEvery = 200 * time.Millisecond

// startProgress starts the bar; nil where there is none to show.
func (r *run) startProgress() *progress {
	if r.config.Progress == nil {
		return nil
	}
	p := &progress{out: r.config.Progress, workers: r.workers, saves: r.checkpoints, started: time.Now(), quit: make(chan struct{}), gone: make(chan struct{})}
	p.sum()
	if r.config.Discreet && (p.bytes+p.records == 0 || r.onTerminal()) {
		return nil
	}
	go p.draw()
	return p
}

// onTerminal reports that a sink writes to a terminal.
func (r *run) onTerminal() bool {
	for _, sink := range r.sinks {
		if terminal, ok := sink.Sink.(TerminalSink); ok && terminal.OnTerminal() {
			return true
		}
	}
	return false
}

// sum adds up what there is to read, as far as every split says it.
func (p *progress) sum() {
	seen := map[*coordinator]bool{}
	bounded, counted := true, true
	for _, w := range p.workers {
		if seen[w.coordinator] {
			continue
		}
		seen[w.coordinator] = true
		for _, split := range w.coordinator.splits {
			p.bytes, p.records = p.bytes+split.Bytes, p.records+split.Records
			bounded, counted = bounded && split.Bytes > 0, counted && split.Records > 0
		}
	}
	if !bounded {
		p.bytes = 0
	}
	if !counted {
		p.records = 0
	}
}

func (p *progress) draw() {
	defer close(p.gone)
	tick := time.NewTicker(progressEvery)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			fmt.Fprint(p.out, "\r"+p.line(time.Since(p.started))+p.saves.text()+"\x1b[K")
		case <-p.quit:
			fmt.Fprint(p.out, "\r\x1b[K")
			return
		}
	}
}

// stop takes the bar away.
func (p *progress) stop() {
	if p == nil {
		return
	}
	close(p.quit)
	<-p.gone
}

// line is the bar's text:
//
//	██████████░░░░░░░░░░  50 %  512.0 MB of 1.0 GB  4.1 M records/s  2 s left
//	2.5 M records  1.2 M records/s
func (p *progress) line(elapsed time.Duration) string {
	var bytes, records int64
	for _, w := range p.workers {
		bytes, records = bytes+w.bytes.Load(), records+w.records.Load()
	}
	rate := float64(records) / elapsed.Seconds()
	speed := count(int64(rate)) + " records/s"
	switch {
	case p.bytes > 0:
		done := min(1, float64(bytes)/float64(p.bytes))
		return fmt.Sprintf("%s  %s of %s  %s%s", bar(done), size(bytes), size(p.bytes), speed, left(done, elapsed))
	case p.records > 0:
		done := min(1, float64(records)/float64(p.records))
		return fmt.Sprintf("%s  %s of %s records  %s%s", bar(done), count(records), count(p.records), speed, left(done, elapsed))
	}
	return fmt.Sprintf("%s records  %s", count(records), speed)
}

func bar(done float64) string {
	const width = 20
	full := int(done * width)
	return strings.Repeat("█", full) + strings.Repeat("░", width-full) + fmt.Sprintf(" %3d %%", int(done*100))
}

// left is the time that remains at the speed so far, "" as long as nobody can tell.
func left(done float64, elapsed time.Duration) string {
	if done < 0.01 || elapsed < time.Second {
		return ""
	}
	remaining := time.Duration(float64(elapsed) * (1 - done) / done)
	return "  " + remaining.Round(time.Second).String() + " left"
}

// count shows a number of records: 950, 4.1 k, 12.5 M.
func count(n int64) string { return scaled(float64(n), 1000, "", " k", " M", " G", " T") }

// size shows a number of bytes: 950 B, 4.1 KB, 1.2 GB.
func size(n int64) string { return scaled(float64(n), 1024, " B", " KB", " MB", " GB", " TB") }

func scaled(value, step float64, units ...string) string {
	i := 0
	for value >= step && i < len(units)-1 {
		value, i = value/step, i+1
	}
	if i == 0 {
		return fmt.Sprintf("%.0f%s", value, units[0])
	}
	return fmt.Sprintf("%.1f%s", value, units[i])
}

package rt

import (
	"fmt"
	"strings"
	"text/tabwriter"
	"time"
)

// Text shows the statistics to people:
//
//	high_value: 1,000,000 records in 0.25 s, 4.0 M records/s
//	  read     orders      1,000,000 records  128.0 MB  12 failed
//	  grouped  by_symbol   1,000,000 records  200 results
//	  on disk  by_symbol   120,000 went out   4.1 MB    30,000 came back
//	  written  high_value  490,000 records    63.1 MB   509,988 filtered
//	  saved    checkpoints 12 taken           4.1 MB    0.012 s each, 0.050 s at most, the last one is 12
//	  time     read 0.05 s, process 0.18 s, write 0.02 s, over 2 partitions
//	  failed   12 × job.sql:12: division by zero (first: orders.jsonl:17 (byte 2048))
func (s *Stats) Text() string {
	var b strings.Builder
	total := s.Total()
	fmt.Fprintf(&b, "%s: %s records in %s, %s records/s", s.Job, thousands(total.Read), seconds(s.Elapsed), count(int64(s.Rate())))
	switch s.outcome() {
	case "drained":
		b.WriteString(", stopped by a signal")
	case "failed":
		b.WriteString(", failed")
	}
	b.WriteByte('\n')
	b.WriteString(s.tableLines(&total))
	fmt.Fprintf(&b, "  time     read %s, process %s, write %s%s\n", seconds(total.ReadTime), seconds(total.ProcessTime), seconds(total.WriteTime), s.over())
	pauseLine(&b, &total.Pauses)
	s.partitionLines(&b)
	s.errorLines(&b, total.Failed)
	return b.String()
}

// tableLines shows sources and sinks, in columns.
func (s *Stats) tableLines(total *PartitionStats) string {
	var aligned, trimmed strings.Builder
	table := tabwriter.NewWriter(&aligned, 0, 0, 2, ' ', 0)
	s.readLines(table)
	operatorLines(table, total)
	writtenLines(table, total)
	s.checkpointLines(table)
	s.retryLines(table)
	_ = table.Flush() // a strings.Builder takes everything
	for line := range strings.Lines(aligned.String()) {
		trimmed.WriteString(strings.TrimRight(line, " \n") + "\n")
	}
	return trimmed.String()
}

// outcome is how the job ended: done, drained or failed; running where it hasn't.
func (s *Stats) outcome() string {
	switch {
	case s.Running:
		return "running"
	case s.Failed:
		return "failed"
	case s.Drained:
		return "drained"
	}
	return "done"
}

func (s *Stats) over() string {
	if len(s.Partitions) == 1 {
		return ""
	}
	return fmt.Sprintf(", summed over %d partitions", len(s.Partitions))
}

// readLines has a line for each source.
func (s *Stats) readLines(table *tabwriter.Writer) {
	var sources []*PartitionStats
	bySource := map[string]*PartitionStats{}
	for i := range s.Partitions {
		p := &s.Partitions[i]
		if p.Receives {
			continue
		}
		if bySource[p.Source] == nil {
			bySource[p.Source] = &PartitionStats{Source: p.Source}
			sources = append(sources, bySource[p.Source])
		}
		bySource[p.Source].add(p)
	}
	for _, source := range sources {
		name, bytes := oneLine(source.Source), ""
		if name == "" {
			name = "constants"
		}
		if source.BytesRead > 0 {
			bytes = size(source.BytesRead)
		}
		fmt.Fprintf(table, "  read\t%s\t%s records\t%s\t%s\n", name, thousands(source.Read), bytes, unlessZero(source.Failed, "failed"))
	}
}

// operatorLines has a line for each stateful operator: what it took, and what came of it.
func operatorLines(table *tabwriter.Writer, total *PartitionStats) {
	for _, o := range total.Operators {
		more := strings.TrimSpace(unlessZero(o.Filtered, "filtered") + " " + unlessZero(o.Late, "late"))
		fmt.Fprintf(table, "  grouped\t%s\t%s records\t%s results\t%s\n", oneLine(o.Name), thousands(o.Taken), thousands(o.Emitted), more)
	}
	for _, o := range total.Operators {
		if o.Spilled > 0 {
			fmt.Fprintf(table, "  on disk\t%s\t%s went out\t%s\t%s\n", oneLine(o.Name), thousands(o.Spilled), size(o.SpilledBytes), unlessZero(o.Fetched, "came back"))
		}
	}
	if total.Ahead > 0 {
		fmt.Fprintf(table, "  ignored\twatermarks\t%s too far ahead\t\t\n", thousands(total.Ahead))
	}
}

func writtenLines(table *tabwriter.Writer, total *PartitionStats) {
	for _, o := range total.Outputs {
		bytes := ""
		if o.Bytes > 0 {
			bytes = size(o.Bytes)
		}
		more := strings.TrimSpace(unlessZero(o.Filtered, "filtered") + " " + unlessZero(o.Late, "late"))
		verb := "written"
		if o.Discarded {
			verb = "discarded"
		}
		fmt.Fprintf(table, "  %s\t%s\t%s records\t%s\t%s\n", verb, oneLine(o.Sink), thousands(o.Written), bytes, more)
	}
	if total.DeadLetters > 0 {
		fmt.Fprintf(table, "  written\tdead letters\t%s records\t\t\n", thousands(total.DeadLetters))
	}
}

// pauseLine says for how long processing stood for checkpoints.
func pauseLine(b *strings.Builder, p *Pauses) {
	if count := p.Count(); count > 0 {
		fmt.Fprintf(b, "  stood    %s × for checkpoints, half of them up to %s, 99 %% up to %s, the longest %s\n",
			thousands(count), seconds(p.Quantile(0.5)), seconds(p.Quantile(0.99)), seconds(p.Max))
	}
}

// partitionLines shows how the work was shared.
func (s *Stats) partitionLines(b *strings.Builder) {
	if len(s.Partitions) < 2 {
		return
	}
	for i := range s.Partitions {
		p := &s.Partitions[i]
		fmt.Fprintf(b, "  %s/%d: %s records, %s batches, read %s, process %s, write %s\n", oneLine(p.Stage), p.Partition,
			thousands(p.Read), thousands(p.Batches), seconds(p.ReadTime), seconds(p.ProcessTime), seconds(p.WriteTime))
	}
}

func (s *Stats) errorLines(b *strings.Builder, failed int64) {
	var listed int64
	for _, e := range s.Errors {
		listed += e.Count
		position := e.Position
		if position != "" {
			position += ": "
		}
		fmt.Fprintf(b, "  failed   %s × %s%s (first: %s)\n", thousands(e.Count), position, oneLine(e.Reason), oneLine(e.First))
	}
	if listed < failed {
		fmt.Fprintf(b, "  failed   %s × for other reasons\n", thousands(failed-listed))
	}
}

func unlessZero(n int64, what string) string {
	if n == 0 {
		return ""
	}
	return thousands(n) + " " + what
}

// seconds shows a duration to three digits.
func seconds(d time.Duration) string {
	switch {
	case d >= 10*time.Second:
		return fmt.Sprintf("%.1f s", d.Seconds())
	case d >= 10*time.Millisecond:
		return fmt.Sprintf("%.3f s", d.Seconds())
	}
	return fmt.Sprintf("%.3f ms", float64(d)/float64(time.Millisecond))
}

// thousands groups digits: 1,234,567.
func thousands(n int64) string {
	text := fmt.Sprint(n)
	for i := len(text) - 3; i > 0 && text[i-1] != '-'; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}

package rt

import (
	"strconv"
	"time"
)

// AppendJSON appends the statistics as one JSON object. Times are in seconds, instants in RFC 3339; names are those of the
// fields of Stats in snake case.
func (s *Stats) AppendJSON(dst []byte) []byte {
	total := s.Total()
	o := object{dst: append(dst, '{')}
	o.text("job", s.Job)
	o.instant("started", s.Started)
	o.seconds("elapsed", s.Elapsed)
	o.number("records_per_second", s.Rate())
	o.truth("drained", s.Drained)
	o.text("outcome", s.outcome())
	o.partition(&total)
	o.checkpoints(s.Checkpoints)
	o.retries(s.Retries)
	o.list("partitions")
	for i := range s.Partitions {
		o.begin()
		o.text("stage", s.Partitions[i].Stage)
		o.text("source", s.Partitions[i].Source)
		o.count("partition", int64(s.Partitions[i].Partition))
		o.partition(&s.Partitions[i])
		o.close()
	}
	o.end()
	o.list("errors")
	for _, e := range s.Errors {
		o.begin()
		o.text("reason", e.Reason)
		o.text("position", e.Position)
		o.count("count", e.Count)
		o.text("first", e.First)
		o.close()
	}
	o.end()
	return append(o.dst, '}')
}

// object appends members of a JSON object.
type object struct{ dst []byte }

func (o *object) partition(p *PartitionStats) {
	o.count("read", p.Read)
	o.count("processed", p.Read-p.Failed)
	o.count("failed", p.Failed)
	o.count("late", p.late())
	o.count("dead_letters", p.DeadLetters)
	o.count("bytes_read", p.BytesRead)
	o.count("batches", p.Batches)
	o.count("batches_failed", p.BatchesFailed)
	o.seconds("read_time", p.ReadTime)
	o.seconds("process_time", p.ProcessTime)
	o.seconds("write_time", p.WriteTime)
	o.seconds("total_time", p.ReadTime+p.ProcessTime+p.WriteTime)
	o.instant("first_record", p.FirstRecord)
	o.instant("last_record", p.LastRecord)
	o.count("failed_results", p.FailedResults)
	o.count("watermarks_ahead", p.Ahead)
	o.pauses(&p.Pauses)
	o.list("operators")
	for _, operator := range p.Operators {
		o.begin()
		o.text("operator", operator.Name)
		o.count("taken", operator.Taken)
		o.count("filtered", operator.Filtered)
		o.count("late", operator.Late)
		o.count("emitted", operator.Emitted)
		if operator.Spilled > 0 {
			o.count("spilled", operator.Spilled)
			o.count("spilled_bytes", operator.SpilledBytes)
			o.count("fetched", operator.Fetched)
		}
		o.close()
	}
	o.end()
	o.list("outputs")
	for _, out := range p.Outputs {
		o.begin()
		o.text("sink", out.Sink)
		o.count("queries", out.Queries)
		o.count("written", out.Written)
		o.count("filtered", out.Filtered)
		o.count("late", out.Late)
		o.count("bytes", out.Bytes)
		o.truth("discarded", out.Discarded)
		o.close()
	}
	o.end()
}

// pauses are there where there are checkpoints.
func (o *object) pauses(p *Pauses) {
	count := p.Count()
	if count == 0 {
		return
	}
	o.member("checkpoint_pauses")
	o.count("count", count)
	o.seconds("p50", p.Quantile(0.5))
	o.seconds("p99", p.Quantile(0.99))
	o.seconds("max", p.Max)
	o.seconds("total", p.Total)
	o.close()
}

func (o *object) key(name string) {
	o.comma()
	o.dst = append(appendJSONString(o.dst, name), ':')
}

// comma separates a member or an element from what stands before it.
func (o *object) comma() {
	if last := o.dst[len(o.dst)-1]; last != '{' && last != '[' {
		o.dst = append(o.dst, ',')
	}
}

// begin begins an object that is an element of a list; close ends it.
func (o *object) begin() {
	o.comma()
	o.dst = append(o.dst, '{')
}

// member begins an object under a name; close ends it.
func (o *object) member(name string) {
	o.key(name)
	o.dst = append(o.dst, '{')
}

func (o *object) close() { o.dst = append(o.dst, '}') }

func (o *object) list(name string) {
	o.key(name)
	o.dst = append(o.dst, '[')
}

func (o *object) end() { o.dst = append(o.dst, ']') }

func (o *object) text(name, value string) {
	o.key(name)
	o.dst = appendJSONString(o.dst, value)
}

func (o *object) count(name string, value int64) {
	o.key(name)
	o.dst = strconv.AppendInt(o.dst, value, 10)
}

func (o *object) number(name string, value float64) {
	o.key(name)
	o.dst = strconv.AppendFloat(o.dst, value, 'f', 1, 64)
}

func (o *object) truth(name string, value bool) {
	o.key(name)
	o.dst = strconv.AppendBool(o.dst, value)
}

func (o *object) seconds(name string, value time.Duration) {
	o.key(name)
	o.dst = strconv.AppendFloat(o.dst, value.Seconds(), 'f', 6, 64)
}

func (o *object) instant(name string, value time.Time) {
	o.key(name)
	if value.IsZero() {
		o.dst = append(o.dst, "null"...)
		return
	}
	o.dst = append(value.UTC().AppendFormat(append(o.dst, '"'), time.RFC3339Nano), '"')
}

package rt

import "github.com/weirsql/weir/runtime/internal/cacheline"

// outputSize is how long an output's buffer grows before it is written: measured, a larger one leaves the cache.
const outputSize = 256 << 10

// Output collects what one partition of a stage writes to one sink. Generated code appends an encoded record to Buf and
// calls Wrote; a row that is left out by the query's conditions is counted in Filtered.
type Output struct {
	Buf      []byte // whole encoded records that the writer hasn't got yet
	Filtered int64
	Late     int64 // rows behind the watermark and the allowed lateness

	written int64
	full    int         // Wrote hands Buf over when it is this long
	queries int64       // how many of the stage's INSERTs write here: each takes every record
	behind  []*Emission // whose results are written here, once for each query
	writer  *timedWriter
}

func newOutput(writer *timedWriter) *Output {
	return cacheline.Padded(Output{Buf: make([]byte, 0, outputSize+outputSize/4), full: outputSize, writer: writer})
}

// detachedOutput only counts: it has no writer, so that what is flushed is dropped.
func detachedOutput() *Output { return &Output{} }

// Wrote counts one record and, when the buffer is full, hands it to the sink's writer.
func (o *Output) Wrote() error {
	o.written++
	if len(o.Buf) < o.full {
		return nil
	}
	return o.flush()
}

// Written is the number of records so far.
func (o *Output) Written() int64 { return o.written }

// flush hands the buffer to the writer and empties it, also where that fails: then the job ends.
func (o *Output) flush() error {
	block := o.Buf
	o.Buf = o.Buf[:0]
	if len(block) == 0 || o.writer == nil {
		return nil
	}
	return o.writer.write(block)
}

// taken is how many records the output has seen, each once for every INSERT.
func (o *Output) taken() int64 { return o.written + o.Filtered + o.Late }

// emitted is how many results of stateful operators the output was to take.
func (o *Output) emitted() (sum int64) {
	for _, emission := range o.behind {
		sum += emission.Rows - emission.failed
	}
	return sum
}

// untake corrects the counters where a record failed that one INSERT had already left out: it counts as failed alone.
func (o *Output) untake(expected int64) {
	if excess := o.taken() - expected; excess > 0 {
		o.Filtered -= min(excess, o.Filtered)
	}
}

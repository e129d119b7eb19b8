package rt

// Output collects what one partition of a stage writes to one sink. Generated code appends an encoded record to Buf and
// calls Wrote; a row that is left out by the query's conditions is counted in Filtered.
type Output struct {
	Buf      []byte // whole encoded records that the writer hasn't got yet
	Filtered int64
	Late     int64 // rows behind the watermark and the allowed lateness

	written int64
	full    int // Wrote hands Buf over when it is this long
	queries int64
	writer  *timedWriter
}

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
	if len(o.Buf) == 0 || o.writer == nil {
		return nil
	}
	block := o.Buf
	o.Buf = o.Buf[:0]
	return o.writer.write(block)
}

package rt

import (
	"errors"
	"slices"
)

// rejecter applies the error policy in one partition.
type rejecter struct {
	policy  Policy
	table   string
	at      string      // where the SQL declares the table
	lines   LineCounter // nil where there is none
	letters *letterBox
	failed  int64
	results int64 // failed results of stateful operators
	errors  errorList
}

// rejectResult takes a failed result of a stateful operator out of the job, or ends the job.
func (r *rejecter) rejectResult(err error) error {
	return r.apply(r.explain(&Failure{Table: r.table, Position: r.at}, err))
}

// late hands the batch's current record to the dead letters, where there are any.
func (r *rejecter) late(batch *Batch, watermark int64) error {
	if r.policy != DeadLetter {
		return nil
	}
	return r.letters.put(r.describe(batch, lateError(watermark)))
}

// reject takes the batch's current record out of the job, or ends the job with a *Failure.
func (r *rejecter) reject(batch *Batch, err error) error {
	r.failed++
	return r.apply(r.describe(batch, err))
}

// apply does with a failure what the policy says.
func (r *rejecter) apply(failure *Failure) error {
	r.errors.add(failure)
	switch r.policy {
	case Skip:
		return nil
	case DeadLetter:
		return r.letters.put(failure)
	}
	return failure
}

func (r *rejecter) describe(batch *Batch, err error) *Failure {
	f := &Failure{Table: r.table, Source: batch.Split.Name, Position: r.at, Reason: err.Error()}
	if batch.Data == nil {
		f.Source, f.Offset = "", batch.Number()
	} else {
		f.Line, f.Offset, f.Record = r.line(batch), batch.RecordOffset(), string(batch.Record())
	}
	return r.explain(f, err)
}

// explain says in a failure what went wrong.
func (r *rejecter) explain(f *Failure, err error) *Failure {
	var record *RecordError
	var panicked *panicError
	switch {
	case errors.As(err, &record):
		f.Reason = record.Message
		if record.Position != "" {
			f.Position = record.Position
		}
	case errors.As(err, &panicked):
		f.Position, f.Stack = panicked.position, panicked.stack
	}
	return f
}

// line is the current record's line, counted from the start of the file if need be.
func (r *rejecter) line(batch *Batch) int64 {
	if batch.line == 0 && r.lines != nil {
		return r.lines.Line(batch.Split, batch.RecordOffset())
	}
	return batch.recordLine()
}

// ErrorCount is one kind of failed record: those with the same reason at the same place of the SQL.
type ErrorCount struct {
	Reason   string
	Position string
	Count    int64
	First    string // the first record's place: "orders.jsonl:17 (byte 2048)"
}

// errorList keeps the distinct errors of a partition, up to a cap.
type errorList []ErrorCount

// errorCap bounds the list: a file with a million kinds of errors needs no more to see what is wrong.
const errorCap = 20

func (l *errorList) add(f *Failure) {
	l.merge(ErrorCount{f.Reason, f.Position, 1, f.place()})
}

func (l *errorList) merge(e ErrorCount) {
	same := func(known ErrorCount) bool { return known.Reason == e.Reason && known.Position == e.Position }
	if i := slices.IndexFunc(*l, same); i >= 0 {
		(*l)[i].Count += e.Count
		return
	}
	if len(*l) < errorCap {
		*l = append(*l, e)
	}
}

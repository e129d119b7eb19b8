package rt

import (
	"fmt"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"unicode"
)

// Failure is what ends a job under Fail: one record that can't be decoded or whose expressions fail.
type Failure struct {
	Table    string // the source table
	Source   string // the file's path; "" for a generated record
	Line     int64  // 0 where it isn't known
	Offset   int64  // of the record's first byte, or the record's number in a generated sequence
	Position string // where the SQL says what failed
	Reason   string
	Record   string // as it was read; "" for a generated record
	Stack    string // of a panic in a user function, "" otherwise
}

// Error shows the place, the SQL position and the reason, and the record, shortened.
func (f *Failure) Error() string {
	var b strings.Builder
	b.WriteString(f.place())
	if f.Position != "" {
		b.WriteString(": " + f.Position)
	}
	b.WriteString(": " + oneLine(f.Reason))
	if f.Record != "" {
		b.WriteString("\n  record: " + shorten(f.Record))
	}
	b.WriteString(f.Stack)
	return b.String()
}

// place is "orders.jsonl:17 (byte 2048)" or "table orders, record 17".
func (f *Failure) place() string {
	switch {
	case f.Source == "":
		return fmt.Sprintf("table %s, record %d", f.Table, f.Offset)
	case f.Line == 0:
		return fmt.Sprintf("%s (byte %d)", f.Source, f.Offset)
	}
	return fmt.Sprintf("%s:%d (byte %d)", f.Source, f.Line, f.Offset)
}

// shorten makes a record fit for a message: one printable line.
func shorten(record string) string {
	const most = 200
	suffix := ""
	if len(record) > most {
		suffix = fmt.Sprintf("… (%d bytes)", len(record))
		record = record[:most]
	}
	quoted := strconv.Quote(record)
	quoted = strings.ReplaceAll(quoted[1:len(quoted)-1], `\"`, `"`)
	return quoted + suffix
}

// oneLine shows text that comes from elsewhere, a name of the SQL or an error of a user's function, so that it stays on its line
// and can't steer a terminal.
func oneLine(text string) string {
	if !strings.ContainsFunc(text, unicode.IsControl) {
		return text
	}
	var b strings.Builder
	for _, r := range text {
		if unicode.IsControl(r) {
			quoted := strconv.QuoteRune(r)
			b.WriteString(quoted[1 : len(quoted)-1])
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

// panicError is a panic in a user function, or in anything else that a record ran through.
type panicError struct {
	value    any
	position string
	stack    string
}

func (e *panicError) Error() string { return fmt.Sprintf("panic: %v", e.value) }

// recordFailure turns a panic's value into the error of a record. It must be called by the deferred function that
// recovered, where the stack still shows what panicked.
func recordFailure(value any) error {
	frames := panicFrames()
	position := sqlPosition(frames)
	if err, ok := value.(*RecordError); ok {
		if err.Position == "" {
			err = &RecordError{Message: err.Message, Position: position}
		}
		return err
	}
	return &panicError{value, position, shortStack(frames)}
}

// panicFrames returns what stands on the stack below the panic, inlined calls included.
func panicFrames() []runtime.Frame {
	iter := runtime.CallersFrames(callers())
	var frames []runtime.Frame
	panicked := false
	for {
		frame, more := iter.Next()
		switch {
		case panicked && !strings.HasPrefix(frame.Function, "runtime."):
			frames = append(frames, frame)
		case frame.Function == "runtime.gopanic":
			panicked, frames = true, frames[:0]
		}
		if !more {
			return frames
		}
	}
}

// callers are the functions that are being executed, the innermost first.
func callers() []uintptr {
	const deepest = 64
	pcs := make([]uintptr, deepest)
	return pcs[:runtime.Callers(1, pcs)]
}

// sqlPosition is the innermost frame that a //line directive placed in the SQL: "job.sql:12". Frames have no columns.
func sqlPosition(frames []runtime.Frame) string {
	for _, frame := range frames {
		if strings.HasSuffix(frame.File, ".sql") {
			return filepath.Base(frame.File) + ":" + strconv.Itoa(frame.Line)
		}
	}
	return ""
}

// shortStack shows where a user function panicked, down to generated code.
func shortStack(frames []runtime.Frame) string {
	const most = 8
	var b strings.Builder
	for i, frame := range frames {
		if i == most || strings.HasSuffix(frame.File, ".sql") {
			break
		}
		fmt.Fprintf(&b, "\n    %s\n        %s:%d", frame.Function, frame.File, frame.Line)
	}
	return b.String()
}

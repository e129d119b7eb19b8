package rt

import (
	"fmt"
	"runtime"
)

// RecordError says what is wrong with one record. Expressions panic with it; decoders and StageContext.Reject take it, or
// any other error, as a value.
type RecordError struct {
	Message  string
	Position string // in the SQL, "job.sql:12:31"; "" to have it found on the panic's stack
}

func (e *RecordError) Error() string {
	if e.Position == "" {
		return e.Message
	}
	return e.Position + ": " + e.Message
}

// FailRecord ends the work on the current record: an expression's value doesn't exist. It isn't inlined, so that its
// callers are.
//
//go:noinline
func FailRecord(message string) { panic(&RecordError{Message: message}) }

// FailRecordf is FailRecord with a formatted message.
//
//go:noinline
func FailRecordf(format string, args ...any) {
	panic(&RecordError{Message: fmt.Sprintf(format, args...)})
}

// Check returns a user function's value, or fails the record with its error.
func Check[T any](value T, err error) T {
	if err != nil {
		failWith(err)
	}
	return value
}

// Recovered is what a panic has to say, as an error: with the line of the SQL, and the stack where it wasn't an expression that failed. It must
// be called by what the panicking function deferred.
func Recovered(value any) error { return recordFailure(value) }

// Located adds the line of the SQL to an error that a user's code returned. It must be called below the function of that line.
func Located(err error) error {
	var frames []runtime.Frame
	iter := runtime.CallersFrames(callers())
	for more := true; more; {
		var frame runtime.Frame
		frame, more = iter.Next()
		frames = append(frames, frame)
	}
	return &RecordError{Message: err.Error(), Position: sqlPosition(frames)}
}

//go:noinline
func failWith(err error) { panic(&RecordError{Message: err.Error()}) }

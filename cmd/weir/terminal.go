package main

import (
	"context"
	"errors"
	"fmt"
	"io"
)

// Exit codes of the command.
const (
	exitOK      = 0
	exitFailure = 1 // something failed while it ran: a file, the Go toolchain, the job
	exitUsage   = 2 // wrong SQL or wrong usage
)

// terminal is where a command reads and writes.
type terminal struct {
	stdin          io.Reader
	stdout, stderr io.Writer
}

// printf prints to stdout. A failure to write shows when the command ends: see writer.
func (t *terminal) printf(format string, args ...any) { fmt.Fprintf(t.stdout, format, args...) }

// usageError is a mistake in the command line: the message, and the command whose help to read.
type usageError struct {
	command string
	message string
}

func (e *usageError) Error() string { return e.message }

// exitError ends the command with a code and no message: all was said.
type exitError int

func (e exitError) Error() string { return fmt.Sprintf("exit status %d", int(e)) }

// statusError is an error that ends the command with a status of its own.
type statusError struct {
	error
	code int
}

func (e *statusError) Unwrap() error { return e.error }

// errWrongSQL ends a command whose diagnostics are printed.
const errWrongSQL = exitError(exitUsage)

// run runs one command line and returns its exit code.
func run(ctx context.Context, t *terminal, args []string) int {
	checked := &checkedWriter{w: t.stdout}
	t.stdout = checked
	err := dispatch(ctx, t, args)
	if err == nil && checked.err != nil {
		err = fmt.Errorf("standard output: %w", checked.err)
	}
	return t.report(err)
}

// report prints an error and returns the exit code that it stands for.
func (t *terminal) report(err error) int {
	var usage *usageError
	var exit exitError
	var status *statusError
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &exit):
		return int(exit)
	case errors.As(err, &usage):
		fmt.Fprintf(t.stderr, "weir: %s\n", usage.message)
		fmt.Fprintf(t.stderr, "Run \"weir help%s\" for usage.\n", prefixed(" ", usage.command))
		return exitUsage
	case errors.As(err, &status):
		fmt.Fprintf(t.stderr, "weir: %v\n", err)
		return status.code
	default:
		fmt.Fprintf(t.stderr, "weir: %v\n", err)
		return exitFailure
	}
}

func prefixed(prefix, text string) string {
	if text == "" {
		return ""
	}
	return prefix + text
}

// checkedWriter remembers the first error, so that a full disk behind stdout isn't a success.
type checkedWriter struct {
	w   io.Writer
	err error
}

// Write writes through and remembers a failure.
func (c *checkedWriter) Write(p []byte) (int, error) {
	n, err := c.w.Write(p)
	if err != nil && c.err == nil {
		c.err = err
	}
	return n, err
}

//go:build unix

package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
)

// interrupts are the signals that end a command.
var interrupts = []os.Signal{os.Interrupt, syscall.SIGTERM}

// execute replaces this process by the job: signals, streams and exit status are then the job's own. It returns only where
// that fails.
func (t *terminal) execute(ctx context.Context, binary string, args []string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	argv := append([]string{filepath.Base(binary)}, args...)
	if err := syscall.Exec(binary, argv, os.Environ()); err != nil {
		return fmt.Errorf("%s: %w", binary, err)
	}
	return nil
}

//go:build !unix

package main

import (
	"context"
	"errors"
	"os"
	"os/exec"
)

// interrupts are the signals that end a command.
var interrupts = []os.Signal{os.Interrupt}

// execute runs the job as a child on this process's streams and takes over its exit status. An interrupt reaches both
// processes by the console; the context must not end the job, which drains.
func (t *terminal) execute(_ context.Context, binary string, args []string) error {
	job := exec.Command(binary, args...)
	job.Stdin, job.Stdout, job.Stderr = os.Stdin, os.Stdout, os.Stderr
	err := job.Run()
	var failed *exec.ExitError
	if errors.As(err, &failed) {
		return exitError(failed.ExitCode())
	}
	return err
}

// Command weir compiles streaming SQL to Go source made for one query and builds it into one native binary.
//
// It is thin: flags, files and exit codes. The work is done by packages that any Go program can call: compiler, its
// format and build packages, and codegen.
package main

import (
	"context"
	"os"
	"os/signal"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), interrupts...)
	code := run(ctx, &terminal{stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr}, os.Args[1:])
	stop()
	os.Exit(code)
}

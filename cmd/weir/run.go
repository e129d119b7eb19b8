package main

import (
	"context"
	"flag"

	"github.com/weirsql/weir/compiler/build"
)

var runCommand = &command{
	name:    "run",
	usage:   "FILE [-- JOB-FLAGS]",
	summary: "compile a job and run it",
	help: `
Builds the job as weir build does, into a cache, and runs it in the current directory, which
relative paths in the SQL start from. Everything behind -- goes to the job; its exit status
becomes weir's, and an interrupt makes it drain and stop.

  weir run job.sql
  weir run job.sql -- --partitions 2 --set orders.path=big.jsonl
  weir run job.sql -- --help           the job's own flags
  echo "SELECT 1 + 1 AS two" | weir run -`,
	setup: func(*flag.FlagSet) action {
		return func(ctx context.Context, t *terminal, args []string) error {
			args, jobFlags := splitAtDashes(args)
			if len(jobFlags) > 0 {
				jobFlags = jobFlags[1:]
			}
			file, err := oneFile("run", args)
			if err != nil {
				return err
			}
			binary, err := buildFile(ctx, t, file, build.Options{Native: true})
			if err != nil {
				return err
			}
			return t.execute(ctx, binary, jobFlags)
		}
	},
}

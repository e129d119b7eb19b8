package main

import (
	"context"
	"flag"
	"runtime"

	"github.com/weirsql/weir"
)

var versionCommand = &command{
	name:    "version",
	summary: "print the version of weir and of the Go toolchain it was built with",
	setup: func(*flag.FlagSet) action {
		return func(_ context.Context, t *terminal, _ []string) error {
			t.printf("weir %s %s %s/%s\n", weir.Version(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
			return nil
		}
	},
}

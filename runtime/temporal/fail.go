package temporal

import rt "github.com/weirsql/weir/runtime"

//go:noinline
func fail(format string, args ...any) { rt.FailRecordf(format, args...) }

//go:noinline
func outOfRange() { rt.FailRecord("date or time out of range") }

//go:noinline
func intervalRange() { rt.FailRecord("interval out of range") }

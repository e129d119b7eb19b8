package decimal

import rt "github.com/weirsql/weir/runtime"

//go:noinline
func overflow(precision int) {
	rt.FailRecordf("DECIMAL overflow: the result needs more than %d digits", precision)
}

//go:noinline
func divisionByZero() { rt.FailRecord("division by zero") }

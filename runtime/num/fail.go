package num

import rt "github.com/weirsql/weir/runtime"

// The failures are made once: to panic with a variable costs the inliner nothing.
var (
	overflow       = &rt.RecordError{Message: "numeric overflow: the result is out of its type's range"}
	underflow      = &rt.RecordError{Message: "numeric underflow: the result is too close to zero"}
	divisionByZero = &rt.RecordError{Message: "division by zero"}
	outOfRange     = &rt.RecordError{Message: "the number is out of the type's range"}
)

func undefined(message string) { rt.FailRecord(message) }

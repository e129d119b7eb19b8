// Package clock is called by functions of package udf.
package clock

import "time"

func Stamp() string { return time.Now().String() }

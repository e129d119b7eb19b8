// Package broken doesn't compile.
package broken

func Risk(price float64) float64 { return prize }

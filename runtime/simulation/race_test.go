//go:build race

package simulation

// The race detector's scheduler takes goroutines in any order, to find more.
const anyOrder = true

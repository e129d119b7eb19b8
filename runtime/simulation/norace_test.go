//go:build !race

package simulation

const anyOrder = false

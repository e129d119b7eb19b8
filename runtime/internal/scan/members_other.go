//go:build !amd64

package scan

// HasMembers says that there is Members on this kind of processor. Where it would take one byte after the other it isn't worth while.
const HasMembers = false

// Members finds nothing.
func Members(text string, keys []Key, values []Value) int { return -1 }

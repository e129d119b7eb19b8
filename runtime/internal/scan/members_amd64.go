package scan

import "unsafe"

// HasMembers says that there is Members on this kind of processor.
const HasMembers = true

// Members goes over the members of an object: text begins with the first key, and each of the others follows the value before it. It says
// where the values are, and returns where the last one ends. It returns -1 where there is another key, a value of another form than
// those of Value, or the end of the text, MembersRoom bytes before it.
func Members(text string, keys []Key, values []Value) int {
	_ = values[len(keys)-1]
	return membersSSE2(unsafe.StringData(text), len(text), &keys[0], len(keys), &values[0])
}

//go:noescape
func membersSSE2(text *byte, size int, keys *Key, n int, values *Value) int

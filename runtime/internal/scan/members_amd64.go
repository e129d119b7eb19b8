package scan

import "unsafe"

// Members goes over the members of an object, the first of which begins at pos and each of the others where the value before it ends, as long as they
// have the keys in their order, and says in values where theirs are. It returns how many it took, and where the last of them ends: behind it is another key,
// a value that is of no kind but Other and isn't as Key.Inside says, or the end of the text, less than MembersRoom bytes away.
func Members(text string, pos int, keys []Key, values []Value) (taken, end int) {
	if len(keys) == 0 {
		return 0, pos
	}
	return membersSSE2(unsafe.StringData(text), len(text), pos, &keys[0], len(keys), &values[0])
}

//go:noescape
func membersSSE2(text *byte, size, pos int, keys *Key, n int, values *Value) (taken, end int)

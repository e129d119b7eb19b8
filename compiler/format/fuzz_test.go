package format_test

import "testing"

// FuzzFormat: formatting keeps the meaning and the comments of every text that parses, and is stable.
func FuzzFormat(f *testing.F) {
	for _, src := range corpus(f) {
		f.Add(src)
	}
	f.Fuzz(func(t *testing.T, src string) { checkFormat(t, src) })
}

package main

import "testing"

// Rows may come in any order and differ in the last digits of a DOUBLE; in nothing else.
func TestSameRows(t *testing.T) {
	for _, c := range []struct {
		got, want string
		same      bool
	}{
		{"a,1\nb,2\n", "b,2\na,1\n", true},
		{"a,0.30000000000000004\nb,2\n", "a,0.3\nb,2\n", true},
		{"a,0.3\na,0.3\n", "a,0.3\na,0.3\n", true},
		{"a,0.3000001\nb,2\n", "a,0.3\nb,2\n", false},
		{"a,1\nb,2\nb,2\n", "a,1\nb,2\n", false},
		{"a,1\nc,2\n", "a,1\nb,2\n", false},
		{"a,1\nb,2,\n", "a,1\nb,2\n", false},
		{"", "", false},
	} {
		if err := sameRows(sortedByText([]byte(c.got)), sortedByText([]byte(c.want))); (err == nil) != c.same {
			t.Errorf("%q and %q: %v", c.got, c.want, err)
		}
	}
	changes := workload{key: 1}
	last := string(changes.last([]byte("a,1,+I\na,2,+U\n")))
	if last != "a,2" {
		t.Errorf("the last rows are %q", last)
	}
}

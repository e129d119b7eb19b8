package scan

import "testing"

// onProcessors runs a test with all that this processor has, and with what every one of its kind has.
func onProcessors(t *testing.T, test func(t *testing.T)) {
	t.Run("all", test)
	defer func(has bool) { hasAVX2 = has }(hasAVX2)
	hasAVX2 = false
	t.Run("least", test)
}

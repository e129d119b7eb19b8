package scan

import "testing"

// onProcessors runs a test with all that this processor has, and with what every one of its kind has.
func onProcessors(t *testing.T, test func(t *testing.T)) {
	t.Run("all", test)
	defer func(avx2, vbmi2 bool) { hasAVX2, hasVBMI2 = avx2, vbmi2 }(hasAVX2, hasVBMI2)
	hasVBMI2 = false
	t.Run("without AVX-512", test)
	hasAVX2 = false
	t.Run("least", test)
}

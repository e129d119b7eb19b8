//go:build !amd64

package scan

import "testing"

// onProcessors runs a test.
func onProcessors(t *testing.T, test func(t *testing.T)) { test(t) }

//go:build unix || windows

package disk

import (
	"errors"
	"slices"
	"syscall"
)

// oneOf reports an error of the system that is one of some.
func oneOf(err error, list ...syscall.Errno) bool {
	var number syscall.Errno
	return errors.As(err, &number) && slices.Contains(list, number)
}

//go:build linux || darwin || freebsd

package rt

import (
	"os"
	"syscall"
	"unsafe"
)

// IsTerminal asks for the file's terminal settings, which nothing but a terminal has: /dev/null is a character device too.
func IsTerminal(file *os.File) bool {
	var settings syscall.Termios
	_, _, errno := syscall.Syscall(syscall.SYS_IOCTL, file.Fd(), getTermios, uintptr(unsafe.Pointer(&settings)))
	return errno == 0
}

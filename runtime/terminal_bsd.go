//go:build darwin || freebsd

package rt

import "syscall"

const getTermios = syscall.TIOCGETA

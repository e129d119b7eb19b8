package rt

import "syscall"

const getTermios = syscall.TCGETS

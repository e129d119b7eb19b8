package file

import (
	"os"
	"syscall"
)

// startWriteback asks the kernel to begin bringing a range to disk, so that the sync at commit finds little left to do.
// It is only a hint: what goes wrong comes out in the sync.
func startWriteback(file *os.File, offset, length int64) {
	const syncFileRangeWrite = 2
	_ = syscall.SyncFileRange(int(file.Fd()), offset, length, syncFileRangeWrite)
}

package file

import (
	"syscall"

	"github.com/weirsql/weir/runtime/disk"
)

// startWriteback asks the kernel to begin bringing a range to disk, so that the sync at commit finds little left to do.
// It is only a hint: what goes wrong comes out in the sync.
func startWriteback(to disk.File, offset, length int64) {
	file := disk.OSFile(to)
	if file == nil {
		return
	}
	const syncFileRangeWrite = 2
	_ = syscall.SyncFileRange(int(file.Fd()), offset, length, syncFileRangeWrite)
}

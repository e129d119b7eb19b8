package disk

import (
	"errors"
	"os"
	"syscall"
)

// SyncDir does nothing: a directory can't be opened for it, and NTFS writes names in its journal.
func (osFS) SyncDir(string) error { return nil }

const sharingViolation syscall.Errno = 32

// lock opens the file so that nobody else can.
func lock(name string) (*os.File, error) {
	path, err := syscall.UTF16PtrFromString(name)
	if err != nil {
		return nil, err
	}
	handle, err := syscall.CreateFile(path, syscall.GENERIC_READ|syscall.GENERIC_WRITE, 0, nil, syscall.OPEN_ALWAYS, syscall.FILE_ATTRIBUTE_NORMAL, 0)
	if errors.Is(err, sharingViolation) {
		return nil, ErrLocked
	}
	if err != nil {
		return nil, err
	}
	return os.NewFile(uintptr(handle), name), nil
}

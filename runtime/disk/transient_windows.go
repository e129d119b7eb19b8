package disk

import "syscall"

// Errors that package syscall has no names for.
const (
	lockViolation     syscall.Errno = 33
	handleDiskFull    syscall.Errno = 39
	networkGone       syscall.Errno = 64
	diskFull          syscall.Errno = 112
	semaphoreTimeout  syscall.Errno = 121
	noSystemResources syscall.Errno = 1450
)

// untouched reports an error that passes, and behind which an operation has done nothing, or what it says that it has done. Programs that
// look at every new file, such as those against viruses, keep others from it for a moment.
func untouched(err error) bool {
	return oneOf(err, sharingViolation, lockViolation, handleDiskFull, diskFull, noSystemResources)
}

// temporary reports an error that passes, whatever the operation may have done before it.
func temporary(err error) bool { return untouched(err) || oneOf(err, networkGone, semaphoreTimeout) }

// stale reports a file that a server has forgotten: Windows has no such thing.
func stale(error) bool { return false }

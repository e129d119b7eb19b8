//go:build unix

package disk

import "syscall"

// untouched reports an error that passes, and behind which an operation has done nothing, or what it says that it has done.
func untouched(err error) bool {
	return oneOf(err, syscall.EINTR, syscall.EAGAIN, syscall.EBUSY, syscall.ENOMEM, syscall.ENFILE, syscall.EMFILE, syscall.ENOSPC, syscall.EDQUOT)
}

// temporary reports an error that passes, whatever the operation may have done before it. EIO is what network file systems that are mounted
// softly give where they give up, and disks before they give a sector back; one that stays is the job's failure when the limit is over.
func temporary(err error) bool {
	return untouched(err) || oneOf(err, syscall.EIO, syscall.ETIMEDOUT, syscall.ENOBUFS, syscall.ECONNRESET, syscall.ECONNABORTED, syscall.ECONNREFUSED,
		syscall.ENETDOWN, syscall.ENETUNREACH, syscall.EHOSTDOWN, syscall.EHOSTUNREACH)
}

// stale reports that a server has forgotten a file which is open, or a name that was looked up: another look may find it.
func stale(err error) bool { return oneOf(err, syscall.ESTALE) }

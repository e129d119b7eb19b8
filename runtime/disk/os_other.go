//go:build !windows && (!unix || solaris || illumos || aix)

package disk

import "os"

// SyncDir does nothing where it isn't known how.
func (osFS) SyncDir(string) error { return nil }

// lock only makes the file: these systems have no lock that ends with its process and that Go's standard library knows.
func lock(name string) (*os.File, error) { return os.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o666) }

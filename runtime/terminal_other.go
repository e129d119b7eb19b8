//go:build !linux && !darwin && !freebsd

package rt

import "os"

// IsTerminal reports a character device, which is close enough where there is no ioctl.
func IsTerminal(file *os.File) bool {
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0 && file.Name() != os.DevNull
}

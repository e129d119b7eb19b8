//go:build !unix

package rt

import "os"

// notifySavepoint does nothing: there is no signal for it.
func notifySavepoint(chan<- os.Signal) {}

//go:build unix

package rt

import (
	"os"
	"os/signal"
	"syscall"
)

// notifySavepoint sends on signals when somebody asks for a savepoint: kill -USR1.
func notifySavepoint(signals chan<- os.Signal) { signal.Notify(signals, syscall.SIGUSR1) }

package oracle

import (
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"sync"
	"testing"
	"time"
)

// resident is the most memory that a process has had, as Linux says while it runs. What wait4 says begins with the memory of the process that
// started it, these tests.
type resident struct {
	path string
	most int64 // bytes
	stop chan struct{}
	done sync.WaitGroup
}

var highWater = regexp.MustCompile(`VmHWM:\s+(\d+) kB`)

// watchResident looks at a process that runs until peak is asked for.
func watchResident(process *os.Process) *resident {
	r := &resident{path: fmt.Sprintf("/proc/%d/status", process.Pid), stop: make(chan struct{})}
	r.done.Go(func() {
		for {
			r.look()
			select {
			case <-r.stop:
				return
			case <-time.After(2 * time.Millisecond):
			}
		}
	})
	return r
}

func (r *resident) look() {
	status, _ := os.ReadFile(r.path) // none once it has ended
	if found := highWater.FindSubmatch(status); found != nil {
		kilobytes, _ := strconv.ParseInt(string(found[1]), 10, 64)
		r.most = max(r.most, kilobytes<<10)
	}
}

// peak ends the watch.
func (r *resident) peak(t *testing.T) int64 {
	t.Helper()
	close(r.stop)
	r.done.Wait()
	if r.most == 0 {
		t.Fatalf("%s said nothing of memory", r.path)
	}
	return r.most
}

// peakOf runs a command, and gives the most memory that it took, in bytes.
func peakOf(t *testing.T, cmd *exec.Cmd) int64 {
	t.Helper()
	stderr := mustStart(t, cmd)
	memory := watchResident(cmd.Process)
	if err := cmd.Wait(); err != nil {
		t.Fatalf("%v\n%s", err, stderr)
	}
	return memory.peak(t)
}

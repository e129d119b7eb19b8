//go:build unix

package simulation

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/weirsql/weir/generated/minutetrades"
	rt "github.com/weirsql/weir/runtime"
)

// jobVariable makes this test's binary a job.
const jobVariable = "WEIR_SIM_JOB"

func TestMain(m *testing.M) {
	if os.Getenv(jobVariable) != "" {
		os.Exit(rt.Main(minutetrades.Job()))
	}
	os.Exit(m.Run())
}

// A real process of a generated job, which is asked to stop at random instants until it is done, writes what one writes that nobody asks. go test
// -race makes it one that the race detector watches: a race is an exit status of 66.
func TestSignalled(t *testing.T) {
	want := filepath.Join(t.TempDir(), "out")
	if output, err := minuteTrades(want, 2).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
	first := uint64(number(t, "WEIR_SIM_SEED", simulationSeed))
	for seed := first; seed < first+2; seed++ {
		r := rand.New(rand.NewPCG(seed, 2))
		dir := t.TempDir()
		stops := 0
		for !signalled(t, r, dir, time.Duration(1+stops)*20*time.Millisecond) {
			stops++
		}
		t.Logf("WEIR_SIM_SEED=%d: stopped %d times", seed, stops)
		if got, want := sortedLines(t, filepath.Join(dir, "out")), sortedLines(t, want); !slices.Equal(got, want) {
			t.Errorf("WEIR_SIM_SEED=%d: %d rows, want %d: %s", seed, len(got), len(want), firstDifference(got, want))
		}
	}
}

func minuteTrades(out string, partitions int, flags ...string) *exec.Cmd {
	cmd := exec.Command(os.Args[0], append(flags, "--partitions", fmt.Sprint(partitions), "--stats", "none", "--set", "market_data.fields.i.end=100000")...)
	cmd.Env = append(os.Environ(), jobVariable+"=1", "OUT="+out)
	return cmd
}

// signalled runs the job until a signal stops it, which comes when some time has passed: a process that has just begun doesn't know signals
// yet. done: the job came to its end.
func signalled(t *testing.T, r *rand.Rand, dir string, least time.Duration) (done bool) {
	t.Helper()
	cmd := minuteTrades(filepath.Join(dir, "out"), 1+r.IntN(4), "--checkpoint-dir", filepath.Join(dir, "checkpoints"), "--checkpoint-interval", fmt.Sprint(1+r.IntN(20), "ms"))
	var stderr strings.Builder
	cmd.Stderr = &stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	timer := time.AfterFunc(least+time.Duration(r.Int64N(int64(10*least))), func() { _ = cmd.Process.Signal(syscall.SIGTERM) })
	err := cmd.Wait()
	timer.Stop()
	if status, ok := cmd.ProcessState.Sys().(syscall.WaitStatus); err != nil && (!ok || status.Signal() != syscall.SIGTERM) {
		t.Fatalf("%v\n%s", err, &stderr)
	}
	_, err = os.Stat(filepath.Join(dir, "out"))
	return err == nil
}

func sortedLines(t *testing.T, path string) []string {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(content), "\n")
	slices.Sort(lines)
	return lines
}

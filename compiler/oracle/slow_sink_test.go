//go:build linux

package oracle

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// Behind a slow reader the job reads no further than its buffers go, whatever its stages, and takes no more memory than it is given: the source
// is held back, not the rows kept.
func TestSlowSinkHoldsTheSourceBack(t *testing.T) {
	const (
		input  = 96 << 20 // that could be read ahead
		slow   = 1 << 20  // that is read slowly
		ahead  = 8 << 20  // of input, at most: the rings' batches and the pipes
		memory = 64 << 20 // all of the process, its code included
	)
	for name, sql := range map[string]string{
		"one stage":     `SELECT id, k, v FROM t`,
		"two stages":    `SELECT k, COUNT(*) AS n, MAX(v) AS v FROM t GROUP BY k EMIT CHANGES`,
		"with windows":  `SELECT k, COUNT(*) AS n, window_start FROM t GROUP BY k WINDOW TUMBLING (ts, INTERVAL '1' SECOND)`,
		"three of them": `SELECT n, COUNT(*) AS m FROM (SELECT k, COUNT(*) AS n FROM t GROUP BY k EMIT CHANGES) AS q GROUP BY n EMIT CHANGES`,
	} {
		job := compileJob(t, `CREATE TABLE t (id BIGINT, k BIGINT, v BIGINT, ts AS TO_TIMESTAMP_LTZ(id * 10, 3), WATERMARK FOR ts AS ts) WITH ('connector' = 'file', 'path' = '-', 'format' = 'json');
CREATE TABLE o WITH ('connector' = 'file', 'path' = 'fifo', 'format' = 'json', 'changelog.column' = 'op') AS `+sql+`;`)
		for _, partitions := range []string{"1", "2"} {
			t.Run(name+"/"+partitions, func(t *testing.T) {
				dir := t.TempDir()
				if err := syscall.Mkfifo(filepath.Join(dir, "fifo"), 0o600); err != nil {
					t.Skip(err)
				}
				cmd := exec.Command(job.binary, "--partitions", partitions, "--stats", "none", "--checkpoint-dir", "checkpoints", "--checkpoint-interval", "100ms")
				cmd.Dir, cmd.Env = dir, append(os.Environ(), "GOMEMLIMIT=64MiB", "GOGC=off")
				stdin, err := cmd.StdinPipe()
				if err != nil {
					t.Fatal(err)
				}
				stderr := mustStart(t, cmd)
				resident := watchResident(cmd.Process)
				var accepted atomic.Int64
				go feed(stdin, &accepted, input)
				out, err := os.Open(filepath.Join(dir, "fifo")) // when the job has opened it, too
				if err != nil {
					t.Fatal(err)
				}
				defer out.Close()
				for read := 0; read < slow; { // 4 MB a second
					n, err := out.Read(make([]byte, 16<<10))
					if err != nil {
						t.Fatal(err, stderr)
					}
					read += n
					time.Sleep(4 * time.Millisecond)
				}
				taken := accepted.Load()
				if _, err := io.Copy(io.Discard, out); err != nil {
					t.Fatal(err)
				}
				if err := cmd.Wait(); err != nil {
					t.Fatal(err, stderr)
				}
				peak := resident.peak(t)
				t.Logf("%d MB were taken, %d MB of memory at most", taken>>20, peak>>20)
				if taken > ahead || accepted.Load() < input || peak > memory {
					t.Errorf("%d of %d bytes were taken while the sink was slow, %d bytes of memory at most", taken, accepted.Load(), peak)
				}
			})
		}
	}
}

// feed writes records until there are so many bytes, and counts what is taken of them.
func feed(to io.WriteCloser, accepted *atomic.Int64, bytes int64) {
	defer to.Close()
	out := bufio.NewWriterSize(counting{to, accepted}, 64<<10)
	for i := 0; accepted.Load() < bytes; i++ {
		if _, err := fmt.Fprintf(out, `{"id":%d,"k":%d,"v":%d}`+"\n", i, i*7919%1000, i%1000); err != nil {
			return
		}
	}
	out.Flush()
}

type counting struct {
	io.Writer
	n *atomic.Int64
}

func (c counting) Write(p []byte) (int, error) {
	n, err := c.Writer.Write(p)
	c.n.Add(int64(n))
	return n, err
}

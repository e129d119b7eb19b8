package file

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	rt "github.com/weirsql/weir/runtime"
	"github.com/weirsql/weir/runtime/connector/file/zstd"
)

func mustSink(t *testing.T, header string, options ...string) rt.Sink {
	t.Helper()
	made := table(options...)
	made.Header = header
	sink, err := NewSink(made)
	if err != nil {
		t.Fatal(err)
	}
	return sink
}

// writeAll writes blocks, each partition its own, and commits.
func writeAll(sink rt.Sink, partitions ...[]string) error {
	if err := sink.Open(context.Background(), len(partitions)); err != nil {
		return err
	}
	var writers []rt.Writer
	for i := range partitions {
		w, err := sink.NewWriter(i)
		if err != nil {
			return err
		}
		writers = append(writers, w)
	}
	failures := make([]error, len(partitions))
	var group sync.WaitGroup
	for i, blocks := range partitions {
		group.Go(func() {
			for _, block := range blocks {
				if failures[i] = writers[i].Write(context.Background(), []byte(block)); failures[i] != nil {
					return
				}
			}
			failures[i] = writers[i].Close(context.Background())
		})
	}
	group.Wait()
	for _, err := range failures {
		if err != nil {
			return err
		}
	}
	return sink.Commit(context.Background())
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func names(t *testing.T, dir string) string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, entry := range entries {
		list = append(list, entry.Name())
	}
	return strings.Join(list, " ")
}

func TestSinkWritesOneFile(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "out.csv")
	if err := writeAll(mustSink(t, "x,y\n", "path", path), []string{"1,2\n", "3,4\n5,6\n"}); err != nil {
		t.Fatal(err)
	}
	if got := string(read(t, path)); got != "x,y\n1,2\n3,4\n5,6\n" || names(t, dir) != "out.csv" {
		t.Errorf("%q in %s", got, names(t, dir))
	}
}

func TestSinkNothingIsThereBeforeCommit(t *testing.T) {
	dir := t.TempDir()
	path := write(t, filepath.Join(dir, "out"), []byte("old"))
	sink := mustSink(t, "", "path", path)
	if err := sink.Open(context.Background(), 1); err != nil {
		t.Fatal(err)
	}
	w, _ := sink.NewWriter(0)
	if err := w.Write(context.Background(), []byte("new")); err != nil {
		t.Fatal(err)
	}
	if got := string(read(t, path)); got != "old" {
		t.Errorf("%q before the commit", got)
	}
	if err := sink.Abort(); err != nil {
		t.Fatal(err)
	}
	if got := string(read(t, path)); got != "old" || names(t, dir) != "out" {
		t.Errorf("%q after the abort; %s", got, names(t, dir))
	}
}

func TestSinkReplacesFile(t *testing.T) {
	dir := t.TempDir()
	path := write(t, filepath.Join(dir, "out"), []byte("a longer old content"))
	if err := os.Chmod(path, 0o640); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(dir, "link")
	if err := os.Symlink("out", link); err != nil {
		t.Fatal(err)
	}
	if err := writeAll(mustSink(t, "", "path", link), []string{"new\n"}); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if got := string(read(t, path)); got != "new\n" || info.Mode().Perm() != 0o640 || names(t, dir) != "link out" {
		t.Errorf("%q, %v, %s", got, info.Mode(), names(t, dir))
	}
}

// Partitions share a file: blocks interleave, but each is whole and in its partition's order.
func TestSinkPartitionsShareAFile(t *testing.T) {
	for _, name := range []string{"out", "out.gz", "out.zst"} {
		dir := t.TempDir()
		path := filepath.Join(dir, name)
		partitions := make([][]string, 4)
		for p := range partitions {
			for i := range 300 {
				partitions[p] = append(partitions[p], strings.Repeat(fmt.Sprintf("%d:%d\n", p, i), 1+i*p*7))
			}
		}
		if err := writeAll(mustSink(t, "head\n", "path", path), partitions...); err != nil {
			t.Fatal(err)
		}
		checkInterleaved(t, name, plain(t, path), partitions)
	}
}

func checkInterleaved(t *testing.T, name, content string, partitions [][]string) {
	t.Helper()
	content, found := strings.CutPrefix(content, "head\n")
	if !found || strings.Contains(content, "head") {
		t.Errorf("%s: the header isn't there once, at the start", name)
	}
	byPartition := make([]strings.Builder, len(partitions))
	for line := range strings.Lines(content) {
		byPartition[line[0]-'0'].WriteString(line)
	}
	for p := range partitions {
		if byPartition[p].String() != strings.Join(partitions[p], "") {
			t.Errorf("%s: partition %d's records are not all there in order", name, p)
		}
	}
}

func plain(t *testing.T, path string) string {
	t.Helper()
	content := read(t, path)
	switch filepath.Ext(path) {
	case ".gz":
		return gunzip(t, content)
	case ".zst":
		r, err := zstd.Compression.NewReader(bytes.NewReader(content))
		if err != nil {
			t.Fatal(err)
		}
		plain, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		return string(plain)
	}
	return string(content)
}

func TestSinkCompressesMembers(t *testing.T) {
	for _, name := range []string{"out.gz", "out.zst"} {
		path := filepath.Join(t.TempDir(), name)
		block := strings.Repeat("0123456789abcde\n", memberSize/32)
		if err := writeAll(mustSink(t, "", "path", path), []string{block, block, block, block, block}); err != nil {
			t.Fatal(err)
		}
		if plain(t, path) != strings.Repeat(block, 5) {
			t.Errorf("%s: something else comes out", name)
		}
	}
}

func TestSinkWritesEmptyFiles(t *testing.T) {
	for _, name := range []string{"out", "out.gz", "out.zst"} {
		path := filepath.Join(t.TempDir(), name)
		if err := writeAll(mustSink(t, "", "path", path), nil, nil); err != nil {
			t.Fatal(err)
		}
		if got := plain(t, path); got != "" {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func TestSinkFilePerPartition(t *testing.T) {
	dir := t.TempDir()
	sink := mustSink(t, "h\n", "path", filepath.Join(dir, "out.jsonl.gz"), "sink.file-per-partition", "true")
	if err := writeAll(sink, []string{"a\n", "b\n"}, nil); err != nil {
		t.Fatal(err)
	}
	if got := names(t, dir); got != "out-0.jsonl.gz out-1.jsonl.gz" {
		t.Error(got)
	}
	if a, b := plain(t, filepath.Join(dir, "out-0.jsonl.gz")), plain(t, filepath.Join(dir, "out-1.jsonl.gz")); a != "h\na\nb\n" || b != "h\n" {
		t.Errorf("%q, %q", a, b)
	}
}

func TestPartitionPath(t *testing.T) {
	for path, want := range map[string]string{"out": "out-3", "a.b/out.csv": "a.b/out-3.csv", ".out": ".out-3", ".out.gz": ".out-3.gz", "/x.tar.gz": "/x-3.tar.gz"} {
		if got := partitionPath(path, 3); got != want {
			t.Errorf("%s: %s, not %s", path, got, want)
		}
	}
}

func TestSinkRefuses(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	if err := os.Mkdir("d", 0o777); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		options []string
		want    string
	}{
		{[]string{"path", "*.csv"}, "table t: 'path' is '*.csv', but a sink writes one file: a glob can only be read"},
		{[]string{"path", "d/"}, "table t: 'path' is 'd/', but a sink writes a file, not a directory: add the file's name"},
		{[]string{"path", "-", "sink.file-per-partition", "true"}, "table t: 'path' is '-', but standard output can't be one file per partition: give 'path' a file's name"},
		{[]string{"path", "d"}, "'d' is a directory: 'path' must name the file to write"},
		{[]string{"path", "no/out"}, "can't write 'no/out': there is no directory 'no' (looked in " + dir + "): create it first"},
	} {
		sink, err := NewSink(table(c.options...))
		if err == nil {
			err = sink.Open(context.Background(), 1)
		}
		if err == nil || err.Error() != c.want {
			t.Errorf("%v: %v\nnot %s", c.options, err, c.want)
		}
	}
	if got := names(t, dir); got != "d" {
		t.Errorf("it left %s", got)
	}
}

func TestSinkWritesDevicesAtOnce(t *testing.T) {
	if err := writeAll(mustSink(t, "h\n", "path", "/dev/null"), []string{"a\n"}); err != nil {
		t.Error(err)
	}
	err := writeAll(mustSink(t, "", "path", "/dev/full"), []string{"a\n"})
	if err == nil || err.Error() != "can't write '/dev/full': no space left on device" {
		t.Error(err)
	}
}

// Sweep removes the files of its owner that nobody needs, whatever table they are of, and leaves everything else.
func TestSinkSweeps(t *testing.T) {
	dir := t.TempDir()
	stays := ".out.OTHER-A.tmp .out.OWNER-NEEDED.tmp .out.OWNER.tmp .out.RANDOM.tmp OWNER-A.tmp out.OWNER-A.tmp out.jsonl"
	for _, name := range append(strings.Fields(stays), ".out.jsonl.OWNER-A.tmp", ".another-3.csv.gz.OWNER-B.tmp") {
		write(t, filepath.Join(dir, name), nil)
	}
	made := table("path", filepath.Join(dir, "out.jsonl"))
	sink, err := NewSink(made)
	if err != nil {
		t.Fatal(err)
	}
	made.Owner = "OWNER"
	if err := sink.(rt.SweepingSink).Sweep(func(name string) bool { return name == "OWNER-NEEDED" }); err != nil {
		t.Fatal(err)
	}
	if got := names(t, dir); got != stays {
		t.Errorf("there are %s\nnot %s", got, stays)
	}
	made.Owner = ""
	if err := sink.(rt.SweepingSink).Sweep(func(string) bool { return false }); err != nil || names(t, dir) != stays {
		t.Errorf("%v; without an owner there are %s", err, names(t, dir))
	}
}

package file

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	rt "github.com/weirsql/weir/runtime"
	"github.com/weirsql/weir/runtime/connector/file/zstd"
	"github.com/weirsql/weir/runtime/disk"
)

func table(options ...string) *rt.Table {
	var list []rt.Option
	for i := 0; i < len(options); i += 2 {
		list = append(list, rt.Option{Key: options[i], Value: options[i+1]})
	}
	t := rt.NewTable("t", list...)
	t.Compressions = []*rt.Compression{zstd.Compression}
	return t
}

func write(t *testing.T, path string, content []byte) string {
	t.Helper()
	if err := os.WriteFile(path, content, 0o666); err != nil {
		t.Fatal(err)
	}
	return path
}

func compress(t *testing.T, codec *rt.Compression, members ...string) []byte {
	t.Helper()
	var out bytes.Buffer
	for _, member := range members {
		w, err := codec.NewWriter(&out)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(member)); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return out.Bytes()
}

// record is one record as a batch hands it out; text is "!" and the reason for one that can't be read.
type record struct {
	text   string
	offset int64
}

// readAll reads all splits of a source.
func readAll(source rt.Source) (records []record, headers []string, err error) {
	splits, err := source.Splits(context.Background(), 1)
	if err != nil {
		return nil, nil, err
	}
	reader, err := source.NewReader()
	if err != nil {
		return nil, nil, err
	}
	defer reader.Close()
	for _, split := range splits {
		for _, part := range rangesOf(split) {
			if err := reader.Open(context.Background(), part); err != nil {
				return records, headers, err
			}
			more, err := readSplit(reader, part)
			records = append(records, more...)
			headers = append(headers, part.Header)
			if err != nil {
				return records, headers, err
			}
		}
	}
	return records, headers, nil
}

// rangesOf cuts a split as one does for partitions that read it in turn.
func rangesOf(split *rt.Split) (parts []*rt.Split) {
	if split.Range == 0 {
		return []*rt.Split{split}
	}
	for start := split.Start; start < split.End; start += split.Range {
		part := *split
		part.Start, part.End = start, min(start+split.Range, split.End)
		parts = append(parts, &part)
	}
	return parts
}

func readSplit(reader rt.Reader, split *rt.Split) (records []record, err error) {
	for {
		batch := rt.NewBatch(nil)
		batch.Split = split
		err := reader.Read(context.Background(), batch)
		var tooLong *rt.RecordError
		switch {
		case err == io.EOF:
			return records, nil
		case errors.As(err, &tooLong):
			records = append(records, record{"!" + tooLong.Message, batch.Offset})
			continue
		case err != nil:
			return records, err
		}
		for batch.Next() {
			records = append(records, record{string(batch.Record()), batch.RecordOffset()})
		}
	}
}

func texts(records []record) []string {
	list := []string{}
	for _, r := range records {
		list = append(list, r.text)
	}
	return list
}

func mustSource(t *testing.T, options ...string) rt.Source {
	t.Helper()
	source, err := NewSource(table(options...))
	if err != nil {
		t.Fatal(err)
	}
	return source
}

func TestSourceReadsEveryShape(t *testing.T) {
	long := strings.Repeat("x", 3*blockSize)
	for name, c := range map[string]struct {
		content string
		want    []string
	}{
		"empty":                 {"", []string{}},
		"one line end":          {"\n", []string{}},
		"lines":                 {"a\nbc\n", []string{"a", "bc"}},
		"no final line end":     {"a\nbc", []string{"a", "bc"}},
		"one line, no end":      {"a", []string{"a"}},
		"CRLF":                  {"a\r\nb\r\n\r\nc", []string{"a", "b", "c"}},
		"CR inside":             {"a\rb\n", []string{"a\rb"}},
		"empty lines":           {"\n\na\n\n\r\nb\n\n", []string{"a", "b"}},
		"byte order mark":       {"\xef\xbb\xbfa\nb\n", []string{"a", "b"}},
		"byte order mark alone": {"\xef\xbb\xbf", []string{}},
		"mark later":            {"a\n\xef\xbb\xbfb\n", []string{"a", "\xef\xbb\xbfb"}},
		"spaces stay":           {" a \n\t\n", []string{" a ", "\t"}},
		"NUL":                   {"a\x00b\n", []string{"a\x00b"}},
		"longer than a block":   {"a\n" + long + "\nb\n", []string{"a", long, "b"}},
		"long, no end":          {long + long, []string{long + long}},
	} {
		path := write(t, filepath.Join(t.TempDir(), "f"), []byte(c.content))
		for codec, path := range map[string]string{
			"plain": path,
			"gzip":  write(t, path+".gz", compress(t, gzipCompression, c.content)),
			"zstd":  write(t, path+".zst", compress(t, zstd.Compression, c.content)),
		} {
			records, _, err := readAll(mustSource(t, "path", path))
			if err != nil || !slices.Equal(texts(records), c.want) {
				t.Errorf("%s, %s: %d records, %v", name, codec, len(records), err)
			}
		}
	}
}

func TestSourceGzipMembers(t *testing.T) {
	path := write(t, filepath.Join(t.TempDir(), "f.gz"), compress(t, gzipCompression, "a\nb", "c\n", "", "d\n"))
	records, _, err := readAll(mustSource(t, "path", path))
	if want := []string{"a", "bc", "d"}; err != nil || !slices.Equal(texts(records), want) {
		t.Errorf("%q, %v", texts(records), err)
	}
}

func TestSourceEmptyCompressedFile(t *testing.T) {
	for _, name := range []string{"f.gz", "f.zst"} {
		records, _, err := readAll(mustSource(t, "path", write(t, filepath.Join(t.TempDir(), name), nil)))
		if err != nil || len(records) != 0 {
			t.Errorf("%s: %v, %v", name, records, err)
		}
	}
}

func TestSourceBrokenFiles(t *testing.T) {
	var big strings.Builder
	for i := range 100_000 {
		fmt.Fprintf(&big, "%d %x\n", i, i*i*i)
	}
	whole := compress(t, gzipCompression, big.String())
	frame := compress(t, zstd.Compression, big.String())
	dir := t.TempDir()
	for name, c := range map[string]struct {
		content []byte
		want    string
	}{
		"cut.gz":    {whole[:len(whole)/2], "the compressed data ends too soon, behind byte "},
		"head.gz":   {whole[:5], "the compressed data ends too soon, behind byte 0"},
		"tail.gz":   {whole[:len(whole)-1], "the compressed data ends too soon, behind byte "},
		"plain.gz":  {[]byte("no gzip at all, this one"), "the compressed data is broken behind byte 0 uncompressed: gzip: invalid header"},
		"cut.zst":   {frame[:len(frame)/2], "the compressed data ends too soon, behind byte "},
		"plain.zst": {[]byte("no zstd at all, this one"), "the compressed data is broken behind byte 0 uncompressed: "},
	} {
		path := write(t, filepath.Join(dir, name), c.content)
		_, _, err := readAll(mustSource(t, "path", path))
		if err == nil || !strings.Contains(err.Error(), c.want) || !strings.HasPrefix(err.Error(), path+": ") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestSourceWithoutCodec(t *testing.T) {
	path := write(t, filepath.Join(t.TempDir(), "f.zst"), nil)
	bare := table("path", path)
	bare.Compressions = nil
	source, err := NewSource(bare)
	if err != nil {
		t.Fatal(err)
	}
	if _, err = source.Splits(context.Background(), 1); err == nil || !strings.Contains(err.Error(), "built without") {
		t.Error(err)
	}
}

func TestSourceTooLongLines(t *testing.T) {
	const limit = 100
	exact, over, far := strings.Repeat("e", limit), strings.Repeat("o", limit+1), strings.Repeat("f", 10*limit)
	path := write(t, filepath.Join(t.TempDir(), "f"), []byte("a\n"+exact+"\n"+over+"\nb\n"+far+"\n"+far))
	records, _, err := readAll(mustSource(t, "path", path, "source.max-line-length", "100"))
	tooLong := "!the line is longer than 100 bytes: raise 'source.max-line-length' if it is a record"
	want := []record{{"a", 0}, {exact, 2}, {tooLong, 103}, {"b", 205}, {tooLong, 207}, {tooLong, 1208}}
	if err != nil || !slices.Equal(records, want) {
		t.Errorf("%v, %v", records, err)
	}
}

func TestSourceHeader(t *testing.T) {
	dir := t.TempDir()
	body := strings.Repeat("1,2\n", 4096)
	for name, c := range map[string]struct {
		content, header string
		records         int
	}{
		"a": {"x,y\n1,2\n", "x,y", 1},
		"b": {"\xef\xbb\xbfx,y\r\n1,2\r\n", "x,y", 1},
		"c": {"x,y", "x,y", 0},
		"d": {"", "", 0},
		"e": {"x,y\n" + body, "x,y", 4096},
	} {
		path := write(t, filepath.Join(dir, name), []byte(c.content))
		records, headers, err := readAll(mustSource(t, "path", path, "csv.header", "true", "source.split-size", "4 kb"))
		if err != nil || len(records) != c.records || slices.ContainsFunc(headers, func(h string) bool { return h != c.header }) {
			t.Errorf("%s: %d records, headers %q, %v", name, len(records), headers, err)
		}
	}
}

// Whatever the ranges of a file are, each record is read once, in order, with its offset.
func TestRangesAreEquivalent(t *testing.T) {
	seed := rand.Uint64()
	random := rand.New(rand.NewPCG(seed, 0))
	dir := t.TempDir()
	for round := range 60 {
		var content strings.Builder
		for content.Len() < 4096+random.IntN(40_000) {
			content.WriteString(strings.Repeat(string(rune('a'+random.IntN(26))), random.IntN(1+random.IntN(1+random.IntN(6000)))))
			content.WriteString([]string{"\n", "\r\n", "\n\n"}[random.IntN(3)])
		}
		text := content.String()
		if random.IntN(2) == 0 {
			text = strings.TrimRight(text, "\r\n")
		}
		path := write(t, filepath.Join(dir, "f"), []byte(text))
		whole, _, err := readAll(mustSource(t, "path", path, "source.split-size", "1 gb"))
		if err != nil {
			t.Fatal(err)
		}
		rangeSize := 1 + random.IntN(3000)
		ranged := mustSource(t, "path", path).(*source)
		ranged.rangeSize = int64(rangeSize)
		parts, _, err := readAll(ranged)
		if err != nil || !slices.Equal(parts, whole) {
			t.Fatalf("seed %d, round %d, ranges of %d bytes: %d records, not %d; %v", seed, round, rangeSize, len(parts), len(whole), err)
		}
		if lines := strings.FieldsFunc(text, func(r rune) bool { return r == '\n' || r == '\r' }); !slices.Equal(texts(whole), lines) {
			t.Fatalf("seed %d, round %d: %d records, not the %d lines", seed, round, len(whole), len(lines))
		}
	}
}

func TestSourceListsFiles(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"b.jsonl", "a.jsonl", "c.csv", ".hidden.jsonl", "_tmp.jsonl", "x/d.jsonl", "x/y/e.jsonl", "x/.git/f.jsonl", "[odd].jsonl"} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o777); err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(dir, name), []byte(name))
	}
	for pattern, want := range map[string]string{
		"a.jsonl":       "a.jsonl",
		"*.jsonl":       "[odd].jsonl a.jsonl b.jsonl",
		"[ab].jsonl":    "a.jsonl b.jsonl",
		"?.csv":         "c.csv",
		"*/*.jsonl":     "x/d.jsonl",
		"**/*.jsonl":    "[odd].jsonl a.jsonl b.jsonl x/d.jsonl x/y/e.jsonl",
		"**/e.jsonl":    "x/y/e.jsonl",
		"x/**":          "x/d.jsonl x/y/e.jsonl",
		"x":             "x/d.jsonl x/y/e.jsonl",
		".hid*":         ".hidden.jsonl",
		"[odd].jsonl":   "[odd].jsonl",
		".":             "[odd].jsonl a.jsonl b.jsonl c.csv x/d.jsonl x/y/e.jsonl",
		"nothing.jsonl": "error: there is no file 'DIR/nothing.jsonl'",
		"*.parquet":     "error: no file matches 'DIR/*.parquet'",
		"x/y/*/z":       "error: no file matches 'DIR/x/y/*/z'",
		"[a":            "error: 'DIR/[a' is no glob: syntax error in pattern",
	} {
		files, err := lister{disk.OS}.list(dir + "/" + pattern)
		got := strings.ReplaceAll(strings.Join(files, " "), dir+"/", "")
		if err != nil {
			got = "error: " + strings.ReplaceAll(err.Error(), dir, "DIR")
		}
		if got != want {
			t.Errorf("%s: %s\nnot %s", pattern, got, want)
		}
	}
}

func TestSourceRelativePathSaysWhere(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	_, err := mustSource(t, "path", "orders.jsonl").Splits(context.Background(), 1)
	if want := "there is no file 'orders.jsonl' (looked in " + dir + ")"; err == nil || err.Error() != want {
		t.Errorf("%v, not %s", err, want)
	}
}

func TestSourceRefusesOptions(t *testing.T) {
	_, err := NewSource(table("path", "", "source.split-size", "5 apples", "compression", "rar"))
	want := `table t: 'path' is '', but it must name a file, and it is empty
table t: 'source.split-size' is '5 apples', but it must be a whole number and a unit (b, kb, mb, gb), such as '64 mb'
table t: 'compression' is 'rar', but it must be one of 'auto', 'none', 'gzip', 'zstd'`
	if err == nil || err.Error() != want {
		t.Errorf("%v\nnot\n%s", err, want)
	}
}

func TestSourceFileCutWhileRead(t *testing.T) {
	path := write(t, filepath.Join(t.TempDir(), "f"), []byte(strings.Repeat("line\n", 1000)))
	source := mustSource(t, "path", path)
	splits, err := source.Splits(context.Background(), 1)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(path, 100); err != nil {
		t.Fatal(err)
	}
	reader, _ := source.NewReader()
	defer reader.Close()
	if err := reader.Open(context.Background(), splits[0]); err != nil {
		t.Fatal(err)
	}
	records, err := readSplit(reader, splits[0])
	if len(records) != 20 || err == nil || !strings.Contains(err.Error(), "it was cut while it was read") {
		t.Errorf("%d records, %v", len(records), err)
	}
}

func TestSourceMetadata(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "a"), []byte("123"))
	write(t, filepath.Join(dir, "b"), []byte("12345"))
	splits, err := mustSource(t, "path", dir).Splits(context.Background(), 1)
	if err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(filepath.Join(dir, "b"))
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]any{"partition": int32(1), "file.path": filepath.Join(dir, "b"), "file.name": "b", "file.size": int64(5), "file.modification-time": info.ModTime().UnixMilli() * 1000}
	for key, value := range want {
		if got := splits[1].Metadata[key]; got != value {
			t.Errorf("%s is %v, not %v", key, got, value)
		}
	}
}

func FuzzRanges(f *testing.F) {
	f.Add([]byte("a\nbb\r\n\nccc"), uint16(2))
	f.Fuzz(func(t *testing.T, content []byte, rangeSize uint16) {
		path := write(t, filepath.Join(t.TempDir(), "f"), content)
		whole, _, err := readAll(mustSource(t, "path", path))
		if err != nil {
			t.Fatal(err)
		}
		ranged := mustSource(t, "path", path).(*source)
		ranged.rangeSize = int64(rangeSize) + 1
		parts, _, err := readAll(ranged)
		if err != nil || !slices.Equal(parts, whole) {
			t.Errorf("%v, not %v; %v", parts, whole, err)
		}
	})
}

// gunzip is the standard library's view of what a sink wrote.
func gunzip(t *testing.T, content []byte) string {
	t.Helper()
	r, err := gzip.NewReader(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	plain, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(plain)
}

// Files are splits, in the order of their names: plain ones are taken in turn, in ranges.
func TestFilesAreSplits(t *testing.T) {
	dir := t.TempDir()
	for name, content := range map[string][]byte{"a": []byte("1\n2\n"), "b": nil, "c.gz": compress(t, gzipCompression, "1\n"), "d": []byte("1")} {
		write(t, filepath.Join(dir, name), content)
	}
	splits, err := mustSource(t, "path", dir, "source.split-size", "8 kb").Splits(context.Background(), 3)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for i, split := range splits {
		if split.ID != i || split.Metadata["partition"] != int32(i) {
			t.Errorf("split %d has number %d, and %d as metadata", i, split.ID, split.Metadata["partition"])
		}
		got = append(got, fmt.Sprintf("%s %d-%d by %d", filepath.Base(split.Name), split.Start, split.End, split.Range))
	}
	if want := []string{"a 0-4 by 8192", "b 0--1 by 0", "c.gz 0--1 by 0", "d 0-1 by 8192"}; !slices.Equal(got, want) {
		t.Errorf("%q, not %q", got, want)
	}
}

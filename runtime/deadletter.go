package rt

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/weirsql/weir/runtime/disk"
)

// letterBox writes dead letters, from one partition, as JSON lines.
type letterBox struct {
	columns []string
	writer  *timedWriter
	buf     []byte
	written int64
}

// letterColumns are the keys of a dead letter in a file, and what a dead-letter table may have.
var letterColumns = []string{"time", "table", "source", "line", "offset", "position", "reason", "record"}

// put appends a letter. Letters are written at the end of each batch, since people watch them.
func (b *letterBox) put(f *Failure) error {
	b.buf = append(b.buf, '{')
	for i, column := range b.columns {
		if i > 0 {
			b.buf = append(b.buf, ',')
		}
		b.buf = appendJSONString(b.buf, column)
		b.buf = append(b.buf, ':')
		b.buf = appendLetterValue(b.buf, strings.ToLower(column), f)
	}
	b.buf = append(b.buf, "}\n"...)
	b.written++
	if len(b.buf) >= outputSize {
		return b.flush()
	}
	return nil
}

func (b *letterBox) flush() error {
	if b == nil || len(b.buf) == 0 {
		return nil
	}
	block := b.buf
	b.buf = b.buf[:0]
	return b.writer.write(block)
}

func (b *letterBox) close() error {
	if b == nil {
		return nil
	}
	return b.writer.close()
}

func appendLetterValue(dst []byte, column string, f *Failure) []byte {
	switch column {
	case "time":
		return appendJSONString(dst, time.Now().UTC().Format("2006-01-02 15:04:05.000"))
	case "table":
		return appendJSONString(dst, f.Table)
	case "source":
		return appendText(dst, f.Source)
	case "line":
		if f.Line == 0 {
			return append(dst, "null"...)
		}
		return strconv.AppendInt(dst, f.Line, 10)
	case "offset":
		return strconv.AppendInt(dst, f.Offset, 10)
	case "position":
		return appendText(dst, f.Position)
	case "reason":
		return appendJSONString(dst, f.Reason)
	case "record":
		return appendText(dst, f.Record)
	}
	panic("rt: a dead letter has no " + column)
}

// appendText appends text that may be missing.
func appendText(dst []byte, text string) []byte {
	if text == "" {
		return append(dst, "null"...)
	}
	return appendJSONString(dst, text)
}

// appendJSONString appends text as a JSON string. Bytes that aren't UTF-8 become U+FFFD.
func appendJSONString(dst []byte, text string) []byte {
	const hexDigits = "0123456789abcdef"
	dst = append(dst, '"')
	for _, c := range text {
		switch {
		case c == '"' || c == '\\':
			dst = append(dst, '\\', byte(c))
		case c == '\n':
			dst = append(dst, '\\', 'n')
		case c == '\t':
			dst = append(dst, '\\', 't')
		case c == '\r':
			dst = append(dst, '\\', 'r')
		case c < 0x20 || c == 0x7f:
			dst = append(dst, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
		default:
			dst = utf8.AppendRune(dst, c)
		}
	}
	return append(dst, '"')
}

// letterFile is the sink behind --dead-letter FILE. Unlike a table's file it is there while the job runs and stays when
// the job fails: it says what went wrong.
type letterFile struct {
	files  disk.FS
	file   disk.File
	marked int64 // size at the last mark
	named  bool  // the file's name is durable
}

// standardOutput is the path that means it, as in a table's 'path'.
const standardOutput = "-"

// openLetterFile opens the file behind the letters that a checkpoint knows; from is nil where there is none.
func openLetterFile(files disk.FS, path string, from *int64) (*letterFile, error) {
	if path == standardOutput {
		return &letterFile{file: os.Stdout}, nil
	}
	file, err := files.Append(path)
	if err != nil {
		return nil, err
	}
	l := &letterFile{files: files, file: file}
	if err := l.cut(path, from); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return l, nil
}

// cut takes back what was written behind a checkpoint, or everything.
func (l *letterFile) cut(path string, from *int64) error {
	info, err := l.file.Stat()
	if err != nil || !info.Mode().IsRegular() {
		return err
	}
	var size int64
	if from != nil {
		size = *from
	}
	return disk.Cut(l.file, path, size)
}

// recoverable reports a file that can be cut.
func (l *letterFile) recoverable() bool {
	info, err := l.file.Stat()
	return err == nil && info.Mode().IsRegular()
}

// mark notes how long the file is.
func (l *letterFile) mark() error {
	info, err := l.file.Stat()
	if err == nil {
		l.marked = info.Size()
	}
	return err
}

// sync makes the letters durable, and once the file's name.
func (l *letterFile) sync() error {
	if err := l.file.Sync(); err != nil || l.named {
		return err
	}
	err := l.files.SyncDir(filepath.Dir(l.file.Name()))
	l.named = err == nil
	return err
}

// Write appends whole lines: O_APPEND keeps those of several partitions apart.
func (l *letterFile) Write(_ context.Context, block []byte) error {
	_, err := l.file.Write(block)
	return err
}

// Close leaves the file open for the other partitions; the job closes it.
func (l *letterFile) Close(context.Context) error { return nil }

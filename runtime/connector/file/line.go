package file

import (
	"bytes"
	"io"

	rt "github.com/weirsql/weir/runtime"
	"github.com/weirsql/weir/runtime/disk"
)

// countable is how far into a file lines are counted for a message: further, the byte offset must do.
const countable = 1 << 30

// lineCounter counts the lines of a file up to records that failed. It goes on from the last one, so that many failures
// cost one more look at the file.
type lineCounter struct {
	files  disk.FS
	path   string
	offset int64
	line   int64 // the number of the line at offset, from 1
}

// Line returns the number of the line that starts at an offset, 0 where it can't be told. A reader of a range doesn't know
// what stands before it, so it looks when somebody asks.
func (r *reader) Line(split *rt.Split, offset int64) int64 {
	if split.End < 0 || offset > countable {
		return 0
	}
	if path := split.Name; r.lines.path != path || r.lines.offset > offset {
		r.lines = lineCounter{files: r.source.files, path: path, line: 1}
	}
	return r.lines.advance(offset)
}

func (c *lineCounter) advance(offset int64) int64 {
	file, err := c.files.Open(c.path)
	if err != nil {
		return 0
	}
	defer file.Close()
	buf := make([]byte, 64<<10)
	section := io.NewSectionReader(file, c.offset, offset-c.offset)
	for {
		n, err := section.Read(buf)
		c.line += int64(bytes.Count(buf[:n], []byte{'\n'}))
		c.offset += int64(n)
		if err == io.EOF {
			return c.line
		}
		if err != nil {
			return 0
		}
	}
}

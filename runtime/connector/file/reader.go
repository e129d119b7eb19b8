package file

import (
	"bytes"
	"context"
	"fmt"
	"io"

	rt "github.com/weirsql/weir/runtime"
)

// blockSize is how much a reader reads at once: measured, larger blocks leave the cache between reading and decoding.
const blockSize = 256 << 10

// reader reads blocks of whole lines. What a block's last line lacks moves to the front of the buffer for the next one.
type reader struct {
	source *source
	split  *rt.Split
	in     *input
	lines  lineCounter

	buf     []byte // the block: buf[:have] is there
	have    int
	used    int   // how much of it the last batch took
	offset  int64 // of buf[0] in the uncompressed file
	end     int64 // the range's end; -1 for the file's
	size    int64 // how much the file must at least have: less means that it was cut while it was read
	eof     bool  // nothing comes behind buf[:have]
	over    bool  // buf[0] is inside a line that is too long
	counted int64 // compressed bytes that batches have accounted for
}

func (s *source) NewReader() (rt.Reader, error) { return &reader{source: s}, nil }

// Open starts a file, or a range of one.
func (r *reader) Open(ctx context.Context, split *rt.Split) error {
	if r.goesOn(split) {
		split.Header = r.split.Header
	} else if err := r.openInput(split); err != nil {
		return err
	}
	in := r.in
	buf := r.buf
	if buf == nil {
		buf = make([]byte, min(blockSize, r.source.maxLine+1))
	}
	*r = reader{source: r.source, split: split, in: in, lines: r.lines, buf: buf, end: split.End, size: split.End}
	if split.Start == 0 {
		return nil
	}
	return r.openRange(ctx)
}

// goesOn reports another range of the file that is open.
func (r *reader) goesOn(split *rt.Split) bool {
	return r.in != nil && r.in.stream == nil && split.Start > 0 && split.Name == r.split.Name && (!r.source.header || r.split.Header != "")
}

func (r *reader) openInput(split *rt.Split) error {
	if err := r.closeInput(); err != nil {
		return err
	}
	in, err := openInput(r.source.files, split, r.source.codecs)
	if in != nil {
		r.in = in
	}
	return err
}

// openRange finds the first record that starts in the range, and the file's header.
func (r *reader) openRange(ctx context.Context) error {
	if r.source.header && r.split.Header == "" {
		if err := r.fetchHeader(ctx); err != nil {
			return err
		}
	}
	// The record that starts at Start is the range's own, so the line end before it is looked for too.
	if err := r.seek(ctx, r.split.Start-1); err != nil {
		return err
	}
	r.have, r.used, r.eof = 0, 0, false
	return r.skipLine(ctx)
}

// seek goes to an offset. What is compressed has to be read up to there.
func (r *reader) seek(ctx context.Context, offset int64) error {
	r.offset = offset
	if r.in.stream == nil {
		_, err := r.in.file.Seek(offset, io.SeekStart)
		return err
	}
	for left := offset; left > 0; {
		n, err := r.in.read(ctx, r.buf[:min(left, int64(len(r.buf)))], offset-left)
		if left -= int64(n); err == io.EOF && left > 0 {
			return fmt.Errorf("%s: it ends before byte %d uncompressed, up to which it was read before", r.in.name, offset)
		} else if err != nil && err != io.EOF {
			return err
		}
	}
	return nil
}

// fetchHeader reads the first line of the file.
func (r *reader) fetchHeader(ctx context.Context) error {
	for {
		if end := bytes.IndexByte(r.buf[:r.have], '\n'); end >= 0 || r.eof {
			r.split.Header = headerText(r.buf[:r.have], end)
			return nil
		}
		if r.have > r.source.maxLine {
			return r.headerTooLong()
		}
		if err := r.fill(ctx); err != nil {
			return err
		}
	}
}

func headerText(data []byte, end int) string {
	if end >= 0 {
		data = data[:end]
	}
	return string(bytes.TrimSuffix(bytes.TrimPrefix(data, byteOrderMark), []byte{'\r'}))
}

// byteOrderMark is what some programs put in front of UTF-8.
var byteOrderMark = []byte("\xef\xbb\xbf")

// Read fills the batch with the next whole lines.
func (r *reader) Read(ctx context.Context, batch *rt.Batch) error {
	r.advance()
	if r.in.waiting != nil && r.in.stream == nil { // what decompresses can't go on behind an error
		r.in.waiting.longest = batch.Wait
	}
	if r.over {
		if err := r.skipLine(ctx); err != nil {
			return err
		}
	}
	for {
		if r.beyond() {
			return io.EOF
		}
		if n := r.whole(); n > 0 {
			return r.deliver(batch, n)
		}
		if r.eof {
			return r.last(batch)
		}
		if r.have > r.source.maxLine {
			return r.tooLong(batch)
		}
		if err := r.fill(ctx); err != nil {
			return err
		}
	}
}

// advance moves what the last batch left to the front.
func (r *reader) advance() {
	r.have = copy(r.buf, r.buf[r.used:r.have])
	r.offset += int64(r.used)
	r.used = 0
}

// beyond reports that whatever comes starts behind the range.
func (r *reader) beyond() bool { return r.end >= 0 && r.offset >= r.end }

// whole is the length of the lines at hand that end, up to the one that starts last in the range.
func (r *reader) whole() int {
	data := r.buf[:r.have]
	if r.end >= 0 && r.offset+int64(r.have) >= r.end {
		last := r.end - 1 - r.offset // the range's last byte: the record that holds it is its last one
		if n := bytes.IndexByte(data[last:], '\n'); n >= 0 {
			return int(last) + n + 1
		}
		data = data[:last]
	}
	return bytes.LastIndexByte(data, '\n') + 1
}

// deliver hands out buf[:n].
func (r *reader) deliver(batch *rt.Batch, n int) error {
	batch.Data, batch.Offset = r.buf[:n], r.offset
	batch.Idle = r.in.waiting != nil
	batch.Bytes = r.consumed(n)
	r.used = n
	if r.offset == 0 {
		r.start(batch)
	}
	return nil
}

// start takes from the first batch of a file what isn't a record.
func (r *reader) start(batch *rt.Batch) {
	if bytes.HasPrefix(batch.Data, byteOrderMark) {
		batch.Data = batch.Data[len(byteOrderMark):]
		batch.Offset += int64(len(byteOrderMark))
	}
	if !r.source.header {
		return
	}
	end := bytes.IndexByte(batch.Data, '\n')
	r.split.Header = headerText(batch.Data, end)
	batch.SkipLine()
	if end < 0 {
		end = len(batch.Data) - 1
	}
	batch.Data = batch.Data[end+1:]
	batch.Offset += int64(end) + 1
}

// consumed is how much of the file's bytes a block of n took.
func (r *reader) consumed(n int) int64 {
	if r.in.stream == nil {
		return int64(n)
	}
	taken := r.in.compressed.n - r.counted
	r.counted = r.in.compressed.n
	return taken
}

// last hands out what stands behind the last line end.
func (r *reader) last(batch *rt.Batch) error {
	if r.offset+int64(r.have) < r.size {
		return fmt.Errorf("%s: it has %d bytes now, but had more when the job started: it was cut while it was read", r.in.name, r.offset+int64(r.have))
	}
	if r.have == 0 {
		return io.EOF
	}
	return r.deliver(batch, r.have)
}

// tooLong hands out the start of a line that is longer than the limit, as an error of that record.
func (r *reader) tooLong(batch *rt.Batch) error {
	if r.offset == 0 && r.source.header {
		return r.headerTooLong()
	}
	const shown = 1 << 10
	batch.Data, batch.Offset = r.buf[:min(shown, r.have)], r.offset
	batch.Bytes = r.consumed(r.have)
	r.used, r.over = r.have, true
	return &rt.RecordError{Message: fmt.Sprintf("the line is longer than %d bytes: raise 'source.max-line-length' if it is a record", r.source.maxLine)}
}

func (r *reader) headerTooLong() error {
	return fmt.Errorf("%s: the header line is longer than %d bytes: raise 'source.max-line-length' if it is a header", r.in.name, r.source.maxLine)
}

// skipLine drops everything up to the next line end.
func (r *reader) skipLine(ctx context.Context) error {
	for {
		if end := bytes.IndexByte(r.buf[:r.have], '\n'); end >= 0 {
			r.used, r.over = end+1, false
			r.advance()
			return nil
		}
		r.used = r.have
		r.advance()
		if r.eof {
			r.over = false
			return nil
		}
		if err := r.fill(ctx); err != nil {
			return err
		}
	}
}

// fill reads more behind buf[:have]. It grows the buffer where a line fills it.
func (r *reader) fill(ctx context.Context) error {
	if r.have == len(r.buf) {
		r.buf = append(make([]byte, 0, r.grown()), r.buf...)[:r.grown()]
	}
	n, err := r.in.read(ctx, r.room(), r.offset+int64(r.have))
	r.have += n
	if err == io.EOF {
		r.eof, err = true, nil
	}
	return err
}

// grown is the buffer's next size: no more than shows that a line is too long.
func (r *reader) grown() int { return min(2*len(r.buf), r.source.maxLine+1) }

// room is where to read to. Behind the range only the rest of one line is wanted.
func (r *reader) room() []byte {
	room := r.buf[r.have:min(len(r.buf), r.have+blockSize)]
	if r.end < 0 {
		return room
	}
	const restOfLine = 4 << 10
	wanted := max(r.end-r.offset-int64(r.have), 0) + restOfLine
	return room[:min(int64(len(room)), wanted)]
}

func (r *reader) closeInput() error {
	if r.in == nil {
		return nil
	}
	in := r.in
	r.in = nil
	return in.close()
}

// Close closes the file of the last split.
func (r *reader) Close() error { return r.closeInput() }

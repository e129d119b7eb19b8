package checkpoint

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"path"

	"github.com/weirsql/weir/runtime/disk"
)

// Segment is what a manifest says of a segment.
type Segment struct {
	Checkpoint int64 `json:"checkpoint"` // that it was written for
	Partition  int   `json:"partition"`  // that wrote it
	Bytes      int64 `json:"bytes"`
	Entries    int64 `json:"entries"`
}

func (s Segment) name() string { return fmt.Sprintf("segment-%010d-%03d", s.Checkpoint, s.Partition) }

// A segment is a line that says what it is, then blocks; the manifest's version is the segment's too:
//
//	length of the payload  uint32, little endian
//	checksum               uint32: of the segment's number, partition, the block's number, its length and the payload
//	payload                entries: their length as uvarint, then their bytes; none spans two blocks
const (
	segmentLine = "weir segment\n"
	blockHeader = 8
	blockBytes  = 256 << 10 // a block is written when it is that long; one entry that is longer has a block of its own
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// blockSum is the checksum of a block: place says where it belongs.
func (s Segment) blockSum(number int64, payload []byte) uint32 {
	var place [32]byte
	binary.LittleEndian.PutUint64(place[0:], uint64(s.Checkpoint))
	binary.LittleEndian.PutUint64(place[8:], uint64(s.Partition))
	binary.LittleEndian.PutUint64(place[16:], uint64(number))
	binary.LittleEndian.PutUint64(place[24:], uint64(len(payload)))
	return crc32.Update(crc32.Checksum(place[:], castagnoli), castagnoli, payload)
}

// SegmentWriter writes a segment. Entries are gathered in memory and written by the block, by a goroutine of its own: whoever appends waits for the
// disk only when writersAhead blocks wait already.
type SegmentWriter struct {
	about  Segment
	block  []byte // that is being filled; nil for none
	full   chan []byte
	empty  chan []byte
	done   chan struct{}
	failed error // of the goroutine; read when done is closed
}

const (
	// writersAhead is how many blocks may wait to be written: those of groups that must be written at once, since they change.
	writersAhead = 64
	// busyAhead is how many wait for a disk that is behind.
	busyAhead = 4
)

// Busy reports that the disk is behind: what can wait had better wait.
func (w *SegmentWriter) Busy() bool { return len(w.full) >= busyAhead }

// newSegmentWriter makes the file and starts writing.
func newSegmentWriter(files disk.FS, dir string, about Segment) (*SegmentWriter, error) {
	f, err := files.Create(path.Join(dir, about.name()))
	if err != nil {
		return nil, err
	}
	w := &SegmentWriter{about: about, full: make(chan []byte, writersAhead), empty: make(chan []byte, busyAhead+1), done: make(chan struct{})}
	w.about.Bytes = int64(len(segmentLine))
	go w.write(f, about)
	return w, nil
}

// Append adds an entry.
func (w *SegmentWriter) Append(entry []byte) {
	if len(w.block) > 0 && len(w.block)+len(entry) > blockBytes {
		w.flush()
	}
	if w.block == nil {
		w.block = w.fresh()
	}
	w.block = binary.AppendUvarint(w.block, uint64(len(entry)))
	w.block = append(w.block, entry...)
	w.about.Entries++
	if len(w.block) >= blockBytes {
		w.flush()
	}
}

// fresh is an empty block, with room for its header.
func (w *SegmentWriter) fresh() []byte {
	select {
	case block := <-w.empty:
		return block[:blockHeader]
	default:
		return make([]byte, blockHeader, blockBytes+blockBytes/8)
	}
}

func (w *SegmentWriter) flush() {
	if w.block != nil {
		w.about.Bytes += int64(len(w.block))
		w.full <- w.block
		w.block = nil
	}
}

// write is the goroutine: it writes blocks until there are no more, and makes them durable.
func (w *SegmentWriter) write(f disk.File, about Segment) {
	defer close(w.done)
	_, err := f.Write([]byte(segmentLine))
	number := int64(0)
	for block := range w.full {
		if err == nil {
			payload := block[blockHeader:]
			binary.LittleEndian.PutUint32(block, uint32(len(payload)))
			binary.LittleEndian.PutUint32(block[4:], about.blockSum(number, payload))
			_, err = f.Write(block)
			number++
		}
		select {
		case w.empty <- block:
		default:
		}
	}
	if err == nil {
		err = f.Sync()
	}
	w.failed = errors.Join(err, f.Close())
}

// finish returns what the manifest says of the segment, when it is durable.
func (w *SegmentWriter) finish() (Segment, error) {
	w.flush()
	close(w.full)
	<-w.done
	return w.about, w.failed
}

// readSegment gives a segment's entries to take, in their order. An entry is valid until take returns.
func readSegment(files disk.FS, dir string, about Segment, take func(entry []byte) error) error {
	f, err := files.Open(path.Join(dir, about.name()))
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s: %w", about.name(), damaged("isn't there"))
	}
	if err != nil {
		return err
	}
	defer f.Close()
	r := &segmentReader{about: about, from: f, left: about.Bytes}
	if err := r.read(take); err != nil {
		return fmt.Errorf("%s: %w", about.name(), err)
	}
	return nil
}

type segmentReader struct {
	about   Segment
	from    io.Reader
	left    int64 // bytes of the file that are yet to be read
	number  int64 // of the next block
	entries int64
	block   []byte
}

func (r *segmentReader) read(take func(entry []byte) error) error {
	line := make([]byte, len(segmentLine))
	if err := r.fill(line); err != nil {
		return err
	}
	if string(line) != segmentLine {
		return damaged("doesn't begin as a segment does")
	}
	for r.left > 0 {
		if err := r.readBlock(take); err != nil {
			return err
		}
	}
	n, err := r.from.Read(make([]byte, 1))
	if n > 0 {
		return damaged("is longer than the %d bytes that were written", r.about.Bytes)
	}
	if err != nil && err != io.EOF {
		return err // and nothing is known of the file
	}
	if r.entries != r.about.Entries {
		return damaged("has %d entries, not %d", r.entries, r.about.Entries)
	}
	return nil
}

func (r *segmentReader) readBlock(take func(entry []byte) error) error {
	var header [blockHeader]byte
	if err := r.fill(header[:]); err != nil {
		return err
	}
	length, sum := binary.LittleEndian.Uint32(header[:]), binary.LittleEndian.Uint32(header[4:])
	if int64(length) > r.left {
		return damaged("block %d is longer than its file", r.number)
	}
	if cap(r.block) < int(length) {
		r.block = make([]byte, length)
	}
	r.block = r.block[:length]
	if err := r.fill(r.block); err != nil {
		return err
	}
	if r.about.blockSum(r.number, r.block) != sum {
		return damaged("block %d fails its checksum", r.number)
	}
	r.number++
	return r.takeEntries(take)
}

func (r *segmentReader) takeEntries(take func(entry []byte) error) error {
	for rest := r.block; len(rest) > 0; {
		length, n := binary.Uvarint(rest)
		if n <= 0 || length > uint64(len(rest)-n) {
			return damaged("block %d has an entry that is longer than it", r.number-1)
		}
		if err := take(rest[n : n+int(length)]); err != nil {
			return err
		}
		r.entries++
		rest = rest[n+int(length):]
	}
	return nil
}

// fill reads as many bytes as there is room for.
func (r *segmentReader) fill(into []byte) error {
	if int64(len(into)) > r.left {
		return damaged("ends within a block")
	}
	n, err := io.ReadFull(r.from, into)
	r.left -= int64(n)
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		return damaged("was cut: %d of its %d bytes are missing", r.left, r.about.Bytes)
	}
	return err
}

// DamageError says that a file of a checkpoint isn't what was written.
type DamageError struct{ what string }

func damaged(format string, arguments ...any) error {
	return &DamageError{fmt.Sprintf(format, arguments...)}
}

func (e *DamageError) Error() string { return e.what }

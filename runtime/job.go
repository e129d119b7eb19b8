package rt

import (
	"io"

	"github.com/weirsql/weir/runtime/store"
)

// GeneratedCodeVersion1 is named by generated packages, so that a job made by a newer weir than the linked runtime fails
// to compile at that line. A change of what generated code relies on adds GeneratedCodeVersion2.
const GeneratedCodeVersion1 = true

// Job describes one job to the runtime. Generated code makes it; Main runs it.
type Job struct {
	Name        string
	SQLFile     string // base name of the SQL file, as positions in messages show it
	Fingerprint string // hash of what the job means
	Plan        string // what --explain prints
	Keeps       string // what the job keeps: an evolution.Schema as JSON; "" for a job by hand, which can't be edited
	OnError     Policy // SET 'on-error'; "" is Fail
	Sources     []SourceTable
	Sinks       []SinkTable
	Exchanges   []Exchange
	Stages      []Stage // in the order of the rows: a stage stands behind those that send to it
	// OpenState makes a store for state in an empty directory, which takes about so many bytes of memory. A job whose SQL says SET 'state.backend' = 'disk'
	// links one: OpenState: pebble.Open.
	OpenState func(dir string, memory int64) (store.Store, error)
	// HTTP listens at an address for --http. A job whose SQL says SET 'job.http' = 'on' links it: HTTP: admin.Listen.
	HTTP        func(address string) (Endpoint, error)
	Limits      [][]string      // for each way to a sink, the operators on it that let only so many rows through; nil where a way has none
	MaxAhead    int64           // SET 'watermark.max-ahead': watermarks further ahead of the machine's clock are passed over; microseconds, 0 for no bound
	DeadLetters DeadLetterTable // SET 'on-error.table'
}

// SourceTable is a table that the job reads.
type SourceTable struct {
	Name         string
	Position     string // where the SQL declares it, "job.sql:1:14": the place that decode errors name
	New          func(*Table) (Source, error)
	Options      []Option
	Compressions []*Compression
}

// SinkTable is a table that the job writes.
type SinkTable struct {
	Name         string
	Position     string
	New          func(*Table) (Sink, error)
	Options      []Option
	Header       string // line that starts each file, with its '\n'; "" for none
	Compressions []*Compression
}

// Option is one 'key' = 'value' of a WITH clause. The value may hold ${NAME} and ${NAME:-default}, which are resolved when
// the job starts.
type Option struct {
	Key, Value string
	Secret     bool // the resolved value is never printed
}

// Compression is how the bytes of a whole file are compressed. Package connector/file has gzip; a job whose SQL names
// another one links it: SourceTable{…, Compressions: []*rt.Compression{zstd.Compression}}.
type Compression struct {
	Name      string // as option 'compression' names it
	Extension string // ".zst"
	NewReader func(io.Reader) (io.ReadCloser, error)
	NewWriter func(io.Writer) (io.WriteCloser, error)
}

// Stage is a fused pipeline, run by every partition.
type Stage struct {
	Name   string
	Source string // the table it reads; "" for a stage of constant rows
	Rows   int64  // how many constant rows: one batch of their numbers, in partition 0
	// Outputs names the sink of each INSERT that the stage feeds: a sink that takes two of them stands here twice. Each
	// record is written or counted as filtered once for each of them.
	Outputs []string
	// Receives is the exchange that the stage reads, which has the stage's name; "" for none.
	Receives  string
	Intakes   []string // the stateful operators and exchanges that the stage's rows reach, once for each way
	Sends     []string // the exchanges that the stage, or a stateful operator of it, sends to
	Emits     []Emits  // the sinks that the results of the stage's stateful operators reach
	EventTime bool     // the stage's rows move event time, which stands until all splits are begun
	// ProcessingTime says that the stage has windows by the machine's clock, which pass whether rows come or not.
	ProcessingTime bool
	New            func(*StageContext) (Partition, error)
}

// DeadLetterTable is the sink table that takes records that failed, as JSON objects with the keys in Columns: any of
//
//	record  what was read, as text          reason    what is wrong with it
//	table   the source table's name         position  where the SQL says what failed: job.sql:12:31
//	source  the file's path                 offset    of the record's first byte in it
//	line    the line's number, from 1       time      when it failed: 2006-01-02 15:04:05.000, UTC
//
// What isn't known is null: a line of a byte range, the offset in a generated sequence.
type DeadLetterTable struct {
	Sink    string // "" for none
	Columns []string
}

// Policy says what a record does that can't be decoded or whose expressions fail.
type Policy string

const (
	Fail       Policy = "fail"        // the job ends
	Skip       Policy = "skip"        // it is counted and left out
	DeadLetter Policy = "dead-letter" // it is written to the dead-letter table or file, with the reason
)

package rt

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/weirsql/weir/runtime/checkpoint"
	"github.com/weirsql/weir/runtime/disk"
	"github.com/weirsql/weir/runtime/snapshot"
)

// Listing is what `job checkpoints` shows of a directory, the last checkpoint first.
type Listing struct {
	Directory   string             `json:"directory"`
	Job         string             `json:"job"`
	Checkpoints []ListedCheckpoint `json:"checkpoints"`
	Damaged     []string           `json:"damaged"`    // files that say nothing any longer, and why
	Unfinished  []int64            `json:"unfinished"` // numbers of checkpoints that are in the making, or were given up
}

// ListedCheckpoint is a checkpoint or a savepoint.
type ListedCheckpoint struct {
	Kind       string           `json:"kind"` // checkpoint, savepoint
	Name       string           `json:"name,omitempty"`
	Number     int64            `json:"number"`
	Time       time.Time        `json:"time"`
	Phase      string           `json:"phase"` // running; finished: all input is read; committed: all output is in place
	Complete   bool             `json:"complete"`
	Damage     string           `json:"damage,omitempty"` // why it isn't complete
	GivenUp    bool             `json:"given_up"`         // the job went back behind it: it can't be started from any longer
	Plan       string           `json:"plan"`             // fingerprint
	Partitions int              `json:"partitions"`
	Read       int64            `json:"read"`  // records, in all runs
	Bytes      int64            `json:"bytes"` // of state
	Operators  []ListedOperator `json:"operators"`
}

// ListedOperator is what a checkpoint has of an operator's state. A group that changed between checkpoints may have several entries, of which
// the last one counts, as long as the state isn't written anew.
type ListedOperator struct {
	Operator string `json:"operator"`
	Entries  int64  `json:"entries"`
	Bytes    int64  `json:"bytes"`
}

// ListCheckpoints reads a job's checkpoint directory, all of the state included, and changes nothing: the job may be running in it.
// Its errors are those of a directory that isn't the job's or can't be read; of a checkpoint that is damaged the listing says so.
func ListCheckpoints(job *Job, dir string) (*Listing, error) { return listCheckpoints(job, dir, nil) }

func listCheckpoints(job *Job, dir string, files disk.FS) (*Listing, error) {
	directory, err := checkpoint.Look(dir, job.Name, files)
	if err != nil {
		return nil, err
	}
	l := lister{directory: directory, known: map[checkpoint.Segment]segmentSummary{}}
	made := &Listing{Directory: dir, Job: job.Name, Checkpoints: []ListedCheckpoint{}, Damaged: []string{}, Unfinished: []int64{}}
	for _, m := range append(directory.Latest(), directory.Savepoints()...) {
		listed, err := l.list(m)
		held := true
		if err == nil && !listed.Complete {
			held, err = directory.Holds(m)
		}
		if err != nil {
			return nil, err
		}
		if !held { // the job has removed it meanwhile
			continue
		}
		made.Checkpoints = append(made.Checkpoints, listed)
	}
	for _, damage := range directory.Damage() {
		made.Damaged = append(made.Damaged, damage.Error())
	}
	made.Unfinished = append(made.Unfinished, directory.Unfinished()...)
	return made, nil
}

// lister reads each segment once, however many checkpoints need it.
type lister struct {
	directory *checkpoint.Directory
	known     map[checkpoint.Segment]segmentSummary
}

// segmentSummary is what a segment has of each operator, by number.
type segmentSummary struct {
	entries, bytes []int64
	damage         error
}

func (l *lister) list(m *checkpoint.Manifest) (ListedCheckpoint, error) {
	said := &content{}
	if err := json.Unmarshal(m.Content, said); err != nil {
		return ListedCheckpoint{}, fmt.Errorf("%s: %w", m, err)
	}
	total := (&Stats{Partitions: said.Stats}).Total()
	listed := ListedCheckpoint{Kind: "checkpoint", Name: m.Name, Number: m.Number, Time: m.Time, Phase: string(said.Phase), Complete: true, GivenUp: l.directory.GivenUp(m),
		Plan: said.Fingerprint, Partitions: said.Partitions, Read: total.Read, Bytes: m.Bytes(), Operators: []ListedOperator{}}
	if m.Name != "" {
		listed.Kind = "savepoint"
	}
	for _, operator := range said.Operators {
		listed.Operators = append(listed.Operators, ListedOperator{Operator: operator.Name})
	}
	for _, segment := range m.Segments {
		summary, err := l.segment(segment)
		if err != nil {
			return listed, fmt.Errorf("%s: %w", m, err)
		}
		listed.add(summary)
	}
	return listed, nil
}

func (c *ListedCheckpoint) add(s segmentSummary) {
	if s.damage != nil && c.Complete {
		c.Complete, c.Damage = false, s.damage.Error()
	}
	for number := range min(len(s.entries), len(c.Operators)) {
		c.Operators[number].Entries += s.entries[number]
		c.Operators[number].Bytes += s.bytes[number]
	}
}

// segment counts the entries of a segment.
func (l *lister) segment(segment checkpoint.Segment) (segmentSummary, error) {
	if known, ok := l.known[segment]; ok {
		return known, nil
	}
	var s segmentSummary
	err := l.directory.ReadSegment(segment, func(entry []byte) error {
		number, _, _, err := snapshot.Address(entry)
		if err != nil {
			return err
		}
		for len(s.entries) <= number {
			s.entries, s.bytes = append(s.entries, 0), append(s.bytes, 0)
		}
		s.entries[number]++
		s.bytes[number] += int64(len(entry))
		return nil
	})
	if damage := (*checkpoint.DamageError)(nil); errors.As(err, &damage) {
		s.damage, err = err, nil
	}
	l.known[segment] = s
	return s, err
}

// Text shows a listing to people:
//
//	checkpoint  12              2026-11-26 19:10:02  1,234,567 records read  12.3 MB
//	              by_symbol     120,331 entries      12.2 MB
//	savepoint   before-upgrade  2026-11-26 18:00:00  1,000,000 records read  12.0 MB  damaged: …
func (l *Listing) Text() string {
	var aligned, trimmed strings.Builder
	table := tabwriter.NewWriter(&aligned, 0, 0, 2, ' ', 0)
	for _, c := range l.Checkpoints {
		name := c.Name
		if name == "" {
			name = fmt.Sprint(c.Number)
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%s records read\t%s\t%s\n", c.Kind, name, c.Time.Format("2006-01-02 15:04:05"), thousands(c.Read), size(c.Bytes), c.remarks())
		for _, o := range c.Operators {
			fmt.Fprintf(table, "\t  %s\t%s entries\t\t%s\t\n", oneLine(o.Operator), thousands(o.Entries), size(o.Bytes))
		}
	}
	_ = table.Flush() // a strings.Builder takes everything
	for line := range strings.Lines(aligned.String()) {
		trimmed.WriteString(strings.TrimRight(line, " \n") + "\n")
	}
	for _, damage := range l.Damaged {
		trimmed.WriteString("damaged: " + oneLine(damage) + "\n")
	}
	for _, number := range l.Unfinished {
		fmt.Fprintf(&trimmed, "checkpoint %d isn't complete: it is in the making, or was given up\n", number)
	}
	return trimmed.String()
}

// remarks are what people should know before they start from a checkpoint.
func (c *ListedCheckpoint) remarks() string {
	var remarks []string
	if !c.Complete {
		remarks = append(remarks, "damaged: "+oneLine(c.Damage))
	}
	if c.GivenUp {
		remarks = append(remarks, "given up: the job went back behind it")
	}
	switch phase(c.Phase) {
	case finished:
		remarks = append(remarks, "all input is read")
	case committed:
		remarks = append(remarks, "all output is in place")
	}
	return strings.Join(remarks, "; ")
}

// listCommand is `job checkpoints`.
func (c command) listCommand() int {
	set := flag.NewFlagSet(c.job.Name, flag.ContinueOnError)
	set.SetOutput(io.Discard)
	dir := set.String("checkpoint-dir", "", "")
	asJSON := set.Bool("json", false, "")
	err := set.Parse(c.args[1:])
	switch {
	case errors.Is(err, flag.ErrHelp):
		fmt.Fprintf(c.stdout, "%s\nUsage: %s checkpoints --checkpoint-dir DIR [--json]\n", listingHelp, c.job.Name)
		return exitDone
	case err == nil && set.NArg() > 0:
		err = fmt.Errorf("unexpected argument %q", set.Arg(0))
	case err == nil && *dir == "":
		err = errors.New("--checkpoint-dir must name a directory")
	}
	var made *Listing
	if err == nil {
		made, err = ListCheckpoints(c.job, *dir)
	}
	if err != nil {
		fmt.Fprintf(c.stderr, "%s checkpoints: %v\nUsage: %s checkpoints --checkpoint-dir DIR [--json]\n", c.job.Name, err, c.job.Name)
		return exitUsage
	}
	if !*asJSON {
		fmt.Fprint(c.stdout, made.Text())
		return exitDone
	}
	encoded, err := json.MarshalIndent(made, "", "  ")
	if err != nil {
		fmt.Fprintf(c.stderr, "%s checkpoints: %v\n", c.job.Name, err)
		return exitFailed
	}
	fmt.Fprintf(c.stdout, "%s\n", encoded)
	return exitDone
}

const listingHelp = `Lists the checkpoints and savepoints of a directory: when each was taken, how many records had been read by then, the bytes of its state in all and of
each operator, and whether it is complete. All of it is read, and nothing is changed: the job may be running.
`

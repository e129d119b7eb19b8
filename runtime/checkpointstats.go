package rt

import (
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/weirsql/weir/runtime/checkpoint"
)

// CheckpointStats is what became of the checkpoints of one run; those of earlier runs aren't counted.
type CheckpointStats struct {
	Taken    int64         // complete ones
	Failed   int64         // that couldn't be written
	Bytes    int64         // of state that they wrote
	Time     time.Duration // from their beginnings until they were complete, in all
	Longest  time.Duration
	Last     int64     // number of the last complete one, of an earlier run too; 0 for none
	LastTime time.Time // when it was complete, if this run took it

	From          int64 // number of the checkpoint that the run went on from; 0 for none
	Restored      int64 // its entries
	RestoredBytes int64
	RestoreTime   time.Duration // until the first record could be read
}

// restored notes what the run went on from.
func (c *checkpointer) restored(m *checkpoint.Manifest, time time.Duration) {
	stats := *c.stats.Load()
	for _, segment := range m.Segments {
		stats.Restored += segment.Entries
		stats.RestoredBytes += segment.Bytes
	}
	stats.RestoreTime = time
	c.stats.Store(&stats)
}

// took counts a complete checkpoint.
func (s *CheckpointStats) took(m *checkpoint.Manifest, time time.Duration) {
	s.Taken++
	s.Time += time
	s.Longest = max(s.Longest, time)
	s.Last, s.LastTime = m.Number, m.Time
	for _, segment := range m.Segments {
		if segment.Checkpoint == m.Number {
			s.Bytes += segment.Bytes
		}
	}
}

// count notes what became of a checkpoint, for the statistics and, where it isn't as it should be, for people: once, as long as nothing changes.
func (c *checkpointer) count(r *run, number int64, manifest *checkpoint.Manifest, err error) {
	stats := *c.stats.Load()
	if err == nil {
		stats.took(manifest, time.Since(c.began))
	} else {
		stats.Failed++
	}
	c.stats.Store(&stats)
	c.trouble.say(r, problem(err, "checkpoint %d can't be written, and the next one is tried in "+c.interval.String(), number), "checkpoints are written again")
	c.leftover.say(r, problem(c.store.Leftover(), "what isn't needed any longer stays in the checkpoint directory"), "")
}

// problem is an error in words, with what it means; "" for none.
func problem(err error, format string, arguments ...any) string {
	if err == nil {
		return ""
	}
	return fmt.Sprintf(format, arguments...) + ": " + err.Error()
}

// trouble is something that lasts: it is said once, and again when it is over.
type trouble struct{ said bool }

func (t *trouble) say(r *run, problem, over string) {
	if problem != "" && !t.said {
		r.log("%s", problem)
	}
	if problem == "" && t.said && over != "" {
		r.log("%s", over)
	}
	t.said = problem != ""
}

// checkpointLines has a line for the checkpoints.
func (s *Stats) checkpointLines(table *tabwriter.Writer) {
	c := s.Checkpoints
	if c == nil {
		return
	}
	if c.From > 0 {
		fmt.Fprintf(table, "  restored\tcheckpoint %d\t%s entries\t%s\tin %s\n", c.From, thousands(c.Restored), size(c.RestoredBytes), seconds(c.RestoreTime))
	}
	if c.Taken+c.Failed == 0 {
		return
	}
	fmt.Fprintf(table, "  saved\tcheckpoints\t%s taken\t%s\t%s\n", thousands(c.Taken), size(c.Bytes), strings.Join(c.remarks(), ", "))
}

func (c *CheckpointStats) remarks() (list []string) {
	if c.Taken > 0 {
		list = append(list, seconds(c.Time/time.Duration(c.Taken))+" each", seconds(c.Longest)+" at most", fmt.Sprintf("the last one is %d", c.Last))
	}
	if c.Failed > 0 {
		list = append(list, thousands(c.Failed)+" failed")
	}
	return list
}

func (o *object) checkpoints(c *CheckpointStats) {
	if c == nil {
		o.key("checkpoints")
		o.dst = append(o.dst, "null"...)
		return
	}
	o.member("checkpoints")
	o.count("taken", c.Taken)
	o.count("failed", c.Failed)
	o.count("bytes", c.Bytes)
	o.seconds("time", c.Time)
	o.seconds("longest", c.Longest)
	o.count("last", c.Last)
	o.instant("last_time", c.LastTime)
	o.count("from", c.From)
	o.count("restored", c.Restored)
	o.count("restored_bytes", c.RestoredBytes)
	o.seconds("restore_time", c.RestoreTime)
	o.close()
}

// text ends the progress bar: "  checkpoint 12", with how many have failed.
func (c *checkpointer) text() string {
	if c == nil {
		return ""
	}
	stats := c.stats.Load()
	text := ""
	if stats.Last > 0 {
		text = fmt.Sprintf("  checkpoint %d", stats.Last)
	}
	if stats.Failed > 0 {
		text += fmt.Sprintf("  %d checkpoints failed", stats.Failed)
	}
	return text
}

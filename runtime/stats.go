package rt

import (
	"slices"
	"time"
)

// Stats is what a job did: in sum, for each output, and for each partition of each stage.
//
// For each INSERT that a stage's rows reach, what the stage read is what was written, filtered, failed or late; and for each
// stateful operator and exchange what was taken, filtered, failed or late:
//
//	read = written + filtered + late + failed
//	read = taken + filtered + late + failed
//
// What a stateful operator emits is what is written of it, filtered, or failed.
type Stats struct {
	Job        string
	Started    time.Time
	Elapsed    time.Duration
	Running    bool // the job goes on: these are those of Running.Stats
	Drained    bool // a signal ended the reading
	Failed     bool // the job ended with an error: what outputs say that they wrote may be Discarded
	Partitions []PartitionStats
	Errors     []ErrorCount // distinct errors, the first of them

	Checkpoints *CheckpointStats // nil without checkpoints
	Retries     []RetryStats     // of this run
}

// PartitionStats is what one partition of a stage did.
type PartitionStats struct {
	Stage         string
	Source        string // "" for constant rows
	Partition     int
	Read          int64 // records
	Failed        int64 // records that couldn't be decoded or whose expressions failed
	BytesRead     int64 // of the source's files, compressed where they are
	Batches       int64
	BatchesFailed int64         // with a record that failed
	ReadTime      time.Duration // waiting for the source included
	ProcessTime   time.Duration // decoding, expressions, encoding
	WriteTime     time.Duration
	FirstRecord   time.Time // when the first batch was begun, and the last one ended; zero where there was none
	LastRecord    time.Time
	DeadLetters   int64
	FailedResults int64  // results of stateful operators whose expressions failed
	Ahead         int64  // watermarks too far ahead of the machine's clock
	Pauses        Pauses `json:",omitzero"` // at the barriers of checkpoints, and for each part of the state that is written behind one
	Receives      bool   // the stage stands behind an exchange: what it read, others have read before
	Outputs       []OutputStats
	Operators     []OperatorStats
}

// OperatorStats is what one partition of a stateful operator, or of an exchange, was given and what it emitted.
type OperatorStats struct {
	Name     string
	Taken    int64
	Filtered int64 // by the query's conditions
	Late     int64 // rows behind the watermark and the allowed lateness
	Emitted  int64 // results

	// Under --state-memory: groups, and rows that wait, which went to disk, as often as they did; the bytes of that; and those that came back.
	Spilled, SpilledBytes, Fetched int64 `json:",omitzero"`
}

// OutputStats is what one partition of a stage wrote to one sink.
type OutputStats struct {
	Sink      string
	Queries   int64 // how many of the stage's INSERTs write there
	Written   int64 // records
	Filtered  int64 // by the queries' conditions
	Late      int64
	Bytes     int64
	Discarded bool // the job failed, and what was written is removed
}

// time adds a batch that was processed from start to end, writing for a part of it.
func (s *PartitionStats) time(start, end time.Time, writing time.Duration) {
	if s.FirstRecord.IsZero() {
		s.FirstRecord = start
	}
	s.LastRecord = end
	s.ProcessTime += end.Sub(start) - writing
}

// operator returns the counters of a stateful operator, new ones where there are none.
func (s *PartitionStats) operator(name string) *OperatorStats {
	for i := range s.Operators {
		if s.Operators[i].Name == name {
			return &s.Operators[i]
		}
	}
	s.Operators = append(s.Operators, OperatorStats{Name: name})
	return &s.Operators[len(s.Operators)-1]
}

// Total sums up all partitions of all stages; its outputs are by sink, in the order of the stages.
func (s *Stats) Total() PartitionStats {
	var total PartitionStats
	for i := range s.Partitions {
		total.add(&s.Partitions[i])
	}
	return total
}

func (s *PartitionStats) add(p *PartitionStats) {
	if !p.Receives {
		s.Read += p.Read
	}
	s.FailedResults += p.FailedResults
	s.Ahead += p.Ahead
	s.Pauses.merge(p.Pauses)
	for _, o := range p.Operators {
		sum := s.operator(o.Name)
		sum.Taken += o.Taken
		sum.Filtered += o.Filtered
		sum.Late += o.Late
		sum.Emitted += o.Emitted
		sum.Spilled += o.Spilled
		sum.SpilledBytes += o.SpilledBytes
		sum.Fetched += o.Fetched
	}
	s.Failed += p.Failed
	s.BytesRead += p.BytesRead
	s.Batches += p.Batches
	s.BatchesFailed += p.BatchesFailed
	s.ReadTime += p.ReadTime
	s.ProcessTime += p.ProcessTime
	s.WriteTime += p.WriteTime
	s.DeadLetters += p.DeadLetters
	if s.FirstRecord.IsZero() || !p.FirstRecord.IsZero() && p.FirstRecord.Before(s.FirstRecord) {
		s.FirstRecord = p.FirstRecord
	}
	if p.LastRecord.After(s.LastRecord) {
		s.LastRecord = p.LastRecord
	}
	for _, o := range p.Outputs {
		s.output(o.Sink).add(o)
	}
}

func (s *PartitionStats) output(sink string) *OutputStats {
	for i := range s.Outputs {
		if s.Outputs[i].Sink == sink {
			return &s.Outputs[i]
		}
	}
	s.Outputs = append(s.Outputs, OutputStats{Sink: sink})
	return &s.Outputs[len(s.Outputs)-1]
}

func (o *OutputStats) add(p OutputStats) {
	o.Queries = max(o.Queries, p.Queries)
	o.Written += p.Written
	o.Filtered += p.Filtered
	o.Late += p.Late
	o.Bytes += p.Bytes
	o.Discarded = o.Discarded || p.Discarded
}

// addStats adds what partitions did to what partitions of the same stages did in earlier runs.
func addStats(list, more []PartitionStats) []PartitionStats {
	for i := range more {
		at := slices.IndexFunc(list, func(p PartitionStats) bool { return p.Stage == more[i].Stage && p.Partition == more[i].Partition })
		if at < 0 {
			list = append(list, more[i])
			continue
		}
		sum := PartitionStats{Stage: more[i].Stage, Source: more[i].Source, Partition: more[i].Partition, Receives: more[i].Receives, Read: list[at].Read + more[i].Read}
		earlier, later := list[at], more[i]
		earlier.Receives, later.Receives = true, true // Read is added already
		sum.add(&earlier)
		sum.add(&later)
		list[at] = sum
	}
	return list
}

// late is the number of records behind the watermark, over all outputs.
func (s *PartitionStats) late() (sum int64) {
	for _, o := range s.Outputs {
		sum += o.Late
	}
	for _, o := range s.Operators {
		sum += o.Late
	}
	return sum
}

// Rate is the records read per second.
func (s *Stats) Rate() float64 {
	if s.Elapsed <= 0 {
		return 0
	}
	return float64(s.Total().Read) / s.Elapsed.Seconds()
}

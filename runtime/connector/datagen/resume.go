package datagen

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	rt "github.com/weirsql/weir/runtime"
)

// identity is how the rows are dealt to splits: it stays, whatever number of partitions reads them.
type identity struct {
	Splits int64 `json:"splits"`
	Batch  int64 `json:"batch"`
}

// Replayable: rows are a function of their numbers.
func (s *source) Replayable() string { return "" }

// Position is the next batch.
func (r *reader) Position() (rt.SplitPosition, error) {
	return rt.SplitPosition{Start: r.next, End: -1, Records: r.source.left(r.next), Identity: r.source.identity()}, nil
}

func (s *source) identity() []byte {
	encoded, _ := json.Marshal(identity{s.splits, s.batch}) // numbers alone
	return encoded
}

// left is how many rows a split has from a batch on; 0 where there is no end.
func (s *source) left(batch int64) int64 {
	done := batch / s.splits * s.batch
	return max(0, s.share(batch%s.splits)-done)
}

// Resume takes up the splits that a checkpoint left.
func (s *source) Resume(_ context.Context, left []rt.SplitPosition, _ int) ([]*rt.Split, error) {
	s.started = time.Now()
	first := int64(-1)
	var splits []*rt.Split
	for _, p := range left {
		var id identity
		if err := json.Unmarshal(p.Identity, &id); err != nil || id.Splits < 1 {
			return nil, errors.New("the checkpoint doesn't say how rows were dealt to splits")
		}
		if id.Batch != s.batch {
			return nil, errors.New("'rows-per-second' isn't what it was at the checkpoint: batches have another length")
		}
		s.splits = id.Splits
		if first < 0 || p.Start < first {
			first = p.Start
		}
		splits = append(splits, &rt.Split{ID: p.ID, Start: p.Start, End: p.End, Records: p.Records, Identity: p.Identity})
	}
	if s.rate > 0 && first > 0 { // the next row is due now
		s.started = s.started.Add(-time.Duration(float64(first*s.batch) / float64(s.rate) * float64(time.Second)))
	}
	return splits, nil
}

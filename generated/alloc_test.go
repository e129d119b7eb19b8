package generated

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/weirsql/weir/generated/devicereadings"
	"github.com/weirsql/weir/generated/highvalue"
	"github.com/weirsql/weir/generated/loadtest"
	"github.com/weirsql/weir/generated/minutechanges"
	"github.com/weirsql/weir/generated/minutetrades"
	"github.com/weirsql/weir/generated/movingaverage"
	"github.com/weirsql/weir/generated/routeorders"
	"github.com/weirsql/weir/generated/stationtemperatures"
	"github.com/weirsql/weir/generated/wideevents"
	rt "github.com/weirsql/weir/runtime"
)

// In steady state a record costs no allocation: rows point into the batch, built strings stand in space that is used again.
// web_log isn't among them: regular expressions of the standard library allocate.
func TestNoAllocations(t *testing.T) {
	for input, job := range map[string]*rt.Job{
		"high_value/orders.jsonl":               highvalue.Job(),
		"route_orders/orders.jsonl":             routeorders.Job(),
		"wide_events/events.jsonl":              wideevents.Job(),
		"device_readings/messages.jsonl":        devicereadings.Job(),
		"station_temperatures/measurements.csv": stationtemperatures.Job(),
		"":                                      loadtest.Job(),
	} {
		t.Run(job.Name, func(t *testing.T) {
			var data []byte
			split := &rt.Split{}
			if input != "" {
				text, err := os.ReadFile("../testdata/jobs/" + input)
				if err != nil {
					t.Fatal(err)
				}
				if strings.HasSuffix(input, ".csv") {
					header, rows, _ := bytes.Cut(text, []byte("\n"))
					split.Header, text = string(header), rows
				}
				data = bytes.Repeat(text, 20)
			}
			checkAllocations(t, job, split, data)
		})
	}
}

func checkAllocations(t *testing.T, job *rt.Job, split *rt.Split, data []byte) {
	t.Helper()
	stage := job.Stages[0]
	context := rt.InProcess(stage.Outputs...)
	context.Source = rt.NewTable(stage.Source, job.Sources[0].Options...)
	partition, err := stage.New(context)
	if err != nil {
		t.Fatal(err)
	}
	fresh := rt.NewNumbers(0, 100)
	if data != nil {
		fresh = rt.NewBatch(data)
	}
	fresh.Split = split
	batch, next := &rt.Batch{}, &rt.Batch{} // in turn, since a decoder tells by the batch that it is another one
	allocations := testing.AllocsPerRun(50, func() {
		batch, next = next, batch
		*batch = *fresh
		if err := partition.Process(batch); err != nil {
			t.Fatal(err)
		}
		if data != nil && batch.Rest() != "" || data == nil && batch.NextNumber() {
			t.Fatal("records are left")
		}
		for _, output := range stage.Outputs {
			context.Output(output).Buf = context.Output(output).Buf[:0]
		}
	})
	if allocations > 0 {
		t.Errorf("%v allocations per batch", allocations)
	}
}

// Nor does it with state, windows that open and close included: their memory is used again. Twice the records take no more
// allocations, but for the few of the sort that come once in a while.
func TestNoAllocationsInState(t *testing.T) {
	for _, job := range []func() *rt.Job{minutetrades.Job, minutechanges.Job, movingaverage.Job} {
		t.Run(job().Name, func(t *testing.T) {
			const records = 200_000
			few, many := allocationsOf(t, job(), records), allocationsOf(t, job(), 2*records)
			if each := float64(many-few) / records; many > few && each > 0.001 {
				t.Errorf("%.4f allocations per record", each)
			}
		})
	}
}

// Nor does it where rows are read many at once, and looked up side by side.
func TestNoAllocationsInRowsAtOnce(t *testing.T) {
	allocations := func(records int64) uint64 {
		in := filepath.Join(t.TempDir(), "measurements.csv")
		text := "station;temperature\n" + strings.Repeat("Hamburg;12.0\nBulawayo;-8.9\n", int(records/2))
		if err := os.WriteFile(in, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		t.Setenv("IN", in)
		return allocationsOf(t, stationtemperatures.Job(), records)
	}
	const records = 200_000
	few, many := allocations(records), allocations(2*records)
	if each := float64(many-few) / records; many > few && each > 0.001 {
		t.Errorf("%.4f allocations per record", each)
	}
}

// allocationsOf runs a job over a number of records, in one partition. A source that generates them is told how many.
func allocationsOf(t *testing.T, job *rt.Job, records int64) uint64 {
	t.Helper()
	options := job.Sources[0].Options
	for i := range options {
		if options[i].Key == "fields.i.end" {
			options[i].Value = strconv.FormatInt(records-1, 10)
		}
	}
	out := filepath.Join(t.TempDir(), "out")
	t.Setenv("OUT", out)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	stats, err := rt.Run(context.Background(), job, rt.Config{Partitions: 1})
	runtime.ReadMemStats(&after)
	if err != nil {
		t.Fatal(err)
	}
	if read := stats.Total().Read; read != records {
		t.Fatalf("%d records, not %d", read, records)
	}
	return after.Mallocs - before.Mallocs
}

package rt

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"
)

func testStats() *Stats {
	started := time.Date(2024, 1, 15, 10, 30, 0, 0, time.UTC)
	return &Stats{
		Job: "high_value", Started: started, Elapsed: 250 * time.Millisecond,
		Partitions: []PartitionStats{
			{Stage: "orders", Source: "orders", Read: 600_000, Failed: 12, BytesRead: 64 << 20, Batches: 300, BatchesFailed: 3,
				ReadTime: 30 * time.Millisecond, ProcessTime: 90 * time.Millisecond, WriteTime: 1500 * time.Microsecond,
				FirstRecord: started.Add(time.Millisecond), LastRecord: started.Add(200 * time.Millisecond),
				Outputs: []OutputStats{{Sink: "high_value", Queries: 1, Written: 290_000, Filtered: 309_988, Bytes: 30 << 20}}},
			{Stage: "orders", Source: "orders", Partition: 1, Read: 400_000, BytesRead: 42 << 20, Batches: 200,
				ReadTime: 20 * time.Millisecond, ProcessTime: 60 * time.Millisecond, FirstRecord: started, LastRecord: started.Add(100 * time.Millisecond),
				Outputs: []OutputStats{{Sink: "high_value", Queries: 1, Written: 200_000, Filtered: 200_000, Bytes: 20 << 20}}},
		},
		Errors: []ErrorCount{{Reason: `it's "bad"`, Position: "job.sql:12", Count: 10, First: "orders.jsonl:17 (byte 2048)"}},
	}
}

func TestStatsText(t *testing.T) {
	want := `high_value: 1,000,000 records in 0.250 s, 4.0 M records/s
  read     orders      1,000,000 records  106.0 MB  12 failed
  written  high_value  490,000 records    50.0 MB   509,988 filtered
  time     read 0.050 s, process 0.150 s, write 1.500 ms, summed over 2 partitions
  orders/0: 600,000 records, 300 batches, read 0.030 s, process 0.090 s, write 1.500 ms
  orders/1: 400,000 records, 200 batches, read 0.020 s, process 0.060 s, write 0.000 ms
  failed   10 × job.sql:12: it's "bad" (first: orders.jsonl:17 (byte 2048))
  failed   2 × for other reasons
`
	if got := testStats().Text(); got != want {
		t.Errorf("%s\nnot\n%s", got, want)
	}
}

// Statistics say for how long partitions stood for checkpoints, where there are any.
func TestStatsHavePauses(t *testing.T) {
	s := testStats()
	for i, millis := range []time.Duration{1, 2, 40} {
		s.Partitions[i%2].Pauses.add(millis * time.Millisecond)
	}
	if line := "  stood    3 × for checkpoints, half of them up to 2.048 ms, 99 % up to 0.040 s, the longest 0.040 s\n"; !strings.Contains(s.Text(), line) {
		t.Errorf("%s\nhasn't\n%s", s.Text(), line)
	}
	var got struct {
		Pauses struct {
			Count                int64
			P50, P99, Max, Total float64
		} `json:"checkpoint_pauses"`
	}
	if err := json.Unmarshal(s.AppendJSON(nil), &got); err != nil {
		t.Fatal(err)
	}
	if p := got.Pauses; p.Count != 3 || p.P50 < 0.002 || p.P50 > 0.0025 || p.P99 != 0.04 || p.Max != 0.04 || p.Total != 0.043 {
		t.Errorf("%+v", p)
	}
}

// Names and reasons that hold control characters neither break a line nor reach a terminal.
func TestStatsTextIsLines(t *testing.T) {
	s := testStats()
	hostile := "a\nb\tc\x1b[2J"
	for i := range s.Partitions {
		p := &s.Partitions[i]
		p.Source, p.Stage, p.Outputs[0].Sink = hostile, hostile, hostile
	}
	s.Errors[0].Reason, s.Errors[0].First = hostile, hostile+":1"
	want := strings.Count(testStats().Text(), "\n")
	got := s.Text()
	if strings.Count(got, "\n") != want || strings.ContainsAny(got, "\t\x1b") || !strings.Contains(got, `a\nb\tc\x1b[2J`) {
		t.Errorf("got\n%s\nwant %d lines", got, want)
	}
	if f := (&Failure{Table: "t", Reason: hostile}).Error(); strings.ContainsAny(f, "\n\x1b") {
		t.Errorf("got %q: want one line", f)
	}
}

func TestStatsJSON(t *testing.T) {
	var got map[string]any
	text := testStats().AppendJSON(nil)
	if err := json.Unmarshal(text, &got); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	for key, want := range map[string]any{
		"job": "high_value", "started": "2024-01-15T10:30:00Z", "elapsed": 0.25, "records_per_second": 4e6, "read": 1e6, "processed": 999_988.0,
		"failed": 12.0, "bytes_read": float64(106 << 20), "batches": 500.0, "batches_failed": 3.0, "read_time": 0.05, "process_time": 0.15,
		"first_record": "2024-01-15T10:30:00Z", "last_record": "2024-01-15T10:30:00.2Z", "drained": false, "late": 0.0, "dead_letters": 0.0,
	} {
		if got[key] != want {
			t.Errorf("%s is %v, not %v", key, got[key], want)
		}
	}
	errors := got["errors"].([]any)[0].(map[string]any)
	if errors["reason"] != `it's "bad"` || errors["count"] != 10.0 || len(got["partitions"].([]any)) != 2 {
		t.Errorf("%s", text)
	}
}

func TestAppendJSONString(t *testing.T) {
	for _, text := range []string{"", "a\"b\\c", "\x00\x1f\x7f\n\r\t", "äöü\u2028 😀", "\xff\xfe", "</script>"} {
		var got string
		if err := json.Unmarshal(appendJSONString(nil, text), &got); err != nil || got != strings.ToValidUTF8(strings.ReplaceAll(text, "\xff\xfe", "\ufffd\ufffd"), "") {
			t.Errorf("%q: %q, %v", text, got, err)
		}
	}
}

func TestErrorListIsCapped(t *testing.T) {
	var list errorList
	for i := range 1000 {
		list.add(&Failure{Reason: strings.Repeat("x", i%50), Table: "t"})
	}
	if len(list) != errorCap || list[0].Count != 20 {
		t.Errorf("%d errors, the first %d times", len(list), list[0].Count)
	}
}

func TestProgressLine(t *testing.T) {
	w := &worker{coordinator: &coordinator{splits: []*Split{{Bytes: 600}, {Bytes: 424}}}}
	p := &progress{workers: []*worker{w, {coordinator: w.coordinator}}}
	p.sum()
	w.bytes.Store(512)
	w.records.Store(8_200_000)
	for want, c := range map[string]struct{ bytes, records int64 }{
		"██████████░░░░░░░░░░  50 %  512 B of 1.0 KB  4.1 M records/s  2s left":         {p.bytes, p.records},
		"████████████████░░░░  82 %  8.2 M of 10.0 M records  4.1 M records/s  0s left": {0, 10_000_000},
		"8.2 M records  4.1 M records/s": {0, 0},
	} {
		p.bytes, p.records = c.bytes, c.records
		if got := p.line(2 * time.Second); got != want {
			t.Errorf("%s\nnot %s", got, want)
		}
	}
}

func TestProgressKnowsWhatItCannotKnow(t *testing.T) {
	for _, splits := range [][]*Split{{}, {{}}, {{Bytes: 1}, {}}} {
		p := &progress{workers: []*worker{{coordinator: &coordinator{splits: splits}}}}
		if p.sum(); p.bytes != 0 || p.records != 0 {
			t.Errorf("%d bytes, %d records", p.bytes, p.records)
		}
	}
}

func TestShorten(t *testing.T) {
	for record, want := range map[string]string{`{"a":"b"}`: `{"a":"b"}`, "a\x00\n\xff": `a\x00\n\xff`, strings.Repeat("x", 300): strings.Repeat("x", 200) + "… (300 bytes)"} {
		if got := shorten(record); got != want {
			t.Errorf("%q: %s, not %s", record, got, want)
		}
	}
}

func TestTryReturnsWhatFails(t *testing.T) {
	err := Try(func() error { FailRecordf("no %s", "value"); return nil })
	var record *RecordError
	if !errors.As(err, &record) || record.Message != "no value" {
		t.Error(err)
	}
	if err := Try(func() error { panic("user") }); err == nil || err.Error() != "panic: user" {
		t.Error(err)
	}
	if err := Try(func() error { Check(1, errors.New("user's")); return nil }); err == nil || err.Error() != "user's" {
		t.Error(err)
	}
	if err := Try(func() error { return nil }); err != nil {
		t.Error(err)
	}
}

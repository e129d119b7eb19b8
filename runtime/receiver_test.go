package rt

import "testing"

// A sender that rests holds nobody back; when all rest, time is where the furthest of them was.
func TestWatermarkOfRestingSenders(t *testing.T) {
	r := &Receiver[int]{inputs: []input[int]{{watermark: 5}, {watermark: 9}, {watermark: 20, ended: true}}}
	for _, step := range []struct {
		resting [2]bool
		want    int64
	}{{[2]bool{false, false}, 5}, {[2]bool{true, false}, 9}, {[2]bool{false, true}, 5}, {[2]bool{true, true}, 9}} {
		r.inputs[0].resting, r.inputs[1].resting = step.resting[0], step.resting[1]
		if got := r.watermark(); got != step.want {
			t.Errorf("resting %v: watermark %d, want %d", step.resting, got, step.want)
		}
	}
	r.inputs[0].ended, r.inputs[1].ended = true, true
	if got := r.watermark(); got != BeginningOfTime {
		t.Errorf("all have ended: watermark %d", got)
	}
}

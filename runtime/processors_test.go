package rt

import (
	"runtime"
	"testing"
)

func TestSpareProcessor(t *testing.T) {
	apart, meeting := &Job{}, &Job{Exchanges: []Exchange{{Name: "rows"}}}
	for _, c := range []struct {
		name                                   string
		job                                    *Job
		environment                            string
		processors, asked, partitions, leaving int
	}{
		{"partitions apart", apart, "", 2, 2, 2, 3},
		{"as many partitions as processors", apart, "", 2, 0, 2, 3},
		{"more partitions than processors", apart, "", 2, 4, 4, 5},
		{"a processor to spare", apart, "", 4, 2, 2, 4},
		{"an exchange", meeting, "", 2, 2, 2, 2},
		{"GOMAXPROCS", apart, "2", 2, 2, 2, 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Setenv("GOMAXPROCS", c.environment)
			defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(c.processors))
			config := command{job: c.job}.withSpareProcessor(Config{Partitions: c.asked})
			if got := runtime.GOMAXPROCS(0); config.Partitions != c.partitions || got != c.leaving {
				t.Errorf("%d partitions, GOMAXPROCS=%d; want %d and %d", config.Partitions, got, c.partitions, c.leaving)
			}
		})
	}
}

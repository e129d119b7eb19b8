package rt

import (
	"os"
	"runtime"
)

// withSpareProcessor settles the number of partitions, and lets Go run one goroutine more than there are partitions where these don't meet.
//
// Such a partition reads, works and writes by itself, and is in a system call for much of its time. Go takes a processor away from a call that takes long
// (its sysmon), for whoever might run, and a call that returns waits for one: with one more it doesn't. In S0 from file to file two partitions on two cores took 121 ns
// of CPU time for a record, and 107 with it, and 1.9 times as many records a second as one, in place of 1.7. Where partitions meet in an exchange, there
// are more goroutines than cores, and they take turns better when Go decides: S3b took 86 ns, and 102 with it.
//
// What GOMAXPROCS in the environment says, stays.
func (c command) withSpareProcessor(config Config) Config {
	config = config.withDefaults(c.job) // as many partitions as there are processors before
	if len(c.job.Exchanges) == 0 && config.Partitions >= runtime.GOMAXPROCS(0) && os.Getenv("GOMAXPROCS") == "" {
		runtime.GOMAXPROCS(config.Partitions + 1)
	}
	return config
}

package rt

// Main runs a job by the command line's flags and returns the process's exit code: 0 done or drained, 1 failed, 2 wrong
// usage.
func Main(job *Job) int { panic("rt.Main") }

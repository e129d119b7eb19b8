package catalog

// What settings may need; see Setting.Needs.
const (
	NeedsState    = "keeps state"
	NeedsExchange = "moves rows between partitions"
	NeedsWindow   = "has a window of event time"
	NeedsTime     = "goes by event time"
	NeedsGroups   = "keeps something by a key, without a window, that goes on before the end of the input"
)

// settings is the table of SET keys.
var settings = []Setting{
	{Option: Option{Name: "job.name", Type: Identifier, Doc: "The job's name: of its package, its binary, its state. Default: the SQL file's name."}},
	{Option: Option{Name: "on-error", Type: Enum, Values: []string{"fail", "skip", "dead-letter"}, Default: "fail", Doc: "What a record does that can't be decoded or whose expressions fail: end the job, be counted and left out, or be written to a dead-letter table or file with the reason."}},
	{Option: Option{Name: "on-error.table", Type: TableName, Doc: "The table that takes bad records under `on-error = dead-letter`."}},
	{Option: Option{Name: "table.local-time-zone", Type: TimeZone, Default: "UTC", Doc: "The time zone in which TIMESTAMP_LTZ is shown, read and taken apart."}},
	{Option: Option{Name: "exchange.strategy", Type: Enum, Values: []string{"auto", "hash", "rebalance", "single"}, Default: "auto", Doc: "How rows find their partition."}, Needs: NeedsExchange},
	{Option: Option{Name: "state.backend", Type: Enum, Values: []string{"memory", "disk"}, Default: "memory", Doc: "Where the job may keep its state: in memory alone, or, under `--state-memory`, on disk what memory has no room for. `disk` links an embedded store into the job, which makes it 14 MB larger."}, Needs: NeedsState},
	{Option: Option{Name: "state.ttl", Type: Duration, Doc: "What is kept by a key, without a window, is forgotten where no row has reached it for so long."}, Needs: NeedsGroups},
	{Option: Option{Name: "state.unbounded", Type: Enum, Values: []string{"warn", "error"}, Default: "warn", Doc: "Whether state without a bound is a warning or an error."}, Needs: NeedsState},
	{Option: Option{Name: "watermark.max-ahead", Type: Duration, Doc: "A record whose time makes the watermark run further ahead of the machine's clock than this doesn't advance it, and is counted: one record of the year 9999 must not close every window. Without it any time is believed."}, Needs: NeedsTime},
	{Option: Option{Name: "window.allowed-lateness", Type: Duration, Default: "0 s", Doc: "How long a window takes late rows after the watermark passed its end."}, Needs: NeedsWindow},
	{Option: Option{Name: "job.http", Type: Enum, Values: []string{"off", "on"}, Default: "off", Doc: "Whether the job can be asked over HTTP, under `--http`: `on` links a server into the job, which makes it 3.6 MB larger."}},
}

// settingsElsewhere are keys of other engines, and what to do instead.
var settingsElsewhere = map[string]string{
	"state.backend.type":                  "use SET 'state.backend' = 'memory' or 'disk'",
	"pipeline.name":                       "use SET 'job.name'",
	"parallelism.default":                 "start the job with --partitions N",
	"table.exec.state.ttl":                "use SET 'state.ttl'",
	"execution.checkpointing.interval":    "start the job with --checkpoint-interval",
	"execution.runtime-mode":              "leave it out: a job ends when its inputs end",
	"sql-client.execution.result-mode":    "leave it out: a bare SELECT prints",
	"table.exec.mini-batch.enabled":       "leave it out: records are always processed in batches",
	"table.exec.mini-batch.allow-latency": "leave it out: records are always processed in batches",
	"table.exec.mini-batch.size":          "start the job with --batch-size N",
	"table.exec.source.idle-timeout":      "leave it out",
	"auto.offset.reset":                   "say where a source starts in its WITH clause",
	"timezone":                            "use SET 'table.local-time-zone'",
	"TimeZone":                            "use SET 'table.local-time-zone'",
	"dlq":                                 "use SET 'on-error' = 'dead-letter'",
}

// AdviceForSetting says what to do instead of a setting of another engine; "" for a key that is no such.
func AdviceForSetting(key string) string { return settingsElsewhere[key] }

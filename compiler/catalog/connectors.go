package catalog

import "github.com/weirsql/weir/ir/types"

// connectors is the table. Names and options are Flink's where Flink has them.
var connectors = []Connector{
	{
		Name:    "file",
		Aliases: []string{"filesystem"},
		Doc:     "Reads and writes files: one, many by a glob, or standard input and output. Plain, gzip or zstd.",
		Roles:   Both,
		Formats: []string{"json", "csv", "raw", "debezium-json"},
		Options: []Option{
			{Name: "path", Type: String, Required: true, Doc: "The file. `-` is standard input or output. A source also takes a glob (`data/*.jsonl`) and a directory."},
			{Name: "compression", Type: Enum, Values: []string{"auto", "none", "gzip", "zstd"}, Default: "auto", Doc: "How the bytes are compressed. `auto` goes by the end of the file's name: `.gz`, `.zst`."},
			{Name: "source.split-size", Type: MemorySize, Min: 4096, Default: "2 mb", Roles: Source, Doc: "Partitions read an uncompressed file that is larger than this in turn, in ranges of so many bytes."},
			{Name: "scan.watermark.idle-timeout", Type: Duration, Roles: Source, Doc: "A source that has given no rows for so long doesn't hold event time back any longer. By default it does for ever."},
			{Name: "source.max-line-length", Type: MemorySize, Min: 16, Default: "64 mb", Roles: Source, Doc: "A longer record is an error of that record."},
			{Name: "sink.file-per-partition", Type: Boolean, Default: "false", Roles: Sink, Doc: "Each partition writes a file of its own and keeps its input's order in it: `out.csv` becomes `out-0.csv`, `out-1.csv`, …."},
		},
		Metadata: []Metadata{
			{"partition", types.Of(types.Int), "Number of the file that the record was read from, from 0, in the order of their names."},
			{"file.path", types.Of(types.Varchar), "Path of the file that the record was read from."},
			{"file.name", types.Of(types.Varchar), "Its last element."},
			{"file.size", types.Of(types.BigInt), "Its size in bytes when the job started."},
			{"file.modification-time", types.TimestampLTZOf(3), "When it was last changed."},
		},
		Refused: map[string]string{
			"source.monitor-interval":                      "the file source reads what is there when the job starts, and ends",
			"source.path.regex-pattern":                    "write a glob in 'path' instead",
			"source.report-statistics":                     "leave it out",
			"partition.default-name":                       "a sink writes one file, or one per partition ('sink.file-per-partition')",
			"sink.rolling-policy.file-size":                "a sink writes one file, or one per partition ('sink.file-per-partition')",
			"sink.rolling-policy.rollover-interval":        "a sink writes one file, or one per partition ('sink.file-per-partition')",
			"sink.rolling-policy.check-interval":           "a sink writes one file, or one per partition ('sink.file-per-partition')",
			"sink.partition-commit.trigger":                "a sink's file gets its final name when the job is complete",
			"sink.partition-commit.delay":                  "a sink's file gets its final name when the job is complete",
			"sink.partition-commit.policy.kind":            "a sink's file gets its final name when the job is complete",
			"sink.partition-commit.success-file.name":      "a sink's file gets its final name when the job is complete",
			"sink.partition-commit.watermark-time-zone":    "a sink's file gets its final name when the job is complete",
			"sink.partition-commit.policy.class":           "a sink's file gets its final name when the job is complete",
			"auto-compaction":                              "leave it out: nothing needs compaction",
			"compaction.file-size":                         "leave it out: nothing needs compaction",
			"sink.parallelism":                             "the job's --partitions decides",
			"scan.parallelism":                             "the job's --partitions decides",
			"sink.shuffle-by-partition.enable":             "leave it out: a sink has no partition columns",
			"partition.time-extractor.kind":                "leave it out: a sink has no partition columns",
			"partition.time-extractor.timestamp-pattern":   "leave it out: a sink has no partition columns",
			"partition.time-extractor.class":               "leave it out: a sink has no partition columns",
			"partition.time-extractor.timestamp-formatter": "leave it out: a sink has no partition columns",
		},
		check: checkFile,
	},
	{
		Name:  "datagen",
		Doc:   "Makes records: random or in sequence, seeded, so that the same SQL gives the same data.",
		Roles: Source,
		Options: []Option{
			{Name: "scan.watermark.idle-timeout", Type: Duration, Roles: Source, Doc: "A source that has given no rows for so long doesn't hold event time back any longer. By default it does for ever."},
			{Name: "rows-per-second", Type: BigInt, Min: 1, Doc: "Rows per second over all partitions; as fast as possible where it is missing."},
			{Name: "number-of-rows", Type: BigInt, Min: 0, Doc: "How many rows in all; endless where it is missing, unless a sequence ends."},
			{Name: "seed", Type: BigInt, Min: -1 << 63, Default: "0", Doc: "Another seed gives other random values."},
			{Name: "fields.#.kind", Type: Enum, Values: []string{"random", "sequence"}, Default: "random", Doc: "How the column is filled."},
			{Name: "fields.#.min", Type: Literal, Doc: "Random numbers: the smallest value. Default: the type's smallest."},
			{Name: "fields.#.max", Type: Literal, Doc: "Random numbers: the largest value. Default: the type's largest."},
			{Name: "fields.#.max-past", Type: Duration, Default: "0 s", Doc: "Random times: how far before the job's start they may lie."},
			{Name: "fields.#.length", Type: Int, Min: 1, Default: "100", Doc: "Random strings, bytes, arrays and maps: their length."},
			{Name: "fields.#.var-len", Type: Boolean, Default: "false", Doc: "Random strings and bytes: any length from 1 to 'fields.#.length'."},
			{Name: "fields.#.null-rate", Type: Fraction, Default: "0", Doc: "Share of NULLs in a nullable column."},
			{Name: "fields.#.start", Type: Literal, Default: "0", Doc: "Sequence: the first value."},
			{Name: "fields.#.end", Type: Literal, Doc: "Sequence: the last value; the source ends with the first sequence that ends."},
		},
		Refused: map[string]string{
			"scan.parallelism": "the job's --partitions decides",
		},
		check: checkDatagen,
	},
	{
		Name:          "print",
		Doc:           "Writes records to standard output, one a line.",
		Roles:         Sink,
		Formats:       []string{"json", "csv", "raw", "debezium-json"},
		DefaultFormat: "json",
		Options: []Option{
			{Name: "print-identifier", Type: String, Doc: "Stands in front of each line, with `> ` behind it."},
			{Name: "standard-error", Type: Boolean, Default: "false", Doc: "Write to standard error instead."},
		},
		Refused: map[string]string{
			"sink.parallelism": "the job's --partitions decides",
		},
	},
	{
		Name:  "blackhole",
		Doc:   "Takes records and drops them: for measuring.",
		Roles: Sink,
	},
}

// elsewhere names connectors that people will try and that this version doesn't have.
var elsewhere = map[string]bool{
	"kafka": true, "upsert-kafka": true, "kinesis": true, "pulsar": true, "nats": true, "redis": true, "rabbitmq": true,
	"jdbc": true, "postgres": true, "postgres-cdc": true, "mysql-cdc": true, "mongodb": true, "hbase-2.2": true,
	"elasticsearch-7": true, "opensearch": true, "http": true, "s3": true, "nexmark": true, "faker": true, "socket": true,
}

package catalog

// formats is the table. Names and options are Flink's where Flink has them.
var formats = []Format{
	{
		Name:  "json",
		Doc:   "One JSON object a line. Keys are the columns' names as declared; keys without a column are checked and skipped.",
		Roles: Both,
		Options: []Option{
			{Name: "json.fail-on-missing-field", Type: Boolean, Default: "false", Roles: Source, Doc: "A key that is missing is an error of the record. Without it the column is NULL (a NOT NULL column fails either way)."},
			{Name: "json.timestamp-format.standard", Type: Enum, Values: []string{"SQL", "ISO-8601"}, Default: "SQL", Roles: Sink, Doc: "How timestamps are written: `2024-01-15 10:30:00.123` or `2024-01-15T10:30:00.123`. Both are read."},
			{Name: "json.encode.ignore-null-fields", Type: Boolean, Default: "false", Roles: Sink, Doc: "Leave out keys whose value is NULL."},
			changelogColumn,
		},
		Refused: map[string]string{
			"json.ignore-parse-errors":            "what a bad record does is the job's decision: SET 'on-error' = 'skip'",
			"json.map-null-key.mode":              "a NULL key is an error of the record",
			"json.map-null-key.literal":           "a NULL key is an error of the record",
			"json.encode.decimal-as-plain-number": "decimals are always written as plain numbers: leave it out",
			"decode.json-parser.enabled":          "leave it out",
		},
		check: checkChangelogColumn,
	},
	{
		Name:  "csv",
		Doc:   "One record a line, fields in the order of the columns. Quoted fields are RFC 4180's, but can't hold a line end.",
		Roles: Both,
		Options: []Option{
			{Name: "csv.field-delimiter", Type: Char, Default: ",", Doc: "Stands between fields; `\\t` is a tab."},
			{Name: "csv.header", Type: Boolean, Default: "false", Doc: "The first line of each file names the columns: a source finds its columns by it, a sink writes it."},
			{Name: "csv.quote-character", Type: Char, Default: `"`, Doc: "Stands around fields that hold a delimiter; doubled inside."},
			{Name: "csv.disable-quote-character", Type: Boolean, Default: "false", Doc: "No character quotes: fields are taken as they are. A row that is written fails where its text holds a delimiter or a line end, or is that of NULL."},
			{Name: "csv.null-literal", Type: String, Default: "", Doc: "The unquoted text that means NULL. Without it, an unquoted empty field does, and `\"\"` is an empty string."},
			changelogColumn,
		},
		Refused: map[string]string{
			"csv.allow-comments":                          "take comment lines out of the file: grep -v '^#'",
			"csv.ignore-parse-errors":                     "what a bad record does is the job's decision: SET 'on-error' = 'skip'",
			"csv.array-element-delimiter":                 "CSV carries scalar columns alone: use json for arrays, maps and rows",
			"csv.escape-character":                        "a quote inside a quoted field is doubled, as in RFC 4180",
			"csv.write-bigdecimal-in-scientific-notation": "decimals are always written as plain numbers: leave it out",
			"csv.multiline":                               "a line end always ends a record: convert the file so that no quoted field holds one",
		},
		check: checkCSV,
	},
	{
		Name:  "raw",
		Doc:   "The whole line is the table's one column.",
		Roles: Both,
		Refused: map[string]string{
			"raw.charset":    "text is UTF-8: leave it out",
			"raw.endianness": "only STRING and BYTES columns are supported: leave it out",
		},
		check: checkRaw,
	},
	{
		Name:  "debezium-json",
		Doc:   "One JSON object a line with the row before and after a change, and what kind of change it is: `{\"before\":null,\"after\":{…},\"op\":\"c\"}`. Takes updates.",
		Roles: Sink,
		Refused: map[string]string{
			"debezium-json.schema-include":                 "the schema isn't written: leave it out",
			"debezium-json.ignore-parse-errors":            "what a bad record does is the job's decision: SET 'on-error' = 'skip'",
			"debezium-json.encode.decimal-as-plain-number": "decimals are always written as plain numbers: leave it out",
		},
	},
}

// changelogColumn lets a sink that adds lines take updates: each line says what became of its row.
var changelogColumn = Option{Name: "changelog.column", Type: String, Roles: Sink,
	Doc: "A column of this name comes last and says what happened to the row: `+I` it is new, `+U` it replaces the one with its key, `-D` it is gone. A row that is only added has `+I`. With it the sink takes results that change (EMIT CHANGES)."}

// formatsElsewhere names formats that people will try.
var formatsElsewhere = map[string]bool{
	"avro": true, "avro-confluent": true, "protobuf": true, "parquet": true, "orc": true,
	"canal-json": true, "maxwell-json": true, "ogg-json": true,
}

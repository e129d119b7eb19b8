package diag

// Names (W02xx).
const (
	UnknownTable      Code = "W0201"
	AmbiguousTable    Code = "W0202"
	UnknownColumn     Code = "W0203"
	AmbiguousColumn   Code = "W0204"
	DuplicateName     Code = "W0205"
	DuplicateColumn   Code = "W0206"
	CyclicView        Code = "W0208"
	UnknownField      Code = "W0209"
	ColumnListLength  Code = "W0210"
	QualifiedName     Code = "W0211"
	BadStar           Code = "W0212"
	RowNotColumn      Code = "W0214"
	UnknownTableAlias Code = "W0215"
	ReservedFunction  Code = "W0216"
)

// Types and functions (W03xx).
const (
	UnknownFunction  Code = "W0301"
	ArgumentCount    Code = "W0302"
	ArgumentTypes    Code = "W0303"
	OperatorTypes    Code = "W0304"
	IncomparableType Code = "W0305"
	BadLiteral       Code = "W0306"
	IllegalCast      Code = "W0307"
	NotBoolean       Code = "W0308"
	NoCommonType     Code = "W0309"
	BadSubscript     Code = "W0310"
	BadTypeParameter Code = "W0312"
	BadConstant      Code = "W0313"
	NotAnExpression  Code = "W0314"
	EvaluatedTwice   Code = "W0319"
	OutOfRange       Code = "W0315"
	NotComparable    Code = "W0316"
	NotAnAggregate   Code = "W0317"
	UnsupportedJSON  Code = "W0318"
)

// Tables, connectors, options and settings (W04xx).
const (
	UnknownConnector     Code = "W0401"
	UnknownOption        Code = "W0402"
	BadOptionValue       Code = "W0403"
	MissingOption        Code = "W0404"
	RefusedOption        Code = "W0405"
	UnknownFormat        Code = "W0406"
	DuplicateOption      Code = "W0407"
	WrongRole            Code = "W0408"
	OptionWithoutEffect  Code = "W0409"
	UnknownSetting       Code = "W0410"
	BadSettingValue      Code = "W0411"
	SettingWithoutEffect Code = "W0412"
	PathTwice            Code = "W0413"
	ReadAndWritten       Code = "W0414"
	Unused               Code = "W0415"
	BadComputedColumn    Code = "W0416"
	BadMetadataColumn    Code = "W0417"
	BadWatermark         Code = "W0418"
	BadPrimaryKey        Code = "W0419"
	BadInsertColumn      Code = "W0420"
	MissingInsertColumn  Code = "W0421"
	InsertCount          Code = "W0422"
	InsertType           Code = "W0423"
	FormatType           Code = "W0424"
	NothingToRun         Code = "W0425"
	BadDeadLetterTable   Code = "W0426"
	LiteralSecret        Code = "W0427"
	NoColumns            Code = "W0428"
	NotATable            Code = "W0429"
	DuplicateSetting     Code = "W0430"
)

// Queries and clauses (W05xx). Numbers of what was unsupported once, and is supported now, aren't used again.
const (
	UnsupportedJoin         Code = "W0505"
	UnsupportedSetOp        Code = "W0510"
	UnsupportedSubquery     Code = "W0511"
	EmitWithoutGroups       Code = "W0512"
	UnsupportedLateral      Code = "W0513"
	UnsupportedRecognize    Code = "W0514"
	UnsupportedSystemTime   Code = "W0515"
	UnionColumns            Code = "W0516"
	UnsupportedRecursive    Code = "W0517"
	MisplacedAggregate      Code = "W0518"
	NestedAggregate         Code = "W0519"
	NotGrouped              Code = "W0520"
	BadGroupKey             Code = "W0521"
	BadGroupBy              Code = "W0522"
	NoTimeAttribute         Code = "W0523"
	BadWindow               Code = "W0524"
	NeedsRetraction         Code = "W0525"
	SinkTakesNoUpdates      Code = "W0526"
	NeverEmitted            Code = "W0527"
	MisplacedWindowFunction Code = "W0528"
	BadFrame                Code = "W0529"
	FrameWithoutOrder       Code = "W0530"
	NeedsBounded            Code = "W0531"
	BadOrderBy              Code = "W0532"
	KeyNotWritten           Code = "W0533"
)

// User functions (W06xx).
const (
	BadFunctionTarget Code = "W0601"
	FunctionPackage   Code = "W0602"
	FunctionNotFound  Code = "W0603"
	FunctionSignature Code = "W0604"
	FunctionType      Code = "W0605"
	NotDeterministic  Code = "W0606"
	FunctionLanguage  Code = "W0607"
)

// bindCodes describes the codes of compiler/catalog, compiler/bind and compiler/udf. The examples read a table trades:
//
//	trades (symbol STRING, price DOUBLE, quantity BIGINT, ts TIMESTAMP(3), doc JSON)
var bindCodes = []Info{
	{UnknownTable, "unknown table",
		"The name is no table, view or CTE of the file. Names are known in the whole file, before and after their declaration, and case doesn't matter.",
		"SELECT price FROM trade;"},
	{AmbiguousTable, "ambiguous table",
		"Two tables have this name but for their case, and it is spelled like neither. Quote the exact spelling.",
		`CREATE TABLE "Log" (x INT) WITH ('connector' = 'datagen');
CREATE TABLE "LOG" (x INT) WITH ('connector' = 'datagen');
SELECT x FROM log;`},
	{UnknownColumn, "unknown column",
		"No table in FROM has this column. Names that SELECT gives with AS aren't known in WHERE.",
		"SELECT pricee FROM trades;"},
	{AmbiguousColumn, "ambiguous column",
		"Several columns fit the name. Qualify it with the table's name, or quote its exact spelling.",
		`CREATE TABLE log ("Id" INT, "ID" INT) WITH ('connector' = 'datagen');
SELECT id FROM log;`},
	{DuplicateName, "name declared twice",
		"Tables and views share one namespace in a file, functions have another. Case alone makes no other name, unless both are quoted.",
		`CREATE VIEW cheap AS SELECT * FROM trades WHERE price < 1;
CREATE VIEW cheap AS SELECT * FROM trades WHERE price < 2;
SELECT * FROM cheap;`},
	{DuplicateColumn, "column declared twice",
		"The columns of a table, a view or a printed result must have different names, or a reader couldn't tell them apart. Name one of them with AS.",
		"SELECT price, quantity AS price FROM trades;"},
	{CyclicView, "view that reads itself",
		"A view is made of a query, so it can't read itself, nor a view that reads it.",
		`CREATE VIEW a AS SELECT * FROM b;
CREATE VIEW b AS SELECT * FROM a;
SELECT * FROM a;`},
	{UnknownField, "unknown field",
		"What stands before the point is no ROW, or a ROW without this field. Members of JSON are read with -> and ->>, values of a map with ['key'].",
		"SELECT price.amount FROM trades;"},
	{ColumnListLength, "column list of another length than its query",
		"A list of names behind a view, a CTE or an alias must name each column of the query.",
		"WITH t (a, b) AS (SELECT price FROM trades) SELECT a FROM t;"},
	{QualifiedName, "qualified name",
		"A job is one file with one namespace: there are no catalogs, databases or schemas.",
		"SELECT price FROM market.trades;"},
	{BadStar, "misplaced *",
		"* stands for all columns of FROM, t.* for those of one table. Neither can stand without a table, or for the fields of a ROW.",
		"SELECT *;"},
	{RowNotColumn, "table used as a value",
		"The name is a table's. Name one of its columns, or write t.* in SELECT.",
		"SELECT trades FROM trades;"},
	{UnknownTableAlias, "unknown qualifier",
		"What stands before the point is neither a table in FROM (by its alias, where it has one) nor a column.",
		"SELECT x.price FROM trades AS t;"},
	{ReservedFunction, "user function with the name of a function of Weir",
		"User functions can't replace the functions that SQL has.",
		`CREATE FUNCTION upper(s STRING) RETURNS STRING LANGUAGE GO AS 'example.com/mod/udf.Upper';
SELECT symbol FROM trades;`},
	{UnknownFunction, "unknown function",
		"docs/functions.md lists all functions. CREATE FUNCTION adds one written in Go.",
		"SELECT uper(symbol) FROM trades;"},
	{ArgumentCount, "wrong number of arguments",
		"No form of the function takes this many arguments.",
		"SELECT UPPER(symbol, 1) FROM trades;"},
	{ArgumentTypes, "wrong argument types",
		"No form of the function takes arguments of these types. Numbers become wider by themselves and dates timestamps; everything else takes a CAST.",
		"SELECT UPPER(price) FROM trades;"},
	{OperatorTypes, "operator without meaning for these types",
		"Arithmetic takes numbers, or times and intervals; || takes at least one string; -> and ->> take JSON.",
		"SELECT symbol * 2 FROM trades;"},
	{IncomparableType, "types that can't be compared",
		"Strings aren't compared with numbers, nor times with numbers: cast one side. An untyped literal, as in ts > '2024-01-01', takes the other side's type.",
		"SELECT price FROM trades WHERE symbol = quantity;"},
	{BadLiteral, "literal that its type doesn't take",
		"A string literal takes the type that its place asks for, and is read when the SQL is compiled.",
		"SELECT price FROM trades WHERE ts > 'yesterday';"},
	{IllegalCast, "cast that doesn't exist",
		"There is no conversion between these types.",
		"SELECT CAST(price AS DATE) FROM trades;"},
	{NotBoolean, "condition that isn't BOOLEAN",
		"WHERE, AND, OR, NOT, WHEN and IF take a BOOLEAN. Numbers and strings are no truth values: compare them.",
		"SELECT price FROM trades WHERE quantity;"},
	{NoCommonType, "types that don't go together",
		"The branches of CASE, the arguments of COALESCE, the items of IN, the elements of an array and the columns of UNION ALL must have a type in common.",
		"SELECT CASE WHEN price > 1 THEN symbol ELSE quantity END FROM trades;"},
	{BadSubscript, "wrong subscript",
		"Arrays are indexed by a number from 1, maps by their keys, JSON by a member's name or an element's number.",
		"SELECT symbol[1] FROM trades;"},
	{BadTypeParameter, "type that can't stand here",
		"A MAP's keys need a type that has equality: numbers, strings, dates and times have.",
		`CREATE TABLE t (m MAP<ARRAY<INT>, STRING>) WITH ('connector' = 'datagen');
SELECT m FROM t;`},
	{BadConstant, "malformed constant argument",
		"Regular expressions, JSON paths, time zones, date patterns and units are checked when the SQL is compiled.",
		"SELECT REGEXP_EXTRACT(symbol, '(') FROM trades;"},
	{NotAnExpression, "no expression",
		"What stands here has no value of its own in this place.",
		"SELECT UPPER(*) FROM trades;"},
	{EvaluatedTwice, "random value that would be compared more than once",
		"BETWEEN and CASE x WHEN … compare their operand several times, and RAND() or UUID() has another value each time. Compute it in FROM (SELECT …) first.",
		"SELECT price FROM trades WHERE RAND() BETWEEN 0.1 AND 0.2;"},
	{OutOfRange, "number out of range",
		"DECIMAL holds 38 digits, DOUBLE numbers up to 1.8e308.",
		"SELECT 1e999 FROM trades;"},
	{NotComparable, "type without comparison",
		"ARRAY, MAP, ROW and JSON have no equality and no order. Compare their parts.",
		"SELECT price FROM trades WHERE doc = doc;"},
	{NotAnAggregate, "clause that only aggregates take",
		"DISTINCT, FILTER and ORDER BY in a call are for aggregates, IGNORE NULLS for window functions.",
		"SELECT UPPER(DISTINCT symbol) FROM trades;"},
	{UnsupportedJSON, "unsupported clause of a JSON function",
		"JSON_VALUE and JSON_QUERY give NULL, and JSON_EXISTS FALSE, for what is missing or malformed. Other clauses aren't supported.",
		"SELECT JSON_VALUE(doc, '$.a' ERROR ON ERROR) FROM trades;"},
	{UnknownConnector, "unknown connector",
		"docs/connectors.md lists the connectors of this version.",
		`CREATE TABLE t (x INT) WITH ('connector' = 'fiel', 'path' = 'in.jsonl', 'format' = 'json');
SELECT x FROM t;`},
	{UnknownOption, "unknown option",
		"Neither the connector nor the format has this option. Keys are spelled as in docs/connectors.md.",
		`CREATE TABLE t (x INT) WITH ('connector' = 'file', 'pth' = 'in.jsonl', 'path' = 'in.jsonl', 'format' = 'json');
SELECT x FROM t;`},
	{BadOptionValue, "option with a wrong value",
		"The value isn't what the option takes, or means nothing beside another option. Values with ${NAME} are checked when the job starts.",
		`CREATE TABLE t (x INT) WITH ('connector' = 'datagen', 'number-of-rows' = 'many');
SELECT x FROM t;`},
	{MissingOption, "missing option",
		"The connector or format can't do without this option.",
		`CREATE TABLE t (x INT) WITH ('connector' = 'file', 'format' = 'json');
SELECT x FROM t;`},
	{RefusedOption, "option of Flink that isn't supported",
		"The option means something in Flink that Weir doesn't do, or does otherwise. The message says what to write instead.",
		`CREATE TABLE t (x INT) WITH ('connector' = 'file', 'path' = 'in.jsonl', 'format' = 'json', 'json.ignore-parse-errors' = 'true');
SELECT x FROM t;`},
	{UnknownFormat, "unknown format",
		"docs/connectors.md lists the formats of this version.",
		`CREATE TABLE t (x INT) WITH ('connector' = 'file', 'path' = 'in.jsonl', 'format' = 'jsn');
SELECT x FROM t;`},
	{DuplicateOption, "option set twice",
		"Each key can stand once in a WITH clause.",
		`CREATE TABLE t (x INT) WITH ('connector' = 'datagen', 'seed' = '1', 'seed' = '2');
SELECT x FROM t;`},
	{WrongRole, "table that can't be used so",
		"Some connectors can only be read, others only be written.",
		`CREATE TABLE t (x INT) WITH ('connector' = 'blackhole');
SELECT x FROM t;`},
	{OptionWithoutEffect, "option without effect",
		"A warning: the option is for reading and the table is only written, or the other way round.",
		`CREATE TABLE t (x INT) WITH ('connector' = 'file', 'path' = 'in.jsonl', 'format' = 'json', 'sink.file-per-partition' = 'true');
SELECT x FROM t;`},
	{UnknownSetting, "unknown setting",
		"docs/connectors.md lists the keys of SET.",
		`SET 'job.nam' = 'x';
SELECT price FROM trades;`},
	{BadSettingValue, "setting with a wrong value",
		"The value isn't what the setting takes.",
		`SET 'on-error' = 'ignore';
SELECT price FROM trades;`},
	{SettingWithoutEffect, "setting without effect",
		"The setting is about something that the job doesn't have. A setting that does nothing would mislead its reader, so it is an error.",
		`SET 'state.ttl' = '1 h';
SELECT price FROM trades;`},
	{PathTwice, "two tables with one path",
		"Two sinks would overwrite each other's file, and a file that is being written can't be read.",
		`CREATE TABLE a (price DOUBLE) WITH ('connector' = 'file', 'path' = 'out.jsonl', 'format' = 'json');
CREATE TABLE b (price DOUBLE) WITH ('connector' = 'file', 'path' = 'out.jsonl', 'format' = 'json');
INSERT INTO a SELECT price FROM trades;
INSERT INTO b SELECT price FROM trades;`},
	{ReadAndWritten, "table that is read and written by one job",
		"What would be read depends on timing. Put the query that is inserted into a view and read that. (A table made by CREATE TABLE … AS SELECT can be read: it stands for its query.)",
		`CREATE TABLE a (price DOUBLE) WITH ('connector' = 'file', 'path' = 'out.jsonl', 'format' = 'json');
INSERT INTO a SELECT price FROM trades;
SELECT price FROM a;`},
	{Unused, "declaration that nothing uses",
		"A warning: the table, view or function is neither read nor written.",
		`CREATE TABLE spare (x INT) WITH ('connector' = 'datagen');
SELECT price FROM trades;`},
	{BadComputedColumn, "wrong computed column",
		"A computed column is made of physical and metadata columns of its table, not of other computed columns.",
		`CREATE TABLE t (x INT, y AS x + 1, z AS y + 1) WITH ('connector' = 'datagen');
SELECT z FROM t;`},
	{BadMetadataColumn, "wrong metadata column",
		"METADATA FROM names a key that the connector gives, in a type that takes it.",
		`CREATE TABLE t (x INT, host STRING METADATA FROM 'hostname') WITH ('connector' = 'file', 'path' = 'in.jsonl', 'format' = 'json');
SELECT host FROM t;`},
	{BadWatermark, "wrong watermark",
		"WATERMARK FOR names one TIMESTAMP or TIMESTAMP_LTZ column of the table, and its expression has that type.",
		`CREATE TABLE t (ms BIGINT, WATERMARK FOR ms AS ms - 5000) WITH ('connector' = 'datagen');
SELECT ms FROM t;`},
	{BadPrimaryKey, "wrong primary key",
		"A table has one primary key, of physical columns, and it is NOT ENFORCED: a job can't check what others write.",
		`CREATE TABLE t (id INT, PRIMARY KEY (id)) WITH ('connector' = 'datagen');
SELECT id FROM t;`},
	{BadInsertColumn, "column that can't be inserted into",
		"INSERT lists physical columns of its table, each once. Computed and metadata columns are read only.",
		`CREATE TABLE a (price DOUBLE, twice AS price * 2) WITH ('connector' = 'print');
INSERT INTO a (price, twice) SELECT price, price FROM trades;`},
	{MissingInsertColumn, "NOT NULL column without a value",
		"A column that INSERT doesn't list is NULL, which a NOT NULL column doesn't take.",
		`CREATE TABLE a (price DOUBLE, symbol STRING NOT NULL) WITH ('connector' = 'print');
INSERT INTO a (price) SELECT price FROM trades;`},
	{InsertCount, "INSERT with more or fewer columns than the table",
		"The query's columns go to the table's by position. To leave some out, list the others behind the table's name.",
		`CREATE TABLE a (price DOUBLE, symbol STRING) WITH ('connector' = 'print');
INSERT INTO a SELECT price FROM trades;`},
	{InsertType, "value that the column doesn't take",
		"Numbers fit into other number types (their range is checked), and everything into strings. Anything else takes a CAST.",
		`CREATE TABLE a (price DOUBLE) WITH ('connector' = 'print');
INSERT INTO a SELECT symbol FROM trades;`},
	{FormatType, "column that the format can't carry",
		"CSV records are flat; the raw format is one column of text or bytes.",
		`CREATE TABLE t (tags ARRAY<STRING>) WITH ('connector' = 'file', 'path' = 'in.csv', 'format' = 'csv');
SELECT tags FROM t;`},
	{NothingToRun, "nothing to run",
		"A job needs at least one INSERT, CREATE TABLE … AS SELECT or SELECT.",
		"CREATE VIEW cheap AS SELECT * FROM trades WHERE price < 1;"},
	{BadDeadLetterTable, "wrong dead-letter table",
		"SET 'on-error.table' names a table of the file whose columns are among those that describe a bad record.",
		`SET 'on-error' = 'dead-letter';
SET 'on-error.table' = 'rejects';
CREATE TABLE rejects (colour STRING) WITH ('connector' = 'file', 'path' = 'rejects.jsonl', 'format' = 'json');
SELECT price FROM trades;`},
	{LiteralSecret, "secret in SQL",
		"A password or token must not stand in SQL, since it would be in version control, in generated source and in plans. Write ${NAME}, or file:/path, which are read when the job starts.",
		""},
	{NoColumns, "table without columns",
		"The table has no column that its connector could fill or take: computed columns alone aren't enough.",
		`CREATE TABLE t (x AS 1 + 1) WITH ('connector' = 'datagen');
SELECT x FROM t;`},
	{NotATable, "view used as a table",
		"A view is a query: it can't be inserted into.",
		`CREATE VIEW cheap AS SELECT price FROM trades;
INSERT INTO cheap SELECT price FROM trades;`},
	{DuplicateSetting, "setting set twice",
		"A setting holds for the whole file, wherever it stands.",
		`SET 'on-error' = 'skip';
SET 'on-error' = 'fail';
SELECT price FROM trades;`},
	{UnsupportedJoin, "join",
		"A join keeps the rows of its sides until they meet. This version of Weir doesn't have it.",
		"SELECT a.price FROM trades AS a JOIN trades AS b ON a.symbol = b.symbol;"},
	{UnsupportedSetOp, "UNION, INTERSECT or EXCEPT",
		"These compare rows with those that were seen before. UNION ALL doesn't, and is all that this version of Weir has.",
		"SELECT price FROM trades UNION SELECT price FROM trades;"},
	{UnsupportedSubquery, "subquery in an expression",
		"A subquery as a value, in IN, EXISTS, ANY or ALL, is a join with its query. This version of Weir takes subqueries in FROM alone.",
		"SELECT price FROM trades WHERE symbol IN (SELECT symbol FROM trades);"},
	{UnsupportedLateral, "table function or LATERAL",
		"The table functions of this version of Weir are the windows TUMBLE, HOP, SESSION and CUMULATE, and LATERAL is a join.",
		"SELECT x FROM UNNEST(ARRAY[1, 2]) AS t (x);"},
	{UnsupportedRecognize, "MATCH_RECOGNIZE",
		"Matching a pattern over rows remembers earlier rows. This version of Weir doesn't have it.",
		"SELECT * FROM trades MATCH_RECOGNIZE (PARTITION BY symbol ORDER BY ts MEASURES a.price AS p PATTERN (a b) DEFINE b AS b.price > a.price);"},
	{UnsupportedSystemTime, "FOR SYSTEM_TIME AS OF",
		"Reading a table as of a time keeps its versions. This version of Weir doesn't have it.",
		"SELECT price FROM trades FOR SYSTEM_TIME AS OF CURRENT_TIMESTAMP;"},
	{UnionColumns, "rows of different lengths",
		"The queries of UNION ALL, and the rows of VALUES, must have the same number of columns.",
		"SELECT price FROM trades UNION ALL SELECT price, symbol FROM trades;"},
	{UnsupportedRecursive, "WITH RECURSIVE",
		"A query can't read its own result. This version of Weir doesn't have it.",
		"WITH RECURSIVE t AS (SELECT price FROM trades) SELECT price FROM t;"},
	{EmitWithoutGroups, "EMIT without groups",
		"EMIT says when groups are written: with every change, or once. A query without groups writes each row at once, and one whose groups have an EMIT of their own can't change it.",
		"SELECT price FROM trades EMIT CHANGES;"},
	{MisplacedAggregate, "aggregate where there are no groups",
		"WHERE, GROUP BY, VALUES and the expressions of CREATE TABLE look at one row. HAVING filters groups.",
		"SELECT symbol FROM trades WHERE COUNT(*) > 1 GROUP BY symbol;"},
	{NestedAggregate, "aggregate inside of an aggregate",
		"An aggregate is over the rows of a group, and an aggregate inside of it has no groups of its own. Group twice: in FROM (SELECT … GROUP BY …) first.",
		"SELECT MAX(SUM(price)) FROM trades GROUP BY symbol;"},
	{NotGrouped, "column that isn't grouped",
		"A group has one row in the result, and the column may have another value in each row of the group. Group by it too, or say which of the values is meant: MIN, MAX, FIRST_VALUE.",
		"SELECT symbol, price FROM trades GROUP BY symbol;"},
	{BadGroupKey, "type that can't be a key",
		"Groups, DISTINCT and partitions tell values apart, and values of ARRAY, MAP, ROW, JSON and INTERVAL have no key for that.",
		"SELECT doc, COUNT(*) AS n FROM trades GROUP BY doc;"},
	{BadGroupBy, "wrong item of GROUP BY",
		"An item is a column, an expression, the number or the name of a column of SELECT, a window, or sets of these.",
		"SELECT symbol FROM trades GROUP BY 2;"},
	{NoTimeAttribute, "window without a time attribute",
		"A window closes when the watermark passes its end, so it goes by the column that CREATE TABLE declares WATERMARK FOR, or by one that is computed AS PROCTIME(). A query passes a time attribute on as long as it isn't changed, and a window's result has window_time.",
		"SELECT symbol, COUNT(*) AS n FROM trades GROUP BY symbol WINDOW TUMBLING (ts, INTERVAL '1' MINUTE);"},
	{BadWindow, "wrong window",
		"A window has a constant length of a millisecond at least, in days or smaller units. The message shows how the window is written.",
		`CREATE TABLE ticks (symbol STRING, ts TIMESTAMP(3), WATERMARK FOR ts AS ts) WITH ('connector' = 'datagen', 'number-of-rows' = '10');
SELECT symbol, COUNT(*) AS n FROM ticks GROUP BY symbol, TUMBLE(ts, INTERVAL '0' SECOND);`},
	{NeedsRetraction, "operator over groups that change",
		"Groups that are emitted with every change replace their earlier rows. GROUP BY, HAVING and DISTINCT above take the earlier ones back; a window, OVER, an approximate aggregate, and a table behind UNION ALL don't. Emit complete groups (EMIT FINAL), or group by a window of time.",
		"SELECT APPROX_COUNT_DISTINCT(n) AS counts FROM (SELECT symbol, COUNT(*) AS n FROM trades GROUP BY symbol) AS t;"},
	{SinkTakesNoUpdates, "sink that can't take updates",
		"Groups that are emitted with every change replace their earlier rows, and the sink can only add rows. Emit complete groups (EMIT FINAL), write what kind of change each row is ('changelog.column' = 'op'), or use 'format' = 'debezium-json'.",
		`CREATE TABLE totals (symbol STRING, n BIGINT) WITH ('connector' = 'file', 'path' = 'totals.jsonl', 'format' = 'json');
INSERT INTO totals SELECT symbol, COUNT(*) FROM trades GROUP BY symbol;`},
	{NeverEmitted, "groups that are never emitted",
		"A warning: EMIT FINAL without a window emits at the end of the input, and this input has none.",
		`CREATE TABLE ticks (symbol STRING) WITH ('connector' = 'datagen');
SELECT symbol, COUNT(*) AS n FROM ticks GROUP BY symbol EMIT FINAL;`},
	{MisplacedWindowFunction, "window function where it can't stand",
		"A function with OVER looks at the rows around its own in the result of FROM, WHERE and GROUP BY: it can stand in SELECT, QUALIFY and ORDER BY. ROW_NUMBER, LAG and their kin mean nothing without OVER.",
		"SELECT price FROM trades WHERE SUM(price) OVER (ORDER BY ts) > 1;"},
	{BadFrame, "wrong frame or window of OVER",
		"A frame starts before it ends, and its distances are constants: numbers of rows for ROWS, intervals or integers for RANGE.",
		"SELECT SUM(price) OVER (ORDER BY ts ROWS BETWEEN 1 PRECEDING AND 5 PRECEDING) AS s FROM trades;"},
	{FrameWithoutOrder, "frame without an order",
		"Without ORDER BY it is chance which rows are next to each other.",
		"SELECT SUM(price) OVER (PARTITION BY symbol ROWS 5 PRECEDING) AS s FROM trades;"},
	{NeedsBounded, "result that waits for an end that never comes",
		"ORDER BY and OVER in another order than that of time, and LIMIT alone, need all rows. They work on inputs that end: files, and generated rows whose number is given.",
		`CREATE TABLE ticks (price DOUBLE) WITH ('connector' = 'datagen');
SELECT price FROM ticks ORDER BY price;`},
	{BadOrderBy, "wrong item of ORDER BY or LIMIT",
		"An item is a column of the result, by its name or number, or an expression over the input. Behind SELECT DISTINCT and UNION ALL it is a column of the result.",
		"SELECT price FROM trades ORDER BY 2;"},
	{KeyNotWritten, "updates without their key",
		"A warning: groups that are emitted with every change replace their earlier rows, and the file doesn't get the columns that say which.",
		`CREATE TABLE totals (n BIGINT) WITH ('connector' = 'file', 'path' = 'totals.jsonl', 'format' = 'json', 'changelog.column' = 'op');
INSERT INTO totals SELECT COUNT(*) FROM trades GROUP BY symbol;`},
	{BadFunctionTarget, "malformed name of a Go function",
		"AS takes the package's import path, a dot and the function's name: 'example.com/mod/udf.Risk'.",
		`CREATE FUNCTION risk(price DOUBLE) RETURNS DOUBLE LANGUAGE GO AS 'Risk';
SELECT risk(price) FROM trades;`},
	{FunctionPackage, "Go package that can't be used",
		"The package isn't found from the SQL file's directory, doesn't compile, or is a command. Its module must be the one that the SQL file is in, or one that it requires.",
		`CREATE FUNCTION risk(price DOUBLE) RETURNS DOUBLE LANGUAGE GO AS 'example.com/missing/udf.Risk';
SELECT risk(price) FROM trades;`},
	{FunctionNotFound, "Go function that doesn't exist",
		"The package has no exported function of this name, or no type for CREATE AGGREGATE FUNCTION.",
		`CREATE FUNCTION upper_case(s STRING) RETURNS STRING LANGUAGE GO AS 'strings.Uper';
SELECT upper_case(symbol) FROM trades;`},
	{FunctionSignature, "Go function with another signature than declared",
		"The declaration and the Go function must agree, type by type: the message shows both, and what would be right. So must the methods Add and Result of the Go type of an aggregate. docs/embedding.md has the table of types.",
		`CREATE FUNCTION has(s STRING) RETURNS BOOLEAN LANGUAGE GO AS 'strings.Contains';
SELECT has(symbol) FROM trades;`},
	{FunctionType, "type that a Go function can't take",
		"MAP and ROW have no Go type that both sides could agree on. Pass their parts, or their text as JSON.",
		`CREATE FUNCTION size(m MAP<STRING, INT>) RETURNS INT LANGUAGE GO AS 'example.com/mod/udf.Size';
SELECT price FROM trades;`},
	{NotDeterministic, "function that isn't deterministic",
		"A warning: the Go function reads the clock, a random source, the environment or the network, starts goroutines, walks a map or writes package-level variables. A job that is run again must compute the same; pass such things as arguments.",
		`CREATE FUNCTION home(name STRING) RETURNS STRING LANGUAGE GO AS 'os.Getenv';
SELECT home(symbol) FROM trades;`},
	{FunctionLanguage, "function that isn't in Go",
		"User functions are Go functions, compiled into the job.",
		`CREATE FUNCTION risk(price DOUBLE) RETURNS DOUBLE LANGUAGE JAVA AS 'com.example.Risk';
SELECT risk(price) FROM trades;`},
}

package codegen

// jsonSymbols and csvSymbols are what decoders and encoders may name of the formats' packages.
var jsonSymbols = append([]string{
	"AppendTimestampISO", "AppendInstantISO", "Close", "CloseObject", "End", "FirstElement", "IsNull", "Keys", "Members", "NewKeys", "NextElement", "Pass", "Raw",
	"Reader", "Seek",
}, scalarReadersAndWriters...)

var csvSymbols = append([]string{
	"Bare", "BareNull", "Behind", "Columns", "Header", "Is", "IsEmpty", "IsNull", "NoQuote", "PlainDecimal", "PlainFloat64", "PlainInt16", "PlainInt32",
	"PlainInt64", "PlainInt8", "PlainSkip", "PlainString", "PlainStringMax", "ReadHeader", "Skip", "Whole", "Wrong",
}, scalarReadersAndWriters...)

// scalarReadersAndWriters have the same names for both formats.
var scalarReadersAndWriters = []string{
	"AppendBool", "AppendBytes", "AppendDate", "AppendDecimal", "AppendDocument", "AppendFloat32", "AppendFloat64", "AppendInstant",
	"AppendInt", "AppendInterval", "AppendString", "AppendTime", "AppendTimestamp", "AppendUUID", "AppendWideDecimal",
	"Bool", "Bytes", "BytesMax", "Date", "Decimal", "Document", "Float32", "Float64", "Instant", "Int16", "Int32", "Int64", "Int8",
	"Interval", "String", "StringMax", "Time", "Timestamp", "UUID", "WideDecimal",
}

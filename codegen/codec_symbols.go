package codegen

// jsonSymbols and csvSymbols are what decoders and encoders may name of the formats' packages.
var jsonSymbols = append([]string{
	"AppendTimestampISO", "AppendInstantISO", "Close", "CloseObject", "End", "FirstElement", "IsNull", "Keys", "Members", "NewKeys", "NextElement", "Pass", "Raw",
	"Reader", "Seek",
}, scalarReadersAndWriters...)

var csvSymbols = append([]string{
	"Bare", "BareNull", "Columns", "Header", "Is", "IsEmpty", "NoQuote", "ReadHeader", "Skip", "Wrong",
}, scalarReadersAndWriters...)

// scalarReadersAndWriters have the same names for both formats.
var scalarReadersAndWriters = []string{
	"AppendBool", "AppendBytes", "AppendDate", "AppendDecimal", "AppendDocument", "AppendFloat32", "AppendFloat64", "AppendInstant",
	"AppendInt", "AppendInterval", "AppendString", "AppendTime", "AppendTimestamp", "AppendUUID", "AppendWideDecimal",
	"Bool", "Bytes", "BytesMax", "Date", "Decimal", "Document", "Float32", "Float64", "Instant", "Int16", "Int32", "Int64", "Int8",
	"Interval", "String", "StringMax", "Time", "Timestamp", "UUID", "WideDecimal",
}

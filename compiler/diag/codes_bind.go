package diag

// Names (W02xx).
const (
	UnknownTable      Code = "W0201"
	AmbiguousTable    Code = "W0202"
	UnknownColumn     Code = "W0203"
	AmbiguousColumn   Code = "W0204"
	DuplicateName     Code = "W0205"
	DuplicateColumn   Code = "W0206"
	DuplicateAlias    Code = "W0207"
	CyclicView        Code = "W0208"
	UnknownField      Code = "W0209"
	ColumnListLength  Code = "W0210"
	UsedBeforeCreated Code = "W0211"
	BadStar           Code = "W0212"
	UnusedCreated     Code = "W0213"
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
	UnknownType      Code = "W0311"
	BadTypeParameter Code = "W0312"
	BadConstant      Code = "W0313"
	NotAnExpression  Code = "W0314"
	OutOfRange       Code = "W0315"
	NotComparable    Code = "W0316"
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
	UnusedTable          Code = "W0415"
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

// Queries and clauses that need state (W05xx).
const (
	UnsupportedAggregate  Code = "W0501"
	UnsupportedGroupBy    Code = "W0502"
	UnsupportedHaving     Code = "W0503"
	UnsupportedDistinct   Code = "W0504"
	UnsupportedJoin       Code = "W0505"
	UnsupportedWindow     Code = "W0506"
	UnsupportedOver       Code = "W0507"
	UnsupportedOrderBy    Code = "W0508"
	UnsupportedLimit      Code = "W0509"
	UnsupportedSetOp      Code = "W0510"
	UnsupportedSubquery   Code = "W0511"
	UnsupportedEmit       Code = "W0512"
	UnsupportedLateral    Code = "W0513"
	UnsupportedRecognize  Code = "W0514"
	UnsupportedSystemTime Code = "W0515"
	UnionColumns          Code = "W0516"
	UnsupportedRecursive  Code = "W0517"
)

// User functions (W06xx).
const (
	BadFunctionTarget  Code = "W0601"
	FunctionPackage    Code = "W0602"
	FunctionNotFound   Code = "W0603"
	FunctionSignature  Code = "W0604"
	FunctionType       Code = "W0605"
	NotDeterministic   Code = "W0606"
	FunctionLanguage   Code = "W0607"
	FunctionsNotLoaded Code = "W0608"
)

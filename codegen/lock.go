package codegen

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/weirsql/weir/runtime/evolution"
)

// LockFile is the file beside the Go that says what the job keeps, for reviews and for weir check --state.
const LockFile = "job.lock"

// lockText is the schema of what the job keeps, without what any edit of the SQL changes.
func lockText(keeps *evolution.Schema) []byte {
	return []byte(Header + "\n" + encodeSchema(keeps.WithoutPositions()))
}

// ReadLock reads a lock file's content.
func ReadLock(content []byte) (*evolution.Schema, error) {
	if !isGenerated(content) {
		return nil, fmt.Errorf("its first line is not %q: it isn't a lock file that weir generate wrote", Header)
	}
	_, text, _ := strings.Cut(string(content), "\n")
	return evolution.Decode(text)
}

// encodeSchema prints a schema as JSON with a column, a value, an option on each line.
func encodeSchema(s *evolution.Schema) string {
	var text strings.Builder
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(s); err != nil {
		panic(err) // it is made of texts and lists
	}
	return leaves.ReplaceAllStringFunc(text.String(), func(leaf string) string { return lineEnds.ReplaceAllString(leaf, " ") })
}

// leaves are objects and lists without others in them. A text in JSON has no end of line, so that what is put on one line stays what it is.
var (
	leaves   = regexp.MustCompile(`[{\[]\n[^{}\[\]]*[}\]]`)
	lineEnds = regexp.MustCompile(`\n *`)
)

// keepsFunction makes the function that returns the schema, a line of source for each of its lines.
func keepsFunction(keeps *evolution.Schema) *jen.Statement {
	return textFunction("keeps", "is what the job keeps, by which a job with other SQL tells what it can go on with.", strings.TrimSuffix(encodeSchema(keeps), "\n"))
}

// textFunction makes a function that returns a text of several lines.
func textFunction(name, what, text string) *jen.Statement {
	var list []jen.Code
	for line := range strings.Lines(text) {
		list = append(list, literal(strings.TrimSuffix(line, "\n")))
	}
	return jen.Comment("// " + name + " " + what).Line().Func().Id(name).Params().String().Block(jen.Return(
		jen.Qual("strings", "Join").Call(jen.Index().String().Add(lines(list...)), jen.Lit("\n"))))
}

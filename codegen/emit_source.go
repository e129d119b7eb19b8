package codegen

import (
	"fmt"

	"github.com/dave/jennifer/jen"

	"github.com/weirsql/weir/ir/physical"
	"github.com/weirsql/weir/ir/types"
)

// process makes the partition's Process method, by the stage's input.
func (s *stageEmitter) process() *jen.Statement {
	var body []jen.Code
	switch input := s.stage.Input.(type) {
	case *physical.Constant:
		body = s.constantLoop(input)
	case *physical.Source:
		if input.Table.Connector == "datagen" {
			body = s.datagenLoop()
		} else {
			body = s.sourceLoop(input)
		}
	case *physical.Receive:
		body = s.receiveLoop(input)
	default:
		panic(fmt.Sprintf("codegen: no emitter for input %T", input))
	}
	s.scratch = s.scratch || s.exprs.tookScratch() // constant rows are expressions
	if s.scratch {
		body = append([]jen.Code{jen.Id("p").Dot("scratch").Dot("Reset").Call()}, body...)
	}
	if blocks := s.takeBlocks(); len(blocks) > 0 {
		waiting := jen.Comment("// Rows wait where a record behind them failed.").Line().Add(blocks[0])
		body = append(append(append([]jen.Code{waiting}, blocks[1:]...), body...), blocks...)
	}
	return jen.Comment("// Process takes the rest of a batch through the stage.").Line().
		Func().Params(jen.Id("p").Op("*").Id(s.partition)).Id("Process").
		Params(jen.Id("batch").Op("*").Add(symbol("Batch"))).Error().Block(append(body, jen.Return(jen.Nil()))...)
}

// sourceLoop decodes a batch's records.
//
//	if err := p.decoder.begin(batch); err != nil {
//		return err
//	}
//	for batch.More() {
//		if err := p.decoder.decode(batch, &p.row); err != nil {
//			if err := p.Reject(batch, err); err != nil {
//				return err
//			}
//			continue
//		}
//		if err := p.order(&p.row); err != nil {
//			return err
//		}
//	}
func (s *stageEmitter) sourceLoop(source *physical.Source) []jen.Code {
	row := jen.Op("&").Id("p").Dot("row")
	decode := jen.Id("p").Dot("decoder").Dot("decode").Call(jen.Id("batch"), row)
	body := []jen.Code{returnError(jen.Id("p").Dot("decoder").Dot("begin").Call(jen.Id("batch")))}
	if s.taker != nil {
		return append(body, s.rowsLoop(s.generator.stateOf(s.taker))...)
	}
	split, record := s.metadata(source)
	loop := []jen.Code{jen.If(jen.Id("err").Op(":=").Add(decode), jen.Id("err").Op("!=").Nil()).Block(
		returnError(jen.Id("p").Dot("Reject").Call(jen.Id("batch"), jen.Id("err"))),
		jen.Continue(),
	)}
	loop = append(append(loop, record...), s.callMethod())
	return append(append(body, split...), jen.For(jen.Id("batch").Dot("More").Call()).Block(loop...))
}

func (s *stageEmitter) callMethod() *jen.Statement {
	return returnError(jen.Id("p").Dot(s.segments[0].method).Call(jen.Op("&").Id("p").Dot("row")))
}

// returnError makes: if err := call; err != nil { return err }
func returnError(call jen.Code) *jen.Statement {
	return jen.If(jen.Id("err").Op(":=").Add(call), jen.Id("err").Op("!=").Nil()).Block(jen.Return(jen.Id("err")))
}

// metadata reads the metadata columns, which are the same for all records of a split, and sets them in each record's row.
//
//	filePath := batch.Split.Metadata["file.path"].(string)
//	for batch.More() {
//		…
//		p.row.FilePath = filePath
func (s *stageEmitter) metadata(source *physical.Source) (split, record []jen.Code) {
	names := s.generator.names.locals("p", "batch", "err")
	for i, ordinal := range source.Used {
		key := source.Table.Columns[ordinal].Metadata
		if key == "" {
			continue
		}
		field := s.input.Fields[i]
		value := jen.Id("batch").Dot("Split").Dot("Metadata").Index(jen.Lit(key)).Assert(s.plainType(field.Type))
		local := names.unexported(field.SQLName)
		split = append(split, jen.Id(local).Op(":=").Add(value))
		record = append(record, jen.Id("p").Dot("row").Dot(field.GoName).Op("=").Add(asNullable(jen.Id(local), field.Type)))
	}
	return split, record
}

// asNullable wraps a value that is there, where t may be NULL.
func asNullable(value jen.Code, t types.Type) jen.Code {
	if t.Nullable {
		return jen.Add(symbol("Of")).Call(value)
	}
	return value
}

// inputDoc says in schema.go what a stage's input row is.
func inputDoc(stage *physical.Stage) string {
	source, ok := stage.Input.(*physical.Source)
	switch {
	case !ok:
		return "is a row of constants"
	case len(source.Used) == len(source.Table.Columns):
		return "is a row of the source table " + oneLine(source.Table.Name)
	}
	return fmt.Sprintf("is a row of the source table %s: the %d of its %d columns that the job reads",
		oneLine(source.Table.Name), len(source.Used), len(source.Table.Columns))
}

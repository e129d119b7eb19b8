package parse

import (
	"strconv"

	"github.com/weirsql/weir/compiler/ast"
	"github.com/weirsql/weir/compiler/clause"
	"github.com/weirsql/weir/compiler/diag"
)

// patternAt reads the row pattern in the parentheses at a range of tokens.
func (v *converter) patternAt(tokens clause.Range) ast.Pattern {
	at := v.At
	defer func() { v.At = at }()
	v.At = tokens.First + 1
	pattern := v.patternChoice()
	v.Close(tokens.First)
	return pattern
}

// patternChoice reads a | b | c.
func (p *fileParser) patternChoice() ast.Pattern {
	p.Enter()
	defer p.Leave()
	first := p.At
	parts := []ast.Pattern{p.patternSequence()}
	for p.Accept("|") {
		parts = append(parts, p.patternSequence())
	}
	if len(parts) == 1 {
		return parts[0]
	}
	return &ast.PatternChoice{Base: ast.At(p.Span(first)), Parts: parts}
}

// patternSequence reads a b c.
func (p *fileParser) patternSequence() ast.Pattern {
	first := p.At
	var parts []ast.Pattern
	for !p.IsAny(0, "|", ")") {
		parts = append(parts, p.patternRepeat())
	}
	switch len(parts) {
	case 0:
		p.Unexpected("a pattern variable")
	case 1:
		return parts[0]
	}
	return &ast.PatternSequence{Base: ast.At(p.Span(first)), Parts: parts}
}

// patternRepeat reads a variable or group with its quantifier.
func (p *fileParser) patternRepeat() ast.Pattern {
	first := p.At
	part := p.patternPart()
	repeat := &ast.PatternRepeat{Part: part, Min: 0, Max: -1}
	switch {
	case p.Accept("*"):
	case p.Accept("+"):
		repeat.Min = 1
	case p.Accept("?"):
		repeat.Max = 1
	case p.Is("{"):
		p.repeatBounds(repeat)
	default:
		return part
	}
	repeat.Reluctant = p.Accept("?")
	repeat.Base = ast.At(p.Span(first))
	return repeat
}

// patternPart reads a variable or a group.
func (p *fileParser) patternPart() ast.Pattern {
	open := p.At
	if p.Accept("(") {
		group := p.patternChoice()
		p.Close(open, "|")
		return group
	}
	if p.Is("{") || p.Is("PERMUTE", "(") {
		p.Fail(diag.UnsupportedSyntax, p.Token(0).Span, "exclusion and PERMUTE are not supported in a pattern", "")
	}
	name := p.identifier("a pattern variable")
	return &ast.PatternVariable{Base: ast.At(name.Span()), Name: name}
}

// repeatBounds reads {n}, {n,}, {,m} or {n,m}.
func (p *fileParser) repeatBounds(repeat *ast.PatternRepeat) {
	open := p.At
	p.At++
	if !p.Is(",") {
		repeat.Min = p.repeatCount()
		repeat.Max = repeat.Min
	}
	if p.Accept(",") {
		repeat.Max = -1
		if !p.Is("}") {
			repeat.Max = p.repeatCount()
		}
	}
	p.Close(open)
}

func (p *fileParser) repeatCount() int {
	token := p.Next()
	n, err := strconv.ParseUint(token.Text, 10, 31)
	if err != nil {
		p.At--
		p.Unexpected("a whole number")
	}
	return int(n)
}

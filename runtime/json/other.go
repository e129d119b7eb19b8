package json

import (
	"encoding/base64"
	"unicode/utf8"

	rt "github.com/weirsql/weir/runtime"
)

// StringMax reads a VARCHAR(limit): a longer text is an error.
func StringMax(text string, pos int, scratch *rt.Scratch, limit int) (string, int) {
	s, end := String(text, pos, scratch)
	if len(s) > limit && utf8.RuneCountInString(s) > limit {
		return "", len(text)
	}
	return s, end
}

// Bytes reads BYTES, a string of base64 with padding.
func Bytes(text string, pos int, scratch *rt.Scratch) ([]byte, int) {
	s, end := String(text, pos, scratch)
	if end == len(text) {
		return nil, end
	}
	dst, err := base64.StdEncoding.AppendDecode(scratch.Reserve(base64.StdEncoding.DecodedLen(len(s))), []byte(s))
	if err != nil {
		return nil, len(text)
	}
	return scratch.Keep(dst), end
}

// BytesMax reads BYTES of at most limit bytes.
func BytesMax(text string, pos int, scratch *rt.Scratch, limit int) ([]byte, int) {
	v, end := Bytes(text, pos, scratch)
	if len(v) > limit {
		return nil, len(text)
	}
	return v, end
}

// UUID reads a UUID, a string.
func UUID(text string, pos int) (rt.UUID, int) {
	inner, end := plainString(text, pos)
	id, ok := rt.ParseUUID(inner)
	if !ok {
		return rt.UUID{}, len(text)
	}
	return id, end
}

// plainString reads a string literal of a type whose text seldom needs escaping; "" on failure.
func plainString(text string, pos int) (string, int) {
	pos = skipBlanks(text, pos)
	if pos >= len(text) || text[pos] != '"' {
		return "", len(text)
	}
	end := plainRun(text, pos+1)
	if end >= len(text) || text[end] != '"' {
		return escapedString(text, pos)
	}
	return text[pos+1 : end], end + 1
}

// escapedString is plainString for a string with escapes, as in the "+02:00" of encoders that escape what HTML gives a meaning.
func escapedString(text string, pos int) (string, int) {
	end := SkipString(text, pos)
	if end < 0 {
		return "", len(text)
	}
	return string(Unescape(nil, text[pos:end])), end
}

// Document reads a JSON column: any value, as it stands in the text.
func Document(text string, pos int) (Raw, int) {
	pos = skipBlanks(text, pos)
	end := skipNested(text, pos)
	if end < 0 {
		return "", len(text)
	}
	return Raw(text[pos:end]), end
}

// AppendDocument appends a JSON value as it is.
func AppendDocument(dst []byte, v Raw) []byte { return append(dst, v...) }

// AppendUUID appends a UUID as a string.
func AppendUUID(dst []byte, v rt.UUID) []byte {
	return append(rt.AppendUUID(append(dst, '"'), v), '"')
}

// CloseObject ends an object whose members each ended with a comma: end takes the place of the last one.
func CloseObject(dst []byte, end string) []byte {
	if n := len(dst) - 1; dst[n] == ',' {
		dst = dst[:n]
	}
	return append(dst, end...)
}

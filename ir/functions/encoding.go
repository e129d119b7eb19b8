package functions

import (
	"fmt"
	"strings"
)

var oneBytes = params(p("b", Bytes))

// digest is a hash: of a string in hexadecimal as in Flink, of BYTES as BYTES as in PostgreSQL.
func digest(name, symbol, doc, example, output string) Function {
	return Function{Name: name, Section: Encoding, Doc: doc, Example: example, Output: output, Overloads: []Overload{
		{Params: oneString, Result: text, Go: build("hash." + symbol + "Hex")},
		{Params: oneBytes, Result: binary, Go: build("hash." + symbol)},
	}}
}

// word is a parameter that takes one of a few words, in any case.
func word(name string, words ...string) Param {
	return Param{Name: name, Class: Keyword, Words: words, Check: func(literal string) error {
		for _, w := range words {
			if strings.EqualFold(w, literal) {
				return nil
			}
		}
		return fmt.Errorf("%s is one of %s, not %q", name, strings.Join(words, ", "), literal)
	}}
}

var (
	binaryFormat = word("format", "hex", "base64", "escape")
	charset      = word("charset", "UTF-8", "UTF8", "US-ASCII", "ISO-8859-1", "UTF-16BE", "UTF-16LE", "UTF-16")
)

var encodingFunctions = []Function{
	{Name: "MD5", Section: Encoding, Doc: "MD5 hash in hexadecimal (PostgreSQL).", Example: "MD5('weir')", Output: "57c6838eabf401f73f6dd50093408e33", Overloads: []Overload{
		{Params: oneString, Result: text, Go: build("hash.MD5Hex")},
		{Params: oneBytes, Result: text, Go: build("hash.MD5HexBytes")},
	}},
	digest("SHA1", "SHA1", "SHA-1 hash: of a string in hexadecimal (Flink), of BYTES as BYTES.", "SHA1('')", "da39a3ee5e6b4b0d3255bfef95601890afd80709"),
	digest("SHA224", "SHA224", "SHA-224 hash: of a string in hexadecimal (Flink), of BYTES as BYTES (PostgreSQL).", "SHA224('')", "d14a028c2a3a2bc9476102bb288234c415a2b01f828ea62ac5b3e42f"),
	digest("SHA256", "SHA256", "SHA-256 hash: of a string in hexadecimal (Flink), of BYTES as BYTES (PostgreSQL).", "LEFT(SHA256(''), 8)", "e3b0c442"),
	digest("SHA384", "SHA384", "SHA-384 hash: of a string in hexadecimal (Flink), of BYTES as BYTES (PostgreSQL).", "LEFT(SHA384(''), 8)", "38b060a7"),
	digest("SHA512", "SHA512", "SHA-512 hash: of a string in hexadecimal (Flink), of BYTES as BYTES (PostgreSQL).", "LEFT(SHA512(''), 8)", "cf83e135"),
	{Name: "CRC32", Section: Encoding, Doc: "CRC-32 (IEEE) of the bytes, in UTF-8 for a string.", Example: "CRC32('weir')", Output: "2474937868", Overloads: []Overload{
		{Params: oneString, Result: bigint, Go: call("hash.CRC32")},
		{Params: oneBytes, Result: bigint, Go: call("hash.CRC32")},
	}},
	{Name: "TO_BASE64", Section: Encoding, Doc: "Base64 of the bytes, in UTF-8 for a string (Flink).", Example: "TO_BASE64('weir')", Output: "d2Vpcg==", Overloads: []Overload{
		{Params: oneString, Result: text, Go: build("text.ToBase64")},
		{Params: oneBytes, Result: text, Go: build("text.ToBase64")},
	}},
	{Name: "FROM_BASE64", Section: Encoding, Doc: "The string whose UTF-8 has this base64; what is no base64, or no UTF-8, fails the record (Flink).", Example: "FROM_BASE64('d2Vpcg==')", Output: "weir", Overloads: []Overload{
		{Params: oneString, Result: text, CanFail: true, Go: build("text.FromBase64")},
	}},
	{Name: "ENCODE", Section: Encoding, Doc: "ENCODE(bytes, format) is text in hex, base64 or escape form (PostgreSQL); ENCODE(string, charset) is a string's bytes (Flink).", Example: "ENCODE(x'0aff', 'hex')", Output: "0aff", Overloads: []Overload{
		{Params: params(p("b", Bytes), binaryFormat), Result: text, Go: custom("encode")},
		{Params: params(p("s", String), charset), Result: binary, CanFail: true, Go: build("text.ToCharset")},
	}},
	{Name: "DECODE", Section: Encoding, Doc: "DECODE(string, format) is the bytes of text in hex, base64 or escape form (PostgreSQL); DECODE(bytes, charset) is the string (Flink).", Example: "DECODE(ENCODE('weir', 'UTF-8'), 'UTF-8')", Output: "weir", Overloads: []Overload{
		{Params: params(p("s", String), binaryFormat), Result: binary, CanFail: true, Go: custom("decode")},
		{Params: params(p("b", Bytes), charset), Result: text, CanFail: true, Go: build("text.FromCharset")},
	}},
	{Name: "HEX", Section: Encoding, Doc: "Upper-case hexadecimal of an integer, or of the bytes of a string or BYTES (Flink).", Example: "HEX(255)", Output: "FF", Overloads: []Overload{
		{Params: params(p("x", BigInt)), Result: text, Go: build("text.HexInt")},
		{Params: oneString, Result: text, Go: build("text.Hex")},
		{Params: oneBytes, Result: text, Go: build("text.Hex")},
	}},
	{Name: "TO_HEX", Section: Encoding, Doc: "Lower-case hexadecimal of an integer; negative numbers in two's complement (PostgreSQL).", Example: "TO_HEX(255)", Output: "ff", Overloads: []Overload{
		{Params: params(p("x", Int)), Result: text, Go: build("text.ToHex32")},
		{Params: params(p("x", BigInt)), Result: text, Go: build("text.ToHex64")},
	}},
	{Name: "UNHEX", Section: Encoding, Doc: "The bytes of hexadecimal text; NULL where it is none (Flink).", Example: "DECODE(UNHEX('77656972'), 'UTF-8')", Output: "weir", Overloads: []Overload{
		{Params: oneString, Result: binary, Nulls: Maybe, Go: build("text.Unhex")},
	}},
	{Name: "BIN", Section: Encoding, Doc: "Binary digits of an integer; negative numbers in two's complement (Flink).", Example: "BIN(12)", Output: "1100", Overloads: []Overload{
		{Params: params(p("x", BigInt)), Result: text, Go: build("text.Bin")},
	}},
	{Name: "URL_ENCODE", Section: Encoding, Doc: "application/x-www-form-urlencoded text (Flink).", Example: "URL_ENCODE('a b&c')", Output: "a+b%26c", Overloads: []Overload{
		{Params: oneString, Result: text, Go: build("web.URLEncode")},
	}},
	{Name: "URL_DECODE", Section: Encoding, Doc: "The reverse of URL_ENCODE; NULL where the text is malformed (Flink).", Example: "URL_DECODE('a+b%26c')", Output: "a b&c", Overloads: []Overload{
		{Params: oneString, Result: text, Nulls: Maybe, Go: build("web.URLDecode")},
	}},
	{Name: "PARSE_URL", Section: Encoding, Doc: "A part of a URL: HOST, PATH, QUERY, REF, PROTOCOL, AUTHORITY, FILE or USERINFO, or the value of one query parameter; NULL where the part is missing or the URL malformed (Flink).", Example: "PARSE_URL('http://weir.dev/a?k=v', 'QUERY', 'k')", Output: "v", Overloads: []Overload{
		{Params: params(p("url", String), urlPart), Result: text, Nulls: Maybe, Go: call("web.ParseURL")},
		{Params: params(p("url", String), urlPart, p("key", String)), Result: text, Nulls: Maybe, Go: call("web.ParseURLQuery")},
	}},
}

var urlPart = word("part", "HOST", "PATH", "QUERY", "REF", "PROTOCOL", "AUTHORITY", "FILE", "USERINFO")
